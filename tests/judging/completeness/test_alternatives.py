from __future__ import annotations

import pytest
from tests.judging.completeness.sample_cases import found, paper

from anjuan.judging.completeness.alternatives import could_be, stand_ins
from anjuan.judging.rules import tables

TABLE = tables.alternatives().latest
NAMES = {row.code: row.name for row in tables.requirements().latest.rows}


def may_be(code, title, kind="", confidence=0.0):
    return could_be(TABLE, paper(1, kind, title=title, confidence=confidence), code, NAMES[code])


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("B05", "管理体系认证协议书"),
        ("X03", "银行电子回单"),
        ("F01", "职业健康安全管理体系认证证书"),
        ("A06", "年度内审总结"),
        ("C02", "审核派组单"),
        ("D12", "管理体系审核报告"),
        ("A09", "社保缴纳人数证明"),
    ],
)
def test_a_title_of_other_words_may_be_that_kind(code, title):
    assert may_be(code, title)


@pytest.mark.parametrize(("code", "title"), [("B05", "首次会议签到表"), ("E03", "营业执照"), ("D12", "产品检验单")])
def test_a_title_that_tells_of_something_else_is_not(code, title):
    assert not may_be(code, title)


@pytest.mark.parametrize("title", ["", "2021-003", "扫描件 12", "IMG_0001.jpg"])
def test_a_title_that_tells_nothing_may_be_anything_unless_half_sure(title):
    assert may_be("B05", title)
    assert not may_be("B05", title, kind="D04", confidence=0.6)


def test_a_paper_of_sure_kind_is_nothing_else():
    assert not may_be("B05", "认证合同", kind="B06", confidence=0.9)


@pytest.mark.parametrize("code", sorted(NAMES))
def test_every_name_of_the_table_may_be_its_own_kind(code):
    assert may_be(code, NAMES[code])


def test_a_full_stand_in_goes_before_a_partial_one():
    papers = [paper(1, "B01", title="申请评审表"), paper(2, "B01", title="审核时间核定表")]
    found_papers, how = stand_ins(TABLE, "B02", papers)
    assert ([each.document for each in found_papers], how) == ([2], "full")


def test_a_field_makes_a_stand_in():
    report = paper(1, "D08", found("finding.closed_on", "2024-05-06"), title="不符合报告")
    assert stand_ins(TABLE, "D09", [report]) == ([report], "full")


def test_nothing_stands_in_for_a_kind_without_alternatives():
    assert stand_ins(TABLE, "A02", [paper(1, "A01", title="营业执照")]) == ([], "")


def test_no_kind_stands_in_for_itself():
    assert not [row for row in TABLE.rows if row.code in row.by]
