"""`python -m bench.reading`: the first page of a thread of 200 posts, from memory and made anew, beside Isso's."""

import json
import os
import subprocess
import sys
import time
from urllib.parse import urlsplit

import httpx

from bench import peers
from bench.serving import OPENING, Served, cpu_seconds, served

SECONDS = 6.0


def main() -> list[str]:
    """Prints and gives the lines."""
    lines = []
    with served() as house:
        told = json.loads(house.run(OPENING, "200").partition("OPENED ")[2])
        path = f"/embed/thread?id={told['thread']}&sort=newest&lang=fr"
        lines.append(from_memory(house, path))
        lines.append(made_anew(house, told))
    lines.append(peers.isso_reading(200))
    return lines


def from_memory(house: Served, path: str) -> str:
    """Requests a second on one core, and CPU for each."""
    size = len(httpx.get(house.address + path, headers={"Accept-Encoding": "identity"}).content)
    packed = int(httpx.head(house.address + path, headers={"Accept-Encoding": "gzip"}).headers["content-length"])
    done, seconds, p50, p95, cpu = under_load(house, path)
    return (
        f"first page of 200 posts, from memory: {done / seconds:,.0f} requests/s · {cpu / done * 1e3:.3f} ms of CPU each"
        f" · {done / cpu:,.0f} a core · p50 {p50:.2f} ms, p95 {p95:.2f} ms ({size / 1000:.1f} kB, {packed / 1000:.1f} kB sent)"
    )


def under_load(house: Served, path: str, connections: int = 16) -> tuple[int, float, float, float, float]:
    """Requests, seconds, p50 and p95 (ms) and CPU seconds of the web process, under load from another process."""
    port = str(urlsplit(house.address).port)
    web = house.pids(" web")
    before = cpu_seconds(web)
    arguments = [port, str(connections), str(SECONDS), path, "gzip"]
    out = subprocess.run(  # our own interpreter
        [sys.executable, "-m", "bench.load", *arguments], capture_output=True, text=True, check=True, env=os.environ
    ).stdout.split()
    return int(out[0]), float(out[1]), float(out[2]), float(out[3]), cpu_seconds(web) - before


def made_anew(house: Served, told: dict[str, str]) -> str:
    """What a page costs when it must be made (a version that no memory has), through the whole server."""
    web, times, asked = house.pids(" web"), [], 200
    with httpx.Client(base_url=house.address) as client:
        for number in range(20 + asked):
            if number == 20:
                before = cpu_seconds(web)
            start = time.perf_counter()
            client.get(f"/embed/thread?id={told['thread']}&lang=fr&v={number}").raise_for_status()
            times.append(time.perf_counter() - start)
    cpu = (cpu_seconds(web) - before) / asked
    times = sorted(times[20:])
    middle, slow = times[asked // 2] * 1e3, times[int(asked * 0.95)] * 1e3
    return f"the same page made anew: {middle:.1f} ms (p95 {slow:.1f}), {cpu * 1e3:.1f} ms of CPU"


if __name__ == "__main__":
    for line in main():
        print(line)
