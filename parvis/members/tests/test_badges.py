"""What readers wear: the badges a group knows, and who signs the articles."""

import pytest

from parvis.journal.models import Fact
from parvis.kit.metadata import ArticleMetadata
from parvis.kit.refusals import Refusal
from parvis.kit.remembered import forget
from parvis.members.acts import enter_by_account, enter_by_token
from parvis.members.badges.acts import claim_byline, define_badge, end_byline, retire_badge
from parvis.members.badges.reads import all_said, badges_in_force, bylines_of, names_seen, said_of, worn_by
from parvis.members.sso import Claims
from parvis.publishers.acts import describe_article
from parvis.testing.cast import post, reader, thread

GOOD = {"label_fr": "Adhérent", "label_en": "Supporter", "account_id": None}


@pytest.fixture
def manager(house):
    return house.accounts["group_manager"].pk


def badged(house, *badges):
    claims = Claims(issuer="test", subject="x", name="Lison", badges=badges, language="fr")
    return enter_by_token(group=house.group, claims=claims)


def test_unknown_badges_are_ignored_and_known_ones_are_worn_in_order(house):
    member = badged(house, "vip", "subscriber", "staff", "expert", "<script>")
    assert worn_by(member) == ["expert", "subscriber"]
    assert post(house, member=member).badges == ["expert", "subscriber"]


def test_a_group_words_its_badges_and_takes_them_down(house, manager):
    define_badge(group=house.group, key="adherent", rank=5, **GOOD | {"account_id": manager})
    member = badged(house, "subscriber", "adherent", "expert")
    assert worn_by(member) == ["adherent", "expert", "subscriber"]
    retire_badge(group=house.group, key="subscriber", account_id=manager)
    retire_badge(group=house.group, key="subscriber", account_id=manager)
    assert worn_by(member) == ["adherent", "expert"]
    assert said_of("subscriber", house.group.pk) is None
    define_badge(group=house.group, key="subscriber", label_fr="Abonnée", label_en="Subscriber", account_id=manager)
    assert badges_in_force(house.group.pk)["subscriber"].labels[0] == "Abonnée"
    assert [fact.name for fact in Fact.objects.filter(name__startswith="Badge").order_by("pk")] == [
        "BadgeDefined",
        "BadgeRetired",
        "BadgeDefined",
    ]


def test_badges_are_said_in_the_reader_s_language_with_what_they_mean(house):
    from django.utils.translation import override

    with override("en"):
        said = all_said(["staff:journalist", "author", "expert", "unknown"], house.group.pk)
    assert [(one.label, one.tone) for one in said] == [
        ("Journalist", "house"),
        ("Wrote the article", "house"),
        ("Expert", "accent"),
    ]
    assert all(one.said for one in said)


def test_three_are_worn_at_most_the_newsroom_s_own_first(house, manager):
    for number in range(4):
        define_badge(group=house.group, key=f"b{number}", **GOOD)
    assert len(post(house, member=badged(house, "b0", "b1", "b2", "b3")).badges) == 3


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"key": "Deux mots"}, "key"), ({"key": "staff"}, "key"), ({"label_fr": " "}, "label_fr"), ({"tone": "gold"}, "tone"),
        ({"said_en": "x" * 200}, "said_en"), ({"rank": 100}, "rank"),
    ],
)  # fmt: skip
def test_a_senseless_badge_is_refused_with_its_field(house, values, field):
    with pytest.raises(Refusal) as refused:
        define_badge(group=house.group, **{"key": "bon"} | GOOD | values)
    assert refused.value.fields["field"] == field


def test_a_group_shows_twelve_badges_at_most(house):
    for number in range(12):
        define_badge(group=house.group, key=f"b{number}", **GOOD)
    with pytest.raises(Refusal) as refused:
        define_badge(group=house.group, key="de-trop", **GOOD)
    assert refused.value.code == "too_many_badges"
    define_badge(group=house.group, key="b3", **GOOD)  # one of the twelve is changed


def test_badges_are_the_group_s_managers_to_define(house):
    with pytest.raises(Refusal) as refused:
        define_badge(group=house.group, key="bon", **GOOD | {"account_id": house.accounts["community_manager"].pk})
    assert refused.value.status == 403


@pytest.fixture
def signed(house):
    """A thread under an article signed by two people."""
    place = thread(house)
    describe_article(article=place.article, described=ArticleMetadata(headline="La digue", authors=("Jeanne AUBRY", "Lison")))
    return place


def journalist(house):
    return enter_by_account(group=house.group, account=house.accounts["journalist"], pseudonym="Jeanne Aubry")


def test_the_author_of_the_article_is_who_the_title_says_and_no_namesake(house, signed):
    mine = house.accounts["journalist"].pk
    assert post(house, member=journalist(house), where=signed).badges == ["staff:journalist"]
    claim_byline(title=house.daily, name="Jeanne Aubry", account_id=mine, by=mine)
    assert post(house, member=journalist(house), where=thread(house)).badges == ["staff:journalist", "author"]
    assert post(house, member=reader(house, "Jeanne Aubry bis"), where=thread(house)).badges == []
    assert post(house, member=journalist(house), where=thread(house, "autre")).badges == ["staff:journalist"]
    end_byline(byline=bylines_of(house.daily)[0], by=mine)
    assert post(house, member=journalist(house), where=thread(house)).badges == ["staff:journalist"]


def test_a_member_by_single_sign_on_signs_once_the_title_says_so(house, signed):
    writer = badged(house)
    claim_byline(title=house.daily, name="lison", member=writer, by=house.accounts["community_manager"].pk)
    forget()
    assert post(house, member=writer, where=signed).badges == ["author"]
    assert names_seen(house.daily) == ["Jeanne AUBRY", "Lison"]


def test_a_name_is_claimed_for_oneself_once_and_for_others_by_who_gives_seats(house):
    mine, manager = house.accounts["journalist"].pk, house.accounts["community_manager"].pk
    first = claim_byline(title=house.daily, name="Jeanne Aubry", account_id=mine, by=mine)
    assert claim_byline(title=house.daily, name="jeanne aubry", account_id=mine, by=mine) == first
    other = house.accounts["moderator"].pk
    for name, account, by, status in (
        ("J. Doe", other, mine, 403),
        ("J. Doe", other, other, 403),
        ("J. Doe", mine, house.accounts["nobody"].pk, 404),
    ):
        with pytest.raises(Refusal) as refused:
            claim_byline(title=house.daily, name=name, account_id=account, by=by)
        assert refused.value.status == status
    assert claim_byline(title=house.daily, name="Jeanne Aubry", account_id=other, by=manager).account_id == other  # they share it


def test_a_name_without_an_owner_or_of_a_stranger_is_refused(house, other_house, manager):
    for options in (
        {},
        {"account_id": house.accounts["nobody"].pk},
        {"member": reader(other_house)},
        {"name": "x", "account_id": manager},
    ):
        with pytest.raises(Refusal) as refused:
            claim_byline(**{"title": house.daily, "name": "Jeanne", "by": manager} | options)
        assert refused.value.status == 422
