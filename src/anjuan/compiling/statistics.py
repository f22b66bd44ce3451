"""Rates with what they are worth: intervals of Wilson."""

from __future__ import annotations

import dataclasses
import math

#: 97.5 % point of the normal distribution: intervals hold the true rate in 95 of 100 cases.
_Z = 1.959963984540054


@dataclasses.dataclass(frozen=True, slots=True)
class Rate:
    """A rate: how many of how many, and the interval that holds the true rate in 95 of 100 cases.

    Attributes:
        count: Those with the property.
        of: All that could have it; 0 when nothing is known.
        low: Lower end, 0 to 1.
        high: Upper end, 0 to 1.

    """

    count: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """The rate, 0 to 1; None when there is nothing to divide by."""
        return self.count / self.of if self.of else None


def rate(count: int, of: int) -> Rate:
    """Return a rate with its Wilson interval (E. B. Wilson, 1927), without continuity correction.

    Raises:
        ValueError: The count is negative or greater than the number it is counted from.

    """
    if count < 0 or count > of:
        message = f"{count} of {of} is no rate."
        raise ValueError(message)
    if not of:
        return Rate(0, 0, 0.0, 1.0)
    share = count / of
    square = _Z * _Z
    centre = (share + square / (2 * of)) / (1 + square / of)
    reach = _Z / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    low = max(0.0, centre - reach) if count else 0.0
    high = min(1.0, centre + reach) if count < of else 1.0
    return Rate(count, of, low, high)
