"""Finding a port that nobody listens on."""

import socket
import sys
import time

#: How many ports after the wanted one are tried.
TRIES = 50


class NoFreePort(Exception):
    """Every port tried is taken; the message names the range."""


def free_port(host: str, wanted: int, patience: float = 0.0) -> int:
    """The first port from `wanted` on that can be bound at `host`, ours for as long as this process lives. Raises NoFreePort.

    For `patience` seconds `wanted` itself is waited for: after a SIGKILL, the last processes of the killed house hold it
    for a moment, and a house that moved would no longer be where its proxy and its readers look for it.
    """
    end = time.monotonic() + patience
    while time.monotonic() < end and not _is_free(host, wanted):
        time.sleep(0.05)
    for port in range(wanted, min(wanted + TRIES, 65536)):
        if _is_free(host, port) and _claimed(port):
            return port
    raise NoFreePort(f"ports {wanted} to {wanted + TRIES - 1} are all taken on {host}")


#: What says that a port is ours, until this process ends.
_claims: dict[int, socket.socket] = {}


def _claimed(port: int) -> bool:
    """Whether the port is now ours. Web processes share their port, so the system would let two houses that start at
    the same instant share it too, each answering half of the other's readers: a name that only one can hold prevents it."""
    if not sys.platform.startswith("linux"):
        return True
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        claim.bind(f"\0parvis-port-{port}")
    except OSError:
        claim.close()
        return False
    _claims[port] = claim
    return True


def _is_free(host: str, port: int) -> bool:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    with socket.socket(family, kind, protocol) as probe:
        # A port whose last connections are still closing is free; one that is listened on is not.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError:
            return False
        return True
