"""One page, one address; and which addresses are of the open Internet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.kit.addresses import is_public, normal_address, origin_of, public_ips
from parvis.kit.refusals import Refusal, ServiceDown

NOT_PUBLIC = (
    " 127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1"
    " 255.255.255.255 192.0.2.1 198.18.0.1 240.0.0.1 ::1 :: fe80::1%eth0 fc00::1 ff02::1 ::ffff:127.0.0.1"
    " ::ffff:a00:1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 2002:7f00:1:: 2002:c0a8:101::1"
    " 2001:0:7f00:1:0:0:80ff:fffe 2001:db8::1 fec0::1 ::7f00:1"
)
PIECES = "https:// http:// HTTPS://a.fr é % %2f %41 / . .. ? & = utm_a= # : 80 @ [ ] \\ x www."


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("HTTPS://WWW.Courrier.FR", "https://www.courrier.fr/"),
        ("https://courrier.fr:443/a", "https://courrier.fr/a"),
        ("http://courrier.fr:80/a", "http://courrier.fr/a"),
        ("https://courrier.fr:8443/a", "https://courrier.fr:8443/a"),
        ("https://courrier.fr/a/", "https://courrier.fr/a/"),
        ("https://courrier.fr/a#suite", "https://courrier.fr/a"),
        ("https://courrier.fr/a?utm_source=x&id=3&fbclid=y&xtor=RSS-1&at_medium=z&b=1", "https://courrier.fr/a?id=3&b=1"),
        ("https://courrier.fr/a?utm_source=x", "https://courrier.fr/a"),
        ("https://courrier.fr/a?ID=3&page=", "https://courrier.fr/a?ID=3&page="),
        ("https://courrier.fr/été%c3%a9/%7Emoi%2f", "https://courrier.fr/%C3%A9t%C3%A9%C3%A9/~moi%2F"),
        ("https://courrier.fr/100%", "https://courrier.fr/100%25"),
        ("https://courrier.fr/a/./b/../c", "https://courrier.fr/a/c"),
        ("https://courrier.fr/../../a/..", "https://courrier.fr/"),
        ("https://société.fr./", "https://xn--socit-esab.fr/"),
        ("http://[2001:DB8:0::1]:80/", "http://[2001:db8::1]/"),
        ("  https://courrier.fr/a\n", "https://courrier.fr/a"),
        ("http://localhost:8000/demo/1", "http://localhost:8000/demo/1"),
    ],
)
def test_an_address_has_one_spelling(url: str, address: str) -> None:
    assert normal_address(url) == address
    assert normal_address(address) == address


@pytest.mark.parametrize(
    "url",
    [
        "",
        "courrier.fr/a",
        "/a",
        "//courrier.fr/a",
        "javascript:alert(1)",
        "ftp://a.fr",
        "file:///etc/passwd",
        "https://",
        "https:///a",
        "https://moi@a.fr/",
        "https://moi:mot@a.fr/",
        "https://a.fr:99999/",
        "https://a.fr:x/",
        "https://a.fr:0/",
        "https://a b.fr/",
        "https://a.fr/\x00",
        "https://a.fr/a b",
        "https://a.fr\\@b.fr/",
        "https://-a.fr/",
        "https://a..fr/",
        "https://[::1",
        "https://a.fr/" + "a" * 2000,
        "https://a.fr/\ud800",
        "https://%61.fr/",
        "https://a.fr\u3000/",
    ],
)
def test_what_is_not_the_address_of_a_page_is_refused(url: str) -> None:
    with pytest.raises(Refusal) as refused:
        normal_address(url)
    assert (refused.value.code, refused.value.status) == ("bad_address", 422)
    with pytest.raises(Refusal):
        origin_of(url if len(url) < 2000 else "")


pieces = st.sampled_from([*PIECES.split(), " "])


@given(st.lists(st.one_of(pieces, st.text(max_size=3)), max_size=15).map("".join))
def test_spelling_twice_changes_nothing(url: str) -> None:
    try:
        address = normal_address("https://a.fr/" + url)
    except Refusal:
        return
    assert normal_address(address) == address
    assert address.isascii()
    assert origin_of(address) == "https://a.fr"


@given(st.text())
def test_any_text_is_an_address_or_refused(url: str) -> None:
    for read in (normal_address, origin_of):
        try:
            assert read(url).startswith(("http://", "https://"))
        except Refusal as refusal:
            assert refusal.code == "bad_address"


def test_an_origin_is_written_as_browsers_do() -> None:
    assert origin_of("HTTPS://Courrier.fr:443/a?b") == "https://courrier.fr"
    assert origin_of("http://localhost:8000/") == "http://localhost:8000"


@pytest.mark.parametrize("ip", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_these_are_of_the_open_internet(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize("ip", NOT_PUBLIC.split())
def test_these_are_not_of_the_open_internet(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "0177.0.0.1", "::1"])
def test_this_machine_is_never_a_host_to_fetch_from_unless_told(host: str) -> None:
    with pytest.raises(ServiceDown) as down:
        public_ips(host, 80, seconds=5)
    assert down.value.permanent


def test_this_machine_may_be_allowed() -> None:
    assert public_ips("127.0.0.1", 80, seconds=5, allow_private=True) == ["127.0.0.1"]
