"""Reports as workbooks: sheets, headers and columns in the order of the table, every cell a text."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from collections.abc import Mapping
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from anjuan.certificates.faults import ReportTemplateError
from anjuan.certificates.rules.reporting import clean_cell
from anjuan.certificates.selectors.reporting import Report

_HEAD = PatternFill("solid", fgColor="EDEFF2")
_WIDEST = 40


@dataclasses.dataclass(frozen=True, slots=True)
class Layout:
    """Which columns stand in each sheet, in the order of the platform's own template.

    Attributes:
        headers: Headers by name of the sheet, in the template's order.
        unknown: Headers that the table has no column for: they stay empty and are named.
        missing: Columns of the table that the template has not.

    """

    headers: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]


def report_workbook(report: Report, layout: Layout | None = None) -> bytes:
    """Return a report as an xlsx file; with a layout, in the order and with the headers of the platform's template."""
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)  # the first sheet must be the report's own
    if report.table.warning_zh and layout is None:
        book.properties.description = report.table.warning_zh
    book.properties.created = book.properties.modified = dt.datetime(2000, 1, 1)  # noqa: DTZ001  the format knows none
    for sheet in report.table.sheets:
        page = book.create_sheet(sheet.name)
        headers = layout.headers[sheet.name] if layout else tuple(column.header for column in sheet.columns)
        keys = {column.header: column.key for column in sheet.columns}
        for place, header in enumerate(headers, start=1):
            cell = page.cell(1, place, header)
            cell.font, cell.fill = Font(bold=True), _HEAD
            page.column_dimensions[get_column_letter(place)].width = min(_WIDEST, 2 * len(header) + 4)
        for number, row in enumerate(report.rows.get(sheet.key, ()), start=2):
            for place, header in enumerate(headers, start=1):
                value = row.get(keys.get(header, ""), "")
                if value:
                    cell = page.cell(number, place, clean_cell(value))
                    cell.data_type, cell.number_format = "s", "@"  # a text that looks like a formula stays a text
        page.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def layout_of(content: bytes, report: Report) -> Layout:
    """Return the layout of the platform's own template.

    Raises:
        ReportTemplateError: It is no workbook, or lacks one of the sheets.

    """
    try:
        book = load_workbook(io.BytesIO(content), read_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError) as fault:
        raise ReportTemplateError(
            f"The template cannot be read as a workbook: {fault}.", remedy="Give the xlsx file of the platform."
        ) from fault
    wanted = [sheet.name for sheet in report.table.sheets]
    lacking = [name for name in wanted if name not in book.sheetnames]
    if lacking:
        raise ReportTemplateError(
            f"The template has no sheet {', '.join(lacking)}.",
            why="Names of sheets may not change.",
            remedy="Give the template as the platform hands it out.",
        )
    headers = {name: _headers(book[name]) for name in wanted}
    unknown, missing = [], []
    for sheet in report.table.sheets:
        ours = [column.header for column in sheet.columns]
        unknown += [f"{sheet.name}/{header}" for header in headers[sheet.name] if header not in ours]
        missing += [f"{sheet.name}/{header}" for header in ours if header not in headers[sheet.name]]
    return Layout(headers, tuple(unknown), tuple(missing))


def _headers(page: object) -> tuple[str, ...]:
    first = next(iter(page.iter_rows(min_row=1, max_row=1, values_only=True)), ())  # type: ignore[attr-defined]
    return tuple(clean_cell(str(value)) for value in first if value is not None)
