from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.kit.text.dates import find_dates
from anjuan.kit.text.folding import fold, fold_with_origins, squeeze, squeeze_with_origins
from anjuan.kit.text.numerals import chinese_number

CHINESE = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ＩＳＯ　９００１：２０１５", "iso 9001:2015"),
        ("認證機構", "认证机构"),
        ("《质量管理体系》", "<质量管理体系>"),
        ("GB／T", "gb/t"),
        ("㎡", "m2"),
        ("“合格”", '"合格"'),
    ],
)
def test_two_ways_to_write_fold_to_one(left, right):
    assert fold(left) == fold(right)


def test_squeezing_leaves_out_everything_but_letters_digits_and_ideographs():
    assert squeeze("审 核，\n报告（GB/T 19001—2016）") == "审核报告gbt190012016"


@given(CHINESE)
def test_every_folded_character_knows_the_printed_one_it_stands_for(text):
    folded = fold_with_origins(text)
    assert folded.text == fold(text)
    assert all(0 <= folded.span(i, i + 1)[0] < len(text) for i in range(len(folded.text)))


@given(CHINESE, CHINESE)
def test_squeezing_is_blind_to_where_texts_are_joined(left, right):
    assert squeeze(left) + squeeze(right) == squeeze(f"{left}\n{right}")


@given(CHINESE)
def test_squeezing_twice_changes_nothing(text):
    assert squeeze(squeeze(text)) == squeeze(text)


def test_a_span_of_the_squeezed_text_gives_the_printed_characters():
    printed = "一、審 核報告"
    folded = squeeze_with_origins(printed)
    start = folded.text.index("审核")
    first, last = folded.span(start, start + 2)
    assert printed[first:last] == "審 核"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三百零五", 305), ("三百五", 350), ("十二", 12), ("贰仟", 2000), ("二〇一七", 2017),
        ("四百二十一万六千", 4216000), ("一万五", 15000), ("廿三", 23), ("三十五", 35), ("两", 2),
    ],
)  # fmt: skip
def test_chinese_numerals_are_read(text, number):
    assert chinese_number(text) == number


@pytest.mark.parametrize("text", ["", "甲", "三百x", "万五"])
def test_what_is_no_numeral_is_refused(text):
    with pytest.raises(ValueError):
        chinese_number(text)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2017 年 9 月 11 日", ["2017-09-11"]),
        ("２０１８年３月", ["2018-03"]),
        ("二〇一七年九月十一日至2018-01-02", ["2017-09-11", "2018-01-02"]),
        ("20170911", ["2017-09-11"]),
        ("2017.09.11", ["2017-09-11"]),
        ("GB/T 19001-2016", []),
        ("91330206MA2AB3C477", []),
        ("条款 8.5.1", []),
        ("2017年2月30日", []),
        ("2023年", ["2023"]),
    ],
)
def test_dates_are_found_with_the_precision_they_are_printed_with(text, dates):
    assert [str(date.value) for date in find_dates(text)] == dates


@given(CHINESE)
def test_found_dates_never_overlap_and_print_what_stood_there(text):
    dates = find_dates(text)
    assert all(left.end <= right.start for left, right in itertools.pairwise(dates))
    assert all(text[date.start : date.end] == date.printed for date in dates)
