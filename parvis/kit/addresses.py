"""Addresses of pages: one spelling for each, where they come from, and which may be fetched."""

import ipaddress
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from urllib.parse import SplitResult, quote, urlsplit

import idna
from django.utils.translation import gettext as _

from parvis.kit.refusals import Refusal, ServiceDown

LONGEST = 2000
PORTS = {"http": 80, "https": 443}

#: Query parameters that say where a visitor comes from, never which page it is.
_TRACKING = re.compile(
    r"(?:utm_|at_|mtm_|pk_|piwik_|matomo_|hsa_|vero_|oly_|ns_)[^=]*"
    r"|_?(?:fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|yclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|mkt_tok"
    r"|xtor|xtref|xtcr|wt_mc|cmpid|ocid|_ga|_gl|_hsenc|_hsmi|srsltid|spm|s_kwcid|ef_id|trk|trkcampaign)",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_STRAY_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_IN_PATH = "/:@!$&'()*+,;=~"
_IN_QUERY = _IN_PATH + "?[]|"
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\\ud800-\udfff]")
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")  # RFC 4291 §2.4
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052 §2.1
_resolvers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="resolve")


def normal_address(url: str) -> str:
    """Give the one spelling of a page's address, so that the same page is the same text.

    Scheme and host in lower case, the host in ASCII (IDNA), no default port, no fragment, no tracking parameter, dots
    in the path resolved, %xx in capitals and only where needed. A trailing slash is kept as it is, since `/a` and `/a/`
    may be two pages, but no path at all is `/`. What is left of the query keeps its order.
    Raises Refusal 422 `bad_address` for what is not http or https, has a user name, or is over 2000 characters.
    """
    parts, host, port = _read(url)
    scheme = parts.scheme.lower()
    place = host if port in (None, PORTS[scheme]) else f"{host}:{port}"
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_tracking(pair))
    path = _without_dots(_escaped(parts.path, _IN_PATH)) or "/"
    address = f"{scheme}://{place}{path}" + (f"?{_escaped(query, _IN_QUERY)}" if query else "")
    if len(address) > LONGEST:
        raise bad_address()
    return address


def origin_of(url: str) -> str:
    """Give the origin of an address as browsers write it: `https://www.example.fr`, with the port when not the usual.

    Raises Refusal 422 `bad_address` as `normal_address` does.
    """
    parts, host, port = _read(url)
    scheme = parts.scheme.lower()
    return f"{scheme}://{host}" if port in (None, PORTS[scheme]) else f"{scheme}://{host}:{port}"


def bad_address() -> Refusal:
    """Give the refusal of an address that is not one of a page."""
    return Refusal("bad_address", 422, _("This is not the address of a web page."))


def is_public(ip: str) -> bool:
    """Tell whether an IP address (v4 or v6, as text) is one of the open Internet: not private, local, reserved or shared.

    An IPv4 address carried inside an IPv6 one (mapped, 6to4, NAT64, Teredo) is judged as itself.
    """
    address = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = _inner_ipv4(address)
        if inner is not None:
            return is_public(str(inner))
        if address not in _GLOBAL_UNICAST:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def public_ips(host: str, port: int, *, seconds: float, allow_private: bool = False) -> list[str]:
    """Give the IP addresses of a host, to connect to one of them and to nothing else.

    A host with a single address that is not public is refused whole: an attacker's name may have one of each.
    Raises ServiceDown: for good when not public or unknown, for now when the resolver does not answer in `seconds`.
    `allow_private` is for the demo and the tests, which fetch pages of this machine.
    """
    try:
        found = _resolvers.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM).result(timeout=seconds)
    except TimeoutError as error:
        raise ServiceDown(f"{host} is not resolved in time", permanent=False) from error
    except socket.gaierror as error:
        raise ServiceDown(f"{host} is unknown", permanent=error.errno != socket.EAI_AGAIN) from error
    except (UnicodeError, OSError) as error:
        raise ServiceDown(f"{host} cannot be resolved", permanent=True) from error
    ips = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not ips or not (allow_private or all(map(is_public, ips))):
        raise ServiceDown(f"{host} is not on the open Internet", permanent=True)
    return ips


def _read(url: str) -> tuple[SplitResult, str, int | None]:
    url = url.strip()
    if len(url) > LONGEST or _FORBIDDEN.search(url):
        raise bad_address()
    try:
        parts = urlsplit(url)
        port = parts.port
        host = _ascii_host(parts.hostname or "")
    except ValueError as error:
        raise bad_address() from error
    if parts.scheme.lower() not in PORTS or not host or "@" in parts.netloc or port == 0:
        raise bad_address()
    return parts, host, port


@lru_cache(maxsize=4096)
def _ascii_host(host: str) -> str:
    """Raises ValueError for what is no host name."""
    if ":" in host:
        return f"[{ipaddress.IPv6Address(host)}]"
    host = host.lower().rstrip(".")
    if not host.isascii():
        host = idna.encode(host, uts46=True).decode("ascii").lower()
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise ValueError(host)
    return host


def _is_tracking(pair: str) -> bool:
    return _TRACKING.fullmatch(pair.partition("=")[0]) is not None


def _escaped(text: str, safe: str) -> str:
    """Percent-escapes written one way: capitals, none for letters that need none, one for each that does."""
    text = _ESCAPE.sub(lambda found: _character(found[1]), _STRAY_PERCENT.sub("%25", text))
    return quote(text, safe=safe + "%")


def _character(code: str) -> str:
    character = chr(int(code, 16))
    return character if character in _UNRESERVED else f"%{code.upper()}"


def _without_dots(path: str) -> str:
    """RFC 3986 §5.2.4: `.` and `..` segments resolved; `..` never climbs above the root."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _inner_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
