"""Days in halves: up, and to the nearest."""

from __future__ import annotations

import math
from fractions import Fraction


def half_days_up(value: Fraction, per_day: int = 2) -> Fraction:
    """Return a number of days rounded up to parts of a day."""
    return Fraction(math.ceil(value * per_day), per_day)


def half_days_near(value: Fraction, per_day: int = 2) -> Fraction:
    """Return a number of days rounded to the nearest part of a day, a tie upwards."""
    return Fraction(math.floor(value * per_day + Fraction(1, 2)), per_day)
