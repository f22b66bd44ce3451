"""How a value changed: relative, in percentage points, as a multiple, absolute; never without both values."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from anjuan.figures.rules.numbers import rounded


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """A change from one value to another.

    Attributes:
        absolute: The later value less the earlier one; None when one of them is missing.
        relative: The same in percent of the earlier one; None also when that is 0.
        multiple: The later value as a multiple of the earlier one; None also when that is 0.
        points: In percentage points, when both values are percentages; None otherwise.

    """

    absolute: Decimal | None = None
    relative: Decimal | None = None
    multiple: Decimal | None = None
    points: Decimal | None = None


def _exact(value: Decimal | int) -> Fraction:
    return Fraction(value)


def change(
    later: Decimal | int | None, earlier: Decimal | int | None, *, are_percentages: bool = False, places: int = 2
) -> Change:
    """Return how a value changed; all is None where a value is missing, so that nobody reads 0 % or ∞."""
    if later is None or earlier is None:
        return Change()
    difference = _exact(later) - _exact(earlier)
    absolute = Decimal(later) - Decimal(earlier)
    points = rounded(difference, places) if are_percentages else None
    if not earlier:
        return Change(absolute, points=points)
    return Change(
        absolute,
        rounded(100 * difference / abs(_exact(earlier)), places),
        rounded(_exact(later) / _exact(earlier), places),
        points,
    )


def stated_change_readings(stated: Decimal, earlier: Decimal, later: Decimal, places: int = 2) -> list[str]:
    """Return the readings of a stated change of two percentages that do not fit it: ``points``, ``relative``.

    Empty when the stated number is both. A number that fits one of them only is ambiguous and names the other.
    """
    real = change(later, earlier, are_percentages=True, places=places)
    found = {"points": real.points, "relative": real.relative}
    return [name for name, value in found.items() if value is None or abs(value) != abs(stated)]


@dataclasses.dataclass(frozen=True, slots=True)
class MeanChange:
    """An average change, both ways.

    Attributes:
        mean_of_rates: The mean of each subject's own change, percent.
        rate_of_sums: The change of the sums, percent.
        number: Subjects with both values and an earlier one that is not 0.
        missing: Subjects left out.

    """

    mean_of_rates: Decimal | None
    rate_of_sums: Decimal | None
    number: int
    missing: int


def mean_change(
    before: Sequence[Decimal | int | None], after: Sequence[Decimal | int | None], places: int = 3
) -> MeanChange:
    """Return the average change of subjects, as mean of rates and as rate of sums, with how many were left out."""
    both = [(one, other) for one, other in zip(before, after, strict=True) if one and other is not None]
    pairs = [(_exact(one), _exact(other)) for one, other in both]
    missing = len(before) - len(pairs)
    if not pairs:
        return MeanChange(None, None, 0, missing)
    rates = sum(((other - one) / one for one, other in pairs), Fraction(0))
    first, last = sum(one for one, _ in pairs), sum(other for _, other in pairs)
    return MeanChange(
        rounded(100 * rates / len(pairs), places),
        rounded(100 * Fraction(last - first) / first, places) if first else None,
        len(pairs),
        missing,
    )


def earlier_month(period: str, months: int) -> str:
    """Return the month so many months before one, both as ``2026-03``."""
    year, month = map(int, period.split("-"))
    count = year * 12 + month - 1 - months
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def series_changes(series: Mapping[str, int | None]) -> dict[str, tuple[Change, Change]]:
    """Return 环比 (to the month before) and 同比 (to the month a year before) of every month of a series."""
    return {
        month: (
            change(value, series.get(earlier_month(month, 1))),
            change(value, series.get(earlier_month(month, 12))),
        )
        for month, value in series.items()
    }
