"""Addresses written bare in a text, found by linkify-it."""

from collections.abc import Iterator

from linkify_it import LinkifyIt

from parvis.kit.markup.allowed import LONGEST_ADDRESS, safe_address

#: In one line; past this none becomes a link, because finding them in one endless word takes their number squared.
MOST_LINKS = 200

_finder = LinkifyIt({"ftp:": None, "//": None, "mailto:": None}, {"fuzzy_email": False})


def linked(words: str) -> Iterator[tuple[str, str | None]]:
    """Cut one line of text into (part, address): address is what the part links to, None for ordinary words.

    Only what starts with `http://`, `https://` or `www.` is an address: after a full stop without a space, « fin.la
    suite » would be one otherwise. The parts put together are the line.
    """
    end = 0
    for match in _finder.match(words) or () if _may_hold_links(words) else ():
        address = _address_of(match.raw)
        if address:
            # What stands before is read again alone, so that reading the result again finds nothing new.
            yield from linked(words[end : match.index])
            yield match.raw, address
            end = match.last_index
    if end < len(words):
        yield words[end:], None


def bare_address_at(text: str, start: int) -> tuple[str, str] | None:
    """Give (written, address) of the http(s) address that starts exactly at `start`, or None."""
    match = _finder.match_at_start(text[start : start + LONGEST_ADDRESS + 1])
    address = safe_address(match.raw) if match else None
    return (match.raw, address) if match and address else None


def _may_hold_links(words: str) -> bool:
    return 0 < words.count("://") + words.count("www.") <= MOST_LINKS


def _address_of(written: str) -> str | None:
    return safe_address("https://" + written if written.startswith("www.") else written)
