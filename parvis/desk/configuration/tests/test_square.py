"""The pages of the square's settings: spaces and the look."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from parvis.conversations.models import Space
from parvis.publishers.looks.models import Look
from parvis.testing.cast import space

GIVEN = {"name": "Vie des quartiers", "key": "", "description": "", "opens": "members", "host": "", "hue": "sea", "icon": "globe"}


def drawn() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGBA", (400, 100), (10, 60, 90, 255)).save(file, "PNG")
    return SimpleUploadedFile("logo.png", file.getvalue(), "image/png")


@pytest.fixture
def desk(as_role):
    return as_role("community_manager")


def test_a_space_is_opened_changed_moved_and_archived(desk, house):
    address = f"/desk/{house.daily.key}/spaces/"
    first = space(house, "agora")
    assert desk.post(address, GIVEN | {"host": house.accounts["journalist"].pk}).status_code == 302
    made = Space.objects.get(key="vie-des-quartiers")
    assert (made.host, made.hue) == (house.accounts["journalist"], "sea")
    assert desk.get(f"{address}?space={made.key}").status_code == 200
    desk.post(f"{address}?space={made.key}", GIVEN | {"key": "quartiers", "name": "Quartiers"})
    assert Space.objects.get(pk=made.pk).key == "quartiers"
    desk.post(f"{address}act/", {"space": "quartiers", "do": "up"})
    assert list(Space.objects.order_by("position").values_list("pk", flat=True)) == [made.pk, first.pk]
    desk.post(f"{address}act/", {"space": "quartiers", "do": "archive"})
    assert Space.objects.get(pk=made.pk).is_archived
    assert "Archivé" in desk.get(address).content.decode()
    desk.post(f"{address}act/", {"space": "quartiers", "do": "restore"})
    assert not Space.objects.get(pk=made.pk).is_archived
    assert desk.post(f"{address}act/", {"space": "nulle-part", "do": "up"}).status_code == 404


def test_what_a_space_cannot_be_is_said_beside_its_field(desk, house):
    space(house, "agora")
    address = f"/desk/{house.daily.key}/spaces/"
    response = desk.post(address, GIVEN | {"key": "agora"})
    assert response.status_code == 422
    assert "Un autre espace a déjà cette adresse." in response.content.decode()
    assert desk.post(address, GIVEN | {"name": "A"}).status_code == 422
    assert Space.objects.count() == 1


def test_the_group_shares_spaces(as_role, house):
    address = f"/desk/group/{house.group.key}/spaces/"
    assert as_role("group_manager").post(address, GIVEN).status_code == 302
    assert Space.objects.get().title is None


def test_a_colour_hard_to_read_comes_back_with_the_nearest_that_is_not(desk, house):
    address = f"/desk/{house.daily.key}/look/"
    given = {"accent_day": "#ffe14d", "accent_night": "", "ground": "white", "face": "didone"}
    response = desk.post(address, given)
    body = response.content.decode()
    assert response.status_code == 422
    assert 'value="#ffe14d"' in body
    proposal = body.split('data-take="')[1][:7]
    assert desk.post(address, given | {"accent_day": proposal}).status_code == 302
    look = Look.objects.get()
    assert (look.accent_day, look.ground, look.face) == (proposal, "white", "didone")
    assert proposal in desk.get(address).content.decode()
    assert desk.post(address, given | {"accent_day": "rouge"}).status_code == 422


def test_a_logo_is_given_and_taken_away(desk, house):
    address = f"/desk/{house.daily.key}/look/logo/"
    assert desk.post(address, {"logo": drawn(), "words": ""}).status_code == 422
    assert desk.post(address, {"logo": SimpleUploadedFile("x.svg", b"<svg/>"), "words": "Le Jour"}).status_code == 422
    assert desk.post(address, {"logo": drawn(), "words": "Le Jour", "on_dark": "on"}).status_code == 302
    shown = desk.get(f"/t/{house.daily.key}/").content.decode()
    assert 'alt="Le Jour"' in shown
    assert desk.get(f"/t/{house.daily.key}/logo-1.webp")["Content-Type"] == "image/webp"
    desk.post(address, {"do": "remove"})
    assert Look.objects.get().logo is None
