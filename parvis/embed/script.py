"""The element's script as it is sent: each entry joined with the modules it imports, less comments and indentation."""

import re
from functools import cache
from pathlib import Path

HOME = Path(__file__).parent / "static" / "embed"

#: What a page may ask for under /embed/; every other module travels inside one of these.
ENTRIES = ("parvis.js", "discussion.js")

IMPORT = re.compile(r'^import .* from "\./([\w.]+)";\n', re.M)
COMMENT = re.compile(r"^\s*(?:/\*\*.*?\*/|//[^\n]*)$", re.M | re.S)
MARGIN = re.compile(r"^\s+|[ \t]+$|^\n", re.M)


@cache
def script(name: str) -> str:
    """The text of one of ENTRIES; KeyError for any other name. Nothing is renamed: the sources can be served as they are."""
    if name not in ENTRIES:
        raise KeyError(name)
    *inner, entry = _modules(name)
    text = "\n".join([re.sub(r"^export ", "", module, flags=re.M) for module in inner] + [entry])
    return MARGIN.sub("", COMMENT.sub("", text))


def _modules(name: str, known: set[str] | None = None) -> list[str]:
    """The module and all it imports, each once, what is imported first."""
    known = known if known is not None else set()
    if name in known:
        return []
    known.add(name)
    text = (HOME / name).read_text("utf-8")
    before = [module for other in IMPORT.findall(text) for module in _modules(other, known)]
    return [*before, IMPORT.sub("", text)]
