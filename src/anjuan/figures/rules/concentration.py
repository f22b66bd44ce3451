"""How much of a whole the largest rows hold."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from anjuan.figures.rules.numbers import percentage, rounded


def top_share(values: Sequence[int], base: int, number: int, places: int = 2) -> Decimal | None:
    """Return the share of the largest rows in percent, their sum divided by the base; None when there is no base."""
    return percentage(sum(heapq.nlargest(number, values)), base, places) if base else None


def top_share_summed(shares: Sequence[Decimal], number: int) -> Decimal:
    """Return the sum of the largest rounded shares, as a reader of a printed table adds them up."""
    return sum(heapq.nlargest(number, shares), Decimal(0))


def herfindahl(values: Sequence[int], places: int = 4) -> Decimal | None:
    """Return the Herfindahl-Hirschman index of the rows, from 1/n to 1; None when all are 0.

    Source: the sum of squared shares of the rows' own total.
    """
    total = sum(values)
    return rounded(Fraction(sum(value * value for value in values), total * total), places) if total else None


def per(numerator: int, denominator: int, places: int = 3) -> Decimal | None:
    """Return how many of one thing there are for one of another; None when there are none of the other."""
    return rounded(Fraction(numerator, denominator), places) if denominator else None
