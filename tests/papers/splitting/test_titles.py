from __future__ import annotations

import pytest
from tests.papers.splitting.made import RULES, line, page, words

from anjuan.papers.splitting.titles import em_points, find_title

BODY = [line(text, y=0.2 + 0.02 * at) for at, text in enumerate(words(1, 6))]


def title_of(*lines):
    found = find_title(page(1, *lines, *BODY), RULES)
    return found.text if found else None


@pytest.mark.parametrize("scale", [1.0, 1.3, 1.8])
def test_a_centred_line_with_a_word_for_a_paper_is_a_title(scale):
    assert title_of(line("现场审核记录", y=0.08, scale=scale, centred=True)) == "现场审核记录"


def test_a_title_set_wide_is_found():
    assert title_of(line("审 核 计 划", y=0.08, scale=1.4, centred=True)) == "审 核 计 划"


def test_brackets_behind_a_title_do_not_hide_it():
    assert title_of(line("首次会议签到表（一阶段）", y=0.08, centred=True)) == "首次会议签到表（一阶段）"


def test_the_title_below_a_larger_letterhead_is_found():
    head = line("国衡认证有限公司", y=0.05, scale=2.0, centred=True)
    assert title_of(head, line("审核报告", y=0.1, scale=1.5, centred=True)) == "审核报告"


@pytest.mark.parametrize(
    "text",
    [
        "国衡认证有限公司",
        "一、审核结论",
        "3.2 审核计划",
        "附录 法律法规清单",
        "目录",
        "审核报告。",
        "受审核方：某某公司",
        "第一章 总则",
    ],
)
def test_letterheads_headings_and_sentences_are_no_titles(text):
    assert title_of(line(text, y=0.08, scale=1.3, centred=True)) is None


def test_a_label_with_its_value_beside_is_no_title():
    assert title_of(line("审核记录", y=0.09, x=0.12), line("见附件", y=0.09, x=0.3)) is None


def test_running_text_at_the_top_is_no_title():
    assert title_of() is None


def test_an_english_title_is_known_by_a_word_anywhere_in_it():
    found = find_title(page(1, line("CERTIFICATE OF REGISTRATION", y=0.1, scale=1.6, centred=True), *BODY), RULES)
    assert found is not None
    assert found.worded


def test_a_heading_without_a_word_for_a_paper_says_so():
    found = find_title(page(1, line("资源保障条件", y=0.08, scale=1.6, centred=True), *BODY), RULES)
    assert found is not None
    assert not found.worded


def test_the_size_of_writing_is_told_from_the_room_of_its_characters():
    assert em_points(line("审核", scale=2.0), 595.0) == pytest.approx(2 * em_points(line("审核"), 595.0))
