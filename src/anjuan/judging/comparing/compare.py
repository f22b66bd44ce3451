"""Compare two values by the method their field asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from anjuan.judging.comparing.addresses import compare_addresses
from anjuan.judging.comparing.likeness import DIFFERENT, LOOK_ALIKE, SAME, STYLE, Comparison, Stated
from anjuan.judging.comparing.organisations import compare_identifiers, compare_organisations, compare_people
from anjuan.judging.comparing.rulebook import ComparingTable
from anjuan.judging.comparing.scopes import compare_scopes
from anjuan.judging.comparing.slips import slip
from anjuan.kit.periods import PartialDate
from anjuan.kit.text.folding import squeeze
from anjuan.registry.rules.credit_codes import clean_credit_code


def compare_credit_codes(one: Stated, other: Stated, table: ComparingTable) -> Comparison:
    """Return how two unified social credit codes stand to each other."""
    left, right = clean_credit_code(one.text), clean_credit_code(other.text)
    if left == right:
        return SAME
    return slip(left, right, table) if one.recognised or other.recognised else DIFFERENT


def compare_numbers(one: Stated, other: Stated, table: ComparingTable) -> Comparison:
    """Return how two numbers stand to each other; a text that is no number is compared as a text."""
    try:
        if float(one.text) == float(other.text):
            return SAME
    except ValueError:
        return compare_texts(one, other, table)
    return _misread(one, other, table)


def _misread(one: Stated, other: Stated, table: ComparingTable) -> Comparison:
    """Return near when recognised figures differ in look-alike signs only; any other figure is another value."""
    if one.recognised or other.recognised:
        answer = slip(one.text, other.text, table)
        return answer if answer is LOOK_ALIKE else DIFFERENT
    return DIFFERENT


def compare_dates(one: Stated, other: Stated, table: ComparingTable) -> Comparison:
    """Return how two ISO dates stand to each other; a partial date agrees with every day it can mean."""
    try:
        left, right = PartialDate.parse(one.text), PartialDate.parse(other.text)
    except ValueError:
        return compare_texts(one, other, table)
    if left == right:
        return SAME
    if left.surely_before(right) or right.surely_before(left):
        return _misread(one, other, table)
    return STYLE


def compare_texts(one: Stated, other: Stated, table: ComparingTable) -> Comparison:
    """Return how two texts of no special kind stand to each other."""
    left, right = squeeze(one.text), squeeze(other.text)
    if left == right:
        return SAME if one.text == other.text else STYLE
    return slip(left, right, table) if one.recognised or other.recognised else DIFFERENT


METHODS: Mapping[str, Callable[[Stated, Stated, ComparingTable], Comparison]] = {
    "organisation": compare_organisations,
    "address": compare_addresses,
    "scope": compare_scopes,
    "credit_code": compare_credit_codes,
    "identifier": compare_identifiers,
    "person": compare_people,
    "date": compare_dates,
    "number": compare_numbers,
    "text": compare_texts,
}


def compare(method: str, one: Stated, other: Stated, table: ComparingTable) -> Comparison:
    """Return how two values of one kind stand to each other.

    Args:
        method: A key of ``METHODS``.
        one: A value as a paper states it.
        other: Another.
        table: What is style, and which signs look alike.

    """
    return METHODS[method](one, other, table)
