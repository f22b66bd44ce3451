from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.kit.errors import RuleFileError
from anjuan.kit.rulefiles import load
from anjuan.reading.recognition import wording
from anjuan.reading.recognition.lines import Reading, Sign


def reading(text, gap_before=None, gap=3.0):
    places, at = [], 0.5
    for number, _ in enumerate(text):
        at += gap if number == gap_before else 1.0
        places.append(at)
    return Reading(tuple(Sign(sign, place / (at + 1), 0.9) for sign, place in zip(text, places, strict=True)))


def worded(text, **how):
    made = reading(text, **how)
    return wording.worded(made, len(text) + 2.0, wording.repairs()).text


def test_blank_made_between_ideographs_is_left_out():
    assert worded("名 称") == "名称"


def test_blank_between_latin_words_stays():
    assert worded("ISO 9001") == "ISO 9001"


def test_wide_gap_between_fields_is_one_blank():
    assert worded("靳长顺地点", gap_before=3) == "靳长顺 地点"


def test_even_gaps_of_a_spaced_title_are_no_blanks():
    assert worded("审 核 计 划") == "审核计划"


def test_blanks_at_both_ends_are_left_out():
    assert worded(" 结论 ") == "结论"


def test_misread_standard_is_mended_in_place():
    assert worded("GB/T 19001-2016/IS0 9001:2015") == "GB/T 19001-2016/ISO 9001:2015"


def test_lone_digit_is_not_mended():
    assert worded("1") == "1"


@given(st.text(alphabet="审核日的项目编号IS0O1lGB8/T 0123456789-:，。", max_size=40))
def test_repairs_never_change_the_length(text):
    assert len(wording.repaired(text, wording.repairs())) == len(text)


@given(st.text(alphabet="审核日的项目编号IS0O1lGB8/T 0123456789-:，。", max_size=30))
def test_repairing_twice_changes_nothing_more(text):
    once = wording.repaired(text, wording.repairs())
    assert wording.repaired(once, wording.repairs()) == once


def test_table_with_a_wrong_example_is_refused(tmp_path):
    path = tmp_path / "repairs.yaml"
    text = (wording._TABLES / "repairs.yaml").read_text(encoding="utf-8")
    path.write_text(text + "  - {read: '甲', meant: '乙'}\n", encoding="utf-8")
    with pytest.raises(RuleFileError, match="'甲'"):
        load(path, wording.Repairs)
