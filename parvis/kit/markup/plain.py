"""Plain text: freed of what no database or browser should see, and set in paragraphs without any formatting."""

import re
from html import escape

#: Past this the lines are run together: no reader writes so, and a million of them would take a second.
MOST_LINES = 20_000

_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f]")
_NOT_TEXT = re.compile("[\x00\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PARAGRAPH_ENDS = re.compile(r"\n[ \t]*\n\s*")
_SPACES = re.compile(r"[ \t\n]+")


def without_controls(text: str) -> str:
    """Give the text with `\\n` for every line end, no control character, and U+FFFD for what is no character at all."""
    if not _UNWANTED.search(text):
        return text
    return _NOT_TEXT.sub("\ufffd", _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)))


def with_single_spaces(text: str) -> str:
    """Give the text on one line, as a browser shows it: any run of spaces, tabs and line ends is one space."""
    # Three searches of a plain string cost a tenth of one with the pattern.
    return _SPACES.sub(" ", text) if "  " in text or "\n" in text or "\t" in text else text


def in_paragraphs(text: str) -> tuple[str, str]:
    """Give (html, text) of words without formatting: a blank line parts paragraphs, a line end stays a line end."""
    if "\n" not in text or text.count("\n") > MOST_LINES:
        line = with_single_spaces(text).strip()
        return (f"<p>{escape(line, quote=False)}</p>" if line else "", line)
    paragraphs = [paragraph for part in _PARAGRAPH_ENDS.split(text) if (paragraph := _lines_of(part))]
    html = "".join(f"<p>{'<br>'.join(escape(line, quote=False) for line in lines)}</p>" for lines in paragraphs)
    return html, "\n\n".join("\n".join(lines) for lines in paragraphs)


def _lines_of(paragraph: str) -> list[str]:
    lines = (with_single_spaces(line).strip() for line in paragraph.split("\n"))
    return [line for line in lines if line]
