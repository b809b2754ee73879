"""The page of the sites and keys, and the box that explains a token."""

import re
import shutil
import subprocess
from datetime import timedelta
from html import unescape

import jwt
import pytest

from parvis.kit import clock
from parvis.members.acts import make_signing_key, retire_signing_key
from parvis.members.sso import read_token
from parvis.publishers.bulk import origins_of


def address(house, more: str = "") -> str:
    return f"/desk/{house.daily.key}/sites/{more}"


@pytest.fixture
def key(house):
    """A key of the daily."""
    return make_signing_key(group=house.group, title=house.daily, issuer='l’accès "d\'ici"', account_id=None)


def token(house, key, header: dict | None = None, **claims) -> str:
    now = clock.now()
    said = {
        "iss": key.key.issuer,
        "aud": house.daily.key,
        "sub": "7",
        "name": "Awa",
        "iat": now,
        "exp": now + timedelta(minutes=5),
    }
    kept = {name: value for name, value in (said | claims).items() if value is not None}
    return jwt.encode(kept, key.secret, algorithm="HS256", headers={"kid": key.key.kid} | (header or {}))


def explained(client, house, raw: str) -> str:
    return unescape(client.post(address(house, "token/"), {"token": raw}, headers={"HX-Request": "true"}).content.decode())


def test_a_site_opens_with_its_address_and_takes_others(as_role, house):
    client = as_role("community_manager")
    assert client.post(address(house), {"name": "Blogs", "origin": "https://Blogs.example/accueil"}).status_code == 302
    assert "https://blogs.example" in origins_of(house.daily)
    site = house.daily.sites.last()
    assert client.post(address(house, "allow/"), {"site": site.pk, "origin": "https://blog.example"}).status_code == 302
    assert client.post(address(house, "forbid/"), {"origin": "https://blogs.example"}).status_code == 302
    assert "https://blogs.example" not in origins_of(house.daily)
    assert "https://blog.example" in origins_of(house.daily)


def test_a_bad_address_is_told_beside_its_field(as_role, house):
    client = as_role("community_manager")
    assert client.post(address(house), {"name": "Blogs", "origin": "ftp://blogs.example"}).status_code == 422
    response = client.post(address(house, "allow/"), {"site": house.daily.sites.get().pk, "origin": "pas une adresse"})
    assert response.status_code == 422
    assert response.context["sites"][0]["form"].errors["origin"]


def test_the_site_of_another_title_is_not_found(as_role, house):
    other = {"site": house.weekly.sites.get().pk, "origin": "https://blog.example"}
    assert as_role("community_manager").post(address(house, "allow/"), other).status_code == 404


def test_the_secret_of_a_new_key_is_shown_once(as_role, house):
    client = as_role("community_manager")
    response = client.post(address(house, "key/"), {"issuer": "https://comptes.example", "replay_minutes": "10"})
    secret = response.context["made"].secret
    assert secret in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert secret not in client.get(address(house)).content.decode()
    assert client.post(address(house, "key/"), {"issuer": "", "replay_minutes": "0"}).status_code == 422


def test_a_key_is_retired_after_a_question_and_those_of_the_group_only_there(as_role, house, key):
    client = as_role("community_manager")
    of_group = make_signing_key(group=house.group, title=None, issuer="groupe", account_id=None).key
    retiring = address(house, f"retire/?kid={key.key.kid}")
    assert key.key.kid in client.get(retiring).content.decode()
    assert client.post(retiring).status_code == 302
    assert client.post(retiring).status_code == 404
    assert client.post(address(house, f"retire/?kid={of_group.kid}")).status_code == 404
    assert as_role("group_manager").post(f"/desk/group/{house.group.key}/sites/retire/?kid={of_group.kid}").status_code == 302


def test_a_good_token_is_said_to_let_its_reader_in(as_role, house, key):
    said = explained(as_role("community_manager"), house, token(house, key))
    assert "Ce jeton fait entrer Awa." in said
    assert "<html" not in said
    assert 'class="bad"' not in said


FAULTS = {
    "parties jointes": lambda house, key: "bonjour",
    "ne s’appelle «\u202fnimporte": lambda house, key: token(house, key, {"kid": "nimporte"}),
    "pas de «\u202fkid": lambda house, key: token(house, key, {"kid": ""}),
    "autre secret": lambda house, key: token(house, key)[:-6] + "AAAAAA",
    "mais la clé attend": lambda house, key: token(house, key, iss="ailleurs"),
    "il doit contenir": lambda house, key: token(house, key, aud="ailleurs"),
    "«\u202faud\u202f» manque": lambda house, key: token(house, key, aud=None),
    "a expiré": lambda house, key: token(house, key, exp=clock.now() - timedelta(hours=1)),
    "dans l’avenir": lambda house, key: token(house, key, iat=clock.now() + timedelta(hours=1)),
    "15 minutes": lambda house, key: token(house, key, iat=clock.now() - timedelta(hours=1)),
    "«\u202fiat\u202f» n’est pas un nombre": lambda house, key: token(house, key, iat="hier"),
    "«\u202fsub\u202f» manque": lambda house, key: token(house, key, sub=None),
}


@pytest.mark.parametrize("words", FAULTS)
def test_what_is_wrong_with_a_token_is_said_plainly(as_role, house, key, words):
    said = explained(as_role("community_manager"), house, FAULTS[words](house, key))
    assert words in said
    assert "ne fait entrer personne" in said


def test_the_token_of_a_retired_key_or_of_another_title_is_told(as_role, house, key):
    client, other = (
        as_role("community_manager"),
        make_signing_key(group=house.group, title=house.weekly, issuer="x", account_id=None),
    )
    assert "celle d’un autre titre" in explained(client, house, token(house, other))
    raw = token(house, key)
    retire_signing_key(key=key.key, account_id=None)
    assert "est retirée" in explained(client, house, raw)


def test_without_a_script_the_token_is_explained_in_the_page(as_role, house, key):
    page = as_role("community_manager").post(address(house, "token/"), {"token": token(house, key)})
    assert "<html" in page.content.decode()
    assert page.context["told"]["claims"].name == "Awa"


def example(client, house, name: str) -> str:
    page = client.get(address(house)).content.decode()
    return unescape(re.search(rf'id="copied-{name}">(.*?)</code>', page, re.S)[1])


def test_the_example_in_python_makes_a_token_that_lets_in(as_role, house, key):
    written = example(as_role("community_manager"), house, "python")
    place: dict = {}
    exec(written, place)  # the example as a publisher would run it
    assert read_token(place["parvis_token"](7, "Awa", key.secret), house.daily).name == "Awa"


@pytest.mark.skipif(not shutil.which("node"), reason="no Node on this machine")
def test_the_example_for_node_makes_a_token_that_lets_in(as_role, house, key, tmp_path):
    written = example(as_role("community_manager"), house, "node")
    script = tmp_path / "token.mjs"
    script.write_text(f"{written}\nprocess.stdout.write(parvisToken(7, 'Awa', process.argv[2]));\n", encoding="utf-8")
    made = subprocess.run(["node", script, key.secret], capture_output=True, text=True, check=True)
    assert read_token(made.stdout, house.daily).subject == "7"


@pytest.mark.skipif(not shutil.which("php"), reason="no PHP on this machine")
def test_the_example_in_php_makes_a_token_that_lets_in(as_role, house, key, tmp_path):
    script = tmp_path / "token.php"
    script.write_text(example(as_role("community_manager"), house, "php") + "\necho parvis_token('7', 'Awa', $argv[1]);\n")
    made = subprocess.run(["php", script, key.secret], capture_output=True, text=True, check=True)
    assert read_token(made.stdout, house.daily).subject == "7"


def test_the_snippet_names_the_title_and_this_server(as_role, house, settings):
    settings.PARVIS_ADDRESS = "https://parvis.example"
    written = example(as_role("community_manager"), house, "snippet")
    assert '<script type="module" src="https://parvis.example/embed/parvis.js"></script>' in written
    assert f'<parvis-discussion title="{house.daily.key}"></parvis-discussion>' in written
