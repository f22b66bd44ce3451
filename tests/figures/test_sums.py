"""Additivity, concentration, changes, quantities, suppression."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.figures.national_vectors import NATIONAL, PROVINCES

from anjuan.figures.rules.additivity import Measure, total_over
from anjuan.figures.rules.cells import Missing
from anjuan.figures.rules.changes import (
    change,
    earlier_month,
    mean_change,
    series_changes,
    stated_change_readings,
)
from anjuan.figures.rules.concentration import herfindahl, per, top_share, top_share_summed
from anjuan.figures.rules.quantities import Qualifier, UnitsDifferError, quantities, quantity, total
from anjuan.figures.rules.suppression import suppressed

QUIET = settings(deadline=None, max_examples=60)
HOLDERS = Measure("获证组织数", "Organisations", frozenset({"region"}))
GROUPS = (972832, 226755, 49726)
CERTIFICATES = [row[0] for row in PROVINCES.values()]


def test_organisations_are_never_added_over_items():
    got = total_over(HOLDERS, "field", GROUPS, 1119028)
    assert (got.value, got.refused, got.overlap, got.is_sum) == (1119028, 1249313, 130285, False)


def test_a_refused_sum_explains_itself():
    got = total_over(HOLDERS, "field", GROUPS, 1119028)
    assert "130285" in got.reason
    assert "130285" in got.reason_en


def test_without_a_given_total_nothing_is_returned():
    got = total_over(HOLDERS, "field", GROUPS)
    assert (got.value, got.refused) == (None, 1249313)


def test_organisations_are_added_over_areas():
    assert total_over(HOLDERS, "region", (1107002, 12026)).value == 1119028


def test_a_given_total_that_agrees_is_a_sum():
    assert total_over(HOLDERS, "region", (1, 2), 3).is_sum


def test_the_largest_three_hold_both_shares():
    shares = [Decimal(row[2]) for row in PROVINCES.values()]
    assert top_share(CERTIFICATES, NATIONAL[0], 3) == Decimal("44.73")
    assert top_share_summed(shares, 3) == Decimal("44.72")


@pytest.mark.parametrize(
    ("certificates", "organisations", "expected"),
    [
        (4216193, 1119028, "3.768"), (4126179, 1107002, "3.727"), (90014, 12026, "7.485"), (991610, 924816, "1.072"),
        (582066, 57564, "10.112"), (1087322, 132434, "8.210"), (4520, 1382, "3.271"),
    ],
)  # fmt: skip
def test_certificates_for_each_organisation_are_as_computed(certificates, organisations, expected):
    assert per(certificates, organisations) == Decimal(expected)


def test_nothing_is_divided_by_nothing():
    assert per(3, 0) is None
    assert top_share([1], 0, 3) is None
    assert herfindahl([0]) is None


@QUIET
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_the_index_lies_between_equal_and_alone(values):
    index = herfindahl(values, 12)
    assert index is None or Decimal(1) / len(values) - Decimal("1e-11") <= index <= 1


@pytest.mark.parametrize(
    ("later", "earlier", "points", "relative"),
    [(7, 15, "-8.00", "-53.33"), (99, 90, "9.00", "10.00")],
)
def test_a_change_of_percentages_is_told_both_ways(later, earlier, points, relative):
    got = change(later, earlier, are_percentages=True)
    assert (got.points, got.relative) == (Decimal(points), Decimal(relative))


def test_hours_that_tripled():
    got = change(360, 120)
    assert (got.relative, got.multiple, got.points) == (Decimal("200.00"), Decimal("3.00"), None)


@pytest.mark.parametrize(("later", "earlier"), [(5, None), (None, 5), (None, None)])
def test_a_missing_value_gives_no_change(later, earlier):
    assert change(later, earlier).relative is None
    assert change(later, earlier).absolute is None


def test_from_zero_there_is_no_percentage():
    got = change(5, 0)
    assert (got.absolute, got.relative, got.multiple) == (Decimal(5), None, None)


def test_a_stated_change_names_the_reading_that_does_not_fit():
    assert stated_change_readings(Decimal(8), Decimal(15), Decimal(7)) == ["relative"]


def test_means_are_told_both_ways():
    got = mean_change((100, 200, 1000, None), (130, 210, 1010, 5))
    assert (got.mean_of_rates, got.rate_of_sums, got.number, got.missing) == (Decimal(12), Decimal("3.846"), 3, 1)


def test_a_mean_of_nothing_is_nothing():
    assert mean_change((None,), (3,)).mean_of_rates is None


@pytest.mark.parametrize(
    ("month", "back", "expected"), [("2026-01", 1, "2025-12"), ("2026-03", 12, "2025-03"), ("2026-12", 0, "2026-12")]
)
def test_months_are_counted_back(month, back, expected):
    assert earlier_month(month, back) == expected


def test_a_gap_in_a_series_gives_no_change():
    got = series_changes({"2025-01": 100, "2025-03": 110, "2026-01": 150})
    assert got["2025-03"][0].relative is None
    assert got["2026-01"][1].relative == Decimal("50.00")


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("9000 余家", "9000", "家", Qualifier.AT_LEAST), ("35.8万家", "358000", "家", Qualifier.EXACT),
        ("约13 亿元", "1.3e9", "元", Qualifier.APPROXIMATE), ("1400多亿美元", "1.4e11", "USD", Qualifier.AT_LEAST),
        ("超 230 家次", "230", "家次", Qualifier.AT_LEAST), ("15％以上", "15", "%", Qualifier.AT_LEAST),
        ("8.8 万余家", "88000", "家", Qualifier.AT_LEAST), ("20.6 万人次", "206000", "人次", Qualifier.EXACT),
        ("不超过3项", "3", "项", Qualifier.AT_MOST),
    ],
)  # fmt: skip
def test_a_quantity_keeps_its_qualifier(text, value, unit, qualifier):
    got = quantity(text)
    assert (got.value, got.unit, got.qualifier) == (Decimal(value), unit, qualifier)


def test_the_resolution_is_one_step_of_the_last_digit():
    assert quantity("35.8万家").resolution == 1000


def test_all_quantities_of_a_sentence_are_found():
    assert [one.unit for one in quantities("8.8 万余家…692 场次…20.6 万人次")] == ["家", "场次", "人次"]


def test_words_without_a_number_are_no_quantity():
    assert quantity("许多家") is None


def test_a_total_of_at_least_is_at_least():
    assert total([quantity("9000余家"), quantity("12家")]).qualifier is Qualifier.AT_LEAST


def test_firms_and_visits_are_never_added():
    with pytest.raises(UnitsDifferError):
        total([quantity("3家"), quantity("3家次")])


def test_a_small_count_is_kept_back_and_another_with_it():
    got = suppressed({"all": 30, "a": 3, "b": 10, "c": 17}, [("all", ["a", "b", "c"])])
    assert [row for row, value in got.items() if value is Missing.SUPPRESSED] == ["a", "b"]


def test_zeros_are_shown():
    assert suppressed({"a": 0, "b": 9})["a"] == 0


TABLE = st.lists(st.integers(0, 12), min_size=2, max_size=8)


@QUIET
@given(TABLE)
def test_no_hidden_count_can_be_worked_out(parts):
    names = [str(place) for place in range(len(parts))]
    values = dict(zip(names, parts, strict=True)) | {"all": sum(parts)}
    got = suppressed(values, [("all", names)])
    hidden = [name for name in names if got[name] is Missing.SUPPRESSED]
    assert not any(isinstance(value, int) and 0 < value < 5 for value in got.values())
    assert len(hidden) != 1 or got["all"] is Missing.SUPPRESSED
