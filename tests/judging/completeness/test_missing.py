from __future__ import annotations

import dataclasses
import datetime as dt
import time

import pytest
from tests.judging.completeness.sample_cases import found, paper, sample_cases

from anjuan.judging.casefile import CaseFile, Severity
from anjuan.judging.completeness.missing import completeness, missing
from anjuan.judging.rules import tables

#: Weak rows, a row that another paper may hold, and the report, which tells other conditions.
SOFT = ("C07", "D20", "X03", "B02", "D12")
BOOK = tables.rulebook()
DAY = dt.date(2024, 5, 6)
INITIAL = (
    "A01 A02 A04 A05 A06 A09 A10 A16 B01 B02 B04 B05 C01 C02 C03 C04 C05 C06 C07 C09 D01 D02 D03 D04 D05 D12 D13 D15 "
)
INITIAL += "D18 D20 D21 E01 E03 F01 F03 F04 X01 X02 X03"


def case(*papers, audit_type="initial", on=DAY, **more):
    return CaseFile(1, papers, audit_type, more.pop("fields", ("A01",)), on, **more)


def full(*leave_out, extra=(), **more):
    """Return an initial case without conditions and without gaps, but for the kinds left out."""
    kinds = [kind for kind in INITIAL.split() if kind not in leave_out]
    report = paper(99, "D12", found("findings_major", 0), found("findings_minor", 0), title="审核报告")
    papers = [paper(number, kind) for number, kind in enumerate(kinds, start=1) if kind != "D12"]
    return case(*papers, *([] if "D12" in leave_out else [report]), *extra, **more)


def codes(misses, severity=None):
    return [miss.code for miss in misses if severity in (None, miss.severity)]


def test_a_full_initial_case_lacks_nothing():
    assert missing(full(), requirements=BOOK) == ()


@pytest.mark.parametrize("code", [code for code in INITIAL.split() if code not in SOFT])
def test_every_required_paper_is_missed_and_blocks(code):
    misses = missing(full(code), requirements=BOOK)
    assert [(miss.code, miss.what, miss.severity) for miss in misses] == [(code, "paper", Severity.BLOCK)]


def test_a_missing_report_leaves_open_whether_there_were_nonconformities():
    misses = missing(full("D12"), requirements=BOOK)
    assert [(miss.code, str(miss.severity)) for miss in misses] == [("D12", "block"), ("D08", "warn"), ("D09", "warn")]


def test_a_miss_says_rule_edition_name_and_why():
    (miss,) = missing(full("B05"), requirements=BOOK)
    assert miss.rule == "3.1/B05/IN1"
    assert miss.edition == "CNCA QMS rule of 2016, papers by audit type"
    assert miss.name == "认证合同及附件"
    assert miss.why.startswith("B05 is required in stage 1 of an initial audit (table of required papers")


def test_a_weak_rule_only_warns():
    (miss,) = missing(full("D20"), requirements=BOOK)
    assert miss.severity is Severity.WARN


def test_the_edition_is_that_of_the_day_of_the_case():
    (miss,) = missing(full("B05", on=dt.date(2026, 1, 1)), requirements=BOOK)
    assert miss.edition == "CNCA-QMS-01:2025, papers by audit type"


def test_a_case_without_a_date_is_judged_by_the_latest_edition_and_says_so():
    (miss,) = missing(full("B05", on=None), requirements=BOOK)
    assert miss.edition == "CNCA-QMS-01:2025, papers by audit type"
    assert "states no date" in miss.why


def test_stage_one_alone_does_for_stage_two_where_the_table_links_them():
    assert "A01" not in codes(missing(full(), requirements=BOOK))


def test_findings_without_a_report_on_them_lack_both_papers():
    extra = [paper(100, "E01", found("findings_minor", 2, page=2))]
    misses = missing(full("D12", "E01", extra=extra), requirements=BOOK)
    lacking = {miss.code: miss for miss in misses}
    assert {"D08", "D09"} <= set(lacking)
    assert "states on page 2 findings_minor = 2" in lacking["D08"].why


def test_nonconformities_without_any_closure_lack_it():
    assert codes(missing(full(extra=[paper(100, "D08")]), requirements=BOOK)) == ["D09"]


def test_a_report_that_holds_its_own_verification_needs_no_other_paper():
    report = paper(100, "D08", found("finding.verification", "已验证，措施有效"), title="不符合项报告")
    assert missing(full(extra=[report]), requirements=BOOK) == ()


def test_a_closure_with_empty_verification_is_none():
    report = paper(100, "D08", found("finding.verification", ""), title="不符合项报告")
    assert codes(missing(full(extra=[report]), requirements=BOOK)) == ["D09"]


def test_an_unknown_number_of_findings_only_warns():
    misses = missing(full("D12", extra=[paper(100, "D12")]), requirements=BOOK)
    assert {(miss.code, miss.severity) for miss in misses} == {("D08", Severity.WARN), ("D09", Severity.WARN)}


def test_conditions_nobody_knows_are_listed_as_open_and_not_as_misses():
    result = completeness(full(), requirements=BOOK)
    assert result.misses == ()
    assert {"complaint", "exclusion", "committee"} <= {truth.code for truth in result.open}


def test_a_condition_that_a_person_denies_is_no_longer_open():
    result = completeness(full(conditions={"complaint": False}), requirements=BOOK)
    assert "complaint" not in {truth.code for truth in result.open}


def test_a_condition_that_a_person_states_blocks():
    misses = missing(full(conditions={"licence": True}), requirements=BOOK)
    assert [(miss.code, miss.severity) for miss in misses] == [("A03", Severity.BLOCK)]


def test_a_licence_that_the_scope_hints_at_only_warns():
    extra = [paper(100, "A01", found("scope", "糕点的生产"))]
    misses = missing(full("A01", extra=extra), requirements=BOOK)
    assert [(miss.code, miss.severity) for miss in misses] == [("A03", Severity.WARN)]


def test_environmental_papers_are_asked_for_in_an_environmental_case():
    assert codes(missing(full(fields=("A02",)), requirements=BOOK)) == ["A11"]


def test_one_sign_in_sheet_for_both_meetings_does_for_both():
    extra = [paper(100, "D02", title="首（末）次会议签到表")]
    assert missing(full("D02", "D03", extra=extra), requirements=BOOK) == ()


def test_one_form_for_review_and_decision_does_for_both():
    extra = [paper(100, "E01", title="认证评定与决定审批表")]
    assert missing(full("E01", "E03", extra=extra), requirements=BOOK) == ()


def test_a_paper_that_another_one_may_hold_is_a_warning():
    misses = missing(full(conditions={"ofi": True}), requirements=BOOK)
    assert [(miss.code, miss.severity) for miss in misses] == [("D10", Severity.WARN)]
    assert "D12 审核报告 may hold it" in misses[0].why


@pytest.mark.parametrize("title", ["", "扫描件0012", "IMG_2031", "认证合同"])
def test_a_paper_of_unknown_kind_that_may_be_it_makes_it_a_warning(title):
    misses = missing(full("B05", extra=[paper(100, "", title=title)]), requirements=BOOK)
    assert [(miss.code, miss.severity) for miss in misses] == [("B05", Severity.WARN)]


def test_a_paper_of_unknown_kind_with_another_title_changes_nothing():
    misses = missing(full("B05", extra=[paper(100, "", title="厂区平面布置图")]), requirements=BOOK)
    assert [(miss.code, miss.severity) for miss in misses] == [("B05", Severity.BLOCK)]


def test_only_common_papers_are_asked_for_and_as_warnings_when_the_type_is_not_known():
    misses = missing(case(audit_type=""), requirements=BOOK)
    assert codes(misses, Severity.BLOCK) == []
    assert {"C02", "C06", "D12", "E03", "X01"} <= set(codes(misses))
    assert not {"A01", "B05", "D05", "F02", "D17"} & set(codes(misses))


def test_an_internal_audit_without_a_management_review_is_half():
    extra = [paper(100, "A06", title="内部审核报告")]
    (miss,) = missing(full("A06", extra=extra), requirements=BOOK)
    assert (miss.code, miss.rule, miss.name) == ("A06", "3.1/A06/IN1/management_review", "管理评审资料")


def test_both_in_one_paper_are_whole():
    extra = [paper(100, "A06", title="内审和管理评审资料")]
    assert missing(full("A06", extra=extra), requirements=BOOK) == ()


def test_a_plan_for_stage_one_is_none_for_stage_two():
    extra = [paper(100, "C06", stage="1")]
    misses = missing(full("C06", extra=extra), requirements=BOOK)
    assert [(miss.code, miss.stage, miss.severity) for miss in misses] == [("C06", "2", Severity.BLOCK)]


def test_an_empty_case_lacks_everything_and_breaks_nothing():
    assert len(missing(case(), requirements=BOOK)) > 35


def test_more_papers_never_add_a_missing_paper_of_their_own_kind():
    for _, sample in sample_cases(seed=77, cases=8, faults=3):
        before = {miss.code for miss in missing(sample, requirements=BOOK) if miss.what == "paper"}
        for code in sorted(before):
            more = dataclasses.replace(sample, papers=(*sample.papers, paper(999, code)))
            after = [miss.rule for miss in missing(more, requirements=BOOK) if miss.what == "paper"]
            assert not [rule for rule in after if rule.startswith(f"3.1/{code}/") and rule.count("/") == 2]


def test_clean_samples_lack_nothing_that_blocks():
    for truth, sample in sample_cases(seed=41, cases=60):
        blocking = [miss.why for miss in missing(sample, requirements=BOOK) if miss.severity is Severity.BLOCK]
        assert not blocking, truth["case"]


PLANTED = {
    "missing_paper": "paper",
    "missing_signature": "signature",
    "missing_seal": "seal",
    "missing_date": "date",
    "internal_audit_missing": "paper",
    "nc_without_closure": "paper",
}


def test_every_planted_gap_of_the_samples_is_found():
    planted = 0
    for truth, sample in sample_cases(seed=42, cases=100, faults=5):
        told = {(miss.code, miss.what) for miss in missing(sample, requirements=BOOK)}
        for fault in truth["faults"]:
            if fault["id"] in PLANTED:
                planted += 1
                assert told & {(kind, PLANTED[fault["id"]]) for kind in fault["kinds"]}, (truth["case"], fault)
    assert planted > 30


def test_a_case_takes_less_than_five_milliseconds():
    samples = [sample for _, sample in sample_cases(seed=43, cases=40)]
    missing(samples[0], requirements=BOOK)
    begun = time.process_time()
    for sample in samples:
        missing(sample, requirements=BOOK)
    assert (time.process_time() - begun) / len(samples) < 0.005
