"""Shares by every convention, to the printed digits."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.figures.national_vectors import NATIONAL, PROVINCES, REGIONS

from anjuan.figures.rules.numbers import Rounding, percentage, rounded
from anjuan.figures.rules.shares import (
    Aggregation,
    Convention,
    direct,
    forced_100,
    group_share,
    shares_of,
    sum_of_rounded,
)
from anjuan.registry.rules import tables

QUIET = settings(deadline=None, max_examples=60)
PLAIN = Convention()
PARENTS = {row.code: row.parent for row in tables.regions().latest.rows if row.level == "省级"}
COUNTS = st.lists(st.integers(0, 10**7), min_size=1, max_size=40)


@pytest.mark.parametrize("code", PROVINCES)
def test_a_provincial_share_is_as_printed(code):
    certificates, _, share, organisations, _, other = PROVINCES[code]
    got = percentage(certificates, NATIONAL[0]), percentage(organisations, NATIONAL[1])
    assert got == (Decimal(share), Decimal(other))


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize(("measure", "at"), [(0, 0), (3, 2)], ids=["certificates", "organisations"])
def test_a_regional_share_is_known_both_ways(region, measure, at):
    parts = [PROVINCES[code][measure] for code, parent in PARENTS.items() if parent == region]
    got = group_share(parts, NATIONAL[bool(measure)], PLAIN)
    assert (got.summed, got.direct) == (Decimal(REGIONS[region][at]), Decimal(REGIONS[region][at + 1]))


def test_a_monthly_of_a_province_is_forced_to_a_hundred():
    assert forced_100([10864, 4491, 12932]) == [Decimal("38.40"), Decimal("15.88"), Decimal("45.72")]


def test_the_same_monthly_differs_by_direct_division():
    total = 10864 + 4491 + 12932
    assert direct([10864, 4491, 12932], total, PLAIN) == [Decimal("38.41"), Decimal("15.88"), Decimal("45.72")]


def test_a_city_adds_rounded_shares():
    parts = [191, 165, 117, 98]
    assert sum_of_rounded(parts, 757, PLAIN) == Decimal("75.44")
    assert percentage(sum(parts), 757) == Decimal("75.43")


def test_cutting_off_misses_twenty_six_printed_shares():
    misses = sum(
        percentage(row[at], NATIONAL[bool(at)], 2, Rounding.TRUNCATE) != Decimal(row[at + 2])
        for row in PROVINCES.values()
        for at in (0, 3)
    )
    assert misses == 26


@pytest.mark.parametrize(
    ("value", "mode", "expected"),
    [
        ("0.125", Rounding.HALF_UP, "0.13"), ("0.125", Rounding.HALF_EVEN, "0.12"),
        ("0.125", Rounding.TRUNCATE, "0.12"), ("0.135", Rounding.HALF_EVEN, "0.14"),
        ("-0.125", Rounding.HALF_UP, "-0.13"), ("-0.129", Rounding.TRUNCATE, "-0.12"),
        ("2.675", Rounding.HALF_UP, "2.68"), ("0.0049", Rounding.HALF_UP, "0.00"),
    ],
)  # fmt: skip
def test_halves_are_rounded_as_the_convention_says(value, mode, expected):
    assert rounded(Decimal(value), 2, mode) == Decimal(expected)


def test_places_are_kept_in_print():
    assert str(percentage(1, 2)) == "50.00"


def test_without_a_base_there_is_no_share():
    assert direct([0, 0], 0, PLAIN) == [None, None]
    assert forced_100([0, 0]) == [None, None]
    assert sum_of_rounded([0], 0, PLAIN) is None
    assert group_share([], 0, PLAIN) is None


@QUIET
@given(COUNTS, st.integers(0, 4))
def test_forced_shares_add_up_to_a_hundred(values, places):
    shares = forced_100(values, places)
    assert sum(values) == 0 or sum(shares) == 100


@QUIET
@given(COUNTS)
def test_a_forced_share_is_within_one_last_digit(values):
    total = sum(values)
    for value, share in zip(values, forced_100(values), strict=True):
        assert share is None or abs(Fraction(share) - Fraction(100 * value, total)) < Fraction(1, 100)


@QUIET
@given(COUNTS)
def test_forced_shares_keep_the_order_of_values(values):
    pairs = sorted((value, share or 0) for value, share in zip(values, forced_100(values), strict=True))
    assert sum(values) == 0 or [share for _, share in pairs] == sorted(share for _, share in pairs)


@QUIET
@given(COUNTS)
def test_a_direct_share_is_within_half_a_last_digit(values):
    total = sum(values)
    for value, share in zip(values, direct(values, total, PLAIN), strict=True):
        assert share is None or abs(Fraction(share) - Fraction(100 * value, total)) <= Fraction(1, 200)


@QUIET
@given(COUNTS, st.sampled_from(Aggregation))
def test_rows_of_one_part_have_the_share_of_their_value(values, aggregation):
    total = sum(values) or 1
    groups = {str(place): (value,) for place, value in enumerate(values)}
    got = shares_of(groups, total, Convention(aggregation=aggregation))
    assert aggregation is Aggregation.FORCED_100 or list(got.values()) == direct(values, total, PLAIN)


@QUIET
@given(st.integers(0, 10**12), st.integers(1, 10**12), st.integers(0, 6))
def test_rounding_modes_lie_in_order(part, base, places):
    cut, up = (percentage(part, base, places, mode) for mode in (Rounding.TRUNCATE, Rounding.HALF_UP))
    assert 0 <= up - cut <= Decimal(1).scaleb(-places)
