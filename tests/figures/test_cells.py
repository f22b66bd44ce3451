"""A number, a zero, a dash and nothing are four things."""

from __future__ import annotations

from decimal import Decimal

import pytest

from anjuan.figures.rules.cells import Kind, Missing, printed, shown


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("3.70", Kind.NUMBER, "3.70"), ("3.7", Kind.NUMBER, "3.7"), ("0", Kind.ZERO, "0"), ("0.00", Kind.ZERO, "0"),
        ("-", Kind.DASH, None), ("—", Kind.DASH, None), ("", Kind.BLANK, None), (None, Kind.BLANK, None),
        (" 4,216,193 ", Kind.NUMBER, "4216193"), ("18.33%", Kind.NUMBER, "18.33"), ("约 5", Kind.WORDS, None),
        ("-5", Kind.NUMBER, "-5"),
    ],
)  # fmt: skip
def test_a_cell_is_what_it_says(text, kind, number):
    got = printed(text)
    assert (got.kind, got.number) == (kind, None if number is None else Decimal(number))


def test_the_characters_stay():
    assert (printed("3.70").text, printed("3.7").text) == ("3.70", "3.7")
    assert printed("3.70").number == printed("3.7").number


@pytest.mark.parametrize(("text", "places"), [("3.70", 2), ("3.7", 1), ("12", 0), ("18.33%", 2), ("—", 0)])
def test_printed_places_are_counted(text, places):
    assert printed(text).places == places


@pytest.mark.parametrize(("text", "whole"), [("12", 12), ("12.0", 12), ("12.5", None), ("—", None)])
def test_only_whole_numbers_are_counts(text, whole):
    assert printed(text).whole == whole


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Missing.NOT_APPLICABLE, "—"), (Missing.SUPPRESSED, "<5"), (Missing.NOT_STATED, ""), (None, ""),
        (0, "0"), (4216193, "4,216,193"), ("words", "words"),
    ],
)  # fmt: skip
def test_what_is_missing_has_a_sign_of_its_own(value, text):
    assert shown(value) == text


def test_a_zero_share_of_something_is_printed_as_zero():
    assert shown(Decimal("0.00"), places=2) == "0.00"
