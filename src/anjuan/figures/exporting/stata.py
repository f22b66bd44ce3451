"""A table as a Stata data file of format 118, which is the first whose texts are UTF-8.

Source: the description of format 118 in Stata's help (``help dta_118``).
"""

from __future__ import annotations

import datetime as dt
import re
import struct
from collections.abc import Sequence

from anjuan.figures.faults import ColumnUnfitError
from anjuan.figures.rules.cells import Missing
from anjuan.figures.rules.tabling import Cell, Column, ColumnKind, FigureTable

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,31}")
_LONG, _DOUBLE = 65528, 65526
_LONGEST_TEXT = 2045
_FIRST_LONG, _LAST_LONG = -2147483647, 2147483620
_EPOCH = dt.date(1960, 1, 1).toordinal()
#: Stata's missing values beside ``.``: .a, .b, .c.
_SIGNS = {Missing.NOT_APPLICABLE: 1, Missing.NOT_STATED: 2, Missing.SUPPRESSED: 3}
_WORDS = {1: "不适用", 2: "未说明", 3: "过小不显示"}
_NAME_BYTES, _FORMAT_BYTES, _LABEL_BYTES = 129, 57, 321
_LABEL_SIGNS = 80


def dta_bytes(table: FigureTable, *, made: dt.datetime) -> bytes:
    """Return a table as a .dta file with labels of variables and values in Chinese.

    Categories are numbers with value labels; what is missing is ``.a`` (not applicable), ``.b`` (not stated) or
    ``.c`` (too small), each with a label. Days are ``%td``.

    Args:
        table: The table.
        made: The moment that stands in the file as its making.

    Raises:
        ColumnUnfitError: A name of a column, or a value, has no place in the format.

    """
    types = [_type(table, place) for place in range(len(table.columns))]
    data = b"".join(
        _packed(cell, column, kind)
        for row in table.rows
        for cell, column, kind in zip(row.cells, table.columns, types, strict=True)
    )
    label = f"{table.title} {table.day}".encode()[: 80 * 4].decode(errors="ignore")[:_LABEL_SIGNS].encode()
    stamp = f"{made.day:02d} {_MONTHS[made.month - 1]} {made.year} {made:%H:%M}".encode()
    header = (
        b"<header><release>118</release><byteorder>LSF</byteorder>"
        + _tagged("K", struct.pack("<H", len(table.columns)))
        + _tagged("N", struct.pack("<Q", len(table.rows)))
        + _tagged("label", struct.pack("<H", len(label)) + label)
        + _tagged("timestamp", struct.pack("<B", len(stamp)) + stamp)
        + b"</header>"
    )
    parts = [
        ("variable_types", b"".join(struct.pack("<H", kind) for kind in types)),
        ("varnames", b"".join(_fixed(_named(column), _NAME_BYTES) for column in table.columns)),
        ("sortlist", b"\0\0" * (len(table.columns) + 1)),
        ("formats", b"".join(_fixed(_format(column, kind), _FORMAT_BYTES)
                             for column, kind in zip(table.columns, types, strict=True))),
        ("value_label_names", b"".join(_fixed(_set_name(column), _NAME_BYTES) for column in table.columns)),
        ("variable_labels", b"".join(_fixed(_label(column), _LABEL_BYTES) for column in table.columns)),
        ("characteristics", _notes(table)),
        ("data", data),
        ("strls", b""),
        ("value_labels", _value_labels(table)),
    ]  # fmt: skip
    return _joined(header, parts)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _tagged(tag: str, content: bytes) -> bytes:
    return f"<{tag}>".encode() + content + f"</{tag}>".encode()


def _joined(header: bytes, parts: Sequence[tuple[str, bytes]]) -> bytes:
    """Return the file: the map tells where every part begins, and its own length is known beforehand."""
    begin = b"<stata_dta>"
    map_at = len(begin) + len(header)
    at = map_at + len(_tagged("map", bytes(14 * 8)))
    places = [0, map_at]
    for tag, content in parts:
        places.append(at)
        at += len(_tagged(tag, content))
    places += [at, at + len(b"</stata_dta>")]
    body = b"".join(_tagged(tag, content) for tag, content in parts)
    return begin + header + _tagged("map", struct.pack("<14Q", *places)) + body + b"</stata_dta>"


def _type(table: FigureTable, place: int) -> int:
    column = table.columns[place]
    if column.kind is ColumnKind.TEXT:
        longest = max((len(str(row.cells[place] or "").encode()) for row in table.rows), default=1)
        return min(max(longest, 1), _LONGEST_TEXT)
    if column.kind is ColumnKind.WHOLE:
        values = [cell for row in table.rows if isinstance(cell := row.cells[place], int)]
        fits = all(_FIRST_LONG <= value <= _LAST_LONG for value in values)
        return _LONG if fits else _DOUBLE
    return _DOUBLE if column.kind is ColumnKind.DECIMAL else _LONG


def _packed(cell: Cell, column: Column, kind: int) -> bytes:
    if kind <= _LONGEST_TEXT:
        return _fixed("" if cell is None or isinstance(cell, Missing) else str(cell), kind)
    if cell is None or isinstance(cell, Missing):
        sign = _SIGNS[cell] if isinstance(cell, Missing) else 0
        return struct.pack("<i", 2147483621 + sign) if kind == _LONG else struct.pack("<Q", 0x7FE0 << 48 | sign << 40)
    if column.kind is ColumnKind.CATEGORY:
        keys = list(column.labels)
        if cell not in keys:
            raise ColumnUnfitError(f"The column {column.name} has no label for {cell!r}.")
        return struct.pack("<i", keys.index(str(cell)) + 1)
    if isinstance(cell, dt.date):
        return struct.pack("<i", cell.toordinal() - _EPOCH)
    return struct.pack("<i", int(cell)) if kind == _LONG else struct.pack("<d", float(cell))


def _fixed(text: str, size: int) -> bytes:
    """Return a text cut to a size without cutting a character, filled with zeros."""
    return text.encode()[:size].decode(errors="ignore").encode().ljust(size, b"\0")


def _named(column: Column) -> str:
    if not _NAME.fullmatch(column.name):
        raise ColumnUnfitError(
            f"The name {column.name!r} of a column cannot be used in Stata.",
            remedy="Use at most 32 ASCII letters, digits and underscores.",
        )
    return column.name


def _format(column: Column, kind: int) -> str:
    if kind <= _LONGEST_TEXT:
        return f"%{kind}s"
    if column.kind is ColumnKind.DAY:
        return "%td"
    return f"%12.{column.places}f" if column.kind is ColumnKind.DECIMAL else "%12.0g"


def _label(column: Column) -> str:
    return (column.title + (f"（{column.unit}）" if column.unit else ""))[:_LABEL_SIGNS]


def _set_name(column: Column) -> str:
    """Return the name of the labels of a column's values."""
    if column.kind is ColumnKind.CATEGORY:
        return f"l_{column.name}"[:32]
    return "l_missing" if column.kind in {ColumnKind.WHOLE, ColumnKind.DECIMAL} else ""


def _notes(table: FigureTable) -> bytes:
    """Return Stata's notes of the data: source and remarks."""
    notes = [table.source, *table.notes]
    named = [("note0", str(len(notes))), *((f"note{number}", note) for number, note in enumerate(notes, 1))]
    chunks = []
    for name, text in named:
        content = text.encode() + b"\0"
        body = _fixed("_dta", _NAME_BYTES) + _fixed(name, _NAME_BYTES) + content
        chunks.append(_tagged("ch", struct.pack("<I", len(body)) + body))
    return b"".join(chunks)


def _value_labels(table: FigureTable) -> bytes:
    sets: dict[str, dict[int, str]] = {}
    for column in table.columns:
        name = _set_name(column)
        if column.kind is ColumnKind.CATEGORY:
            sets[name] = dict(enumerate(column.labels.values(), 1))
        elif name:
            sets[name] = {2147483621 + sign: text for sign, text in _WORDS.items()}
    return b"".join(_tagged("lbl", _label_set(name, values)) for name, values in sets.items())


def _label_set(name: str, values: dict[int, str]) -> bytes:
    texts, offsets = b"", []
    for text in values.values():
        offsets.append(len(texts))
        texts += text.encode() + b"\0"
    count = len(values)
    body = struct.pack("<ii", count, len(texts)) + struct.pack(f"<{count}i", *offsets)
    body += struct.pack(f"<{count}i", *values) + texts
    return struct.pack("<i", len(body)) + _fixed(name, _NAME_BYTES) + b"\0\0\0" + body
