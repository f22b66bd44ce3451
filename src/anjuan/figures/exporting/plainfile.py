"""A table as text separated by commas."""

from __future__ import annotations

import csv
import datetime as dt
import io

from anjuan.figures.rules.cells import Missing
from anjuan.figures.rules.tabling import Cell, FigureTable

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(table: FigureTable) -> bytes:
    """Return a table as UTF-8 with a byte order mark, so that spreadsheets read Chinese.

    The heading holds the names for programs. Numbers are plain, days are ISO, and what is missing is empty.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_text(cell) for cell in row.cells] for row in table.rows)
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _text(cell: Cell) -> str:
    if cell is None or isinstance(cell, Missing):
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)
