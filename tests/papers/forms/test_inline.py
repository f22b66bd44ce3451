from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from anjuan.papers.forms import inline, labels
from anjuan.papers.forms.entries import vocabulary


def pairs(text: str, *, loose: bool = False) -> list[tuple[str, str]]:
    words = vocabulary()
    return [
        (labels.printed(text[slice(*pair.label)]), inline.clean(text[slice(*pair.value)], words))
        for pair in inline.split(text, words, loose=loose).pairs
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("组织名称：宁波甲轴承有限公司", [("组织名称", "宁波甲轴承有限公司")]),
        ("联系人: 王敏 电话: 13800001111", [("联系人", "王敏"), ("电话", "13800001111")]),
        ("联系人：王敏电话：13800001111", [("联系人", "王敏"), ("电话", "13800001111")]),
        ("审核时间：8:30至17:30", [("审核时间", "8:30至17:30")]),
        ("认证依据：ISO 9001:2015", [("认证依据", "ISO 9001:2015")]),
        ("日期：    年   月   日", [("日期", "")]),
        ("体系覆盖人数：____人", [("体系覆盖人数", "")]),
        ("名　称：甲公司", [("名称", "甲公司")]),
        ("1. 受审核方：甲公司", [("受审核方", "甲公司")]),
        ("乙方：华信公司（机构批准号：CNCA-R-1）", [("乙方", "华信公司"), ("机构批准号", "CNCA-R-1")]),
        ("传真：/", [("传真", "/")]),
        ("网址：http://a.cn/b", [("网址", "http://a.cn/b")]),
    ],
)  # fmt: skip
def test_labels_with_colons_are_parted_from_their_values(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("名  称   宁波甲轴承有限公司", [("名称", "宁波甲轴承有限公司")]),
        ("统一社会信用代码91330206MA2AB3C477", [("统一社会信用代码", "91330206MA2AB3C477")]),
        ("姓名____王敏____ 职务______", [("姓名", "王敏"), ("职务", "")]),
        ("证书编号\t00223Q12345\t发证日期\t2023-01-01", [("证书编号", "00223Q12345"), ("发证日期", "2023-01-01")]),
        ("审核员 赵明", [("审核员", "赵明")]),
    ],
)
def test_labels_without_colons_are_found_by_gaps(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(text, loose=True) == expected


@pytest.mark.parametrize(
    "text",
    [
        "经查：2023年3月的记录齐全，未发现异常。",
        "审核组于2023年5月8日实施了现场审核。",
        "查看生产现场 状况良好",
        "8:30-9:00 首次会议",
    ],
)
def test_sentences_hold_no_labels(text: str) -> None:
    assert pairs(text, loose=True) == []


def test_long_label_with_brackets_is_whole() -> None:
    found = pairs("法定代表人（或授权人）签字（盖章）：秦婷  日期：2021年4月15日")
    assert found == [("法定代表人（或授权人）签字（盖章）", "秦婷"), ("日期", "2021年4月15日")]


def test_choice_with_a_colon_is_no_label() -> None:
    assert pairs("□其他：培训  ☑无") == []


@given(st.text(alphabet="名称日期：: \t\n_年月日王敏138□☑（）", max_size=60))
def test_spans_follow_each_other_inside_the_text(text: str) -> None:
    split = inline.split(text, vocabulary(), loose=True)
    edges = [split.lead[1], *(at for pair in split.pairs for at in (*pair.label, *pair.value))]
    assert edges == sorted(edges)
    assert edges[-1] <= len(text)
