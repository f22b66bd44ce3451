"""Reading an intake manifest: which file is which paper of which case, with faults named by cell."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable, Sequence

from anjuan.kit.rulefiles import RuleFile, Strict
from anjuan.kit.text.folding import fold

_CODE = re.compile(r"^(0[1-9]|[12]\d|3[0-9])(\.\d{2}){0,2}$")
_FIRST_YEAR, _LAST_YEAR = 1980, 2100


class Column(Strict):
    """A column of the manifest: its name in code, its header, other headers it may have."""

    name: str
    header: str
    aliases: tuple[str, ...]
    required: bool
    several: bool


class HeaderExample(Strict):
    """A worked example: a header and the column it names."""

    header: str
    expected: str


class ManifestColumns(RuleFile):
    """All columns a manifest may have."""

    columns: tuple[Column, ...]
    separators: tuple[str, ...]
    examples: tuple[HeaderExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            column = column_called(self, example.header)
            if column is None or column.name != example.expected:
                yield f"the header {example.header!r} should name {example.expected!r}"


@dataclasses.dataclass(frozen=True, slots=True)
class CellFault:
    """A fault of the manifest, with the cell as spreadsheets name it (``C7``)."""

    cell: str
    value: str
    what: str
    remedy: str


@dataclasses.dataclass(frozen=True, slots=True)
class ManifestRow:
    """One file of the manifest. ``values`` holds what is said of its case, several values as tuples."""

    row: int
    file: str
    case: str
    title: str
    kind: str
    stage: str
    values: dict[str, str | int | tuple[str, ...]]


@dataclasses.dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says, and what is wrong with it."""

    rows: tuple[ManifestRow, ...]
    faults: tuple[CellFault, ...]


def column_called(table: ManifestColumns, header: str) -> Column | None:
    """Return the column that a header names, or None."""
    wanted = fold(header).strip()
    for column in table.columns:
        if wanted in {fold(name) for name in (column.name, column.header, *column.aliases)}:
            return column
    return None


def cell_name(row: int, column: int) -> str:
    """Return the spreadsheet name of a cell; both counted from 1 (``cell_name(7, 28)`` is ``AB7``)."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def read_manifest(table: ManifestColumns, cells: Sequence[Sequence[str]], files: Collection[str]) -> Manifest:
    """Return the rows of a manifest and its faults.

    Args:
        table: The columns.
        cells: The sheet as texts, the header first; row 1 of the sheet is the first.
        files: Paths that exist, ``/`` between parts, relative to the manifest's folder.

    """
    if not cells:
        return Manifest((), (CellFault("A1", "", "The sheet is empty.", "Put the headers into row 1."),))
    places, faults = _headers(table, cells[0])
    if any(fault.cell == "A1" for fault in faults):
        return Manifest((), tuple(faults))
    rows: list[ManifestRow] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(cells[1:], start=2):
        values = {name: line[at].strip() if at < len(line) else "" for name, at in places.items()}
        if not any(values.values()):
            continue
        row, wrong = _row(table, number, values, places)
        wrong += _file_faults(row, number, places, files, seen)
        faults.extend(wrong)
        if not wrong:
            rows.append(row)
    return Manifest(tuple(rows), tuple(faults))


def _headers(table: ManifestColumns, headers: Sequence[str]) -> tuple[dict[str, int], list[CellFault]]:
    places: dict[str, int] = {}
    faults: list[CellFault] = []
    known = ", ".join(column.header for column in table.columns)
    for at, header in enumerate(headers):
        if not header.strip():
            continue
        column = column_called(table, header)
        if column is None:
            faults.append(
                CellFault(cell_name(1, at + 1), header, "No column has this header.", f"Use one of: {known}.")
            )
        elif column.name in places:
            faults.append(
                CellFault(cell_name(1, at + 1), header, "This column stands twice.", "Remove one of the two.")
            )
        else:
            places[column.name] = at
    missing = [column.header for column in table.columns if column.required and column.name not in places]
    if missing:
        faults.insert(0, CellFault("A1", "", f"Columns are missing: {', '.join(missing)}.", "Add them to row 1."))
    return places, faults


def _row(
    table: ManifestColumns, number: int, values: dict[str, str], places: dict[str, int]
) -> tuple[ManifestRow, list[CellFault]]:
    faults: list[CellFault] = []
    said: dict[str, str | int | tuple[str, ...]] = {}
    for column in table.columns:
        text = values.get(column.name, "")
        if column.required and not text:
            cell = cell_name(number, places[column.name] + 1)
            faults.append(CellFault(cell, "", f"{column.header} is empty.", "Fill it in or delete the row."))
        if text and column.name not in ("file", "case", "title", "kind", "stage"):
            value, fault = _value(table, column, text)
            if fault:
                faults.append(CellFault(cell_name(number, places[column.name] + 1), text, *fault))
            else:
                said[column.name] = value
    path = values.get("file", "").replace("\\", "/")
    texts = {name: values.get(name, "") for name in ("case", "title", "kind", "stage")}
    row = ManifestRow(row=number, file=path, values=said, **texts)
    return row, faults


def _value(
    table: ManifestColumns, column: Column, text: str
) -> tuple[str | int | tuple[str, ...], tuple[str, str] | None]:
    if column.name == "year":
        if text.isascii() and text.isdigit() and _FIRST_YEAR <= int(text) <= _LAST_YEAR:
            return int(text), None
        return "", ("This is no year.", "Write four digits, such as 2024.")
    if not column.several:
        return text, None
    parts = text.splitlines()
    for separator in table.separators:
        parts = [piece for part in parts for piece in part.split(separator)]
    kept = tuple(part.strip() for part in parts if part.strip())
    if column.name == "professional_code":
        wrong = [part for part in kept if not _CODE.match(part)]
        if wrong:
            return "", (f"{wrong[0]!r} is no professional code.", "Write it as 17.10.02; several with ； between.")
    return kept, None


def _file_faults(
    row: ManifestRow, number: int, places: dict[str, int], files: Collection[str], seen: dict[str, int]
) -> list[CellFault]:
    if not row.file:
        return []
    cell = cell_name(number, places["file"] + 1)
    if row.file not in files:
        return [
            CellFault(cell, row.file, "There is no such file beside the manifest.", "Correct the path or the name.")
        ]
    if row.file in seen:
        return [
            CellFault(cell, row.file, f"This file stands in row {seen[row.file]} too.", "Keep one of the two rows.")
        ]
    seen[row.file] = number
    return []
