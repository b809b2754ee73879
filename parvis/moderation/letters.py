"""Notices about decisions put into words: in the page, on the square, by mail."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from parvis.members.models import Notice
from parvis.members.telling.letters import Letter
from parvis.moderation.models import Rule
from parvis.moderation.notices import words_for_the_author


def notice_words(notice: Notice) -> str:
    """What a notice about a decision says, in the language in force."""
    return words_for_the_author(str(notice.data.get("after", "")), str(notice.data.get("subject", "")))


def rules_cited(notices: Iterable[Notice]) -> dict[int, Rule]:
    """The rules these notices cite, by number in the database; one query."""
    return {rule.pk: rule for rule in Rule.objects.filter(pk__in=[n.data["rule"] for n in notices if "rule" in n.data])}


def decision_letter(notice: Notice) -> Letter:
    """The mail about a decision: what was decided, the rule and its legal basis, the reason given.

    A statement of reasons says which rule or law it relies on, and why (règlement (UE) 2022/2065, art. 17).
    """
    rule = rules_cited([notice]).get(notice.data.get("rule", 0))
    said, reason = notice_words(notice), notice.data.get("reason", "")
    paragraphs = [said]
    if rule:
        paragraphs.append(_("It breaks rule %(number)s of the charter: %(name)s.") % {"number": rule.number, "name": rule.name})
        paragraphs.append(rule.text)
        paragraphs += [_("Legal basis: %(basis)s.") % {"basis": rule.legal_basis}] if rule.legal_basis else []
    paragraphs += [_("The newsroom’s reason: %(reason)s") % {"reason": reason}] if reason else []
    return Letter(subject=said, paragraphs=tuple(paragraphs))
