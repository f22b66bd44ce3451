from __future__ import annotations

import dataclasses
import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.certificates.rules import tables
from anjuan.certificates.rules.status import Asked, blocked_until, obstacles, state_shown

TODAY = dt.date(2026, 3, 2)
TABLE = tables.status().on(TODAY)
ASKED = Asked("suspend", "01", TODAY, TODAY, dt.date(2028, 1, 1), "0116", dt.date(2026, 9, 1))
DEEDS = {move.deed: move for move in TABLE.moves}
STATES = [state.code for state in TABLE.states]


def rules(**changes) -> list[str]:
    return [one.rule for one in obstacles(TABLE, dataclasses.replace(ASKED, **changes))]


def test_a_suspension_with_reason_and_end_stands():
    assert rules() == []


@pytest.mark.parametrize(
    ("ends", "expected"),
    [("2026-09-01", []), ("2026-09-02", ["end_within_months"]), ("2026-03-02", []), ("2026-03-01", ["end_given"])],
)
def test_a_suspension_lasts_six_months_at_most(ends, expected):
    assert rules(ends_on=dt.date.fromisoformat(ends)) == expected


def test_a_suspension_needs_an_end():
    assert rules(ends_on=None) == ["end_given"]


@pytest.mark.parametrize("reason", ["", "0100", "0101", "own_wish"])
def test_a_suspension_needs_a_reason_of_its_list(reason):
    assert rules(reason=reason) == ["reason_known"]


def test_nothing_is_suspended_after_its_last_day():
    assert "day_not_past_expiry" in rules(on=dt.date(2028, 1, 2), ends_on=dt.date(2028, 3, 1))


def test_a_restoration_needs_its_cause_resolved():
    assert rules(deed="restore", state="02", reason="") == ["cause_resolved"]


def test_a_restoration_with_its_cause_resolved_stands():
    assert rules(deed="restore", state="02", reason="", is_resolved=True) == []


def test_a_suspension_that_is_over_is_not_restored():
    late = dt.date(2026, 9, 2)
    assert rules(deed="restore", state="02", is_resolved=True, on=late, today=late) == ["suspension_not_over"]


def test_an_expired_certificate_is_not_restored():
    late = dt.date(2028, 1, 2)
    assert "not_expired" in rules(deed="restore", state="02", is_resolved=True, today=late)


def test_ended_unresolved_is_no_reason_before_the_end():
    assert rules(deed="withdraw", state="02", reason="0115") == ["unresolved_after_end"]


def test_ended_unresolved_is_no_reason_without_a_suspension():
    assert rules(deed="withdraw", state="01", reason="0115", ends_on=None) == ["unresolved_after_end"]


def test_ended_unresolved_is_a_reason_after_the_end():
    assert rules(deed="withdraw", state="02", reason="0115", on=dt.date(2026, 9, 2)) == []


@pytest.mark.parametrize("state", ["01", "02"])
def test_a_withdrawal_for_another_reason_needs_no_suspension(state):
    assert rules(deed="withdraw", state=state, reason="0112") == []


@pytest.mark.parametrize(("today", "expected"), [("2028-01-01", ["expiry_passed"]), ("2028-01-02", [])])
def test_a_certificate_expires_the_day_after_its_last_day(today, expected):
    assert rules(deed="expire", reason="", today=dt.date.fromisoformat(today)) == expected


def test_a_reissue_needs_reason_and_change():
    assert rules(deed="reissue", reason="", change="") == ["reason_known", "change_known"]


@pytest.mark.parametrize(("deed", "state"), list(itertools.product(DEEDS, STATES)))
def test_a_deed_is_done_from_its_states_only(deed, state):
    found = rules(deed=deed, state=state, is_resolved=True)
    assert (found == ["state"]) is (state not in DEEDS[deed].before)


@pytest.mark.parametrize("state", ["03", "04", "05"])
def test_no_deed_leads_out_of_an_end_state(state):
    assert not [deed for deed, move in DEEDS.items() if state in move.before]


@given(
    deed=st.sampled_from(sorted(DEEDS)), state=st.sampled_from(STATES), reason=st.text(max_size=5),
    shift=st.integers(-400, 400), ends=st.none() | st.dates(dt.date(2025, 1, 1), dt.date(2030, 1, 1)),
    resolved=st.booleans(),
)  # fmt: skip
def test_a_deed_without_a_reason_of_its_list_never_stands(deed, state, reason, shift, ends, resolved):
    move = DEEDS[deed]
    asked = Asked(deed, state, TODAY, TODAY + dt.timedelta(days=shift), dt.date(2028, 1, 1), reason, ends, resolved)
    if move.reasons and reason not in TABLE.reason_codes(move.reasons):
        assert obstacles(TABLE, asked)


def test_the_year_after_a_withdrawal_counts_from_the_suspension():
    assert blocked_until(TABLE, "03", dt.date(2026, 9, 2), dt.date(2026, 3, 2)) == dt.date(2027, 3, 1)


def test_the_year_after_a_withdrawal_alone_counts_from_it():
    assert blocked_until(TABLE, "03", dt.date(2026, 9, 2), None) == dt.date(2027, 9, 1)


@pytest.mark.parametrize(("day", "expected"), [("2025-06-01", None), ("2026-06-01", dt.date(2027, 5, 31))])
def test_a_cancellation_bars_a_new_application_only_under_the_new_rules(day, expected):
    since = dt.date.fromisoformat(day)
    assert blocked_until(tables.status().on(since), "04", since, None) == expected


def test_a_valid_certificate_bars_nothing():
    assert blocked_until(TABLE, "01", TODAY, None) is None


@pytest.mark.parametrize(
    ("state", "day", "shown"), [("01", 1, "01"), ("01", 2, "05"), ("02", 2, "05"), ("03", 2, "03")]
)
def test_what_is_over_is_shown_as_expired_before_the_nightly_round(state, day, shown):
    assert state_shown(state, dt.date(2028, 1, 1), dt.date(2028, 1, day)) == shown


def test_reasons_have_both_languages():
    assert all(one.zh and one.en for rows in TABLE.reasons.values() for one in rows)
