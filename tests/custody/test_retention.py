from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anjuan.accounts.models import JournalEntry
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.models import CaseField, Cycle
from anjuan.archive.models.cases import Case, CaseState
from anjuan.custody.models import Hold, Retention
from anjuan.custody.selectors.due import (
    destruction_obstacles,
    hold_list,
    retention_due,
    retention_get,
    retention_unknown,
)
from anjuan.custody.services.retention import (
    CaseDestroyedError,
    HoldUnknownError,
    RetentionStatementError,
    hold_lift,
    hold_place,
    retention_compute,
    retention_round,
    retention_state,
)
from anjuan.custody.services.rights import CustodyMayNotError
from anjuan.registry.models import Organisation

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)


def set_expiry(case: Case, text: str, **more) -> None:
    CaseField.objects.filter(case=case, name="expires_on").update(value=text, **more)


def test_sealing_computes_how_long_a_case_is_kept(sealed):
    row = Retention.objects.get(case=sealed)
    assert (row.outcome, row.keep_until) == ("until", dt.date(2023, 5, 31))


def test_a_renewed_certificate_prolongs_the_time(sealed, deed):
    set_expiry(sealed, "2025-05-31")
    assert retention_compute(deed=deed, case=sealed).keep_until == dt.date(2035, 5, 31)


def test_a_computation_that_changes_nothing_leaves_no_trace(sealed, deed):
    before = JournalEntry.objects.count()
    retention_compute(deed=deed, case=sealed)
    assert JournalEntry.objects.count() == before


def test_a_date_known_in_part_makes_it_not_known(sealed, deed):
    set_expiry(sealed, "2013-05")
    row = retention_compute(deed=deed, case=sealed)
    assert (row.outcome, row.keep_until, len(row.missing)) == ("not-known", None, 2)


def test_a_date_that_was_read_doubtfully_destroys_nothing(sealed, deed):
    set_expiry(sealed, "2013-05-31", source="papers", confidence=0.6)
    row = retention_compute(deed=deed, case=sealed)
    assert row.outcome == "not-known"
    assert "doubtfully" in row.missing[0]


def test_the_cycle_of_the_case_counts(sealed, deed):
    firm = Organisation.objects.create(name="甲", created_at=deed.now, updated_at=deed.now)
    sealed.cycle = Cycle.objects.create(organisation=firm, field_code="A01", ordinal=1, ends="2019-12-31")
    sealed.save(update_fields=["cycle"])
    assert retention_compute(deed=deed, case=sealed).keep_until == dt.date(2029, 12, 31)


def test_what_a_person_states_goes_before_what_papers_say(sealed, archivist):
    row = retention_state(**archivist, case=sealed, dates={"valid_until": "2014-01-01"}, why="证书注明展期")
    assert (row.keep_until, row.stated_by) == (dt.date(2024, 1, 1), "li")


def test_a_statement_can_be_taken_back(sealed, archivist):
    retention_state(**archivist, case=sealed, dates={"valid_until": "2014-01-01"}, why="x")
    row = retention_state(**archivist, case=sealed, dates={"valid_until": ""}, why="更正")
    assert row.keep_until == dt.date(2023, 5, 31)


@pytest.mark.parametrize(
    ("dates", "why", "class_code"),
    [({"valid_until": "2014-01"}, "x", ""), ({"valid_until": "soon"}, "x", ""), ({"issued": "2014-01-01"}, "x", ""),
     ({}, " ", ""), ({}, "x", "D99")],
)  # fmt: skip
def test_a_statement_without_day_or_reason_is_refused(sealed, archivist, dates, why, class_code):
    with pytest.raises(RetentionStatementError):
        retention_state(**archivist, case=sealed, dates=dates, why=why, class_code=class_code)


def test_a_class_never_gets_shorter_than_the_reference_code_says(sealed, archivist):
    retention_state(**archivist, case=sealed, dates={}, why="首个项目", class_code="Y")
    with pytest.raises(RetentionStatementError, match="shorter"):
        retention_state(**archivist, case=sealed, dates={}, why="x", class_code="D10")


def test_only_who_may_states_and_holds(sealed, person):
    auditor = person("wu", "auditor")
    with pytest.raises(CustodyMayNotError):
        retention_state(**auditor, case=sealed, dates={}, why="x")
    with pytest.raises(CustodyMayNotError):
        hold_place(**auditor, case=sealed, reason_code="complaint", reason="x")


def test_a_hold_takes_a_case_off_the_due_list_until_the_last_one_is_lifted(sealed, archivist):
    def due():
        return [row.case for row in retention_due(system_viewer(), today=TODAY)]

    assert due() == [sealed.number]
    holds = [hold_place(**archivist, case=sealed, reason_code=code, reason="x") for code in ("complaint", "dispute")]
    assert due() == []
    hold_lift(**archivist, hold_id=holds[0].pk, reason="已办结")
    assert (due(), destruction_obstacles(sealed, TODAY)) == ([], ("1 legal hold for dispute",))
    hold_lift(**archivist, hold_id=holds[1].pk, reason="已办结")
    assert due() == [sealed.number]


def test_a_lifted_hold_stays_as_history(sealed, archivist):
    hold = hold_place(**archivist, case=sealed, reason_code="appeal", reason="客户申诉")
    hold_lift(**archivist, hold_id=hold.pk, reason="已答复")
    assert hold_list(system_viewer()) == []
    (row,) = hold_list(system_viewer(), case=sealed.number, lifted=True)
    assert (row.lifted_by, row.lift_reason) == ("li", "已答复")


def test_a_hold_is_lifted_once_and_with_a_reason(sealed, archivist):
    hold = hold_place(**archivist, case=sealed, reason_code="appeal", reason="客户申诉")
    with pytest.raises(RetentionStatementError):
        hold_lift(**archivist, hold_id=hold.pk, reason="")
    hold_lift(**archivist, hold_id=hold.pk, reason="已答复")
    with pytest.raises(HoldUnknownError):
        hold_lift(**archivist, hold_id=hold.pk, reason="x")


@pytest.mark.parametrize(("code", "reason"), [("whim", "x"), ("complaint", " ")])
def test_a_hold_needs_a_known_reason_in_words(sealed, archivist, code, reason):
    with pytest.raises(RetentionStatementError):
        hold_place(**archivist, case=sealed, reason_code=code, reason=reason)


def test_a_destroyed_case_takes_no_hold(sealed, archivist):
    Case.objects.update(state=CaseState.DESTROYED)
    with pytest.raises(CaseDestroyedError):
        hold_place(**archivist, case=sealed, reason_code="complaint", reason="x")
    assert not Hold.objects.exists()


def test_a_case_that_must_be_kept_is_not_due(sealed, deed):
    set_expiry(sealed, "2020-05-31")
    retention_compute(deed=deed, case=sealed)
    assert retention_due(system_viewer(), today=TODAY) == []


def test_the_round_finds_what_changed_without_anybody_telling(sealed, deed):
    set_expiry(sealed, "2013-05")
    assert retention_round(deed=deed) == 0
    (row,) = retention_unknown(system_viewer(), today=TODAY)
    assert "2013-05" in row.missing[0]


def test_hidden_cases_are_in_no_list(sealed, person):
    stranger = person("wu", "auditor")["viewer"]
    assert retention_due(stranger, today=TODAY) == hold_list(stranger) == []


@pytest.mark.parametrize(
    ("look", "queries"),
    [(retention_due, 1), (retention_unknown, 1)],
)
def test_lists_take_one_query(sealed, look, queries):
    with CaptureQueriesContext(connection) as captured:
        look(system_viewer(), today=TODAY)
    assert len(captured) == queries


def test_the_reasons_of_a_case_can_be_shown(sealed):
    row = retention_get(system_viewer(), sealed.number, today=TODAY)
    assert [reason["rule"] for reason in row.reasons] == ["class-D10", "T22-cycle", "T22-validity"]
