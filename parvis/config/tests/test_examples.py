"""The examples of single sign-on, run as a publisher would: their tokens sign a reader in at the discussion's own door."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from parvis.config.environment import ROOT
from parvis.members.acts import make_signing_key
from parvis.members.models import Member
from parvis.members.signing.acts import trust_public_key
from parvis.members.tests.publishing import private_key, private_pem, public_pem

EXAMPLES = ROOT / "examples" / "single-sign-on"
ISSUER = "https://comptes.rivages.example"
RUNNERS = {"php": ["php"], "py": [sys.executable], "mjs": ["node"]}
CASES = [
    (kind, algorithm) for kind in RUNNERS for algorithm in ("HS256", "RS256", "ES256") if (kind, algorithm) != ("php", "ES256")
]


def printed(kind: str, algorithm: str, **values: str) -> str:
    if not shutil.which(RUNNERS[kind][0]):
        pytest.skip(f"no {RUNNERS[kind][0]} on this machine: this example was not tried")
    command = [*RUNNERS[kind], str(EXAMPLES / f"parvis_token.{kind}"), algorithm, "42", "Lison d’Élée"]
    given = os.environ | {f"PARVIS_{name.upper()}": value for name, value in values.items()}
    return subprocess.run(command, env=given, capture_output=True, text=True, check=True).stdout


def keyed(house, algorithm: str) -> dict[str, str]:
    """A key of the daily, as its publisher holds it."""
    if algorithm == "HS256":
        made = make_signing_key(group=house.group, title=house.daily, issuer=ISSUER, account_id=None)
        return {"key": made.secret, "kid": made.key.kid}
    private = private_key(algorithm)
    given = {"group": house.group, "title": house.daily, "issuer": ISSUER, "account_id": None}
    return {"key": private_pem(private), "kid": trust_public_key(**given, key=public_pem(private), kid="cle-2026").kid}


@pytest.mark.parametrize(("kind", "algorithm"), CASES)
def test_each_example_signs_a_reader_in(client, house, kind, algorithm):
    token = printed(kind, algorithm, issuer=ISSUER, title=house.daily.key, **keyed(house, algorithm))
    asked = {"title": house.daily.key, "token": token}
    answer = client.post(
        "/embed/session", json.dumps(asked), "application/json", headers={"origin": f"https://{house.daily.key}.example"}
    )
    said = answer.json()
    assert (said["ok"], said["reason"]) == (True, None)
    assert said["session"]
    assert said["member"]["name"] == "Lison d’Élée"
    assert Member.objects.get(pk=said["member"]["id"]).badges == ["subscriber"]


def test_the_page_tells_of_every_example():
    told = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert all(path.name in told for path in EXAMPLES.iterdir() if path.suffix != ".md" and path.is_file())
