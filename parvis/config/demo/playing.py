"""Living the demo's month: readers write, signal and react; the desk judges, pins, selects and closes."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from parvis.config.demo.agenda import Agenda
from parvis.config.demo.content import Line, Story, phrases
from parvis.config.demo.opening import Cast, open_thread
from parvis.conversations.acts import close_thread, edit_post, pin_post, publish_post, react, select_post, withdraw_post
from parvis.conversations.models import Post
from parvis.kit import clock
from parvis.members.models import Member
from parvis.moderation.acts import decide, signal_subject
from parvis.moderation.models import Case
from parvis.moderation.rights import cases_for

_WORDS = {
    "insult": ["Insulte gratuite.", "On ne parle pas ainsi aux gens.", ""],
    "hate": ["Propos discriminatoires.", "C’est raciste, tout simplement.", ""],
    "false": ["C’est faux, et il le sait.", "Rumeur déjà démentie.", ""],
    "private": ["Il donne l’adresse de quelqu’un !", ""],
    "other": ["Hors sujet.", "Cela tourne au règlement de comptes.", ""],
    "spam": ["Publicité.", ""],
}
#: Who judges, by title: the group's moderator, and those of the title.
_JUDGES = {"courrier": ("hakim", "hakim", "jeanne", "soizic"), "estuaire": ("jeanne", "jeanne", "emile")}
_HOSTS = {"courrier": "soizic", "estuaire": "emile"}
#: Share of the written reactions that are lived: each is an act with its own history.
REACTIONS = 0.17
#: No case has waited longer than this, but for what is held: old posts that are left to judge were signalled lately.
STALE = timedelta(hours=48)
#: How often the desk looks at what waits.
ROUND = timedelta(hours=3)


@dataclass(slots=True)
class Scene:
    """A line of a story, and what it became: its post once written."""

    story: Story
    line: Line
    at: datetime
    first_reply: datetime | None = None
    last_reply: datetime | None = None
    post: Post | None = None

    @property
    def subject(self) -> str:
        """How moderation names it."""
        return self.post.subject if self.post else ""


class Play:
    """The whole month, played on an agenda."""

    def __init__(self, cast: Cast, now: datetime, seed: int, said: Callable[[], None]) -> None:
        self._cast, self._now, self._said = cast, now, said
        self._dice = random.Random(seed)  # noqa: S311  # a demo, not a secret
        self._agenda = Agenda(now)
        self.scenes: dict[tuple[str, str, str], Scene] = {}

    def perform(self, stories: list[Story]) -> None:
        """Plays every story, from the oldest moment to now."""
        for story in stories:
            self._announce(story)
        oldest = self._now - timedelta(hours=max(story.hours_ago for story in stories))
        self._agenda.plan(oldest + ROUND, self._clear_the_desk)
        self._agenda.live()

    def _clear_the_desk(self) -> None:
        """The desk's round: what screening flagged and nobody has written an end for is approved."""
        written = {scene.subject: scene for scene in self.scenes.values() if scene.post and not scene.line.end}
        waiting = cases_for(self._cast.accounts["claire"].pk).filter(closed_at__isnull=True).values_list("subject", flat=True)
        for subject in list(waiting):
            if subject in written and written[subject].at < clock.now() - timedelta(minutes=5):
                self._judge(written[subject], "approve")
        if clock.now() + timedelta(minutes=1) < self._now:
            self._agenda.plan(clock.now() + ROUND, self._clear_the_desk)

    def also(self, moment: datetime, deed: Callable[[], object]) -> None:
        """Plans something else."""
        self._agenda.plan(moment, deed)

    def _announce(self, story: Story) -> None:
        published = self._now - timedelta(hours=story.hours_ago)
        self._agenda.plan(published, partial(open_thread, self._cast, story, published))
        for line in story.posts:
            moment = published + timedelta(minutes=line.at, seconds=self._dice.randrange(58))
            self.scenes[story.title, story.slug, line.id] = Scene(story, line, moment)
        for line in story.posts:
            self._reply_known(story, line)
            scene = self.scenes[story.title, story.slug, line.id]
            self._agenda.plan(scene.at, partial(self._write, scene))
        if story.closed:
            last = max(line.at for line in story.posts)
            self._agenda.plan(published + timedelta(minutes=last + 50), partial(self._close, story))

    def _reply_known(self, story: Story, line: Line) -> None:
        if not line.on:
            return
        scene, at = self.scenes[story.title, story.slug, line.on], self.scenes[story.title, story.slug, line.id].at
        scene.first_reply = min(at, scene.first_reply or at)
        scene.last_reply = max(at, scene.last_reply or at)

    def _write(self, scene: Scene) -> None:
        author, thread = self._cast.author(scene.line), self._cast.thread(scene.story)
        if not author.published_posts:
            author.refresh_from_db(fields=["published_posts"])
        parent = self.scenes[scene.story.title, scene.story.slug, scene.line.on].post if scene.line.on else None
        parent_id = parent.pk if parent else None
        scene.post = publish_post(member=author, thread=thread, source=scene.line.text, parent_id=parent_id).post
        thread.visible_posts += scene.post.is_visible
        self._said()
        if scene.line.edit:
            self._agenda.plan(clock.now() + timedelta(minutes=3), partial(self._mend, scene))
        self._judge_if_held(scene) if not scene.post.is_visible else self._go_on(scene, self._soon(5, 60))

    def _judge_if_held(self, scene: Scene) -> None:
        """What was held is printed when someone answers it, or when nothing is wrong with it; else judged, or left open."""
        line = scene.line
        if scene.first_reply or line.end in ("", "cleared", "withdrawn"):
            soon = self._soon(2, 40)
            if scene.first_reply:
                soon = min(soon, clock.now() + (scene.first_reply - clock.now()) / 2)
            self._agenda.plan(soon, partial(self._approve_then_go_on, scene))
        elif line.rule:
            self._agenda.plan(self._soon(10, 150), partial(self._judge, scene, "hide" if line.end == "hidden" else "refuse"))

    def _approve_then_go_on(self, scene: Scene) -> None:
        self._judge(scene, "approve")
        self._go_on(scene, self._soon(5, 60))

    def _go_on(self, scene: Scene, later: datetime) -> None:
        """All that happens to a post in sight: signals, reactions, honours, and the end written for it."""
        line = scene.line
        if line.end == "open" and scene.at < self._now - STALE:
            self._agenda.plan(later, partial(self._judge, scene, "approve"))
        told = self._signals(scene)
        after = max(later, told, (scene.last_reply or later) + timedelta(minutes=4))
        if line.rule:
            self._agenda.plan(after, partial(self._judge, scene, "hide" if line.end == "hidden" else "refuse"))
        elif line.end == "withdrawn":
            self._agenda.plan(after, partial(self._withdraw, scene))
        elif line.end == "cleared":
            self._agenda.plan(after, partial(self._judge, scene, "approve"))
        if line.end in ("", "cleared"):
            self._applaud(scene)

    def _signals(self, scene: Scene) -> datetime:
        """Plans the signals; gives the moment of the last one."""
        reasons = scene.line.signals or (("other",) if scene.line.end in ("open", "removed", "hidden", "cleared") else ())
        moment = clock.now()
        if scene.line.end == "open":
            moment = max(moment, self._now - self._dice.random() * STALE)
        for number, reason in enumerate(reasons):
            moment += timedelta(minutes=self._dice.randint(4, 25))
            self._agenda.plan(moment, partial(self._signal, scene, reason, number))
        return moment + timedelta(minutes=self._dice.randint(6, 50)) if reasons else moment

    def _signal(self, scene: Scene, reason: str, number: int) -> None:
        by_member = self._dice.random() < 0.6
        member = self._someone_else(scene) if by_member else None
        words = self._dice.choice(_WORDS[reason])
        told = {"member_id": member.pk} if member else {"visitor": f"{scene.subject}-{number}"}
        signal_subject(subject=scene.subject, reason=reason, words=words, **told)

    def _judge(self, scene: Scene, verdict: str) -> None:
        judge = self._cast.accounts[self._dice.choice(_JUDGES[scene.story.title])].pk
        case = case_about(judge, scene.subject)
        if case is None:
            return
        rule = None if verdict == "approve" else scene.line.rule
        reason = self._dice.choice(phrases()["reasons"][str(rule)]) if rule else ""
        decision = decide(case_id=case.pk, account_id=judge, verdict=verdict, rule_number=rule, reason=reason)
        thread = self._cast.thread(scene.story)
        thread.visible_posts += (decision.after == "published") - (decision.before == "published")

    def _withdraw(self, scene: Scene) -> None:
        if scene.post:
            withdraw_post(member=self._cast.author(scene.line), post_id=scene.post.pk)

    def _applaud(self, scene: Scene) -> None:
        line = scene.line
        if line.pin:
            self._agenda.plan(self._soon(20, 90), partial(self._host, scene, pin_post))
        if line.select:
            self._agenda.plan(self._soon(60, 240), partial(self._host, scene, select_post))
        if line.liked:
            self._agenda.plan(self._soon(30, 400), partial(self._react, scene, max(1, round(line.liked * REACTIONS))))

    def _host(self, scene: Scene, honour: Callable[..., int]) -> None:
        if scene.post:
            honour(account_id=self._cast.accounts[_HOSTS[scene.story.title]].pk, post_id=scene.post.pk)

    def _react(self, scene: Scene, wanted: int) -> None:
        crowd = [one for key, one in self._cast.members.items() if ":" not in key and one != self._cast.author(scene.line)]
        kinds = ("agree", "agree", "useful", "moving") if scene.line.liked > 12 else ("agree", "agree", "agree", "useful")
        for member in self._dice.sample(crowd, min(wanted, len(crowd))):
            if scene.post:
                react(member=member, post_id=scene.post.pk, kind=self._dice.choice(kinds))

    def _close(self, story: Story) -> None:
        host = self._cast.accounts[_HOSTS[story.title]].pk
        close_thread(account_id=host, thread_id=self._cast.thread(story).pk, reason=story.closed)

    def _mend(self, scene: Scene) -> None:
        if scene.post and scene.post.is_visible:
            source = f"{scene.line.text}\n\n{scene.line.edit}"
            edit_post(member=self._cast.author(scene.line), post_id=scene.post.pk, source=source)

    def _someone_else(self, scene: Scene) -> Member:
        crowd = [one for key, one in self._cast.members.items() if ":" not in key and one != self._cast.author(scene.line)]
        return self._dice.choice(crowd)

    def _soon(self, least: int, most: int) -> datetime:
        return clock.now() + timedelta(minutes=self._dice.randint(least, most), seconds=self._dice.randrange(60))


def case_about(account_id: int, subject: str) -> Case | None:
    """The open case about a subject, through the right of the account."""
    return cases_for(account_id).filter(subject=subject, closed_at__isnull=True).first()
