from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.judging.completeness.sample_cases import found, paper

from anjuan.judging.casefile import CaseFile, Severity
from anjuan.judging.completeness.case_days import case_days
from anjuan.judging.completeness.cycle_rules import Course, breaches
from anjuan.judging.completeness.missing_of_cycle import missing_of_cycle
from anjuan.judging.rules import tables
from anjuan.kit.periods import add_months

BOOK = tables.rulebook()
BEGINS, ENDS = dt.date(2020, 3, 2), dt.date(2023, 3, 1)
LATER = dt.date(2023, 6, 1)


def case(number, audit_type, day, *papers):
    derived = {"audit_end": day} if isinstance(day, str) else {}
    return CaseFile(number, papers, audit_type, ("A01",), None, derived=derived)


def whole(*days):
    opening = case(1, "initial", "2020-02-10", paper(1, "F01"))
    return [opening, *(case(n, "surveillance", day) for n, day in enumerate(days, start=2))]


def lacking(cases, *, until=LATER, begins=BEGINS, ends=ENDS):
    return missing_of_cycle(cases, begins, ends, requirements=BOOK, until=until)


def test_a_whole_cycle_lacks_nothing():
    assert lacking(whole("2021-02-20", "2022-02-20")) == ()


def test_a_late_first_surveillance_is_named():
    (miss,) = lacking(whole("2021-03-03", "2022-02-20"))
    assert (miss.code, miss.rule, miss.what, miss.severity) == ("SV", "T01/SV1", "date", Severity.BLOCK)
    assert "due by 2021-03-02" in miss.why


def test_a_gap_of_fifteen_months_was_right_until_2025():
    assert lacking(whole("2021-02-20", "2022-05-20")) == ()


def test_a_gap_of_more_than_twelve_months_is_wrong_from_2026():
    begins, ends = dt.date(2024, 6, 1), dt.date(2027, 5, 31)
    misses = lacking(whole("2025-05-20", "2026-07-01"), begins=begins, ends=ends, until=dt.date(2026, 9, 1))
    assert [(miss.rule, miss.edition) for miss in misses] == [("T02/SV2", "CNCA-QMS-01:2025, cycle")]


def test_a_cycle_with_one_surveillance_lacks_the_second():
    rules = [miss.rule for miss in lacking(whole("2021-02-20"))]
    assert rules == ["T02/SV2", "T03/SV2"]


def test_what_is_not_yet_due_is_not_missing():
    assert lacking(whole("2021-02-20"), until=dt.date(2021, 6, 1)) == ()


def test_a_cycle_without_its_opening_case_lacks_it():
    (miss,) = lacking(whole("2021-02-20", "2022-02-20")[1:])
    assert (miss.code, miss.severity) == ("IN", Severity.BLOCK)


def test_a_case_of_unknown_type_may_be_the_opening():
    cases = [case(1, "", "2020-02-10"), *whole("2021-02-20", "2022-02-20")[1:]]
    (miss,) = lacking(cases)
    assert (miss.code, miss.severity) == ("IN", Severity.WARN)


def test_a_cycle_without_a_certificate_lacks_it():
    cases = [case(1, "initial", "2020-02-10"), *whole("2021-02-20", "2022-02-20")[1:]]
    assert [miss.code for miss in lacking(cases)] == ["F01"]


def test_a_reason_on_file_makes_a_late_surveillance_a_warning():
    cases = whole("2022-02-20")
    cases[1] = case(2, "surveillance", "2021-06-20", paper(5, "G04"))
    cases.append(case(3, "surveillance", "2022-06-01"))
    (miss,) = lacking(cases)
    assert (miss.rule, miss.severity) == ("T01/SV1", Severity.WARN)


def test_a_day_that_is_only_known_to_the_month_does_not_block():
    misses = lacking(whole("2021-04", "2022-02-20"))
    assert {miss.severity for miss in misses} == {Severity.WARN}


def test_a_recertification_that_ended_after_expiry_is_named():
    cases = [*whole("2021-02-20", "2022-02-20"), case(9, "recertification", "2023-03-05")]
    (miss,) = lacking(cases)
    assert (miss.rule, miss.what) == ("T06/RC", "date")


def test_a_recertification_in_time_is_right():
    assert lacking([*whole("2021-02-20", "2022-02-20"), case(9, "recertification", "2023-02-05")]) == ()


def test_the_day_most_papers_state_is_the_day_of_the_case():
    papers = [
        paper(n, kind, found("audit_end", day))
        for n, (kind, day) in enumerate([("C06", "2021-02-20"), ("D12", "2021-02-21"), ("E03", "2021-02-21")])
    ]
    assert case_days(CaseFile(1, tuple(papers))).audit == dt.date(2021, 2, 21)


def test_a_derived_day_counts_more_than_the_papers():
    told = CaseFile(1, (paper(1, "C06", found("audit_end", "2021-02-20")),), derived={"audit_end": "2021-03-01"})
    assert case_days(told).audit == dt.date(2021, 3, 1)


@pytest.mark.parametrize("edition", range(2))
def test_surveillances_on_the_last_day_are_in_time(edition):
    rules = tables.cycle_rules().all[edition]
    issued = dt.date(2027, 1, 31)
    first = add_months(issued, rules.first_gap_months)
    days = (first, add_months(first, rules.later_gap_months))
    assert breaches(Course(issued, add_months(issued, 36), days, dt.date(2031, 1, 1)), lambda _: rules) == ()


@given(st.lists(st.dates(dt.date(2020, 3, 3), dt.date(2023, 3, 1)), max_size=6), st.dates(dt.date(2020, 3, 3)))
def test_looking_later_never_finds_less(days, until):
    early = breaches(Course(BEGINS, ENDS, tuple(days), min(until, dt.date(2030, 1, 1))), BOOK.cycles.on)
    late = breaches(Course(BEGINS, ENDS, tuple(days), dt.date(2031, 1, 1)), BOOK.cycles.on)
    assert {breach.rule for breach in early} <= {breach.rule for breach in late}
