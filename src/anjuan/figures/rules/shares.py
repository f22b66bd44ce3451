"""Shares of a base in percent, by a stated convention."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from anjuan.figures.rules.numbers import Rounding, percentage, rounded


class Aggregation(enum.StrEnum):
    """How the share of a group of parts comes about."""

    DIRECT = "direct"
    SUM_OF_ROUNDED = "sum_of_rounded"
    FORCED_100 = "forced_100"


@dataclasses.dataclass(frozen=True, slots=True)
class Convention:
    """How shares are computed.

    Attributes:
        places: Digits after the point.
        rounding: What happens to the rest.
        aggregation: How the share of a group comes about.

    """

    places: int = 2
    rounding: Rounding = Rounding.HALF_UP
    aggregation: Aggregation = Aggregation.DIRECT


def direct(values: Sequence[int], base: int, convention: Convention) -> list[Decimal | None]:
    """Return each value's share, computed by itself; None for all when there is no base."""
    if not base:
        return [None for _ in values]
    return [percentage(value, base, convention.places, convention.rounding) for value in values]


def sum_of_rounded(parts: Sequence[int], base: int, convention: Convention) -> Decimal | None:
    """Return the share of a group as the sum of its parts' rounded shares; None when there is no base."""
    if not base:
        return None
    return sum((percentage(part, base, convention.places, convention.rounding) for part in parts), Decimal(0))


def forced_100(values: Sequence[int], places: int = 2) -> list[Decimal | None]:
    """Return shares of the values' own sum that add up to exactly 100 (largest remainder).

    What is missing after cutting off goes, one last digit each, to the largest remainders; of equal ones to the
    larger value, then to the earlier. Source: the method of largest remainders (Hamilton).
    """
    total = sum(values)
    if not total:
        return [None for _ in values]
    units = 100 * 10**places
    quotas = [divmod(value * units, total) for value in values]
    missing = units - sum(whole for whole, _ in quotas)
    order = sorted(range(len(values)), key=lambda place: (-quotas[place][1], -values[place], place))
    lifted = set(order[:missing])
    return [rounded(Fraction(whole + (place in lifted), 10**places), places) for place, (whole, _) in enumerate(quotas)]


@dataclasses.dataclass(frozen=True, slots=True)
class GroupShare:
    """The share of a group both ways.

    Attributes:
        direct: Its sum divided by the base.
        summed: The sum of its parts' rounded shares.
        difference: The second less the first, in percentage points.

    """

    direct: Decimal
    summed: Decimal

    @property
    def difference(self) -> Decimal:
        """How much the sum of rounded shares lies above the direct one, in percentage points."""
        return self.summed - self.direct


def group_share(parts: Sequence[int], base: int, convention: Convention) -> GroupShare | None:
    """Return a group's share both ways; None when there is no base."""
    summed = sum_of_rounded(parts, base, convention)
    if summed is None:
        return None
    return GroupShare(percentage(sum(parts), base, convention.places, convention.rounding), summed)


def shares_of(groups: Mapping[str, Sequence[int]], base: int, convention: Convention) -> dict[str, Decimal | None]:
    """Return the share of every group of parts by one convention; a single value is a group of one part."""
    totals = {name: sum(parts) for name, parts in groups.items()}
    if convention.aggregation is Aggregation.FORCED_100:
        return dict(zip(totals, forced_100(list(totals.values()), convention.places), strict=True))
    if convention.aggregation is Aggregation.SUM_OF_ROUNDED:
        return {name: sum_of_rounded(parts, base, convention) for name, parts in groups.items()}
    return dict(zip(totals, direct(list(totals.values()), base, convention), strict=True))
