"""What each page of the square needs, in one call."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from parvis.conversations.models import Post, Thread
from parvis.conversations.policies import policy_of
from parvis.conversations.reads import (
    LARGEST,
    branch_to,
    mine_in_thread,
    posts_data,
    public_threads,
    replies_page,
    thread_numbered,
    thread_page,
)
from parvis.kit import clock
from parvis.kit.paging import read_cursor, write_cursor
from parvis.kit.refusals import Refusal
from parvis.members.models import Account, Member, Notice
from parvis.members.reads import members_of_account, open_notices
from parvis.moderation.acts.decisions import UNDO_LIFE
from parvis.moderation.letters import notice_words, rules_cited
from parvis.moderation.models import Decision, Rule, Standing
from parvis.publishers.models import Group, Title
from parvis.publishers.policies import EffectivePolicy
from parvis.publishers.rights import nothing_here
from parvis.site.measures import lately_active
from parvis.site.trees import Leaf, nested

BUSIEST, THREADS, OWN_POSTS = 6, 30, 30


def title_keyed(key: str) -> Title:
    """The title of that key with its group. Raises Refusal 404."""
    title = Title.objects.select_related("group").filter(key=key).first()
    if title is None:
        raise nothing_here()
    return title


@dataclass(slots=True)
class Front:
    """A title and its busiest discussions."""

    title: Title
    threads: list[Thread] = field(default_factory=list)


def fronts(group: Group | None = None) -> list[Front]:
    """Every title (of the group) with its six busiest discussions of the moment; three queries."""
    titles = Title.objects.select_related("group").order_by("name")
    fronts = {title.pk: Front(title) for title in (titles.filter(group=group) if group else titles)}
    now = clock.now()
    lately = Thread.objects.filter(pk__in=lately_active()).select_related("article", "section", "space")
    for thread in sorted(lately, key=lambda thread: heat_of(thread, now), reverse=True):
        front = fronts.get(thread.title_id)
        if front is not None and len(front.threads) < BUSIEST:
            front.threads.append(thread)
    return list(fronts.values())


def heat_of(thread: Thread, now: datetime) -> float:
    """Visible posts, fading with the hours since the last one (the shape of news rankings: points over age to a power)."""
    hours = (now - (thread.last_post_at or thread.opened_at)).total_seconds() / 3600
    return float(thread.visible_posts / (max(hours, 0.0) + 12) ** 1.3)


@dataclass(frozen=True, slots=True)
class ThreadList:
    """A page of a title's discussions; `next` is the cursor of the following ones or None."""

    threads: list[Thread]
    next: str | None


def threads_of(title: Title, after: str = "") -> ThreadList:
    """Thirty of the title's discussions, the last active first; one query. Raises Refusal 422 for a bad cursor."""
    shown = public_threads(title).order_by("-last_post_at", "-pk")
    if after:
        at, pk = read_cursor(after, datetime)
        shown = shown.filter(Q(last_post_at__lt=at) | Q(last_post_at=at, pk__lt=pk))
    rows = list(shown[: THREADS + 1])
    last = rows[THREADS - 1] if len(rows) > THREADS else None
    return ThreadList(rows[:THREADS], write_cursor((last.last_post_at, last.pk)) if last else None)


@dataclass(frozen=True, slots=True)
class ThreadShown:
    """A page of a thread as the square shows it. `posts` are the same words flat, for structured data."""

    thread: Thread
    policy: EffectivePolicy
    roots: list[Leaf]
    pinned: list[Leaf]
    posts: list[dict[str, Any]]
    next: str | None
    first: Leaf | None = None


def thread_of(title_key: str, thread_id: int) -> Thread:
    """The thread, if it is one of that title, in sight or not. Raises Refusal 404."""
    thread = thread_numbered(thread_id) if thread_id <= LARGEST else None
    if thread is None or thread.title.key != title_key:
        raise nothing_here()
    return thread


def ensure_shown(thread: Thread, member: Member | None) -> None:
    """Raises Refusal 410 when the words that opened the thread were taken out of sight, 404 when nobody has seen them yet.

    Their author still sees what waits for the newsroom. One query for a thread out of sight, else none.
    """
    if thread.is_shown:
        return
    first = Post.objects.filter(pk=thread.first_id or 0).first()
    if first is not None and first.standing in (Standing.REMOVED, Standing.WITHDRAWN, Standing.HIDDEN):
        raise Refusal("gone", 410, _("This discussion is no longer here."))
    if first is None or member is None or first.author_id != member.pk:
        raise nothing_here()


def thread_shown(thread: Thread, sort: str, after: str = "") -> ThreadShown:
    """A page of the thread; one query, two when settings are not at hand. Raises Refusal 422 for an unknown sort or cursor."""
    page = thread_page(thread_id=thread.pk, sort=sort, after=after, first_id=thread.first_id)
    policy = policy_of(thread)
    following = write_cursor(page.after) if page.after else None
    posts = [*([page.first] if page.first else []), *page.posts]
    return ThreadShown(
        thread, policy, nested(page.posts), nested(page.pinned), posts, following, nested([page.first])[0] if page.first else None
    )


@dataclass(frozen=True, slots=True)
class Branch:
    """A post and a page of what answers it."""

    root: Leaf
    posts: list[dict[str, Any]]
    more: str | None


def branch(thread: Thread, root_id: int, after: str = "") -> Branch:
    """Twenty replies under a root with the root itself; two queries. Raises Refusal 404 when it has no place there."""
    rooted = Post.objects.standing_in_page().filter(pk=root_id, thread=thread, parent__isnull=True)
    if root_id > LARGEST or not rooted.exists():
        raise nothing_here()
    page = replies_page(root_id=root_id, after=after)
    posts = [*posts_data([root_id]), *page.posts]
    return Branch(nested(posts)[0], posts, page.more)


def post_in_place(thread: Thread, post_id: int) -> list[Leaf]:
    """A post under all it answers, as one branch; two queries. Raises Refusal 404 out of sight."""
    if post_id > LARGEST:
        raise nothing_here()
    return nested(branch_to(post_id=post_id, thread_id=thread.pk))


@dataclass(frozen=True, slots=True)
class OwnShare:
    """What a member alone sees of a thread: posts that wait for the newsroom, own reactions by post."""

    held: list[Leaf] = field(default_factory=list)
    reactions: dict[int, list[str]] = field(default_factory=dict)


def own_share(thread: Thread, member: Member | None) -> OwnShare:
    """What the member alone sees of the thread; three queries, none for the anonymous."""
    if member is None:
        return OwnShare()
    mine = mine_in_thread(member=member, thread_id=thread.pk)
    return OwnShare([Leaf(post, datetime.fromisoformat(post["at"])) for post in mine.held], mine.reactions)


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in words, with the rule it cites."""

    notice: Notice
    words: str
    rule: Rule | None

    @property
    def post_id(self) -> int | None:
        """The number of the post it is about; None when it is about something else."""
        kind, _colon, number = str(self.notice.data.get("subject", "")).partition(":")
        return int(number) if kind == "post" and number.isdecimal() else None


@dataclass(frozen=True, slots=True)
class OwnPost:
    """One's own post, and the last decision about it that stands."""

    post: Post
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What a person finds on their own page."""

    members: list[Member]
    told: list[Told]
    posts: list[OwnPost]
    next: str | None


def own_page(account: Account, after: str = "") -> OwnPage:
    """A person's names, notices, posts and the decisions about them; 3 queries, and 2 for each group. Refusal 422: bad cursor."""
    members = members_of_account(account)
    notices = [notice for member in members for notice in open_notices(member)]
    rules = rules_cited(notices) if notices else {}
    told = [Told(notice, notice_words(notice), rules.get(notice.data.get("rule", 0))) for notice in notices]
    posts, following = _own_posts(members, after)
    decisions = _decisions_about([post.subject for post in posts])
    return OwnPage(members, told, [OwnPost(post, decisions.get(post.subject)) for post in posts], following)


def _own_posts(members: list[Member], after: str) -> tuple[list[Post], str | None]:
    mine = Post.objects.filter(author__in=members).select_related("thread__title", "thread__article")
    if after:
        at, pk = read_cursor(after, datetime)
        mine = mine.filter(Q(written_at__lt=at) | Q(written_at=at, pk__lt=pk))
    rows = list(mine.order_by("-written_at", "-pk")[: OWN_POSTS + 1])
    last = rows[OWN_POSTS - 1] if len(rows) > OWN_POSTS else None
    return rows[:OWN_POSTS], write_cursor((last.written_at, last.pk)) if last else None


def _decisions_about(subjects: list[str]) -> dict[str, Decision]:
    """The last standing decision about each subject, once its author may know of it."""
    told = Decision.objects.filter(subject__in=subjects, undone_at__isnull=True, decided_at__lte=clock.now() - UNDO_LIFE)
    return {decision.subject: decision for decision in told.select_related("rule").order_by("pk")}
