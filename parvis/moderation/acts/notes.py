"""Writing notes in a member's file, changing one's own, taking them back."""

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.files import member_for
from parvis.moderation.models import MemberNote, MemberNoteRevision
from parvis.publishers.rights import nothing_here, titles_for

LONGEST = 5000


@transaction.atomic
def write_member_note(*, account_id: int, member_id: int, words: str, title_key: str = "") -> MemberNote:
    """A note that colleagues of the title read (default: the first title one opens files at, in the member's group).

    Raises Refusal 404 (member, title), 422 when empty.
    """
    member = member_for(account_id, member_id)
    titles = titles_for(account_id, "members").filter(group=member.group_id).order_by("name")
    title = (titles.filter(key=title_key) if title_key else titles).first()
    if title is None:
        raise nothing_here()
    return MemberNote.objects.create(member=member, title=title, account_id=account_id, words=_said(words), at=clock.now())


@transaction.atomic
def change_member_note(*, account_id: int, note_id: int, words: str) -> MemberNote:
    """Writes one's own note anew; what it said is kept. Raises Refusal 404 (not one's own), 422 when empty."""
    note, said = _own(account_id, note_id), _said(words)
    if said != note.words:
        MemberNoteRevision.objects.create(note=note, words=note.words, until=clock.now())
        note.words, note.changed_at = said, clock.now()
        note.save(update_fields=["words", "changed_at"])
    return note


@transaction.atomic
def drop_member_note(*, account_id: int, note_id: int) -> None:
    """Takes one's own note out of the file. Raises Refusal 404 when it is not one's own."""
    note = _own(account_id, note_id)
    MemberNote.objects.filter(pk=note.pk).update(dropped_at=clock.now())


def _own(account_id: int, note_id: int) -> MemberNote:
    mine = MemberNote.objects.select_for_update().filter(pk=note_id, account_id=account_id, dropped_at__isnull=True)
    note = mine.filter(title__in=titles_for(account_id, "members")).first()
    if note is None:
        raise nothing_here()
    return note


def _said(words: str) -> str:
    if not words.strip():
        raise Refusal("empty_note", 422, _("Write the note first."), field="words")
    return words.strip()[:LONGEST]
