"""Journeys of slow mode, of a discussion that opens at its hour, and of the newsroom's notes, as readers live them."""

import os
import subprocess
import sys

import pytest

from e2e.conftest import ROOT

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
pytestmark = pytest.mark.browser

#: Run inside the installation, as its journalist: `act(thread, host)` is what each journey asks.
ACTING = """
import os, sys
from datetime import timedelta
import django
django.setup()
from parvis.conversations.acts import note_on_post, note_on_thread, set_thread_policy
from parvis.conversations.models import Thread
from parvis.kit import clock
from parvis.members.models import Account
host = Account.objects.get(mail="a.querandel@parvis.demo").pk
thread = Thread.objects.get(article__address=sys.argv[1])
"""


def host(live, article: str, code: str) -> None:
    """Has the journalist do something to the discussion under the article."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PARVIS_ADDRESS")}
    environment |= {"PARVIS_VAR": str(live.var), "DJANGO_SETTINGS_MODULE": "parvis.config.settings"}
    command = [sys.executable, "-c", ACTING + code, article]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def publish(page, text: str) -> None:
    page.get_by_label("Votre commentaire", exact=True).fill(text)
    page.get_by_role("button", name="Publier", exact=True).first.click()


def test_slow_mode_counts_down_keeps_the_words_and_lets_go(live, visit):
    article = live.article()
    live.post(article, "Le commentaire qui ouvre la discussion.")
    host(live, article, "set_thread_policy(account_id=host, thread_id=thread.pk, slow_seconds=8)")
    page = visit(article, reader=live.pseudonym())
    page.get_by_label("Votre commentaire", exact=True).focus()
    expect(page.get_by_role("timer")).to_have_text("Mode lent : un commentaire toutes les 8 secondes.")
    publish(page, "Un premier mot, puis je laisse parler les autres.")
    expect(page.get_by_role("article")).to_have_count(2)
    expect(page.get_by_role("timer")).to_contain_text("vous pourrez publier dans")
    button = page.get_by_role("button", name="Publier", exact=True).first
    expect(button).to_be_disabled()
    page.get_by_label("Votre commentaire", exact=True).fill("Un second mot, écrit pendant que le temps passe.")
    expect(button).to_be_enabled()
    button.click()
    expect(page.get_by_role("article")).to_have_count(3)
    assert page.complaints == []


def test_the_server_counts_even_for_a_page_that_does_not(live, visit):
    article = live.article()
    live.post(article, "Le commentaire qui ouvre la discussion.")
    page, name = visit(article, reader=live.pseudonym()), live.pseudonym()
    expect(page.get_by_role("article")).to_have_count(1)
    host(live, article, "set_thread_policy(account_id=host, thread_id=thread.pk, slow_seconds=600)")
    bearer = live.bearer(name)
    live.post(article, "Un mot, et un seul pour dix minutes.", bearer=bearer)
    with pytest.raises(Exception, match="429"):
        live.post(article, "Un autre, bien trop tôt pour être reçu.", bearer=bearer)


def test_a_discussion_opens_at_its_hour_before_the_eyes_of_those_who_wait(live, visit):
    article = live.article()
    live.post(article, "Posez vos questions au maire, il répond dans un instant.")
    host(live, article, "set_thread_policy(account_id=host, thread_id=thread.pk, opens_at=clock.now() + timedelta(seconds=14))")
    page = visit(article, reader=live.pseudonym())
    expect(page.get_by_text("Cette discussion ouvre")).to_be_visible()
    expect(page.get_by_label("Votre commentaire", exact=True)).to_have_count(0)
    expect(page.get_by_label("Votre commentaire", exact=True)).to_be_visible(timeout=40_000)
    publish(page, "Première question : et la digue, monsieur le maire ?")
    expect(page.get_by_role("article")).to_have_count(2)
    assert page.complaints == []


def test_a_note_of_the_newsroom_appears_without_reloading(live, visit):
    article = live.article()
    live.post(article, "Le pont a trois voies, j’en suis certain.")
    page = visit(article)
    expect(page.get_by_role("article")).to_have_count(1)
    page.wait_for_function("listening > 0")
    host(live, article, 'note_on_thread(account_id=host, thread_id=thread.pk, source="Restons *courtois*, le maire nous lit.")')
    note = page.get_by_role("complementary").filter(has_text="Note de la rédaction")
    expect(note).to_contain_text("Restons courtois, le maire nous lit.")
    expect(note).to_contain_text("Anaïs Quérandel")
    host(
        live, article,
        'note_on_post(account_id=host, post_id=thread.posts.get().pk, source="Deux voies.", kind="correction")',
    )  # fmt: skip
    under = page.get_by_role("article").first.get_by_role("complementary")
    expect(under).to_contain_text("Rectification de la rédaction")
    expect(under).to_contain_text("Deux voies.")
    assert page.complaints == []
