"""A body's own checklist as a workbook: read with faults named by cell, and written as a template."""

from __future__ import annotations

import dataclasses
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from anjuan.judging.completeness.checklist import Checklist, ChecklistFault, ChecklistMode, ChecklistRules, checklist_of
from anjuan.judging.completeness.requirements import PaperRule, RequirementTable
from anjuan.kit.errors import UsageError

_WIDE = 42
_NARROW = 12


class ChecklistFaultyError(UsageError):
    """A checklist has faults; nothing of it is used."""

    code = "JUDG-001"

    def __init__(self, what: str, *, why: str = "", remedy: str = "", faults: tuple[ChecklistFault, ...] = ()) -> None:
        super().__init__(what, why=why, remedy=remedy)
        self.faults = faults

    def as_dict(self) -> dict[str, Any]:
        """Return the failure with every faulty cell."""
        return {**super().as_dict(), "faults": [dataclasses.asdict(fault) for fault in self.faults]}


def read_checklist(
    path: Path, *, rules: ChecklistRules, base: RequirementTable, mode: ChecklistMode = ChecklistMode.EXTEND
) -> Checklist:
    """Return the checklist of the first sheet of a workbook.

    Args:
        path: The workbook (.xlsx).
        rules: The columns and words, and the conditions that may be named.
        base: The requirements it stands on: names and marks of kinds that the sheet leaves empty come from it.
        mode: Whether its rows replace and extend those of the table, or stand alone.

    Raises:
        ChecklistFaultyError: The workbook cannot be read, or a cell is wrong; ``faults`` names every cell.

    """
    checklist, faults = checklist_of(_cells(path), rules=rules, base=base, title=path.stem, mode=mode)
    if faults:
        raise ChecklistFaultyError(
            f"The checklist {path.name} has {len(faults)} faults, the first in {faults[0].cell}: {faults[0].what}",
            why="A checklist that is half understood would call cases complete that are not.",
            remedy=faults[0].remedy,
            faults=faults,
        )
    return checklist


def write_checklist_template(path: Path, *, rules: ChecklistRules, rows: Sequence[PaperRule]) -> None:
    """Write a workbook with the headers and these rows, which :func:`read_checklist` reads back."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "归档清单"
    columns = [column.name for column in rules.columns.columns]
    sheet.append([column.header for column in rules.columns.columns])
    for row in rows:
        sheet.append([_cell(row, name) for name in columns])
    for at, name in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDE if name in ("name", "note") else _NARROW
        sheet.cell(1, at).font = Font(bold=True)
    sheet.freeze_panes = "C2"
    book.save(path)


def _cell(row: PaperRule, name: str) -> str:
    if name in ("S", "L", "O", "D"):
        return "√" if name in row.marks.split() else ""
    if name == "condition":
        return ""
    return str(getattr(row, name))


def _cells(path: Path) -> list[list[str]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise ChecklistFaultyError(
            f"The checklist {path.name} cannot be read as a workbook: {error}.",
            remedy="Save it as .xlsx and try again.",
        ) from error
    try:
        return [[_text(value) for value in line] for line in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
