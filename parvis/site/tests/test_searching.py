"""The square's search page."""

import pytest

from parvis.conversations.acts import withdraw_post
from parvis.conversations.models import Post
from parvis.testing.cast import post, reader, thread


@pytest.fixture
def seek(client, house):
    return lambda **asked: client.get(f"/t/{house.daily.key}/search/", asked)


def test_what_is_found_is_shown_marked_and_leads_to_its_place(seek, client, house):
    root = post(house, text="Le bac de la rive droite ne passe plus depuis lundi, faute de pilote disponible.")
    reply = post(house, parent=root, text="Le passeur du bac a pris sa retraite, et personne ne veut le remplacer ici.")
    page = seek(q="BACS").content.decode()
    assert page.count("<mark>bac</mark>") == 2
    assert "2 commentaires" in page
    assert f"replies/{root.pk}/?after=" in page
    address = page.split(f'#parvis-{reply.pk}"')[0].split('href="')[-1]
    assert reply.text[:20] in client.get(address).content.decode()


def test_readers_do_not_find_what_is_out_of_sight(seek, house):
    author = reader(house)
    withdrawn = post(house, member=author, text="Le téléphérique de la falaise coûte bien trop cher à chaque contribuable.")
    withdraw_post(member=author, post_id=withdrawn.pk)
    assert Post.objects.get(pk=withdrawn.pk).text
    page = seek(q="téléphérique").content.decode()
    assert "falaise" not in page
    assert "Rien n’a été trouvé" in page


def test_the_whole_group_is_searched_when_asked(seek, house):
    post(house, where=thread(house, title=house.weekly), text="La criée du port ferme à midi le samedi, c’est un scandale.")
    assert "<mark>" not in seek(q="criée").content.decode()
    page = seek(q="criée", scope="group").content.decode()
    assert "<mark>criée</mark>" in page
    assert "La Semaine" in page


def test_nothing_asked_shows_the_field_alone(seek):
    response = seek()
    assert response.status_code == 200
    assert "noindex" in response.content.decode()
    assert 'name="q"' in response.content.decode()


@pytest.mark.parametrize(("asked", "status"), [({"q": "mot " * 2_500}, 422), ({"q": "a\x00b"}, 422), ({"q": "-pont"}, 200)])
def test_what_cannot_be_looked_for_is_said_clearly(seek, asked, status):
    response = seek(**asked)
    assert response.status_code == status
    said = {422: "Une recherche" if len(asked["q"]) > 200 else "illisible", 200: "au moins un mot"}[status]
    assert said in response.content.decode()


def test_a_cursor_of_another_order_is_refused(seek, house):
    assert seek(q="bac", after="zzz").status_code == 422


def test_nobody_searches_a_title_that_does_not_exist(client, db):
    assert client.get("/t/nulle-part/search/?q=bac").status_code == 404


def test_a_word_near_is_proposed(seek, house):
    post(house, text="La guinguette du canal rouvre au printemps avec des concerts chaque vendredi soir.")
    page = seek(q="ginguete").content.decode()
    assert "Chercher «" in page
    assert "?q=guinguette" in page
