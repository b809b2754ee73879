"""`python -m bench.kills [times]`: SIGKILL at random points while posts and decisions run; nothing acknowledged is lost."""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.posting import session_of
from bench.serving import OPENING, Served, free_port, start, wait_for

#: Run inside the installation: judges open cases until told to stop, printing each decision once it is acknowledged.
JUDGE = """
import sys, time
from django.db import connection
from parvis.kit.refusals import Refusal
from parvis.moderation.acts import claim_next, decide
from parvis.publishers.acts import give_seat
from parvis.publishers.models import Group
from parvis.members.models import Account
group = Group.objects.get(key="bench")
account = Account.objects.filter(mail="judge@bench.example").first() or Account.objects.create_user("judge@bench.example")
give_seat(account_id=account.pk, role="moderator", group=group)
print("READY", flush=True)
while True:
    try:
        case = claim_next(account_id=account.pk)
        if case is None:
            time.sleep(0.05)
            continue
        verdict = "approve" if case.pk % 3 else "refuse"
        decision = decide(case_id=case.pk, account_id=account.pk, verdict=verdict, rule_number=1 if verdict == "refuse" else None)
        print("DECIDED", decision.pk, flush=True)
    except Refusal:
        continue
    except Exception:
        connection.close()
        time.sleep(0.1)
"""
#: Run at the end: what is there, what was told.
RECKONING = """
import json
from parvis.conversations.models import Post, Thread
from parvis.journal.deliver import drain
from parvis.journal.models import Delivery, Fact
from parvis.members.models import Notice
from parvis.moderation.models import Decision
drain()
told = {}
for about in Notice.objects.filter(kind="decision").values_list("about", flat=True):
    told[about] = told.get(about, 0) + 1
decisions = list(Decision.objects.values_list("pk", flat=True))
written = {post.pk: post.text for post in Post.objects.all()}
published = Fact.objects.filter(name__in=["PostPublished", "PostHeld"]).values_list("data", flat=True)
visible = {t.pk: (t.visible_posts, Post.objects.filter(thread=t, standing="published").count()) for t in Thread.objects.all()}
print("FOUND " + json.dumps({
    "posts": written, "decisions": decisions, "untold": Delivery.objects.count(),
    "notices": [told.get(f"decision:{pk}", 0) for pk in decisions],
    "recorded": sorted(data["post_id"] for data in published), "counters": list(visible.values())}))
"""
PREMODERATED = """
from parvis.publishers.acts import set_policy
from parvis.publishers.models import Group
set_policy(group=Group.objects.get(key="bench"), mode="pre", newcomer_posts=0, posts_per_minute=60, posts_per_hour=1000)
"""


@dataclass
class Acknowledged:
    """What the installation said was done."""

    posts: dict[int, str] = field(default_factory=dict)
    decisions: set[int] = field(default_factory=set)


def main(times: int = 50) -> list[str]:
    """Kills, restarts, reckons. Raises AssertionError when anything acknowledged is missing or told twice."""
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as folder:
        house = Served(f"http://127.0.0.1:{(port := free_port())}", Path(folder), start(Path(folder), port, 2))
        wait_for(house.address, house.tree)
        told = json.loads(house.run(OPENING, "2").partition("OPENED ")[2])
        house.run(PREMODERATED)
        said, over = Acknowledged(), threading.Event()
        workers = [threading.Thread(target=write, args=(house, told, said, over, n)) for n in range(3)]
        workers.append(threading.Thread(target=judge, args=(house, said, over)))
        for worker in workers:
            worker.start()
        try:
            killed = [kill_one(house, port) for _turn in range(times)]
        finally:
            over.set()
            for worker in workers:
                worker.join()
        wait_for(house.address, house.tree)
        line = reckon(house, said, killed)
        house.tree.send_signal(signal.SIGTERM)
        house.tree.wait(30)
        return [line]


def kill_one(house: Served, port: int) -> str:
    """Kills one process chosen at random, at a random moment; brings the tree back when its head was cut."""
    time.sleep(random.uniform(0.2, 1.5))  # any moment will do
    parts = {"whole tree": house.tree.pid} | {part: pid for part in ("web", "worker") for pid in house.pids(f" {part}")}
    if (database := postgres_of(house)) is not None:
        parts["database"] = database
    part = random.choice(list(parts))
    os.kill(parts[part], signal.SIGKILL)
    if part == "whole tree":
        house.tree.wait()
        house.tree = start(house.var, port, 2)
        wait_for_head(house)
    try:
        wait_for(house.address, house.tree)
    except RuntimeError as problem:
        raise RuntimeError(f"after {part}: {(house.var / 'log').read_text()[-2000:]}") from problem
    return part


def wait_for_head(house: Served) -> None:
    """Until the new tree says where it is: before that, a process of the killed one may still answer in its place."""
    while house.tree.poll() is None:
        try:
            told = json.loads((house.var / "up").read_text())
        except ValueError:
            continue
        if told["pid"] == house.tree.pid and told["address"].startswith("http"):
            return
        time.sleep(0.05)


def postgres_of(house: Served) -> int | None:
    """The main process of the embedded database, if it is up."""
    try:
        return int((house.var / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def write(house: Served, told: dict[str, str], said: Acknowledged, over: threading.Event, number: int) -> None:
    """Posts without rest; remembers what was acknowledged, and sends again with the same key what was not."""
    reader = None
    while not over.is_set():
        text, key = f"{number} {uuid.uuid4()} " + " ".join(uuid.uuid4().hex[:7] for _word in range(9)), str(uuid.uuid4())
        body = {"title": "bench-jour", "url": told["url"], "text": text, "advised": True, "key": key}
        for _try in range(60):
            try:
                reader = reader or session_of(house.address, told, f"{number}-{uuid.uuid4().hex[:6]}")
                answer = httpx.post(f"{house.address}/embed/posts", json=body, headers=reader, timeout=10)
            except httpx.HTTPError:
                time.sleep(0.05)
                continue
            if answer.status_code in (200, 201):
                said.posts[answer.json()["post"]["id"]] = text
                break
            if answer.status_code == 422:
                reader = None
                break
            time.sleep(0.05)


def judge(house: Served, said: Acknowledged, over: threading.Event) -> None:
    """Has cases judged by a process of the installation, started again when it dies."""
    while not over.is_set():
        code = "import django; django.setup()\n" + JUDGE
        process = subprocess.Popen(  # our own code
            [sys.executable, "-c", code], env=house.environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        threading.Thread(target=lambda one=process: (over.wait(), one.kill()), daemon=True).start()
        for line in process.stdout or ():
            if line.startswith("DECIDED"):
                said.decisions.add(int(line.split()[1]))
        process.wait()


def reckon(house: Served, said: Acknowledged, killed: list[str]) -> str:
    """Compares what was said with what is there."""
    found = json.loads(house.run(RECKONING).partition("FOUND ")[2])
    posts = {int(pk): text for pk, text in found["posts"].items()}
    lost = [pk for pk, text in said.posts.items() if posts.get(pk) != text]
    if lost:
        raise AssertionError(f"posts lost or changed: {lost}")
    if said.decisions - set(found["decisions"]):
        raise AssertionError("decisions lost")
    if found["untold"] or set(found["notices"]) != {1}:
        raise AssertionError(f"facts not told once: {found['untold']} waiting, notices {set(found['notices'])}")
    if found["recorded"] != sorted(posts):
        raise AssertionError("a post without its fact, or a fact without its post")
    if any(counted != recounted for counted, recounted in found["counters"]):
        raise AssertionError("a counter is not its recount")
    shares = ", ".join(f"{part} {killed.count(part)}" for part in sorted(set(killed)))
    return (
        f"killed {len(killed)} times ({shares}): {len(said.posts):,} posts and {len(said.decisions):,} decisions acknowledged,"
        f" none lost; {len(found['decisions']):,} facts told once each"
    )


if __name__ == "__main__":
    for line in main(*map(int, sys.argv[1:2])):
        print(line)
