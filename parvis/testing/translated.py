"""Whether every word of the interface has its French: `python -m parvis.testing.translated`."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from parvis.config.environment import ROOT
from parvis.config.translations import catalogues

_IN_CONTEXT, _PLURAL = ((1, "c"), 2), (1, 2)
KEYWORDS = {
    **dict.fromkeys(("_", "_now", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), _PLURAL),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), _IN_CONTEXT),
    "npgettext": (*_IN_CONTEXT, 3),
}
#: What names a function's first argument as a context, not as words.
_WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext"}


def untranslated() -> list[str]:
    """`file:line words` for each message of the code and templates without a French translation."""
    known = {_key(message) for path in catalogues() if path.parts[-3] == "fr" for message in _translated(path)}
    return [f"{place}  {words!r}" for place, context, words in messages() if (context, words) not in known]


def messages() -> Iterator[tuple[str, str, str]]:
    """(file:line, context or nothing, words) of every message in the house's code and templates."""
    for path in sorted((ROOT / "parvis").rglob("*")):
        if "tests" in path.parts or path.suffix not in (".py", ".html", ".txt"):
            continue
        source = _source(path)
        for line, name, words, _ in extract_python(io.BytesIO(source.encode()), KEYWORDS, [], {}):
            context = str(words[0]) if name in _WITH_CONTEXT else ""
            yield f"{path.relative_to(ROOT)}:{line}", context, _first(name, words)


def _source(path: Path) -> str:
    """Python whose calls are those of the file; what Django makes of a template keeps an indentation that means nothing."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    return "\n".join(line.strip() for line in templatize(text).splitlines()) if "{%" in text else ""


def _first(name: object, words: object) -> str:
    """The message itself: what an extractor gives is one text or a tuple of arguments."""
    if not isinstance(words, tuple):
        return str(words)
    return str(words[1] if name in _WITH_CONTEXT else words[0])


def _translated(path: Path) -> Iterator[Message]:
    with path.open("rb") as source:
        for message in read_po(source, locale="fr"):
            given = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.id and all(given) and not message.fuzzy:
                yield message


def _key(message: Message) -> tuple[str, str]:
    words = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
    return str(message.context or ""), str(words)


if __name__ == "__main__":
    django.setup()
    missing = untranslated()
    print("\n".join(missing))
    sys.exit(f"{len(missing)} messages have no French translation" if missing else 0)
