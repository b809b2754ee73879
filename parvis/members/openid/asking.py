"""Speaking to identity servers: only at the IP that was checked, by https, bounded in time and size."""

import json
from typing import Any
from urllib.parse import urlsplit

import requests
from django.utils.translation import gettext as _
from requests.adapters import HTTPAdapter

from parvis.kit.addresses import public_ips
from parvis.kit.fetching import fetch_json, is_trusted_host
from parvis.kit.refusals import Refusal, ServiceDown

SECONDS = 5.0
LONGEST = 500_000
NEEDED = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


class CheckedAdapter(HTTPAdapter):
    """Sends each request to an IP of the open Internet (or to a host the operator trusts), whatever the name says next."""

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]  # its options by name
        """The answer, read whole but bounded. Raises requests' own exceptions, which allauth turns into a page."""
        parts = urlsplit(str(request.url))
        trusted = is_trusted_host(str(request.url))
        if parts.scheme != "https" and not trusted:
            raise requests.exceptions.InvalidURL(f"{parts.netloc} is not secured by https")
        try:
            ips = public_ips(parts.hostname or "", parts.port or 443, seconds=SECONDS, allow_private=trusted)
        except ServiceDown as down:
            raise requests.exceptions.ConnectionError(str(down)) from down
        request.headers["Host"] = parts.netloc
        host = f"[{ips[0]}]" if ":" in ips[0] else ips[0]
        request.url = parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host).geturl()
        if parts.scheme == "https":
            self.poolmanager.connection_pool_kw |= {"server_hostname": parts.hostname, "assert_hostname": parts.hostname}
        return _bounded(super().send(request, **options | {"stream": True, "timeout": SECONDS}))


def _bounded(answer: requests.Response) -> requests.Response:
    body = answer.raw.read(LONGEST + 1, decode_content=True)
    answer.close()
    if len(body) > LONGEST:
        raise requests.exceptions.ContentDecodingError("the answer is too long")
    answer._content, answer._content_consumed = body, True  # type: ignore[attr-defined]  # requests has no other way to bound it
    return answer


def checked_session() -> requests.Session:
    """A session of requests that speaks through CheckedAdapter only, follows no redirect out of it, and no proxy."""
    session = requests.Session()
    session.trust_env, session.max_redirects = False, 3
    session.mount("https://", CheckedAdapter())
    session.mount("http://", CheckedAdapter())
    return session


def ensure_discovered(address: str) -> None:
    """Raises Refusal 422, saying why, unless an OpenID Connect server describes itself at this issuer (OpenID Discovery §4)."""
    try:
        said = json.loads(
            fetch_json(f"{address.rstrip('/')}/.well-known/openid-configuration", limit_bytes=LONGEST, seconds=SECONDS)
        )
    except ServiceDown as down:
        raise _wrong(_("The server does not describe itself there: %(why)s") % {"why": down}) from None
    except ValueError:
        raise _wrong(_("What is there is not the description of an OpenID Connect server.")) from None
    if not isinstance(said, dict) or any(not isinstance(said.get(name), str) for name in NEEDED):
        raise _wrong(_("What is there is not the description of an OpenID Connect server."))
    if str(said.get("issuer", "")).rstrip("/") != address.rstrip("/"):
        words = _("This server says that it is “%(issuer)s”: give that very address.")
        raise _wrong(words % {"issuer": str(said.get("issuer", ""))[:200]})


def _wrong(words: str) -> Refusal:
    return Refusal("no_identity_server", 422, words, field="address")
