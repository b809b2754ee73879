"""Journeys on the square, as a reader without a script and as one with."""

import pytest

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.browser
DOORS = ["/accounts/login/", "/accounts/login/code/"]
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


@pytest.fixture
def open_page(live, browser):
    contexts = []

    def opened(path: str, **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "fr-FR"} | options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.goto(f"{live.address}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


def to_a_thread(page):
    """From the front page to a discussion under an article, by its links alone."""
    page.get_by_role("link", name="Toutes les discussions").first.click()
    page.locator(".talk:not(.own-talk) h2 a").first.click()


def test_without_a_script_one_reads_from_the_front_to_the_last_reply(open_page):
    page = open_page("/", java_script_enabled=False)
    to_a_thread(page)
    expect(page.locator("article.post").first).to_be_visible()
    page.get_by_role("link", name="Plus de réactions").click()
    expect(page.get_by_role("link", name="Plus de réactions")).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="Charte des discussions").click()
    expect(page.locator("#regle-1")).to_be_visible()


def test_with_a_script_the_same_page_comes_alive(open_page):
    page = open_page("/")
    to_a_thread(page)
    expect(page.get_by_label("Votre commentaire", exact=True)).to_be_visible()
    assert page.complaints == []


def _next_page(page, address: str):
    page.goto(address)
    following = page.get_by_role("link", name="Page suivante")
    return following if following.count() else None


def test_the_next_page_of_a_discussion_is_read_without_the_element(open_page, live):
    page = open_page("/t/courrier/discussions/", java_script_enabled=False)
    addresses: list[str] = []
    for _page in range(8):
        addresses += page.locator(".talk h2 a").evaluate_all("links => links.map((link) => link.href)")
        if not page.locator("a[rel=next]").count():
            break
        page.locator("a[rel=next]").click()
    following = next(link for link in (_next_page(page, address) for address in addresses) if link)
    following.click()
    assert "after=" in page.url
    expect(page.locator("article.post").first).to_be_visible()
    expect(page.locator("parvis-discussion")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/g/rivages/", "/t/courrier/discussions/", "/charte/courrier/", "/nulle-part", *DOORS])
def test_axe_finds_nothing_to_mend(open_page, path, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for width in (1280, 390):
        page = open_page(path, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
        found = axe.run(page, options=AXE).response["violations"]
        assert [(it["id"], it["nodes"][0]["target"]) for it in found] == []


@pytest.mark.parametrize("path", ["/", "/t/courrier/", "/t/courrier/discussions/", "/charte/courrier/", "/accounts/login/"])
def test_a_page_reflows_at_400_per_cent(open_page, path):
    page = open_page(path, viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    if path == "/t/courrier/discussions/":
        page.locator(".talk h2 a").first.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_spoiler_opens_under_the_keyboard_alone(live, open_page):
    article = live.article()
    live.post(article, "Le dernier épisode est superbe, mais voici la fin : ||le phare était vide|| et personne ne le savait.")
    page = open_page("/t/courrier/discussions/", java_script_enabled=False)
    page.locator(".talk h2 a").first.click()
    spoiler = page.locator(".spoiler").first
    hidden = spoiler.evaluate("node => getComputedStyle(node).color")
    spoiler.focus()
    assert spoiler.evaluate("node => getComputedStyle(node).color") != hidden
