"""The pages of API keys and of webhooks."""

import re
from html import unescape

import pytest
from django.utils import timezone

from parvis.machines.acts import Outcome, disable_endpoint, make_api_key, note_attempt, open_endpoint, ping_endpoint
from parvis.machines.models import ApiKey, Endpoint


def keys(house, more: str = "") -> str:
    return f"/desk/{house.daily.key}/api-keys/{more}"


def hooks(house, more: str = "") -> str:
    return f"/desk/{house.daily.key}/webhooks/{more}"


def shown(response) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def hook(house):
    said = {"name": "Archives", "address": "https://crochet.example/", "facts": ["post.held"]}
    made = open_endpoint(group=house.group, title=house.daily, account_id=house.accounts["group_manager"].pk, **said)
    return made.endpoint


def test_the_secret_of_a_new_key_is_shown_once_and_its_scopes_in_words(as_role, house):
    client = as_role("community_manager")
    sent = {"name": "Notre système", "scopes": ["read:articles", "write:articles"], "life": "30"}
    response = client.post(keys(house), sent)
    key = ApiKey.objects.get()
    assert response.context["made"].secret in shown(response)
    assert "no-store" in response["Cache-Control"]
    assert (key.expires_at - timezone.now()).days in (29, 30)
    page = shown(client.get(keys(house)))
    assert response.context["made"].secret not in page
    assert "Décrire les articles et les rubriques" in page
    assert "jamais" in page


def test_a_key_without_scope_or_name_is_refused_beside_its_field(as_role, house):
    response = as_role("community_manager").post(keys(house), {"name": "", "life": "30"})
    assert response.status_code == 422
    assert {"name", "scopes"} <= response.context["form"].errors.keys()
    assert not ApiKey.objects.exists()


def test_a_key_is_retired_after_a_question_and_those_of_the_group_only_there(as_role, house):
    made = {"name": "x", "scopes": ["read"], "account_id": house.accounts["group_manager"].pk}
    own = make_api_key(group=house.group, title=house.daily, **made).key
    whole = make_api_key(group=house.group, title=None, **made).key
    client, retiring = as_role("community_manager"), keys(house, f"retire/?key={own.prefix}")
    assert "Retirer la clé" in shown(client.get(retiring))
    assert client.post(retiring).status_code == 302
    assert client.post(retiring).status_code == 404
    assert client.post(keys(house, f"retire/?key={whole.prefix}")).status_code == 404
    assert "du groupe" in shown(client.get(keys(house)))
    group = f"/desk/group/{house.group.key}/api-keys/retire/?key={whole.prefix}"
    assert as_role("group_manager").post(group).status_code == 302


def test_the_pages_are_closed_to_whoever_does_not_configure(as_role, house, hook):
    for role in ("moderator", "weekly_moderator", "nobody"):
        for address in (keys(house), hooks(house), hooks(house, f"one/?webhook={hook.pk}")):
            assert as_role(role).get(address).status_code in (403, 404)


def test_a_webhook_is_opened_changed_and_retired(as_role, house):
    client = as_role("community_manager")
    refused = client.post(hooks(house), {"address": "http://crochet.example/", "facts": ["post.held"]})
    assert refused.status_code == 422
    assert refused.context["form"].errors["address"]
    response = client.post(hooks(house), {"address": "https://crochet.example/", "facts": ["post.held"], "with_words": "on"})
    assert re.search(r"whsec_\S+", shown(response))
    made = Endpoint.objects.get()
    one = hooks(house, f"one/?webhook={made.pk}")
    assert client.post(one, {"address": made.address, "name": "Archives", "facts": ["decision.made"]}).status_code == 302
    made.refresh_from_db()
    assert (made.facts, made.with_words, made.name) == (["decision.made"], False, "Archives")
    retiring = hooks(house, f"retire/?webhook={made.pk}")
    assert "Retirer le webhook" in shown(client.get(retiring))
    assert client.post(retiring).status_code == 302
    assert client.get(one).status_code == 404


def test_the_log_says_each_try_and_a_sending_leaves_again_by_hand(as_role, house, hook):
    client, act = as_role("community_manager"), hooks(house, f"act/?webhook={hook.pk}")
    assert client.post(act, {"do": "ping"}).status_code == 302
    trial = hook.sendings.get()
    note_attempt(sending=trial, outcome=Outcome(503, 41, "revenez plus tard"))
    page = shown(client.get(hooks(house, f"one/?webhook={hook.pk}&state=failed")))
    assert "503" in page
    assert "revenez plus tard" in page
    assert trial.key in page
    assert client.post(act, {"do": "again", "sending": trial.pk}).status_code == 302
    trial.refresh_from_db()
    assert trial.due_at
    assert client.post(act, {"do": "danser"}).status_code == 404


def test_a_new_secret_is_shown_once_and_a_disabled_webhook_is_enabled(as_role, house, hook):
    client, act = as_role("community_manager"), hooks(house, f"act/?webhook={hook.pk}")
    assert "whsec_" in shown(client.post(act, {"do": "rotate"}))
    disable_endpoint(endpoint=hook, why="failing")
    assert "depuis cinq jours" in shown(client.get(hooks(house, f"one/?webhook={hook.pk}")))
    assert client.post(act, {"do": "ping"}, follow=True).status_code == 200
    client.post(act, {"do": "enable"})
    hook.refresh_from_db()
    assert hook.is_told
    ping_endpoint(endpoint=hook, account_id=house.accounts["group_manager"].pk)


def test_the_webhook_of_another_title_is_not_found(as_role, house):
    said = {"name": "", "address": "https://crochet.example/", "facts": ["post.held"]}
    manager = house.accounts["group_manager"].pk
    other = open_endpoint(group=house.group, title=house.weekly, account_id=manager, **said).endpoint
    client = as_role("community_manager")
    assert client.get(hooks(house, f"one/?webhook={other.pk}")).status_code == 404
    assert client.post(hooks(house, f"act/?webhook={other.pk}"), {"do": "rotate"}).status_code == 404
