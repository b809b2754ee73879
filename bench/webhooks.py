"""`python -m bench.webhooks`: what webhooks cost the journal, how fast they leave, and what a dead receiver slows."""

import multiprocessing
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bench.imports import fresh_database

FACTS = 1000


def main() -> list[str]:
    """Prints and gives the lines."""
    with fresh_database():
        return _measured()


def _measured() -> list[str]:
    from django.conf import settings

    from parvis.api.sending import Sender
    from parvis.machines.models import Sending

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, PARVIS_WEBHOOKS_PRIVATE=True)
    quick, quick_address = _receiver(0.0)
    slow, slow_address = _receiver(9.0)
    try:
        place = _newsroom()
        lines = [f"{FACTS:,} facts told while nobody listens: {_drained(place):,.0f}/s (at least 500)"]
        _open(place, quick_address)
        lines += [f"the same with one webhook: {_drained(place):,.0f}/s queued"]
        began = time.perf_counter()
        sent = Sender().drain()
        lines += [f"{sent:,} calls to a receiver of this machine: {sent / (time.perf_counter() - began):,.0f}/s, four at once"]
        for _number in range(2):
            _open(place, quick_address)
        lines += [f"with three webhooks: {_drained(place):,.0f} facts/s queued"]
        Sending.objects.all().delete()
        _open(place, slow_address)
        _facts(place, 300)
        _drain()
        lines += [_beside_a_slow_one(quick_address)]
        return lines
    finally:
        for process in (quick, slow):
            process.terminate()


def _beside_a_slow_one(address: str) -> str:
    """How long three quick receivers wait for their 900 calls while a fourth takes nine seconds for each of its own."""
    from parvis.api.sending import Sender
    from parvis.machines.models import Sending

    sender, began = Sender(), time.perf_counter()
    waiting = Sending.objects.filter(endpoint__address=address, sent_at__isnull=True)
    while waiting.exists():
        sender.turn()
    seconds = time.perf_counter() - began
    return f"900 calls to three quick receivers beside one that takes nine seconds a call: {900 / seconds:,.0f}/s"


def _newsroom() -> dict[str, Any]:
    from parvis.testing.cast import build_house, post

    house = build_house("bench")
    written = post(house)
    _drain()
    return {"house": house, "post_id": written.pk, "thread_id": written.thread_id, "member_id": written.author_id}


def _open(place: dict[str, Any], address: str) -> None:
    from parvis.machines.acts import open_endpoint

    house = place["house"]
    account_id = house.accounts["group_manager"].pk
    open_endpoint(group=house.group, title=house.daily, name="", address=address, facts=["post.edited"], account_id=account_id)


def _facts(place: dict[str, Any], count: int) -> None:
    from django.db import transaction

    from parvis.journal.acts import record
    from parvis.journal.facts import PostEdited

    where = {"group_id": place["house"].group.pk, "title_id": place["house"].daily.pk, "member_id": place["member_id"]}
    with transaction.atomic():
        for _number in range(count):
            record(PostEdited(**where, post_id=place["post_id"], thread_id=place["thread_id"]))


def _drained(place: dict[str, Any]) -> float:
    """Facts told a second."""
    _facts(place, FACTS)
    began = time.perf_counter()
    _drain()
    return FACTS / (time.perf_counter() - began)


def _drain() -> None:
    from parvis.journal.deliver import drain

    drain()


def _receiver(seconds: float) -> tuple[multiprocessing.Process, str]:
    """A receiver in a process of its own, that takes so many seconds to answer; and its address."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_receive, args=(seconds, theirs), daemon=True)
    process.start()
    return process, f"http://127.0.0.1:{ours.recv()}/"  # type: ignore[return-value]  # a spawned process is one


def _receive(seconds: float, said: Any) -> None:
    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(seconds)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_arguments: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 128
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Answering)
    said.send(server.server_port)
    server.serve_forever()


if __name__ == "__main__":
    for line in main():
        print(line)
