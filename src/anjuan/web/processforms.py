"""Reading the forms of the process: rows of inputs with one name, days, decimals."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation

from django.http import HttpRequest

from anjuan.kit.errors import UsageError
from anjuan.lifecycle.services.inputs import StepInputError, day_of

_MOST_ROWS = 200
_LONGEST = 500
_MOST = 10_000


def rows_of(request: HttpRequest, names: tuple[str, ...]) -> list[dict[str, str]]:
    """Return rows of inputs; one whose first input is empty is no row. The last ones may be missing."""
    columns = [request.POST.getlist(name)[:_MOST_ROWS] for name in names]
    count = len(columns[0])
    filled = [[*column, *[""] * (count - len(column))][:count] for column in columns]
    return [
        dict(zip(names, (text.strip()[:_LONGEST] for text in row), strict=True))
        for row in zip(*filled, strict=True)
        if row[0].strip()
    ]


def decimal_of(text: str) -> float | None:
    """Return a number of days as written, or None for no text.

    Raises:
        UsageError: It is no number, or none that days can be.

    """
    if not text.strip():
        return None
    try:
        number = Decimal(text.strip())
    except InvalidOperation as error:
        raise UsageError(f"{text[:20]!r} is no number.", remedy="Write it like 2.5.") from error
    if not number.is_finite() or not 0 <= number < _MOST:
        raise UsageError(f"{text[:20]!r} is no number of days.", remedy="Write it like 2.5.")
    return float(number)


def need_day(text: str) -> dt.date:
    """Return a day that has to be given.

    Raises:
        StepInputError: There is none.

    """
    day = day_of(text)
    if day is None:
        raise StepInputError("A day is missing.", remedy="Write it like 2026-03-02.")
    return day
