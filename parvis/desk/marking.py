"""Evidence shown in the words themselves: what the screens caught, marked, with its sentence."""

import re
from collections.abc import Iterable
from typing import Any

import msgspec
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from parvis.moderation.screens.evidence import Evidence
from parvis.moderation.screens.sentences import explain

# Marks of these checks may be blurred: words that hurt those who read them all day.
HARSH = frozenset({"banned_words", "watched_words"})
AROUND = 30
LONG = 150
_HREF = re.compile(r'href="(https?://[^"]+)"')


def evidence_of(kept: Iterable[dict[str, Any]]) -> list[Evidence]:
    """The evidence kept with a case; what an older version wrote and this one cannot read is left out."""
    read = []
    for one in kept:
        try:
            read.append(Evidence.of_json(one))
        except msgspec.ValidationError:
            continue
    return read


def sentences(evidence: Iterable[Evidence]) -> list[tuple[str, str]]:
    """Each evidence as its check and a sentence in the reader's language, the surest first."""
    ordered = sorted(evidence, key=lambda one: -one.certainty)
    return [(one.check, explain(one, get_language() or "fr")) for one in ordered]


def marked(words: str, evidence: Iterable[Evidence]) -> SafeString:
    """The words with what was caught in `<mark>`, its sentence on hover. Line breaks are left to the style sheet."""
    return _joined(words, _spans(words, evidence), 0, len(words))


def excerpt(words: str, evidence: Iterable[Evidence]) -> SafeString:
    """About 150 characters of the words, around the first thing caught, marked."""
    spans = _spans(words, evidence)
    first = spans[0][0] if spans else 0
    start = 0 if first < AROUND else _word_start(words, first - AROUND)
    end = min(len(words), start + LONG)
    inside = _joined(words, [span for span in spans if span[0] >= start and span[1] <= end], start, end)
    return format_html("{}{}{}", "… " if start else "", inside, " …" if end < len(words) else "")


Span = tuple[int, int, str, str]


def _spans(words: str, evidence: Iterable[Evidence]) -> list[Span]:
    """Spans in order, none over another: begin, end, check, sentence."""
    language = get_language() or "fr"
    found = [(*span, one.check, explain(one, language)) for one in evidence for span in one.spans]
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: (span[0], span[2] not in HARSH, -span[1])):
        if span[0] >= (kept[-1][1] if kept else 0) and span[0] < span[1] <= len(words):
            kept.append(span)
    return kept


def _joined(words: str, spans: list[Span], start: int, end: int) -> SafeString:
    parts, place = [], start
    for begin, stop, check, sentence in spans:
        parts.append((format_html("{}{}", words[place:begin], _mark(words[begin:stop], check, sentence)),))
        place = stop
    parts.append((format_html("{}", words[place:end]),))
    return format_html_join("", "{}", parts)


def _mark(words: str, check: str, sentence: str) -> SafeString:
    kind = mark_safe(' class="harsh"') if check in HARSH else ""
    return format_html('<mark{} title="{}">{}</mark>', kind, sentence, words)


def _word_start(words: str, place: int) -> int:
    space = words.find(" ", place)
    return space + 1 if 0 <= space < place + 20 else place


def links_in(html: str) -> list[str]:
    """The addresses a post links to, each once: their words may hide them."""
    return list(dict.fromkeys(address.replace("&amp;", "&") for address in _HREF.findall(html)))
