"""Posting to an address of the open Internet that someone gave us: bounded in time, and never to a machine of the house.

The address is resolved, checked, and connected to by the very IP that was checked, as in fetching.py; no redirect is
followed, since what answers elsewhere is not what was asked for.
"""

import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache

import httpx

from parvis.kit.addresses import normal_address, public_ips
from parvis.kit.fetching import LONGEST_WAIT, MOST_IPS, PORTS
from parvis.kit.refusals import Refusal, ServiceDown

MOST_READ = 2000


@dataclass(frozen=True, slots=True)
class Posted:
    """What was answered: the code, the beginning of what was said, and the seconds asked by Retry-After (0: none)."""

    status: int
    said: str
    retry_after: float


def post_body(address: str, body: bytes, headers: Mapping[str, str], *, seconds: float, allow_private: bool = False) -> Posted:
    """Post a body to an http(s) address and give what was answered, in at most about `seconds`.

    `allow_private` lets this machine, private networks and any port be called.
    Raises ServiceDown when nothing answers, or when the address may not be called (then permanent).
    """
    deadline = time.monotonic() + seconds
    try:
        url = httpx.URL(address)
        normal_address(address)
        port = url.port or (443 if url.scheme == "https" else 80)
        if port not in PORTS and not allow_private:
            raise ServiceDown("the address is on an unusual port", permanent=True)
        host = url.raw_host.decode("ascii")
        ips = public_ips(host, port, seconds=min(LONGEST_WAIT, seconds), allow_private=allow_private)[:MOST_IPS]
        with httpx.Client(trust_env=False, verify=_trusted()) as client:
            return _posted(client, url, ips, body, headers, deadline)
    except httpx.TransportError as error:
        raise ServiceDown(str(error) or type(error).__name__, permanent=False) from error
    except (Refusal, httpx.InvalidURL, ValueError) as error:
        raise ServiceDown(str(error), permanent=True) from error


def _posted(
    client: httpx.Client, url: httpx.URL, ips: list[str], body: bytes, headers: Mapping[str, str], deadline: float
) -> Posted:
    for ip in ips[:-1]:
        try:
            return _post_at(client, url, ip, body, headers, deadline)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            continue  # The next one may answer: many machines have no IPv6.
    return _post_at(client, url, ips[-1], body, headers, deadline)


def _post_at(client: httpx.Client, url: httpx.URL, ip: str, body: bytes, headers: Mapping[str, str], deadline: float) -> Posted:
    """Connect to `ip`, yet name and verify the host of `url`: in the Host header, in TLS and its certificate."""
    request = client.build_request(
        "POST",
        url.copy_with(host=ip),
        content=body,
        headers={**headers, "Host": url.netloc.decode("ascii")},
        extensions={"sni_hostname": url.raw_host.decode("ascii")},
        timeout=_left(deadline),
    )
    with closing(client.send(request, stream=True, follow_redirects=False)) as answer:
        said = bytearray()
        for piece in answer.iter_raw():
            _left(deadline)
            said += piece
            if len(said) >= MOST_READ:
                break
        words = bytes(said[:MOST_READ]).decode("utf-8", "replace")
        return Posted(answer.status_code, words, _seconds(answer.headers.get("retry-after", "")))


@cache
def _trusted() -> ssl.SSLContext:
    # Made once: reading the authorities takes longer than most calls.
    return httpx.create_ssl_context()


def _seconds(told: str) -> float:
    return float(told) if told.isdecimal() and len(told) < 8 else 0.0


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise ServiceDown("the answer takes too long", permanent=False)
    return left
