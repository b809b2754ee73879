"""The mail server, as Django wants it said."""

from typing import Any
from urllib.parse import unquote, urlsplit

from parvis.config.environment import BadSetting


def mail_settings(address: str) -> dict[str, Any]:
    """Django's EMAIL_* settings for `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`.

    Raises BadSetting for anything else.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise BadSetting("PARVIS_MAIL_URL: an address like smtp://user:password@host:587 is expected")
    sealed = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if sealed else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": sealed,
        "EMAIL_USE_TLS": not sealed and bool(parts.username),
        "EMAIL_TIMEOUT": 10,
    }
