"""Reads binary Word files without any other program: pieces, stories, fields, tables.

It keeps the words in their order, and tells body, notes, comments, headers and text boxes apart.
"""

from __future__ import annotations

import dataclasses
import itertools
import struct
from collections.abc import Iterator

from anjuan.reading.blocks import Block, PageBreak, Paragraph, TableBlock, TableCell, flattened
from anjuan.reading.office.legacy.fib import Piece, WordFile
from anjuan.reading.office.legacy.marks import (
    BREAK_BEFORE,
    DELETED,
    HIDDEN,
    IN_TABLE,
    INSERTED,
    ROW_END,
    character_marks,
    paragraph_marks,
)
from anjuan.reading.pages import Role

_FIELD_BEGIN, _FIELD_SEPARATOR, _FIELD_END = "\x13", "\x14", "\x15"
_CELL, _PARAGRAPH, _PAGE = "\x07", "\r", "\x0c"
_KEPT_CONTROLS = {"\x0b": "\n", "\t": "\t", "\x1e": "-", "\xa0": " ", "\n": "\n"}
_HEADER_TABLE = 0xF2  # where the head names the bounds of headers and footers
_SEPARATORS = 6  # stories of separators before the first section
_FOOTERS = frozenset({2, 3, 5})  # of the six stories of a section
_ROLES = {
    "main": Role.BODY,
    "footnotes": Role.FOOTNOTE,
    "endnotes": Role.FOOTNOTE,
    "comments": Role.COMMENT,
    "text_boxes": Role.TEXT_BOX,
    "header_boxes": Role.TEXT_BOX,
}
_MOST_COLUMNS = 64
_FIRST_LEAD_BYTE = 0x81
_ONE_BYTE = frozenset({"cp1250", "cp1251", "cp1253"})


@dataclasses.dataclass(slots=True)
class _Ended:
    """A paragraph of the file: its words, how it ended, and its marks."""

    text: str
    hidden: str
    end: str
    marks: frozenset[int]


class WordWalker:
    """Walks a binary Word file."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._characters = character_marks(file)
        self._paragraphs = paragraph_marks(file)
        self.inserted = 0
        self.deleted = 0

    def blocks(self) -> Iterator[Block]:
        """Yield all stories as blocks: headers, the body, then notes, comments and text boxes."""
        yield from self._heads_and_feet()
        for name, role in _ROLES.items():
            start, end = self._file.stories[name]
            if end > start:
                yield from _assembled(self._ended(start, end), role)

    def _heads_and_feet(self) -> Iterator[Block]:
        """Yield headers, then footers; the same words in several sections are given once."""
        base, stop = self._file.stories["headers"]
        table = self._file.entry(_HEADER_TABLE)
        bounds = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
        given: set[str] = set()
        kept: list[Paragraph] = []
        for index, (first, last) in enumerate(itertools.pairwise(bounds)):
            if index < _SEPARATORS or base + last > stop or last <= first:
                continue
            role = Role.FOOTER if (index - _SEPARATORS) % 6 in _FOOTERS else Role.HEADER
            for block in _assembled(self._ended(base + first, base + last), role):
                kept.extend(part for part in flattened(block) if part.text.strip() and part.text not in given)
                given.update(part.text for part in flattened(block))
        yield from sorted(kept, key=lambda part: part.role is Role.FOOTER)

    def _ended(self, start: int, end: int) -> Iterator[_Ended]:
        words: list[str] = []
        hidden: list[str] = []
        fields: list[str] = []
        was_deleted = was_inserted = False
        for sign, offset in self._signs(start, end):
            marks = self._characters.at(offset)
            deleted, inserted = DELETED in marks, INSERTED in marks
            self.deleted += deleted and not was_deleted
            self.inserted += inserted and not was_inserted
            was_deleted, was_inserted = deleted, inserted
            if sign in {_PARAGRAPH, _CELL, _PAGE}:
                yield _Ended("".join(words), "".join(hidden), sign, self._paragraphs.at(offset))
                words, hidden = [], []
            elif sign in {_FIELD_BEGIN, _FIELD_SEPARATOR, _FIELD_END}:
                _follow_field(fields, sign)
            elif not deleted and "code" not in fields:
                shown = _KEPT_CONTROLS.get(sign, sign if sign >= " " else "")
                (hidden if HIDDEN in marks else words).append(shown)
        if words or hidden:
            yield _Ended("".join(words), "".join(hidden), _PARAGRAPH, frozenset())

    def _signs(self, start: int, end: int) -> Iterator[tuple[str, int]]:
        """Yield the characters from ``start`` to ``end`` with their places in the file."""
        for piece in self._file.pieces:
            first, last = max(piece.start, start), min(piece.end, end)
            if first < last:
                yield from self._piece_signs(piece, first, last)

    def _piece_signs(self, piece: Piece, first: int, last: int) -> Iterator[tuple[str, int]]:
        width = 2 if piece.wide else 1
        offset = piece.offset + (first - piece.start) * width
        raw = self._file.data[offset : offset + (last - first) * width]
        if piece.wide:
            for index in range(0, len(raw) - 1, 2):
                code = raw[index] | raw[index + 1] << 8
                yield chr(code), offset + index
            return
        if self._file.is_97 or self._file.encoding == "cp1252":
            for index, byte in enumerate(raw):
                yield bytes((byte,)).decode("cp1252", "replace") if byte >= 0x80 else chr(byte), offset + index  # noqa: PLR2004
            return
        yield from _double_byte_signs(raw, offset, self._file.encoding)


def _double_byte_signs(raw: bytes, offset: int, encoding: str) -> Iterator[tuple[str, int]]:
    """Yield characters of an old file, of which some take two bytes."""
    index = 0
    while index < len(raw):
        is_lead = raw[index] >= _FIRST_LEAD_BYTE and encoding not in _ONE_BYTE and index + 1 < len(raw)
        size = 2 if is_lead else 1
        for sign in raw[index : index + size].decode(encoding, "replace"):
            yield sign, offset + index
        index += size


def _follow_field(fields: list[str], sign: str) -> None:
    if sign == _FIELD_BEGIN:
        fields.append("code")
    elif fields and sign == _FIELD_SEPARATOR:
        fields[-1] = "result"
    elif fields:
        fields.pop()


def _assembled(parts: Iterator[_Ended], role: Role) -> Iterator[Block]:
    """Put cells together to rows and rows to tables."""
    rows: list[list[list[Paragraph]]] = []
    cells: list[list[Paragraph]] = []
    cell: list[Paragraph] = []
    for part in parts:
        paragraphs = _paragraphs_of(part, role)
        in_table = part.end == _CELL or IN_TABLE in part.marks
        if ROW_END in part.marks or (part.end == _CELL and _ends_row(part, cell, cells)):
            rows.append(cells)
            cells, cell = [], []
            continue
        if in_table:
            cell.extend(paragraphs)
            if part.end == _CELL:
                cells.append(cell)
                cell = []
            continue
        yield from _table(rows, cells, cell)
        rows, cells, cell = [], [], []
        if BREAK_BEFORE in part.marks:
            yield PageBreak()
        yield from paragraphs
        if part.end == _PAGE:
            yield PageBreak()
    yield from _table(rows, cells, cell)


def _ends_row(part: _Ended, cell: list[Paragraph], cells: list[list[Paragraph]]) -> bool:
    """Tell the end of a row in files whose paragraph marks cannot be read: an empty cell after the others."""
    return not part.marks and not part.text and not cell and bool(cells)


def _paragraphs_of(part: _Ended, role: Role) -> list[Paragraph]:
    found = [Paragraph(part.text, role=role)]
    if part.hidden.strip():
        found.append(Paragraph(part.hidden, role=Role.HIDDEN))
    return found


def _table(rows: list[list[list[Paragraph]]], cells: list[list[Paragraph]], cell: list[Paragraph]) -> Iterator[Block]:
    if cell:
        cells = [*cells, cell]
    if cells:
        rows = [*rows, cells]
    found = tuple(
        TableCell(number, column, tuple(paragraphs))
        for number, row in enumerate(rows)
        for column, paragraphs in enumerate(row[:_MOST_COLUMNS])
    )
    if found:
        yield TableBlock(found)
