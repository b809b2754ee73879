"""Journeys by keyboard, on a small or enlarged page, in the dark, with the checks of axe."""

import pytest

from e2e.conftest import SAID

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.browser

AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}

FOCUSED = "document.querySelector('parvis-discussion').shadowRoot.activeElement"


def violations(page) -> list:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page, "parvis-discussion", AXE).response["violations"]
    return [(rule["id"], [node["html"][:120] for node in rule["nodes"]][:3]) for rule in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_discussion_has_no_accessibility_fault(live, visit, scheme, width):
    page = visit(live.opened["busiest"], reader=live.pseudonym(), color_scheme=scheme, viewport={"width": width, "height": 900})
    expect(page.get_by_text("Vous signez")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_over_the_discussion_has_no_accessibility_fault(live, visit, scheme):
    article = live.article()
    live.post(article, "Un commentaire, auquel on répond.")
    page = visit(article, reader=live.pseudonym(), color_scheme=scheme)
    page.get_by_role("button", name="Répondre").click()
    page.get_by_label("Votre commentaire", exact=True).fill("TOUT CELA EST UNE HONTE POUR NOTRE VILLE ET SES ÉLUS")
    page.get_by_role("button", name="Publier", exact=True).first.click()
    expect(page.locator("mark").first).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Signaler").click()
    assert violations(page) == []


def test_a_reader_writes_and_reacts_with_the_keyboard_alone(live, visit):
    article = live.article()
    live.post(article, "Un commentaire à lire au clavier.")
    page = visit(article, reader=live.pseudonym())
    expect(page.get_by_text("Vous signez")).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED}?.matches('textarea')"):
            break
    page.keyboard.type("Écrit ")
    page.keyboard.press("Control+b")
    page.keyboard.type("au clavier")
    page.keyboard.press("End")
    page.keyboard.type(" seulement.")
    page.keyboard.press("Control+Enter")
    mine = page.get_by_role("article").first
    expect(mine.locator("strong")).to_have_text("au clavier")
    expect(mine).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("article").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(mine).to_be_focused()
    page.keyboard.press("j")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED}?.dataset.kind === 'agree'"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("article").nth(1).get_by_role("button", name="D’accord")).to_have_attribute("aria-pressed", "true")


def test_the_letters_stay_the_publishers_outside_the_discussion(live, visit):
    page = visit(live.opened["busiest"])
    expect(page.get_by_role("article").first).to_be_visible()
    page.keyboard.press("j")
    assert page.evaluate(f"{FOCUSED}") is None


@pytest.mark.parametrize("width", [320, 256])
def test_nothing_overflows_a_narrow_or_enlarged_page(live, visit, width):
    article = live.article()
    post = live.post(article, "Un mot interminable : " + "anticonstitutionnellement" * 4)
    for words in SAID[:4]:
        post = live.post(article, f"{words} {words.split()[-2] * 30}", parent=post["id"])
    page = visit(article, reader=live.pseudonym(), viewport={"width": width, "height": 700})
    expect(page.get_by_role("article").first).to_be_visible()
    page.get_by_role("button", name="Répondre").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_target_is_large_enough(live, visit):
    page = visit(live.opened["busiest"], reader=live.pseudonym(), viewport={"width": 390, "height": 800})
    expect(page.get_by_text("Vous signez")).to_be_visible()
    small = page.evaluate(
        """() => [...document.querySelector("parvis-discussion").shadowRoot
            .querySelectorAll("button, select, header a, textarea")]
            .filter((node) => node.checkVisibility())
            .filter((node) => { const { width, height } = node.getBoundingClientRect(); return width < 24 || height < 24; })
            .map((node) => node.outerHTML.slice(0, 100))"""
    )
    assert small == []


def test_the_page_moves_nothing_for_those_who_asked_for_calm(live, visit):
    page = visit(live.opened["busiest"], reduced_motion="reduce")
    expect(page.get_by_role("article").first).to_be_visible()
    moving = page.evaluate("document.getAnimations().length")
    assert moving == 0


def test_a_hidden_passage_stays_hidden_in_forced_colours(live, visit):
    article = live.article()
    live.post(article, "La fin du film : ||le phare s’éteint||.")
    page = visit(article, forced_colors="active")
    hidden = page.get_by_role("button", name="Passage masqué")
    expect(hidden).to_be_visible()
    ground, ink = hidden.evaluate("(node) => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color]")
    assert ground != "rgba(0, 0, 0, 0)"
    assert ground == ink or "0)" in hidden.evaluate("(node) => getComputedStyle(node).webkitTextFillColor")
