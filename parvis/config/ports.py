"""Finding a port that nobody listens on."""

import socket

#: How many ports after the wanted one are tried.
TRIES = 50


class NoFreePort(Exception):
    """Every port tried is taken; the message names the range."""


def free_port(host: str, wanted: int) -> int:
    """The first port from `wanted` on that can be bound at `host`. Raises NoFreePort."""
    for port in range(wanted, min(wanted + TRIES, 65536)):
        if _is_free(host, port):
            return port
    raise NoFreePort(f"ports {wanted} to {wanted + TRIES - 1} are all taken on {host}")


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
