"""Web processes behind PgBouncer in transaction mode, for real: written through the pooler, heard beside it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import jwt
import pytest

from parvis.config.ports import free_port
from parvis.config.tests.test_house import port_said
from parvis.kit.postgres import embedded_address, release
from parvis.kit.postgres_server import SYSTEM_USER
from parvis.kit.tests.waiting import until

HOUSE = Path(__file__).resolve().parent.parent.parent.parent
POOLER = shutil.which("pgbouncer") or ("/usr/sbin/pgbouncer" if Path("/usr/sbin/pgbouncer").exists() else "")
CONFIGURATION = """
[databases]
parvis = host={sockets} dbname=parvis user=postgres
[pgbouncer]
pool_mode = transaction
default_pool_size = 3
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
ignore_startup_parameters = extra_float_digits,options
"""
OPENING = """
import django, json; django.setup()
from parvis.members.acts import make_signing_key
from parvis.publishers.acts import open_group, open_site, open_title, set_policy
from parvis.moderation.acts import adopt_starter_charter
group = open_group(key="phares", name="Phares")
title = open_title(group=group, key="phare", name="Le Phare")
open_site(title=title, name="Site", origins=["https://phare.example"])
adopt_starter_charter(group=group)
set_policy(group=group, newcomer_posts=0, posts_per_minute=30)
made = make_signing_key(group=group, title=title, issuer="phare", account_id=None)
print("OPENED " + json.dumps({"kid": made.key.kid, "secret": made.secret}))
"""
ARTICLE = "https://phare.example/le-feu"
pytestmark = pytest.mark.skipif(not POOLER, reason="no pgbouncer on this machine")


@pytest.fixture
def addresses(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Through the pooler, and past it."""
    direct = embedded_address(tmp_path / "postgres")
    port = free_port("127.0.0.1", 16_432)
    told = tmp_path / "pgbouncer.ini"
    told.write_text(CONFIGURATION.format(sockets=tmp_path / "postgres" / "data", port=port))
    told.chmod(0o644)
    who = {"user": SYSTEM_USER, "group": SYSTEM_USER, "extra_groups": []} if os.geteuid() == 0 else {}
    pooler = subprocess.Popen([POOLER, str(told)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **who)
    yield f"postgresql://postgres@127.0.0.1:{port}/parvis", direct
    pooler.terminate()
    print(pooler.communicate(timeout=10)[0].decode())  # shown when the test fails
    release(tmp_path / "postgres")


def test_a_change_written_through_the_pooler_is_heard_beside_it(addresses: tuple[str, str], tmp_path: Path) -> None:
    pooled, direct = addresses
    told = {"DATABASE_URL": pooled, "DATABASE_DIRECT_URL": direct, "PARVIS_VAR": str(tmp_path / "var"), "PARVIS_DEMO": "no"}
    environment = {**os.environ, **told, "PARVIS_WEB_PROCESSES": "2", "PARVIS_PORT": "18950", "PYTHONUNBUFFERED": "1"}
    run = [sys.executable, "-m", "parvis"]
    up = subprocess.Popen([*run, "up"], cwd=HOUSE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        port = port_said(up)
        opening = [sys.executable, "-c", OPENING]
        said = subprocess.run(opening, cwd=HOUSE, env=environment, capture_output=True, text=True, check=False)
        assert "OPENED" in said.stdout, said.stderr[-1500:]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            reader = session(client, json.loads(said.stdout.partition("OPENED ")[2]))
            for number in range(4):
                write(client, reader, number)
            until(lambda: len(page(client)) == 4)
            assert client.get("/t/phare/").status_code == 200
    finally:
        up.send_signal(signal.SIGINT)
        print(up.communicate(timeout=20)[1][-3000:])  # shown when the test fails


def session(client: httpx.Client, key: dict[str, str]) -> dict[str, str]:
    now = int(time.time())
    claims = {"iss": "phare", "aud": "phare", "sub": "a", "name": "Gardien", "iat": now, "exp": now + 300}
    token = jwt.encode(claims, key["secret"], "HS256", headers={"kid": key["kid"]})
    answer = client.post("/embed/session", json={"title": "phare", "token": token}).raise_for_status().json()
    return {"Authorization": f"Bearer {answer['session']}"}


def write(client: httpx.Client, reader: dict[str, str], number: int) -> None:
    body = {"title": "phare", "url": ARTICLE, "text": f"Le feu numéro {number} brûle encore, {uuid4()}.", "key": str(uuid4())}
    made = client.post("/embed/posts", json=body | {"advised": True}, headers=reader).raise_for_status().json()
    assert made["post"]["standing"] == "published", made


def page(client: httpx.Client) -> list[object]:
    """The first page, by a new connection each time: any web process may answer."""
    asked = {"title": "phare", "url": ARTICLE, "lang": "fr"}
    return list(httpx.get(f"{client.base_url}/embed/thread", params=asked).raise_for_status().json()["posts"])
