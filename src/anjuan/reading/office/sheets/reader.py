"""Reads workbooks: .xlsx, .xlsm, .xlsb, .xls of every age, .et and .ods; each sheet is a run of pages."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

import olefile
import python_calamine
import xlrd

from anjuan.reading.blocks import Flow, Paragraph
from anjuan.reading.errors import BrokenFileError, PasswordNeededError
from anjuan.reading.grids import Merge, grid_flow
from anjuan.reading.office.docx.reader import package_members
from anjuan.reading.office.legacy.properties import ole_properties
from anjuan.reading.office.members import member
from anjuan.reading.office.ole_objects import objects_in_storages
from anjuan.reading.office.packages import Package
from anjuan.reading.office.properties import MACRO_TEXT, caution_notices, package_properties
from anjuan.reading.office.sheets import biff
from anjuan.reading.office.sheets.extras import SheetExtras, sheet_extras, sheet_parts
from anjuan.reading.office.sheets.values import value_text
from anjuan.reading.pages import Event, Notice, Opened, Role
from anjuan.reading.protocol import ReadOptions, Source
from anjuan.reading.typesetting import typeset

_ZIP = b"PK"
_STREAMS = ("Workbook", "Book", "WORKBOOK", "BOOK")
_HIDDEN_MARK = "（隐藏）"
_XLRD_VISIBLE = 0


@dataclasses.dataclass(slots=True)
class _Grid:
    """One sheet as read by whichever library."""

    name: str
    rows: Iterable[Sequence[str]]
    hidden: bool = False
    merges: list[Merge] = dataclasses.field(default_factory=list)
    extras: SheetExtras = dataclasses.field(default_factory=SheetExtras)
    damage: str = ""


_Extras: TypeAlias = Callable[[str, int], SheetExtras]


class SheetReader:
    """Reads workbooks; values as shown, never calculated anew."""

    name = "calamine/0.9"
    media_types = frozenset({
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
        "application/vnd.ms-excel",
        "application/vnd.ms-excel.sheet.macroenabled.12",
        "application/vnd.ms-excel.template.macroenabled.12",
        "application/vnd.ms-excel.sheet.binary.macroenabled.12",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.spreadsheet-template",
    })  # fmt: skip

    def available(self) -> bool:
        """Say yes: all it needs is a requirement of the package."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the sheets in the order of the workbook; errors as in the protocol."""
        with source.path.open("rb") as stream:
            magic = stream.read(8)
        if magic.startswith(_ZIP):
            yield from self._read_package(source, options)
        elif magic == olefile.MAGIC:
            yield from self._read_compound(source, options)
        else:
            yield from self._read_plain(source, options)

    def _read_package(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        package = Package(source.path, options.limits)
        try:
            _refuse_encrypted(package)
            package.check_sizes()  # the library that reads the cells has no limits of its own
            workbook = _calamine(source)
            yield Opened(source.media_type, self.name, None, package_properties(package))
            yield from caution_notices(package)
            parts = sheet_parts(package)
            grids = _calamine_grids(workbook, lambda name, _: _extras(package, parts.get(name)))
            yield from typeset(_flow(grids), options)
            yield from package_members(package, options.work_folder)
        finally:
            package.close()

    def _read_compound(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        try:
            ole = olefile.OleFileIO(source.path)
        except (OSError, ValueError, IndexError, struct.error) as error:
            raise BrokenFileError(f"The workbook is damaged ({error}).", remedy="Ask for it once more.") from error
        with ole:
            stream = _workbook_stream(ole)
            if stream is None or biff.is_encrypted(stream):
                raise PasswordNeededError(
                    "The workbook is encrypted.", remedy="Give its password, or file a copy without."
                )
            reader, grids = self._grids(source, stream)
            yield Opened(source.media_type, reader, None, ole_properties(ole))
            if any("VBA_PROJECT" in part.upper() for path in ole.listdir() for part in path):
                yield Notice("macros", MACRO_TEXT)
            yield from typeset(_flow(grids), options)
            for found in objects_in_storages(ole):
                if found.data:
                    yield member(found.data, found.name, options.work_folder)
                else:
                    yield Notice(
                        "member-refused", f"The embedded object {found.name} could not be taken out.", partial=True
                    )

    def _grids(self, source: Source, stream: bytes) -> tuple[str, Iterator[_Grid]]:
        """Return what reads the workbook, and its sheets; what one library refuses the other may read."""
        boxes = biff.box_texts(stream)
        try:
            workbook = _calamine(source)
        except BrokenFileError:
            return f"xlrd/{xlrd.__version__}", _xlrd_grids(_xlrd(source))
        return self.name, _calamine_grids(
            workbook, lambda _, index: SheetExtras(boxes=boxes[index] if index < len(boxes) else [])
        )

    def _read_plain(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Read the bare record streams of Excel 2 to 4."""
        book = _xlrd(source)
        yield Opened(source.media_type, f"xlrd/{xlrd.__version__}", None, {})
        yield from typeset(_flow(_xlrd_grids(book)), options)


def _flow(grids: Iterator[_Grid]) -> Iterator[Flow]:
    missing = 0
    for grid in grids:
        if grid.hidden:
            yield Notice("hidden-sheet", f"The sheet {grid.name} is hidden; it was read all the same.")
        if grid.damage:
            yield Notice("page-unreadable", f"The sheet {grid.name} cannot be read ({grid.damage}).", partial=True)
        label = grid.name + (_HIDDEN_MARK if grid.hidden else "")
        blocks = grid_flow(label, grid.rows, grid.merges, grid.extras.comments)
        yield next(blocks)
        if grid.extras.head:
            yield Paragraph(grid.extras.head, role=Role.HEADER)
        yield from blocks
        for text in grid.extras.boxes:
            yield Paragraph(text, role=Role.TEXT_BOX)
        if grid.extras.foot:
            yield Paragraph(grid.extras.foot, role=Role.FOOTER)
        missing += grid.extras.not_calculated
    if missing:
        yield Notice(
            "not-calculated",
            f"{missing} formulas were never calculated by the program that made the file; their cells are empty.",
            partial=True,
        )


def _extras(package: Package, part: str | None) -> SheetExtras:
    return sheet_extras(package, part) if part and part.endswith(".xml") else SheetExtras()


@contextlib.contextmanager
def _panics_told() -> Iterator[None]:
    """Turn a panic of the Rust library, which is no ``Exception``, into an error like the others."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError("its inner structure is damaged") from error


def _calamine(source: Source) -> python_calamine.CalamineWorkbook:
    try:
        with _panics_told():
            return python_calamine.load_workbook(str(source.path))
    except python_calamine.PasswordError as error:
        raise PasswordNeededError("The workbook is encrypted.", remedy="Give its password.") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise BrokenFileError(f"The workbook cannot be read ({error}).", remedy="Ask for it once more.") from error


def _calamine_grids(workbook: python_calamine.CalamineWorkbook, extras: _Extras) -> Iterator[_Grid]:
    for index, about in enumerate(workbook.sheets_metadata):
        if about.typ not in (python_calamine.SheetTypeEnum.WorkSheet, python_calamine.SheetTypeEnum.MacroSheet):
            continue
        hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
        try:
            with _panics_told():
                sheet = workbook.get_sheet_by_index(index)
        except (python_calamine.CalamineError, OSError, ValueError) as error:
            yield _Grid(about.name, [], hidden, damage=str(error))
            continue
        merges = [(r0, c0, r1, c1) for (r0, c0), (r1, c1) in sheet.merged_cell_ranges or []]
        rows = ([value_text(value) for value in row] for row in sheet.iter_rows())
        yield _Grid(about.name, rows, hidden, merges, extras(about.name, index))


def _xlrd(source: Source) -> xlrd.Book:
    try:
        return xlrd.open_workbook(str(source.path), logfile=io.StringIO(), ragged_rows=True)
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError) as error:
        if "encrypted" in str(error):
            raise PasswordNeededError("The workbook is encrypted.", remedy="Give its password.") from error
        raise BrokenFileError(f"The workbook cannot be read ({error}).", remedy="Ask for it once more.") from error
    except (ValueError, IndexError, KeyError, AssertionError, struct.error, OSError, zipfile.BadZipFile) as error:
        raise BrokenFileError(f"The workbook is damaged ({error}).", remedy="Ask for it once more.") from error


def _xlrd_grids(book: xlrd.Book) -> Iterator[_Grid]:
    for index in range(book.nsheets):
        sheet = book.sheet_by_index(index)
        merges = [(r0, c0, r1 - 1, c1 - 1) for r0, r1, c0, c1 in sheet.merged_cells]
        rows = ([_xlrd_text(book, cell) for cell in sheet.row(row)] for row in range(sheet.nrows))
        yield _Grid(sheet.name, rows, sheet.visibility != _XLRD_VISIBLE, merges)


def _xlrd_text(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return value_text(xlrd.xldate_as_datetime(cell.value, book.datemode))
        except (ValueError, OverflowError):
            return value_text(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return value_text(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, ""))
    return value_text(cell.value)


def _workbook_stream(ole: olefile.OleFileIO) -> bytes | None:
    for name in _STREAMS:
        if ole.exists(name):
            with ole.openstream(name) as stream:
                return bytes(stream.read())
    return None


def _refuse_encrypted(package: Package) -> None:
    if package.has("META-INF/manifest.xml") and b"encryption-data" in package.part("META-INF/manifest.xml"):
        raise PasswordNeededError("The workbook is encrypted.", remedy="Give its password, or file a copy without.")
