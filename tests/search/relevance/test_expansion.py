from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from anjuan.kit.text.folding import squeeze
from anjuan.search.relevance.expansion import asked
from anjuan.search.relevance.rulebook import weights


def test_the_frame_of_a_question_is_left_out():
    assert asked("交通事故赔偿金应该如何分配？").pieces == ("交通事故赔偿金应该", "分配")


def test_a_particle_inside_a_word_stays():
    assert asked("在网吧工作").pieces == ("在网吧工作",)


def test_a_question_of_question_words_only_is_kept_whole():
    assert asked("为什么呢？").pieces == ("为什么呢",)


def test_signs_alone_ask_for_nothing():
    assert asked("？！").pieces == ()


def test_spoken_words_bring_the_written_ones_along():
    assert "用人单位" in dict(asked("老板拖欠").others)


def test_a_traditional_question_is_read_like_a_simplified_one():
    assert asked("老闆拖欠工資，怎麼辦？") == asked("老板拖欠工资，怎么办？")


def test_written_words_bring_nothing_along():
    assert asked("用人单位").others == ()


def test_a_word_that_stands_in_the_query_is_not_brought_along_again():
    assert "供应商" not in dict(asked("供方或者供应商").others)


def test_the_longest_word_decides():
    # 首检 alone would bring 首件 along, but here a longer word says it all.
    assert "首件检验" not in dict(asked("首件检验").others)


def test_many_names_share_their_weight():
    several = dict(asked("供方").others)
    assert len(several) > 1
    assert max(several.values()) < weights().synonym_weight


@given(st.text(alphabet="老板供方应商怎么办吗呢谁 a1，？。", max_size=30))
def test_nothing_is_invented(text):
    assert all(piece in squeeze(text) for piece in asked(text).pieces)


@given(st.text(alphabet="老板供方应商工资校准检定 ，。", max_size=30))
def test_weights_stay_between_none_and_full(text):
    assert all(0 < weight <= 1 for _, weight in asked(text).others)
