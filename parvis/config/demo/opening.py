"""Opening the demo's house: group, titles, articles, people in their seats, readers at the door."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password

from parvis.config.demo.content import STAFF, HousePlan, Line, Person, Reader, Story, TitlePlan, house_plan, readers, words
from parvis.config.demo.typography import french
from parvis.conversations.acts import thread_under
from parvis.conversations.models import Thread
from parvis.kit import clock
from parvis.kit.metadata import ArticleMetadata
from parvis.members.acts import enter_by_account, enter_by_token, make_signing_key
from parvis.members.models import Account, Member
from parvis.members.sso import Claims
from parvis.moderation.acts import adopt_starter_charter, set_domains, set_words
from parvis.publishers.acts import (
    allow_origin,
    describe_article,
    find_article,
    give_seat,
    open_group,
    open_section,
    open_site,
    open_title,
    set_policy,
)
from parvis.publishers.models import Group, Section, Title

#: The demo's one password, known to everybody: its accounts have seats in the demo group only.
PASSWORD = "parvis-demo"  # noqa: S105  # shown at start, on purpose
ISSUER = "https://comptes.parvis.example"
#: When the demo's life begins, before which nothing is written.
LIFE = timedelta(days=31)
_KNOWN_EXPERTS = {"infirmiere", "hydro", "bernache", "pompier"}
#: `parvis up` takes the next free port when its own is taken: as many are believed.
_PORTS = 20


@dataclass(slots=True)
class Cast:
    """What the acts need at hand, by key; `threads` by (title, slug)."""

    group: Group
    titles: dict[str, Title] = field(default_factory=dict)
    sections: dict[tuple[str, str], Section] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    threads: dict[tuple[str, str], Thread] = field(default_factory=dict)

    def author(self, line: Line) -> Member:
        """The member who wrote the line: a reader, or someone of the staff."""
        return self.members[line.by]

    def thread(self, story: Story) -> Thread:
        """The thread under the story."""
        return self.threads[story.title, story.slug]


def open_house(now: datetime) -> Cast:
    """The house as it stood at the beginning, its words and settings given, its people and readers there."""
    plan = house_plan()
    with clock.at(now - LIFE):
        cast = Cast(open_group(key=plan.key, name=plan.name))
        adopt_starter_charter(group=cast.group)
        make_signing_key(group=cast.group, title=None, issuer=ISSUER, account_id=None)
        for title in plan.titles:
            _open_title(cast, title)
        hashed = make_password(PASSWORD)  # once: hashing is slow on purpose
        for person in plan.people:
            _seat(cast, plan, person, hashed)
        _list_words(cast.group)
        set_policy(group=cast.group, newcomer_posts=0, edit_minutes=5, links_per_post=2)
    for reader in readers():
        _welcome(cast, reader, now)
    return cast


def _open_title(cast: Cast, plan: TitlePlan) -> None:
    contact = f"contact.{plan.key}@parvis.demo"
    title = open_title(group=cast.group, key=plan.key, name=plan.name, accent=plan.accent, contact=contact)
    open_site(title=title, name=plan.name, origins=origins())
    cast.titles[plan.key] = title
    for section in plan.sections:
        cast.sections[plan.key, section.key] = open_section(title=title, key=section.key, name=section.name)


def origins() -> list[str]:
    """Where the demo's pages may be served from: this installation, by its names on this machine."""
    first = settings.ENVIRONMENT.PARVIS_PORT
    local = [f"http://{host}:{port}" for port in range(first, first + _PORTS) for host in ("localhost", "127.0.0.1")]
    return list(dict.fromkeys([settings.PARVIS_ADDRESS, *local]))


def allow_address(address: str) -> None:
    """Lets the demo's pages be served from one more address."""
    keys = [plan.key for plan in house_plan().titles]
    for title in Title.objects.filter(group__key=house_plan().key, key__in=keys):
        site = title.sites.order_by("pk").first()
        if site:
            allow_origin(site=site, origin=address)


def _seat(cast: Cast, plan: HousePlan, person: Person, hashed: str) -> None:
    account = Account.objects.create_user(person.mail, name=person.name)
    account.password = hashed
    account.save(update_fields=["password"])
    EmailAddress.objects.create(user=account, email=person.mail, verified=True, primary=True)
    cast.accounts[person.key] = account
    title = None if person.at == plan.key else cast.titles[person.at]
    give_seat(account_id=account.pk, role=person.role, group=cast.group, title=title)
    cast.members[STAFF + person.key] = enter_by_account(group=cast.group, account=account, pseudonym=person.name)


def _list_words(group: Group) -> None:
    lists = words()
    for kind in ("banned", "watched"):
        set_words(group=group, title=None, kind=kind, patterns=lists[kind], account_id=None)
    set_domains(group=group, title=None, kind="allowed", domains=lists["allowed_domains"], account_id=None)


def _welcome(cast: Cast, reader: Reader, now: datetime) -> None:
    badges = (*(["subscriber"] if reader.subscriber else []), *(["expert"] if reader.key in _KNOWN_EXPERTS else []))
    claims = Claims(issuer=ISSUER, subject=reader.key, name=reader.name, badges=badges, language=_language(reader))
    with clock.at(now - timedelta(days=reader.since, minutes=37)):
        cast.members[reader.key] = enter_by_token(group=cast.group, claims=claims)


def _language(reader: Reader) -> str:
    return "en" if "english" in reader.habits or "german" in reader.habits else "fr"


def open_thread(cast: Cast, story: Story, published: datetime) -> None:
    """The article as its own page describes it, and the thread under it."""
    title = cast.titles[story.title]
    article = find_article(title=title, address=settings.PARVIS_ADDRESS + story.path)
    described = ArticleMetadata(
        headline=french(story.headline),
        summary=french(story.summary),
        image="",
        authors=(house_plan().person(story.byline).name,),
        published_at=published,
    )
    section = cast.sections[story.title, story.section]
    describe_article(article=article, described=described, reference=f"demo-{story.slug}", section=section)
    thread = thread_under(article=article)
    thread.title, thread.article, thread.section = title, article, section
    cast.threads[story.title, story.slug] = thread
