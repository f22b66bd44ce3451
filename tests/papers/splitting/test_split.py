from __future__ import annotations

import dataclasses
import time

import pytest
from benchmarks.corpus.bound_layouts import bound
from tests.papers.splitting.made import blank, form, line, page, paper, renumbered

from anjuan.papers.covers.codes import CoverCode
from anjuan.papers.facts import Split
from anjuan.papers.splitting.split import split
from anjuan.papers.splitting.titles import FoundTitle
from anjuan.reading.pages import Role


def spans(found):
    return [(cut.first_page, cut.last_page) for cut in found.cuts]


def codes(found, at):
    return {reason.code for reason in found.cuts[at].reasons}


def test_no_pages_are_no_papers():
    assert split([]) == Split(())


def test_papers_are_cut_at_their_titles():
    pages = renumbered([*paper(1, "审核计划", 1), *paper(2, "审核报告", 3), *paper(5, "认证决定书", 1)])
    assert spans(split(pages)) == [(1, 1), (2, 4), (5, 5)]


def test_papers_without_page_numbers_are_cut_at_their_titles():
    pages = [*paper(1, "审核计划", 1, numbered=False), *paper(2, "审核报告", 3, numbered=False)]
    assert spans(split(pages)) == [(1, 1), (2, 4)]


def test_a_title_within_a_run_of_page_numbers_does_not_cut():
    pages = [form(1, "审核报告", of=3, nth=1), form(2, "人员清单", of=3, nth=2), form(3, "", of=3, nth=3)]
    assert spans(split(pages)) == [(1, 3)]


def test_page_numbers_that_begin_anew_cut_without_a_title():
    pages = [*paper(1, "审核报告", 2), *paper(3, "", 2)]
    assert spans(split(pages)) == [(1, 2), (3, 4)]


def test_one_count_through_a_file_of_many_titles_says_nothing():
    pages = [
        page(at, *(item for item in form(at, f"{word}记录", numbered=False).lines), line(f"第{at}页 共5页", y=0.955))
        for at, word in enumerate(("培训", "检验", "设备", "采购", "会议"), start=1)
    ]
    assert len(split(pages).cuts) == 5


def test_a_page_of_signatures_alone_belongs_to_the_paper_before():
    tail = page(2, line("审核组长：伍晓东", y=0.08, x=0.5), line("日期：2021年4月20日", y=0.11, x=0.5))
    pages = [form(1, "审核计划", numbered=False), tail, form(3, "审核报告", numbered=False)]
    assert spans(split(pages)) == [(1, 2), (3, 3)]


def test_every_cut_says_why():
    found = split([*paper(1, "审核计划", 1), *paper(2, "审核报告", 2)])
    assert codes(found, 0) == {"file-begins"}
    assert {"title", "number-starts", "number-complete"} <= codes(found, 1)


def test_the_reason_carries_the_words_of_the_page():
    found = split([*paper(1, "审核计划", 1), *paper(2, "审核报告", 2)])
    reason = next(reason for reason in found.cuts[1].reasons if reason.code == "title")
    assert "审核报告" in reason.text
    assert reason.page == 2
    assert reason.box is not None


def test_clear_cuts_are_sure():
    assert all(cut.confidence > 0.9 for cut in split([*paper(1, "审核计划", 1), *paper(2, "审核报告", 2)]).cuts)


def test_blank_pages_between_papers_belong_to_none():
    pages = [*paper(1, "审核计划", 1), blank(2), *paper(3, "审核报告", 2), blank(5)]
    assert spans(split(pages)) == [(1, 1), (3, 4)]


def test_a_blank_page_within_a_paper_stays_in_it():
    first, second = paper(1, "审核报告", 2)
    assert spans(split(renumbered([first, blank(2), second]))) == [(1, 3)]


def test_a_file_of_blank_pages_is_one_paper():
    assert spans(split([blank(1), blank(2)])) == [(1, 2)]


def test_the_copy_of_a_page_opens_no_paper():
    pages = paper(1, "审核计划", 1) * 2 + paper(2, "审核报告", 1)
    assert spans(split(renumbered(pages))) == [(1, 2), (3, 3)]


def test_an_upside_down_page_stays_in_its_paper():
    first, second = paper(1, "审核报告", 2)
    assert spans(split([first, dataclasses.replace(second, rotation=180)])) == [(1, 2)]


def test_a_cover_sheet_begins_a_paper_and_is_left_out():
    first, second = paper(1, "审核报告", 2)
    sheet = page(2, line("案卷分隔页", y=0.2, centred=True, scale=2.0))
    found = split(renumbered([first, sheet, second]), covers={2: CoverCode("Q1", "D13")})
    assert spans(found) == [(1, 1), (3, 3)]


def test_a_cover_sheet_names_the_kind_of_the_paper_behind_it():
    sheet = page(1, line("案卷分隔页", y=0.2, centred=True, scale=2.0))
    found = split([sheet, form(2, "审核报告")], covers={1: CoverCode("Q1", "D13")})
    told = {reason.code: reason for reason in found.cuts[0].reasons}
    assert told["cover"].page == 1
    assert told["cover-kind"].text == "D13"


def test_cover_sheets_alone_are_no_paper():
    assert split([page(1, line("案卷分隔页"))], covers={1: CoverCode("Q1")}).cuts == ()


def flowing(pages, numbers):
    heads = [dataclasses.replace(line(number, y=0.03), role=Role.HEADER, confidence=None) for number in numbers]
    return [
        dataclasses.replace(one, picture=False, lines=(head, *one.lines))
        for one, head in zip(pages, heads, strict=True)
    ]


def test_a_flowing_document_is_not_cut_at_titles_alone():
    pages = [*paper(1, "审核计划", 1), *paper(2, "审核报告", 2)]
    assert spans(split(flowing(pages, ["QP-08-01"] * 3))) == [(1, 3)]


def test_a_flowing_document_is_cut_at_a_title_with_another_form_number():
    pages = [*paper(1, "审核计划", 1), *paper(2, "审核报告", 2)]
    assert spans(split(flowing(pages, ["QP-08-01", "FM-11-33", "FM-11-33"]))) == [(1, 1), (2, 3)]


def test_a_finder_of_kinds_counts_beside_the_look_of_a_title():
    pages = [*paper(1, "审核计划", 1), *paper(2, "审核报告", 2)]
    found = split(pages, finder=lambda one: FoundTitle("审核报告", 0.9, "D12") if one.number == 2 else None)
    assert "title-of-kind" in codes(found, 1)


@pytest.mark.parametrize("bare", [False, True])
def test_bound_files_in_many_layouts_are_cut_well(bare):
    right = wrong = missed = 0
    for seed in range(900, 904):
        made = bound(seed, pages=80, bare=bare)
        truth = set(made.firsts[1:])
        cuts = {cut.first_page for cut in split(made.pages).cuts[1:]}
        right, wrong, missed = right + len(truth & cuts), wrong + len(cuts - truth), missed + len(truth - cuts)
    assert 2 * right / (2 * right + wrong + missed) > 0.95


def test_cuts_follow_each_other_and_hold_every_page_that_is_not_blank():
    made = bound(77, pages=120)
    held = [page for cut in split(made.pages).cuts for page in range(cut.first_page, cut.last_page + 1)]
    assert held == list(range(1, len(made.pages) + 1))


def test_time_grows_with_the_number_of_pages():
    made = bound(3, pages=60).pages
    many = renumbered(list(made) * 6)
    began = time.process_time()
    split(made)
    short = time.process_time() - began
    began = time.process_time()
    split(many)
    assert time.process_time() - began < 20 * short


@pytest.mark.parametrize("gap", [" ", ""])
def test_chapters_on_pages_of_their_own_stay_with_their_manual(gap):
    front = page(1, line("质量环境管理手册", scale=1.6, centred=True), line("批准：谯正国　2023.07.26发布实施", y=0.3))
    chapters = ("1 范围", "4 组织环境", "5 领导作用与工作人员参与", "9 绩效评价")
    rest = [
        page(number, line(head.replace(" ", gap), y=0.1), line("本章规定各部门的职责，按程序文件的要求实施。", y=0.13))
        for number, head in enumerate(chapters, start=2)
    ]
    assert spans(split([front, *rest])) == [(1, 5)]
