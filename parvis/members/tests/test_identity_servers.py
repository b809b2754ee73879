"""Coming in by a group's identity server, over the whole road: discovery, authorisation, token, userinfo, and back.

The server is a small one of ours that follows the published contract (identity_server.py); no product was at hand.
"""

from urllib.parse import urlsplit

import httpx
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken

from parvis.kit.refusals import Refusal
from parvis.members.acts import account_for_mail
from parvis.members.models import Account, IdentityServer
from parvis.members.openid.acts import declare_identity_server, retire_identity_server, tie_account
from parvis.members.openid.asking import checked_session, ensure_discovered
from parvis.members.tests.identity_server import CLIENT, SECRET, identity_server
from parvis.members.tests.test_door import code_in
from parvis.publishers.acts import give_seat
from parvis.publishers.models import Seat

LISON = {"sub": "lison-17", "email": "Lison@lecteurs.example", "email_verified": True, "name": "Lison Brégeon"}


@pytest.fixture(autouse=True)
def _no_limits(settings):
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def there(settings):
    with identity_server(**LISON) as server:
        settings.PARVIS_TRUSTED_HOSTS = [server.host]
        yield server


def declared(group, there, *, for_staff: bool = False) -> IdentityServer:
    given = {"name": "Mon Journal", "address": there.address, "client_id": CLIENT, "secret": SECRET}
    return declare_identity_server(group=group, for_staff=for_staff, account_id=None, **given)


def come_back(client, server: IdentityServer, then: str = "/members/me/"):
    """Goes to the server and comes back with its answer, as a browser does; gives the page reached."""
    left = client.get(f"/accounts/oidc/{server.key}/login/", {"next": then})
    assert left.status_code == 302, left.content.decode()
    answered = httpx.get(left["Location"])
    assert answered.status_code == 302, answered.text
    parts = urlsplit(answered.headers["location"])
    return client.get(f"{parts.path}?{parts.query}")


def proved(mail: str) -> Account:
    made = account_for_mail(mail=mail)
    EmailAddress.objects.filter(user=made).update(verified=True)
    return made


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_a_new_reader_comes_in_and_an_account_is_made(client, house, there):
    reached = come_back(client, declared(house.group, there))
    assert reached["Location"] == "/members/me/"
    assert is_in(client)
    account = Account.objects.get(mail="lison@lecteurs.example")
    tied = SocialAccount.objects.get(user=account)
    assert (tied.uid, tied.extra_data) == ("lison-17", {}), "who they are there is enough"
    assert not SocialToken.objects.exists()
    client.logout()
    come_back(client, IdentityServer.objects.get())
    assert is_in(client)
    assert Account.objects.filter(mail="lison@lecteurs.example").count() == 1


def test_the_button_stands_at_every_door(client, house, there):
    server = declared(house.group, there)
    origin = f"https%3A%2F%2F{house.daily.key}.example"
    for page in (f"/members/enter?title={house.daily.key}&origin={origin}", "/accounts/login/", "/accounts/login/code/"):
        assert f"/accounts/oidc/{server.key}/login/" in client.get(page).content.decode()
        assert "Continuer avec Mon Journal" in client.get(page).content.decode()
    retire_identity_server(server=server, account_id=None)
    assert "Mon Journal" not in client.get("/accounts/login/").content.decode()
    assert client.get(f"/accounts/oidc/{server.key}/login/").status_code == 404


def test_a_mail_that_matches_opens_nothing_until_its_owner_says_so(client, house, there, mailoutbox):
    known = proved("lison@lecteurs.example")
    reached = come_back(client, declared(house.group, there))
    assert reached["Location"] == "/members/tie/"
    assert not is_in(client)
    assert not SocialAccount.objects.exists()
    page = client.get("/members/tie/").content.decode()
    assert "Est-ce votre compte" in page
    assert client.post("/members/tie/").status_code == 200, "nobody is signed in: nothing is tied"
    assert not SocialAccount.objects.exists()
    asked = client.post("/accounts/login/code/", {"email": known.mail, "next": "/members/tie/"})
    assert client.post(asked["Location"], {"code": code_in(mailoutbox[-1])})["Location"] == "/members/tie/"
    assert "C’est le mien" in client.get("/members/tie/").content.decode()
    assert client.post("/members/tie/")["Location"] == "/members/me/"
    assert SocialAccount.objects.get().user == known
    client.logout()
    assert come_back(client, IdentityServer.objects.get())["Location"] == "/members/me/"
    assert is_in(client)


def test_another_account_cannot_take_the_identity(client, house, there):
    proved("lison@lecteurs.example")
    come_back(client, declared(house.group, there))
    session = dict(client.session["members.openid.pending"])
    client.force_login(proved("autre@lecteurs.example"), backend="allauth.account.auth_backends.AuthenticationBackend")
    kept = client.session
    kept["members.openid.pending"] = session
    kept.save()
    assert "Connectez-vous plutôt" in client.get("/members/tie/").content.decode()
    assert client.post("/members/tie/").status_code == 403
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("verified", [False, None, "true", "false", 1])
def test_an_address_the_server_does_not_vouch_for_opens_nothing(client, house, there, verified):
    there.person["email_verified"] = verified
    assert come_back(client, declared(house.group, there))["Location"] == "/accounts/login/"
    assert not is_in(client)
    assert not Account.objects.filter(mail="lison@lecteurs.example").exists()


@pytest.mark.parametrize(
    "lies",
    [
        {"userinfo": {"sub": "quelqu’un d’autre"}},
        {"id_token": {"aud": "autre"}},
        {"id_token": {"iss": "http://autre"}},
        {"id_token": {"exp": 1}},
    ],
)
def test_an_answer_about_someone_else_or_for_another_is_not_believed(client, house, there, lies):
    there.lies = lies
    assert come_back(client, declared(house.group, there)).status_code in (302, 401, 200)
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_where_several_groups_live_the_address_is_proved_here_as_well(client, house, other_house, there, mailoutbox):
    """A group's server could say any address: it must not prepare an account for a stranger to walk into."""
    reached = come_back(client, declared(house.group, there))
    assert not is_in(client)
    page = client.get(reached["Location"])
    assert client.post(page.request["PATH_INFO"], {"code": code_in(mailoutbox[-1])}).status_code == 302
    assert is_in(client)


def test_staff_come_in_so_only_where_their_group_said_so(client, house, there):
    server = declared(house.group, there)
    account = proved("lison@lecteurs.example")
    tie_account(account=account, server=server, uid="lison-17", mail=account.mail)
    give_seat(account_id=account.pk, role="moderator", group=house.group, title=house.daily)
    assert come_back(client, server)["Location"] == "/accounts/login/"
    assert not is_in(client)
    retire_identity_server(server=server, account_id=None)
    for_all = declared(house.group, there, for_staff=True)
    tie_account(account=account, server=for_all, uid="lison-17", mail=account.mail)
    assert come_back(client, for_all, "/desk/")["Location"] == "/desk/"
    assert is_in(client)


def test_a_groups_server_opens_no_desk_of_another_group(client, house, other_house, there):
    server = declared(house.group, there, for_staff=True)
    account = proved("lison@lecteurs.example")
    tie_account(account=account, server=server, uid="lison-17", mail=account.mail)
    give_seat(account_id=account.pk, role="moderator", group=other_house.group, title=other_house.daily)
    assert come_back(client, server)["Location"] == "/accounts/login/"
    assert not is_in(client)


def test_no_claim_gives_a_seat(client, house, there):
    there.person |= {"role": "group_manager", "groups": ["admin"], "is_staff": True}
    come_back(client, declared(house.group, there, for_staff=True))
    assert is_in(client)
    assert not Seat.objects.filter(account__mail="lison@lecteurs.example").exists()


def test_a_closed_account_stays_closed(client, house, there):
    server = declared(house.group, there)
    account = proved("lison@lecteurs.example")
    tie_account(account=account, server=server, uid="lison-17", mail=account.mail)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    come_back(client, server)
    assert not is_in(client)


def test_an_identity_is_tied_to_one_account_and_an_account_to_one_identity(house, there):
    server = declared(house.group, there)
    first, second = proved("a@lecteurs.example"), proved("b@lecteurs.example")
    tie_account(account=first, server=server, uid="x", mail=first.mail)
    tie_account(account=first, server=server, uid="x", mail=first.mail)
    for account, uid in ((second, "x"), (first, "y")):
        with pytest.raises(Refusal) as caught:
            tie_account(account=account, server=server, uid=uid, mail=account.mail)
        assert caught.value.status == 409


def test_a_server_that_does_not_describe_itself_is_refused_with_its_reason(there):
    ensure_discovered(there.address)
    there.lies["issuer"] = "https://autre.example"
    for address, words in (
        (there.address, "autre.example"),
        (f"{there.address}/rien", "ne se décrit pas"),
        ("https://127.0.0.1", "ne se décrit pas"),
    ):
        with pytest.raises(Refusal) as caught:
            ensure_discovered(address)
        assert words in caught.value.message


def test_machines_of_the_house_are_not_asked(there, settings):
    import requests

    settings.PARVIS_TRUSTED_HOSTS = []
    for address in (there.address, "https://127.0.0.1/keys", "https://localhost/keys"):
        with checked_session() as session, pytest.raises(requests.RequestException):
            session.get(address)


def test_only_whoever_configures_the_group_declares(house, there):
    given = {"name": "Mon Journal", "address": there.address, "client_id": CLIENT, "secret": SECRET, "for_staff": True}
    with pytest.raises(Refusal):
        declare_identity_server(group=house.group, account_id=house.accounts["community_manager"].pk, **given)
    server = declare_identity_server(group=house.group, account_id=house.accounts["group_manager"].pk, **given)
    assert SECRET.encode() not in bytes(server.sealed_secret)


def test_nothing_waits_for_whoever_did_not_come_from_a_server(client, db):
    assert client.get("/members/tie/").status_code == 410
