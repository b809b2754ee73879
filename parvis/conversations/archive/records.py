"""What an archive holds, whatever system wrote it; these are also the lines of our own JSON-lines form."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

Standing = Literal["published", "held", "refused", "removed", "withdrawn", "hidden"]
TextFormat = Literal["html", "markup", "plain"]
Place = str
# A date without an offset would be anyone's guess.
Moment = Annotated[datetime, Meta(tz=True)]

# The longest comment the systems we read can store (a MySQL TEXT column); above it, the record is not a reader's words.
LONGEST_TEXT = 65_535


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    """One line of the JSON-lines form. A ref is unique among the records of its kind and source."""


class ArchivedTitle(Record, frozen=True, kw_only=True, omit_defaults=True, tag="title"):
    """The publication an archive comes from; first line of our own archives."""

    key: str
    name: str
    language: str = "fr"
    version: int = 1


class ArchivedArticle(Record, frozen=True, kw_only=True, omit_defaults=True, tag="article"):
    """A page readers talked under; `address` is as the archive wrote it, before any rule moved it."""

    ref: str
    address: str
    headline: str = ""
    published_at: Moment | None = None
    section: str = ""
    closed: bool = False


class ArchivedSpace(Record, frozen=True, kw_only=True, omit_defaults=True, tag="space"):
    """A place of the title where threads of their own are opened; `shared`: by all the titles of its group."""

    key: str
    name: str
    shared: bool = False
    description: str = ""
    hue: str = "ink"
    icon: str = "talk"
    opens: Literal["members", "staff", "nobody"] = "members"
    archived_at: Moment | None = None

    @property
    def ref(self) -> str:
        """How the report names it."""
        return self.key


class ArchivedThread(Record, frozen=True, kw_only=True, omit_defaults=True, tag="thread"):
    """A thread under no article: its heading, the key of its space, the ref of the post that opens it."""

    ref: str
    heading: str
    opened_at: Moment
    space: str = ""
    first: str = ""
    pinned_at: Moment | None = None
    closed: bool = False


class ArchivedMember(Record, frozen=True, kw_only=True, omit_defaults=True, tag="member"):
    """A reader. The mail is kept only so that its owner may claim these posts; it is shown to nobody."""

    ref: str
    name: str
    mail: str = ""
    joined_at: Moment | None = None


class ArchivedRevision(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The words of a post before an edit, and when they were written; `html` when the archive kept it."""

    at: Moment
    text: str
    html: str | None = None
    heading: str = ""


class ArchivedReaction(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who reacted, how and when; systems that only kept totals fill `ArchivedPost.reactions` instead."""

    member: str
    kind: str
    at: Moment


class ArchivedPicture(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The picture of a post: its bytes (base64 in JSON) and what it shows, for those who do not see it."""

    described: str
    data: bytes


class ArchivedPost(Record, frozen=True, kw_only=True, omit_defaults=True, tag="post"):
    """A reader's words, under an article or in a thread of its own.

    `article` or `thread`, `author`, `parent` and `quotes` are refs; no author means that nobody is known.
    """

    ref: str
    at: Moment
    text: str
    article: str = ""
    thread: str = ""
    format: TextFormat = "html"
    parent: str | None = None
    quotes: str | None = None
    author: str | None = None
    badges: list[str] = field(default_factory=list)
    standing: Standing = "published"
    edited_at: Moment | None = None
    reactions: dict[str, int] = field(default_factory=dict)
    html: str | None = None
    language: str = ""
    pinned_at: Moment | None = None
    selected_at: Moment | None = None
    revisions: list[ArchivedRevision] = field(default_factory=list)
    reacted: list[ArchivedReaction] = field(default_factory=list)
    picture: ArchivedPicture | None = None


class Untaken(Struct, frozen=True, kw_only=True):
    """A record that could not be taken, where it stands in the file, and why."""

    where: Place
    kind: str
    ref: str
    reason: str
    detail: str = ""


class Repaired(Struct, frozen=True, kw_only=True):
    """A record taken although it was damaged, and what was done to it."""

    where: Place
    kind: str
    ref: str
    reason: str
    detail: str = ""


Taken = ArchivedTitle | ArchivedArticle | ArchivedSpace | ArchivedThread | ArchivedMember | ArchivedPost
Found = tuple[Place, Taken | Untaken | Repaired]

# Every reason a report may give, in plain words. The import's report and docs/how-to/import.md rely on this list.
REASONS = {
    "unreadable": "the record is not written as its format wants",
    "damaged_file": "the file is broken or cut short here",
    "bad_encoding": "bytes that are not of the file's encoding were read as Windows-1252",
    "no_ref": "the record has no identifier",
    "no_date": "the record has no date, or one that cannot be read",
    "future_date": "the record is dated in the future",
    "no_text": "the post has no words",
    "too_long": f"the post is longer than {LONGEST_TEXT} characters",
    "no_address": "the article has no address",
    "not_public": "the article was not public there: deleted, draft, private or behind a password",
    "unknown_article": "the article of this post is not in the archive",
    "article_untaken": "the article of this post could not be taken",
    "no_place": "the post says neither its article nor its thread, or says both",
    "no_space": "the space of this discussion is not in the archive: it stands in none",
    "bad_space": "the space could not be written as it is",
    "unmapped_address": "the address belongs to no site of this title, and no rule moves it",
    "left_out": "a rule leaves this address out",
    "unknown_author": "the author of this post is not in the archive",
    "erased_author": "the author of this post was erased here since, at their own request or for not having come for two years",
    "unknown_parent": "the post this one answers is not in the archive: it starts a conversation of its own",
    "parent_elsewhere": "the post this one answers is under another article: it starts a conversation of its own",
    "cyclic_parents": "these posts answer one another in a circle: the circle was cut",
    "not_a_post": "the record is a notice of a machine or of another site, not a reader's words",
    "banned": "this member was banned there; here nobody is, until the desk decides so",
    "unknown_standing": "the state of this post is not known: it waits for the desk",
    "unknown_kind": "the kind of this record is not known",
    "unknown_quote": "the post this one quotes is not in the archive",
    "unreadable_picture": "the picture of this post cannot be read: the post came without it",
    "renamed": "the name could not be kept as it was in this group",
    "same_ref": "another record of the archive has this identifier",
    "unwritable": "the database refused this record",
}
