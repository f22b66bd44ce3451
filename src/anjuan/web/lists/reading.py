"""What people write into the fields of a query form, as the selectors want it."""

from __future__ import annotations

import calendar
import re

from anjuan.kit.periods import PartialDate

Span = tuple[str, str]
_SEPARATOR = re.compile(r"\s*(?:~|～|至|到|—|–|\s-\s|\.\.)\s*")
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})")
_PARTS = re.compile(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月?)|年?)")
_PERCENT = re.compile(
    r"(?:(?P<sign><=|>=|<|>|≤|≥)\s*)?(?P<first>\d{1,3})\s*%?(?:\s*[~～至-]\s*(?P<last>\d{1,3})\s*%?)?"
)
_MOST = 100


def days_of(text: str) -> Span | None:
    """Return the first and last day that a text names, inclusive, an open end empty; None when it is not understood.

    Understood are ``2024-01-01 ~ 2024-03-31``, ``2024-01 ~``, ``~ 2024.3.31``, ``2024``, ``2024年3月``, ``20240301``.
    """
    parts = _SEPARATOR.split(text.strip())
    if len(parts) > 2 or not any(parts):  # noqa: PLR2004  two ends
        return None
    ends = [_partial(part) for part in parts]
    if any(part and end is None for part, end in zip(parts, ends, strict=True)):
        return None
    first, last = ends[0], ends[-1]
    span = (_bound(first, is_last=False), _bound(last, is_last=True))
    return None if all(span) and span[0] > span[1] else span


def _partial(text: str) -> PartialDate | None:
    found = _PARTS.fullmatch(_SOLID.sub(r"\1-\2-\3", text.strip()))
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        return PartialDate(year or 0, month, day)
    except ValueError:
        return None


def _bound(date: PartialDate | None, *, is_last: bool) -> str:
    if date is None:
        return ""
    month = date.month or (12 if is_last else 1)
    day = date.day or (calendar.monthrange(date.year, month)[1] if is_last else 1)
    return f"{date.year:04}-{month:02}-{day:02}"


def percent_of(text: str) -> Span | None:
    """Return the first and last percent a text names, inclusive: ``60~90``, ``<60``, ``100``; None when unclear."""
    found = _PERCENT.fullmatch(text.strip())
    if found is None:
        return None
    first, last = int(found["first"]), found["last"]
    spans = {
        "": (first, int(last) if last else first), "<": (0, first - 1), "<=": (0, first), "≤": (0, first),
        ">": (first + 1, _MOST), ">=": (first, _MOST), "≥": (first, _MOST),
    }  # fmt: skip
    low, high = spans[found["sign"] or ""]
    return (str(low), str(high)) if low <= high <= _MOST and not (last and found["sign"]) else None
