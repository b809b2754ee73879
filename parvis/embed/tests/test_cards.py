"""A single post elsewhere: its card, its picture, its address, oEmbed."""

import json
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.conversations.acts import react, select_post, withdraw_post
from parvis.conversations.highlights import post_shown_for, quoted
from parvis.embed.lettering import fits, set_in_lines, width_of
from parvis.embed.pictures import WIDTH, drawing_of, picture_of
from parvis.kit.refusals import Refusal
from parvis.moderation.acts import decide, open_case_by_hand
from parvis.publishers.acts import set_policy
from parvis.testing.cast import post, reader

WORDS = "La digue tiendra encore un hiver, mais pas deux : il faut la refaire."


@pytest.fixture
def written(house):
    return post(house, member=reader(house, "Lison B."), text=WORDS)


def removed(house, one):
    account_id = house.accounts["moderator"].pk
    case = open_case_by_hand(account_id=account_id, subject=one.subject)
    decide(case_id=case.pk, account_id=account_id, verdict="refuse", rule_number=1)


def oembed(client, url, **more):
    return client.get("/oembed", {"url": url, "lang": "fr", **more})


def test_a_card_stands_in_any_frame_and_runs_no_script(client, written):
    page = client.get(f"/embed/card/{written.pk}/")
    policy = page["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src 'none'" in policy
    assert "X-Frame-Options" not in page
    assert "<script" not in page.content.decode()
    assert "La digue tiendra encore un hiver" in page.content.decode()
    assert not page.cookies
    elsewhere = client.get(f"/p/{written.pk}/")
    assert elsewhere["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in elsewhere["Content-Security-Policy"]


def test_a_removed_post_says_so_and_keeps_its_words_to_itself(client, house, written):
    first = client.get(f"/embed/card/{written.pk}.svg")
    removed(house, written)
    for address in (f"/embed/card/{written.pk}/", f"/p/{written.pk}/", f"/embed/card/{written.pk}.svg"):
        said = client.get(address, headers={"accept-language": "fr"}).content.decode()
        assert "supprimé" in said
        assert "digue" not in said
        assert "Lison" not in said
    again = client.get(f"/embed/card/{written.pk}.svg", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    told = oembed(client, f"http://testserver/p/{written.pk}/#parvis-{written.pk}").json()
    assert "author_name" not in told


def test_a_withdrawn_post_says_so_and_one_never_seen_does_not_exist(client, house):
    author = reader(house)
    mine = post(house, member=author)
    withdraw_post(member=author, post_id=mine.pk)
    assert "son auteur" in client.get(f"/embed/card/{mine.pk}/", headers={"accept-language": "fr"}).content.decode()
    set_policy(group=house.group, title=house.daily, mode="pre")
    held = post(house)
    for address in (f"/embed/card/{held.pk}/", f"/embed/card/{held.pk}.png", f"/p/{held.pk}/", f"/p/{2**63}/"):
        assert client.get(address).status_code == 404
    with pytest.raises(Refusal):
        quoted(held.pk)


def test_a_post_has_its_address_with_its_picture_and_the_way_to_oembed(client, written, settings):
    page = client.get(f"/p/{written.pk}/", headers={"accept-language": "fr"}).content.decode()
    assert f'property="og:image" content="{settings.PARVIS_ADDRESS}/embed/card/{written.pk}.png"' in page
    assert 'name="robots" content="noindex,follow"' in page
    found = re.search(r'type="application/json\+oembed" href="([^"]+)"', page)[1].replace("&amp;", "&")
    told = json.loads(client.get(found.removeprefix(settings.PARVIS_ADDRESS)).content)
    assert (told["type"], told["version"], told["author_name"]) == ("rich", "1.0", "Lison B.")
    assert f'src="{settings.PARVIS_ADDRESS}/embed/card/{written.pk}/"' in told["html"]
    assert "allow-scripts" not in told["html"]
    assert told["thumbnail_width"] == WIDTH or "thumbnail_url" not in told


def test_oembed_finds_a_post_by_each_of_its_addresses_in_json_and_xml(client, house, written, settings):
    home = settings.PARVIS_ADDRESS
    article = f"https://{house.daily.key}.example/pont#parvis-{written.pk}"
    thread_page = f"{home}/t/{house.daily.key}/{written.thread_id}/"
    for url in (f"{home}/p/{written.pk}/", f"{home}/embed/card/{written.pk}/", article, thread_page, f"{thread_page}le-pont/"):
        assert f"/embed/card/{written.pk}/" in oembed(client, url).json()["html"]
    narrow = oembed(client, article, maxwidth="300", maxheight="200").json()
    assert (narrow["width"], narrow["height"]) == (300, 200)
    assert "thumbnail_url" not in narrow
    read = ElementTree.fromstring(oembed(client, article, format="xml").content)
    assert read.findtext("author_name") == "Lison B."


@pytest.mark.parametrize(
    "url", ["", "https://ailleurs.example/p/1/", "http://[", "x" * 3000, "https://x.example/#parvis-999999999"]
)
def test_oembed_of_anything_else_is_not_found(client, db, url):
    assert oembed(client, url).status_code == 404


def test_an_unknown_format_is_not_implemented(client, written, settings):
    assert oembed(client, f"{settings.PARVIS_ADDRESS}/p/{written.pk}/", format="yaml").status_code == 501


def test_the_post_that_stands_for_a_thread_is_the_newsrooms_choice_else_the_most_reacted_to(house, written):
    other = post(house)
    react(member=reader(house), post_id=other.pk, kind="useful")
    assert post_shown_for(other.thread) == other.pk
    select_post(account_id=house.accounts["journalist"].pk, post_id=written.pk)
    assert post_shown_for(other.thread) == written.pk


def test_the_picture_is_drawn_in_the_titles_colour_escaped_and_turned_into_png(client, house):
    sharp = post(
        house, member=reader(house, "Zoé du port"), text="Un <quai> & une « digue » : \u202fça tient ?\n\nDeuxième ligne 🙂."
    )
    drawing = drawing_of(quoted(sharp.pk))
    ElementTree.fromstring(drawing)
    assert house.daily.accent in drawing
    assert "ligne" in drawing
    assert "🙂" not in drawing
    made = client.get(f"/embed/card/{sharp.pk}.png")
    assert made["Content-Type"] == "image/png"
    assert made.content.startswith(b"\x89PNG")
    assert made.content == picture_of(drawing_of(quoted(sharp.pk)))


def test_a_long_post_is_cut_at_a_word(house):
    text = "La digue tiendra encore un hiver et le port verra passer des tempêtes. " * 30
    drawing = drawing_of(quoted(post(house, text=text[:2900]).pk))
    lines = re.findall(r'font-size="40"[^>]*>([^<]*)<', drawing)
    assert len(lines) == 7
    assert re.search(r"\w…$", lines[-1])
    assert all(width_of(line, 40) <= 1024 for line in lines)


@given(st.text(max_size=300), st.integers(20, 80), st.integers(200, 1100), st.integers(1, 8))
def test_no_line_is_wider_than_its_room_and_what_fits_is_whole(text, size, width, most):
    said = " ".join(text.split())
    lines = set_in_lines(said, size=size, width=width, most=most)
    assert len(lines) <= most
    assert all(width_of(line, size) <= width or len(line) <= 1 for line in lines)
    if fits(said, size=size, width=width, most=most):
        assert "".join(lines).replace(" ", "") == said.replace(" ", "")
