"""`python -m bench.crowd`: 2,000 readers read, 2,000 wait on live streams, and 50 posts a second arrive.

Prints how long a post takes, how long until every stream of its thread has heard it, and what an idle stream costs.
The crowd is simulated by a process of its own on the same machine, and takes its share of it.
"""

import asyncio
import json
import random
import subprocess
import sys
import time
import uuid
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.posting import WORDS, session_of
from bench.serving import OPENING, Served, served

STREAMS, READERS, POSTS_A_SECOND, SECONDS, THREADS = 2000, 2000, 50, 30, 20
#: Seconds between two pages of one reader.
PAUSE = 8.0
PLACES = """
import json, sys
from parvis.conversations.models import Thread
from parvis.publishers.models import Title
from parvis.testing.cast import House, post, reader, thread
title = Title.objects.get(key="bench-jour")
house = House(title.group, title, title, None)
member = reader(house)
found = []
for number in range(int(sys.argv[1])):
    first = post(house, member=reader(house), where=thread(house, f"foule-{number}"))
    found.append({"id": first.thread_id, "url": first.thread.article.address})
print("PLACES " + json.dumps(found))
"""


@dataclass
class Seen:
    """What the crowd saw, in milliseconds."""

    posts: list[float] = field(default_factory=list)
    heard: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    failures: int = 0


class Crowd:
    """The streams and the readers of one run."""

    def __init__(self, port: int, places: list[dict[str, object]], readers: list[str], texts: list[str]) -> None:
        self.port, self.places, self.readers, self.texts = port, places, readers, texts
        self.seen = Seen()
        self.ears: dict[int, int] = {}
        #: Version of a thread being written: when the post was sent, and how many streams have not heard it.
        self.awaited: dict[tuple[int, int], float] = {}
        self.told: dict[tuple[int, int], list[float]] = {}

    async def listen(self, thread: int) -> None:
        """One stream; notes the moment of each version it hears."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"GET /embed/live?thread={thread} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        await reader.readuntil(b"\r\n\r\n")
        self.ears[thread] = self.ears.get(thread, 0) + 1
        while line := await reader.readline():
            if line.startswith(b"data: "):
                version = json.loads(line[6:])["version"]
                self.told.setdefault((thread, version), []).append(time.perf_counter())

    async def read(self, thread: int, end: float) -> None:
        """One reader: a page now and then, on one connection."""
        await asyncio.sleep(random.uniform(0, PAUSE))
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        request = f"GET /embed/thread?id={thread}&lang=fr HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        while time.perf_counter() < end:
            began = time.perf_counter()
            writer.write(request)
            status, _body = await answer_of(reader)
            self.seen.pages.append((time.perf_counter() - began) * 1e3)
            self.seen.failures += status != 200
            await asyncio.sleep(random.uniform(0.5, 1.5) * PAUSE)
        writer.close()

    async def write(self, place: dict[str, object], session: str, text: str) -> None:
        """One post, sent when its turn has come whatever became of the others."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = {"title": "bench-jour", "url": place["url"], "text": text, "advised": True, "key": str(uuid.uuid4())}
        sent = json.dumps(body).encode()
        head = f"POST /embed/posts HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {session}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(sent)}\r\nConnection: close\r\n\r\n"
        began = time.perf_counter()
        writer.write(head.encode() + sent)
        status, answer = await answer_of(reader)
        writer.close()
        if status != 201:
            self.seen.failures += 1
            return
        self.seen.posts.append((time.perf_counter() - began) * 1e3)
        self.awaited[(int(str(place["id"])), json.loads(answer)["version"])] = began

    async def live(self) -> Seen:
        """Streams first, then readers and posts together; gives what was seen."""
        ears = [asyncio.create_task(self.listen(self._place(n)["id"])) for n in range(STREAMS)]  # type: ignore[arg-type]  # ids are numbers
        while sum(self.ears.values()) < STREAMS:
            await asyncio.sleep(0.05)
        print("LISTENING", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        end = time.perf_counter() + SECONDS
        readers = [asyncio.create_task(self.read(self._place(n)["id"], end)) for n in range(READERS)]  # type: ignore[arg-type]  # the same
        posts = []
        for number in range(POSTS_A_SECOND * SECONDS):
            await asyncio.sleep(max(0.0, end - SECONDS + number / POSTS_A_SECOND - time.perf_counter()))
            session = self.readers[number % len(self.readers)]
            posts.append(asyncio.create_task(self.write(self._place(number), session, self.texts[number])))
        await asyncio.gather(*posts, *readers)
        await asyncio.sleep(1)
        for ear in ears:
            ear.cancel()
        self._reckon()
        return self.seen

    def _place(self, number: int) -> dict[str, object]:
        return self.places[number % len(self.places)]

    def _reckon(self) -> None:
        """A post is heard when the last stream of its thread has heard its version, or a later one in its place."""
        for (thread, version), sent in self.awaited.items():
            moments = self.told.get((thread, version), [])
            if len(moments) < self.ears[thread]:
                later = [at for (other, newer), found in self.told.items() if other == thread and newer > version for at in found]
                moments = [*moments, *sorted(later)[: self.ears[thread] - len(moments)]]
            if len(moments) < self.ears[thread]:
                self.seen.failures += 1
            else:
                self.seen.heard.append((max(moments) - sent) * 1e3)


async def answer_of(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Status and body of one answer with a Content-Length."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.startswith(b"content-length:")), 0)
    return int(head.split(b" ", 2)[1]), await reader.readexactly(length)


def main() -> list[str]:
    """Runs the crowd against two web processes; raises AssertionError when a post or a page failed."""
    with served(web_processes=2) as house:
        told = json.loads(house.run(OPENING, "4").partition("OPENED ")[2])
        places = json.loads(house.run(PLACES, str(THREADS)).partition("PLACES ")[2])
        texts = json.loads(house.run(WORDS, str(POSTS_A_SECOND * SECONDS)).partition("WORDS ")[2])
        sessions = [session_of(house.address, told, f"foule-{n}")["Authorization"].removeprefix("Bearer ") for n in range(100)]
        plan = Path(house.var / "crowd.json")
        plan.write_text(json.dumps([int(house.address.rpartition(":")[2]), places, sessions, texts]))
        before = resident(house)
        crowd = subprocess.Popen(  # our own module
            [sys.executable, "-m", "bench.crowd", str(plan)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert crowd.stdout is not None
        assert crowd.stdin is not None
        crowd.stdout.readline()
        time.sleep(2)  # what opening them took is given back
        idle = (resident(house) - before) / STREAMS / 1024
        crowd.stdin.write("\n")
        crowd.stdin.flush()
        seen = Seen(**json.loads(crowd.stdout.readline()))
    if seen.failures:
        raise AssertionError(f"{seen.failures} posts, pages or notices failed")
    return [
        f"a crowd ({STREAMS:,} streams, {READERS:,} readers, {POSTS_A_SECOND} posts/s for {SECONDS} s, two web processes):"
        f" {len(seen.posts):,} posts p50 {at(seen.posts, 0.5):.0f} ms, p99 {at(seen.posts, 0.99):.0f} ms (at most 60)"
        f" · heard by every stream p50 {at(seen.heard, 0.5):.0f} ms, p99 {at(seen.heard, 0.99):.0f} ms (at most 300)"
        f" · {len(seen.pages):,} pages p99 {at(seen.pages, 0.99):.0f} ms · {idle:.1f} KiB an idle stream (at most 30)"
    ]


def resident(house: Served) -> int:
    """Bytes of memory of the web processes, shared pages counted once."""
    total = 0
    for pid in {*house.pids(" web"), *house.pids("spawn_main")}:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
    return total


def at(values: list[float], share: float) -> float:
    """The value below which that share of them is."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(asdict(asyncio.run(Crowd(*json.loads(Path(sys.argv[1]).read_text())).live()))))
    else:
        for line in main():
            print(line)
