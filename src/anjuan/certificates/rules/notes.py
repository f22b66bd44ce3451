"""What other rooms tell of audits for the report, checked on its way in."""

from __future__ import annotations

from collections.abc import Mapping

from anjuan.certificates.rules.reporting import ReportTable, clean_cell

#: The sheet whose columns each kind of note may fill. ``audit`` adds what a certificate's row needs of its audit.
SHEETS: Mapping[str, str] = {"plan": "plan", "result": "result", "energy": "energy", "audit": "certificate"}
VERSION = 1


def note_cells(table: ReportTable, kind: str, cells: Mapping[str, object]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the cells as they are kept, and the names that the sheet has no column for."""
    columns = {column.key for column in table.sheet(SHEETS[kind]).columns}
    kept = {key: clean_cell(str(value)) for key, value in cells.items() if key in columns and value is not None}
    return kept, tuple(sorted(set(cells) - columns))
