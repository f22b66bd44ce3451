"""Ranks: the largest first, ties by convention, totals without a place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.figures.national_vectors import PROVINCES

from anjuan.figures.rules.ranks import Ties, ranks

QUIET = settings(deadline=None, max_examples=60)
VALUES = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 9), max_size=25)


@pytest.mark.parametrize("at", [0, 3], ids=["certificates", "organisations"])
def test_all_provincial_ranks_are_as_printed(at):
    got = ranks({code: row[at] for code, row in PROVINCES.items()})
    assert got == {code: row[at + 1] for code, row in PROVINCES.items()}


@pytest.mark.parametrize(
    ("ties", "expected"),
    [(Ties.COMPETITION, [1, 2, 2, 4]), (Ties.DENSE, [1, 2, 2, 3]), (Ties.ORDINAL, [1, 2, 3, 4])],
)
def test_equal_values_are_placed_as_said(ties, expected):
    assert list(ranks({"a": 9, "b": 5, "c": 5, "d": 1}, ties=ties).values()) == expected


def test_an_excluded_row_has_no_place_and_takes_none():
    assert ranks({"国外": 99, "甲": 5, "乙": 4}, excluded={"国外"}) == {"国外": None, "甲": 1, "乙": 2}


def test_a_row_without_a_value_has_no_place():
    assert ranks({"甲": None, "乙": 4}) == {"甲": None, "乙": 1}


def test_a_true_zero_has_a_place():
    assert ranks({"甲": 0, "乙": 4})["甲"] == 2


@QUIET
@given(VALUES)
def test_ordinal_places_are_a_permutation(values):
    assert sorted(ranks(values, ties=Ties.ORDINAL).values()) == list(range(1, len(values) + 1))


@QUIET
@given(VALUES)
def test_a_competition_place_counts_the_larger_values(values):
    for row, place in ranks(values).items():
        assert place == 1 + sum(value > values[row] for value in values.values())


@QUIET
@given(VALUES)
def test_dense_places_have_no_gaps(values):
    places = set(ranks(values, ties=Ties.DENSE).values())
    assert places == set(range(1, len(places) + 1))
