"""`python -m bench.posting`: what a post costs through the whole server and every screen, with 5,000 listed words."""

import json
import time
import uuid
from datetime import UTC, datetime, timedelta

import httpx
import jwt

from bench.serving import OPENING, Served, cpu_seconds, served

POSTS = 300
WORDS = """
import json, sys
from parvis.moderation.acts import set_words
from parvis.publishers.models import Group
group = Group.objects.get(key="bench")
set_words(group=group, title=None, kind="banned", patterns=[f"vilain{n}mot" for n in range(2500)], account_id=None)
set_words(group=group, title=None, kind="watched", patterns=[f"curieux{n}mot" for n in range(2500)], account_id=None)
from parvis.testing.cast import _different
print("WORDS " + json.dumps([_different() + " " + _different() for n in range(int(sys.argv[1]))]))
"""


def main() -> list[str]:
    """Prints and gives the line."""
    with served() as house:
        told = json.loads(house.run(OPENING, "2").partition("OPENED ")[2])
        texts = json.loads(house.run(WORDS, str(POSTS + 20)).partition("WORDS ")[2])
        return [posting(house, told, texts)]


def posting(house: Served, told: dict[str, str], texts: list[str]) -> str:
    """CPU of the web process and time for each post, one after the other, by twenty readers."""
    web, took = house.pids(" web"), []
    with httpx.Client(base_url=house.address) as client:
        readers = [session_of(house.address, told, str(number)) for number in range(20)]
        for number, text in enumerate(texts):
            if number == 20:
                before = cpu_seconds(web)
            start = time.perf_counter()
            _post(client, told["url"], readers[number % 20], text)
            took.append(time.perf_counter() - start)
    cpu, took = (cpu_seconds(web) - before) / POSTS, sorted(took[20:])
    return (
        f"a post through every screen (5,000 words listed): {cpu * 1e3:.1f} ms of CPU"
        f" · p50 {took[POSTS // 2] * 1e3:.1f} ms, p95 {took[int(POSTS * 0.95)] * 1e3:.1f} ms"
    )


def session_of(address: str, told: dict[str, str], subject: str) -> dict[str, str]:
    """The header of a new reader's session at the bench's title."""
    now = datetime.now(UTC)
    claims = {"iss": "bench", "aud": "bench-jour", "sub": subject, "name": f"Voix numéro {subject}", "iat": now}
    token = jwt.encode(claims | {"exp": now + timedelta(minutes=9)}, told["secret"], "HS256", headers={"kid": told["kid"]})
    answer = httpx.post(f"{address}/embed/session", json={"title": "bench-jour", "token": token}).raise_for_status().json()
    return {"Authorization": f"Bearer {answer['session']}"}


def _post(client: httpx.Client, url: str, reader: dict[str, str], text: str) -> None:
    body = {"title": "bench-jour", "url": url, "text": text, "advised": True, "key": str(uuid.uuid4())}
    answer = client.post("/embed/posts", json=body, headers=reader)
    if answer.status_code != 201:
        raise RuntimeError(answer.text)


if __name__ == "__main__":
    for line in main():
        print(line)
