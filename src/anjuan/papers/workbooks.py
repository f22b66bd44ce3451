"""Workbooks that persons fill in: their sheets as texts, with every fault named by its cell."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from anjuan.kit.errors import UsageError

#: A table that a person fills in is smaller than this; what is larger is no such table.
_MOST_BYTES, _MOST_UNPACKED_BYTES = 10 << 20, 200 << 20
_MOST_ROWS, _MOST_COLUMNS = 5_000, 60
_WIDEST, _NARROWEST = 48, 10
_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")


class WorkbookUnreadableError(UsageError):
    """Bytes are no workbook that can be read."""

    code = "KIND-003"


@dataclasses.dataclass(frozen=True, slots=True)
class CellFault:
    """A fault of a workbook.

    Attributes:
        cell: The cell as spreadsheets name it, such as ``C7``.
        value: What stands there.
        what: What is wrong with it, as a sentence.
        remedy: What to write instead, as a sentence.
        sheet: The sheet; empty for the first one of a workbook without names.

    """

    cell: str
    value: str
    what: str
    remedy: str
    sheet: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the fault as doors show it, with row and column (from 1) apart."""
        row, column = coordinate_to_tuple(self.cell) if _CELL.fullmatch(self.cell) else (0, 0)
        return {**dataclasses.asdict(self), "row": row, "column": column}


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes:
        name: Its name.
        cells: Its rows as texts, the first row of the sheet first.
        faults: Cells that hold no text of their own: formulas and errors.

    """

    name: str
    cells: tuple[tuple[str, ...], ...]
    faults: tuple[CellFault, ...] = ()


def sheets_of(content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook (.xlsx), at least one.

    Raises:
        WorkbookUnreadableError: The bytes are no workbook, or one too large for a table that a person fills in.

    """
    _need_modest(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        try:
            sheets = tuple(_sheet(sheet) for sheet in book.worksheets)
        finally:
            book.close()
    except WorkbookUnreadableError:
        raise
    except Exception as fault:  # the library raises whatever a broken file trips it with
        raise _unreadable(f"{type(fault).__name__}: {fault}"[:200]) from fault
    if not sheets:
        raise _unreadable("it holds no sheet")
    return sheets


def _need_modest(content: bytes) -> None:
    if len(content) > _MOST_BYTES:
        raise _unreadable(f"it has {len(content)} bytes, and a table may have {_MOST_BYTES}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise _unreadable(str(fault) or type(fault).__name__) from fault
    if unpacked > _MOST_UNPACKED_BYTES:
        raise _unreadable(f"it unpacks to {unpacked} bytes, and a table may have {_MOST_UNPACKED_BYTES}")


def _unreadable(why: str) -> WorkbookUnreadableError:
    return WorkbookUnreadableError(
        f"The file cannot be read as a workbook: {why}.",
        why="Nothing of it was taken.",
        remedy="Save it as .xlsx and try again, or begin with a template.",
    )


def _sheet(sheet: Any) -> Sheet:  # noqa: ANN401  the library has no types
    faults: list[CellFault] = []
    rows: list[tuple[str, ...]] = []
    for number, line in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), start=1):
        if number > _MOST_ROWS:
            raise _unreadable(f"the sheet {sheet.title} has more than {_MOST_ROWS} rows")
        faults += _odd(sheet.title, number, line)
        rows.append(tuple(_text(cell.value) for cell in line))
    while rows and not any(rows[-1]):
        rows.pop()
    return Sheet(sheet.title, tuple(rows), tuple(faults))


def _odd(title: str, number: int, line: Sequence[Any]) -> Iterator[CellFault]:
    for at, cell in enumerate(line, start=1):
        kind = getattr(cell, "data_type", "")
        place = f"{get_column_letter(at)}{number}"
        if kind == "f":
            what = "This cell holds a formula, of which only its result could be used."
            yield CellFault(place, _text(cell.value), what, "Copy the cell and paste its value.", title)
        elif kind == "e":
            yield CellFault(place, _text(cell.value), "This cell holds an error.", "Write what is meant.", title)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def written(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook (.xlsx) of these sheets, the first row of each bold and kept in sight."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for one in sheets:
        sheet = book.create_sheet(one.name)
        for number, line in enumerate(one.cells, start=1):
            for at, text in enumerate(line, start=1):
                if text:
                    cell = sheet.cell(number, at, text)
                    cell.data_type = "s"  # a text that begins with = is no formula
        for at, width in enumerate(_widths(one.cells), start=1):
            sheet.column_dimensions[get_column_letter(at)].width = width
            sheet.cell(1, at).font = Font(bold=True)
        sheet.freeze_panes = "A2"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _widths(cells: Sequence[Sequence[str]]) -> list[int]:
    columns = max((len(line) for line in cells), default=0)
    longest = [max((2 * len(line[at]) for line in cells if at < len(line)), default=0) for at in range(columns)]
    return [min(_WIDEST, max(_NARROWEST, length + 2)) for length in longest]
