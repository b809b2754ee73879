"""HTML read as a browser would, to tell what in it is more than plain formatting."""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

import html5lib

from parvis.kit.markup.allowed import BLOCKS, INLINES, LINK_REL

_ATTRIBUTES = {
    "a": {"href": re.compile(r"https?://[^\s\"'<>`\\]+"), "rel": re.compile(re.escape(LINK_REL))},
    "ol": {"start": re.compile(r"[0-9]{1,9}")},
    "span": {"class": re.compile("spoiler"), "tabindex": re.compile("0")},
}


def forbidden_in(html: str) -> list[str]:
    """Give what the HTML holds beyond the allowed tags, attributes and addresses, as a browser would read it."""
    return [said for element in _parsed(html).iter() for said in _forbidden_in_element(element)]


def words_in(html: str) -> str:
    """Give the characters of the HTML without its tags."""
    return "".join(_parsed(html).itertext())


def _parsed(html: str) -> Element:
    fragment: Element = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return fragment


def _forbidden_in_element(element: Element) -> list[str]:
    name = str(element.tag)
    if name == "DOCUMENT_FRAGMENT":
        return []
    if name not in BLOCKS | INLINES:
        return [f"<{name}>"]
    allowed: Mapping[str, re.Pattern[str]] = _ATTRIBUTES.get(name, {})
    wrong = [key for key, value in element.attrib.items() if key not in allowed or not allowed[key].fullmatch(value)]
    missing = {"a": {"href", "rel"}, "span": {"class"}}.get(name, set()) - set(element.attrib)
    return [f"<{name} {key}={element.attrib.get(key)!r}>" for key in [*wrong, *missing]]
