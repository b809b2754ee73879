"""Opens an archive, compressed or not, as clean UTF-8 bytes, in constant memory."""

import codecs
import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from parvis.conversations.archive.bundles import Piece
from parvis.conversations.archive.records import Found, Repaired, Untaken

CHUNK = 1 << 18
LONGEST_LINE = 1 << 23
GZIP = b"\x1f\x8b"
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']""")
# What XML 1.0 forbids and what PostgreSQL cannot store; newspapers' archives are full of it.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def open_bytes(given: Path | Piece) -> tuple[BinaryIO, BinaryIO]:
    """The file, and its bytes decompressed when it is gzip, whatever its name. OSError when it cannot be opened."""
    raw = given.open("rb") if isinstance(given, Path) else given.open()
    buffered = cast(BufferedReader, raw)
    is_packed = buffered.peek(2)[:2] == GZIP
    return raw, cast(BinaryIO, gzip.GzipFile(fileobj=raw, mode="rb")) if is_packed else raw


def head(given: Path | Piece, size: int = 1 << 20) -> bytes:
    """The first `size` decompressed bytes, fewer when the file is short or cut."""
    file, stream = open_bytes(given)
    with file:
        parts, missing = [], size
        try:
            while missing and (part := stream.read(min(missing, CHUNK))):
                parts.append(part)
                missing -= len(part)
        except (EOFError, OSError, zlib.error):
            pass
    return b"".join(parts)


def encoding_of(first: bytes) -> str:
    """The encoding said by a byte order mark or an XML declaration; UTF-8 when nothing, or nonsense, is said."""
    for mark, name in BYTE_ORDER_MARKS:
        if first.startswith(mark):
            return name
    declared = DECLARED_ENCODING.match(first)
    try:
        return codecs.lookup(declared[1].decode()).name if declared else "utf-8"
    except LookupError:
        return "utf-8"


class CleanBytes:
    """The archive as UTF-8 without forbidden characters, to be read once; remembers what had to be repaired.

    `encoding` is what somebody says of it; without, the file's own mark or declaration is believed.
    """

    def __init__(self, given: Path | Piece, encoding: str = "") -> None:
        self.found: list[Found] = []
        self._size = max(1, given.stat().st_size if isinstance(given, Path) else given.size)
        self._encoding = encoding or encoding_of(head(given, 1024))
        self._file, self._stream = open_bytes(given)

    @property
    def fraction(self) -> float:
        """How much of the file was read, between 0 and 1."""
        return 1.0 if self._file.closed else min(1.0, self._file.tell() / self._size)

    def pieces(self) -> Iterator[bytes]:
        """The archive by pieces of about a quarter of a megabyte; the file is closed at the end."""
        with self._file:
            decode = self._decoded_utf8 if self._encoding == "utf-8" else _decoder_of(self._encoding)
            kept, position = b"", 0
            for chunk in self._chunks():
                text, used = decode(kept + chunk, position - len(kept), False)
                position += len(chunk)
                kept = (kept + chunk)[used:]
                yield _bytes_of(text)
            yield _bytes_of(decode(kept, position - len(kept), True)[0])

    def lines(self) -> Iterator[bytes]:
        """The archive line by line, without line ends; a line above `LONGEST_LINE` bytes is cut there."""
        rest, skips = b"", False
        for piece in self.pieces():
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole[1:] if skips and whole else whole
            skips = skips and not whole
            if skips:
                rest = b""
            elif len(rest) > LONGEST_LINE:
                yield rest[:LONGEST_LINE]
                rest, skips = b"", True
        if rest:
            yield rest

    def _chunks(self) -> Iterator[bytes]:
        position = 0
        try:
            while chunk := self._stream.read(CHUNK):
                position += len(chunk)
                yield chunk
        except (EOFError, OSError, zlib.error) as error:
            place = f"byte {position}"
            self.found.append((place, Untaken(where=place, kind="file", ref="", reason="damaged_file", detail=str(error))))

    def _decoded_utf8(self, given: bytes, position: int, last: bool) -> tuple[str, int]:
        try:
            return codecs.utf_8_decode(given, "strict", last)
        except UnicodeDecodeError as error:
            place = f"byte {position + error.start}"
            self.found.append((place, Repaired(where=place, kind="file", ref="", reason="bad_encoding")))
            return codecs.utf_8_decode(given, "windows_1252", last)


def _bytes_of(text: str) -> bytes:
    return (FORBIDDEN.sub("", text) if FORBIDDEN.search(text) else text).encode()


def _decoder_of(encoding: str) -> Callable[[bytes, int, bool], tuple[str, int]]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    return lambda given, _position, last: (decoder.decode(given, last), len(given))


def _read_as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("windows_1252", _read_as_windows_1252)
