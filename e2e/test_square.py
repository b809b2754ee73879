"""Journeys on the square: a thread of its own with and without a script, a title's look, every page under axe."""

import re
from uuid import uuid4

import pytest

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect
pytestmark = pytest.mark.browser
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
MANAGER, PASSWORD = "communaute.courrier@parvis.demo", "parvis-demo"
SPACE = "/t/courrier/s/quartiers/"


@pytest.fixture
def open_page(live, browser):
    contexts = []

    def opened(path: str, **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "fr-FR"} | options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(f"{live.address}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


def come_in(live, page, name: str) -> None:
    """From a page that asks who one is, through the mail's code and the choice of a name, back to that page."""
    mail = f"{uuid4().hex[:8]}@lecteurs.example"
    page.locator("input[name=email]").fill(mail)
    page.get_by_role("button", name="Recevoir un code").click()
    page.locator("input[name=code]").fill(live.code_sent_to(mail))
    page.locator("form button[type=submit]").first.click()
    page.get_by_label("Votre nom ici").fill(name)
    page.get_by_role("button", name="Entrer").click()


def opens_a_thread(live, page, heading: str, text: str) -> None:
    page.get_by_role("link", name="Ouvrir une discussion").click()
    page.get_by_label("De quoi s’agit-il").fill(heading)
    page.get_by_label("Votre message").fill(text)
    page.get_by_role("button", name="Voir avant").click()
    expect(page.get_by_text("Tel que le verront les lecteurs")).to_be_visible()
    expect(page.get_by_label("Votre message")).to_have_value(text)
    page.get_by_role("button", name="Publier").click()


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_a_member_opens_a_thread_in_a_space_and_another_answers(live, open_page, script):
    heading = f"Qui repeint le kiosque {uuid4().hex[:5]} ?"
    page = open_page("/t/courrier/enter/?next=" + SPACE, java_script_enabled=script)
    come_in(live, page, live.pseudonym())
    opens_a_thread(live, page, heading, "La peinture *s’écaille* depuis l’hiver, et les pinceaux ne manquent pas.")
    page.get_by_role("link", name=heading).click()
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    address = page.url

    other = open_page("/t/courrier/enter/?next=" + address.replace(live.address, ""), java_script_enabled=script)
    come_in(live, other, live.pseudonym())
    expect(other.get_by_role("heading", level=1, name=heading)).to_be_visible()
    other.get_by_label("Votre message").fill("J’ai deux pots de vert bouteille et mon samedi matin.")
    other.get_by_role("button", name="Publier").click()
    expect(other.get_by_text("vert bouteille")).to_be_visible()

    page.goto(address)
    expect(page.get_by_text("vert bouteille")).to_be_visible()
    page.get_by_role("button", name="Utile").first.click()
    expect(page.get_by_role("button", name="Utile").first).to_have_attribute("aria-pressed", "true")
    assert page.complaints == other.complaints == []


def test_a_refusal_says_why_and_keeps_every_word(live, open_page):
    page = open_page("/t/courrier/enter/?next=" + SPACE + "new/", java_script_enabled=False)
    come_in(live, page, live.pseudonym())
    page.get_by_label("De quoi s’agit-il").fill("?")
    page.get_by_label("Votre message").fill("Un texte qui ne doit pas se perdre, même refusé.")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("Dites en quelques mots")).to_be_visible()
    expect(page.get_by_label("Votre message")).to_have_value("Un texte qui ne doit pas se perdre, même refusé.")


def test_a_title_is_dressed_and_a_colour_nobody_could_read_is_refused(live, open_page):
    page = open_page("/accounts/login/?next=/desk/estuaire/look/")
    page.locator("input[name=login]").fill("direction@parvis.demo")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.get_by_label("Couleur de jour").last.fill("#ffe14d")
    expect(page.locator("[data-ratios]")).to_contain_text("il faut au moins")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("La plus proche est")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Prendre #")).click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Les lecteurs voient désormais cet")).to_be_visible()
    page.get_by_role("link", name="Voir la place").click()
    accent = page.evaluate(
        "getComputedStyle(document.querySelector('.section-head + * a, .talk a')).getPropertyValue('--accent')"
    )
    assert "#" in accent or "light-dark" in accent or "rgb" in accent
    assert page.complaints == []


PAGES = [
    "/t/courrier/",
    "/t/estuaire/",
    SPACE,
    "/t/courrier/selection/",
    "/t/courrier/members/",
    "/t/courrier/archives/",
    "thread",
    "member",
    "signal",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_to_mend_on_the_square(open_page, path, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for width in (1280, 390):
        page = open_page(
            path if path.startswith("/") else SPACE,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            bypass_csp=True,
        )
        if path in ("thread", "member", "signal"):
            page.locator(".talk h2 a").first.click()
        if path == "member":
            page.locator(".byline .name").click()
        if path == "signal":
            page.get_by_role("link", name="Signaler").first.click()
        found = axe.run(page, options=AXE).response["violations"]
        assert [(it["id"], it["nodes"][0]["target"]) for it in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["/desk/courrier/spaces/", "/desk/courrier/look/", "/t/courrier/members/me/", SPACE + "new/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_mend_for_those_who_are_in(live, open_page, path, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_page(f"/accounts/login/?next={path}", color_scheme=scheme, bypass_csp=True)
    page.locator("input[name=login]").fill(MANAGER)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(f"**{path}")
    found = axe.run(page, options=AXE).response["violations"]
    assert [(it["id"], it["nodes"][0]["target"]) for it in found] == []
