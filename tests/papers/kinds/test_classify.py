from __future__ import annotations

import dataclasses

import pytest
from tests.papers.kinds.made import corner, page, paper

from anjuan.papers.facts import DOUBTFUL, Paper
from anjuan.papers.kinds.catalogue import catalogue
from anjuan.papers.kinds.classify import classify
from anjuan.papers.kinds.evidence import text_of
from anjuan.papers.kinds.mapping import Mapped, extended
from anjuan.papers.kinds.model import corrected, shipped

KNOWN, MODEL = catalogue(), shipped()
NOTES = [
    "受审核部门：质检部",
    "审核员：张某",
    "涉及条款：8.6",
    "查见检验记录3份",
    "陪同人员：李某",
    "审核发现：符合",
    "审核证据",
]
NONCONFORMITY = [
    "受审核方：某某公司",
    "不符合事实描述：现场抽查量具未校准",
    "不符合条款：7.1.5",
    "严重程度：一般不符合",
    "责任部门：质检部",
    "审核员签字",
    "要求完成日期",
]


def told(item: Paper, known=KNOWN, model=MODEL):
    return classify(item, catalogue=known, model=model)


def test_a_titled_paper_gets_its_kind_with_the_title_and_its_place():
    verdict = told(paper(["现场审核记录"], NOTES))
    assert (verdict.kind, verdict.title, verdict.doubtful) == ("D04", "现场审核记录", False)
    assert (verdict.reasons[0].code, verdict.reasons[0].page) == ("title", 1)
    assert verdict.reasons[0].box is not None


def test_without_a_title_the_words_of_the_form_say_what_it_is():
    verdict = told(paper([], NONCONFORMITY))
    assert verdict.kind == "D08"
    assert not verdict.title


@pytest.mark.parametrize("filename", ["", "03_采购合同.pdf", "营业执照.pdf", "扫描件0001.pdf"])
def test_a_misleading_file_name_changes_nothing(filename):
    verdict = told(paper(["不符合项报告"], NONCONFORMITY, filename=filename, folder="07_认证证书"))
    assert (verdict.kind, verdict.confidence) == (told(paper(["不符合项报告"], NONCONFORMITY)).kind, verdict.confidence)
    assert not verdict.doubtful


def test_a_file_name_alone_makes_a_doubtful_proposal():
    verdict = told(Paper((page(),), "05_现场审核照片.jpg"))
    assert verdict.kind == "D20"
    assert 0 < verdict.confidence < DOUBTFUL


def test_a_file_name_is_no_answer_where_the_page_speaks_of_other_things():
    verdict = told(paper([], ["红烧肉", "番茄鸡蛋汤", "清炒时蔬", "周一菜单供应"], filename="审核计划.docx"))
    assert verdict.doubtful


def test_a_paper_of_which_nothing_is_known_is_unknown():
    verdict = told(Paper((page(),)))
    assert (verdict.kind, verdict.confidence, verdict.reasons) == ("", 0.0, ())


def test_one_sheet_for_both_meetings_is_one_kind_and_names_the_other():
    verdict = told(paper(["首（末）次会议签到表"], ["姓名 部门 职务 首次会议 末次会议"]))
    assert (verdict.kind, verdict.others[0].kind) == ("D02", "D03")
    assert verdict.others[0].confidence > DOUBTFUL
    assert "both" in {reason.code for reason in verdict.reasons}


def test_a_ticked_meeting_decides_a_sheet_that_serves_both():
    verdict = told(paper(["首（末）次会议签到表"], ["□首次会议  ☑末次会议", "姓名 部门 职务"]))
    assert verdict.kind == "D03"


def test_an_open_title_is_decided_by_the_meeting_that_is_spoken_of():
    verdict = told(paper(["会议签到表"], ["会议名称：末次会议", "姓名 部门 职务"]))
    assert verdict.kind == "D03"


@pytest.mark.parametrize(
    ("heads", "body", "stage"),
    [
        (["第一阶段审核计划"], [], "1"),
        (["审核计划"], ["审核阶段：第二阶段"], "2"),
        (["审核计划"], ["☑第一阶段 □第二阶段"], "1"),
        (["审核计划"], ["□第一阶段 □第二阶段"], ""),
        (["第一阶段审核报告"], [], "1"),
        (["一阶段问题整改验证表"], [], ""),
    ],
)
def test_the_stage_is_told_where_the_paper_says_it(heads, body, stage):
    assert told(paper(heads, [*body, "审核目的", "审核准则"])).stage == stage


def test_a_form_number_that_the_body_mapped_is_evidence():
    own = extended(KNOWN, [Mapped("C02", form_no="JL-07")])
    item = Paper((page([], ["甲", "乙"], extra=[corner("JL-07-A/2")]),))
    assert told(item, own).kind in {"", "C02"}
    titled = Paper((page(["派工联络单据"], ["甲", "乙"], extra=[corner("JL-07-A/2")]),))
    assert told(titled, own).kind == "C02"


def test_a_corrected_paper_is_remembered_in_its_like():
    odd = paper(["外派联络笺"], ["项目：甲", "前往单位：某某公司", "事由：体系", "随行：无"])
    model = corrected(MODEL, [(text_of(odd), "C02")])
    like = paper(["外派联络笺"], ["项目：乙", "前往单位：另一公司", "事由：体系", "随行：无"])
    assert told(like, model=model).kind == "C02"
    assert told(like, model=model).reasons[0].code == "corrected"
    assert told(like).kind != "C02"


def test_a_clear_title_goes_before_a_body_that_reads_like_another_kind():
    verdict = told(paper(["审核计划"], NONCONFORMITY))
    assert verdict.kind == "C06"


def test_the_title_of_the_second_page_counts_behind_a_sparse_cover():
    cover, second = page(["某某认证有限公司"]), page(["审核报告"], ["审核目的", "审核准则"], number=2)
    assert told(Paper((cover, second))).kind == "D12"


def test_kinds_that_speak_against_are_named_among_the_others():
    verdict = told(paper(["客户投诉处理单"], ["投诉内容", "处理结论"]))
    assert {verdict.kind, *(guess.kind for guess in verdict.others)} >= {"W01", "G03"}


def test_confidence_stays_between_nothing_and_certainty():
    verdict = told(paper(["不符合项报告"], NONCONFORMITY, filename="不符合项报告.pdf"))
    assert 0 < verdict.confidence < 1


def test_pages_that_only_hold_hidden_lines_count_as_empty():
    hidden = dataclasses.replace(page([], ["审核计划"]), lines=())
    assert not told(Paper((hidden,))).kind
