"""The badges a group shows, in words; who signs an article."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from parvis.kit.remembered import remembered
from parvis.members.models import Badge, Byline, Member
from parvis.members.pseudonyms import folded_pseudonym
from parvis.publishers.models import Article, Role, Title

#: A name that wears everything says nothing.
MOST_WORN = 3


@dataclass(frozen=True, slots=True)
class Worn:
    """A badge in words: its look (`tone`: house, plain, accent, strong) and what it means, said on hover and focus."""

    key: str
    label: str
    said: str
    tone: str


@dataclass(frozen=True, slots=True)
class Known:
    """A badge the group knows, in both languages (French, English)."""

    key: str
    labels: tuple[str, str]
    said: tuple[str, str]
    tone: str = "plain"
    is_subscription: bool = False
    rank: int = 50


#: What every group knows until it says otherwise.
HOUSE = (
    Known("expert", ("Expert", "Expert"), ("Parle de ce qu’il connaît, dit le journal", "Knows the subject, says the newspaper"),
          "accent", rank=10),
    Known("subscriber", ("Abonné", "Subscriber"), ("Est abonné au journal", "Subscribes to the newspaper"),
          "plain", is_subscription=True, rank=20),
)  # fmt: skip


def badges_in_force(group_id: int) -> Mapping[str, Known]:
    """The badges a group shows, by key, the first to be worn first; remembered for two seconds."""
    return remembered("badges", group_id, lambda: _badges(group_id))


def _badges(group_id: int) -> dict[str, Known]:
    known = {badge.key: badge for badge in HOUSE}
    for row in Badge.objects.filter(group_id=group_id):
        known.pop(row.key, None)
        if row.retired_at is None:
            words = (row.label_fr, row.label_en), (row.said_fr, row.said_en)
            known[row.key] = Known(row.key, *words, row.tone, row.is_subscription, row.rank)
    return {badge.key: badge for badge in sorted(known.values(), key=lambda badge: (badge.rank, badge.key))}


def worn_by(member: Member) -> list[str]:
    """The keys of the member's badges that their group knows, in order; what the publisher's token says besides is ignored."""
    held = set(member.badges)
    return [key for key in badges_in_force(member.group_id) if key in held] if held else []


def is_subscriber(member: Member) -> bool:
    """Whether the publisher's token gives the member a badge that stands for a subscription."""
    known = badges_in_force(member.group_id)
    return any(known[key].is_subscription for key in worn_by(member))


def said_of(badge: str, group_id: int) -> Worn | None:
    """A badge as a post wears it (`staff:journalist`, `author`, `expert`…), in the language in force; None when unknown."""
    kind, _colon, role = badge.partition(":")
    if kind == "staff":
        return Worn(badge, _role(role), _("Writes for the newsroom"), "house")
    if badge == "author":
        return Worn(badge, _("Wrote the article"), _("Signs the article under which this is said"), "house")
    known = badges_in_force(group_id).get(badge)
    if known is None:
        return None
    language = 1 if (get_language() or "fr").startswith("en") else 0
    return Worn(badge, known.labels[language], known.said[language], known.tone)


def _role(role: str) -> str:
    roles = {
        Role.JOURNALIST: pgettext("badge", "Journalist"),
        Role.MODERATOR: pgettext("badge", "Moderator"),
        Role.MEDIATOR: pgettext("badge", "Mediator"),
    }
    return roles.get(Role(role), _("Newsroom")) if role in Role.values else _("Newsroom")


def all_said(badges: Iterable[str], group_id: int) -> list[Worn]:
    """Those of these badges that are known, in words."""
    return [worn for badge in badges if (worn := said_of(badge, group_id))]


def signs(member: Member, article: Article | None) -> bool:
    """Whether one of the article's authors is the member, because the title says so; never by likeness of names alone."""
    if article is None or not article.authors:
        return False
    owners = remembered("bylines", article.title_id, lambda: _owners(article.title_id))
    mine = {("account", member.account_id), ("member", member.pk)}
    return any(mine & owners.get(folded_byline(str(name)), frozenset()) for name in article.authors)


def _owners(title_id: int) -> dict[str, frozenset[tuple[str, int]]]:
    owners: dict[str, set[tuple[str, int]]] = {}
    current = Byline.objects.filter(title_id=title_id, ended_at__isnull=True)
    for folded, account, member in current.values_list("folded", "account_id", "member_id"):
        owners.setdefault(folded, set()).add(("account", account) if account else ("member", member))
    return {folded: frozenset(people) for folded, people in owners.items()}


def folded_byline(name: str) -> str:
    """The form under which a name is the same however an article writes it."""
    return folded_pseudonym(name.strip())


def bylines_of(title: Title) -> list[Byline]:
    """Who signs what at the title now, by name; one query."""
    current = Byline.objects.filter(title=title, ended_at__isnull=True)
    return list(current.select_related("account", "member", "by").order_by("name", "pk"))


def names_seen(title: Title, *, most: int = 200) -> list[str]:
    """The names that sign the title's last articles, by name; one query."""
    lately = Article.objects.filter(title=title).exclude(authors=[]).order_by("-pk").values_list("authors", flat=True)[:most]
    return sorted({str(name).strip() for authors in lately for name in authors if str(name).strip()}, key=str.casefold)
