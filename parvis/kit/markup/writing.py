"""The light formatting that readers type: emphasis, strong, quotes, lists, links and spoilers; all else stays as typed."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from parvis.kit.markup.allowed import SPOILER, safe_address, sanitise
from parvis.kit.markup.composing import Rendered, compose
from parvis.kit.markup.linking import MOST_LINKS, bare_address_at
from parvis.kit.markup.plain import in_paragraphs, without_controls

#: Past these a text is shown as it was typed: no reader writes so, and parsing it would cost more than 200 ms.
LONGEST_FORMATTED = 20_000
MOST_MARKS = 1_500
MOST_BRACKETS = 200
DEEPEST_MARKS = 16

_MARKUP = re.compile(r"[*_\[\]\\]|\|\||://|www\.|^[ \t]*(?:>|[-+][ \t]|\d{1,9}[.)][ \t])", re.MULTILINE)
_MARKS = re.compile(r"[*_\[\]>|]+|^[ \t]*[-+\d]", re.MULTILINE)
_NESTED = re.compile(rf"^(?:[ \t]*(?:[-+*>]|\d{{1,9}}[.)])){{{DEEPEST_MARKS}}}", re.MULTILINE)
_END_OF_QUOTE = re.compile(r"^( {0,3}>.*)\n(?=[ \t]*[^\s>])", re.MULTILINE)
_BARS = re.compile(r"(?<!\\)\|\|")


def render(source: str) -> Rendered:
    """Give the Rendered of what a reader typed (any text). Never raises: what cannot be formatted is shown as typed."""
    source = without_controls(source)
    if not _MARKUP.search(source) or _is_excessive(source):
        return Rendered(*in_paragraphs(source))
    return compose(sanitise(_MARKDOWN.render(_END_OF_QUOTE.sub(r"\1\n\n", source))))


def _is_excessive(source: str) -> bool:
    if len(source) > LONGEST_FORMATTED or source.count("[") > MOST_BRACKETS or source.count("://") > MOST_LINKS:
        return True
    return _NESTED.search(source) is not None or sum(1 for _ in _MARKS.finditer(source)) > MOST_MARKS


def _bare_link(state: StateInline, silent: bool) -> bool:
    """At the colon of `https://…`: the whole address is taken, so that no `*` or `_` in it is read as emphasis."""
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    for scheme in ("https", "http"):
        start = state.pos - len(scheme)
        if state.pending[-len(scheme) :].lower() == scheme and (found := bare_address_at(state.src, start)):
            written, address = found
            written = written.rstrip("*|")
            if start + len(written) > state.posMax or safe_address(written) is None:
                return False
            if not silent:
                state.pending = state.pending[: -len(scheme)]
                _push_link(state, written, safe_address(written) or address)
            state.pos = start + len(written)
            return True
    return False


def _push_link(state: StateInline, written: str, address: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": address}
    state.push("text", "", 0).content = written
    state.push("link_close", "a", -1)


def _spoiler(state: StateInline, silent: bool) -> bool:
    """`||what must not be seen at once||`, within one paragraph; other formatting may stand in it."""
    if not state.src.startswith("||", state.pos):
        return False
    start, end = state.pos + 2, state.posMax
    closing = _BARS.search(state.src, start, end)
    if closing is None or not state.src[start : closing.start()].strip():
        return False
    if not silent:
        state.pos, state.posMax = start, closing.start()
        state.push("spoiler_open", "span", 1)
        state.md.inline.tokenize(state)
        state.push("spoiler_close", "span", -1)
    state.pos, state.posMax = closing.end(), end
    return True


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"breaks": True, "html": False, "maxNesting": 4 * DEEPEST_MARKS})
    markdown.enable(["emphasis", "link", "newline", "escape", "blockquote", "list"])
    markdown.inline.ruler.before("emphasis", "spoiler", _spoiler)
    markdown.inline.ruler.after("text", "bare_link", _bare_link)
    markdown.inline.add_terminator_char("|")
    markdown.validateLink = lambda url: safe_address(url) is not None  # type: ignore[method-assign]  # its own way to set it
    markdown.normalizeLink = lambda url: safe_address(url) or url  # type: ignore[method-assign]  # one rule for all links
    markdown.add_render_rule("spoiler_open", lambda *_: SPOILER)
    markdown.add_render_rule("spoiler_close", lambda *_: "</span>")
    return markdown


_MARKDOWN = _markdown()
