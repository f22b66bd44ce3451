"""A body's own checklist as a workbook: read with faults named by cell, and written as a template."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from anjuan.judging.completeness.checklist import Checklist, ChecklistMode, ChecklistRules, checklist_of
from anjuan.judging.completeness.requirements import PaperRule, RequirementTable
from anjuan.kit.errors import UsageError
from anjuan.papers.workbooks import CellFault, Sheet, WorkbookUnreadableError, sheets_of, written

_SHEET = "归档清单"


class ChecklistFaultyError(UsageError):
    """A checklist has faults; nothing of it is used."""

    code = "JUDG-001"

    def __init__(self, what: str, *, why: str = "", remedy: str = "", faults: tuple[CellFault, ...] = ()) -> None:
        super().__init__(what, why=why, remedy=remedy)
        self.faults = faults

    def as_dict(self) -> dict[str, Any]:
        """Return the failure with every faulty cell."""
        return {**super().as_dict(), "faults": [fault.as_dict() for fault in self.faults]}


def checklist_from(
    content: bytes,
    *,
    rules: ChecklistRules,
    base: RequirementTable,
    title: str,
    mode: ChecklistMode = ChecklistMode.EXTEND,
) -> Checklist:
    """Return the checklist of the first sheet of a workbook.

    Args:
        content: The workbook (.xlsx).
        rules: The columns and words, and the conditions that may be named.
        base: The requirements it stands on: names and marks of kinds that the sheet leaves empty come from it.
        title: Its name.
        mode: Whether its rows replace and extend those of the table, or stand alone.

    Raises:
        ChecklistFaultyError: The workbook cannot be read, or a cell is wrong; ``faults`` names every cell.

    """
    try:
        sheet = sheets_of(content)[0]
    except WorkbookUnreadableError as fault:
        raise ChecklistFaultyError(fault.what, why=fault.why, remedy=fault.remedy) from fault
    checklist, found = checklist_of(sheet.cells, rules=rules, base=base, title=title, mode=mode)
    odd = {fault.cell for fault in sheet.faults}
    faults = (*sheet.faults, *(dataclasses.replace(one, sheet=sheet.name) for one in found if one.cell not in odd))
    if faults:
        raise ChecklistFaultyError(
            f"The checklist {title} has {len(faults)} fault(s), the first in {faults[0].cell}: {faults[0].what}",
            why="A checklist that is half understood would call cases complete that are not.",
            remedy=faults[0].remedy,
            faults=faults,
        )
    return checklist


def read_checklist(
    path: Path, *, rules: ChecklistRules, base: RequirementTable, mode: ChecklistMode = ChecklistMode.EXTEND
) -> Checklist:
    """Return the checklist of the first sheet of a workbook, named as its file is; see :func:`checklist_from`.

    Raises:
        ChecklistFaultyError: The workbook cannot be read, or a cell is wrong; ``faults`` names every cell.

    """
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise ChecklistFaultyError(f"The file {path.name} cannot be read: {fault.strerror}.") from fault
    return checklist_from(content, rules=rules, base=base, title=path.stem, mode=mode)


def checklist_template(*, rules: ChecklistRules, rows: Sequence[PaperRule]) -> bytes:
    """Return a workbook with the headers and these rows, which :func:`checklist_from` reads back."""
    columns = [column.name for column in rules.columns.columns]
    heads = tuple(column.header for column in rules.columns.columns)
    return written([Sheet(_SHEET, (heads, *(tuple(_cell(row, name) for name in columns) for row in rows)))])


def write_checklist_template(path: Path, *, rules: ChecklistRules, rows: Sequence[PaperRule]) -> None:
    """Write a workbook with the headers and these rows, which :func:`read_checklist` reads back."""
    path.write_bytes(checklist_template(rules=rules, rows=rows))


def _cell(row: PaperRule, name: str) -> str:
    if name in ("S", "L", "O", "D"):
        return "√" if name in row.marks.split() else ""
    if name == "condition":
        return ""
    return str(getattr(row, name))
