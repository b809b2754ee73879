"""Where does it lead?"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from parvis.moderation.screens.evidence import Check, Draft, Evidence


def notice_links(draft: Draft) -> Iterator[Evidence]:
    """Links to banned domains, too many links, and a newcomer's links; allowed domains never count."""
    hosts = {link: host for link in draft.links if (host := host_of(link))}
    banned = [link for link, host in hosts.items() if is_under(host, draft.domains.banned)]
    others = [link for link, host in hosts.items() if not is_under(host, draft.domains.allowed)]
    if banned:
        yield _evidence("banned_links", draft, banned, {"hosts": _named(hosts, banned)})
    if len(others) > draft.limits.links_per_post:
        figures: dict[str, str | int | float] = {"links": len(others), "limit": draft.limits.links_per_post}
        yield _evidence("many_links", draft, others, figures)
    if others and not draft.author.is_staff and draft.author.published_posts < draft.limits.newcomer_posts:
        yield _evidence("newcomer_links", draft, others, {"hosts": _named(hosts, others)})


def host_of(link: str) -> str:
    """The host of an address, in small letters, without www; empty when it has none."""
    try:
        host = urlsplit(link if "//" in link else f"//{link}").hostname or ""
    except ValueError:  # a broken IPv6 address
        return ""
    return host.removesuffix(".").removeprefix("www.")


def is_under(host: str, domains: frozenset[str]) -> bool:
    """Whether `host` is one of `domains` or a subdomain of one: notspam.org is not under spam.org."""
    labels = host.split(".")
    return any(".".join(labels[cut:]) in domains for cut in range(len(labels)))


def _named(hosts: dict[str, str], links: list[str]) -> str:
    return ", ".join(list(dict.fromkeys(hosts[link] for link in links))[:5])


def _evidence(check: Check, draft: Draft, links: list[str], detail: dict[str, str | int | float]) -> Evidence:
    spans = {(start, start + len(link)) for link in links if (start := draft.text.find(link)) >= 0}
    return Evidence(check, 1.0, tuple(sorted(spans)), detail, mend=True)
