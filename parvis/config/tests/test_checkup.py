"""The doctor's findings, one by one."""

import dataclasses
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from parvis.config import checkup
from parvis.config.preparing import pending_migrations
from parvis.members.acts import make_signing_key
from parvis.publishers.acts.feeds import declare_feed
from parvis.publishers.models import Origin
from parvis.publishers.supplies import ArticleFeed
from parvis.testing.cast import House

pytestmark = pytest.mark.django_db


def told(settings: Settings, **values: Any) -> None:
    settings.ENVIRONMENT = dataclasses.replace(settings.ENVIRONMENT, **values)


def beat(seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        moment = timezone.now() - timedelta(seconds=seconds_ago)
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [moment])


def test_a_database_that_answers_and_is_up_to_date_is_right() -> None:
    assert checkup.database_answers().is_right
    assert checkup.migrations_are_done().is_right
    assert pending_migrations() == []


def test_a_worker_is_right_only_if_it_gave_a_sign_of_life_lately() -> None:
    assert not checkup.worker_lives().is_right
    beat(seconds_ago=300)
    assert not checkup.worker_lives().is_right
    beat(seconds_ago=5)
    assert checkup.worker_lives().is_right


def test_the_clock_and_the_disk_are_measured() -> None:
    assert checkup.clock_is_right().is_right
    assert "GB free" in checkup.disk_has_room().words


def test_a_secret_that_others_may_read_is_wrong(settings: Settings, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x" * 40)
    told(settings, PARVIS_VAR=tmp_path, PARVIS_SECRET_KEY="")
    secret.chmod(0o644)
    assert not checkup.secret_is_kept().is_right
    secret.chmod(0o600)
    assert checkup.secret_is_kept().is_right


@pytest.mark.parametrize(
    ("address", "hosts", "is_right"),
    [
        ("", ["localhost", "127.0.0.1"], True),
        ("https://parvis.example", ["parvis.example"], True),
        ("https://parvis.example", ["localhost"], False),
        ("http://parvis.example", ["*"], False),
    ],
)
def test_the_public_address_must_be_served_and_sealed(settings: Settings, address: str, hosts: list[str], is_right: bool) -> None:
    told(settings, PARVIS_ADDRESS=address)
    settings.ALLOWED_HOSTS = hosts
    assert checkup.address_is_served().is_right is is_right


def test_mails_kept_in_files_are_wrong_only_for_a_public_address(settings: Settings) -> None:
    told(settings, PARVIS_MAIL_URL="", PARVIS_ADDRESS="")
    assert checkup.mail_leaves().is_right
    told(settings, PARVIS_ADDRESS="https://parvis.example")
    assert not checkup.mail_leaves().is_right


def test_a_mail_server_that_does_not_answer_is_named_without_its_password(settings: Settings) -> None:
    told(settings, PARVIS_MAIL_URL="smtp://someone:secret@127.0.0.1:1")
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        1,
    )
    finding = checkup.mail_leaves()
    assert not finding.is_right
    assert "secret" not in finding.words + finding.advice


def test_the_files_that_pages_ask_for_are_there() -> None:
    assert checkup.files_are_there().is_right


def test_every_finding_has_a_name_of_its_own() -> None:
    names = [finding.name for finding in checkup.examine()]
    assert names == ["database", *checkup.NEEDS_DATABASE, *checkup.NEEDS_NOTHING]


def test_a_title_without_a_site_and_a_public_one_without_tls_are_wrong(settings: Settings, house: House) -> None:
    assert checkup.origins_are_set().is_right
    Origin.objects.filter(title=house.daily).update(origin="http://ancien.example")
    told(settings, PARVIS_ADDRESS="https://parvis.example")
    assert "http://ancien.example" in checkup.origins_are_set().words
    Origin.objects.filter(title=house.daily).delete()
    assert house.daily.key in checkup.origins_are_set().words


def test_a_key_sealed_with_another_secret_is_wrong(settings: Settings, house: House) -> None:
    make_signing_key(group=house.group, title=house.daily, issuer="courrier", account_id=None)
    assert checkup.tokens_can_be_checked().words == "1 keys"
    settings.SECRET_KEY = "une autre clé, longue comme il faut, vraiment"  # a test's
    assert not checkup.tokens_can_be_checked().is_right


def test_a_feed_that_fails_again_and_again_is_wrong(house: House) -> None:
    address, manager = f"https://{house.daily.key}.example/rss.xml", house.accounts["group_manager"].pk
    feed = declare_feed(site=house.daily.sites.get(), address=address, account_id=manager)
    assert checkup.feeds_are_read().words == "1 feeds and sitemaps"
    ArticleFeed.objects.filter(pk=feed.pk).update(failures=3)
    assert "3 times" in checkup.feeds_are_read().words


def test_versions_are_told(db: None) -> None:
    assert "Parvis" in checkup.versions_are_told().words
