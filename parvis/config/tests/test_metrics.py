"""The figures for a monitoring system: to whoever holds the token, and added up over processes."""

import dataclasses
import http.client
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from parvis.config.tests.test_house import port_said
from parvis.conversations.models import Post
from parvis.testing.cast import House, post, thread

HOUSE = Path(__file__).resolve().parent.parent.parent.parent


@pytest.fixture
def token(settings: Settings) -> str:
    settings.ENVIRONMENT = dataclasses.replace(settings.ENVIRONMENT, PARVIS_METRICS_TOKEN="un jeton")
    return "Bearer un jeton"


def figures(text: str) -> dict[str, float]:
    return {sample.name: sample.value for family in text_string_to_metric_families(text) for sample in family.samples}


def test_without_the_token_the_address_does_not_exist(client: Client, db: None, settings: Settings) -> None:
    assert client.get("/metrics").status_code == 404
    settings.ENVIRONMENT = dataclasses.replace(settings.ENVIRONMENT, PARVIS_METRICS_TOKEN="un jeton")
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer autre").status_code == 404


def test_what_waits_is_told(client: Client, token: str, house: House) -> None:
    before = figures(client.get("/metrics", HTTP_AUTHORIZATION=token).content.decode())
    post(house, where=thread(house), text="Écrivez-moi au 06 12 34 56 78, à n’importe quelle heure.")
    assert Post.objects.get().standing == "held"
    after = figures(client.get("/metrics", HTTP_AUTHORIZATION=token).content.decode())
    assert after["parvis_cases_open"] == before["parvis_cases_open"] + 1
    assert after["parvis_deliveries_waiting"] >= before["parvis_deliveries_waiting"]
    assert after["parvis_database_bytes"] > 1_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="reads the port a house says")
def test_answers_of_every_process_are_added_up(tmp_path: Path) -> None:
    told = {"PARVIS_VAR": str(tmp_path / "var"), "PARVIS_DEMO": "no", "PARVIS_WEB_PROCESSES": "2", "PARVIS_PORT": "18850"}
    environment = {**os.environ, **told, "DATABASE_URL": "", "PARVIS_METRICS_TOKEN": "un-jeton", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "parvis", "up"]
    up = subprocess.Popen(command, cwd=HOUSE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        port = port_said(up)
        for _turn in range(10):
            ask(port, "/robots.txt")
        said = ask(port, "/metrics", {"Authorization": "Bearer un-jeton"})
        counted = re.search(r'parvis_answers_total\{by="django"\} ([\d.]+)', said)
        assert counted is not None, said
        assert float(counted[1]) == 10.0
    finally:
        up.send_signal(signal.SIGINT)
        up.communicate(timeout=20)


def ask(port: int, path: str, headers: dict[str, str] | None = None) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path, headers=headers or {})
        return connection.getresponse().read().decode()
    finally:
        connection.close()
