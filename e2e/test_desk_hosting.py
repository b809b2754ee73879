"""Journeys of hosts by keyboard alone: from the palette to a split and back; what happens now, live; a view kept."""

import pytest

from e2e.test_desk import at_desk, signed_in

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.browser
HOST = "direction@parvis.demo"
__all__ = ["at_desk", "signed_in"]


def test_from_the_palette_to_a_thread_split_and_undone_without_a_mouse(live, at_desk):
    article = live.article()
    root = live.post(article, "Le marché de Noël revient-il sur la place cette année ?")
    live.post(article, "Oui, la mairie l’a annoncé hier au conseil, chalets compris.", parent=root["id"])
    page = at_desk("/desk/now/", mail=HOST)
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-asked")).to_be_focused()
    page.keyboard.type(str(root["id"]))
    option = page.locator(f'#palette [role=option][href$="/posts/{root["id"]}/"]')
    expect(option).to_be_visible()
    while option.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(f"#post-{root['id']}")).to_be_visible()
    page.locator(f"#post-{root['id']}").focus()
    page.keyboard.press("c")
    expect(page.locator("[data-count]").first).to_have_text("1")
    page.keyboard.press("m")
    expect(page.locator("#split-heading")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Le marché de Noël")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Le marché de Noël")
    page.keyboard.press("u")
    expect(page.locator(f"#post-{root['id']}")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Le marché de Noël")
    assert page.complaints == []


def test_what_happens_now_is_announced_and_moves_nothing_until_asked(live, at_desk):
    page = at_desk("/desk/now/", mail=HOST)
    page.wait_for_selector('html[data-heard="yes"]', state="attached")
    before = page.locator("#now").inner_html()
    text = "Un mot tout neuf sur le carnaval, que personne n’attendait ici."
    live.post(live.article(), text)
    news = page.locator("[data-news]")
    expect(news).to_be_visible()
    assert page.locator("#now").inner_html().replace(' data-changed=""', "") == before
    page.keyboard.press(".")
    expect(page.locator("#now")).to_contain_text("Un mot tout neuf sur le carnaval")
    expect(news).to_be_hidden()
    assert page.complaints == []


def test_a_view_is_kept_and_reached_by_its_key(at_desk):
    page = at_desk("/desk/threads/?state=closed", mail=HOST)
    page.locator(".views summary").focus()
    page.keyboard.press("Enter")
    page.locator("#view-name").focus()
    page.keyboard.type("Fermées")
    page.keyboard.press("Tab")
    page.keyboard.type("7")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.type") != "submit":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".views a[aria-current=true]")).to_contain_text("Fermées")
    page.goto(page.url.split("?")[0])
    expect(page.locator(".views .count").first).not_to_be_empty()
    page.keyboard.press("v")
    page.keyboard.press("7")
    page.wait_for_url("**/desk/threads/?state=closed")
    assert page.complaints == []
