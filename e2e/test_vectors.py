"""Cross-site scripting through every door (post, quote, name, import, headline), shown on every page, in a real browser."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

import pytest

from e2e.vectors import CALL, VECTORS

ROOT = Path(__file__).parent.parent

#: Lets every vector in by each door, as readers, and has the desk publish what the screens held.
LETTING_IN = """
import itertools, json, sys, tempfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin
from e2e.vectors import VECTORS, NAMES
from parvis.conversations.acts import publish_post
from parvis.conversations.archive.load import import_archive
from parvis.conversations.models import Post
from parvis.conversations.reads import thread_at, unsaved_thread
from parvis.kit import clock
from parvis.kit.markup import quote_of
from parvis.kit.metadata import ArticleMetadata
from parvis.kit.refusals import Refusal
from parvis.members.acts import enter_by_token
from parvis.members.models import Account
from parvis.members.sso import Claims
from parvis.moderation.acts import decide
from parvis.moderation.models import Case
from parvis.publishers.acts import describe_article, find_article, set_policy
from parvis.publishers.models import Origin, Title

title = Title.objects.select_related("group").get(key="courrier")
set_policy(group=title.group, title=title, newcomer_posts=0, posts_per_minute=60, posts_per_hour=1000, max_length=20000, links_per_post=50)
origin = Origin.objects.filter(title=title).first().origin
address = origin + "/essai/" + sys.argv[1]
desk = Account.objects.get(mail="moderation@parvis.demo").pk
article = find_article(title=title, address=address)
describe_article(article=article, described=ArticleMetadata(headline=VECTORS[0][:200], summary=VECTORS[1]))

def place():
    return thread_at(title_key=title.key, address=address) or unsaved_thread(title=title, article=article)

counts = {"posted": 0, "refused": 0, "named": 0, "judged": 0}
for number, vector in enumerate(VECTORS):
    name = NAMES[number % len(NAMES)] if number % 2 else f"Essai {number}"
    member = enter_by_token(group=title.group, claims=Claims("essai", f"{sys.argv[1]}-{number}", name, ("<b>x</b>",), "fr"))
    counts["named"] += member.is_named
    for source in (vector, quote_of(vector) + "\\n\\nPas du tout d’accord avec ce passage."):
        member.is_named = True
        try:
            with clock.at(clock.now() - timedelta(hours=number)):
                post = publish_post(member=member, thread=place(), source=source).post
            counts["posted"] += 1
        except Refusal:
            counts["refused"] += 1
            continue
        case = Case.objects.open().filter(subject=post.subject).first()
        if case and post.standing == "held":
            decide(case_id=case.pk, account_id=desk, verdict="approve")
            counts["judged"] += 1

lines = [{"kind": "title", "key": "courrier", "name": title.name, "language": "fr", "version": 1}]
lines += [{"kind": "article", "ref": "a", "address": address + "-archive", "headline": VECTORS[2]}]
lines += [{"kind": "member", "ref": f"m{n}", "name": name} for n, name in enumerate(NAMES)]
for number, vector in enumerate(VECTORS):
    at = f"2026-0{number % 8 + 1}-{number % 27 + 1:02d}T08:00:00Z"
    lines.append({"kind": "post", "ref": str(number), "article": "a", "author": f"m{number % len(NAMES)}", "at": at, "text": vector,
                  "format": ("html", "markup", "plain")[number % 3], "standing": "held" if number % 9 == 0 else "published"})
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "archive.jsonl"
    path.write_text("\\n".join(json.dumps(line) for line in lines), "utf-8")
    report = import_archive(path=path, title=title)
archive = thread_at(title_key=title.key, address=address + "-archive")
counts |= {"imported": report.counts["posts"], "thread": place().pk, "archive": archive.pk, "url": address, "archive_url": address + "-archive"}
print("LET IN " + json.dumps(counts))
"""

#: Remembers every call of a vector, in the page and in every frame; then uses all there is to use.
WATCH = (
    f"window.__called = []; window.{CALL} = (n) => window.__called.push(n); window.alert = () => window.__called.push('alert'); 0"
)
USE = """() => {
  const roots = [document, ...[...document.querySelectorAll('*')].map((e) => e.shadowRoot).filter(Boolean)];
  for (const root of roots) for (const one of root.querySelectorAll('*')) {
    for (const kind of ['mouseover', 'mouseenter', 'focus', 'pointerdown', 'animationstart', 'toggle', 'error', 'load'])
      one.dispatchEvent(new Event(kind, { bubbles: false }));
    if (one.href && /^\\s*(javascript|data|vbscript):/i.test(one.getAttribute('href') || '')) window.__called.push(one.href);
  }
  return window.__called;
}"""


@pytest.fixture(scope="module")
def let_in(live) -> dict:
    """Every vector, let in by every door."""
    environment = dict(os.environ) | {"PARVIS_VAR": str(live.var), "DJANGO_SETTINGS_MODULE": "parvis.config.settings"}
    code = "import django; django.setup()\n" + LETTING_IN
    done = subprocess.run([sys.executable, "-c", code, "vecteurs"], cwd=ROOT, env=environment, capture_output=True, text=True)
    said = [line for line in done.stdout.splitlines() if line.startswith("LET IN ")]
    assert said, done.stderr[-3000:]
    return json.loads(said[-1].removeprefix("LET IN "))


@pytest.fixture
def watched(browser):
    """A page that remembers every vector that runs."""
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.add_init_script(WATCH)
    yield page
    context.close()


def test_most_vectors_came_in(let_in):
    assert let_in["posted"] >= 200
    assert let_in["imported"] >= 200


@pytest.mark.parametrize("which", ["thread", "archive"])
def test_nothing_runs_on_the_square(live, let_in, watched, which):
    address, pages = f"{live.address}/t/courrier/{let_in[which]}/", 0
    while address and pages < 60:
        watched.goto(address)
        assert watched.evaluate(USE) == []
        following = watched.query_selector("a[rel=next]")
        address, pages = urljoin(address, following.get_attribute("href")) if following else "", pages + 1
    assert pages > 3


@pytest.mark.parametrize("which", ["url", "archive_url"])
def test_nothing_runs_under_an_article(live, let_in, visit, which):
    page = visit(let_in[which], reader="Essayeuse")
    page.evaluate(WATCH)
    page.wait_for_function("document.querySelector('parvis-discussion').shadowRoot.querySelectorAll('article').length > 5")
    for _turn in range(25):
        more = page.query_selector("parvis-discussion >> button[part~=more], parvis-discussion >> .next")
        if not more:
            break
        more.click()
        page.wait_for_timeout(50)
    assert page.evaluate(USE) == []


def test_nothing_runs_at_the_desk(live, let_in, watched):
    watched.goto(f"{live.address}/desk/")
    watched.fill("input[name=login]", "moderation@parvis.demo")
    watched.fill("input[name=password]", "parvis-demo")
    watched.keyboard.press("Enter")
    watched.wait_for_url("**/desk/queue/**")
    for address in (
        "/desk/queue/",
        "/desk/queue/?q=svg",
        "/desk/threads/",
        f"/desk/threads/{let_in['thread']}/",
        "/desk/decisions/",
    ):
        watched.goto(live.address + address)
        assert watched.evaluate(USE) == []


def test_nothing_runs_in_the_fragment_and_its_structured_data(live, let_in, watched):
    watched.goto(f"{live.address}/embed/fragment?id={let_in['archive']}&sort=oldest")
    assert watched.evaluate(USE) == []
    for script in watched.query_selector_all("script[type='application/ld+json']"):
        json.loads(script.text_content())


def test_the_vectors_do_run_where_nothing_protects(watched):
    bare = "<!doctype html><title>x</title>" + "".join(f"<div>{vector}</div>" for vector in VECTORS[:60])
    watched.route("http://bare.test/", lambda route: route.fulfill(body=bare, content_type="text/html; charset=utf-8"))
    watched.goto("http://bare.test/")
    assert len(watched.evaluate("window.__called")) > 3
