"""Every row of the required papers against a second listing of its columns, and against what stands for it."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.judging.completeness.sample_cases import paper

from anjuan.judging.casefile import CaseFile, Severity
from anjuan.judging.completeness.missing import missing
from anjuan.judging.completeness.requirements import COLUMNS, Need
from anjuan.judging.rules import tables

DAY = dt.date(2026, 6, 1)
NAMES = ("IN1", "IN2", "SV", "RC", "SP", "TR")
LISTED = {
    code: dict(zip(NAMES, demands, strict=True))
    for code, *demands in map(
        str.split,
        """
    A01 R R(link) - R C:scope_ext R
    A02 R R(link) R R C:data_change R
    A03 C:licence C:licence C:licence C:licence C:licence C:licence
    A04 R - C:data_change R C:scope_ext R
    A05 R - C:doc_changed R C:doc_changed R
    A06 R - - - - -
    A07 C:multi_site - C:multi_site C:multi_site C:multi_site C:multi_site
    A08 C:temp_site - C:temp_site C:temp_site C:temp_site C:temp_site
    A09 R - R R C:scope_ext R
    A10 R - W R C:scope_ext R
    A11 C:ems - C:ems C:ems - C:ems
    A12 C:ohs - C:ohs C:ohs - C:ohs
    A13 C:fsms - C:fsms C:fsms - C:fsms
    A14 C:isms - C:isms C:isms - C:isms
    A15 - - - - - R
    A16 R - R R - R
    B01 R - C:change R R R
    B02 R - C:change R R R
    B03 C:multi_site - C:multi_site C:multi_site - C:multi_site
    B04 R - - R - R
    B05 R - - C:contract_expired C:fee_change R
    B06 C:change C:change C:change C:change C:change C:change
    B07 - - - - - R
    B08 C:exclusion C:exclusion C:exclusion C:exclusion - C:exclusion
    B09 C:outsourced - C:outsourced C:outsourced - C:outsourced
    C01 R R(link) R(update) R R(update) R
    C02 R R R R R C:site_visit
    C03 R R R R R R
    C04 R R R R R R
    C05 R R R R C:not_short_notice C:site_visit
    C06 R R R R R C:site_visit
    C07 - R R R C:expert -
    C08 C:ict C:ict C:ict - C:ict C:ict
    C09 R R R R R -
    D01 R - C:doc_changed R C:doc_changed C:doc_changed
    D02 C:stage1_onsite R R R R C:site_visit
    D03 C:stage1_onsite R R R R C:site_visit
    D04 W R R R R C:site_visit
    D05 R - - C:major_change C:major_change -
    D06 C:stage1_offsite - - - - -
    D07 - C:stage1_issue - - - -
    D08 C:nc C:nc C:nc C:nc C:nc -
    D09 C:nc C:nc C:nc C:nc C:nc -
    D10 C:ofi C:ofi C:ofi C:ofi C:ofi -
    D11 - C:prev_issue C:prev_nc C:prev_nc C:prev_nc C:prev_nc
    D12 - R R R R C:site_visit
    D13 - R R R R R
    D14 - C:multi_site C:multi_site C:multi_site C:multi_site C:multi_site
    D15 R R R R R R
    D16 - C:test_report C:test_report C:test_report - -
    D17 - - R R - R
    D18 R R R R R R
    D19 - - - R - -
    D20 C:stage1_onsite R R R R C:site_visit
    D21 - R R R W -
    D22 C:observer C:observer C:observer C:observer C:observer -
    D23 C:expert C:expert C:expert C:expert C:expert -
    E01 - R R R R R
    E02 - C:review_issue C:review_issue C:review_issue C:review_issue C:review_issue
    E03 - R R(maintain) R R R
    E04 - C:committee C:committee C:committee C:committee C:committee
    F01 - R C:reissue R C:reissue R
    F02 - - R - C:maintain -
    F03 - R C:reissue R C:reissue R
    F04 - R R R R R
    G01 C:change C:change C:change C:change C:change C:change
    G02 - - C:status C:status C:status -
    G03 C:complaint C:complaint C:complaint C:complaint C:complaint C:complaint
    G04 - - C:overdue - - -
    X01 R R R R R R
    X02 R R R R R R
    X03 R - R R C:fee_change R
""".strip().splitlines(),
    )
}
ROWS = {row.code: row for row in tables.requirements().on(DAY).rows}
REQUIRED = [
    (audit_type, code)
    for audit_type, columns in COLUMNS.items()
    for code, row in ROWS.items()
    if any(row.demands[column].need is Need.REQUIRED and row.demands[column].remark != "link" for column, _ in columns)
]


def missed(case, code):
    return [
        miss for miss in missing(case, requirements=tables.rulebook()) if miss.code == code and miss.what == "paper"
    ]


def plain(code):
    return ROWS[code].name.partition("（")[0]


def whole_file(audit_type, without):
    papers = [
        paper(number, code, title=plain(code), stage="1" if code in {"D05", "D06"} else "")
        for number, code in enumerate(ROWS, start=1)
        if code != without
    ]
    return CaseFile(1, tuple(papers), audit_type, ("A01",), DAY)


@pytest.mark.parametrize("edition", range(2))
@pytest.mark.parametrize("code", sorted(LISTED))
def test_a_row_asks_what_the_listing_asks(code, edition):
    table = tables.requirements().all[edition]
    row = next(row for row in table.rows if row.code == code)
    remote_until_2025 = {"RC": row.RC} if code == "C08" else {}
    assert {name: getattr(row, name) for name in NAMES} == LISTED[code] | remote_until_2025


@pytest.mark.parametrize(("audit_type", "code"), REQUIRED)
def test_a_required_paper_that_is_missing_blocks_unless_its_source_is_weak(audit_type, code):
    found = missed(whole_file(audit_type, code), code)
    assert [miss.severity for miss in found] == [Severity.WARN if ROWS[code].weak else Severity.BLOCK]


@pytest.mark.parametrize("code", sorted(code for code, row in ROWS.items() if row.weak and row.RC == "R"))
def test_a_weak_row_says_that_it_only_hints(code):
    assert "仅作提示" in missed(whole_file("recertification", code), code)[0].why_zh


@pytest.mark.parametrize(("code", "other"), [("D02", "D03"), ("D03", "D02")])
def test_a_sheet_of_stage_1_is_no_meeting_of_stage_2(code, other):
    papers = (paper(1, other, stage="1", title="第一阶段首末次会议签到表"), paper(2, other, title=plain(other)))
    assert [miss.severity for miss in missed(CaseFile(1, papers, "initial", ("A01",), DAY), code)] == [Severity.BLOCK]


@pytest.mark.parametrize("shows", ["B03", "D14"])
def test_papers_of_several_sites_ask_for_the_list_of_sites(shows):
    case = CaseFile(1, (paper(1, shows, title=plain(shows)),), "recertification", ("A01",), DAY)
    assert missed(case, "A07")
