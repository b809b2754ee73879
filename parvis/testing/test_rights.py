"""Every address × every role × another title's data: deny by default, swept from the addresses themselves."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import RegexPattern

from parvis.config.middleware import JSON_PLACES, right_of
from parvis.conversations.acts import close_thread, pin_post, split_branches, summon
from parvis.desk.acts import draft_batch, save_view
from parvis.kit import clock
from parvis.kit.remembered import forget
from parvis.machines.acts import make_api_key, open_endpoint, ping_endpoint
from parvis.machines.scopes import SCOPES
from parvis.members.acts import make_signing_key
from parvis.members.badges.acts import claim_byline
from parvis.members.restrictions.acts import restrict_member
from parvis.members.sessions import session_for
from parvis.members.telling.acts import tell
from parvis.moderation.acts import decide, signal_subject, write_member_note
from parvis.moderation.models import Case
from parvis.publishers.acts import describe_article, invite, set_policy
from parvis.publishers.acts.feeds import declare_feed
from parvis.publishers.models import Origin, Role, Seat
from parvis.publishers.rights import CAPABILITIES
from parvis.testing.cast import House, build_house, post, reader, space, thread

#: Without it, a choice of these tests (`-k`) would have no database of its own, and speak to the real one.
pytestmark = pytest.mark.django_db
#: Words of the daily that nobody outside it may read, on a page or in JSON (so without an accent, which JSON escapes).
MARK = "vraquier drossant sur la balise"
#: Pages that allauth keeps for itself.
KEPT_BY_OTHERS = ("accounts/",)
#: What names something of the daily in an address: whoever has no seat there must find nothing.
NAMES_THE_DAILY = {"case_id", "decision_id", "thread_id", "post_id", "title_key"}
REFUSED = {301, 302, 401, 403, 404, 405, 410, 422}
#: Rights that are not everyone's, nor those of any reader.
CLOSED = ("seat:", "machine")
SEATED = [*(role for role in Role.values if role != "group_manager"), "group_manager"]
#: Machines: a key of another title of the group, a key of another group.
STRANGE_KEYS = ["weekly_key", "other_key"]
STRANGERS = ["anonymous", "nobody", "weekly_moderator", "other_manager", "reader", "other_reader", *STRANGE_KEYS]
#: Whose title shares the daily's members.
SHARE_MEMBERS = {"weekly_moderator", "weekly_key"}
#: The daily's own machines: one that may only read, one that may do everything.
OWN_KEYS = ["reading_key", "key"]
#: Forms only post; machines and the element use every verb.
METHODS, MACHINE_METHODS = ("GET", "POST"), ("GET", "POST", "PUT", "PATCH", "DELETE")


def addresses() -> Iterator[tuple[str, URLPattern]]:
    """Every address of the house, with its pattern."""

    def walk(resolver: Any, prefix: str) -> Iterator[tuple[str, URLPattern]]:
        for pattern in resolver.url_patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield path, pattern
            else:
                yield from walk(pattern, path)

    return walk(get_resolver(), "")


ADDRESSES = {path: pattern for path, pattern in addresses() if not path.startswith(KEPT_BY_OTHERS)}


@dataclass
class Swept:
    """The daily with something of everything, the same elsewhere, and a client for each role."""

    house: House
    values: dict[str, Any]
    body: dict[str, Any]
    clients: dict[str, Client]
    bearers: dict[str, str]
    homes: dict[str, str]

    def address(self, path: str, pattern: URLPattern, **instead: Any) -> str:
        """The address with the daily's own values; fails for a value that this sweep does not know."""
        values = self.values | instead
        if isinstance(pattern.pattern, RegexPattern):
            return "/accent/8a3324.css"
        for name in pattern.pattern.converters:
            assert name in values, f"{path}: say in test_rights.py what <{name}> may be"
            path = re.sub(rf"<(?:\w+:)?{name}>", str(values[name]), path)
        return "/" + path.replace("\\Z", "")

    def ask(self, role: str, method: str, address: str) -> Any:
        """The answer to that role, whatever it does undone afterwards."""
        headers = {"Authorization": f"Bearer {self.bearers[role]}"} if role in self.bearers else {}
        client = self.clients.get(role) or Client()
        if method == "GET":
            return client.get(address, headers=headers)
        if address.startswith(JSON_PLACES):
            return client.generic(method, address, json.dumps(self.body), "application/json", headers=headers)
        return client.post(address, self.body, headers=headers)


@pytest.fixture(scope="module")
def swept(django_db_setup, django_db_blocker) -> Iterator[Swept]:
    """Built once for the module, in a transaction that is never committed."""
    with django_db_blocker.unblock():
        assert connection.settings_dict["NAME"].startswith("test_"), "never build the swept house in a real database"
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            yield build()
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)
            forget()


def build() -> Swept:
    """Something of everything at the daily, and another group."""
    forget()
    house, other = build_house("balayage"), build_house("voisin")
    writer = reader(house, "Autrice du jour")
    place = thread(house)
    describe_article(article=place.article, described=type("Said", (), _said())())
    root = post(house, member=writer, text=f"Un {MARK}, dit-on au port, et rien dans le journal.")
    reply = post(house, parent=root)
    signal_subject(subject=root.subject, reason="other", member_id=reader(house).pk)
    signal_subject(subject=reply.subject, reason="spam", member_id=reader(house).pk)
    moderator, manager = house.accounts["moderator"].pk, house.accounts["group_manager"].pk
    decided = decide(case_id=Case.objects.get(subject=reply.subject).pk, account_id=moderator, verdict="approve")
    pin_post(account_id=manager, post_id=root.pk)
    notice = tell(member_id=writer.pk, kind="decision", about="decision:0", data={"subject": root.subject, "after": "removed"})
    invitation = invite(mail="x@y.example", role="moderator", group=house.group, title=house.daily, invited_by=manager)
    made = make_signing_key(group=house.group, title=house.daily, issuer="balayage", account_id=None)
    set_policy(group=house.group, title=house.daily, max_length=2500)
    closed = post(
        house, where=thread(house, "fermé"), text="Une discussion qui sera fermée dans un instant, sans bruit ni fureur."
    )
    close_thread(account_id=manager, thread_id=closed.thread_id, reason="essai")
    case = Case.objects.get(subject=root.subject)
    seat = Seat.objects.get(account=house.accounts["guest"])
    told = {"name": "", "address": "https://crochet.example/", "facts": ["post.held"], "account_id": manager}
    hook = open_endpoint(group=house.group, title=house.daily, **told).endpoint
    trial = ping_endpoint(endpoint=hook, account_id=manager)
    held = restrict_member(member=writer, kind="posts_per_day", amount=5, reason="essai", title=house.daily, account_id=manager)
    asked = declare_feed(site=house.daily.sites.get(), address=f"https://{house.daily.key}.example/rss", account_id=manager)
    signed = claim_byline(title=house.daily, name="A. Q.", by=manager, member=writer)
    agora = space(house, "agora")
    values = {
        "case_id": case.pk, "decision_id": decided.pk, "thread_id": root.thread_id, "post_id": root.pk, "root_id": root.pk,
        "member_id": writer.pk, "notice_id": notice.pk, "title_key": house.daily.key, "group_key": house.group.key,
        "key": house.daily.key, "title": "courrier", "slug": "pont", "kind": "useful", "name": "parvis", "token": "1:faux",
        "export_id": 1,
        **_desk_values(house, writer, root.thread_id),
        "muted_id": writer.pk, "followed_id": root.thread_id,
        "frame": "desk", "rest": "nulle-part", "article_id": place.article.pk, "section_key": "politique",
        "site_id": house.daily.sites.get().pk, "list_name": "banned-words", "seat_id": seat.pk, "invitation_id": invitation.pk,
        "kid": made.key.kid, "endpoint_id": hook.pk, "sending_id": trial.pk, "restriction_id": held.pk, "feed_id": asked.pk,
        "byline_id": signed.pk, "space_key": agora.key, "space_id": agora.pk, "version": 1, "first": 1, "size": "small",
    }  # fmt: skip
    body = {
        "subject": root.subject, "cases": [case.pk], "case": case.pk, "decisions": [decided.pk], "decision": decided.pk,
        "verdict": "approve", "rule": "1", "honour": "select", "held": "1", "words": "une note", "until": "hour",
        "seat": seat.pk, "invitation": invitation.pk, "kid": made.key.kid, "origin": Origin.objects.get(title=house.daily).origin,
        "title": house.daily.key, "url": f"https://{house.daily.key}.example/pont",
        "text": "Un texte tout à fait neuf sur la digue.",
        "reason": "insult", "token": "x", "max_length": "1234", "version": case.version, "yes": "1", "confirm": "1",
        "address": f"https://{house.daily.key}.example/pont", "author": {"subject": "17", "name": "Lison du port"},
        "entries": ["sornette"], "rows": [], "settings": {"max_length": 1234}, "facts": ["post.held"],
        "do": "ping", "sending": trial.pk, "life": "30", "mail": "nouvelle@balayage.example", "role": "moderator", "issuer": "https://comptes.example",
        "snoozed_until": (clock.now() + timedelta(hours=1)).isoformat(),
    }  # fmt: skip
    accounts = house.accounts | {"other_manager": other.accounts["group_manager"]}
    clients = {role: _client(accounts[role]) for role in {*SEATED, *STRANGERS} & set(accounts)}
    bearers = {"reader": session_for(reader(house)).bearer, "other_reader": session_for(reader(other)).bearer}
    return Swept(house, values, body, clients, bearers | _keys(house, other), _homes(house, other))


def _desk_values(house: House, writer: Any, thread_id: int) -> dict[str, Any]:
    """What the manager keeps at the desk, and a colleague's note."""
    manager = house.accounts["group_manager"].pk
    view = save_view(account_id=manager, place="threads", name="Vue", query="state=held")
    batch = draft_batch(account_id=manager, act="close", items=[thread_id])
    note = write_member_note(account_id=house.accounts["moderator"].pk, member_id=writer.pk, words="Une note de la maison.")
    asked = summon(account_id=manager, thread_id=thread_id, colleague_id=house.accounts["journalist"].pk)
    branch = post(house, where=thread(house, "rangé"))
    made = split_branches(account_id=manager, thread_id=branch.thread_id, post_ids=[branch.pk], heading="Une discussion rangée")
    told = {"view_id": view.pk, "batch_id": batch.pk, "note_id": note.pk}
    return told | {"summons_id": asked.pk, "arrangement_id": made.pk}


def _keys(house: House, other: House) -> dict[str, str]:
    """The secrets of the machines; the manager who made the weekly's key could do everything at the daily."""

    def secret(at: House, title: Any, scopes: Any = tuple(SCOPES)) -> str:
        manager = at.accounts["group_manager"].pk
        return make_api_key(group=at.group, title=title, name="machine", scopes=scopes, account_id=manager).secret

    return {
        "key": secret(house, house.daily),
        "reading_key": secret(house, house.daily, ["read"]),
        "weekly_key": secret(house, house.weekly),
        "other_key": secret(other, None),
    }


def _homes(house: House, other: House) -> dict[str, str]:
    """The title where each stranger is at home."""
    weekly, elsewhere = house.weekly.key, other.daily.key
    return {"weekly_moderator": weekly, "weekly_key": weekly, "other_manager": elsewhere, "other_key": elsewhere}


def _said() -> dict[str, Any]:
    empty = {"summary": "", "image": "", "published_at": None, "authors": ()}
    return {"headline": f"Un {MARK}", **empty}


def _client(account: Any) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


FINGERPRINT = """
SELECT md5(string_agg(line, '|' ORDER BY line)) FROM (
    SELECT 'case' || id || '.' || version || coalesce(claimed_by_id, 0) || coalesce(closed_at::text, '') AS line
        FROM moderation_case WHERE group_id = %(group)s
    UNION ALL SELECT 'post' || p.id || p.standing || p.revision || p.replies || p.reactions::text FROM conversations_post p
        JOIN conversations_thread t ON t.id = p.thread_id WHERE t.title_id = %(title)s
    UNION ALL SELECT 'thread' || id || '.' || version FROM conversations_thread WHERE title_id = %(title)s
    UNION ALL SELECT 'member' || id || pseudonym || is_premoderated FROM members_member WHERE group_id = %(group)s
    UNION ALL SELECT 'seat' || id || coalesce(ended_at::text, '') FROM publishers_seat WHERE group_id = %(group)s
    UNION ALL SELECT 'invitation' || id || coalesce(withdrawn_at::text, '') || coalesce(accepted_at::text, '')
        FROM publishers_invitation WHERE group_id = %(group)s AND coalesce(title_id, %(title)s) = %(title)s
    UNION ALL SELECT 'policy' || p::text FROM publishers_policy p WHERE group_id = %(group)s
        AND coalesce(title_id, %(title)s) = %(title)s
    UNION ALL SELECT 'word' || id FROM moderation_wordentry WHERE group_id = %(group)s
        AND coalesce(title_id, %(title)s) = %(title)s
    UNION ALL SELECT 'domain' || id FROM moderation_domainentry WHERE group_id = %(group)s
        AND coalesce(title_id, %(title)s) = %(title)s
    UNION ALL SELECT 'key' || id || coalesce(retired_at::text, '') FROM members_signingkey WHERE group_id = %(group)s
        AND coalesce(title_id, %(title)s) = %(title)s
    UNION ALL SELECT 'apikey' || id || coalesce(retired_at::text, '') FROM machines_apikey WHERE group_id = %(group)s
        AND coalesce(title_id, %(title)s) = %(title)s
    UNION ALL SELECT 'endpoint' || id || name || facts::text || coalesce(retired_at::text, '') || md5(sealed_secret)
        FROM machines_endpoint WHERE group_id = %(group)s AND coalesce(title_id, %(title)s) = %(title)s
    UNION ALL SELECT 'sending' || s.id || s.due_at FROM machines_sending s JOIN machines_endpoint e ON e.id = s.endpoint_id
        WHERE e.group_id = %(group)s
    UNION ALL SELECT 'site' || id FROM publishers_site WHERE title_id = %(title)s
    UNION ALL SELECT 'section' || id FROM publishers_section WHERE title_id = %(title)s
    UNION ALL SELECT 'origin' || id FROM publishers_origin WHERE title_id = %(title)s
    UNION ALL SELECT 'table' || id FROM moderation_screeningtable WHERE title_id = %(title)s
    UNION ALL SELECT 'decision' || id || coalesce(undone_at::text, '') FROM moderation_decision WHERE title_id = %(title)s
    UNION ALL SELECT 'article' || id || headline FROM publishers_article WHERE title_id = %(title)s
) AS lines
"""


def fingerprint(house: House) -> str:
    """What the daily's group holds, in one word."""
    with connection.cursor() as cursor:
        cursor.execute(FINGERPRINT, {"group": house.group.pk, "title": house.daily.pk})
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_address_says_who_may_use_it(path):
    right = right_of(ADDRESSES[path].callback)
    assert right in {"anyone", "member", "machine", "account"} or right in {
        f"seat:{capability}" for held in CAPABILITIES.values() for capability in held
    }


@pytest.mark.parametrize("path", ADDRESSES)
def test_whoever_has_no_right_there_finds_nothing_and_changes_nothing(path, swept):
    pattern = ADDRESSES[path]
    right, address = str(right_of(pattern.callback)), swept.address(path, pattern)
    names = set(getattr(pattern.pattern, "converters", {}))
    before = fingerprint(swept.house)
    # A machine's door looks at no cookie: one seat stands for all.
    for role in [*(SEATED[:1] if right == "machine" else SEATED), *STRANGERS, *OWN_KEYS]:
        for method in _methods(right):
            _try(swept, role, method, address, right, names, before)
    assert fingerprint(swept.house) == before, f"{address} left a trace"


def _methods(right: str) -> tuple[str, ...]:
    return MACHINE_METHODS if right in ("member", "machine") else METHODS


def _asked(swept: Swept, role: str, method: str, address: str) -> tuple[Any, str]:
    """The answer, and what the daily had become before it was all undone."""
    with transaction.atomic():
        answer = swept.ask(role, method, address)
        after = fingerprint(swept.house)
        transaction.set_rollback(True)
    forget()
    assert answer.status_code < 500, f"{role} {method} {address}: {answer.status_code}"
    return answer, after


def _said_by(answer: Any) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode("utf-8", "replace")


def _try(swept: Swept, role: str, method: str, address: str, right: str, names: set[str], before: str) -> None:
    answer, after = _asked(swept, role, method, address)
    who = f"{role} {method} {address}: {answer.status_code}"
    if _must_be_refused(role, method, right, names):
        assert answer.status_code in REFUSED, who
        assert after == before, f"{who} changed the daily"
    # A member is one for the whole group: whoever moderates at one of its titles may have their posts read first.
    shares_the_member = role in SHARE_MEMBERS and "member_id" in names
    if right.startswith(CLOSED) and role in STRANGERS and not shares_the_member:
        assert after == before, f"{who} changed the daily"
        assert MARK not in _said_by(answer), f"{who} shows the daily's words"


@pytest.mark.parametrize("path", [path for path in ADDRESSES if "title_key>" in path])
def test_what_is_the_dailys_is_not_found_under_the_title_of_a_stranger(path, swept):
    pattern = ADDRESSES[path]
    before = fingerprint(swept.house)
    for role, home in swept.homes.items():
        address = swept.address(path, pattern, title_key=home)
        for method in _methods(str(right_of(pattern.callback))):
            answer, after = _asked(swept, role, method, address)
            shares_the_member = role in SHARE_MEMBERS and path.endswith("/watch")
            assert after == before or shares_the_member, f"{role} {method} {address} changed the daily"
            assert MARK not in _said_by(answer), f"{role} {method} {address} shows the daily's words"


@pytest.mark.parametrize("path", [path for path in ADDRESSES if path.startswith("api/v1/titles/")])
def test_a_key_of_the_title_is_let_in_where_the_others_are_refused(path, swept):
    address = swept.address(path, ADDRESSES[path])
    # Not now and not so are said to whoever is let in; the others are told that they are nobody, or that nothing is there.
    assert {200, 201, 409, 422} & {_asked(swept, "key", method, address)[0].status_code for method in MACHINE_METHODS}


def _must_be_refused(role: str, method: str, right: str, names: set[str]) -> bool:
    signed_out = {"anonymous", "reader", "other_reader", *STRANGE_KEYS, *OWN_KEYS}
    if right == "account":
        return role in signed_out
    if right == "member":
        return role != "reader"
    if right == "machine" and not names:  # what the key itself is
        return role not in {"key", "reading_key", *STRANGE_KEYS}
    if right == "machine":
        return role != "key" and (role, method) != ("reading_key", "GET")
    if not right.startswith("seat:"):
        return False
    capability = right.removeprefix("seat:")
    if role in signed_out or role == "nobody":
        return True
    if role in {"weekly_moderator", "other_manager"}:
        held = CAPABILITIES["moderator" if role == "weekly_moderator" else "group_manager"]
        elsewhere = names & NAMES_THE_DAILY or (role == "other_manager" and names & {"member_id", "group_key"})
        return bool(elsewhere) or capability not in held
    return capability not in CAPABILITIES[role]


def test_a_view_that_says_nothing_is_closed(client, settings, db):
    settings.ROOT_URLCONF = "parvis.testing.silent_urls"
    assert client.get("/silent/").status_code == 403
