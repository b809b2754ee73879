"""The API held to its own document, by machine."""

import pytest
import schemathesis
from django.db import connection
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from parvis.api.acts import make_api_key
from parvis.api.doors import _left
from parvis.api.urls import document
from parvis.config.wsgi import application
from parvis.moderation.acts import signal_subject
from parvis.testing.cast import build_house, post, reader

schema = schemathesis.openapi.from_dict(document())
schema.app = application
CHECKS = (not_a_server_error, status_code_conformance, response_schema_conformance)


@pytest.fixture(scope="module")
def key(django_db_setup, django_db_blocker):
    """A house that is committed: the application answers in its own transactions. Wiped at the end."""
    from django.core.management import call_command

    with django_db_blocker.unblock():
        # The flush below must never meet a database that is not the tests' own.
        assert connection.settings_dict["NAME"].startswith("test_")
        house = build_house("machines")
        written = post(house)
        signal_subject(subject=written.subject, reason="other", member_id=reader(house).pk)
        account = house.accounts["community_manager"].pk
        made = make_api_key(
            group=house.group, title=house.daily, name="", scopes=["read", "write", "moderate"], account_id=account
        )
        yield house.daily.key, made.secret, written.thread_id
        call_command("flush", interactive=False, verbosity=0)


@pytest.mark.django_db
def test_the_document_is_served_as_it_is_checked(client):
    served = client.get("/api/v1/openapi.json").json()
    assert served["paths"].keys() == document()["paths"].keys()


@schema.parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_answer_is_outside_the_document(case, key, django_db_blocker):
    title, secret, thread_id = key
    _left.clear()
    # Half of the time what is there, half of the time whatever was drawn.
    for name, there in {"title_key": title, "thread_id": thread_id}.items():
        if name in case.path_parameters and len(str(case.path_parameters[name])) % 2:
            case.path_parameters[name] = there
    with django_db_blocker.unblock():
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"}, checks=CHECKS)
