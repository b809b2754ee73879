"""The page of the readers' sign-in: keys, examples, and the box that explains a token."""

import re
import shutil
import subprocess
from datetime import timedelta
from html import unescape

import jwt
import pytest

from parvis.kit import clock
from parvis.members.acts import make_signing_key, retire_signing_key
from parvis.members.models import IdentityServer, Issuer
from parvis.members.signing.acts import trust_public_key
from parvis.members.sso import read_token
from parvis.members.tests.identity_server import identity_server
from parvis.members.tests.publishing import ISSUER, jwk, private_key, private_pem, public_pem, published
from parvis.members.tests.publishing import token as signed


def address(house, more: str = "") -> str:
    return f"/desk/{house.daily.key}/entry/{more}"


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
    assert as_role("group_manager").post(f"/desk/group/{house.group.key}/entry/retire/?kid={of_group.kid}").status_code == 302


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


RS256_MADE = {
    "python": None,
    "node": "\nprocess.stdout.write(parvisToken(7, 'Awa', process.argv[2]));\n",
    "php": "\necho parvis_token('7', 'Awa', $argv[1]);\n",
}


@pytest.mark.parametrize("name", RS256_MADE)
def test_the_examples_with_a_key_pair_make_tokens_that_let_in(as_role, house, tmp_path, name):
    private = private_key()
    given = {"group": house.group, "title": house.daily, "issuer": 'l’accès "d\'ici"', "account_id": None}
    trust_public_key(**given, key=public_pem(private), kid='clé d\'été "2026"')
    written = example(as_role("community_manager"), house, f"{name}-rs256")
    if name == "python":
        place: dict = {}
        exec(written, place)  # the example as a publisher would run it
        made = place["parvis_token"](7, "Awa", private_pem(private))
    elif not shutil.which(name):
        pytest.skip(f"no {name} on this machine")
    else:
        script = tmp_path / ("token.mjs" if name == "node" else "token.php")
        script.write_text(written + RS256_MADE[name], encoding="utf-8")
        made = subprocess.run([name, script, private_pem(private)], capture_output=True, text=True, check=True).stdout
    assert read_token(made, house.daily).name == "Awa"


def test_a_public_key_is_pasted_and_said_to_be_believed(as_role, house):
    client = as_role("community_manager")
    form = {"issuer": ISSUER, "key": public_pem(private_key()), "kid": "k1", "replay_minutes": "15"}
    assert client.post(address(house, "public-key/"), form)["Location"] == address(house)
    assert "Clé RSA (RS256)" in client.get(address(house)).content.decode()
    again = client.post(address(house, "public-key/"), form)
    assert again.status_code == 422
    assert "porte déjà ce nom" in again.content.decode()
    wrong = client.post(address(house, "public-key/"), form | {"key": private_pem(private_key())})
    assert "clé privée" in str(wrong.context["public_form"].errors["key"])


def test_an_issuer_is_declared_read_and_retired(as_role, house, settings):
    client = as_role("community_manager")
    with published(jwk(private_key(), "printemps")) as door:
        settings.PARVIS_TRUSTED_HOSTS = [door.host]
        form = {"issuer": ISSUER, "address": door.address, "replay_minutes": "15"}
        page = client.post(address(house, "issuer/"), form, follow=True).content.decode()
        assert "1 clé y est publiée, et crue." in page
        assert "printemps" in page
        issuer = Issuer.objects.get()
        door.status = 503
        Issuer.objects.update(asked_at=None)
        page = client.post(address(house, "issuer/read/"), {"issuer": issuer.pk}, follow=True).content.decode()
        assert "ne répond pas comme il faut" in page
        assert "restent crues" in page
    retiring = address(house, f"issuer/retire/?issuer={issuer.pk}")
    assert ISSUER in client.get(retiring).content.decode()
    assert client.post(retiring).status_code == 302
    assert client.post(retiring).status_code == 404


def test_what_is_wrong_with_a_token_of_a_published_key_is_said(as_role, house, settings):
    client = as_role("community_manager")
    with published(jwk(private_key(), "printemps")) as door:
        settings.PARVIS_TRUSTED_HOSTS = [door.host]
        client.post(address(house, "issuer/"), {"issuer": ISSUER, "address": door.address, "replay_minutes": "15"})
        said = explained(client, house, signed(house, private_key("ES256"), "printemps", "ES256"))
        assert "sa clé n’est crue qu’en RS256" in said
        assert "moitié privée" in explained(client, house, signed(house, private_key(), "printemps")[:-8] + "AAAAAAAA")
        assert "Aucune clé nommée «\u202fautomne" in explained(client, house, signed(house, private_key(), "automne"))
        assert "«\u202fcrit\u202f»" in explained(
            client, house, signed(house, private_key(), "printemps", headers={"crit": ["x"]})
        )
        soon = signed(house, private_key(), "printemps", nbf=clock.now() + timedelta(hours=1))
        assert "pas encore valable" in explained(client, house, soon)
        assert "fait entrer Awa" in explained(client, house, signed(house, private_key(), "printemps"))


def test_an_identity_server_is_declared_shown_and_retired_by_the_group(as_role, house, settings):
    client, at = as_role("group_manager"), f"/desk/group/{house.group.key}/entry/"
    with identity_server() as server:
        form = {"name": "Mon Journal", "address": server.address, "client_id": "parvis", "secret": "secret"}
        assert client.post(f"{at}server/", form).status_code == 422, "a machine of the house is not asked"
        settings.PARVIS_TRUSTED_HOSTS = [server.host]
        assert client.post(f"{at}server/", form)["Location"] == at
    page = client.get(at).content.decode()
    made = IdentityServer.objects.get()
    assert f"/accounts/oidc/{made.key}/login/callback/" in page
    retiring = f"{at}server/retire/?server={made.key}"
    assert "Mon Journal" in client.get(retiring).content.decode()
    assert client.post(retiring).status_code == 302
    assert client.post(retiring).status_code == 404
