"""Trying a list or a table before it is in force: on one text, or on what was written lately."""

from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.utils.translation import get_language

from parvis.conversations.models import Post
from parvis.conversations.samples import last_posts
from parvis.desk.configuration.place import Place
from parvis.desk.marking import marked
from parvis.kit.markup import excerpt, render
from parvis.language.tongues import language_of
from parvis.language.words import WordMatcher
from parvis.moderation.listed import domains_if, evidence_kept, words_if
from parvis.moderation.screening import Judged, domains_in_force, judge_draft, table_in_force, words_in_force
from parvis.moderation.screens import AuthorHistory, DomainLists, Draft, Evidence, Limits
from parvis.moderation.screens import Place as Spot
from parvis.moderation.tables import Table, explain, judge
from parvis.publishers.models import Title
from parvis.publishers.policies import EffectivePolicy, policy_in_force

SAMPLE = 200
#: A trial never keeps its asker waiting longer than this; it then says how far it went.
SECONDS = 3.0
#: A reader known for long: what is tried is the text, not its author.
_KNOWN = AuthorHistory(
    member_id=0,
    published_posts=10_000,
    refused_recently=0,
    decided_recently=0,
    recent_texts=(),
    posts_last_minute=0,
    posts_last_hour=0,
    is_staff=False,
    premoderated=False,
)


def try_text(place: Place, text: str, *, list_name: str, entries: list[str]) -> dict[str, Any]:
    """What would become of a text if the list held these entries: outcome, risk, sentences, the text with its marks."""
    words = words_if(list_name, entries, group=place.group, title=place.title)
    domains = domains_if(list_name, entries, group=place.group, title=place.title)
    title_id = place.title.pk if place.title else None
    draft = _draft(text, policy_in_force(group_id=place.group.pk, title_id=title_id), words, domains)
    judged = judge_draft(draft=draft, title_id=title_id or 0)  # no title of number 0: the house's own table
    return _told(judged, draft.text) | {"of_house": title_id is None}


def _draft(text: str, policy: EffectivePolicy, words: WordMatcher, domains: DomainLists) -> Draft:
    rendered = render(text)
    limits = {name: getattr(policy, name) for name in Limits.__dataclass_fields__}
    return Draft(
        text=rendered.text,
        html=rendered.html,
        links=rendered.links,
        language=language_of(rendered.text).language,
        is_edit=False,
        author=_KNOWN,
        place=Spot(is_open=True, mode="post", recent_texts=()),
        words=words,
        domains=domains,
        limits=Limits(**limits),
    )


def _told(judged: Judged, text: str) -> dict[str, Any]:
    language = (get_language() or "fr")[:2]
    return {
        "outcome": judged.outcome,
        "risk": judged.risk,
        "sentences": [explain(one, language) for one in judged.evidence],
        "marked": marked(text, judged.evidence),
        "milliseconds": judged.microseconds / 1000,
    }


@dataclass(frozen=True, slots=True)
class Change:
    """A post whose outcome would be another."""

    words: str
    author: str
    at: Any
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What another table would have made of the posts written lately; `counts` by (before, after)."""

    tried: int
    is_whole: bool
    changes: tuple[Change, ...]
    counts: dict[tuple[str, str], int]


def try_table(title: Title, table: Table) -> Trial:
    """Judges the last 200 posts of the title by its present table and by `table`, on the same evidence.

    The evidence is what the screens kept when each post was written; a post never screened (imported) has its text
    screened now. Bounded in time.
    """
    posts, began = last_posts(title, SAMPLE), monotonic()
    kept = evidence_kept(post.subject for post in posts)
    present, changes, tried = table_in_force(title.pk), [], 0
    for post in posts:
        if monotonic() - began > SECONDS:
            break
        evidence = kept[post.subject] if post.subject in kept else _screened(post, title)
        before, after = judge(present, evidence).outcome, judge(table, evidence).outcome
        tried += 1
        if before != after:
            changes.append(Change(excerpt(post.text, 140), post.author.pseudonym, post.written_at, before, after))
    counts: dict[tuple[str, str], int] = {}
    for change in changes:
        counts[change.before, change.after] = counts.get((change.before, change.after), 0) + 1
    return Trial(tried, tried == len(posts), tuple(changes), counts)


def _screened(post: Post, title: Title) -> list[Evidence]:
    place = {"group_id": title.group_id, "title_id": title.pk}
    policy = policy_in_force(group_id=title.group_id, title_id=title.pk)
    draft = _draft(post.source, policy, words_in_force(**place), domains_in_force(**place))
    return list(judge_draft(draft=draft, title_id=title.pk).evidence)
