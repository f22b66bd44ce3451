"""A page as one JSON object: its text with the place of every line, for people and programs of later days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from anjuan.reading.pages import Box, Cell, Line, Page, Role, Seal, Table, TextSource

#: Places are fractions of the page; the database keeps them in steps of 1/65535, so six digits give them exactly.
_DIGITS = 6


def page_to_json(page: Page) -> dict[str, Any]:
    """Return a page as plain JSON values; :func:`page_from_json` gives it back as the database holds it."""
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "rotation": page.rotation,
        "source": page.source.value,
        "reason": page.reason,
        "skew": page.skew,
        "label": page.label,
        "picture": page.picture,
        "blank": page.blank,
        "lines": [_line_out(line) for line in page.lines],
        "tables": [_table_out(table) for table in page.tables],
        "seals": [
            {"box": _rounded(seal.box), "text": seal.text, "confidence": seal.confidence, "shape": seal.shape,
             "colour": seal.colour}
            for seal in page.seals
        ],
    }  # fmt: skip


def page_from_json(value: dict[str, Any]) -> Page:
    """Return the page that :func:`page_to_json` told of.

    Raises:
        ValueError: A value is missing or of the wrong kind.

    """
    try:
        return Page(
            number=int(value["number"]),
            width=float(value["width"]),
            height=float(value["height"]),
            rotation=int(value["rotation"]),
            source=TextSource(value["source"]),
            reason=str(value["reason"]),
            lines=tuple(_line_in(line) for line in value["lines"]),
            tables=tuple(_table_in(table) for table in value["tables"]),
            seals=tuple(
                Seal(_box(seal["box"]), str(seal["text"]), float(seal["confidence"]), seal["shape"], seal["colour"])
                for seal in value["seals"]
            ),
            skew=float(value["skew"]),
            label=str(value["label"]),
            picture=bool(value["picture"]),
            blank=bool(value["blank"]),
        )
    except (KeyError, TypeError) as error:
        message = f"a page is not told as it should be: {error!r}"
        raise ValueError(message) from error


def _line_out(line: Line) -> dict[str, Any]:
    told: dict[str, Any] = {"text": line.text, "box": _rounded(line.box), "block": line.block, "role": line.role.value}
    if line.confidence is not None:
        told["confidence"] = round(line.confidence, _DIGITS)
    if line.edges:
        told["edges"] = _rounded(line.edges)
    return told


def _line_in(value: dict[str, Any]) -> Line:
    confidence = value.get("confidence")
    return Line(
        text=str(value["text"]),
        box=_box(value["box"]),
        confidence=None if confidence is None else float(confidence),
        edges=tuple(float(edge) for edge in value.get("edges", ())),
        role=Role(value["role"]),
        block=int(value["block"]),
    )


def _table_out(table: Table) -> dict[str, Any]:
    cells = [
        {"row": c.row, "column": c.column, "row_span": c.row_span, "column_span": c.column_span, "text": c.text,
         "box": _rounded(c.box)}
        for c in table.cells
    ]  # fmt: skip
    return {"box": _rounded(table.box), "ruled": table.ruled, "cells": cells}


def _table_in(value: dict[str, Any]) -> Table:
    cells = tuple(
        Cell(int(c["row"]), int(c["column"]), str(c["text"]), _box(c["box"]), int(c["row_span"]), int(c["column_span"]))
        for c in value["cells"]
    )
    return Table(_box(value["box"]), cells, bool(value["ruled"]))


def _rounded(values: Iterable[float]) -> list[float]:
    return [round(value, _DIGITS) for value in values]


def _box(values: list[float]) -> Box:
    x0, y0, x1, y1 = (float(value) for value in values)
    return (x0, y0, x1, y1)
