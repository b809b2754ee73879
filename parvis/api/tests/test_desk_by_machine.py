"""Everything a seat can do at the desk, done by machine."""

from datetime import timedelta

from django.utils import timezone

from parvis.api.tests.conftest import made_key
from parvis.moderation.acts import signal_subject
from parvis.moderation.models import Case
from parvis.publishers.acts import set_policy
from parvis.publishers.models import Invitation, Seat
from parvis.testing.cast import post, reader


def held(house):
    set_policy(group=house.group, title=house.daily, mode="pre")
    return post(house)


def test_a_case_is_judged_with_its_rule_then_undone(ask, house):
    written = held(house)
    case = ask("GET", "cases").json()["cases"][0]
    assert (case["subject"], case["post"]) == (written.subject, written.pk)
    refused = ask("POST", f"cases/{case['id']}/decisions", {"verdict": "refuse"}, Accept_Language="en").json()["error"]
    assert refused["code"] == "rule_needed"
    assert refused["fields"] == {"rule": "Say which rule of the charter it breaks."}
    decided = ask("POST", f"cases/{case['id']}/decisions", {"verdict": "refuse", "rule": 1})
    assert (decided.status_code, decided.json()["standing"]) == (201, "refused")
    assert not Case.objects.open().exists()
    listed = ask("GET", "decisions").json()["decisions"]
    assert [(one["post"], one["rule"], one["after"]) for one in listed] == [(written.pk, 1, "refused")]
    assert ask("GET", f"decisions/{listed[0]['id']}").json() == listed[0]
    assert ask("DELETE", f"decisions/{listed[0]['id']}").json()["standing"] == "held"
    assert Case.objects.open().exists()


def test_a_case_is_taken_noted_put_aside_and_given_back(ask, house):
    held(house)
    taken = ask("POST", "cases/next").json()["case"]
    assert taken["claimed_by"] == str(house.accounts["community_manager"])
    case = f"cases/{taken['id']}"
    assert ask("POST", f"{case}/claim").status_code == 200
    assert ask("DELETE", f"{case}/claim").json()["standing"] == "released"
    assert ask("POST", f"{case}/notes", {"words": "À relire demain."}).status_code == 201
    assert ask("GET", case).json()["notes"][0]["words"] == "À relire demain."
    until = (timezone.now() + timedelta(hours=2)).isoformat()
    assert ask("POST", f"{case}/snooze", {"snoozed_until": "2030-01-01T10:00:00"}).json()["error"]["code"] == "no_time_zone"
    assert ask("POST", f"{case}/snooze", {"snoozed_until": until}).status_code == 200
    assert ask("GET", "cases").json()["cases"] == []
    assert len(ask("GET", "cases?snoozed=true").json()["cases"]) == 1
    assert ask("POST", "cases/next").json() == {"case": None}


def test_a_case_is_opened_by_hand_and_a_post_is_signalled(ask, house, other_house):
    written = post(house)
    opened = ask("POST", "cases", {"subject": written.subject})
    assert (opened.status_code, opened.json()["cause"]) == (200, "hand")
    assert ask("POST", "cases", {"subject": post(other_house).subject}).status_code == 404
    said = {"reason": "insult", "words": "Il insulte.", "author": {"subject": "9", "name": "Awa D."}}
    assert ask("POST", f"posts/{written.pk}/signals", said).json()["standing"] == "signalled"
    assert ask("POST", f"posts/{written.pk}/signals", said).json()["standing"] == "already_signalled"
    assert ask("POST", f"posts/{written.pk}/signals", {"reason": "spam"}).json()["standing"] == "signalled"
    signals = ask("GET", f"signals?post={written.pk}").json()["signals"]
    assert [(one["post"], one["reason"]) for one in signals] == [(written.pk, "spam"), (written.pk, "insult")]


def test_a_members_file_is_opened_and_the_member_watched(ask, house, other_house):
    author = reader(house, "Lison du port")
    written = post(house, member=author)
    signal_subject(subject=written.subject, reason="insult", member_id=reader(house).pk)
    assert author.pk in [one["id"] for one in ask("GET", "members?search=lison").json()["members"]]
    file = ask("GET", f"members/{author.pk}").json()
    assert (file["member"]["name"], file["ways_in"][0]["kind"]) == ("Lison du port", "sso")
    assert [one["id"] for one in ask("GET", f"members/{author.pk}/posts").json()["posts"]] == [written.pk]
    assert ask("PUT", f"members/{author.pk}/watch").json()["watched"] is True
    assert ask("GET", "members?watched=true").json()["members"][0]["id"] == author.pk
    assert ask("DELETE", f"members/{author.pk}/watch").json()["watched"] is False
    assert ask("GET", f"members/{reader(other_house).pk}").status_code == 404


def test_settings_are_read_and_changed_at_each_level(ask, house):
    whole = made_key(house, scopes=["read", "manage"], title=None, role="group_manager").secret
    assert ask("PATCH", "policy", {"settings": {"mode": "pre"}}).json()["settings"]["mode"]["own"] == "pre"
    section = ask("PATCH", "sections/politique/policy", {"settings": {"mode": "reactive", "max_length": 900}}).json()["settings"]
    assert (section["mode"]["value"], section["max_length"]["source"]) == ("reactive", "section")
    assert ask("GET", "sections/politique/policy").json()["settings"] == section
    assert ask("GET", "sections/nulle-part/policy").status_code == 404
    assert ask("PATCH", "policy?level=group", {"settings": {"mode": "pre"}}).status_code == 403
    assert ask("PATCH", "policy?level=group", {"settings": {"mode": "pre"}}, secret=whole).status_code == 200
    assert ask("PATCH", "policy", {"settings": {"mode": None}}).json()["settings"]["mode"]["source"] == "group"
    for wrong in ({"max_length": "long"}, {"max_length": True}, {"languages": [3]}, {"mode": 5}):
        assert ask("PATCH", "policy", {"settings": wrong}).json()["error"]["code"] == "bad_setting"


def test_lists_and_the_table_are_read_and_changed(ask, house):
    assert ask("PUT", "lists/banned-words", {"entries": ["sornette*", " ", "sornette*"]}).json() == {"entries": ["sornette*"]}
    assert ask("PUT", "lists/allowed-domains", {"entries": ["www.mairie.example"]}).json() == {"entries": ["mairie.example"]}
    assert ask("GET", "lists/banned-words?level=group").status_code == 403
    table = ask("GET", "table").json()
    changed = ask("PUT", "table", {"rows": table["rows"][:2]}).json()
    assert (changed["version"], len(changed["rows"])) == (2, 2)
    assert ask("PUT", "table", {"rows": [{"check": "rien"}]}).status_code == 422


def test_sites_sections_and_the_charter(ask, house):
    site = ask("POST", "sites", {"name": "Blogs", "origins": ["https://blogs.example"]}).json()
    more = ask("POST", f"sites/{site['id']}/origins", {"origin": "https://blog.example"}).json()
    assert more["origins"] == ["https://blog.example", "https://blogs.example"]
    left = ask("DELETE", f"sites/{site['id']}/origins?origin=https://blogs.example").json()
    assert left["origins"] == ["https://blog.example"]
    assert left in ask("GET", "sites").json()["sites"]
    assert (
        ask("PUT", "sections/mer", {"name": "Mer"}).json() == {"key": "mer", "name": "Mer"} == ask("GET", "sections/mer").json()
    )
    assert {"key": "mer", "name": "Mer"} in ask("GET", "sections").json()["sections"]
    french, english = (ask("GET", "charter", Accept_Language=language).json()["rules"] for language in ("fr", "en"))
    assert french[0]["number"] == english[0]["number"] == 1
    assert french[0]["name"] != english[0]["name"]


def test_the_team_is_seen_invited_and_let_go(ask, house):
    guest = Seat.objects.get(account=house.accounts["guest"])
    seats = ask("GET", "seats").json()["seats"]
    assert {one["role"] for one in seats if one["of_group"]} == {"group_manager"}
    invited = ask("POST", "invitations", {"mail": "Nouvelle@rivages.example", "role": "moderator", "section": "politique"})
    assert (invited.status_code, invited.json()["section"]) == (201, "politique")
    above = ask("POST", "invitations", {"mail": "a@b.example", "role": "group_manager"}).json()["error"]
    assert above["fields"].keys() == {"role"}
    assert len(ask("GET", "invitations").json()["invitations"]) == 1
    assert ask("DELETE", f"invitations/{invited.json()['id']}").json()["standing"] == "withdrawn"
    assert Invitation.objects.get().withdrawn_at
    assert ask("DELETE", f"seats/{guest.pk}").json()["standing"] == "ended"
    weekly = Seat.objects.get(account=house.accounts["weekly_moderator"])
    assert ask("DELETE", f"seats/{weekly.pk}").status_code == 404


def test_single_sign_on_keys_are_made_and_retired(ask, house):
    made = ask("POST", "signing-keys", {"issuer": "https://comptes.example"}).json()
    assert made["secret"]
    listed = ask("GET", "signing-keys").json()["keys"]
    assert [(one["kid"], one["secret"]) for one in listed] == [(made["kid"], None)]
    assert ask("DELETE", f"signing-keys/{made['kid']}").json()["retired_at"]
    assert ask("DELETE", "signing-keys/nulle-part").status_code == 404


def test_webhooks_are_opened_and_looked_after(ask, house):
    said = {"address": "https://crochet.example/parvis", "facts": ["post.held", "post.published"], "name": "Notre système"}
    made = ask("POST", "webhooks", said).json()
    assert made["secret"].startswith("whsec_")
    hook = f"webhooks/{made['id']}"
    assert ask("GET", "webhooks").json()["webhooks"][0]["secret"] is None
    changed = ask("PUT", hook, said | {"facts": ["decision.made"], "with_words": True}).json()
    assert (changed["facts"], changed["with_words"]) == (["decision.made"], True)
    assert ask("POST", f"{hook}/secret").json()["secret"] != made["secret"]
    trial = ask("POST", f"{hook}/pings").json()
    log = ask("GET", f"{hook}/sendings").json()["sendings"]
    assert [(one["id"], one["kind"], one["state"]) for one in log] == [(trial["id"], "webhook.ping", "waiting")]
    assert ask("POST", f"{hook}/sendings/{trial['id']}").json()["standing"] == "waiting"
    assert ask("POST", f"{hook}/enabling").json()["standing"] == "enabled"
    assert ask("DELETE", hook).json()["standing"] == "retired"
    assert ask("GET", f"{hook}/sendings").status_code == 404
    assert ask("POST", "webhooks", said | {"facts": ["post.eaten"]}).json()["error"]["fields"].keys() == {"facts"}
    assert ask("POST", "webhooks", said | {"address": "http://crochet.example/"}).json()["error"]["code"] == "https_needed"
