from __future__ import annotations

import pytest

from anjuan.papers.forms import labels
from anjuan.papers.forms.entries import vocabulary
from anjuan.papers.rules import tables


@pytest.mark.parametrize(
    "text",
    [
        "受审核方",
        "审核 组长",
        "统一社会信用代码",
        "（一）认证范围",
        "*联系电话：",
        "组织名称（中文）",
        "组织名称Name of Client",
        "信用代码 USCC",
        "审核类型 AUDIT TYPE：",
    ],
)
def test_known_labels_are_known_in_every_dress(text: str) -> None:
    assert vocabulary().is_known(text)


@pytest.mark.parametrize(
    "text", ["宁波甲轴承有限公司", "2023-05-08", "13800001111", "GB/T 19001-2016", "李国强", "符合要求。"]
)
def test_values_are_no_labels(text: str) -> None:
    assert vocabulary().label_score(text) < 0


@pytest.mark.parametrize("text", ["绿色设计产品名称", "拟派审核员部门", "外方批准"])
def test_unknown_words_that_end_like_labels_are_likely_labels(text: str) -> None:
    assert vocabulary().label_score(text) >= labels.SURE


def test_label_is_kept_as_printed_without_blanks_number_and_colon() -> None:
    assert labels.printed("一、审 核 目 的：") == "审核目的"


@pytest.mark.parametrize(("text", "name"), [("申请书", False), ("方法", False), ("王敏", True), ("管理者代表", False)])
def test_names_are_told_from_words(text: str, *, name: bool) -> None:
    assert vocabulary().is_name(text) is name


@pytest.mark.parametrize("load", [tables.form_labels, tables.form_marks])
def test_tables_load_and_their_examples_hold(load) -> None:
    assert list(load().latest.check()) == []


def test_system_behind_a_label_stays_part_of_it() -> None:
    assert labels.printed("审核人日 OHSMS") == "审核人日OHSMS"
