from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from anjuan.papers.forms import ticks


@pytest.mark.parametrize(
    ("text", "choices", "ticked"),
    [
        ("□初次认证 ☑监督审核 □再认证", ("初次认证", "监督审核", "再认证"), ("监督审核",)),
        ("是□ 否☑", ("是", "否"), ("否",)),
        ("有■无□", ("有", "无"), ("有",)),
        ("○同意 ●不同意", ("同意", "不同意"), ("不同意",)),
        ("[√]是 [ ]否", ("是", "否"), ("是",)),
        ("（√）符合 （ ）不符合", ("符合", "不符合"), ("符合",)),
        ("(x) QMS ( ) EMS", ("QMS", "EMS"), ("QMS",)),
        ("☒质量 ☒环境 □安全", ("质量", "环境", "安全"), ("质量", "环境")),
        ("□√是 □否", ("是", "否"), ("是",)),
        ("√书面验证 □现场验证", ("书面验证", "现场验证"), ("书面验证",)),
        ("■有效，关闭 □无效", ("有效，关闭", "无效"), ("有效，关闭",)),
        ("□是 □否", ("是", "否"), ()),
        ("是√ 否", ("是", "否"), ("是",)),
        ("☑其他：____ □无", ("其他", "无"), ("其他",)),
    ],
)
def test_row_of_boxes_gives_choices_and_ticks(text: str, choices: tuple[str, ...], ticked: tuple[str, ...]) -> None:
    found = ticks.read(text)
    assert found is not None
    assert (found.choices, found.ticked) == (choices, ticked)


@pytest.mark.parametrize("text", ["", "无", "●第一项要求", "查见检验记录齐全。√", "3×4", "口罩成型机", "□", "√"])
def test_what_is_no_row_of_boxes_stays_text(text: str) -> None:
    assert ticks.read(text) is None


@pytest.mark.parametrize(
    ("text", "ticked"),
    [("口初次认证 ☑监督 口再认证", ("监督",)), ("回是 口否", ("是",)), ("V是 口否 口不适用", ("是",))],
)
def test_characters_like_boxes_count_in_a_recognised_row(text: str, ticked: tuple[str, ...]) -> None:
    found = ticks.read(text, recognised=True)
    assert found is not None
    assert found.ticked == ticked


def test_word_without_a_box_in_a_recognised_row_is_a_guess() -> None:
    found = ticks.read("同意□不同意□补充材料", recognised=True)
    assert found is not None
    assert (found.ticked, found.guessed) == (("同意",), True)


def test_word_without_a_box_in_a_given_text_is_no_tick() -> None:
    found = ticks.read("结论□不同意□补充材料")
    assert found is not None
    assert found.ticked == ()


@given(
    st.lists(
        st.tuples(st.sampled_from(["是", "否", "初审", "监督", "QMS", "不适用"]), st.booleans()), min_size=2, max_size=6
    )
)
def test_every_printed_row_of_boxes_is_read_back(words: list[tuple[str, bool]]) -> None:
    text = " ".join(("☑" if chosen else "□") + word for word, chosen in words)
    found = ticks.read(text)
    assert found is not None
    assert found.choices == tuple(word for word, _ in words)
    assert found.ticked == tuple(word for word, chosen in words if chosen)


@given(st.text(max_size=40))
def test_any_text_is_read_without_error(text: str) -> None:
    found = ticks.read(text, recognised=True)
    assert found is None or set(found.ticked) <= set(found.choices)
