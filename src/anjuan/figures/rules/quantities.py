"""Quantities with their qualifiers: 9000 余家 is no bare number."""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Iterable
from decimal import Decimal


class Qualifier(enum.StrEnum):
    """How exact a quantity is."""

    EXACT = "exact"
    AT_LEAST = "ge"
    APPROXIMATE = "approx"
    AT_MOST = "le"


@dataclasses.dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as stated.

    Attributes:
        value: In the unit, without scale.
        unit: Such as 家, 张, 元, ``USD``, ``%``; empty when none is stated.
        qualifier: How exact it is.
        resolution: The value of one step of its last digit.

    """

    value: Decimal
    unit: str
    qualifier: Qualifier
    resolution: Decimal


_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
_UNITS = {"美元": "USD", "欧元": "EUR", "人民币": "元", "％": "%", "percent": "%"}
_PATTERN = re.compile(
    r"(?P<before>约|近|超过|超|逾|不低于|不少于|至少|不超过|不足|至多|大约|将近)?\s*"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*"
    r"(?P<scale1>万亿|千万|百万|百|千|万|亿)?\s*"
    r"(?P<more>余|多|来)?\s*"
    r"(?P<scale2>万亿|亿|万)?\s*"
    r"(?P<unit>美元|欧元|元|家次|人次|场次|家|张|份|项|个|人|场|次|%|％|件|卷|页)?\s*"
    r"(?P<after>以上|以下|左右|余)?"
)
_AT_LEAST = {"超过", "超", "逾", "不低于", "不少于", "至少", "余", "多", "以上"}
_AT_MOST = {"不超过", "不足", "至多", "以下"}
_APPROXIMATE = {"约", "近", "大约", "将近", "左右", "来"}
_GROUPS = ((Qualifier.AT_LEAST, _AT_LEAST), (Qualifier.AT_MOST, _AT_MOST), (Qualifier.APPROXIMATE, _APPROXIMATE))


def quantity(text: str) -> Quantity | None:
    """Return the first quantity of a text with unit, scale and qualifier; None when there is no number."""
    found = _PATTERN.search(text)
    return _quantity(found) if found else None


def quantities(text: str) -> list[Quantity]:
    """Return all quantities of a text, in order."""
    return [_quantity(found) for found in _PATTERN.finditer(text)]


def _quantity(found: re.Match[str]) -> Quantity:
    digits = found["number"].replace(",", "")
    scale = _SCALES[found["scale1"] or ""] * _SCALES[found["scale2"] or ""]
    words = {found["before"], found["more"], found["after"]} - {None}
    qualifier = next((kind for kind, known in _GROUPS if words & known), Qualifier.EXACT)
    unit = found["unit"] or ""
    step = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    return Quantity(Decimal(digits) * scale, _UNITS.get(unit, unit), qualifier, step * scale)


class UnitsDifferError(ValueError):
    """Quantities of different units were to be added."""


def total(parts: Iterable[Quantity]) -> Quantity | None:
    """Return the sum of quantities of one unit; it is as inexact as its least exact part. None for no parts.

    Raises:
        UnitsDifferError: The units differ: 家 and 家次 are never added.

    """
    known = list(parts)
    if not known:
        return None
    units = sorted({part.unit for part in known})
    if len(units) > 1:
        message = f"quantities in {' and '.join(units)} cannot be added"
        raise UnitsDifferError(message)
    return Quantity(
        sum((part.value for part in known), Decimal(0)),
        units[0],
        _together({part.qualifier for part in known}),
        max(part.resolution for part in known),
    )


def _together(kinds: set[Qualifier]) -> Qualifier:
    if {Qualifier.AT_LEAST, Qualifier.AT_MOST} <= kinds:
        return Qualifier.APPROXIMATE
    order = (Qualifier.AT_LEAST, Qualifier.APPROXIMATE, Qualifier.AT_MOST)
    return next((kind for kind in order if kind in kinds), Qualifier.EXACT)
