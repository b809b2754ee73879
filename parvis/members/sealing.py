"""Keeping shared secrets encrypted at rest."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class LostSecret(Exception):
    """A sealed secret cannot be opened: the installation's secret key is not the one it was sealed with."""


def seal(secret: str) -> bytes:
    """The secret, encrypted with a key derived from the installation's own."""
    return _box().encrypt(secret.encode())


def unseal(sealed: bytes) -> str:
    """The secret again. Raises LostSecret when the installation's key has changed."""
    try:
        return _box().decrypt(bytes(sealed)).decode()
    except InvalidToken as error:
        raise LostSecret("make new single sign-on keys: PARVIS_SECRET_KEY has changed") from error


def _box() -> Fernet:
    digest = hashlib.sha256(b"parvis.sealing:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
