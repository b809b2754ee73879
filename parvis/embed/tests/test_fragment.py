"""The first page as HTML, for publishers to put in their own."""

import json
import re

from parvis.members.sessions import session_for
from parvis.testing.cast import post, reader, thread

WORDS = "Je passe par ce pont tous les matins et la file ne cesse de grandir."


def fragment(client, house, slug: str = "pont", **more) -> str:
    query = {"title": house.daily.key, "url": f"https://{house.daily.key}.example/{slug}"}
    response = client.get("/embed/fragment", query | more)
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in response
    return response.content.decode()


def test_a_fragment_holds_the_words_and_their_structured_data(client, house):
    first = post(house, member=reader(house, "Lison B."))
    post(house, parent=first)
    body = fragment(client, house)
    assert body.startswith("<section")
    assert "Lison B." in body
    assert f'data-parent="{first.pk}"' in body
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', body)[1])
    assert (told["@type"], told["commentCount"]) == ("NewsArticle", 2)
    assert told["discussionUrl"] == f"http://testserver/t/{house.daily.key}/{first.thread_id}/"


def test_a_fragment_of_nothing_says_so_and_tells_nothing(client, house):
    body = fragment(client, house, "jamais-lu")
    assert "Personne n’a encore écrit." in body
    assert "ld+json" not in body
    assert "Nobody has written yet." in fragment(client, house, "jamais-lu", lang="en")


def test_a_fragment_carries_no_style_of_ours(client, house):
    post(house)
    body = fragment(client, house)
    assert "style=" not in body
    assert "<link" not in body


def test_readers_words_stay_inert_in_a_fragment(client, house):
    post(house, text=f'{WORDS} </script><img src=x onerror="alert(1)">')
    body = fragment(client, house)
    assert "<img" not in body
    assert body.count("</script>") == 1


def test_the_square_s_own_pages_may_write(client, house):
    place = thread(house)
    bearer = session_for(reader(house)).bearer
    body = {"title": house.daily.key, "url": place.article.address, "text": WORDS, "key": "a"}

    def written(origin: str, key: str) -> int:
        headers = {"authorization": f"Bearer {bearer}", "origin": origin}
        return client.post("/embed/posts", body | {"key": key}, content_type="application/json", headers=headers).status_code

    assert written("http://testserver", "a") == 201
    assert written("https://mechant.example", "b") == 403
