"""Journeys of someone who follows: told in the page and by mail, one click to stop, muting, and what is new."""

import re
import time

import httpx
import pytest

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.browser


def letter_to(live, mail: str, words: str) -> str:
    """The text of the letter to that address that says these words; the timetable sends it within a minute."""
    end = time.monotonic() + 100
    while time.monotonic() < end:
        for file in (live.var / "mails").glob("*"):
            for letter in file.read_text("utf-8", "replace").split("-" * 79):
                if f"To: {mail}" in letter and words in letter.replace("=\n", ""):
                    return letter
        time.sleep(0.5)
    raise AssertionError(f"no letter came for {mail}")


def test_a_reader_follows_is_told_by_bell_and_by_mail_and_stops_it_in_one_click(live, visit):
    article, mail = live.article(), "suiveuse@lecteurs.example"
    live.post(article, "Le commentaire qui ouvre la discussion du marché.")
    page = visit(article, token=live.token("Suiveuse assidue", email=mail))
    page.get_by_role("button", name="Suivre", exact=True).click()
    expect(page.get_by_role("button", name="Suivie")).to_have_attribute("aria-pressed", "true")
    bell = page.get_by_role("button", name=re.compile("^Notifications"))
    bell.click()
    page.get_by_text("Choisir ce qui m’est signalé").click()
    page.get_by_role("button", name="Recevoir des lettres").click()
    expect(page.get_by_text("Les lettres partent")).to_be_visible()
    page.get_by_label("Un nouveau message dans une discussion que je suis").select_option("once")
    page.get_by_role("button", name="Fermer").click()
    answer = live.post(article, "Une réponse que la suiveuse doit apprendre sans revenir.")
    page.wait_for_timeout(50)
    page.reload()
    expect(page.get_by_role("button", name="Notifications : une non lue")).to_be_visible()
    expect(page.get_by_role("button", name="1 nouveau")).to_be_visible()
    page.keyboard.press("Tab")
    page.get_by_role("article").last.focus()
    page.keyboard.press("n")
    expect(page.get_by_role("article").filter(has_text="doit apprendre sans revenir")).to_be_focused()
    page.get_by_role("button", name="Notifications : une non lue").click()
    link = page.get_by_role("dialog").get_by_role("link").first
    expect(link).to_have_attribute("href", f"{article}#parvis-{answer['id']}")
    live.post(article, "Encore une, pour la lettre cette fois, à propos du port.")
    letter = letter_to(live, mail, "List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    stop = re.search(r"List-Unsubscribe:\s*<([^>]+)>", letter)
    assert stop
    shown = httpx.get(stop[1].strip())
    assert "Arrêter ces lettres" in shown.text
    done = httpx.post(stop[1].strip(), data={"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert "C’est fait" in done.text


def test_someone_muted_is_folded_and_can_be_shown(live, visit):
    article = live.article()
    live.post(article, "Un avis que l’on ne veut plus lire, sur le stationnement.")
    page = visit(article, reader=live.pseudonym())
    first = page.get_by_role("article").first
    expect(page.get_by_role("button", name=re.compile("^Notifications"))).to_be_visible()
    first.locator("b button").click()
    page.get_by_role("dialog").get_by_role("button", name="Masquer", exact=True).click()
    expect(first).not_to_contain_text("stationnement")
    page.reload()
    expect(first).to_contain_text("Message d’une personne que vous masquez.")
    first.get_by_role("button", name="Afficher").click()
    expect(first).to_contain_text("stationnement")
    assert page.complaints == []
