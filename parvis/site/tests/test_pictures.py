"""A picture given by a plain form, kept while the words are looked at again."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from parvis.conversations.models import Picture, Post
from parvis.members.acts import enter_by_account
from parvis.publishers.acts import set_policy
from parvis.testing.cast import account, own_thread


@pytest.fixture
def form(client, house, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    opened = own_thread(house)
    set_policy(group=house.group, title=house.daily, pictures="held")
    writer = account("lectrice@rivages.example")
    enter_by_account(group=house.group, account=writer, pseudonym="Lectrice du quai")
    client.force_login(writer, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/t/{house.daily.key}/{opened.thread_id}/reply/"
    return lambda **sent: client.post(address, {"text": "Voyez donc la halle ce matin, sous la pluie.", "key": "k1", **sent})


def photograph():
    file = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(file, "JPEG")
    return SimpleUploadedFile("halle.jpg", file.getvalue(), "image/jpeg")


def test_a_picture_is_kept_from_the_preview_to_the_publication(form):
    page = form(do="preview", picture=photograph(), described="La halle").content.decode()
    hung = re.search(r'name="hung" value="(\w+)"', page)
    assert hung
    assert "Votre image est gardée" in page
    assert form(do="send", hung=hung[1], described="La halle").status_code == 302
    assert Post.objects.latest("pk").picture.key == hung[1]
    assert Picture.objects.count() == 1


def test_what_is_no_picture_or_has_no_words_is_said_beside_the_field(form):
    page = form(do="send", picture=SimpleUploadedFile("x.jpg", b"rien"), described="La halle")
    assert page.status_code == 422
    assert "n’est pas une image" in page.content.decode()
    page = form(do="send", picture=photograph())
    assert (page.status_code, Picture.objects.count()) == (422, 0)
    assert "ce que montre l’image" in page.content.decode()
