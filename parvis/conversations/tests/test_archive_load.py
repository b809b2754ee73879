"""Importing archives: what is kept, what is told, twice, killed, in any order."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from parvis.conversations.archive.load import import_archive, rehearse_archive
from parvis.conversations.archive.reports import examples_of, write_notes
from parvis.conversations.archived import AwaitedLink, ImportNote, ImportRun
from parvis.conversations.models import Closure, Pin, Post, Reaction, Revision, Thread
from parvis.journal.models import Fact
from parvis.kit.refusals import Refusal
from parvis.members.leaving.acts import ask_erasure, erase
from parvis.members.models import Identity, Member
from parvis.moderation.models import Case, StandingChange
from parvis.publishers.models import Article

NOON = datetime(2020, 1, 2, 12, tzinfo=UTC)


@pytest.fixture
def title(house):
    return house.daily


@pytest.fixture
def bring(title, tmp_path):
    """Imports records (dicts of the JSON-lines form) into the daily."""

    def bring(*records, rules="", **options):
        path = tmp_path / "archive.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
        given = tmp_path / "rules"
        given.write_text(rules)
        return import_archive(path=path, title=title, rules=given, **options)

    return bring


@pytest.fixture
def rehearse(title, tmp_path):
    """Rehearses the import of records."""

    def rehearse(*records):
        path = tmp_path / "archive.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
        return rehearse_archive(path=path, title=title, notes=tmp_path / "notes.jsonl")

    return rehearse


def article(title, ref="a", path="/1", **fields):
    return {"kind": "article", "ref": ref, "address": f"https://{title.key}.example{path}", "headline": "Un pont", **fields}


def member(ref="m", name="Lison", **fields):
    return {"kind": "member", "ref": ref, "name": name, **fields}


def post(ref, minutes=0, **fields):
    at = (NOON + timedelta(minutes=minutes)).isoformat()
    return {
        "kind": "post",
        "ref": ref,
        "article": "a",
        "author": "m",
        "at": at,
        "text": f"Mots {ref}",
        "format": "markup",
    } | fields


def posts_by_ref():
    rows = Post.objects.select_related("archived", "author", "thread")
    return {row.archived.ref.partition("/")[2]: row for row in rows}


def reasons(run=None):
    return sorted(ImportNote.objects.values_list("reason", flat=True))


def test_a_whole_discussion_is_kept(bring, title):
    report = bring(
        {"kind": "title", "key": "x", "name": "X"}, article(title, section="Politique"), member(mail="L@example.org"),
        post("1"), post("2", 1, parent="1"),
        post("3", 2, parent="2", standing="removed"), post("4", 3, parent="3"), post("5", 4, quotes="1"),
    )  # fmt: skip
    kept = posts_by_ref()
    one, two, three, four, five = (kept[ref] for ref in "12345")
    assert (one.parent_id, one.root_id, one.depth, one.replies) == (None, None, 0, 2)
    assert (two.parent_id, two.root_id, two.depth, two.replies) == (one.pk, one.pk, 1, 0)
    assert (four.parent_id, four.root_id, four.depth) == (three.pk, one.pk, 3)
    assert (three.standing, three.replies, five.quoted_id) == ("removed", 1, one.pk)
    assert (one.html, one.text, one.source, one.written_at) == ("<p>Mots 1</p>", "Mots 1", "Mots 1", NOON)
    thread = Thread.objects.get()
    assert (thread.visible_posts, thread.last_post_at) == (4, NOON + timedelta(minutes=4))
    assert thread.section.key == "politique"
    assert thread.version > 1
    assert (one.author.pseudonym, one.author.published_posts, one.author.joined_at) == ("Lison", 4, NOON)
    assert report.counts["posts"] == 5
    assert report.untaken == report.repaired == {}


def test_running_it_twice_changes_nothing(bring, title):
    archive = [article(title), member(mail="l@example.org"), post("1"), post("2", parent="1", standing="held")]
    bring(*archive)

    def everything():
        models = (Post, Thread, Article, Member, Identity, Case, StandingChange, Closure)
        return [list(model.objects.order_by("pk").values()) for model in models]

    before = everything()
    report = bring(*archive)
    assert everything() == before
    assert (report.counts["posts"], report.counts["already"]) == (0, 2)
    assert ImportRun.objects.filter(finished_at__isnull=False).count() == 2


def test_a_later_archive_adds_only_what_is_new(bring, title):
    first = [article(title), member(), post("1")]
    bring(*first)
    report = bring(*first, post("2", 1, parent="1"))
    assert (report.counts["posts"], report.counts["already"]) == (1, 1)
    kept = posts_by_ref()
    assert (kept["1"].replies, kept["2"].root_id) == (1, kept["1"].pk)
    assert Thread.objects.get().visible_posts == 2
    assert Member.objects.get().published_posts == 2


def test_held_posts_become_cases_and_other_standings_have_their_history(bring, title):
    bring(article(title), member(), post("1", standing="held"), post("2", standing="refused"), post("3"))
    case = Case.objects.get()
    assert (case.cause, case.words, case.subject) == ("imported", "Mots 1", f"post:{posts_by_ref()['1'].pk}")
    assert sorted(StandingChange.objects.values_list("cause", "before", "after")) == [
        ("import", "", "held"),
        ("import", "", "refused"),
    ]
    assert Thread.objects.get().visible_posts == 1


def test_answers_that_come_before_their_parents_are_tied(bring, title, monkeypatch):
    monkeypatch.setattr("parvis.conversations.archive.batches.SIZE", 2)
    monkeypatch.setattr("parvis.conversations.archive.batches.batches_of.__kwdefaults__", {"done": 0, "size": 2})
    chain = [post(str(number), number, parent=str(number - 1) if number > 1 else None) for number in range(9, 0, -1)]
    bring(article(title), member(), *chain)
    kept = posts_by_ref()
    assert [kept[str(number)].depth for number in range(1, 10)] == list(range(9))
    assert {kept[str(number)].root_id for number in range(2, 10)} == {kept["1"].pk}
    assert (kept["1"].replies, kept["8"].replies) == (8, 1)
    assert not AwaitedLink.objects.exists()
    assert reasons() == []


def test_unknown_and_foreign_parents_start_a_conversation_and_are_told(bring, title):
    bring(
        article(title), article(title, "b", "/2"), member(), post("1", parent="99"), post("2", article="b"), post("3", parent="2")
    )
    kept = posts_by_ref()
    assert kept["1"].parent_id is kept["3"].parent_id is None
    assert reasons() == ["parent_elsewhere", "unknown_parent"]


def test_circles_are_cut_once_and_told(bring, title):
    bring(
        article(title), member(), post("1", parent="3"), post("2", parent="1"), post("3", parent="2"), post("4", parent="4"),
        post("5", parent="2"),
    )  # fmt: skip
    kept = posts_by_ref()
    assert (kept["1"].parent_id, kept["2"].parent_id, kept["3"].parent_id) == (None, kept["1"].pk, kept["2"].pk)
    assert (kept["4"].parent_id, kept["5"].root_id, kept["5"].depth) == (None, kept["1"].pk, 2)
    assert reasons() == ["cyclic_parents", "cyclic_parents"]


def test_what_cannot_be_taken_is_named_with_its_reason(bring, title):
    report = bring(
        {"kind": "article", "ref": "away", "address": "https://elsewhere.example/1"},
        {"kind": "article", "ref": "out", "address": "https://old.example/pub"},
        article(title), member(), {"kind": "poem", "ref": "p"},
        post("1", article="away"), post("2", article="nowhere"), post("3", text="  "), post("4", text="x" * 70_000),
        post("5"), post("5"), post("6", author="nobody"), post("7", author=None), post("8", article="out"),
        post("9", at="2999-01-01T00:00:00Z"), post("10", quotes="98"),
        rules="https://old.example/ => -\n",
    )  # fmt: skip
    assert report.untaken == {
        "article_untaken": 2, "left_out": 1, "no_text": 1, "same_ref": 1, "too_long": 1, "unknown_article": 1, "unknown_kind": 1,
        "unmapped_address": 1,
    }  # fmt: skip
    assert report.repaired == {"future_date": 1, "unknown_author": 1, "unknown_quote": 1}
    assert report.unmapped == {"elsewhere.example": 1}
    kept = posts_by_ref()
    assert set(kept) == {"5", "6", "7", "9", "10"}
    assert kept["6"].author_id == kept["7"].author_id != kept["5"].author_id
    assert kept["9"].written_at <= datetime.now(UTC)
    places = dict(ImportNote.objects.filter(reason__in=["unknown_article", "too_long"]).values_list("reason", "place"))
    assert places == {"unknown_article": "line 7", "too_long": "line 9"}


def test_addresses_follow_the_rules(bring, title):
    bring(
        {"kind": "article", "ref": "a", "address": "http://old.example/2012/pont?utm_source=x"}, member(), post("1"),
        rules=f"http://old.example/ => https://{title.key}.example/\n",
    )  # fmt: skip
    assert Article.objects.get().address == f"https://{title.key}.example/2012/pont"


def test_articles_already_here_are_found_and_only_filled(bring, title, house):
    from parvis.publishers.acts import find_article

    known = find_article(title=title, address=f"https://{title.key}.example/1")
    bring(article(title, closed=True), article(title, "b", "/1#haut"), member(), post("1"), post("2", article="b"))
    known.refresh_from_db()
    assert known.headline == "Un pont"
    assert Thread.objects.get().article_id == known.pk
    assert Closure.objects.get().ended_at is None


def test_a_thread_the_desk_reopened_stays_open(bring, title):
    archive = [article(title, closed=True), member(), post("1")]
    bring(*archive)
    Closure.objects.update(ended_at=NOON)
    bring(*archive)
    assert Closure.objects.filter(ended_at__isnull=True).count() == 0


def test_names_are_made_unique_and_the_house_keeps_its_own(bring, title):
    bring(
        article(title), member("1", "Lison"), member("2", "lison"), member("3", "Rédaction"), member("4", "x" * 200),
        member("5", "<b>Zoé</b>"), member("6", "\x07"),
    )  # fmt: skip
    names = dict(Identity.objects.values_list("subject", "member__pseudonym"))
    assert names["1"] == "Lison"
    assert names["2"].startswith("lison ") and names["2"] != "lison"
    assert not names["3"].casefold().startswith("rédaction")
    assert len(names["4"]) == 40
    assert len(set(names.values())) == 6
    assert "<" not in names["5"]
    assert set(reasons()) == {"renamed"}


def test_mails_are_sealed_never_kept(bring, title):
    from parvis.members.bulk import seal_of

    bring(article(title), member(mail="Lison@Example.org"))
    kept = list(Identity.objects.values_list("issuer", "subject"))
    assert ("mail", seal_of("lison@example.org")) in kept
    assert "example.org" not in repr(kept).casefold()


def test_reactions_revisions_and_honours_are_kept(bring, title):
    at = NOON.isoformat()
    bring(
        article(title), member(), member("n", "Awa"),
        post("1", reactions={"like": 3, "dislike": 2}, revisions=[{"at": at, "text": "Avant"}], edited_at=at, pinned_at=at,
             selected_at=at, reacted=[{"member": name, "kind": "agree", "at": at} for name in ("n", "nobody")]),
        post("2", reacted=[{"member": "n", "kind": "useful", "at": at}], badges=["subscriber"]),
    )  # fmt: skip
    one, two = posts_by_ref()["1"], posts_by_ref()["2"]
    assert (one.reactions, one.reacted, one.revision) == ({"agree": 3, "dislike": 2}, 3, 2)
    assert (two.reactions, two.reacted, two.badges) == ({"useful": 1}, 1, ["subscriber"])
    assert Reaction.objects.count() == 2
    assert Revision.objects.get().text == "Avant"
    assert Pin.objects.get().at == NOON


def test_words_are_made_safe(bring, title):
    bring(
        article(title), member(), 
        post("1", format="html", text="<p>Oui<script>alert(1)</script> <img src=x onerror=alert(1)></p>"),
        post("2", text="[x](javascript:alert(1))"), post("3", html="<p onclick=x>Oui</p>"), post("4", format="plain", text="<b>"),
        post("5", text="Nul\x00 \ud83d ici".encode("utf-8", "replace").decode()),
    )  # fmt: skip
    kept = posts_by_ref()
    assert "script" not in kept["1"].html and "onerror" not in kept["1"].html
    assert "href" not in kept["2"].html
    assert kept["3"].html == "<p>Oui</p>"
    assert kept["4"].html == "<p>&lt;b&gt;</p>"


def test_a_killed_import_goes_on_where_it_stopped(bring, title, monkeypatch):
    from parvis.conversations.archive import load

    monkeypatch.setattr("parvis.conversations.archive.batches.batches_of.__kwdefaults__", {"done": 0, "size": 3})
    archive = [article(title), member(), *(post(str(number), number) for number in range(10)), post("x", article="nowhere")]
    written = load.write_posts
    calls = iter(range(100))

    def killed_at_the_third(*given):
        if next(calls) == 2:
            raise KeyboardInterrupt
        return written(*given)

    monkeypatch.setattr(load, "write_posts", killed_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        bring(*archive)
    assert Post.objects.count() == 4
    report = bring(*archive)
    assert report.resumed_at == 6
    assert (Post.objects.count(), report.counts["posts"], report.counts.get("already")) == (10, 10, 0)
    assert report.untaken == {"unknown_article": 1}
    assert Thread.objects.get().visible_posts == 10
    assert ImportRun.objects.count() == 1
    assert Fact.objects.filter(name="ArchiveImported").count() == 1


def test_a_row_the_database_refuses_is_found_and_named(bring, title, monkeypatch):
    from parvis.conversations.archive import load

    written = load.write_posts
    monkeypatch.setattr(
        load, "write_posts", lambda *given: written(*given[:3], given[3].replace(b"2020-01-02T12:03", b"2020-13-02"))
    )
    report = bring(article(title), member(), *(post(str(number), number) for number in range(7)))
    assert report.counts["posts"] == 6
    assert report.untaken == {"unwritable": 1}
    assert (ImportNote.objects.get().place, ImportNote.objects.get().ref) == ("line 6", "parvis/3")


def test_impossible_dates_are_named(bring, title):
    report = bring(
        article(title), member(), post("1", at="0001-01-01T00:00:00+23:00"), post("2", edited_at="9999-12-31T23:59:59-12:00"),
        post("3", revisions=[{"at": "1900-01-01T00:00:00Z", "text": "x"}]),
        article(title, "z", published_at="0001-01-01T00:00:00Z"),
    )  # fmt: skip
    assert report.untaken == {"no_date": 4}


def test_two_imports_into_a_title_do_not_run_at_once(bring, title, monkeypatch):
    from parvis.conversations.archive import load

    def refused(_title):
        raise Refusal("import_running", 409, "")

    monkeypatch.setattr(load, "ensure_alone", refused)
    with pytest.raises(Refusal):
        bring(article(title))
    assert not ImportRun.objects.exists()


def troubled(title):
    return [
        {"kind": "article", "ref": "away", "address": "https://elsewhere.example/1"}, article(title), article(title, "b", "/2"),
        member(), {"kind": "poem", "ref": "p"}, post("1"), post("1"), post("2", article="away"), post("3", article="nowhere"),
        post("4", text=""), post("5", author="nobody"), post("6", parent="99"), post("7", article="b", parent="1"),
        post("8", standing="held"), post("9", at="2999-01-01T00:00:00Z"),
    ]  # fmt: skip


def test_a_rehearsal_says_what_the_import_will_and_touches_nothing(bring, rehearse, title, tmp_path):
    rehearsed = rehearse(*troubled(title))
    assert not Post.objects.exists() and not Article.objects.exists() and not ImportRun.objects.exists()
    done = bring(*troubled(title))
    assert rehearsed.untaken == done.untaken
    assert rehearsed.repaired == done.repaired
    assert {kind: number for kind, number in rehearsed.counts.items() if number} == {k: n for k, n in done.counts.items() if n}
    assert rehearsed.unmapped == done.unmapped
    number = write_notes(done.run, tmp_path / "done.jsonl")
    said, told = (
        sorted((one["where"], one["kind"], one["reason"], one["taken"]) for one in map(json.loads, (tmp_path / name).open()))
        for name in ("notes.jsonl", "done.jsonl")
    )
    assert said == told
    assert number == sum(done.untaken.values()) + sum(done.repaired.values())
    assert examples_of(tmp_path / "done.jsonl", ["unknown_article", "none"])["unknown_article"].startswith("line 9 · parvis/3")


def test_a_rehearsal_knows_what_is_already_here(bring, rehearse, title):
    archive = [article(title), member(), post("1"), post("2", parent="1")]
    bring(*archive)
    report = rehearse(*archive, post("3", parent="2"))
    assert (report.counts["posts"], report.counts["already"], report.repaired) == (1, 2, {})


def test_somebody_erased_does_not_come_back_with_the_same_archive_nor_a_newer_one(title, bring, tmp_path, monkeypatch):
    monkeypatch.setattr("parvis.members.leaving.tombstones._list", lambda: tmp_path / "erased.jsonl")
    records = [article(title), member(name="Lison"), member(ref="n", name="Awa"), post("1"), post("2", 1, author="n", parent="1")]
    bring(*records)
    lison = Member.objects.get(pseudonym="Lison")
    assert erase(erasure=ask_erasure(member=lison, keeps_words=False))
    members, posts = Member.objects.count(), Post.objects.count()
    again = bring(*records)
    assert (again.counts["posts"], again.counts["already"], again.untaken) == (0, 2, {})
    newer = bring(*records, post("3", 2), post("4", 3, author="n"))
    assert newer.untaken == {"erased_author": 1}
    assert (Member.objects.count(), Post.objects.count()) == (members, posts + 1)
    assert not Member.objects.filter(pseudonym="Lison").exists()
    assert "Lison" not in json.dumps(list(Identity.objects.values_list("issuer", "subject")))
    assert Post.objects.get(author=lison).source == ""
