from __future__ import annotations

import dataclasses

import pytest

from anjuan.papers.forms.marks import marks
from anjuan.reading.pages import Cell, Line, Page, Seal, Table, TextSource


def foot(*texts: str, source: TextSource = TextSource.TEXT) -> Page:
    sure = 0.98 if source is TextSource.OCR else None
    lines = tuple(
        Line(text, (0.1, 0.1 + 0.04 * at, 0.1 + 0.018 * len(text), 0.12 + 0.04 * at), sure, block=at)
        for at, text in enumerate(texts)
    )
    return Page(1, 595, 842, source=source, lines=lines)


def last_row(*texts: str, source: TextSource = TextSource.TEXT) -> Page:
    rows = (("事实", "查生产部，未能提供检定证书。", "级别", "一般"), texts)
    cells = tuple(
        Cell(row, column, text, (0.1 + 0.2 * column, 0.2 + 0.05 * row, 0.3 + 0.2 * column, 0.25 + 0.05 * row))
        for row, line in enumerate(rows)
        for column, text in enumerate(line)
    )
    table = Table((0.1, 0.2, 0.9, 0.3), cells)
    return dataclasses.replace(foot("不符合项报告", source=source), tables=(table,))


@pytest.mark.parametrize("line", ["组长 张建国 2024.11.03", "组长张建国2024年11月3日", "评审　张建国　2024-11-03"])
def test_a_name_behind_who_signs_and_before_the_date_is_a_signature(line):
    assert (marks([foot("体系有效运行。", line)]).signed, marks([foot("体系有效运行。", line)]).dated) == (True, True)


@pytest.mark.parametrize("source", [TextSource.TEXT, TextSource.OCR])
def test_who_signs_with_a_date_alone_is_unsigned(source):
    assert marks([foot("体系有效运行。", "组长　　　　2024.03.30", source=source)]).signed is False


@pytest.mark.parametrize("source", [TextSource.TEXT, TextSource.OCR])
def test_a_last_row_of_bare_words_is_unsigned(source):
    assert marks([last_row("审核员", "组长", "客户", "2024.11.20", source=source)]).signed is False


def test_a_last_row_of_names_is_signed():
    assert marks([last_row("审核员张建国", "组长李明", "客户王芳", "2024.11.20")]).signed is True


def test_one_signature_missing_is_told_of_given_text_and_not_of_recognised_text():
    texts = ("审核员张建国", "组长", "客户王芳", "2024.11.20")
    given, recognised = (
        marks([last_row(*texts, source=source)]).signed for source in (TextSource.TEXT, TextSource.OCR)
    )
    assert (given, recognised) == (False, True)


@pytest.mark.parametrize(
    "line", ["审核日期 2024.11.03", "申请评审通过 2024.11.03", "客户 张家口某某有限公司 2024.11.03", "2024.11.03"]
)
def test_words_with_a_date_are_no_place_for_a_signature(line):
    assert marks([foot("体系有效运行。", line)]).signed is None


def test_a_partys_seal_is_no_missing_signature():
    page = foot("组长：张建国", "客户确认（盖章）：", "日期：2024年5月15日")
    sealed = dataclasses.replace(page, seals=(Seal((0.4, 0.1, 0.6, 0.25), "甲公司", 0.9),))
    assert marks([sealed]).signed is True


def test_a_person_who_seals_must_sign_as_well():
    page = foot("认证决定人员（盖章）：", "日期：2024年5月15日")
    assert marks([page]).signed is False


def test_a_seal_does_where_a_signature_or_a_seal_is_asked_for():
    page = foot("受审核方（签字/盖章）：", "日期：2024年5月15日")
    sealed = dataclasses.replace(page, seals=(Seal((0.3, 0.05, 0.5, 0.2), "甲公司", 0.9),))
    assert (marks([page]).signed, marks([sealed]).signed) == (False, True)
