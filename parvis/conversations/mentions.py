"""People named in a post (`@Lison B.`): found when it is written, among the group's members only."""

import re
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from parvis.kit.markup import Rendered, render
from parvis.kit.refusals import Refusal
from parvis.members.models import Member
from parvis.members.pseudonyms import LONGEST, folded_pseudonym
from parvis.publishers.models import Title

#: People one post may name: a conversation, not a call.
MOST = 5
#: Signs looked up in one post, and places where a name after one may end.
MOST_SIGNS, MOST_ENDS = 40, 12

#: Where a name may begin: after a space, an opening bracket or quote; never inside an address or a word.
_SIGN = re.compile(r"(?<![^\s(«“\"'’>—–-])@(?=[^\s@])")
#: Where one may end: after a word, and after the full stop or the dash that may be its own.
_END = re.compile(r"(?<=\w)(?!\w)|(?<=\w[.\-!?'’])(?!\w)")
_MARK = re.compile(r"([\\*_\[\]|`])")


def render_named(source: str, *, title: Title) -> Rendered:
    """The words as kept at a title, names linked; those links are not counted as the author’s. Raises Refusal 422 (names)."""
    rendered = render(linked_names(source, title=title)) if "@" in source else render(source)
    return replace(rendered, links=tuple(link for link in rendered.links if not _is_of_member(link)))


def linked_names(source: str, *, title: Title) -> str:
    """The source with each name made a link to the member's page; one query, none without a sign.

    Of several names that fit, the longest is meant. Raises Refusal 422 beyond five people.
    """
    tries = {at: _candidates(source, at) for at in _signs(source)}
    known = _known(title.group_id, {fold for found in tries.values() for _end, fold in found})
    pieces: list[str] = []
    named: set[int] = set()
    last = 0
    for at, found in tries.items():
        fold = next((fold for _end, fold in found if fold in known), None)
        if fold is None or at < last:
            continue
        member = known[fold]
        end = _end_of(source, at, [end for end, other in found if other == fold], member.pseudonym)
        said = _MARK.sub(r"\\\1", source[at + 1 : end])
        pieces += [source[last:at], f"[@{said}]({address_of(title, member.pk)})"]
        named.add(member.pk)
        last = end
    if len(named) > MOST:
        words = _("A post names at most %(most)s people; this one names %(count)s.") % {"most": MOST, "count": len(named)}
        raise Refusal("too_many_names", 422, words, field="text")
    return "".join([*pieces, source[last:]])


def named_ids(html: str) -> list[int]:
    """The numbers of the members that a post's HTML names, as far as the limit."""
    link = rf'<a href="{_place()}"[^>]*>@'
    return [int(pk) for pk in dict.fromkeys(re.findall(link, html))][:MOST]


def address_of(title: Title, member_id: int) -> str:
    """Where a member's page at the title is, wherever the words are read."""
    return f"{settings.PARVIS_ADDRESS}/t/{title.key}/members/{member_id}/"


def _place() -> str:
    return rf"{re.escape(settings.PARVIS_ADDRESS)}/t/[\w-]+/members/(\d{{1,18}})/"


def _is_of_member(link: str) -> bool:
    return re.fullmatch(_place(), link) is not None


def _signs(source: str) -> list[int]:
    """Where the first names may begin; not inside the words of a link, nor in what is quoted from another."""
    found = []
    for sign in _SIGN.finditer(source):
        line = source[source.rfind("\n", 0, sign.start()) + 1 : sign.start()]
        if not line.lstrip().startswith(">") and line.count("[") <= line.count("]"):
            found.append(sign.start())
    return found[:MOST_SIGNS]


def _candidates(source: str, at: int) -> list[tuple[int, str]]:
    """(where it ends, its folded form) of each name that may begin after the sign, the longest first."""
    line = source[at + 1 : at + 1 + LONGEST].split("\n", 1)[0]
    ends = [match.start() for match in _END.finditer(line)][:MOST_ENDS]
    return [(at + 1 + end, folded_pseudonym(line[:end])) for end in reversed(ends)]


def _end_of(source: str, at: int, ends: list[int], pseudonym: str) -> int:
    """Where the name ends: with its own full stop when it has one, before that of the sentence when it has none."""
    whole = [end for end in ends if source[at + 1 : end].casefold() == pseudonym.casefold()]
    return whole[0] if whole else min(ends)


def _known(group_id: int, folds: set[str]) -> dict[str, Member]:
    members = Member.objects.filter(group_id=group_id, folded__in=folds, is_named=True, erased_at__isnull=True) if folds else []
    return {member.folded: member for member in members}
