"""The head of a binary Word file: where its text and its tables lie ([MS-DOC] 2.5, and Word 6 and 95)."""

from __future__ import annotations

import dataclasses
import struct

import olefile

from anjuan.reading.errors import BrokenFileError, PasswordNeededError

_MAGICS = frozenset({0xA5EC, 0xA5DC, 0xA59C, 0xA5DB, 0xA697, 0xA698, 0xA699})
_FIRST_97 = 0x00C1
_COMPLEX, _ENCRYPTED, _TABLE_1, _WIDE = 0x0004, 0x0100, 0x0200, 0x1000
_STORIES = ("main", "footnotes", "headers", "macros", "comments", "endnotes", "text_boxes", "header_boxes")
_LANGUAGES = {
    0x0804: "gb18030", 0x1004: "gb18030", 0x0404: "big5", 0x0C04: "big5", 0x0411: "cp932", 0x0412: "cp949",
    0x0419: "cp1251", 0x0415: "cp1250", 0x0408: "cp1253",
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters as it lies in the file.

    Attributes:
        start: Its first character in the order of the text.
        end: The one after its last.
        offset: Where its bytes start.
        wide: Whether a character takes two bytes.

    """

    start: int
    end: int
    offset: int
    wide: bool


@dataclasses.dataclass(frozen=True, slots=True)
class WordFile:
    """A binary Word file, opened.

    Attributes:
        data: The stream with the text.
        table: The stream with the tables; of old versions the same.
        pieces: The text in its order.
        stories: First and last (exclusive) character of each story by name.
        encoding: Of characters that take one byte.
        is_97: Whether it is of Word 97 or later.

    """

    data: bytes
    table: bytes
    pieces: tuple[Piece, ...]
    stories: dict[str, tuple[int, int]]
    encoding: str
    is_97: bool

    def entry(self, offset_97: int) -> bytes:
        """Return the bytes that an offset-and-length pair of the head points to, for Word 97 and later."""
        if not self.is_97 or len(self.data) < offset_97 + 8:
            return b""
        place, size = struct.unpack_from("<II", self.data, offset_97)
        return self.table[place : place + size]


def open_word(ole: olefile.OleFileIO) -> WordFile:
    """Return the opened Word file.

    Raises:
        BrokenFileError: It is no Word file, or damaged.
        PasswordNeededError: It is encrypted.

    """
    data = stream(ole, "WordDocument")
    if len(data) < 64 or struct.unpack_from("<H", data, 0)[0] not in _MAGICS:  # noqa: PLR2004  shorter than any head
        raise BrokenFileError("The file holds no Word text.", remedy="Ask for it once more.")
    version, _, language = struct.unpack_from("<HHH", data, 2)
    (flags,) = struct.unpack_from("<H", data, 10)
    if flags & _ENCRYPTED:
        raise PasswordNeededError("The document is encrypted.", remedy="Give its password, or file a copy without one.")
    encoding = _LANGUAGES.get(language, "cp1252")
    try:
        if version >= _FIRST_97:
            return _word_97(ole, data, flags, encoding)
        return _word_95(data, flags, encoding)
    except (struct.error, IndexError) as error:
        raise BrokenFileError(f"The document is damaged ({error}).", remedy="Ask for it once more.") from error


def stream(ole: olefile.OleFileIO, name: str) -> bytes:
    """Return a stream; empty when it is missing or cannot be read."""
    if not ole.exists(name):
        return b""
    try:
        with ole.openstream(name) as opened:
            return bytes(opened.read())
    except (OSError, ValueError):
        return b""


def _word_97(ole: olefile.OleFileIO, data: bytes, flags: int, encoding: str) -> WordFile:
    name = "1Table" if flags & _TABLE_1 else "0Table"
    table = stream(ole, name) or stream(ole, "0Table" if name == "1Table" else "1Table")
    counts = struct.unpack_from("<8i", data, 0x4C)
    place, size = struct.unpack_from("<II", data, 0x1A2)
    pieces = _pieces(table[place : place + size], old=False)
    if not pieces:
        (first,) = struct.unpack_from("<I", data, 0x18)
        pieces = (Piece(0, sum(max(count, 0) for count in counts), first, bool(flags & _WIDE)),)
    return WordFile(data, table, pieces, _stories(counts), encoding, is_97=True)


def _word_95(data: bytes, flags: int, encoding: str) -> WordFile:
    first, _ = struct.unpack_from("<II", data, 0x18)
    counts = struct.unpack_from("<8i", data, 0x34)
    pieces: tuple[Piece, ...] = ()
    if flags & _COMPLEX:
        place, size = struct.unpack_from("<II", data, 0x160)
        pieces = _pieces(data[place : place + size], old=True)
    if not pieces:
        pieces = (Piece(0, sum(max(count, 0) for count in counts), first, bool(flags & _WIDE)),)
    return WordFile(data, data, pieces, _stories(counts), encoding, is_97=False)


def _stories(counts: tuple[int, ...]) -> dict[str, tuple[int, int]]:
    stories, start = {}, 0
    for name, count in zip(_STORIES, counts, strict=True):
        stories[name] = (start, start + max(count, 0))
        start += max(count, 0)
    return stories


def _pieces(clx: bytes, *, old: bool) -> tuple[Piece, ...]:
    """Return the piece table; after a fast save it puts together what was typed out of order."""
    place = 0
    while place < len(clx) and clx[place] == 1:  # property changes before the table
        (size,) = struct.unpack_from("<H", clx, place + 1)
        place += 3 + size
    if place >= len(clx) or clx[place] != 2:  # noqa: PLR2004  the mark of the table
        return ()
    (size,) = struct.unpack_from("<I", clx, place + 1)
    body = clx[place + 5 : place + 5 + size]
    count = (len(body) - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}I", body, 0)
    pieces = []
    for index in range(count):
        (raw,) = struct.unpack_from("<I", body, 4 * (count + 1) + 8 * index + 2)
        if old:
            pieces.append(Piece(bounds[index], bounds[index + 1], raw, wide=False))
        elif raw & 0x40000000:
            pieces.append(Piece(bounds[index], bounds[index + 1], (raw & 0x3FFFFFFF) // 2, wide=False))
        else:
            pieces.append(Piece(bounds[index], bounds[index + 1], raw, wide=True))
    return tuple(pieces)
