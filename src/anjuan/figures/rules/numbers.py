"""Rounding of exact quotients: nothing passes through binary fractions."""

from __future__ import annotations

import decimal
import enum
from decimal import Decimal
from fractions import Fraction


class Rounding(enum.StrEnum):
    """What happens to the digits that are not printed."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    TRUNCATE = "truncate"


#: Digits of a result; the default of 28 would round large counts.
_DIGITS = 60


def rounded(value: Fraction | Decimal | int, places: int, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """Return a value with so many decimal places.

    Args:
        value: Exact.
        places: Digits after the point, 0 or more.
        rounding: What happens to the rest.

    """
    exact = Fraction(value) * 10**places
    whole, rest = divmod(abs(exact.numerator), exact.denominator)
    units = whole + _up(whole, rest, exact.denominator, rounding)
    return Decimal(-units if exact < 0 else units).scaleb(-places, decimal.Context(prec=_DIGITS))


def _up(whole: int, rest: int, denominator: int, rounding: Rounding) -> int:
    if rounding is Rounding.TRUNCATE or 2 * rest < denominator:
        return 0
    if 2 * rest > denominator or rounding is Rounding.HALF_UP:
        return 1
    return whole % 2


def percentage(part: int, base: int, places: int = 2, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """Return a part of a base in percent.

    Raises:
        ZeroDivisionError: The base is 0.

    """
    return rounded(Fraction(100 * part, base), places, rounding)
