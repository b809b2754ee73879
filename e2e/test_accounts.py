"""Journeys at the door: a new reader's window, one's own page, a second factor."""

from urllib.parse import quote
from uuid import uuid4

import pytest

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.browser
HEAR = "window.heard = []; addEventListener('message', (said) => heard.push([said.origin, said.data]));"


@pytest.fixture
def person(live, browser):
    """A page of a browser that nobody has used."""
    context = browser.new_context(viewport={"width": 480, "height": 800}, locale="fr-FR")
    yield context.new_page()
    context.close()


def come_in(live, page, address: str) -> str:
    """Goes through the door that stands at `address`; gives the mail it was opened with."""
    mail = f"lectrice-{uuid4().hex[:8]}@lecteurs.example"
    page.goto(address)
    page.get_by_label("Courriel").fill(mail)
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_label("Code").fill(live.code_sent_to(mail))
    page.get_by_role("button", name="Confirmer").click()
    return mail


def door(live, origin: str = "") -> str:
    return f"{live.address}/members/enter?title=courrier&origin={quote(origin or live.address, safe='')}"


def test_a_window_opened_in_a_tab_says_to_go_back(live, person):
    come_in(live, person, door(live))
    person.get_by_label("Votre nom ici").fill(name := live.pseudonym())
    person.get_by_role("button", name="Entrer").click()
    expect(person.get_by_role("heading", name=f"Bienvenue, {name}")).to_be_visible()
    expect(person.get_by_role("link", name="Revenir au journal")).to_be_visible()


def test_a_window_hands_the_session_to_the_page_that_opened_it_and_closes(live, person):
    person.goto(f"{live.address}/charte/courrier/")
    person.evaluate(HEAR)
    with person.expect_popup() as opened:
        person.evaluate("address => void window.open(address, 'parvis', 'popup')", door(live))
    window = opened.value
    come_in(live, window, door(live))
    window.get_by_label("Votre nom ici").fill(live.pseudonym())
    with window.expect_event("close"):
        window.get_by_role("button", name="Entrer").click()
    (origin, data), *_others = person.evaluate("window.heard")
    assert origin == live.address
    assert data["parvis"] == "session"
    assert data["session"]


def test_a_stranger_s_page_is_refused_at_the_door(live, person):
    response = person.goto(door(live, "https://mechant.example"))
    assert response.status == 403


def test_one_s_own_page_shows_one_s_words_and_signs_out(live, person):
    mail = come_in(live, person, f"{live.address}/accounts/login/code/")
    expect(person.get_by_role("heading", name="Mon compte")).to_be_visible()
    expect(person.get_by_text(mail)).to_be_visible()
    person.get_by_label("On m’écrit en").select_option("en")
    person.get_by_role("button", name="Garder").click()
    expect(person.get_by_role("heading", name="My account")).to_be_visible()
    person.get_by_role("button", name="Sign out").click()
    person.goto(f"{live.address}/members/me/")
    expect(person).to_have_url(f"{live.address}/accounts/login/?next=/members/me/")


def test_a_second_factor_is_activated_and_then_asked(live, person):
    from allauth.mfa.totp.internal import auth as totp

    mail = come_in(live, person, f"{live.address}/accounts/login/code/")
    person.goto(f"{live.address}/accounts/2fa/totp/activate/")
    expect(person.get_by_role("img", name="Code QR")).to_be_visible()
    person.get_by_text("Je ne peux pas scanner").click()
    secret = person.locator(".secret").inner_text()
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    person.get_by_label("Code").fill(totp.format_hotp_value(totp.hotp_value(secret, counter)))
    person.get_by_role("button", name="Activer").click()
    expect(person.get_by_role("heading", name="Codes de récupération")).to_be_visible()
    spare = person.locator(".codes code").first.inner_text()
    person.goto(f"{live.address}/accounts/logout/")
    person.get_by_role("button", name="Se déconnecter").click()
    person.goto(f"{live.address}/accounts/login/code/")
    person.get_by_label("Courriel").fill(mail)
    person.get_by_role("button", name="Recevoir un code").click()
    person.get_by_label("Code").fill(live.code_sent_to(mail))
    person.get_by_role("button", name="Confirmer").click()
    expect(person.get_by_role("heading", name="Votre second facteur")).to_be_visible()
    person.get_by_label("Code").fill(spare)
    person.get_by_role("button", name="Se connecter").click()
    expect(person.get_by_role("heading", name="Mon compte")).to_be_visible()


@pytest.fixture
def keyring(person):
    """A device that keeps passkeys and always recognises its owner, beside the person's browser."""
    session = person.context.new_cdp_session(person)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def by_name(live) -> str:
    """The same installation, by a name: browsers give no passkey to a bare number."""
    return live.address.replace("127.0.0.1", "localhost")


def test_a_passkey_is_made_named_and_opens_by_itself(live, person, keyring):
    session, device = keyring
    come_in(live, person, f"{by_name(live)}/accounts/login/code/")
    person.goto(f"{by_name(live)}/accounts/2fa/")
    person.get_by_role("link", name="Ajouter une clé d’accès").click()
    person.get_by_label("Son nom").fill("Téléphone")
    person.get_by_role("button", name="Créer la clé d’accès").click()
    expect(person.get_by_role("heading", name="Codes de récupération")).to_be_visible()
    assert len(session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1
    person.goto(f"{by_name(live)}/accounts/2fa/")
    person.get_by_role("link", name="Renommer Téléphone").click()
    person.get_by_label("Son nom").fill("Trousseau")
    person.get_by_role("button", name="Garder").click()
    expect(person.get_by_text("Trousseau", exact=True).first).to_be_visible()

    person.goto(f"{by_name(live)}/accounts/logout/")
    person.get_by_role("button", name="Se déconnecter").click()
    person.goto(f"{by_name(live)}/accounts/login/?next=/members/me/")
    person.get_by_role("button", name="Utiliser une clé d’accès").click()
    expect(person.get_by_role("heading", name="Mon compte")).to_be_visible()


def test_a_passkey_is_removed(live, person, keyring):
    come_in(live, person, f"{by_name(live)}/accounts/login/code/")
    person.goto(f"{by_name(live)}/accounts/2fa/webauthn/add/")
    person.get_by_label("Son nom").fill("Trousseau")
    person.get_by_role("button", name="Créer la clé d’accès").click()
    expect(person.get_by_role("heading", name="Codes de récupération")).to_be_visible()
    person.goto(f"{by_name(live)}/accounts/2fa/")
    person.get_by_role("link", name="Retirer Trousseau").click()
    person.get_by_role("button", name="La retirer").click()
    expect(person.get_by_text("Pas encore de clé d’accès.")).to_be_visible()


def test_a_reader_comes_in_from_an_article_with_a_passkey(live, person, keyring):
    come_in(live, person, door(live, by_name(live)).replace("127.0.0.1:", "localhost:", 1))
    person.get_by_label("Votre nom ici").fill(name := live.pseudonym())
    person.get_by_role("button", name="Entrer").click()
    person.goto(f"{by_name(live)}/accounts/2fa/webauthn/add/")
    person.get_by_role("button", name="Créer la clé d’accès").click()
    expect(person.get_by_role("heading", name="Codes de récupération")).to_be_visible()
    person.goto(f"{by_name(live)}/accounts/logout/")
    person.get_by_role("button", name="Se déconnecter").click()
    person.goto(door(live, by_name(live)).replace("127.0.0.1:", "localhost:", 1))
    person.get_by_role("button", name="Utiliser une clé d’accès").click()
    expect(person.get_by_role("heading", name=f"Bienvenue, {name}")).to_be_visible()


def test_a_device_that_gives_no_passkey_is_said_so(live, person, keyring):
    session, device = keyring
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    person.goto(f"{by_name(live)}/accounts/login/")
    person.get_by_role("button", name="Utiliser une clé d’accès").click()
    expect(person.get_by_text("Votre appareil n’a pas donné de clé d’accès")).to_be_visible()
