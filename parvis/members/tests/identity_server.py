"""A small identity server on this machine, that follows the published contract (OpenID Connect Core and Discovery 1.0).

It is ours, not a product's: discovery, keys, authorisation code with PKCE (RFC 7636), token and userinfo, each checking what the
specifications ask a server to check. `person` is who signs in there; `lies` spoils one answer.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import jwt

from parvis.members.tests.publishing import jwk, private_key

CLIENT, SECRET = "parvis", "un-secret-partagé"


class _Door(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        pages = {
            "/.well-known/openid-configuration": self._discovery,
            "/keys": lambda: self._say({"keys": [jwk(private_key(), "serveur")]}),
            "/authorize": lambda: self._authorize(asked),
            "/userinfo": self._userinfo,
        }
        pages.get(parts.path, lambda: self._say({}, 404))()

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self._token({name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()})

    def _discovery(self) -> None:
        at = self.server.address
        self._say(
            {
                "issuer": self.server.lies.get("issuer", at),
                "authorization_endpoint": f"{at}/authorize",
                "token_endpoint": f"{at}/token",
                "userinfo_endpoint": f"{at}/userinfo",
                "jwks_uri": f"{at}/keys",
                "response_types_supported": ["code"],
                "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            }
        )

    def _authorize(self, asked: dict[str, str]) -> None:
        well_asked = asked["client_id"] == CLIENT and asked["response_type"] == "code" and "openid" in asked["scope"].split()
        if not well_asked or asked.get("code_challenge_method") != "S256" or not asked.get("state"):
            return self._say({"error": "invalid_request"}, 400)
        code = secrets.token_urlsafe(16)
        self.server.codes[code] = asked
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?code={code}&state={quote(asked['state'])}")
        self.end_headers()
        return None

    def _token(self, said: dict[str, str]) -> None:
        asked = self.server.codes.pop(said.get("code", ""), None)
        digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not asked or asked["code_challenge"] != challenge or asked["redirect_uri"] != said["redirect_uri"]:
            return self._say({"error": "invalid_grant"}, 400)
        if (said.get("client_id"), said.get("client_secret")) != (CLIENT, SECRET):
            return self._say({"error": "invalid_client"}, 401)
        now = int(time.time())
        claims = {"iss": self.server.address, "aud": CLIENT, "iat": now, "exp": now + 300, **self.server.person}
        id_token = jwt.encode(claims | self.server.lies.get("id_token", {}), private_key(), "RS256", {"kid": "serveur"})
        self.server.bearers.add(bearer := secrets.token_urlsafe(16))
        self._say({"access_token": bearer, "token_type": "Bearer", "expires_in": 300, "id_token": id_token})
        return None

    def _userinfo(self) -> None:
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.server.bearers:
            return self._say({"error": "invalid_token"}, 401)
        self._say(self.server.person | self.server.lies.get("userinfo", {}))
        return None

    def _say(self, value: dict[str, Any], status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, *_arguments: object) -> None:
        pass


@contextmanager
def identity_server(**person: Any) -> Iterator[Any]:
    """The server, running: `.address`, `.host`, and `.person` (claims: sub, email, email_verified…) and `.lies` to change."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Door)
    server.host = f"127.0.0.1:{server.server_port}"
    server.address = f"http://{server.host}"
    server.person, server.lies, server.codes, server.bearers = person, {}, {}, set()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
