"""Papers as workbooks: one sheet, ruled like the form."""

from __future__ import annotations

import datetime as dt
import io
import re

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from anjuan.samples.archives import settled
from anjuan.samples.blocks import HAND, Block, Grid, Kv, Paper, Sign, signed_line
from anjuan.samples.pages import NOTICE
from anjuan.samples.world import Style

_MOMENT = dt.datetime(2024, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
_THIN = Side(style="thin")
_EDGE = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_GREY = PatternFill("solid", fgColor="E8E8E8")
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WRAP = Alignment(vertical="center", wrap_text=True)
_COLUMNS = 6
_WORDS = 90.0


def _put(sheet: Worksheet, row: int, first: int, last: int, text: str) -> None:
    cell = sheet.cell(row, first)
    cell.value = text
    if last > first:
        sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)


def _ruled(sheet: Worksheet, row: int, spans: list[tuple[int, int, str, bool]], style: Style) -> None:
    for first, last, text, label in spans:
        _put(sheet, row, first, last, text.removeprefix(HAND))
        for column in range(first, last + 1):
            sheet.cell(row, column).border = _EDGE
        cell = sheet.cell(row, first)
        cell.alignment = _CENTRE if label else _WRAP
        cell.font = Font(name="宋体", size=10, bold=label)
        if label and style.shade:
            cell.fill = _GREY
    longest = max(len(text) / (last - first + 1) for first, last, text, _ in spans)
    sheet.row_dimensions[row].height = 18 * max(1, -(-int(longest) // 8))


def _block(sheet: Worksheet, row: int, block: Block, style: Style) -> int:
    if isinstance(block, Kv):
        for pairs in block.rows:
            if len(pairs) == 1:
                spans = [(1, 1, pairs[0][0], True), (2, _COLUMNS, pairs[0][1], False)]
            else:
                spans = [
                    (1, 1, pairs[0][0], True),
                    (2, 3, pairs[0][1], False),
                    (4, 4, pairs[1][0], True),
                    (5, 6, pairs[1][1], False),
                ]
            _ruled(sheet, row, spans, style)
            row += 1
        return row
    if isinstance(block, Grid):
        for place, cells in enumerate((block.head, *block.rows)):
            _ruled(sheet, row, [(n, n, text, place == 0) for n, text in enumerate(cells, 1)], style)
            row += 1
        return row
    _put(sheet, row, 1, _COLUMNS, signed_line(block) if isinstance(block, Sign) else block.text)
    sheet.cell(row, 1).alignment = _WRAP
    sheet.row_dimensions[row].height = 30
    return row + 1


def render(paper: Paper, style: Style, *, notice: bool = True) -> bytes:
    """Return a paper as a workbook; the same paper gives the same bytes."""
    book = openpyxl.Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError(type(sheet).__name__)
    sheet.title = re.sub(r"[\\/*?:\[\]]", "", paper.title)[:31]
    widths = next((block.widths for block in paper.blocks if isinstance(block, Grid)), (1.0,) * _COLUMNS)
    total = sum(widths)
    for number in range(max(_COLUMNS, len(widths))):
        share = widths[number] / total if number < len(widths) else 0.12
        sheet.column_dimensions["ABCDEFGHIJ"[number]].width = max(9.0, _WORDS * share)
    _put(sheet, 1, 1, 3, paper.header)
    _put(sheet, 1, 4, _COLUMNS, paper.form_no)
    _put(sheet, 2, 1, _COLUMNS, paper.title)
    sheet.cell(2, 1).font = Font(name="黑体", size=16, bold=True)
    sheet.cell(2, 1).alignment = _CENTRE
    sheet.row_dimensions[2].height = 34
    row = 3
    for block in paper.blocks:
        row = _block(sheet, row, block, style)
    if notice:
        _put(sheet, row + 1, 1, _COLUMNS, NOTICE)
        sheet.cell(row + 1, 1).font = Font(size=7, color="888888")
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    book.properties.created = book.properties.modified = _MOMENT
    book.properties.creator = paper.header
    stream = io.BytesIO()
    book.save(stream)
    return settled(stream.getvalue())
