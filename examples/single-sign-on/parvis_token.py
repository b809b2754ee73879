"""The token that lets a reader into a Parvis discussion. Needs: pip install "pyjwt[crypto]"."""

import os
import sys
import time

import jwt


def parvis_token(algorithm, key, kid, issuer, title, reader_id, pseudonym="", badges=()):
    """A token of ten minutes.

    algorithm: HS256 (`key` is the secret shown once on the desk), RS256 or ES256 (`key` is your private key, in PEM).
    kid: the name of the key; issuer, title: as set on the desk. reader_id: your own number for the reader, always the same.
    """
    now = int(time.time())
    claims = {"iss": issuer, "aud": title, "sub": str(reader_id), "iat": now, "exp": now + 600}
    if pseudonym:
        claims["name"] = pseudonym
    if badges:
        claims["badges"] = list(badges)
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})


if __name__ == "__main__":
    algorithm, reader_id, pseudonym = sys.argv[1:4]
    key, kid, issuer, title = (os.environ[f"PARVIS_{name}"] for name in ("KEY", "KID", "ISSUER", "TITLE"))
    sys.stdout.write(parvis_token(algorithm, key, kid, issuer, title, reader_id, pseudonym, ["subscriber"]))
