"""A table as a workbook with a sheet for its codebook."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from anjuan.figures.exporting.codebook import HEADINGS, codebook, head_lines
from anjuan.figures.rules.cells import Missing, shown
from anjuan.figures.rules.tabling import Cell, Column, ColumnKind, FigureTable

_BOLD = Font(bold=True)
_WIDTHS = {ColumnKind.TEXT: 26, ColumnKind.CATEGORY: 10}


def xlsx_bytes(table: FigureTable) -> bytes:
    """Return a table as an .xlsx file: Chinese headings over numbers as numbers, the codebook on a second sheet."""
    book = openpyxl.Workbook(write_only=False)
    sheet = book.create_sheet(table.title[:31], 0)
    del book["Sheet"]
    sheet.append([column.title + (f"（{column.unit}）" if column.unit else "") for column in table.columns])
    for row in table.rows:
        sheet.append([_value(cell, column) for cell, column in zip(row.cells, table.columns, strict=True)])
    for place, column in enumerate(table.columns, 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = _WIDTHS.get(column.kind, 18)
        sheet[f"{letter}1"].font = _BOLD
        sheet[f"{letter}1"].alignment = Alignment(wrap_text=True, vertical="center")
        for cells in sheet.iter_rows(min_row=2, min_col=place, max_col=place):
            cells[0].number_format = _format(column)
            if isinstance(cells[0].value, str) and column.kind in {ColumnKind.WHOLE, ColumnKind.DECIMAL}:
                cells[0].alignment = Alignment(horizontal="right")
    sheet.freeze_panes = "C2"
    _codebook_sheet(book, table)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _value(cell: Cell, column: Column) -> Any:  # noqa: ANN401  what openpyxl takes
    if isinstance(cell, Missing):
        return shown(cell)
    if column.kind is ColumnKind.CATEGORY and isinstance(cell, str):
        return column.labels.get(cell, cell)
    return cell


def _format(column: Column) -> str:
    if column.kind is ColumnKind.WHOLE:
        return "#,##0"
    if column.kind is ColumnKind.DECIMAL:
        return "#,##0." + "0" * column.places if column.places else "#,##0"
    return "yyyy-mm-dd" if column.kind is ColumnKind.DAY else "@"


def _codebook_sheet(book: openpyxl.Workbook, table: FigureTable) -> None:
    sheet = book.create_sheet("数据字典")
    for line in head_lines(table):
        sheet.append(line)
    sheet.append([])
    sheet.append(HEADINGS)
    for cell in sheet[sheet.max_row]:
        cell.font = _BOLD
    for entry in codebook(table):
        sheet.append(entry.texts)
    for letter, width in zip("ABCDEFGHI", (28, 22, 30, 8, 8, 8, 40, 40, 60), strict=True):
        sheet.column_dimensions[letter].width = width
