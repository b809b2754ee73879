"""What journeys need: a whole Parvis running with the demo newsroom, a browser, and pages that hold the discussion.

With PARVIS_E2E_ADDRESS set, nothing is started: journeys go to that installation, whose PARVIS_VAR or DATABASE_URL
must be set too.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import quote, urlsplit
from uuid import uuid4

import httpx
import jwt
import pytest

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = Path("/usr/bin/chromium")
TITLE = "courrier"
START_SECONDS = 240
STOP_SECONDS = 20

#: Words that no screen takes for one another.
SAID = (
    "Le conseil a voté le budget mardi soir, à une voix près.",
    "Mon fils prend ce bus tous les matins, il arrive trempé au lycée.",
    "Pourquoi ne jamais parler de la piste cyclable promise en 2014 ?",
    "Les commerçants du port ont perdu un tiers de leur clientèle.",
    "Quelqu’un sait-il où consulter l’enquête publique ?",
    "J’ai connu l’ancien dépôt, on y fabriquait des voiles.",
    "La crue de janvier aurait dû servir de leçon à tout le monde.",
    "Merci à la journaliste, c’est clair et sans parti pris.",
    "Trente arbres abattus en une nuit, sans prévenir personne.",
    "Il manque une carte : où passe exactement la ligne ?",
    "Je travaille à l’hôpital et rien n’est prévu pour nos horaires.",
    "Le stationnement gratuit le samedi avait tout changé.",
)

#: Run inside the installation: gives single sign-on to the title, publishes its newcomers at once, and says which
#: article is the most discussed.
OPENING = """
import json
from parvis.conversations.models import Thread
from parvis.members.acts import make_signing_key
from parvis.publishers.acts import set_policy
from parvis.publishers.models import Title
title = Title.objects.select_related("group").get(key="courrier")
made = make_signing_key(group=title.group, title=title, issuer="https://e2e.example", account_id=None)
set_policy(group=title.group, title=title, newcomer_posts=0)
busiest = Thread.objects.filter(title=title, article__isnull=False).order_by("-visible_posts").first()
told = {"kid": made.key.kid, "secret": made.secret, "busiest": busiest.article.address, "count": busiest.visible_posts}
print("OPENED " + json.dumps(told))
"""


@dataclass
class Live:
    """A running installation with the demo newsroom, and the means to be one of its readers."""

    address: str
    var: Path
    opened: dict
    numbers: Iterator[int] = field(default_factory=count)

    def token(self, name: str, *, age: int = 0, **more: str) -> str:
        """A token as the publisher signs it, for a reader never seen before; `age` in seconds."""
        now = int(time.time()) - age
        claims = {
            "iss": "https://e2e.example",
            "aud": TITLE,
            "sub": f"{name}-{uuid4()}",
            "name": name,
            "iat": now,
            "exp": now + 600,
            **more,
        }
        return jwt.encode(claims, self.opened["secret"], algorithm="HS256", headers={"kid": self.opened["kid"]})

    def pseudonym(self) -> str:
        """A name that nobody has."""
        return f"Lectrice {next(self.numbers)}-{uuid4().hex[:4]}"

    def article(self) -> str:
        """The address of an article nobody has written under."""
        return f"{self.address}/essai/{uuid4().hex[:10]}"

    def code_sent_to(self, mail: str) -> str:
        """The code of the last letter sent to that address; letters are files here."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            letters = sorted((self.var / "mails").glob("*"), key=lambda file: file.stat().st_mtime, reverse=True)
            for text in (file.read_text("utf-8", "replace") for file in letters):
                if f"To: {mail}" in text and (code := re.search(r"^([A-Z0-9]{3,4}-[A-Z0-9]{3,4})$", text, re.M)):
                    return code[1]
            time.sleep(0.05)
        raise AssertionError(f"no letter came for {mail}")

    def bearer(self, name: str = "") -> str:
        """The session of a new reader."""
        body = {"title": TITLE, "token": self.token(name or self.pseudonym())}
        told = httpx.post(f"{self.address}/embed/session", json=body).raise_for_status().json()
        assert told["session"], told
        return told["session"]

    def post(self, article: str, text: str, *, parent: int | None = None, bearer: str = "") -> dict:
        """Publishes as a new reader, or as `bearer`; gives the post."""
        body = {"title": TITLE, "url": article, "parent": parent, "text": text, "advised": True, "key": str(uuid4())}
        headers = {"Authorization": f"Bearer {bearer or self.bearer()}", "Origin": self.address}
        return httpx.post(f"{self.address}/embed/posts", json=body, headers=headers).raise_for_status().json()["post"]


@pytest.fixture(scope="session")
def live(tmp_path_factory) -> Iterator[Live]:
    """The real process tree on a free port, with a folder of its own, once for all journeys."""
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    if address := os.environ.get("PARVIS_E2E_ADDRESS"):
        yield Live(address.rstrip("/"), Path(os.environ.get("PARVIS_VAR", "var")), _open(dict(os.environ)))
        return
    var = tmp_path_factory.mktemp("parvis")
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PARVIS_ADDRESS")}
    environment |= {"PARVIS_VAR": str(var), "PARVIS_PORT": "8620", "PARVIS_WEB_PROCESSES": "1", "PARVIS_DEMO": "yes"}
    log = (var / "e2e.log").open("w+")
    process = subprocess.Popen([sys.executable, "-m", "parvis", "up"], cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        address = _wait(process, var, log)
        yield Live(address, var, _open(environment))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(STOP_SECONDS)


def _wait(process, var: Path, log) -> str:
    """The address the installation says it listens on, once its pages come."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        address = _told(var / "up")
        if address and _answers(f"{address}/health"):
            return address
        time.sleep(0.1)
    log.seek(0)
    pytest.fail(f"Parvis does not start:\n{log.read()[-4000:]}")


def _told(owner: Path) -> str:
    try:
        address = json.loads(owner.read_text())["address"]
    except (OSError, ValueError, KeyError):
        return ""
    return address if address.startswith("http") else ""


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def _open(environment: dict) -> dict:
    environment = environment | {"DJANGO_SETTINGS_MODULE": "parvis.config.settings"}
    code = f"import django; django.setup()\n{OPENING}"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    said = [line for line in done.stdout.splitlines() if line.startswith("OPENED ")]
    assert said, done.stderr[-3000:]
    return json.loads(said[-1].removeprefix("OPENED "))


@pytest.fixture(scope="package")
def browser() -> Iterator:
    """The system's Chromium. Closed with the last journey: its event loop would be in the way of every other test."""
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api")
    sync_api.expect.set_options(timeout=15_000)
    with sync_api.sync_playwright() as playwright:
        # A page answered by the test has no network address, and would be refused those of this machine.
        arguments = ["--no-sandbox", "--disable-features=LocalNetworkAccessChecks"]
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield browser
        browser.close()


PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Le tram ira-t-il jusqu’au port ?</title><style>:root {{ color-scheme: light dark }}
body {{ font: 18px/1.6 serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; background: Canvas }}</style>
<script type="module" src="{address}/embed/parvis.js" data-parvis-title="courrier"></script></head>
<body><main><h1>Le tram ira-t-il jusqu’au port ?</h1><p>Le conseil a voté mardi soir.</p>{body}</main></body></html>"""


#: Counts the streams a page has opened, in `streams`, and those still open, in `listening`.
STREAMS = """
    window.streams = window.listening = 0;
    window.EventSource = class extends EventSource {
      constructor(address) {
        super(address);
        this.addEventListener("open", () => { streams += 1; listening += 1; });
      }
      close() {
        if (this.readyState === 1) listening -= 1;
        super.close();
      }
    };
"""


@pytest.fixture
def visit(live, browser) -> Iterator[Callable]:
    """Opens a page of the newspaper with the discussion under `article` in it, as `reader` (a name) or as nobody.

    `page.complaints` are its uncaught errors; `inside` replaces the element, `slot` goes into it; `policy` is the
    newspaper's own Content-Security-Policy; with `clock`, the test moves the page's time.
    """
    contexts = []

    def open_page(
        article: str, *, reader="", token="", inside="", slot="", fragment="", attributes="", policy="", clock=False, **options
    ):
        options = {"viewport": {"width": 1000, "height": 900}, "locale": "fr-FR"} | options
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.add_init_script(STREAMS)
        if clock:
            page.clock.install()
        token = token or (live.token(reader) if reader else "")
        element = f'<parvis-discussion title="{TITLE}" url="{article}" token="{token}" {attributes}>{slot}</parvis-discussion>'
        html = PAGE.format(address=live.address, body=inside or element)
        address = f"{live.address}/essai/page"
        headers = {"content-type": "text/html; charset=utf-8"} | ({"content-security-policy": policy} if policy else {})
        page.route(f"{address}*", lambda route: route.fulfill(body=html, headers=headers))
        page.goto(address + fragment)
        return page

    yield open_page
    for context in contexts:
        context.close()


def thread_address(live: Live, article: str) -> str:
    """Where the first page of a discussion is read."""
    return f"{live.address}/embed/thread?title={TITLE}&url={quote(article, safe='')}&sort=newest&lang=fr"


def cross_origin(address: str) -> str:
    """The same machine by its other name: another origin for a browser."""
    return address.replace(urlsplit(address).hostname or "", "localhost")
