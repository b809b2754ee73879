"""Members brought by the thousand from an archive."""

from datetime import UTC, datetime

from parvis.members.bulk import Newcomer, bring_members, name_members, seal_of, welcome_back
from parvis.members.models import Identity, Member
from parvis.testing.cast import reader

NOON = datetime(2020, 1, 2, 12, tzinfo=UTC)


def brought(house, *newcomers):
    return bring_members(group=house.group, newcomers=newcomers)


def test_each_newcomer_becomes_one_member_once(house):
    newcomers = [Newcomer("gazette", "1", "Lison"), Newcomer("gazette", "2", "Awa"), Newcomer("gazette", "1", "Autre nom")]
    assert brought(house, *newcomers) == (2, [])
    assert brought(house, *newcomers) == (0, [])
    assert sorted(Member.objects.values_list("pseudonym", "is_named")) == [("Awa", True), ("Lison", True)]


def test_a_name_taken_here_is_numbered_and_told(house):
    reader(house, "Lison")
    made, renamed = brought(house, Newcomer("gazette", "1", "LISON"))
    assert made == 1
    assert renamed[0].pseudonym.startswith("LISON ")
    assert Identity.objects.get(subject="1").member.pseudonym == renamed[0].pseudonym


def test_the_same_archive_gives_the_same_names_in_another_house(house, other_house):
    newcomers = [Newcomer("gazette", str(number), "Pierre") for number in range(20)]
    brought(house, *newcomers)
    brought(other_house, *newcomers)
    first, second = (
        sorted(Member.objects.filter(group=one.group).values_list("pseudonym", flat=True)) for one in (house, other_house)
    )
    assert first == second
    assert len(set(first)) == 20


def test_names_that_would_pass_for_the_house_are_not_kept(house):
    _made, renamed = brought(house, Newcomer("gazette", "1", "Modération"), Newcomer("gazette", "2", ""))
    assert len(renamed) == 2
    assert not any("dération" in one.pseudonym for one in renamed)


def test_two_who_left_the_same_mail_are_two_members_and_the_first_holds_its_seal(house):
    brought(
        house, Newcomer("gazette", "1", "Lison", mail="l@example.org"), Newcomer("gazette", "2", "Lise", mail="L@Example.org")
    )
    assert Identity.objects.get(issuer="mail", subject=seal_of("l@example.org")).member.pseudonym == "Lison"


def test_posts_are_counted_and_the_first_of_them_says_since_when(house):
    member = reader(house)
    welcome_back(counts=[(member.pk, 3, NOON)])
    welcome_back(counts=[(member.pk, 2, datetime.now(UTC))])
    member.refresh_from_db()
    assert (member.published_posts, member.joined_at) == (5, NOON)


def test_a_lasting_name_is_given_once(house):
    member = reader(house)
    for _turn in range(2):
        name_members(group_id=house.group.pk, member_ids=[member.pk], issuer="ab12")
    assert Identity.objects.get(kind="import").subject == str(member.pk)
