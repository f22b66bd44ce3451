"""Which characters of a binary Word file are hidden or deleted, and which paragraphs end a table row."""

from __future__ import annotations

import bisect
import dataclasses
import struct
from collections.abc import Callable, Iterator

from anjuan.reading.office.legacy.fib import WordFile

_CHARACTER_PAGES, _PARAGRAPH_PAGES = 0xFA, 0x102  # where the head names the two kinds of property pages
_PAGE = 512
_DELETED, _INSERTED, _HIDDEN = 0x0800, 0x0801, 0x083C
_IN_TABLE, _ROW_END = 0x2416, 0x2417
_IN_NESTED, _NESTED_ROW_END = 0x244B, 0x244C
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_TABLE_DEFINITION, _TABS = 0xD608, 0xC615


@dataclasses.dataclass(slots=True)
class Spans:
    """Properties by where in the file they hold: sorted starts, ends and sets of opcodes that are on."""

    starts: list[int] = dataclasses.field(default_factory=list)
    ends: list[int] = dataclasses.field(default_factory=list)
    values: list[frozenset[int]] = dataclasses.field(default_factory=list)

    def at(self, offset: int) -> frozenset[int]:
        """Return what is on at a place of the file."""
        index = bisect.bisect_right(self.starts, offset) - 1
        if index < 0 or offset >= self.ends[index]:
            return frozenset()
        return self.values[index]


_BREAK_BEFORE = 0x2407
HIDDEN, DELETED, INSERTED, ROW_END, IN_TABLE = _HIDDEN, _DELETED, _INSERTED, _ROW_END, _IN_TABLE
BREAK_BEFORE = _BREAK_BEFORE
_WANTED = frozenset({_DELETED, _INSERTED, _HIDDEN, _IN_TABLE, _ROW_END, _NESTED_ROW_END, _IN_NESTED, _BREAK_BEFORE})


def character_marks(file: WordFile) -> Spans:
    """Return hidden, deleted and inserted characters; nothing for files before Word 97."""
    return _spans(file, _CHARACTER_PAGES, _character_properties)


def paragraph_marks(file: WordFile) -> Spans:
    """Return paragraphs in tables and ends of rows; nothing for files before Word 97."""
    return _spans(file, _PARAGRAPH_PAGES, _paragraph_properties)


def _spans(file: WordFile, where: int, reader: Callable[[bytes, int, int], bytes]) -> Spans:
    spans = Spans()
    found: list[tuple[int, int, frozenset[int]]] = []
    table = file.entry(where)
    count = (len(table) - 4) // 8
    for index in range(max(count, 0)):
        (page,) = struct.unpack_from("<I", table, 4 * (count + 1) + 4 * index)
        content = file.data[(page & 0x3FFFFF) * _PAGE : (page & 0x3FFFFF) * _PAGE + _PAGE]
        if len(content) == _PAGE:
            found.extend(_page_spans(content, reader))
    for start, end, value in sorted(found, key=lambda span: span[0]):
        spans.starts.append(start)
        spans.ends.append(end)
        spans.values.append(value)
    return spans


def _page_spans(
    content: bytes, reader: Callable[[bytes, int, int], bytes]
) -> Iterator[tuple[int, int, frozenset[int]]]:
    runs = content[-1]
    if 4 * (runs + 1) > _PAGE:
        return
    bounds = struct.unpack_from(f"<{runs + 1}I", content, 0)
    for index in range(runs):
        properties = reader(content, runs, index)
        yield bounds[index], bounds[index + 1], _switched_on(properties)


def _character_properties(content: bytes, runs: int, index: int) -> bytes:
    offset = content[4 * (runs + 1) + index] * 2
    if offset == 0 or offset >= _PAGE - 1:
        return b""
    return content[offset + 1 : offset + 1 + content[offset]]


def _paragraph_properties(content: bytes, runs: int, index: int) -> bytes:
    place = 4 * (runs + 1) + index * 13
    offset = content[place] * 2 if place < _PAGE else 0
    if offset == 0 or offset >= _PAGE - 2:
        return b""
    size = content[offset]
    if size:
        return content[offset + 3 : offset + 2 * size]
    return content[offset + 4 : offset + 2 + 2 * content[offset + 1]]


def _switched_on(properties: bytes) -> frozenset[int]:
    on = set()
    place = 0
    while place + 2 < len(properties):
        (opcode,) = struct.unpack_from("<H", properties, place)
        place += 2
        size = _SIZES[opcode >> 13]
        if size == 0:
            if opcode == _TABLE_DEFINITION and place + 2 <= len(properties):
                size = struct.unpack_from("<H", properties, place)[0] + 1
            elif opcode == _TABS and properties[place] == 255:  # noqa: PLR2004  its length must be worked out
                break
            else:
                size = properties[place] + 1
        if opcode in _WANTED and properties[place] & 1:
            on.add(opcode)
        place += size
    return frozenset(on)
