"""A list as a file: exactly the rows listed, with the columns shown, in the order shown."""

from __future__ import annotations

import csv
import dataclasses
import io
import itertools
import tempfile
from collections.abc import Iterator
from typing import IO, Any

import openpyxl
from django.utils import translation
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from anjuan.accounts.selectors.people import Viewer
from anjuan.web.lists.habits import Placed
from anjuan.web.lists.spec import ListSpec, Request, Row, Value

_PORTION = 500
#: Beyond so many rows a sheet of Excel is full: 1,048,576 with the heading.
MOST_SHEET_ROWS = 1_048_575
_PIXELS_PER_SIGN = 7
_CHUNK_BYTES = 1 << 16
_MEMORY_BYTES = 4 << 20


@dataclasses.dataclass(frozen=True, slots=True)
class Export:
    """What is exported.

    Attributes:
        spec: The list.
        viewer: For whom: only what they may see is in it.
        asked: The filters and the order.
        columns: The columns in order.
        language: The language of headings and words.
        keys: Only the rows with these keys; empty for all.

    """

    spec: ListSpec
    viewer: Viewer
    asked: Request
    columns: tuple[Placed, ...]
    language: str
    keys: frozenset[str] = frozenset()

    def heads(self) -> list[str]:
        """Return the headings."""
        with translation.override(self.language):
            return [str(placed.column.label) for placed in self.columns]

    def rows(self) -> Iterator[list[Value]]:
        """Yield the rows; no more than one portion of them is held."""
        rows = iter(self._found())
        while portion := list(itertools.islice(rows, _PORTION)):
            with translation.override(self.language):
                told = [self._values(row) for row in portion]
            yield from told

    def _found(self) -> Iterator[Row]:
        """Yield the rows of the list itself: walked where it can be, else fetched in portions."""
        if self.spec.walk:
            yield from self.spec.walk(self.viewer, self.asked, sorted(self.keys))
            return
        for offset in itertools.count(0, _PORTION):
            asked = dataclasses.replace(self.asked, offset=offset, limit=_PORTION)
            found = self.spec.fetch(self.viewer, asked).rows
            yield from (row for row in found if not self.keys or self.spec.key(row) in self.keys)
            if len(found) < _PORTION:
                return

    def _values(self, row: Row) -> list[Value]:
        return [placed.column.value(row) for placed in self.columns]


def csv_lines(export: Export) -> Iterator[str]:
    """Yield the list as CSV that spreadsheets open with Chinese intact, many lines at once."""
    yield "\ufeff" + _lines([list(export.heads())])
    rows = export.rows()
    while portion := list(itertools.islice(rows, _PORTION)):
        yield _lines(portion)


def _lines(rows: list[list[Any]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["" if cell is None else harmless(cell) for cell in row] for row in rows])
    return buffer.getvalue()


def harmless(cell: Value) -> Value:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def xlsx_file(export: Export) -> IO[bytes]:
    """Return the list as a workbook: a heading that stays, filters, widths as on the screen; at its beginning."""
    book = openpyxl.Workbook(write_only=True)
    with translation.override(export.language):
        sheet = book.create_sheet(str(export.spec.title)[:31])
    for place, placed in enumerate(export.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = max(8, placed.width / _PIXELS_PER_SIGN)
    sheet.freeze_panes = "A2"
    sheet.append([_head_cell(sheet, head) for head in export.heads()])
    total = 1
    for row in export.rows():
        sheet.append([_plain(cell) for cell in row])
        total += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(export.columns))}{total}"
    file = tempfile.SpooledTemporaryFile(max_size=_MEMORY_BYTES)  # noqa: SIM115  closed by whoever sends it
    book.save(file)
    file.seek(0)
    return file


def _head_cell(sheet: WriteOnlyWorksheet, head: str) -> Cell:
    cell = WriteOnlyCell(sheet, value=head)
    cell.font, cell.alignment = Font(bold=True), Alignment(vertical="center")
    cell.fill = PatternFill("solid", start_color="EEF2F8")
    return cell


def _plain(cell: Value) -> Value:
    """Return a value that is kept as text when it begins like a formula."""
    return harmless(cell) if isinstance(cell, str) and cell.startswith("=") else cell
