"""Which PostgreSQL to speak to, as Django wants it said."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from parvis.config.environment import BadSetting, Environment
from parvis.config.lifeline import WEB_PARENT


def database_settings(environment: Environment) -> dict[str, Any]:
    """Django's DATABASES entry: the publisher's server, or the embedded one (started if it is not running).

    With DATABASE_DIRECT_URL, only a web process goes through the pooler of DATABASE_URL, where a session is not one's own
    from one transaction to the next. Raises BadSetting when an address is not one of PostgreSQL.
    """
    if not environment.DATABASE_URL:
        return settings_of(_embedded(environment))
    if not environment.DATABASE_DIRECT_URL:
        return settings_of(environment.DATABASE_URL)
    if WEB_PARENT in os.environ:
        return {**settings_of(environment.DATABASE_URL), "DISABLE_SERVER_SIDE_CURSORS": True}
    return settings_of(environment.DATABASE_DIRECT_URL)


def hearing_settings(environment: Environment, default: dict[str, Any]) -> dict[str, Any]:
    """The entry by which changes are heard: LISTEN needs a session of one's own."""
    return settings_of(environment.DATABASE_DIRECT_URL) if environment.DATABASE_DIRECT_URL else default


def settings_of(address: str) -> dict[str, Any]:
    """Django's form of a `postgresql://user:password@host:port/name?option=value` address."""
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting("DATABASE_URL: an address like postgresql://user:password@host:5432/name is expected")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
        "TEST": {"NAME": f"test_parvis_{os.environ.get('PARVIS_TEST_NAME', 'suite')}"},
    }


def _embedded(environment: Environment) -> str:
    from parvis.kit.postgres import embedded_address

    return embedded_address(environment.PARVIS_VAR / "postgres")
