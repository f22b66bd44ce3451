from __future__ import annotations

import datetime as dt

import pytest
from tests.judging.completeness.sample_cases import found, paper, sample_cases

from anjuan.judging.casefile import CaseFile
from anjuan.judging.completeness.conditions import truth_of, truths
from anjuan.judging.completeness.licences import licences_for
from anjuan.judging.rules import tables

TABLE = tables.conditions().latest


def told(code, *papers, **more):
    case = CaseFile(1, papers, **more)
    return truth_of(TABLE.by_code[code], case, TABLE, tables.licences().latest)


def test_nothing_is_known_of_an_empty_case():
    assert {truth.holds for truth in truths(CaseFile(1, ()), TABLE, tables.licences().latest).values()} == {None}


def test_findings_in_the_report_show_that_there_are_nonconformities():
    truth = told("nc", paper(1, "D12", found("findings_minor", 2, page=3), title="审核报告"))
    assert truth.holds is True
    assert truth.sure
    assert "D12 审核报告 states on page 3 findings_minor = 2" in truth.why


def test_one_kind_of_finding_is_enough_when_the_other_is_zero():
    truth = told("nc", paper(1, "D12", found("findings_major", 0), found("findings_minor", 1)))
    assert (truth.holds, truth.sure) == (True, True)


def test_counts_of_zero_show_that_there_is_no_nonconformity():
    truth = told("nc", paper(1, "D12", found("findings_major", 0), found("findings_minor", 0)))
    assert truth.holds is False


def test_counts_that_contradict_each_other_are_not_sure():
    truth = told("nc", paper(1, "D12", found("findings_minor", 2)), paper(2, "E01", found("findings_minor", 0)))
    assert (truth.holds, truth.sure) == (True, False)
    assert "though E01" in truth.why


def test_a_nonconformity_report_outweighs_a_count_of_zero():
    truth = told("nc", paper(1, "D12", found("findings_minor", 0)), paper(2, "D08", title="不符合报告"))
    assert (truth.holds, truth.sure) == (True, True)


def test_a_doubtful_reading_is_not_sure():
    truth = told("nc", paper(1, "D12", found("findings_minor", 2, confidence=0.4)))
    assert (truth.holds, truth.sure) == (True, False)


@pytest.mark.parametrize("given", [True, False])
def test_what_a_person_said_counts_more_than_the_papers(given):
    truth = told("nc", paper(1, "D08"), conditions={"nc": given})
    assert truth.holds is given


def test_a_derived_count_tells_the_condition():
    assert told("nc", derived={"findings_minor": 1, "findings_major": 0}).holds is True


@pytest.mark.parametrize(("fields", "expected"), [(("A02",), True), (("A0201",), True), (("A01",), False), ((), None)])
def test_the_field_of_the_case_tells_whether_it_is_environmental(fields, expected):
    assert told("ems", fields=fields).holds is expected


def test_an_integrated_case_is_environmental_without_contradiction():
    truth = told("ems", fields=("A01", "A02", "A03"))
    assert (truth.holds, truth.sure) == (True, True)


def test_a_standard_tells_the_field_where_nobody_did():
    assert told("ohs", paper(1, "C06", found("standards", "GB/T 45001-2020/ISO 45001:2018"))).holds is True


@pytest.mark.parametrize("words", ["无", "不适用", " 无。", "/", "N/A", "全部适用"])
def test_an_exclusion_of_nothing_is_none(words):
    assert told("exclusion", paper(1, "A01", found("exclusions", words))).holds is False


def test_a_clause_that_is_excluded_is_an_exclusion():
    assert told("exclusion", paper(1, "A01", found("exclusions", "8.3 设计和开发"))).holds is True


def test_one_site_is_not_multi_site():
    assert told("multi_site", paper(1, "B01", found("site_count", 1))).holds is False


def test_a_yes_or_no_field_tells_multi_site():
    assert told("multi_site", paper(1, "B01", found("multi_site", True))).holds is True


def test_one_expert_in_the_team_is_enough():
    team = [found("member.role", role, group=f"member-{n}") for n, role in enumerate(("组长", "组员", "技术专家"))]
    truth = told("expert", paper(1, "C02", *team))
    assert (truth.holds, truth.sure) == (True, True)


def test_a_team_whose_roles_are_known_has_no_expert_unless_one_is_named():
    assert told("expert", paper(1, "C02", found("member.role", "组长"))).holds is False


def test_remote_days_are_remote_auditing():
    assert told("ict", paper(1, "C06", found("remote_days", 0.5))).holds is True


def test_papers_of_stage_one_show_that_it_was_on_site():
    assert told("stage1_onsite", paper(1, "D02", stage="1")).holds is True


def test_papers_of_stage_two_say_nothing_of_stage_one():
    assert told("stage1_onsite", paper(1, "D02", stage="2")).holds is None


def test_a_licence_that_the_scope_hints_at_is_never_sure():
    truth = told("licence", paper(1, "A01", found("scope", "烤紫菜的生产、食品添加剂的生产")))
    assert (truth.holds, truth.sure) == (True, False)
    assert "食品生产许可证" in truth.why


def test_a_scope_without_a_hint_leaves_the_licence_open():
    assert told("licence", paper(1, "A01", found("scope", "轴承的设计和生产"))).holds is None


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("危险化学品的销售", ["chemicals"]),
        ("道路普通货物运输", ["road_transport"]),
        ("食品包装材料的生产", []),
        ("资质范围内的市政工程施工", ["building"]),
    ],
)
def test_scope_words_hint_at_licences(scope, expected):
    assert [row.code for row, _ in licences_for(tables.licences().latest, (), (scope,))] == expected


def test_the_conditions_that_samples_were_made_with_are_never_denied():
    ours = {"food": "fsms"}
    for truth, case in sample_cases(seed=31, cases=24):
        known = truths(case, TABLE, tables.licences().latest)
        denied = {
            code for code in truth["conditions"] if (item := known.get(ours.get(code, code))) and item.holds is False
        }
        assert denied - {"food"} == set(), (truth["case"], case.on or dt.date.min)
