"""The settings pages in a real browser: accessible, within their policy, on a phone, with and without scripts."""

import re
from collections.abc import Iterator
from contextvars import copy_context
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from parvis.moderation.acts import set_words

CHROMIUM = Path("/usr/bin/chromium")
ORIGIN = "http://localhost"
# Without preloading: axe would ask for the imported sheets again, at wrong addresses.
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}, "preload": False}
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", re.I)
PAGES = ["settings", "words", "table", "team", "sites", "entry", "charter"]
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine")]


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    sync_api = pytest.importorskip("playwright.sync_api")
    # Playwright keeps a loop in this thread, where Django would then refuse the database; nothing here is asynchronous.
    with pytest.MonkeyPatch.context() as patch, sync_api.sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, as_role, house):
    """Opens a page of the daily as its community manager; `complaints` are the console's errors."""
    client, contexts = as_role("community_manager"), []
    # Playwright answers in a context of its own, whose database connection would not see the test's transaction.
    ours = copy_context()

    def open_page(name: str, width: int = 1280, scheme: str = "light", **options: object):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, locale="fr-FR", **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.route("**/*", lambda route: answer(route, partial(ours.run, asked, client)))
        page.goto(f"{ORIGIN}/desk/{house.daily.key}/{name}/")
        return page

    yield open_page
    for context in contexts:
        context.close()


def answer(route, asking) -> None:
    """Hands the browser's request to the signed-in test client, by `asking`."""
    response = asking(route.request)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    route.fulfill(status=response.status_code, headers=dict(response.items()), body=body)


def asked(client, request):
    """The client's answer to what the browser asks."""
    parts, headers = urlsplit(request.url), {"accept-language": "fr"}
    if request.headers.get("hx-request"):
        headers["HX-Request"] = "true"
    address = f"{parts.path}?{parts.query}"
    if request.method != "POST":
        return client.get(address, headers=headers)
    return client.post(address, request.post_data_buffer or b"", request.headers["content-type"], headers=headers)


def test_axe_finds_nothing_to_mend(visit):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for number, name in enumerate(PAGES):
        width, scheme = ((1280, "light"), (390, "dark"))[number % 2]
        page = visit(name, width, scheme, bypass_csp=True)
        found = axe.run(page, options=AXE).response["violations"]
        assert [(it["id"], it["nodes"][0]["target"]) for it in found] == [], name


def test_every_page_reflows_at_400_per_cent_and_stays_within_its_policy(visit):
    for name in PAGES:
        page = visit(name, 320)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
        assert page.complaints == [], name


def test_a_text_is_tried_without_leaving_the_page(visit, house):
    set_words(group=house.group, title=None, kind="watched", patterns=["mouton*"], account_id=None)
    page = visit("words")
    page.fill("[name=entries]", "andouille")
    page.fill("[name=sample]", "Quelle andouille que ce mouton !")
    page.click("button[value=try]")
    page.wait_for_selector("#trial mark")
    assert page.locator("#trial mark").all_inner_texts() == ["andouille", "mouton"]
    assert page.input_value("[name=entries]") == "andouille"


def test_without_scripts_a_table_is_tried_on_the_page_itself(visit):
    page = visit("table", java_script_enabled=False)
    page.click("button[value=try]")
    assert page.locator("#tried-heading").is_visible()


def test_no_page_needs_inline_script_or_style(as_role, house):
    for name in PAGES:
        page = as_role("community_manager").get(f"/desk/{house.daily.key}/{name}/").content.decode()
        assert INLINE.findall(page) == [], name
