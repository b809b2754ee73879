"""Pictures as the element gives and opens them."""

import io

import pytest
from PIL import Image

from parvis.conversations.models import Post
from parvis.members.sessions import session_for
from parvis.moderation.acts import decide
from parvis.moderation.models import Case
from parvis.publishers.acts import set_policy
from parvis.testing.cast import reader


def png(size=(300, 200)):
    file = io.BytesIO()
    Image.new("RGB", size, "olive").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def element(client, house, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    set_policy(group=house.group, title=house.daily, pictures="held")
    return Element(client, house)


class Element:
    def __init__(self, client, house):
        self.client, self.house, self.member = client, house, reader(house)
        self.headers = {"authorization": f"Bearer {session_for(self.member).bearer}"}
        self.url = f"https://{house.daily.key}.example/pont"

    def give(self, data=None, described="Une digue", **headers):
        asked = {"title": self.house.daily.key, "url": self.url, "described": described, "lang": "fr"}
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        return self.client.generic(
            "POST", f"/embed/pictures?{query}", png() if data is None else data, "image/png", headers=headers or self.headers
        )

    def publish(self, key):
        body = {
            "title": self.house.daily.key,
            "url": self.url,
            "text": "Voyez donc la digue ce matin, elle tient.",
            "picture": key,
        }
        return self.client.post("/embed/posts?lang=fr", body, "application/json", headers=self.headers)


def test_a_picture_is_given_published_seen_and_then_served_to_all(element, house):
    answer = element.give()
    assert answer.status_code == 201
    key = answer.json()["key"]
    published = element.publish(key).json()["post"]
    assert published["standing"] == "held"
    assert published["picture"]["alt"] == "Une digue"
    plain, own = f"/embed/pictures/{key}/small.webp", published["picture"]["small"]
    client = element.client
    assert client.get(plain).status_code == 404
    mine = client.get(own)
    assert (mine.status_code, mine["Cache-Control"]) == (200, "private, no-store")
    client.force_login(house.accounts["moderator"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(plain).status_code == 200
    case = Case.objects.get(subject=f"post:{published['id']}")
    page = client.get(f"/desk/queue/{case.pk}/").content.decode()
    assert '<details class="veiled">' in page
    assert plain in page
    client.force_login(house.accounts["weekly_moderator"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(plain).status_code == 404
    client.logout()
    decide(case_id=case.pk, account_id=house.accounts["moderator"].pk, verdict="approve")
    served = client.get(plain)
    assert served.status_code == 200
    assert served["Content-Type"] == "image/webp"
    assert served["Cache-Control"] == "public, max-age=300"
    assert "sandbox" in served["Content-Security-Policy"]
    assert served["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert served["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(served.content)).format == "WEBP"
    assert client.get(f"/embed/pictures/{key}/huge.webp").status_code == 404
    post = Post.objects.get(pk=published["id"])
    assert (
        f"/embed/pictures/{key}/small.webp" in client.get(f"/t/{house.daily.key}/{post.thread_id}/", follow=True).content.decode()
    )


@pytest.mark.parametrize(("data", "status"), [(b"rien du tout", 422), (b"\xff" * 8_000_001, 413), (b"", 422)])
def test_what_is_no_picture_is_refused_in_words(element, data, status):
    answer = element.give(data)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_without_words_for_it_or_without_a_session_nothing_is_taken(element, house):
    assert element.give(described="").json()["error"]["code"] == "description_needed"
    assert element.give(nobody="here").status_code == 401
    set_policy(group=house.group, title=house.daily, pictures="none")
    assert element.give().json()["error"]["code"] == "no_pictures"


def test_the_element_is_told_whether_pictures_are_taken(element, house):
    page = element.client.get("/embed/thread", {"title": house.daily.key, "url": element.url}).json()
    assert page["thread"]["policy"]["pictures"] is True
