"""The API held to its own document, by machine."""

import pytest
import schemathesis
from django.db import connection
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from parvis.api import pace
from parvis.api.urls import document
from parvis.config.wsgi import application
from parvis.machines.acts import make_api_key, open_endpoint, ping_endpoint
from parvis.members.acts import make_signing_key
from parvis.moderation.acts import decide, open_case_by_hand, signal_subject
from parvis.publishers.acts import invite
from parvis.publishers.models import Seat
from parvis.testing.cast import build_house, post, reader

schema = schemathesis.openapi.from_dict(document())
schema.app = application
# What this phase draws one by one, the others draw at random; it takes most of the time.
schema.config.phases.coverage.enabled = False
CHECKS = (not_a_server_error, status_code_conformance, response_schema_conformance)


@pytest.fixture(scope="module")
def machine(django_db_setup, django_db_blocker):
    """A key and what is there to be found, committed: the application answers in its own transactions. Wiped at the end."""
    from django.core.management import call_command

    with django_db_blocker.unblock():
        # The flush below must never meet a database that is not the tests' own.
        assert connection.settings_dict["NAME"].startswith("test_")
        usual, pace.BURST = pace.BURST, 10**6
        house = build_house("machines")
        yield build(house)
        pace.BURST = usual
        call_command("flush", interactive=False, verbosity=0)


def build(house):
    """The secret of a key that may do everything, and a value for each name in an address."""
    account_id, written, judged = house.accounts["community_manager"].pk, post(house), post(house)
    signal_subject(subject=written.subject, reason="other", member_id=reader(house).pk)
    case = open_case_by_hand(account_id=account_id, subject=judged.subject)
    place = {"group": house.group, "title": house.daily}
    address = {"name": "", "address": "https://crochet.example/", "facts": ["post.held"]}
    hook = open_endpoint(**place, **address, account_id=account_id).endpoint
    scopes = ["read", "write", "moderate", "manage"]
    made = make_api_key(**place, name="", scopes=scopes, account_id=account_id)
    there = {
        "title_key": house.daily.key,
        "thread_id": written.thread_id,
        "post_id": written.pk,
        "article_id": written.thread.article_id,
        "section_key": house.politics.key,
        "site_id": house.daily.sites.get().pk,
        "case_id": case.pk,
        "decision_id": decide(case_id=case.pk, account_id=account_id, verdict="approve").pk,
        "member_id": written.author_id,
        "seat_id": Seat.objects.get(account=house.accounts["guest"]).pk,
        "invitation_id": invite(mail="a@b.example", role="guest", **place, invited_by=account_id).pk,
        "kid": make_signing_key(**place, issuer="machines", account_id=None).key.kid,
        "endpoint_id": hook.pk,
        "sending_id": ping_endpoint(endpoint=hook, account_id=account_id).pk,
        "list_name": "banned-words",
    }
    return made.secret, there


@pytest.mark.django_db
def test_the_document_is_served_as_it_is_checked(client):
    served = client.get("/api/v1/openapi.json").json()
    assert served["paths"].keys() == document()["paths"].keys()


def test_every_operation_says_its_scope_in_words_and_its_fields_in_shapes():
    for address, operations in document()["paths"].items():
        for operation in operations.values():
            assert operation["description"].strip(), address
            assert "x-scope" in operation or address.endswith("/me"), address


@schema.parametrize()
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_answer_is_outside_the_document(case, machine, django_db_blocker):
    secret, there = machine
    # Half of the time what is there, half of the time whatever was drawn; always the title.
    for name, value in there.items():
        if name in case.path_parameters and (name == "title_key" or len(str(case.path_parameters[name])) % 2):
            case.path_parameters[name] = value
    with django_db_blocker.unblock():
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"}, checks=CHECKS)
