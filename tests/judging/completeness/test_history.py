from __future__ import annotations

import dataclasses

import pytest
from tests.judging.completeness.sample_cases import found, paper, sample_cases

from anjuan.judging.casefile import CaseFile
from anjuan.judging.completeness.history import conditions_from_history
from anjuan.judging.completeness.missing import missing
from anjuan.judging.rules import tables

BOOK = tables.rulebook()


def case(number, audit_type, audit, *papers, **derived):
    return CaseFile(number, papers, audit_type, ("A01",), None, derived={"audit_end": audit, **derived})


FOUND_TWO = paper(1, "D12", found("findings_minor", 2))
FOUND_NONE = paper(1, "D12", found("findings_minor", 0))


@pytest.mark.parametrize(("report", "expected"), [(FOUND_TWO, True), (FOUND_NONE, False)])
def test_the_last_audit_tells_whether_there_were_nonconformities(report, expected):
    earlier = [case(1, "initial", "2020-02-10", FOUND_TWO), case(2, "surveillance", "2021-02-10", report)]
    told = conditions_from_history(case(3, "surveillance", "2022-02-10"), earlier, requirements=BOOK)
    assert told["prev_nc"] is expected


def test_a_later_case_tells_nothing_of_an_earlier_one():
    assert conditions_from_history(
        case(1, "surveillance", "2020-02-10"), [case(2, "surveillance", "2021-02-10", FOUND_TWO)], requirements=BOOK
    ) == {}  # fmt: skip


def test_a_report_without_a_count_tells_nothing():
    earlier = [case(1, "initial", "2020-02-10", paper(1, "D12"))]
    assert "prev_nc" not in conditions_from_history(case(2, "surveillance", "2021-01-10"), earlier, requirements=BOOK)


@pytest.mark.parametrize(("day", "late"), [("2021-03-02", False), ("2021-03-03", True)])
def test_the_first_surveillance_is_due_a_year_after_the_certificate(day, late):
    earlier = [case(1, "initial", "2020-02-10", FOUND_NONE, issued_on="2020-03-02")]
    assert conditions_from_history(case(2, "surveillance", day), earlier, requirements=BOOK)["overdue"] is late


def test_a_surveillance_after_nonconformities_needs_their_verification():
    samples = [sample for _, sample in sample_cases(seed=61, cases=40) if sample.audit_type == "surveillance"]
    without = [sample for sample in samples if not any(sample.of_kind("D11"))]
    given = dataclasses.replace(without[0], conditions={"prev_nc": True})
    assert "D11" in {miss.code for miss in missing(given, requirements=BOOK)}
