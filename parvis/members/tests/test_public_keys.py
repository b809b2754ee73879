"""Tokens signed with a publisher's own key: each key is believed with one algorithm, and nothing else lets in."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given
from hypothesis import strategies as st

from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.acts import enter_by_token, make_signing_key, retire_signing_key
from parvis.members.reads import has_single_sign_on
from parvis.members.signing.acts import trust_public_key
from parvis.members.signing.public_keys import UnusableSet, pasted_key, published_keys
from parvis.members.sso import BadToken, read_token
from parvis.members.tests.publishing import ISSUER, claims, jwk, private_key, private_pem, public_pem, token
from parvis.publishers.models import Seat


def trusted(house, algorithm: str = "RS256", kid: str = "k1", **more):
    pem = public_pem(private_key(algorithm))
    return trust_public_key(
        **{"group": house.group, "title": house.daily, "issuer": ISSUER, "key": pem, "kid": kid, "account_id": None} | more
    )


def refused(raw: str, title) -> str:
    with pytest.raises(BadToken) as caught:
        read_token(raw, title)
    return caught.value.reason


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_a_token_signed_with_the_private_half_lets_its_reader_in(house, algorithm):
    trusted(house, algorithm)
    said = read_token(token(house, private_key(algorithm), "k1", algorithm), house.daily)
    assert (said.subject, said.name, said.issuer) == ("7", "Awa", ISSUER)
    assert has_single_sign_on(house.daily)


def test_a_token_never_gives_a_staff_role(house):
    trusted(house)
    raw = token(
        house, private_key(), "k1", role="group_manager", seats=["group_manager"], is_staff=True, badges=["staff:moderator"]
    )
    member = enter_by_token(group=house.group, claims=read_token(raw, house.daily))
    assert member.account_id is None
    assert member.badges == []
    assert not Seat.objects.filter(account__members=member).exists()


def test_a_public_key_used_as_a_secret_is_a_forgery(house):
    trusted(house)
    pem = public_pem(private_key()).encode()
    signed = f"{part({'alg': 'HS256', 'typ': 'JWT', 'kid': 'k1'})}.{part(_plain(house))}"
    mac = base64.urlsafe_b64encode(hmac.new(pem, signed.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
    assert refused(f"{signed}.{mac}", house.daily) == "bad_token"


def _plain(house) -> dict:
    return {name: int(value.timestamp()) if hasattr(value, "timestamp") else value for name, value in claims(house).items()}


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE"])
def test_an_unsigned_token_lets_nobody_in(house, algorithm):
    trusted(house)
    signed = f"{part({'alg': algorithm, 'kid': 'k1'})}.{part(_plain(house))}"
    assert refused(f"{signed}.", house.daily) in ("bad_token", "unreadable_token")


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256"])
def test_the_right_key_with_another_algorithm_lets_nobody_in(house, algorithm):
    trusted(house)
    assert refused(token(house, private_key(), "k1", algorithm), house.daily) == "bad_token"


def test_a_secret_of_ours_is_believed_with_hs256_only(house):
    made = make_signing_key(group=house.group, title=house.daily, issuer=ISSUER, account_id=None)
    assert read_token(token(house, made.secret, made.key.kid, "HS256"), house.daily).subject == "7"
    assert refused(token(house, made.secret, made.key.kid, "HS512"), house.daily) == "bad_token"
    assert refused(token(house, private_key(), made.key.kid), house.daily) == "bad_token"


@pytest.mark.parametrize("crit", [["exp"], ["b64"], [], "exp", ["http://example.com/UNDEFINED"]])
def test_an_extension_that_must_be_understood_is_not(house, crit):
    trusted(house)
    assert refused(token(house, private_key(), "k1", headers={"crit": crit}), house.daily) in ("bad_token", "unreadable_token")


@pytest.mark.parametrize(
    "kid", ["../../../../dev/null", "/proc/self/environ", "k1' OR '1'='1", "http://mechant.example/k", "k1\x00", "", "k" * 5000]
)
def test_the_name_of_a_key_is_a_name_and_nothing_else(house, kid):
    trusted(house)
    assert refused(token(house, private_key(), kid), house.daily) in ("unknown_key", "unreadable_token")


@pytest.mark.parametrize("kid", [7, ["k1"], {"k1": 1}, True, None])
def test_a_name_that_is_no_text_names_nothing(house, kid):
    trusted(house)
    signed = f"{part({'alg': 'RS256', 'kid': kid})}.{part(_plain(house))}"
    assert refused(f"{signed}.AAAA", house.daily) in ("unknown_key", "unreadable_token")


def test_a_key_brought_by_the_token_itself_is_not_believed(house):
    trusted(house)
    stranger = rsa.generate_private_key(65537, 2048)
    brought = {"jwk": jwk(stranger, "k1"), "jku": "https://mechant.example/jwks.json", "x5u": "https://mechant.example/x.pem"}
    assert refused(token(house, stranger, "k1", headers=brought), house.daily) == "bad_token"


def test_a_document_is_not_a_token(house):
    trusted(house)
    assert refused(token(house, private_key(), "k1", bio="a" * 9000), house.daily) == "unreadable_token"


WRONG = {
    "stale_token": [{"exp": -60}, {"iat": -1000}],
    "bad_token": [
        {"aud": "autre"},
        {"aud": None},
        {"iss": "https://autre.example"},
        {"sub": None},
        {"nbf": 600},
        {"iat": 600},
        {"exp": None},
    ],
}


@pytest.mark.parametrize(("reason", "wrong"), [(reason, one) for reason, ones in WRONG.items() for one in ones])
def test_whom_for_whom_and_when_are_checked_as_with_a_secret(house, reason, wrong):
    trusted(house)
    moved = {name: clock.now() + timedelta(seconds=value) if isinstance(value, int) else value for name, value in wrong.items()}
    assert refused(token(house, private_key(), "k1", **moved), house.daily) == reason


def test_a_key_of_another_title_or_group_opens_nothing_here(house, other_house):
    trusted(house, title=house.weekly, kid="semaine")
    trusted(other_house, title=None, kid="ailleurs")
    for kid in ("semaine", "ailleurs"):
        assert refused(token(house, private_key(), kid), house.daily) == "unknown_key"


def test_two_groups_may_name_their_keys_alike(house, other_house):
    trusted(house)
    trusted(other_house, "ES256", title=other_house.daily)
    assert read_token(token(house, private_key(), "k1"), house.daily)
    raw = token(other_house, private_key("ES256"), "k1", "ES256")
    assert read_token(raw, other_house.daily)
    with pytest.raises(Refusal) as caught:
        trusted(house, "ES256")
    assert caught.value.status == 409


def test_a_retired_key_is_believed_no_more_and_its_successor_is(house):
    old = trusted(house)
    trusted(house, "ES256", kid="k2")
    retire_signing_key(key=old, account_id=None)
    assert refused(token(house, private_key(), "k1"), house.daily) == "unknown_key"
    assert read_token(token(house, private_key("ES256"), "k2", "ES256"), house.daily)


def test_only_whoever_configures_the_title_gives_its_keys(house):
    with pytest.raises(Refusal) as caught:
        trusted(house, account_id=house.accounts["moderator"].pk)
    assert caught.value.status == 403
    with pytest.raises(Refusal):
        trusted(house, title=None, account_id=house.accounts["community_manager"].pk)


def test_a_pasted_key_may_be_pem_or_jwk_and_keeps_its_name(house):
    assert pasted_key(public_pem(private_key())).algorithm == "RS256"
    read = pasted_key(json.dumps(jwk(private_key("ES256"), "printemps")))
    assert (read.kid, read.algorithm) == ("printemps", "ES256")
    assert pasted_key(json.dumps({"keys": [jwk(private_key(), "seule")]})).kid == "seule"
    assert trusted(house, kid="").kid.startswith(house.daily.key)


UNUSABLE = {
    "clé privée ou secrète": lambda: private_pem(private_key()),
    "privée ou secrète": lambda: json.dumps({"kty": "oct", "k": "c2VjcmV0"}),
    "1024 bits": lambda: public_pem(rsa.generate_private_key(65537, 1024)),  # too short on purpose
    "n’est pas utilisée": lambda: public_pem(ec.generate_private_key(ec.SECP384R1())),
    "de ce genre": lambda: public_pem(ed25519.Ed25519PrivateKey.generate()),
    "n’est pas une clé publique": lambda: "bonjour",
    "pas du JSON": lambda: "{bonjour",
    "abîmée": lambda: json.dumps({"kty": "RSA", "n": "!!", "e": "AQAB"}),
    "plusieurs clés": lambda: json.dumps({"keys": [jwk(private_key(), "a"), jwk(private_key(), "b")]}),
    "trop long": lambda: "a" * 30_000,
}


@pytest.mark.parametrize("words", UNUSABLE)
def test_what_is_no_usable_key_is_refused_with_its_reason(words):
    with pytest.raises(Refusal) as caught:
        pasted_key(UNUSABLE[words]())
    assert words in caught.value.message


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
def test_whatever_is_published_is_read_or_refused(value):
    for document in (json.dumps(value), json.dumps({"keys": value}), json.dumps({"keys": [value]})):
        with pytest.raises(UnusableSet):
            published_keys(document)


def test_keys_of_another_use_are_left_aside():
    usable = jwk(private_key(), "bonne")
    others = [
        jwk(private_key(), "x", use="enc"),
        jwk(private_key(), "y", alg="PS256"),
        {"kty": "OKP"},
        "x",
        jwk(private_key(), "") | {"kid": 3},
    ]
    assert [key.kid for key in published_keys(json.dumps({"keys": [*others, usable]}))] == ["bonne"]


def test_a_token_by_a_library_of_its_own_is_read(house):
    """As PyJWT's own key objects sign it: nothing of ours in between."""
    trusted(house, "ES256")
    raw = jwt.encode(claims(house), private_pem(private_key("ES256")), algorithm="ES256", headers={"kid": "k1"})
    assert read_token(raw, house.daily).name == "Awa"
