"""Search finds words whatever their dress, shows readers only what they may see, and says honestly how much it found."""

import random

import pytest

from parvis.conversations.acts import edit_post, withdraw_post
from parvis.conversations.models import SearchEntry
from parvis.conversations.searching import measures
from parvis.conversations.searching.asked import Asked, asked_of
from parvis.conversations.searching.measures import Where
from parvis.conversations.searching.reads import search_posts
from parvis.journal.deliver import drain
from parvis.kit.metadata import ArticleMetadata
from parvis.kit.refusals import Refusal
from parvis.moderation.acts import decide
from parvis.moderation.acts.cases import open_case_by_hand
from parvis.publishers.acts import describe_article, set_policy
from parvis.testing.cast import VOCABULARY, post, reader, thread

READERS = Where((), standing="published")


@pytest.fixture
def find(house):
    def found(typed, *, titles=None, where=READERS, **how):
        return search_posts(asked=asked_of(typed), titles=titles or [house.daily], where=where, **how)

    return found


def said_of(word, number):
    """A post with that word, like no other."""
    drawn = random.Random(number).sample(VOCABULARY, 14)
    return f"{' '.join(drawn[:8])} {' '.join([word] * (1 + number % 3))}, {' '.join(drawn[8:])}."


def ids(results):
    return [hit.post.pk for hit in results.hits]


@pytest.mark.parametrize(
    "typed", ["élections", "election", "ELECTIONS", "ÉLECTION", "Elections", '"les élections"', "l’élection"]
)
def test_accents_case_and_number_do_not_matter(house, find, typed):
    written = post(house, text="Les élections municipales auront lieu en mars, et chacun attend le programme.")
    assert ids(find(typed)) == [written.pk]


@pytest.mark.parametrize("typed", ["conseil municipal", "conseillère municipale", "CONSEILLERS municipaux", "conseiller"])
def test_what_the_stemmer_holds_for_one_word_is_one_word(house, find, typed):
    written = post(house, text="Nos conseillers municipaux ont voté hier soir la rénovation de la verrière du marché.")
    assert ids(find(typed)) == [written.pk]


def test_a_rent_is_not_a_law(house, find):
    law = post(house, text="La loi sur les meublés touristiques sera appliquée dès le mois prochain dans la ville.")
    rent = post(house, text="Le loyer de ma voisine a doublé en cinq ans et personne ne semble s’en émouvoir ici.")
    assert (ids(find("loyers")), ids(find("lois"))) == ([rent.pk], [law.pk])


@pytest.mark.parametrize("typed", ["Haus", "Häuser", "hauser", "HÄUSERN"])
def test_german_words_are_found_by_their_stem(house, find, typed):
    written = post(house, text="Die alten Häuser am Hafen werden leider bald abgerissen, und niemand fragt die Nachbarn.")
    assert written.language == "de"
    assert ids(find(typed)) == [written.pk]


def test_english_words_are_found_by_their_stem(house, find):
    written = post(house, text="The council is building new houses near the harbour, and nobody asked the neighbours.")
    assert written.language == "en"
    assert ids(find("house neighbour")) == [written.pk]


def test_a_post_too_short_for_its_language_to_be_known_is_read_in_the_titles(house, find):
    written = post(house, text="Vive les vélos !")
    assert written.language == ""
    assert ids(find("velo")) == [written.pk]


def test_phrases_exclusions_and_alternatives(house, find):
    bridge = post(house, text="Le vieux pont sera fermé pendant deux ans pour une réfection complète des arches.")
    swim = post(house, text="La piscine sera fermée pendant deux mois, comme chaque été depuis son ouverture.")
    assert ids(find("fermé -piscine")) == [bridge.pk]
    assert ids(find('"vieux pont"')) == [bridge.pk]
    assert ids(find('"pont vieux"')) == []
    assert set(ids(find("arches OR piscine"))) == set(ids(find("arches OU piscine"))) == {bridge.pk, swim.pk}
    assert ids(find('fermé -"deux ans"')) == [swim.pk]


def test_an_author_is_asked_by_name(house, find):
    lison = reader(house, "Lison Bé")
    hers = post(house, member=lison, text="Le tramway est toujours en retard le lundi matin à la station du collège.")
    post(house, text="Le tramway est bondé chaque soir entre la gare et les quais, on ne respire plus.")
    assert ids(find("tramway author:lison-bé")) == [hers.pk]
    assert ids(find("tramway author:personne")) == []
    assert ids(find('tramway author:"LISON BE"')) == [hers.pk]
    assert ids(find('tramway auteur:"lison bé"', by_date=True)) == [hers.pk]


def test_what_readers_may_not_see_is_not_found(house, find):
    words = "Le funiculaire de la colline mérite vraiment mieux que cette gare abandonnée aux pigeons."
    author = reader(house)
    withdrawn = post(house, member=author, text=words)
    withdraw_post(member=author, post_id=withdrawn.pk)
    removed = post(house, text="Un funiculaire repeint en bleu, voilà ce que demandent les habitants du plateau.")
    case = open_case_by_hand(subject=removed.subject, account_id=house.accounts["moderator"].pk)
    decide(case_id=case.pk, account_id=house.accounts["moderator"].pk, verdict="refuse", rule_number=1)
    set_policy(group=house.group, title=house.daily, mode="pre")
    post(house, text="Encore un mot du funiculaire : les horaires affichés ne sont jamais respectés le dimanche.")
    assert ids(find("funiculaire")) == []
    everything = find("funiculaire", where=Where(()))
    assert {hit.post.standing for hit in everything.hits} == {"withdrawn", "removed", "held"}
    assert ids(find("funiculaire", where=Where((), standing="removed"))) == [removed.pk]


def test_the_posts_own_standing_has_the_last_word(house, find):
    written = post(house, text="Une phrase sur la capitainerie, que personne ne devrait plus lire demain matin.")
    type(written).objects.filter(pk=written.pk).update(standing="removed")
    assert ids(find("capitainerie")) == []


def test_an_edited_post_is_found_by_its_new_words_only(house, find):
    author = reader(house)
    written = post(house, member=author, text="La passerelle est glissante dès qu’il pleut, faites attention le matin.")
    edit_post(member=author, post_id=written.pk, source="La rambarde est glissante dès qu’il pleut, faites attention le soir.")
    assert (ids(find("passerelle")), ids(find("rambarde"))) == ([], [written.pk])


def test_another_title_is_not_searched_unless_asked(house, other_house, find):
    here = post(house, text="Le marché couvert rouvre samedi avec douze nouveaux étals de producteurs voisins.")
    there = post(house, where=thread(house, title=house.weekly), text="Au marché couvert, les prix ont encore monté cette année.")
    post(other_house, text="Notre marché couvert à nous accueille aussi des concerts tous les vendredis soirs.")
    assert ids(find("marché")) == [here.pk]
    assert set(ids(find("marché", titles=[house.daily, house.weekly]))) == {here.pk, there.pk}


def test_snippets_mark_the_words_and_escape_the_rest(house, find):
    post(house, text="Je cite : <script>alert(1)</script> dans les **élections** & puis rien d’autre à signaler ici.")
    snippet = find("election").hits[0].snippet
    assert "<mark>élections</mark>" in snippet
    assert "<script>" not in snippet
    assert "&lt;script&gt;" in snippet
    assert "&amp;" in snippet


def test_a_long_text_is_cut_around_the_word(house, find):
    set_policy(group=house.group, title=house.daily, max_length=5000)
    filler = " ".join(f"détail numéro{n} du dossier" for n in range(60))
    post(house, text=f"{filler} enfin la guinguette des quais {filler}")
    snippet = find("guinguettes").hits[0].snippet
    assert "<mark>guinguette</mark>" in snippet
    assert snippet.startswith("… ")
    assert len(snippet) < 400


ODD = ["", "   ", "-pont", "a' OR 1=1; --", "😀", "& | ! <-> ( ) :*", "\\", "%s %(x)s", "''''", '"', '-"']


@pytest.mark.parametrize("typed", ODD)
def test_odd_questions_are_answered_without_error(house, find, typed):
    post(house)
    assert find(typed).hits == []


def test_an_emoji_is_a_word(house, find):
    written = post(house, text="La fanfare repasse samedi devant le kiosque, venez nombreux avec les enfants 🎺 !")
    assert ids(find("🎺")) == [written.pk]


def test_too_long_or_unreadable_questions_are_refused(house):
    with pytest.raises(Refusal, match="200"):
        asked_of("mot " * 2_500)
    with pytest.raises(Refusal):
        asked_of("pont\x00")
    assert asked_of(' le  pont author:"Lison B" ').typed == 'le pont author:"Lison B"'


def test_pages_follow_one_another_by_date_and_by_relevance(house, find, monkeypatch):
    monkeypatch.setattr("parvis.conversations.searching.reads.PAGE", 2)
    written = [post(house, text=said_of("guichet", n)) for n in range(5)]
    for by_date in (True, False):
        seen, after = [], ""
        while True:
            page = find("guichet", by_date=by_date, after=after)
            seen += ids(page)
            after = page.next
            if not after:
                break
        assert sorted(seen) == [one.pk for one in written]
        assert not by_date or seen == sorted(seen, reverse=True)


def test_a_common_word_is_read_newest_first_and_counted_up_to_a_bound(house, find, monkeypatch):
    written = [post(house, text=said_of("guichet", n)) for n in range(25)]
    monkeypatch.setattr(measures, "COMMON", -1)
    monkeypatch.setattr("parvis.conversations.searching.reads.COUNTED", 24)
    page = find("guichet", by_date=True)
    assert ids(page) == [one.pk for one in reversed(written)][:20]
    assert (page.count, page.at_least) == (20, True)
    assert len(ids(find("guichet", by_date=True, after=page.next))) == 5


def test_headlines_are_found_too(house, find):
    written = post(house)
    said = ArticleMetadata(
        headline="Le téléphérique repoussé", summary="Deux ans de plus.", image="", authors=(), published_at=None
    )
    describe_article(article=written.thread.article, described=said)
    drain()
    assert [one.pk for one in find("telepherique").threads] == [written.thread_id]
    assert find("funiculaire").threads == []


def test_when_nothing_is_found_a_word_near_is_proposed(house, find):
    post(house, text="La guinguette du canal rouvre au printemps avec des concerts chaque vendredi soir.")
    assert find("ginguette").instead == "guinguette"
    assert find("xylophoniste").instead == ""


def test_a_search_costs_few_queries(house, find, django_assert_max_num_queries):
    post(house, text="La guinguette du canal rouvre au printemps avec des concerts chaque vendredi soir.")
    with django_assert_max_num_queries(9):
        assert find("guinguette").hits


def test_every_post_has_its_entry(house):
    written = post(house)
    entry = SearchEntry.objects.get(post=written)
    assert entry.title_id == house.daily.pk
    assert not Asked("")
