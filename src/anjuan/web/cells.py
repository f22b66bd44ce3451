"""Rows of the CSV files that pages give out."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence


def csv_row(cells: Sequence[object]) -> str:
    """Return one line of a CSV file in which no cell is taken for a formula by a spreadsheet."""
    buffer = io.StringIO()
    csv.writer(buffer).writerow([_harmless(cell) for cell in cells])
    return buffer.getvalue()


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
