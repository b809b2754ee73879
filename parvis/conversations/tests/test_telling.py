"""Who is told of a post: once, of the strongest kind, never before it is in sight, never of a muted author."""

from datetime import timedelta

import pytest

from parvis.conversations.acts import edit_post, publish_post, select_post, unselect_post, withdraw_post
from parvis.conversations.acts.following import follow, mute_member, unfollow, unmute_member
from parvis.conversations.hearers import tell_of_post
from parvis.conversations.models import Following, Mention, Post
from parvis.conversations.reads import thread_numbered
from parvis.journal.deliver import drain
from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.models import Member, Notice
from parvis.members.telling.acts import choose_way, see_notice
from parvis.members.telling.letters import words_of
from parvis.moderation.acts import decide, undo_decision
from parvis.moderation.models import Case
from parvis.publishers.acts import describe_article, find_article, set_policy
from parvis.testing.cast import post, reader, thread


def kinds_of(member: Member) -> list[str]:
    drain()
    return list(Notice.objects.filter(member=member, dropped_at__isnull=True).order_by("pk").values_list("kind", flat=True))


def test_a_reply_tells_the_author_it_answers_once(house):
    lison = reader(house, "Lison B.")
    asked = post(house, member=lison)
    answer = post(house, parent=asked)
    assert kinds_of(lison) == ["reply"]
    tell_of_post(answer.pk)
    assert kinds_of(lison) == ["reply"]
    (told,) = words_of(Notice.objects.all()).values()
    assert "vous a répondu" in told.said or "replied" in told.said
    assert told.link == f"{answer.thread.article.address}#parvis-{answer.pk}"


def test_one_who_answers_themself_is_not_told(house):
    lison = reader(house)
    post(house, member=lison, parent=post(house, member=lison))
    assert kinds_of(lison) == []


def test_the_strongest_reason_is_told_and_no_other(house):
    lison, marc = reader(house, "Lison B."), reader(house, "Marc du port")
    asked = post(house, member=lison)
    follow(member=lison, kind="thread", pk=asked.thread_id)
    follow(member=lison, kind="author", pk=marc.pk)
    post(house, member=marc, parent=asked, text="Dites-moi, @Lison B. le marché du samedi reste-t-il ouvert tout l’été ?")
    assert kinds_of(lison) == ["reply"]
    post(house, member=marc, where=thread_numbered(asked.thread_id))
    assert kinds_of(lison) == ["reply", "thread"]
    post(house, member=marc, where=thread(house, "ailleurs"))
    assert kinds_of(lison) == ["reply", "thread", "author"]


def test_a_kind_refused_leaves_room_for_the_next(house):
    lison = reader(house)
    asked = post(house, member=lison)
    follow(member=lison, kind="thread", pk=asked.thread_id)
    choose_way(member=lison, kind="reply", way="never")
    post(house, parent=asked)
    assert kinds_of(lison) == ["thread"]


def test_a_section_tells_of_its_new_discussions_only(house):
    lison = reader(house)
    follow(member=lison, kind="section", pk=house.politics.pk)
    place = thread(house, "budget")
    place.article.section = place.section = house.politics
    place.article.save(update_fields=["section"])
    first = post(house, where=place)
    post(house, where=thread_numbered(first.thread_id))
    assert kinds_of(lison) == ["section"]
    assert Notice.objects.get(member=lison).about == first.subject


def test_a_new_article_of_a_followed_section_is_told_once_and_an_old_one_never(house):
    lison = reader(house)
    follow(member=lison, kind="section", pk=house.politics.pk)
    new, old, nowhere = (find_article(title=house.daily, address=f"https://{house.daily.key}.example/{slug}") for slug in "abc")
    for article, days, section in ((new, 0, house.politics), (old, 30, house.politics), (nowhere, 0, None)):
        described = Described(headline="Le budget voté", published_at=clock.now() - timedelta(days=days))
        describe_article(article=article, described=described, section=section)
        drain()
        drain()
    assert kinds_of(lison) == ["section"]
    (told,) = words_of(Notice.objects.filter(member=lison)).values()
    assert "Le budget voté" in told.said
    assert told.link == new.address


class Described:
    """What an article's page says of itself."""

    summary, image, authors, reference, language = "", "", (), "", ""

    def __init__(self, **said):
        self.__dict__.update(said)


def test_a_muted_author_tells_nothing(house):
    lison, loud = reader(house, "Lison B."), reader(house, "Le Bruyant")
    asked = post(house, member=lison)
    mute_member(member=lison, muted_id=loud.pk)
    post(house, member=loud, parent=asked, text="Voilà pour toi, @Lison B. qui parles sans savoir du quai.")
    assert kinds_of(lison) == []
    unmute_member(member=lison, muted_id=loud.pk)
    post(house, member=loud, parent=asked)
    assert kinds_of(lison) == ["reply"]


def test_muting_stops_following(house):
    lison, loud = reader(house), reader(house)
    follow(member=lison, kind="author", pk=loud.pk)
    mute_member(member=lison, muted_id=loud.pk)
    assert not Following.objects.filter(member=lison).exists()


def test_nobody_is_told_of_a_held_post_before_the_moment_to_undo_has_passed(house):
    lison, marc = reader(house), reader(house)
    asked = post(house, member=lison)
    set_policy(group=house.group, mode="pre")
    held = post(house, member=marc, parent=asked)
    assert not held.is_visible
    assert kinds_of(lison) == []
    decide(case_id=Case.objects.get(subject=held.subject).pk, account_id=house.accounts["moderator"].pk, verdict="approve")
    assert kinds_of(lison) == ["reply"]
    notice = Notice.objects.get(member=lison)
    assert notice.due_at > clock.now()
    assert kinds_of(marc) == ["decision"]


def test_a_decision_undone_takes_back_and_taken_again_tells_again(house):
    lison, marc = reader(house), reader(house)
    asked = post(house, member=lison)
    set_policy(group=house.group, mode="pre")
    held = post(house, member=marc, parent=asked)
    moderator = house.accounts["moderator"].pk
    case = Case.objects.get(subject=held.subject)
    first = decide(case_id=case.pk, account_id=moderator, verdict="approve")
    assert kinds_of(lison) == ["reply"]
    undo_decision(decision_id=first.pk, account_id=moderator)
    assert kinds_of(lison) == []
    decide(case_id=case.pk, account_id=moderator, verdict="approve")
    assert kinds_of(lison) == ["reply"]
    assert Notice.objects.filter(member=lison).count() == 1


def test_a_withdrawn_post_is_taken_back_but_what_was_read_stays_read(house):
    lison, other, marc = reader(house), reader(house), reader(house)
    asked = post(house, member=lison)
    drain()
    follow(member=other, kind="thread", pk=asked.thread_id)
    answer = post(house, member=marc, parent=asked)
    assert kinds_of(lison) == ["reply"]
    see_notice(members=[other], notice_id=_only(other).pk)
    withdraw_post(member=marc, post_id=answer.pk)
    assert kinds_of(lison) == []
    assert _only(other).seen_at
    assert words_of(Notice.objects.filter(member=other)) == {}


def _only(member: Member) -> Notice:
    drain()
    return Notice.objects.get(member=member)


def test_the_newsroom_s_choice_is_told_to_its_author_while_it_lasts(house):
    lison = reader(house)
    chosen = post(house, member=lison)
    manager = house.accounts["group_manager"].pk
    select_post(account_id=manager, post_id=chosen.pk)
    assert kinds_of(lison) == ["selected"]
    assert words_of(Notice.objects.filter(member=lison))
    unselect_post(account_id=manager, post_id=chosen.pk)
    assert words_of(Notice.objects.filter(member=lison)) == {}


def test_an_edit_may_name_someone_more_and_no_longer(house):
    lison, marc = reader(house, "Lison B."), reader(house)
    said = post(house, member=marc, text="Le phare de la pointe sera repeint en mai, je crois.")
    edit_post(member=marc, post_id=said.pk, source="Le phare de la pointe sera repeint en mai, n’est-ce pas @Lison B. ?")
    assert kinds_of(lison) == ["mention"]
    assert Mention.objects.filter(member=lison).count() == 1
    edit_post(member=marc, post_id=said.pk, source="Le phare de la pointe sera repeint en mai, enfin je le crois.")
    assert not Mention.objects.exists()


def test_everyone_who_follows_is_told_in_one_statement(house, django_assert_num_queries):
    followed = post(house)
    for _number in range(30):
        follow(member=reader(house), kind="thread", pk=followed.thread_id)
    answer = post(house, where=thread_numbered(followed.thread_id))
    with django_assert_num_queries(2):
        assert tell_of_post(answer.pk) == 30
    drain()
    assert Notice.objects.filter(about=answer.subject).count() == 30


def test_following_is_for_one_s_own_group_and_not_oneself(house, other_house):
    lison, stranger = reader(house), reader(other_house)
    theirs = post(other_house, member=stranger)
    mine = post(house, member=lison)
    for kind, pk in (("thread", theirs.thread_id), ("author", stranger.pk), ("section", other_house.politics.pk), ("tag", 1)):
        with pytest.raises(Refusal) as refused:
            follow(member=lison, kind=kind, pk=pk)
        assert refused.value.status == 404
    for act in (lambda: follow(member=lison, kind="author", pk=lison.pk), lambda: mute_member(member=lison, muted_id=lison.pk)):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "oneself"
    follow(member=lison, kind="thread", pk=mine.thread_id)
    follow(member=lison, kind="thread", pk=mine.thread_id)
    assert Following.objects.filter(member=lison).count() == 1
    unfollow(member=lison, kind="thread", pk=mine.thread_id)
    assert not Following.objects.filter(member=lison).exists()


def test_a_group_s_members_cannot_be_named_from_another(house, other_house):
    reader(other_house, "Voisine d’ailleurs")
    said = post(house, text="Qu’en dit @Voisine d’ailleurs de ce chantier qui n’en finit pas ?")
    assert "<a " not in Post.objects.get(pk=said.pk).html


def test_names_are_not_counted_as_links(house):
    for number in range(5):
        reader(house, f"Personne {number}")
    set_policy(group=house.group, links_per_post=1)
    names = " ".join(f"@Personne {number}," for number in range(5))
    said = publish_post(member=reader(house), thread=thread(house), source=f"Bonjour {names} qui vient au conseil lundi ?").post
    assert said.is_visible
    assert Mention.objects.filter(post=said).count() == 5
