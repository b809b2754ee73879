"""A load of keep-alive GETs from another process, cheap enough to be the smaller half of the machine.

`python -m bench.load PORT CONNECTIONS SECONDS PATH [accept-encoding]` prints requests, seconds, p50 and p95 in ms.
"""

import asyncio
import sys
import time


class Asker(asyncio.Protocol):
    """One connection: asks again as soon as the answer is whole (all answers have the same length)."""

    def __init__(self, request: bytes, length: int, end: float, took: list[float], over: asyncio.Future[None]) -> None:
        self.request, self.length, self.end, self.took, self.over = request, length, end, took, over
        self.had, self.asked = 0, 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asks the first time."""
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]  # a stream
        self.ask()

    def ask(self) -> None:
        """Asks once more."""
        self.had, self.asked = 0, time.perf_counter()
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        """Counts what came; asks again when it is all there."""
        self.had += len(data)
        if self.had < self.length:
            return
        now = time.perf_counter()
        self.took.append(now - self.asked)
        if now < self.end:
            self.ask()
        else:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """The end of this connection."""
        if not self.over.done():
            self.over.set_result(None)


async def load(port: int, connections: int, seconds: float, path: str, accept: str) -> tuple[int, float, float, float]:
    """Requests done, seconds, and the median and 95th percentile of their time in milliseconds."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{accept and f'Accept-Encoding: {accept}' + chr(13) + chr(10)}\r\n".encode()
    )
    length = await _length(port, request)
    took: list[float] = []
    loop, start = asyncio.get_running_loop(), time.perf_counter()
    overs = [loop.create_future() for _number in range(connections)]
    for over in overs:
        await loop.create_connection(lambda over=over: Asker(request, length, start + seconds, took, over), "127.0.0.1", port)
    await asyncio.gather(*overs)
    spent = time.perf_counter() - start
    took.sort()
    return len(took), spent, took[len(took) // 2] * 1e3, took[int(len(took) * 0.95)] * 1e3


async def _length(port: int, request: bytes) -> int:
    """The length of one whole answer, which must be a success."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise RuntimeError(head.decode("latin-1"))
    length = next(int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    await reader.readexactly(length)
    writer.close()
    return len(head) + length


if __name__ == "__main__":
    port, connections, seconds, path, *accept = sys.argv[1:]
    print(*asyncio.run(load(int(port), int(connections), float(seconds), path, accept[0] if accept else "")))
