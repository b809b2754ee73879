"""Exporting a title, and the round trip."""

import gzip
import hashlib
import json
from datetime import UTC, datetime

import pytest
from django.db import transaction

from parvis.conversations.acts import (
    archive_space,
    change_space,
    close_thread,
    edit_post,
    open_space,
    open_thread,
    pin_post,
    pin_thread,
    publish_post,
    react,
    select_post,
    withdraw_post,
)
from parvis.conversations.archive.dump import export_title
from parvis.conversations.archive.load import import_archive
from parvis.conversations.models import Post, Thread
from parvis.conversations.reads import thread_numbered
from parvis.kit import clock
from parvis.members.models import Identity, Member
from parvis.publishers.acts import set_policy
from parvis.testing.cast import build_house, own_thread, reader, space
from parvis.testing.cast import thread as thread_of

FIRST_DAY = datetime(2024, 3, 1, 8, tzinfo=UTC)


class RolledBack(Exception):
    """Ends a house that must leave nothing behind."""


def lively(house):
    """A discussion with a bit of everything, written through acts."""
    with clock.at(FIRST_DAY):
        lison, awa = reader(house, "Lison"), reader(house, "Awa")
        thread = thread_of(house, "pont")
        first = publish_post(member=lison, thread=thread, source="Le *pont* est || rouillé ||.\n\n> et alors ?").post
        answer = publish_post(
            member=awa, thread=thread_of(house, "pont"), source="Voir https://exemple.example/a", parent_id=first.pk
        )
        publish_post(member=lison, thread=thread_of(house, "piscine"), source="La piscine ferme encore cette année ?")
        gone = publish_post(member=lison, thread=thread_of(house, "pont"), source="Je retire ce que je disais plus haut.").post
        edit_post(member=lison, post_id=first.pk, source="Le pont est **très** rouillé, je l’ai vu.")
        react(member=awa, post_id=first.pk, kind="agree")
        withdraw_post(member=lison, post_id=gone.pk)
        manager = house.accounts["community_manager"].pk
        pin_post(account_id=manager, post_id=first.pk)
        select_post(account_id=manager, post_id=answer.post.pk)
        close_thread(account_id=manager, thread_id=first.thread_id, reason="")
        in_spaces(house, lison, awa, manager)
    return house


def in_spaces(house, lison, awa, manager):
    """Threads of their own: pinned, renamed, closed, held, withdrawn with answers, in a shared space, in none."""
    agora = space(house, "agora", description="Parler de tout", hue="sea", icon="globe")
    shared = open_space(group=house.group, name="Partout", opens="staff")
    shared = change_space(space_id=shared.pk, opens="members")
    halle = own_thread(house, member=lison, heading="Que faire de la hale ?", text="Elle est vide depuis trois ans.")
    edit_post(member=lison, post_id=halle.pk, source="Elle est vide depuis *trois* ans.", heading="Que faire de la halle ?")
    publish_post(member=awa, thread=thread_numbered(halle.thread_id), source="Un marché du soir, avec des lampions.")
    pin_thread(account_id=manager, thread_id=halle.thread_id)
    opening = {"member": awa, "title": house.daily, "space": shared}
    left = open_thread(**opening, heading="Les bacs du dimanche", source="Qui prend encore le bac du dimanche ?").post
    publish_post(member=lison, thread=thread_numbered(left.thread_id), source="Moi, avec mon vélo et ma mère.")
    withdraw_post(member=awa, post_id=left.pk)
    close_thread(account_id=manager, thread_id=left.thread_id, reason="")
    set_policy(group=house.group, mode="pre", newcomer_posts=0)
    own_thread(house, member=lison, where=agora, heading="Un mot retenu", text="Des mots que la rédaction doit lire.")
    set_policy(group=house.group, mode="post")
    archive_space(space_id=space(house, "vieux").pk)


def exported(house, path):
    counts = export_title(title=house.daily, path=path)
    return path.read_bytes(), counts


def test_exported_imported_and_exported_again_the_bytes_are_the_same(db, tmp_path):
    with pytest.raises(RolledBack), transaction.atomic():
        before, counts = exported(lively(build_house()), tmp_path / "one.jsonl")
        raise RolledBack
    assert not Post.objects.exists()
    other = build_house()
    report = import_archive(path=tmp_path / "one.jsonl", title=other.daily)
    assert report.untaken == report.repaired == {}
    after, again = exported(other, tmp_path / "two.jsonl")
    assert after.decode().splitlines() == before.decode().splitlines()
    assert hashlib.sha256(after).digest() == hashlib.sha256(before).digest()
    assert counts == again == {"article": 2, "space": 3, "thread": 3, "member": 2, "post": 9}
    halle = Thread.objects.get(heading="Que faire de la halle ?")
    assert (halle.space.key, halle.first.text, halle.is_shown) == ("agora", "Elle est vide depuis trois ans.", True)
    shown = dict(Thread.objects.filter(article__isnull=True).values_list("heading", "is_shown"))
    assert shown == {"Que faire de la halle ?": True, "": True, "Un mot retenu": False}


def test_importing_ones_own_export_changes_nothing(db, tmp_path):
    house = lively(build_house())
    before, _counts = exported(house, tmp_path / "one.jsonl")
    posts, members = Post.objects.count(), Member.objects.count()
    report = import_archive(path=tmp_path / "one.jsonl", title=house.daily)
    assert (report.counts["posts"], report.counts["already"]) == (0, 9)
    assert (Post.objects.count(), Member.objects.count()) == (posts, members)
    assert exported(house, tmp_path / "two.jsonl")[0] == before


def test_refs_last_from_one_export_to_the_next(db, tmp_path):
    house = lively(build_house())
    before, _counts = exported(house, tmp_path / "one.jsonl")
    publish_post(member=reader(house, "Odile"), thread=thread_of(house, "piscine"), source="Elle rouvre en juin, dit la mairie.")
    after, _counts = exported(house, tmp_path / "two.jsonl")
    assert set(before.splitlines()) < set(after.splitlines())


def test_another_title_is_not_exported(db, tmp_path):
    house = lively(build_house())
    publish_post(
        member=reader(house, "Odile"), thread=thread_of(house, "ailleurs", house.weekly), source="Ceci est dans l’autre titre."
    )
    content, _counts = exported(house, tmp_path / "one.jsonl")
    assert b"ailleurs" not in content
    assert b"Odile" not in content


def test_mails_are_exported_only_when_asked(db, tmp_path):
    from parvis.members.acts import enter_by_account
    from parvis.testing.cast import account

    house = build_house()
    member = enter_by_account(group=house.group, account=account("ines@lecteurs.example"), pseudonym="Inès")
    publish_post(member=member, thread=thread_of(house, "pont"), source="Un mot sur la circulation du pont.")
    export_title(title=house.daily, path=tmp_path / "without.jsonl")
    export_title(title=house.daily, path=tmp_path / "with.jsonl", with_mail=True)
    assert b"ines@lecteurs.example" not in (tmp_path / "without.jsonl").read_bytes()
    assert b"ines@lecteurs.example" in (tmp_path / "with.jsonl").read_bytes()


def test_an_export_named_gz_is_compressed_and_always_the_same(db, tmp_path):
    house = lively(build_house())
    export_title(title=house.daily, path=tmp_path / "one.jsonl.gz")
    export_title(title=house.daily, path=tmp_path / "two.jsonl.gz")
    assert (tmp_path / "one.jsonl.gz").read_bytes() == (tmp_path / "two.jsonl.gz").read_bytes()
    lines = gzip.decompress((tmp_path / "one.jsonl.gz").read_bytes()).splitlines()
    assert json.loads(lines[0])["kind"] == "title"


def test_an_interrupted_export_leaves_nothing(db, tmp_path):
    def interrupted(_written, _all):
        raise KeyboardInterrupt

    house = lively(build_house())
    with pytest.raises(KeyboardInterrupt):
        export_title(title=house.daily, path=tmp_path / "one.jsonl", progress=interrupted)
    assert list(tmp_path.iterdir()) == []


def test_naming_members_uses_one_identity_each(db, tmp_path):
    house = lively(build_house())
    exported(house, tmp_path / "one.jsonl")
    exported(house, tmp_path / "two.jsonl")
    assert Identity.objects.filter(kind="import").count() == 2
