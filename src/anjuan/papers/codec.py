"""Fields and marks as plain objects for JSON, and back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from anjuan.papers.facts import Found, Marks, Reason
from anjuan.reading.pages import Box

#: Places after the decimal point that a box keeps: a tenth of a millimetre on A4.
_BOX_PLACES = 4


def found_to_json(found: Iterable[Found]) -> list[dict[str, Any]]:
    """Return fields as objects; attributes that say nothing are left out."""
    return [_object(one) for one in found]


def _object(one: Found) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "name": one.name, "value": one.value, "printed": one.printed, "page": one.page,
        "box": _rounded(one.box), "confidence": round(one.confidence, 3),
    }  # fmt: skip
    plain |= {key: value for key in ("label", "how", "group") if (value := str(getattr(one, key)))}
    return plain


def found_from_json(rows: Iterable[Mapping[str, Any]]) -> tuple[Found, ...]:
    """Return the fields that :func:`found_to_json` wrote."""
    return tuple(Found(**{**row, "box": _box(row["box"])}) for row in rows)


def marks_to_json(marks: Marks) -> dict[str, Any]:
    """Return marks as an object."""
    return dataclasses.asdict(marks)


def marks_from_json(row: Mapping[str, Any]) -> Marks:
    """Return the marks that :func:`marks_to_json` wrote."""
    return Marks(**{**row, "seals": tuple(row.get("seals", ()))})


def reasons_to_json(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Return reasons as objects."""
    return [
        {"code": one.code, "text": one.text, "page": one.page, "box": _rounded(one.box) if one.box else None}
        for one in reasons
    ]


def _rounded(box: Box) -> list[float]:
    return [round(value, _BOX_PLACES) for value in box]


def _box(values: Iterable[float]) -> Box:
    left, top, right, bottom = values
    return (left, top, right, bottom)
