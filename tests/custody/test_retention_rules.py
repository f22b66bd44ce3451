from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.custody.rules import tables
from anjuan.custody.rules.retention import NOT_KNOWN, PERMANENT, UNTIL, CaseDates, keep_until, obstacles
from anjuan.kit.periods import add_months

TABLE = tables.retention().latest
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31))
TODAY = dt.date(2026, 3, 2)


@given(DAYS, DAYS)
def test_the_longest_period_wins(cycle_end, valid_until):
    keep = keep_until(TABLE, "D10", CaseDates(str(cycle_end), str(valid_until)))
    last = max(cycle_end, valid_until)
    assert keep.until == max(add_months(cycle_end, 36), add_months(valid_until, 24), add_months(last, 120))


@given(DAYS, DAYS, st.sampled_from(["D10", "D30"]))
def test_a_case_is_never_kept_shorter_than_any_reason_says(cycle_end, valid_until, code):
    keep = keep_until(TABLE, code, CaseDates(str(cycle_end), str(valid_until)))
    assert all(reason.until <= keep.until for reason in keep.reasons)
    assert {"T22-cycle", "T22-validity", f"class-{code}"} == {reason.rule for reason in keep.reasons}


@given(DAYS, DAYS, DAYS)
def test_a_later_end_never_shortens_the_time(cycle_end, one, other):
    short, long = sorted((one, other))
    keeps = [keep_until(TABLE, "D10", CaseDates(str(cycle_end), str(day))).until for day in (short, long)]
    assert keeps[0] <= keeps[1]


@given(DAYS)
def test_a_longer_class_never_shortens_the_time(day):
    dates = CaseDates(valid_until=str(day))
    assert keep_until(TABLE, "D10", dates).until < keep_until(TABLE, "D30", dates).until


@pytest.mark.parametrize("text", ["2025", "2025-06", "soon", "2025-02-30"])
def test_a_date_that_is_not_a_day_is_never_guessed(text):
    keep = keep_until(TABLE, "D10", CaseDates(valid_until=text))
    assert (keep.outcome, keep.until) == (NOT_KNOWN, None)
    assert any(text in sentence for sentence in keep.missing)


def test_without_any_date_both_missing_ones_are_named():
    keep = keep_until(TABLE, "D10", CaseDates())
    assert keep.outcome == NOT_KNOWN
    assert len(keep.missing) == 2


def test_a_partial_cycle_end_is_not_replaced_by_the_certificates_end():
    keep = keep_until(TABLE, "D10", CaseDates(cycle_end="2025-06", valid_until="2025-06-30"))
    assert keep.outcome == NOT_KNOWN


def test_what_is_known_already_says_how_long_at_least():
    keep = keep_until(TABLE, "D10", CaseDates(cycle_end="2025-06-30"))
    assert (keep.outcome, keep.at_least) == (NOT_KNOWN, dt.date(2028, 6, 30))


def test_a_withdrawal_ends_the_validity():
    keep = keep_until(TABLE, "D10", CaseDates("2025-06-30", "2025-06-30", "2024-01-15"))
    assert next(r.start for r in keep.reasons if r.rule == "T22-validity") == dt.date(2024, 1, 15)


def test_a_withdrawal_known_in_part_only_makes_the_end_not_known():
    keep = keep_until(TABLE, "D10", CaseDates("2025-06-30", "2025-06-30", "2024-01"))
    assert keep.outcome == NOT_KNOWN


def test_what_is_kept_for_ever_needs_no_dates():
    keep = keep_until(TABLE, "Y", CaseDates())
    assert (keep.outcome, keep.missing) == (PERMANENT, ())


def test_an_unknown_class_is_an_error():
    with pytest.raises(KeyError):
        keep_until(TABLE, "D99", CaseDates())


def test_the_last_day_itself_still_counts():
    keep = keep_until(TABLE, "D10", CaseDates(valid_until="2016-03-02"))
    assert (keep.outcome, keep.until) == (UNTIL, TODAY)
    assert obstacles(keep, {}, TODAY) == ("it must be kept until 2026-03-02",)
    assert obstacles(keep, {}, TODAY + dt.timedelta(days=1)) == ()


@pytest.mark.parametrize(("code", "dates"), [("Y", CaseDates()), ("D10", CaseDates())])
def test_what_is_permanent_or_not_known_is_never_destroyed(code, dates):
    assert obstacles(keep_until(TABLE, code, dates), {}, dt.date(2999, 1, 1))


def test_a_legal_hold_forbids_whatever_the_age():
    keep = keep_until(TABLE, "D10", CaseDates(valid_until="1990-01-01"))
    assert obstacles(keep, {"complaint": 1}, TODAY) == ("1 legal hold for complaint",)
