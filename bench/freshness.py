"""`python -m bench.freshness`: with two web processes and a writer, how old is the oldest page anyone reads."""

import json
import threading
import time
import uuid

import httpx

from bench.posting import WORDS, session_of
from bench.serving import OPENING, Served, served

POSTS = 120
OLDEST_ALLOWED = 1.0


def main() -> list[str]:
    """Writes while four readers ask without rest; raises AssertionError for a page older than a second."""
    with served(web_processes=2) as house:
        told = json.loads(house.run(OPENING, "4").partition("OPENED ")[2])
        texts = json.loads(house.run(WORDS, str(POSTS)).partition("WORDS ")[2])
        written: list[tuple[float, int]] = []
        seen: list[tuple[float, int]] = []
        over = threading.Event()
        readers = [threading.Thread(target=_read, args=(house, told, seen, over)) for _number in range(4)]
        for reader in readers:
            reader.start()
        own = _write(house, told, texts, written)
        over.set()
        for reader in readers:
            reader.join()
    oldest = max(_age(written, asked_at, version) for asked_at, version in seen)
    if oldest > OLDEST_ALLOWED or own:
        raise AssertionError(f"a page {oldest:.2f} s old; {own} authors did not see their own post")
    return [
        f"freshness, two web processes, {POSTS} posts written, {len(seen):,} pages read meanwhile: the oldest was"
        f" {oldest * 1e3:.0f} ms behind; every author saw their own post at once"
    ]


def _read(house: Served, told: dict[str, str], seen: list[tuple[float, int]], over: threading.Event) -> None:
    """Reads by a new connection each time, so that both processes are asked."""
    while not over.is_set():
        asked_at = time.monotonic()
        page = httpx.get(f"{house.address}/embed/thread?id={told['thread']}&sort=newest&lang=fr").json()
        seen.append((asked_at, page["thread"]["version"]))
        time.sleep(0.003)


def _write(house: Served, told: dict[str, str], texts: list[str], written: list[tuple[float, int]]) -> int:
    """Publishes; gives how many authors did not find their own post in the page they asked for just after."""
    missed = 0
    readers = [session_of(house.address, told, f"fresh-{number}") for number in range(10)]
    for number, text in enumerate(texts):
        body = {"title": "bench-jour", "url": told["url"], "text": text, "advised": True, "key": str(uuid.uuid4())}
        made = httpx.post(f"{house.address}/embed/posts", json=body, headers=readers[number % 10]).raise_for_status().json()
        written.append((time.monotonic(), made["version"]))
        page = httpx.get(f"{house.address}/embed/thread?id={told['thread']}&lang=fr&v={made['version']}").json()
        if made["post"]["standing"] != "published":
            raise AssertionError(f"held, so nobody sees it: {text}")
        missed += made["post"]["id"] not in [post["id"] for post in page["posts"]]
    return missed


def _age(written: list[tuple[float, int]], asked_at: float, version: int) -> float:
    """How long before the question the first version missing from the answer had been acknowledged, in seconds."""
    missing = [at for at, newer in written if newer > version and at < asked_at]
    return asked_at - missing[0] if missing else 0.0


if __name__ == "__main__":
    for line in main():
        print(line)
