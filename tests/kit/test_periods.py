from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.kit.periods import PartialDate, Period, add_months

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31))


def test_period_holds_its_first_day_and_not_its_end():
    period = Period(dt.date(2026, 1, 1), dt.date(2026, 2, 1))
    assert dt.date(2026, 1, 1) in period
    assert dt.date(2026, 1, 31) in period
    assert dt.date(2026, 2, 1) not in period
    assert period.days == 31


def test_period_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="cannot end"):
        Period(dt.date(2026, 2, 1), dt.date(2026, 1, 1))


def test_touching_periods_do_not_overlap():
    january = Period(dt.date(2026, 1, 1), dt.date(2026, 2, 1))
    assert not january.overlaps(Period(dt.date(2026, 2, 1)))
    assert january.overlaps(Period(dt.date(2026, 1, 31)))


@given(DAYS, DAYS, DAYS)
def test_no_day_lies_in_a_period_without_days(day, first, second):
    assert not Period(day, day).overlaps(Period(min(first, second), max(first, second)))
    assert not Period(min(first, second)).overlaps(Period(day, day))


@given(DAYS, DAYS, DAYS)
def test_overlap_is_symmetric(first, second, third):
    one = Period(min(first, second), max(first, second))
    other = Period(third)
    assert one.overlaps(other) == other.overlaps(one)


@pytest.mark.parametrize("text", ["2017", "2017-09", "2017-09-11", "2024-02-29"])
def test_partial_date_keeps_its_precision(text):
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "17", "2017-13", "2017-02-30", "2023-02-29", "2017/09", "2017-9", "2017\n", "２０１７"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):
        PartialDate.parse(text)


def test_partial_date_means_every_day_it_covers():
    month = PartialDate(2024, 2)
    assert (month.earliest, month.latest) == (dt.date(2024, 2, 1), dt.date(2024, 2, 29))


def test_partial_dates_that_touch_are_not_surely_before():
    assert PartialDate(2017, 8).surely_before(PartialDate(2017, 9, 1))
    assert not PartialDate(2017).surely_before(PartialDate(2017, 9))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2024, 1, 31), 1, dt.date(2024, 2, 29)),
        (dt.date(2023, 1, 31), 1, dt.date(2023, 2, 28)),
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
        (dt.date(2023, 12, 15), 36, dt.date(2026, 12, 15)),
        (dt.date(2024, 3, 31), -1, dt.date(2024, 2, 29)),
    ],
)
def test_months_are_added_to_the_last_day_there_is(day, months, expected):
    assert add_months(day, months) == expected


@given(DAYS, st.integers(-240, 240))
def test_adding_months_never_leaves_the_wanted_month(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
