"""The rows of a batch search as a person sends them: a pasted list, or one column of a workbook."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

import openpyxl
from openpyxl.utils import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException

from anjuan.kit.errors import UsageError

MOST_BYTES = 8 << 20
#: Rows beyond are not read; whoever sends more is told so.
MOST_READ = 20_000
_LETTERS = re.compile(r"[A-Za-z]{1,2}")
_MOST_COLUMNS = 200


class SheetUnreadableError(UsageError):
    """A file of rows cannot be read: too large, or neither a workbook nor a text."""

    code = "WEB-033"


class ColumnUnknownError(UsageError):
    """A workbook does not have the column that was named."""

    code = "WEB-034"


def pasted_rows(text: str) -> list[str]:
    """Return the lines of a pasted list; of lines copied from a sheet the first cell."""
    return [line.split("\t", 1)[0].strip() for line in text.splitlines() if line.strip()]


def file_rows(name: str, file: IO[bytes], size: int, column: str, *, has_heading: bool) -> list[str]:
    """Return the cells of one column of a file, without its heading.

    Args:
        name: What the file is called; its ending tells what it is.
        file: Its bytes.
        size: How many there are.
        column: A letter (``B``), a number from 1 or the text of a heading; empty for the first column with content.
        has_heading: Whether the first row is a heading.

    Raises:
        SheetUnreadableError: The file is too large, or is neither a workbook nor a table of text.
        ColumnUnknownError: It has no such column.

    """
    if size > MOST_BYTES:
        raise SheetUnreadableError(
            f"{name} has {size} bytes; {MOST_BYTES >> 20} MiB is the most.", remedy="Send the one column that matters."
        )
    rows = list(_rows(name, file))
    place = _place(rows, column.strip(), has_heading=has_heading)
    body = rows[1:] if has_heading else rows
    return [row[place].strip() for row in body if place < len(row) and row[place].strip()]


def _rows(name: str, file: IO[bytes]) -> Iterator[list[str]]:
    if name.lower().endswith((".xlsx", ".xlsm")):
        yield from _of_workbook(name, file)
    else:
        yield from _of_text(name, file)


def _of_workbook(name: str, file: IO[bytes]) -> Iterator[list[str]]:
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(max_row=MOST_READ, max_col=_MOST_COLUMNS, values_only=True):
            yield [_cell(value) for value in row]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, EOFError) as error:
        raise SheetUnreadableError(
            f"{name} is no workbook that can be read.", why=str(error)[:200],
            remedy="Save it as .xlsx once more, or paste the column.",
        ) from error  # fmt: skip


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _of_text(name: str, file: IO[bytes]) -> Iterator[list[str]]:
    content = file.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        lines = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text.partition("\n")[0] else ",")
        try:
            yield from (row for row, _ in zip(lines, range(MOST_READ), strict=False))
        except csv.Error:
            break
        return
    raise SheetUnreadableError(f"{name} is no workbook and no text.", remedy="Save it as .xlsx or .csv.")


def _place(rows: Sequence[Sequence[str]], column: str, *, has_heading: bool) -> int:
    width = max((len(row) for row in rows), default=0)
    if not column:
        return next((place for place in range(width) if any(_full(rows, place))), 0)
    if has_heading and rows:
        named = [place for place, head in enumerate(rows[0]) if head.strip() == column]
        if named:
            return named[0]
    place = -1
    if column.isascii() and column.isdigit():
        place = int(column[:6]) - 1
    elif _LETTERS.fullmatch(column):
        place = column_index_from_string(column.upper()) - 1
    if not 0 <= place < width:
        raise ColumnUnknownError(
            f"The file has no column {column[:40]!r}; it has {width}.",
            remedy="Write a letter such as B, a number, or the text of the heading.",
        )
    return place


def _full(rows: Iterable[Sequence[str]], place: int) -> Iterator[bool]:
    return (place < len(row) and bool(row[place].strip()) for row in rows)
