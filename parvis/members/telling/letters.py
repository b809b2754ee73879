"""Putting notices into words that the rooms above give, and letters together from them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.members.models import Account, Mailing, Member, Notice
from parvis.members.telling.models import Way
from parvis.members.telling.stopping import stop_address


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in words, in the language in force; `heading` is what it is gathered under, `link` an absolute address."""

    said: str
    link: str
    heading: str = ""
    excerpt: str = ""
    details: tuple[str, ...] = ()
    link_words: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What one notice says in full: a subject and paragraphs, in the language in force."""

    subject: str
    paragraphs: tuple[str, ...]


Wording = Callable[[list[Notice]], dict[int, Told]]


def words_of(notices: Iterable[Notice]) -> dict[int, Told]:
    """The notices in words, by number; one that has nothing to say any more (its post is out of sight) is missing.

    The words of each kind are given by the function that config/notices.py names.
    """
    by_wording: dict[str, list[Notice]] = {}
    names: dict[str, str] = import_string(settings.NOTICE_WORDS)
    for notice in notices:
        if name := names.get(notice.kind):
            by_wording.setdefault(name, []).append(notice)
    said: dict[int, Told] = {}
    for name, some in by_wording.items():
        said |= import_string(name)(some)
    return said


@dataclass(slots=True)
class Chapter:
    """What a letter says under one heading."""

    heading: str
    told: list[Told] = field(default_factory=list)


def letter_for(mailing: Mailing) -> EmailMultiAlternatives | None:
    """The letter (member, group, account and kept mail at hand), or None when nothing is left to say or nobody to write to."""
    member = mailing.member
    address = mail_of(member)
    waiting = mailing.notices.filter(dropped_at__isnull=True, seen_at__isnull=True).select_related("member__group")
    notices = list(waiting.order_by("pk"))
    if not notices or not address:
        return None
    with translation.override(member.language):
        words = words_of(notices)
        told = [(notice.kind, words[notice.pk]) for notice in notices if notice.pk in words]
        return _written(mailing, address, told) if told else None


def mail_of(member: Member) -> str:
    """Where letters reach the member; empty when they have an address nowhere. Account and kept mail should be at hand."""
    account: Account | None = member.account
    if account is not None:
        return account.mail if account.is_active else ""
    kept = getattr(member, "kept_mail", None)
    return str(kept.mail) if kept else ""


def _written(mailing: Mailing, address: str, told: list[tuple[str, Told]]) -> EmailMultiAlternatives:
    member, kinds = mailing.member, {kind for kind, _told in told}
    stop = stop_address(member, kinds.pop() if len(kinds) == 1 else mailing.cadence)
    context: dict[str, Any] = {
        "member": member,
        "chapters": _chapters([one for _kind, one in told]),
        "intro": _intro(mailing.cadence),
        "place": f"{settings.PARVIS_ADDRESS}/members/me/notifications/",
        "stop": stop,
        "language": member.language,
    }
    subject = _subject(mailing.cadence, [one for _kind, one in told])
    letter = EmailMultiAlternatives(
        " ".join(f"{member.group} · {subject}".split()),
        render_to_string("members/letter.txt", context),
        None,
        [address],
        headers={
            # One click in the reader's own mail program (RFC 2369, RFC 8058).
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    letter.attach_alternative(render_to_string("members/letter.html", context), "text/html")
    return letter


def _chapters(told: list[Told]) -> list[Chapter]:
    chapters: dict[str, Chapter] = {}
    for one in told:
        chapters.setdefault(one.heading, Chapter(one.heading)).told.append(one)
    return list(chapters.values())


def _subject(cadence: str, told: list[Told]) -> str:
    if len(told) == 1:
        return told[0].said
    count = {"count": len(told)}
    if cadence == Way.DAILY:
        return _("Your day in discussions: %(count)s to read") % count
    if cadence == Way.WEEKLY:
        return _("Your week in discussions: %(count)s to read") % count
    heading = told[0].heading if all(one.heading == told[0].heading for one in told) else ""
    words = ngettext("%(count)s new post", "%(count)s new posts", len(told)) % count
    return f"{words} · {heading}" if heading else words


def _intro(cadence: str) -> str:
    return {
        Way.DAILY: _("Here is what happened since yesterday in the discussions you follow."),
        Way.WEEKLY: _("Here is what happened this week in the discussions you follow."),
    }.get(Way(cadence), "")
