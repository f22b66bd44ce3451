"""Keyword values are found by part, beginning, sound and initials."""

from __future__ import annotations

import pytest

from anjuan.search.conditions import How
from anjuan.search.names import closeness, compares, is_sound, sounds


def test_value_has_a_full_sound_and_initials():
    assert sounds("江苏远大") == ("jiangsuyuanda", "jsyd")


def test_letters_and_digits_keep_themselves():
    assert sounds("AJ-0012号") == ("aj0012hao", "aj0012h")


@pytest.mark.parametrize(("text", "sound"), [("js", True), ("j", False), ("js1", False), ("江", False), ("", False)])
def test_only_latin_letters_can_be_a_sound(text, sound):
    assert is_sound(text) is sound


@pytest.mark.parametrize(
    ("how", "text", "result"),
    [
        (How.PINYIN, "js", True),
        (How.PINYIN, "yd", False),
        (How.PINYIN, "yuanda", True),
        (How.EQUALS, "江苏远大", False),
        (How.CONTAINS, "远大公", True),
    ],
)
def test_values_compare(how, text, result):
    assert compares(how, text, "江苏远大（公司）") is result


def test_equal_beginning_and_containing_values_come_in_this_order():
    values = ["大江苏州", "江苏", "江苏远大", "无关"]
    assert sorted(values, key=lambda value: closeness("江苏", value)) == ["江苏", "江苏远大", "大江苏州", "无关"]
