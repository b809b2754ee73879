"""Journeys at the desk: the queue emptied by keyboard, by a thumb, without scripts, by two people at once."""

import re

import pytest

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.browser
PASSWORD = "parvis-demo"  # the demo newsroom's, told at start
MODERATOR, COLLEAGUE = "moderation@parvis.demo", "direction@parvis.demo"
# Without preloading: axe would ask for the imported sheets again, at wrong addresses.
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}, "preload": False}
ENGLISH = re.compile(r"\b(the|and|with|waiting|posts?|queue|refuse[ds]?|approved?|hidden|undo|search|members?|decided)\b", re.I)


@pytest.fixture(scope="module")
def signed_in(live, browser):
    """The cookies of a colleague, signed in once for all journeys."""
    known: dict[str, dict] = {}

    def sign_in(mail: str) -> dict:
        if mail not in known:
            context = browser.new_context(locale="fr-FR")
            page = context.new_page()
            page.goto(f"{live.address}/accounts/login/")
            page.fill("[name=login]", mail)
            page.fill("[name=password]", PASSWORD)
            page.locator("main form button[type=submit], form button[type=submit]").first.click()
            page.wait_for_url(lambda address: "/login/" not in address)
            known[mail] = context.storage_state()
            context.close()
        return known[mail]

    return sign_in


@pytest.fixture
def at_desk(live, browser, signed_in):
    """Opens a page of the desk; `page.complaints` are its uncaught errors and what its policy refused."""
    contexts = []

    def open_page(address: str = "/desk/queue/", mail: str = MODERATOR, width: int = 1280, **options):
        options = {"viewport": {"width": width, "height": 860}, "locale": "fr-FR"} | options
        context = browser.new_context(storage_state=signed_in(mail), **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: page.complaints.append(said.text) if "Content Security" in said.text else None)
        page.goto(live.address + address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def case_of(page) -> str:
    """The case in sight, once there is one."""
    page.wait_for_selector("#case[data-case]")
    return page.locator("#case").get_attribute("data-case")


def waiting(page) -> int:
    return int(page.locator("#total").inner_text())


def press_until_another(page, *keys: str) -> str:
    """Presses the keys; gives the case that comes in the place of the one that was there."""
    before = case_of(page)
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_function("known => document.querySelector('#case').dataset.case !== known", arg=before)
    return case_of(page)


def refuse_by_keyboard(page, rule: str) -> None:
    before = case_of(page)
    page.keyboard.press("r")
    expect(page.locator("dialog#refuse")).to_be_visible()
    page.keyboard.press(rule)
    expect(page.locator(f"dialog#refuse [name=rule][value='{rule}']")).to_be_checked()
    expect(page.locator("#told")).not_to_contain_text("Choisissez une règle")
    page.keyboard.press("Enter")
    page.wait_for_function("known => document.querySelector('#case').dataset.case !== known", arg=before)


def test_a_dozen_posts_are_judged_by_the_keyboard_alone(at_desk):
    page = at_desk()
    start = waiting(page)
    page.keyboard.press("j")
    case_of(page)
    for _ in range(6):
        press_until_another(page, "a")
    for rule in "123":
        refuse_by_keyboard(page, rule)
    for _ in range(2):
        press_until_another(page, "h")
    page.keyboard.press("s")
    expect(page.locator(".menu[open] button[name=until]").first).to_be_focused()
    press_until_another(page, "1")
    expect(page.locator("#total")).to_have_text(str(start - 12))
    assert page.complaints == []


def test_the_last_decision_is_taken_back_by_one_key(at_desk):
    page = at_desk()
    page.keyboard.press("j")
    judged = case_of(page)
    press_until_another(page, "a")
    expect(page.locator("[data-toast]")).to_contain_text("Approuvé")
    assert press_until_another(page, "u") == judged
    expect(page.locator(".decide button[value=approve]")).to_be_visible()


def test_one_walks_through_the_queue_notes_and_reads_the_map_of_keys(at_desk):
    page = at_desk()
    page.keyboard.press("j")
    first = case_of(page)
    second = press_until_another(page, "j")
    assert press_until_another(page, "k") == first != second
    page.keyboard.press("n")
    page.keyboard.type("À montrer demain en conférence.")
    page.keyboard.press("Enter")
    expect(page.locator(".note").filter(has_text="À montrer demain")).to_be_visible()
    assert case_of(page) == first
    page.locator("#case h2[data-focus]").focus()
    page.keyboard.press("?")
    expect(page.locator("dialog#keymap")).to_contain_text("Approuver")
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keymap")).to_be_hidden()


def test_two_colleagues_are_never_given_the_same_post(at_desk):
    pages = [at_desk(mail=mail) for mail in (MODERATOR, COLLEAGUE)]
    seen: dict[int, list[str]] = {0: [], 1: []}
    for page in pages:
        page.keyboard.press("j")
    for _ in range(3):
        for number, page in enumerate(pages):
            seen[number].append(case_of(page))
            assert case_of(pages[0]) != case_of(pages[1])
            press_until_another(page, "a")
    assert not set(seen[0]) & set(seen[1])


def test_a_colleague_s_post_is_read_and_not_judged(at_desk):
    mine = at_desk()
    mine.keyboard.press("j")
    case = case_of(mine)
    theirs = at_desk(f"/desk/queue/{case}/", mail=COLLEAGUE)
    expect(theirs.locator(".decide")).to_contain_text("Jeanne Morlandel")
    expect(theirs.locator(".decide button[value=approve]")).to_have_count(0)


def test_a_thumb_judges_from_the_bar_of_a_phone(at_desk):
    page = at_desk(width=390, has_touch=True)
    page.get_by_role("button", name="Commencer").tap()
    first = case_of(page)
    approve = page.locator(".decide button[value=approve]")
    expect(approve).to_be_in_viewport()
    assert approve.bounding_box()["height"] >= 40
    approve.tap()
    page.wait_for_function("known => document.querySelector('#case').dataset.case !== known", arg=first)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_scripts_forms_judge(at_desk):
    page = at_desk(java_script_enabled=False)
    start = waiting(page)
    page.get_by_role("button", name="Commencer").click()
    page.locator(".decide button[value=approve]").click()
    expect(page.locator("#notices")).to_contain_text("Approuvé")
    page.locator(".decide a[data-key=r]").click()
    page.locator("[name=rule]").first.check()
    page.locator("form.refuse button.danger").click()
    expect(page.locator("#notices")).to_contain_text("Refusé")
    assert waiting(page) == start - 2


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_to_mend_and_no_word_is_left_in_english(live, at_desk, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = at_desk(width=width, color_scheme=scheme, bypass_csp=True)
    for name in pages_to_see(page):
        page.goto(live.address + name)
        page.wait_for_load_state()
        found = axe.run(page, options=AXE).response["violations"]
        assert [(it["id"], it["nodes"][0]["target"]) for it in found] == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert english_in(page) == [], name


def pages_to_see(page) -> list[str]:
    """The addresses of the desk's pages, with a case, a thread and a member there are."""
    found = ["/desk/queue/", "/desk/threads/", "/desk/members/", "/desk/decisions/"]
    one = {"/desk/queue/": ".cases a", "/desk/threads/": "tbody a", "/desk/members/": "tbody a"}
    for address, link in one.items():
        page.goto(page.url.split("/desk/")[0] + address)
        found.append(page.locator(link).first.get_attribute("href"))
    return found


def english_in(page) -> list[str]:
    """English words of the interface on the page; readers' and colleagues' own words left out."""
    said = page.evaluate("""() => {
        const copy = document.querySelector(".desk").cloneNode(true);
        copy.querySelectorAll(".prose, .read, .words, q, .note, kbd, .name, .answering a, .who, h1").forEach((it) => it.remove());
        return copy.textContent;
    }""")
    return [said[max(0, found.start() - 40) : found.end() + 40] for found in ENGLISH.finditer(said)]
