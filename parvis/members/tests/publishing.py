"""A publisher's side of single sign-on: keys, tokens, and an address where keys are published."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from parvis.kit import clock

ISSUER = "https://comptes.example"


def private_key(algorithm: str = "RS256") -> Any:
    """The publisher's private key for the algorithm, the same at each call."""
    return _made(algorithm)


@cache
def _made(algorithm: str) -> Any:
    if algorithm == "ES256":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(65537, 2048)


def private_pem(key: Any) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_pem(key: Any) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def jwk(key: Any, kid: str, **more: Any) -> dict[str, Any]:
    """The public half of a key, as published."""
    kinds = jwt.algorithms
    kind = kinds.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else kinds.ECAlgorithm
    return json.loads(kind.to_jwk(key.public_key())) | {"kid": kid} | more


def claims(house: Any, **more: Any) -> dict[str, Any]:
    now = clock.now()
    said = {"iss": ISSUER, "aud": house.daily.key, "sub": "7", "name": "Awa", "iat": now, "exp": now + timedelta(minutes=5)}
    return {name: value for name, value in (said | more).items() if value is not None}


def token(house: Any, key: Any, kid: str, algorithm: str = "RS256", headers: dict[str, Any] | None = None, **more: Any) -> str:
    return jwt.encode(claims(house, **more), key, algorithm=algorithm, headers={"kid": kid} | (headers or {}))


class _Door(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked += 1
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        if self.server.status == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(self.server.body.encode())

    def log_message(self, *_arguments: object) -> None:
        pass


@contextmanager
def published(*keys: dict[str, Any]) -> Iterator[Any]:
    """An address where those keys are published: `.address`, `.asked`, and `.body` and `.status` to change."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Door)
    server.asked, server.status, server.body = 0, 200, json.dumps({"keys": list(keys)})
    server.host = f"127.0.0.1:{server.server_port}"
    server.address = f"http://{server.host}/jwks.json"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
