from __future__ import annotations

import dataclasses

import pytest
from tests.papers.kinds.made import corner, page, table

from anjuan.papers.kinds.catalogue import catalogue
from anjuan.papers.kinds.titles import find_title, first_page_title, is_first_page_score
from anjuan.papers.kinds.wording import named_kind, stage_of
from anjuan.reading.pages import Line, Role


@pytest.mark.parametrize("example", [("审 核 计 划", "C06"), ("審核報告", "D12")])
def test_wide_set_and_traditional_titles_are_read(example):
    title, kind = example
    assert find_title(page([title], ["内容"] * 8)).kind == kind


def test_the_name_of_the_body_above_does_not_hide_the_title():
    hit = find_title(page(["某某认证有限公司", "监督审核报告"], ["内容"] * 8))
    assert (hit.kind, hit.text) == ("D12", "监督审核报告")


def test_a_title_over_two_lines_is_put_together():
    hit = find_title(page(["审核不符合", "事实报告单"], ["内容"] * 8))
    assert hit.kind == "D08"


def test_a_title_in_the_running_head_is_marked_as_such():
    hit = find_title(page([], ["内容"] * 8, extra=[corner("审核报告", role=Role.HEADER)]))
    assert (hit.kind, hit.running) == ("D12", True)


def test_a_title_and_a_number_in_the_running_head_are_both_found():
    head = [
        Line("编号：某华-审表-012", (0.7, 0.03, 0.95, 0.045), role=Role.HEADER),
        Line("不符合报告", (0.4, 0.03, 0.6, 0.05), role=Role.HEADER),
        Line("Non-Conformity", (0.4, 0.055, 0.6, 0.07), role=Role.HEADER),
    ]
    hit = find_title(page([], ["受审核方", "审核日期", "不符合事实"], extra=head))
    assert (hit.kind, hit.text, hit.form_no, hit.running) == ("D08", "不符合报告", "某华-审表-012", True)


def test_a_running_head_says_less_of_where_a_paper_begins():
    seen = page([], ["内容"] * 8, extra=[corner("审核报告", role=Role.HEADER)])
    assert first_page_title(seen).confidence < find_title(seen).confidence


def test_the_box_of_the_title_is_where_the_line_stands():
    seen = page(["认证合同"], ["内容"] * 8)
    assert find_title(seen).box == seen.lines[0].box


def test_a_label_in_a_table_is_no_title():
    ruled, lines = table([("不符合报告", "3份"), ("审核计划", "见附件"), ("审核组长", "张某")])
    hit = find_title(dataclasses.replace(page([], [], extra=lines), tables=(ruled,)))
    assert hit is None or hit.confidence < 0.6


def test_a_title_in_a_cell_over_the_whole_table_is_a_title():
    ruled, lines = table([("首次会议签到表",), ("姓名", "部门", "职务")])
    hit = find_title(dataclasses.replace(page([], [], extra=lines), tables=(ruled,)))
    assert hit.kind == "D02"


def test_the_heading_of_a_section_is_no_title():
    hit = find_title(page(["九、审核结论"], ["内容"] * 12))
    assert hit is None or hit.confidence < 0.5


def test_a_big_line_that_names_no_kind_is_still_a_title():
    hit = find_title(page(["登山活动须知栏目"], ["内容"] * 12))
    assert hit is None or hit.text


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("QP-08-03/B/0", "QP-08-03/B/0"),
        ("表单编号：CTS-QR-023 A/1", "CTS-QR-023 A/1"),
        ("JL-09-01", "JL-09-01"),
        ("编号：某华-审表-012", "某华-审表-012"),
    ],
)
def test_the_number_of_the_form_is_read_from_the_corner(printed, number):
    assert find_title(page(["审核计划"], ["内容"] * 8, extra=[corner(printed)])).form_no == number


@pytest.mark.parametrize(
    "printed", ["GB/T 19001-2016", "项目编号：HX-QMS-2023-0001", "合同编号：HT-2021-33", "第1页 共3页"]
)
def test_standards_and_numbers_of_cases_are_no_numbers_of_forms(printed):
    assert not find_title(page(["审核计划"], ["内容"] * 8, extra=[corner(printed)])).form_no


def test_a_first_page_scores_higher_than_one_that_goes_on():
    first = page(["审核报告"], ["内容"] * 8, extra=[corner("第1页 共3页")])
    later = page([], ["内容"] * 8, extra=[corner("第2页 共3页")])
    assert is_first_page_score(first) > 0.7
    assert is_first_page_score(later) < 0.4


def test_a_page_without_lines_has_no_title():
    assert find_title(page()) is None


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("第一阶段审核计划", "1"),
        ("一阶段审核报告", "1"),
        ("第二阶段审核计划", "2"),
        ("审核计划", ""),
        ("一阶段二阶段", ""),
    ],
)
def test_the_stage_is_read_from_the_title(title, stage):
    assert stage_of(title) == stage


def test_every_title_of_the_table_names_its_own_kind():
    known = catalogue()
    wrong = [(title, kind) for title, kind in known.titles if named_kind(title, known).kind != kind]
    assert not wrong


def test_characters_that_change_the_meaning_are_never_mended():
    assert named_kind("未次会议签到表", catalogue()).kind in {"D02", "D03"}
    assert named_kind("末次会议签到表", catalogue()).kind == "D03"


def test_a_misread_character_lowers_the_confidence_and_is_counted():
    clean, slipped = named_kind("纠正措施验证记录", catalogue()), named_kind("纠正描施脸证记录", catalogue())
    assert slipped.kind == clean.kind
    assert slipped.confidence <= clean.confidence


def test_a_sheet_for_both_meetings_names_the_second_kind_too():
    named = named_kind("首（末）次会议签到表", catalogue())
    assert (named.kind, named.both) == ("D02", ("D03",))


def test_lines_of_seals_and_footers_are_no_titles():
    seal = Line("认证证书", (0.4, 0.3, 0.6, 0.33), role=Role.SEAL)
    assert find_title(page([], ["内容"] * 8, extra=[seal])) is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("认证注册申请表 Application", "A01"),
        ("审核组成员表", "C03"),
        ("审核组名单", "C03"),
        ("认证证书 CERTIFICATE", "F01"),
    ],
)
def test_a_title_repeated_in_english_names_what_it_names_in_chinese(title, kind):
    assert find_title(page([title], ["内容"] * 8)).kind == kind
