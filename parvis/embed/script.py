"""The element's script as it is sent: each entry joined with the modules it imports, less comments and indentation.

Nothing is renamed and nothing is built: the sources also run as they are. Joining saves readers a chain of requests
and a third of the bytes, because what is compressed together compresses better.
"""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

HOME = Path(__file__).parent / "static" / "embed"

#: What anyone who reads loads: the first at once, the second when a reader comes near.
READING = ("parvis.js", "discussion.js")
#: What only someone who takes part loads besides: it imports from the second what both need.
TAKING_PART = "taking-part.js"
ENTRIES = (*READING, TAKING_PART)

_IMPORT = re.compile(r'^import (?:\{ ([\w, ]+) \} from )?"\./([\w.-]+)";\n', re.M)
_LATER = re.compile(r'import\("\./([\w-]+\.js)"\)')
_EXPORT = re.compile(r"^export (?!\{)", re.M)
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*.*?\*/|//[^\n]*)$", re.M | re.S)
_MARGIN = re.compile(r"^\s+|[ \t]+$", re.M)


@cache
def script(name: str) -> str:
    """The text of one of ENTRIES, as sent. Raises KeyError for any other name.

    Entries name one another with the edition of the whole, so that a browser never joins a new one to an old one.
    """
    if name not in ENTRIES:
        raise KeyError(name)
    inner = modules_of(name)
    lent = sorted(_lent())
    borrowed = f'import {{ {", ".join(lent)} }} from "./{READING[1]}?v={edition()}";\n' if name == TAKING_PART else ""
    lends = f"export {{ {', '.join(lent)} }};\n" if name == READING[1] else ""
    text = "\n".join([*(_EXPORT.sub("", module) for module in inner[:-1]), inner[-1]])
    text = _MARGIN.sub("", _COMMENT.sub("", text))
    return borrowed + _LATER.sub(rf'import("./\1?v={edition()}")', text) + lends


@cache
def edition() -> str:
    """A name for the sources as they are: it changes when any of them does."""
    return sha256(b"".join(module.read_bytes() for module in sorted(HOME.glob("*.js")))).hexdigest()[:8]


def modules_of(name: str) -> list[str]:
    """The texts of an entry and of the modules that travel with it, each once, what is imported first.

    Those of the discussion stay there: a reader who takes part has it already.
    """
    known: set[str] = set()
    if name == TAKING_PART:
        _gather(READING[1], known)
    return _gather(name, known)


def _gather(name: str, known: set[str]) -> list[str]:
    if name in known:
        return []
    known.add(name)
    text = (HOME / name).read_text("utf-8")
    before = [module for _names, other in _IMPORT.findall(text) for module in _gather(other, known)]
    return [*before, _IMPORT.sub("", text)]


def _lent() -> set[str]:
    """The names that the modules of those who take part import from the modules of the discussion."""
    of_reading: set[str] = set()
    _gather(READING[1], of_reading)
    every = set(of_reading)
    _gather(TAKING_PART, every)
    imports = [found for module in every - of_reading for found in _IMPORT.findall((HOME / module).read_text("utf-8"))]
    return {name for names, other in imports if other in of_reading for name in names.split(", ")}
