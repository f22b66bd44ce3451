"""A bulletin as PDF/A, set with Typst."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from anjuan.figures.rendering.view import NOTE, Document, cell_text, shown_columns
from anjuan.figures.rules.tabling import ColumnKind, FigureTable
from anjuan.preservation.printing import print_pdf

_TEMPLATE = Path(__file__).with_name("bulletin.typ")


def bulletin_pdf(given: Document, *, now: dt.datetime) -> bytes:
    """Return a bulletin as a PDF/A-2b file; every number is a link to its query.

    Args:
        given: The bulletin.
        now: The moment that stands in the file as its making.

    Raises:
        NoFontError: No font with Chinese characters is on this machine.
        CopyFailedError: The pages could not be set.

    """
    return print_pdf(_TEMPLATE.read_text(encoding="utf-8"), printed_values(given), now)


def printed_values(given: Document) -> dict[str, Any]:
    """Return what the template needs, as plain values."""
    return {
        "title": given.text.title,
        "body": given.body,
        "head": given.head,
        "note": NOTE,
        "sections": [
            {
                "title": section.heading,
                "sentences": [
                    [{"words": piece.words, "link": given.address(piece.query) if piece.query else ""} for piece in one]
                    for one in section.sentences
                ],
            }
            for section in given.text.sections
        ],
        "tables": [_table(table) for table in given.tables],
    }


def _table(table: FigureTable) -> dict[str, Any]:
    places = shown_columns(table)
    return {
        "title": table.title,
        "columns": [table.columns[place].title for place in places],
        "numbers": [table.columns[place].kind is not ColumnKind.TEXT for place in places],
        "rows": [[cell_text(table, place, row.cells[place]) for place in places] for row in table.rows],
        "strong": [row.kind not in {"item", "province", "region"} for row in table.rows],
        "notes": list(table.notes),
    }
