"""Printed statistics out of files: workbooks, text separated by commas or tabs. Cells stay as printed."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath

import openpyxl
from charset_normalizer import from_bytes

from anjuan.figures.faults import PrintedUnreadableError
from anjuan.figures.rules.printedtables import Divisions, PrintedTable, PrintedTableError, read_rows

#: A statistic has some dozens of rows.
_MOST_ROWS, _MOST_COLUMNS = 2000, 40


def rows_of(content: bytes, filename: str) -> list[list[str]]:
    """Return the cells of a file as texts, empty rows left out.

    Raises:
        PrintedUnreadableError: The file is neither a workbook nor text, or far too large for a statistic.

    """
    suffix = PurePath(filename).suffix.lower()
    rows = _workbook(content, filename) if suffix in {".xlsx", ".xlsm"} else _text(content, filename)
    if len(rows) > _MOST_ROWS or any(len(row) > _MOST_COLUMNS for row in rows):
        raise PrintedUnreadableError(
            f"{filename} has more than {_MOST_ROWS} rows or {_MOST_COLUMNS} columns.",
            remedy="Take in the printed table alone.",
        )
    return [row for row in rows if any(row)]


def _workbook(content: bytes, filename: str) -> list[list[str]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Exception as error:
        raise _unreadable(filename) from error
    sheet = book.worksheets[0]
    return [[_shown(value) for value in row] for row in sheet.iter_rows(max_row=_MOST_ROWS + 1, values_only=True)]


def _shown(value: object) -> str:
    return "" if value is None else str(value).strip()


def _text(content: bytes, filename: str) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(content, cp_isolation=["gb18030", "utf_16"]).best()
        if best is None:
            raise _unreadable(filename) from None
        text = str(best)
    if "\0" in text:
        raise _unreadable(filename)
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]


def _unreadable(filename: str) -> PrintedUnreadableError:
    return PrintedUnreadableError(
        f"{filename} is neither a workbook nor text.", remedy="Save the table as .xlsx or .csv and take it in again."
    )


def table_read(rows: list[list[str]], known: Divisions, filename: str) -> PrintedTable:
    """Return rows of text as a printed statistic.

    Raises:
        PrintedUnreadableError: It is none that is known; says which heading, column or line is in the way.

    """
    try:
        return read_rows(rows, known)
    except PrintedTableError as error:
        raise PrintedUnreadableError(
            f"{filename} is no statistic that can be read: {error}.",
            why="Its numbers could not be checked.",
            remedy="The first row names the columns: 认证类别, 认证项目 or 地区, 证书数, 组织数, each with 全国排名 and"
            " 占全国比重%.",
        ) from error
