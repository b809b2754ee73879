"""Journeys of a title that leaves its tool, and of a colleague who leaves the title."""

import os
import subprocess
import sys

import httpx
import pytest

from e2e.conftest import ROOT
from parvis.conversations.tests import archive_samples as samples

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.browser
PASSWORD = "parvis-demo"  # the demo newsroom's, told at start
MANAGER, LEAVING = "direction@parvis.demo", "t.vasterling@parvis.demo"


def parvis(live, *words: str) -> str:
    environment = {**os.environ, "PARVIS_VAR": str(live.var), "COLUMNS": "200"}
    done = subprocess.run([sys.executable, "-m", "parvis", *words], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_backup_of_remark42_is_rehearsed_imported_and_read(live, browser, tmp_path):
    backup, rules = samples.remark42(tmp_path / "backup.gz"), tmp_path / "rules"
    rules.write_text(f"https://old.example/2019/ => {live.address}/essai/archive-\n")
    command = ("import", str(backup), "--title", "courrier", "--rules", str(rules), "--report", str(tmp_path / "report"))
    rehearsed = parvis(live, *command, "--dry-run")
    assert "a Remark42 backup" in rehearsed
    assert "A dry run" in rehearsed
    imported = parvis(live, *command)
    assert "4 posts" in " ".join(imported.split())
    assert "posts already here" in parvis(live, *command)
    asked = {"title": "courrier", "url": f"{live.address}/essai/archive-pont", "sort": "newest", "lang": "fr"}
    thread = httpx.get(f"{live.address}/embed/thread", params=asked).raise_for_status().json()["thread"]
    page = browser.new_page(locale="fr-FR")
    page.goto(live.address + thread["address"])
    # The element shows the words in its own tree, the last of the page; the server's are behind it.
    expect(page.get_by_text("Enfin").last).to_be_visible()
    expect(page.get_by_text("Et bravo").last).to_be_visible()
    page.close()


def test_a_colleague_leaves_and_someone_takes_over(live, browser):
    page = browser.new_page(locale="fr-FR")
    page.goto(f"{live.address}/accounts/login/")
    page.fill("[name=login]", MANAGER)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit], form button[type=submit]").first.click()
    page.wait_for_url(lambda address: "/login/" not in address)
    page.goto(f"{live.address}/desk/team/")
    page.locator("li.seat", has_text=LEAVING).first.get_by_role("link", name="S’en va").click()
    page.get_by_label("Tout passer à").select_option(index=1)
    page.get_by_label("Un mot").fill("Deux lecteurs attendent une réponse.")
    page.get_by_role("button", name="Mettre fin aux postes").click()
    expect(page.get_by_text("tout a été passé")).to_be_visible()
    expect(page.get_by_text("Deux lecteurs attendent une réponse.").first).to_be_visible()
    assert page.locator("li.seat", has_text=LEAVING).count() == 0
    page.close()
