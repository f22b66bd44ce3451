"""A table as an Apache Parquet file: one row group, plain and not packed, readable by every reader.

Tables of figures have hundreds of rows. The libraries that write Parquet weigh more than this whole program and its
needs, so the few structures such a table needs are written here and read back by those libraries in tests.
Source: the Parquet format specification 2.10 and the Thrift compact protocol.
"""

from __future__ import annotations

import datetime as dt
import json
import struct
from decimal import Decimal

from anjuan.figures.exporting.codebook import HEADINGS, codebook, head_lines
from anjuan.figures.rules.cells import Missing
from anjuan.figures.rules.tabling import Cell, Column, ColumnKind, FigureTable

_MAGIC = b"PAR1"
_INT32, _INT64, _DOUBLE, _BYTES = 1, 2, 5, 6
_TYPES = {
    ColumnKind.TEXT: _BYTES, ColumnKind.CATEGORY: _BYTES, ColumnKind.WHOLE: _INT64, ColumnKind.DECIMAL: _DOUBLE,
    ColumnKind.DAY: _INT32,
}  # fmt: skip
#: Converted types of the format: 0 is text in UTF-8, 6 a day.
_CONVERTED = {ColumnKind.TEXT: 0, ColumnKind.CATEGORY: 0, ColumnKind.DAY: 6}
_EPOCH = dt.date(1970, 1, 1).toordinal()
_OPTIONAL, _PLAIN, _RLE, _UNPACKED = 1, 0, 3, 0
#: Kinds of fields of the compact protocol.
_T_I32, _T_I64, _T_BINARY, _T_LIST, _T_STRUCT = 5, 6, 8, 9, 12


def parquet_bytes(table: FigureTable) -> bytes:
    """Return a table as a .parquet file.

    Texts and categories are UTF-8, counts 64-bit integers, shares doubles, days dates; what is missing is null.
    Title, notes and codebook stand as JSON under the key ``anjuan.codebook``.
    """
    body, chunks = _MAGIC, []
    for place, column in enumerate(table.columns):
        page = _page([row.cells[place] for row in table.rows], column)
        chunks.append((column, len(body), len(page)))
        body += page
    footer = _footer(table, chunks)
    return body + footer + struct.pack("<I", len(footer)) + _MAGIC


def _page(cells: list[Cell], column: Column) -> bytes:
    there = [cell is not None and not isinstance(cell, Missing) for cell in cells]
    levels = _levels(there)
    values = b"".join(_plain(cell, column) for cell, is_there in zip(cells, there, strict=True) if is_there)
    data = struct.pack("<I", len(levels)) + levels + values
    header = _Struct().i32(1, 0).i32(2, len(data)).i32(3, len(data))
    header.struct(5, _Struct().i32(1, len(cells)).i32(2, _PLAIN).i32(3, _RLE).i32(4, _RLE))
    return header.bytes() + data


def _levels(there: list[bool]) -> bytes:
    """Return which values are there, as one run of bits."""
    groups = -(-len(there) // 8)
    packed = bytearray(groups)
    for place, is_there in enumerate(there):
        packed[place // 8] |= is_there << place % 8
    return _varint(groups << 1 | 1) + bytes(packed)


def _plain(cell: Cell, column: Column) -> bytes:
    if column.kind is ColumnKind.WHOLE:
        return struct.pack("<q", cell)
    if isinstance(cell, Decimal | int):
        return struct.pack("<d", float(cell))
    if isinstance(cell, dt.date):
        return struct.pack("<i", cell.toordinal() - _EPOCH)
    text = str(column.labels.get(str(cell), str(cell))).encode()
    return struct.pack("<I", len(text)) + text


def _footer(table: FigureTable, chunks: list[tuple[Column, int, int]]) -> bytes:
    root = _Struct().text(4, "table").i32(5, len(table.columns))
    group = _Struct()
    group.list(1, _T_STRUCT, [_chunk(column, at, size, len(table.rows)) for column, at, size in chunks])
    group.i64(2, sum(size for _, _, size in chunks)).i64(3, len(table.rows))
    about = json.dumps(
        {
            "table": dict(head_lines(table)[:4]),
            "notes": list(table.notes),
            "columns": [dict(zip(HEADINGS, entry.texts, strict=True)) for entry in codebook(table)],
        },
        ensure_ascii=False,
    )
    whole = _Struct().i32(1, 1)
    whole.list(2, _T_STRUCT, [root.bytes(), *(_element(column) for column in table.columns)])
    whole.i64(3, len(table.rows))
    whole.list(4, _T_STRUCT, [group.bytes()])
    whole.list(5, _T_STRUCT, [_Struct().text(1, "anjuan.codebook").text(2, about).bytes()])
    return whole.text(6, "anjuan").bytes()


def _element(column: Column) -> bytes:
    element = _Struct().i32(1, _TYPES[column.kind]).i32(3, _OPTIONAL).text(4, column.name)
    if column.kind in _CONVERTED:
        element.i32(6, _CONVERTED[column.kind])
    return element.bytes()


def _chunk(column: Column, at: int, size: int, rows: int) -> bytes:
    about = _Struct().i32(1, _TYPES[column.kind])
    about.list(2, _T_I32, [_zigzag(_PLAIN), _zigzag(_RLE)])
    name = column.name.encode()
    about.list(3, _T_BINARY, [_varint(len(name)) + name])
    about.i32(4, _UNPACKED).i64(5, rows).i64(6, size).i64(7, size).i64(9, at)
    return _Struct().i64(2, at).struct(3, about).bytes()


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 0x7F:  # noqa: PLR2004  seven bits a byte
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)


def _zigzag(number: int) -> bytes:
    return _varint(number << 1 if number >= 0 else (-number << 1) - 1)


class _Struct:
    """A structure of the compact protocol; its fields are written in the order of their numbers."""

    def __init__(self) -> None:
        self._parts = bytearray()
        self._last = 0

    def _field(self, number: int, kind: int, content: bytes) -> _Struct:
        self._parts += bytes([number - self._last << 4 | kind]) + content
        self._last = number
        return self

    def i32(self, number: int, value: int) -> _Struct:
        return self._field(number, _T_I32, _zigzag(value))

    def i64(self, number: int, value: int) -> _Struct:
        return self._field(number, _T_I64, _zigzag(value))

    def text(self, number: int, value: str) -> _Struct:
        content = value.encode()
        return self._field(number, _T_BINARY, _varint(len(content)) + content)

    def struct(self, number: int, value: _Struct) -> _Struct:
        return self._field(number, _T_STRUCT, value.bytes())

    def list(self, number: int, kind: int, items: list[bytes]) -> _Struct:
        short = 15
        head = bytes([len(items) << 4 | kind]) if len(items) < short else bytes([0xF0 | kind]) + _varint(len(items))
        return self._field(number, _T_LIST, head + b"".join(items))

    def bytes(self) -> bytes:
        return bytes(self._parts) + b"\0"
