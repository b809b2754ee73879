"""Turns archived posts into rows ready for COPY: words rendered and sanitised, language found. Run in worker processes.

Costs about 100 µs a post; nothing here touches the database or Django's settings.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from parvis.conversations.archive.dates import CLOCKS_DIFFER
from parvis.conversations.archive.records import LONGEST_TEXT, ArchivedPost, Place, Repaired, Untaken
from parvis.conversations.archive.refs import parted, qualified
from parvis.kit.markup import Rendered, clean_html, render
from parvis.kit.markup.plain import in_paragraphs, without_controls
from parvis.language.searched import dictionary_of, searchable, tongue_of
from parvis.language.tongues import language_of

# The columns of a prepared row, in order; staging.py makes its table from them.
COLUMNS = {
    "n": "bigint", "place": "text", "ref": "text", "article": "text", "parent": "text", "quotes": "text", "issuer": "text",
    "subject": "text", "standing": "text", "source": "text", "html": "text", "words": "text", "language": "text",
    "written_at": "timestamptz", "edited_at": "timestamptz", "reactions": "jsonb", "reacted": "integer", "badges": "jsonb",
    "revision": "smallint", "details": "jsonb", "tongue": "text", "dictionary": "text", "searched": "text",
}  # fmt: skip
# Other systems' votes, said with our reactions; a kind that is not ours is kept under its own name, and not shown.
SAME_AS = {"like": "agree", "likes": "agree", "upvote": "agree", "agree": "agree", "useful": "useful", "moving": "moving"}
SHOWN = frozenset(SAME_AS.values())
MOST = 2**31 - 1
TO_ESCAPE = re.compile(r"[\\\t\n\r\x00]")
ESCAPED = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x00": ""}
# What becomes of pictures: a link to where they are, or nothing but their alternative text.
Pictures = Literal["link", "drop"]
PICTURE = re.compile(r"<(img|image)\b([^<>]*)>", re.IGNORECASE)
ALTERNATIVE = re.compile(r"""\balt\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""", re.IGNORECASE)
WAITS_FOR_READERS = ("published", "held", "hidden")


class Job(Struct, array_like=True):
    """Posts of one batch, each with its number in the archive and its place; `source` is empty for our own form.

    `width` is how many of the COLUMNS are wanted: a rehearsal needs the first ones only. `language` is the title's.
    """

    source: str
    now: datetime
    posts: list[tuple[int, Place, ArchivedPost]]
    width: int = len(COLUMNS)
    pictures: Pictures = "link"
    language: str = ""


class Prepared(Struct, array_like=True):
    """Rows for COPY, and what was said of posts left out or repaired."""

    rows: bytes
    notes: list[Untaken | Repaired]


ENCODE_JOB = msgspec.msgpack.Encoder().encode
DECODE_JOB = msgspec.msgpack.Decoder(Job).decode


def prepare(job: bytes) -> Prepared:
    """What a worker does of a Job, encoded by ENCODE_JOB."""
    given = DECODE_JOB(job)
    notes: list[Untaken | Repaired] = []
    rows = [row for number, place, post in given.posts for row in _rows(given, number, place, post, notes)]
    return Prepared("".join(rows).encode("utf-8", "replace"), notes)


def warm_up() -> int:
    """Loads what the first post would wait for; gives the language of a sentence, so that it cannot be optimised away."""
    return len(language_of("Une phrase assez longue pour que sa langue se devine sans peine.").language or "")


def rendered_of(text: str, form: str) -> Rendered:
    """Words as an archive keeps them (`html`, `markup` or `plain`), made safe by the house's one sanitiser."""
    if form == "html":
        return clean_html(text)
    return render(text) if form == "markup" else Rendered(*in_paragraphs(without_controls(text)))


def without_pictures(post: ArchivedPost) -> ArchivedPost:
    """The post with the alternative text of its pictures in their place."""
    text = PICTURE.sub(_alternative, post.text) if post.format == "html" else post.text
    return replace(post, text=text, html=None if post.html is None else PICTURE.sub(_alternative, post.html))


def _alternative(found: re.Match[str]) -> str:
    said = ALTERNATIVE.search(found[2])
    return (said[1] or said[2] or "") if said else ""


def _rows(job: Job, number: int, place: Place, post: ArchivedPost, notes: list[Untaken | Repaired]) -> Iterator[str]:
    if job.pictures == "drop":
        post = without_pictures(post)
    rendered = clean_html(post.html) if post.html is not None else None
    reason = "too_long" if len(post.text) > LONGEST_TEXT or len(post.html or "") > 4 * LONGEST_TEXT else ""
    if not reason:
        rendered = rendered or rendered_of(post.text, post.format)
        reason = "no_text" if not rendered.text and post.standing in WAITS_FOR_READERS else ""
    if reason or rendered is None:
        notes.append(Untaken(where=place, kind="post", ref=post.ref, reason=reason, detail=post.text[:200]))
        return
    if post.at > job.now + CLOCKS_DIFFER:
        notes.append(Repaired(where=place, kind="post", ref=post.ref, reason="future_date", detail=post.at.isoformat()))
    yield _row(job, number, place, post, rendered)


def _row(job: Job, number: int, place: Place, post: ArchivedPost, rendered: Rendered) -> str:
    at = min(post.at, job.now) if post.at > job.now + CLOCKS_DIFFER else post.at
    issuer, subject = parted(qualified(job.source, post.author)) if post.author else (None, None)
    reactions = _reactions(post)
    language = post.language[:5] or language_of(rendered.text).language or ""
    tongue = tongue_of(language, job.language)
    values = (
        number,
        place,
        qualified(job.source, post.ref),
        qualified(job.source, post.article or post.thread),
        qualified(job.source, post.parent) if post.parent else None,
        qualified(job.source, post.quotes) if post.quotes else None,
        issuer,
        subject,
        post.standing,
        rendered.text if post.format == "html" else post.text,
        rendered.html,
        rendered.text,
        language,
        at.isoformat(),
        post.edited_at.isoformat() if post.edited_at else None,
        _json(reactions),
        min(MOST, sum(count for kind, count in reactions.items() if kind in SHOWN)),
        _json(post.badges),
        min(32_000, 1 + max(len(post.revisions), post.edited_at is not None)),
        _details(job, post),
        tongue,
        dictionary_of(tongue),
        searchable(rendered.text, tongue) if job.width == len(COLUMNS) else "",
    )
    return "\t".join(map(_field, values[: job.width])) + "\n"


def _reactions(post: ArchivedPost) -> dict[str, int]:
    said: Counter[str] = Counter()
    for kind, count in (post.reactions or Counter(one.kind for one in post.reacted)).items():
        said[SAME_AS.get(kind, kind)[:10]] += max(0, min(count, MOST))
    return {kind: min(count, MOST) for kind, count in sorted(said.items()) if count}


def _details(job: Job, post: ArchivedPost) -> str | None:
    if not (post.revisions or post.reacted or post.pinned_at or post.selected_at):
        return None
    revisions = [
        {"at": one.at, "source": one.text, "html": made.html, "words": made.text, "heading": one.heading[:160]}
        for one in post.revisions
        for made in [clean_html(one.html) if one.html is not None else rendered_of(one.text, post.format)]
    ]
    reacted = [{"member": qualified(job.source, one.member), "kind": one.kind[:10], "at": one.at} for one in post.reacted]
    return _json({"revisions": revisions, "reacted": reacted, "pinned_at": post.pinned_at, "selected_at": post.selected_at})


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode().replace("\\u0000", "")


def _field(value: object) -> str:
    if value is None:
        return "\\N"
    text = value if type(value) is str else str(value)
    return TO_ESCAPE.sub(lambda found: ESCAPED[found[0]], text) if TO_ESCAPE.search(text) else text
