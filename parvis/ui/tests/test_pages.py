"""The pages of the look, and the frames with the least they may be given."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from parvis.kit.refusals import Refusal
from parvis.ui import specimens
from parvis.ui.icons import ICONS

pytestmark = pytest.mark.urls("parvis.ui.tests.urls")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", re.I)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_style_guide_shows_every_icon_and_section(client, language):
    with translation.override(language):
        page = client.get("/styleguide").content.decode()
    assert page.count('class="guide-section"') == len(specimens.components()["sections"])
    assert all(f"<span>{name}</span>" in page for name in ICONS)
    assert page.count('data-theme="dark"') == page.count('data-theme="light"')


@pytest.mark.parametrize("frame", sorted(specimens.FRAMES))
def test_each_frame_shows_itself(client, frame):
    response = client.get(f"/styleguide/{frame}")
    assert response.status_code == 200
    assert "Le Courrier de la Baie" in response.content.decode()


@pytest.mark.parametrize("address", ["/styleguide", "/styleguide/desk", "/styleguide/site", "/styleguide/doorway"])
def test_no_page_needs_inline_script_or_style(client, address):
    page = client.get(address).content.decode()
    assert INLINE.findall(page) == []


@pytest.mark.parametrize("address", ["/styleguide", "/styleguide/desk"])
def test_no_id_is_twice_on_a_page(client, address):
    ids = re.findall(r'\sid="([^"]+)"', client.get(address).content.decode())
    assert len(ids) == len(set(ids))


def test_an_unknown_frame_is_refused():
    from parvis.ui.reader import frame

    with pytest.raises(Refusal) as refusal:
        frame(RequestFactory().get("/styleguide/attic"), "attic")
    assert refusal.value.status == 404


def test_an_accent_is_a_sheet_kept_for_ever(client):
    response = client.get("/accent/1f4e79.css")
    assert response.content == b":root{--title-accent:#1f4e79}\n"
    assert "immutable" in response["Cache-Control"]
    assert response["Content-Type"] == "text/css"


@pytest.mark.parametrize("address", ["/accent/red.css", "/accent/1f4e79}.css", "/accent/1F4E79.css"])
def test_what_is_not_a_colour_is_nowhere(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("template", ["ui/desk.html", "ui/site.html", "ui/doorway.html", "ui/base.html"])
def test_a_frame_stands_with_nothing_given(template):
    page = render_to_string(template, {}, request=RequestFactory().get("/"))
    assert page.count('id="main"') == 1
    assert page.lower().startswith("<!doctype html>")


def test_the_desk_marks_where_one_stands():
    places = [{"label": "File", "url": "/desk/", "icon": "queue", "count": 3, "current": True}]
    page = render_to_string("ui/desk.html", {"nav": places, "title": {"name": "Le Courrier"}})
    assert '<a href="/desk/" aria-current="page">' in page
    assert '<span class="count">3</span>' in page


def test_a_refusal_has_its_page_and_its_notice():
    refusal = Refusal("taken", 409, "Déjà <pris>")
    for template in ("ui/refusal.html", "ui/_refusal.html"):
        assert "Déjà &lt;pris&gt;" in render_to_string(template, {"refusal": refusal})


@pytest.mark.parametrize("template", ["404.html", "500.html"])
def test_the_pages_of_bad_days_need_nothing(template):
    assert 'href="/"' in render_to_string(template)


def test_a_toast_offers_the_way_back():
    toast = render_to_string("ui/_toast.html", {"text": "Refusé", "undo_url": "/undo/4"})
    assert 'hx-swap-oob="afterbegin:#toasts"' in toast
    assert 'hx-post="/undo/4"' in toast


class Small(forms.Form):
    name = forms.CharField(help_text="Yours")
    agreed = forms.BooleanField()
    tone = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect, required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_ties_its_label_help_and_errors():
    with translation.override("en"):
        page = str(Small({}))
    assert '<label for="id_name">' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_helptext"' in page
    assert 'id="id_name_error"' in page
    assert "<fieldset" in page
    assert page.count('type="hidden"') == 1
    assert "(optional)" in page
