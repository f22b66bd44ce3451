"""Taking in a body's own list of standards as an edition: number, title, replaced by, from when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.durable import durable_transaction
from anjuan.registry.rules.codelists import Code
from anjuan.registry.rules.professional_codes import RowFault
from anjuan.registry.selectors.standards import STANDARDS
from anjuan.registry.services.codelists import CodeSheetError, Imported, codes_begin, sheet_cells

_NUMBER, _TITLE, _SUCCESSOR, _DAY = range(4)
_LONGEST = 20


@durable_transaction()
def standards_import(
    *, deed: Deed, path: Path, edition: str, valid_from: dt.date, dry: bool, source: str = ""
) -> Imported:
    """Take in standards from the first sheet of a workbook as a new edition of the body.

    Columns: number with its year, title, number of what replaces it, first day on which it is replaced (ISO). A first
    row without any digit in its first cell is taken for a heading.

    Raises:
        CodeSheetError: The workbook cannot be read, holds no standard, or has faulty rows (and ``dry`` is off).
        EditionClashError: The edition exists, or would begin before one that is loaded.

    """
    rows, faults = standard_rows(sheet_cells(path))
    if not rows:
        raise CodeSheetError(
            f"{path.name} holds no standard in its first column.",
            remedy="Put numbers such as GB/T 19001-2016 into column A, titles into B, successors into C, days into D.",
        )
    if dry or faults:
        if not dry:
            raise CodeSheetError(
                f"{len(faults)} rows of {path.name} are wrong, the first is row {faults[0].row}: "
                f"{faults[0].value!r} {faults[0].what}.",
                why="A list with holes would call a current standard superseded.",
                remedy="Correct the rows; a dry run names them all.",
            )
        return Imported(len(rows), faults, dry=True)
    codes_begin(deed, (STANDARDS, "标准及其版本"), edition, valid_from, rows, source or path.name)
    return Imported(len(rows), (), dry=False)


def standard_rows(cells: Sequence[Sequence[str]]) -> tuple[tuple[Code, ...], tuple[RowFault, ...]]:
    """Return the rows of a sheet and what is wrong with others."""
    rows: dict[str, Code] = {}
    faults = []
    for place, raw in enumerate(cells, 1):
        row = [*(str(cell).strip() for cell in raw), "", "", "", ""][:4]
        number = row[_NUMBER]
        if not any(row) or (place == 1 and not any(sign.isdigit() for sign in number)):
            continue
        what = _fault(row, rows)
        if what:
            faults.append(RowFault(place, number or row[_TITLE], what))
        else:
            rows[number] = Code(number, row[_TITLE], "", row[_SUCCESSOR], "standard", row[_DAY])
    return tuple(rows.values()), tuple(faults)


def _fault(row: Sequence[str], known: dict[str, Code]) -> str:
    if not row[_NUMBER] or not any(sign.isdigit() for sign in row[_NUMBER]):
        return "is no number of a standard"
    if max(len(row[_NUMBER]), len(row[_SUCCESSOR])) > _LONGEST:
        return "is longer than 20 characters"
    if row[_NUMBER] in known:
        return "stands twice"
    if not row[_TITLE]:
        return "has no name"
    try:
        dt.date.fromisoformat(row[_DAY] or "2000-01-01")
    except ValueError:
        return "has no ISO date in column D"
    return ""
