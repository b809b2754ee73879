"""The look in a real browser: accessible, within its policy, usable by keyboard. No server: the test client answers."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

CHROMIUM = Path("/usr/bin/chromium")
ORIGIN = "http://localhost"
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("parvis.ui.tests.urls"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, client):
    """Opens an address at a width and in a light; the page's `complaints` are its console's errors."""
    contexts = []

    def open_page(address: str, width: int = 1280, scheme: str = "light", **options: object):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, locale="fr-FR", **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.route("**/*", lambda route: answer(route, client))
        page.goto(ORIGIN + address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def answer(route, client: Client) -> None:
    """Hands the browser's request to the test client."""
    asked = urlsplit(route.request.url)
    response = client.get(f"{asked.path}?{asked.query}", headers={"accept-language": "fr"})
    body = b"".join(response.streaming_content) if response.streaming else response.content
    route.fulfill(status=response.status_code, headers=dict(response.items()), body=body)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("address", "width"), [("", 1280), ("", 390), ("/desk", 1280), ("/desk", 390), ("/site", 390), ("/doorway", 390)]
)
def test_axe_finds_nothing_to_mend(visit, address, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit(f"/styleguide{address}", width, scheme, bypass_csp=True)
    found = axe.run(page, options=AXE).response["violations"]
    assert [(it["id"], it["nodes"][0]["target"]) for it in found] == []


@pytest.mark.parametrize("address", ["", "/desk", "/site", "/doorway"])
def test_a_page_reflows_at_400_per_cent_and_stays_within_its_policy(visit, address):
    page = visit(f"/styleguide{address}", 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.complaints == []


def test_a_question_mark_shows_the_keys_of_the_page(visit):
    page = visit("/styleguide/desk")
    page.keyboard.press("?")
    keymap = page.locator("#keymap")
    assert keymap.is_visible()
    rows = [" ".join(row.split()) for row in keymap.locator("dl > div").all_inner_texts()]
    assert any(row.startswith("a ") for row in rows)
    assert any(row.startswith("g f ") for row in rows)
    page.keyboard.press("Escape")
    assert not keymap.is_visible()


def test_a_key_clicks_its_button_except_while_one_types(visit):
    page = visit("/styleguide/desk")
    page.evaluate("document.querySelector('[data-key=a]').addEventListener('click', () => (document.title = 'approved'))")
    page.evaluate("document.querySelector('#main').insertAdjacentHTML('beforeend', '<input id=draft>')")
    page.locator("#draft").press("a")
    assert page.title() != "approved"
    page.locator("#draft").blur()
    page.keyboard.press("Control+a")
    assert page.title() != "approved"
    page.keyboard.press("a")
    assert page.title() == "approved"


def test_two_keys_in_a_row_go_somewhere(visit):
    page = visit("/styleguide/desk")
    page.evaluate("document.querySelector(\"[data-key='g m']\").addEventListener('click', () => (document.title = 'members'))")
    page.keyboard.press("g")
    page.keyboard.press("m")
    assert page.title() == "members"


def test_keys_can_be_switched_off_and_stay_off(visit):
    page = visit("/styleguide/desk")
    page.keyboard.press("?")
    page.locator("[data-keys-switch]").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.evaluate("document.querySelector('[data-key=a]').addEventListener('click', () => (document.title = 'approved'))")
    page.keyboard.press("a")
    assert page.title() != "approved"
    assert not page.locator(".decide kbd").first.is_visible()
    page.keyboard.press("?")
    assert page.locator("#keymap").is_visible()


def test_a_toast_leaves_in_its_time_and_waits_for_whoever_reads_it(visit):
    page = visit("/styleguide/desk")
    page.clock.install()
    page.evaluate("document.dispatchEvent(new CustomEvent('toast', {detail: {text: 'Refusé', seconds: 10}}))")
    toast = page.locator("#toasts .toast")
    page.clock.run_for(9_000)
    assert toast.inner_text().strip() == "Refusé"
    toast.hover()
    page.clock.run_for(9_000)
    assert toast.count() == 1
    page.mouse.move(5, 5)
    page.clock.run_for(2_000)
    assert toast.count() == 0


def test_a_dialog_opens_on_its_heading_and_gives_the_focus_back(visit):
    page = visit("/styleguide")
    opener = page.locator("[data-opens=dialog-light]")
    opener.press("Enter")
    assert page.evaluate("document.activeElement.id") == "dialog-light-heading"
    page.keyboard.press("Escape")
    assert opener.evaluate("it => it === document.activeElement")


def test_a_menu_closes_on_escape_and_when_one_looks_elsewhere(visit):
    page = visit("/styleguide/desk")
    summary = page.locator(".account > summary")
    summary.press("Enter")
    assert page.locator(".account .sheet").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".account .sheet").is_visible()
    summary.press("Enter")
    page.locator("h1").click()
    assert not page.locator(".account .sheet").is_visible()


def test_the_light_chosen_is_kept(visit):
    page = visit("/styleguide")
    page.locator("[data-theme-choice=dark]").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.locator("[data-theme-choice=dark]").get_attribute("aria-pressed") == "true"


def test_the_title_lends_readers_its_hue_and_keeps_the_desk_green(visit):
    colour = "getComputedStyle(document.querySelector('main p a')).color"
    assert visit("/styleguide/site").evaluate(colour) != visit("/styleguide/desk").evaluate(colour)
