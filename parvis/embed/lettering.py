"""Setting a text in lines of a given width, without a browser: how wide each letter is, where a line breaks."""

import unicodedata

# Widths in thousandths of the size, of a serif of the metrics of Times (Adobe's Times-Roman AFM), which the fonts of the
# converter (Tinos) and of most machines (Liberation Serif, Times New Roman) share.
_WIDE = {
    250: " ,.\u00a0",
    200: "|",
    278: "/:;\\ijlt",
    333: "!'()-I[]`fr’‘",
    389: "Js",
    408: '"',
    444: "?acez”“",
    469: "^",
    480: "{}",
    500: "#$*0123456789_bdghknopquvxy«»–€",
    541: "~",
    556: "PSF",
    564: "+<=>",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYwœæ",
    778: "&m",
    833: "%",
    889: "M",
    921: "@",
    944: "W",
    1000: "—…",
}
_WIDTH = {letter: width for width, letters in _WIDE.items() for letter in letters} | {"\u202f": 167}
_OTHER = 1000


def width_of(text: str, size: float) -> float:
    """The width of a text set in that size (both in the same unit); an unknown letter counts for a full square."""
    return sum(_letter(letter) for letter in text) * size / 1000


def _letter(letter: str) -> int:
    known = _WIDTH.get(letter)
    if known is not None:
        return known
    if unicodedata.combining(letter):
        return 0
    plain = unicodedata.normalize("NFD", letter)[0]
    return _WIDTH.get(plain, _OTHER)


def set_in_lines(text: str, *, size: float, width: float, most: int) -> list[str]:
    """The text in at most `most` lines no wider than `width`; what does not fit is cut at a word and ended by an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in _words(text, size, width):
        wished = f"{line} {word}" if line else word
        if width_of(wished, size) <= width:
            line = wished
            continue
        if len(lines) == most - 1:
            return [*lines, _ended(line, size, width)]
        lines.append(line)
        line = word
    return [*lines, line] if line else lines


def fits(text: str, *, size: float, width: float, most: int) -> bool:
    """Whether the whole text stands in that room."""
    lines = set_in_lines(text, size=size, width=width, most=most)
    return " ".join(lines).replace(" ", "") == "".join(_words(text, size, width))


def _words(text: str, size: float, width: float) -> list[str]:
    """The words, those wider than a line broken."""
    found: list[str] = []
    for word in text.split(" "):
        piece = ""
        for letter in word:
            if piece and width_of(piece + letter, size) > width:
                found.append(piece)
                piece = ""
            piece += letter
        if piece:
            found.append(piece)
    return found


def _ended(line: str, size: float, width: float) -> str:
    kept = line.rstrip(" ,;:.!?…«–—-\u202f\u00a0")
    while kept and width_of(f"{kept}…", size) > width:
        kept = kept.rpartition(" ")[0] if " " in kept else kept[:-1]
        kept = kept.rstrip(" ,;:.!?…«–—-\u202f\u00a0")
    return f"{kept}…"
