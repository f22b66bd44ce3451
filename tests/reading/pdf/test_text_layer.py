from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.reading.pages import Line
from anjuan.reading.pdf.glyphs import Glyphs
from anjuan.reading.pdf.text_layer import Facts, Step, Verdict, counted, judge, reasons, sample_strip, wants_ink

GOOD = Facts(printed=1500, han=1200, common_han=800)


def glyphs(text: str, unmapped: bool = False) -> Glyphs:
    count = len(text)
    return Glyphs(
        np.array([ord(sign) for sign in text], dtype=np.uint32),
        np.zeros((count, 4), dtype=np.float32),
        np.zeros(count, dtype=np.float32),
        np.zeros(count, dtype=bool),
        np.full(count, unmapped),
    )


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, Verdict(Step.USE)),
        ({"printed": 0, "objects": 0}, Verdict(Step.BLANK)),
        ({"printed": 0, "loose_ink": 0.0, "picture_ink": 0.0}, Verdict(Step.BLANK)),
        ({"printed": 0, "loose_ink": 0.0, "picture_ink": 0.02}, Verdict(Step.RECOGNISE, "no-text-layer")),
        ({"bad": 14}, Verdict(Step.USE)),
        ({"bad": 15}, Verdict(Step.RECOGNISE, "unmapped-glyphs")),
        ({"printed": 40, "han": 0, "bad": 2}, Verdict(Step.USE)),
        ({"printed": 1, "han": 0, "bad": 1}, Verdict(Step.RECOGNISE, "unmapped-glyphs")),
        ({"common_han": 540}, Verdict(Step.USE)),
        ({"common_han": 500}, Verdict(Step.COMPARE, "shuffled-glyphs")),
        ({"common_han": 200}, Verdict(Step.RECOGNISE, "shuffled-glyphs")),
        ({"han": 99, "common_han": 0}, Verdict(Step.USE)),
        ({"picture_cover": 1.0, "invisible": 1.0}, Verdict(Step.COMPARE, "text-layer-disagrees")),
        ({"picture_cover": 1.0, "invisible": 0.0, "pictures": 1, "picture_ink": 0.0}, Verdict(Step.USE)),
        (
            {"picture_cover": 1.0, "pictures": 1, "picture_ink": 0.02},
            Verdict(Step.USE_WITH_PICTURES, "picture-with-text"),
        ),
        (
            {"printed": 10, "han": 5, "picture_cover": 1.0, "picture_ink": 0.03},
            Verdict(Step.RECOGNISE, "too-little-text"),
        ),
        ({"printed": 10, "han": 5, "loose_ink": 0.03}, Verdict(Step.USE_AND_LOOK, "too-little-text")),
        ({"printed": 10, "han": 5, "loose_ink": 0.0001}, Verdict(Step.USE)),
    ],
)
def test_layer_is_judged_by_what_was_counted(changes: dict[str, float], verdict: Verdict) -> None:
    assert judge(dataclasses.replace(GOOD, **changes)) == verdict  # type: ignore[arg-type]


@given(
    st.builds(
        Facts,
        printed=st.integers(0, 3000),
        bad=st.integers(0, 3000),
        han=st.integers(0, 3000),
        common_han=st.integers(0, 3000),
        objects=st.integers(0, 10),
        picture_cover=st.floats(0, 1),
        pictures=st.integers(0, 3),
        invisible=st.floats(0, 1),
        loose_ink=st.none() | st.floats(0, 1),
        picture_ink=st.none() | st.floats(0, 1),
    )
)
def test_every_refusal_has_a_reason_that_is_explained(facts: Facts) -> None:
    verdict = judge(facts)
    assert (verdict.reason in reasons()) is (verdict.step not in (Step.USE, Step.BLANK))


def test_every_reason_is_explained_in_both_languages() -> None:
    assert all(meaning.zh.endswith("。") and meaning.en.endswith(".") for meaning in reasons().values())


def test_common_characters_are_counted_in_traditional_writing_too() -> None:
    facts = counted(glyphs("國際標準認證機構應當對獲證組織實施監督"))
    assert facts.common_han / facts.han > 0.6


def test_shuffled_characters_are_seen_as_uncommon() -> None:
    facts = counted(glyphs("鑭饕餮龘靐齉爩鱻麤龗灪籱癵驫鸞" * 8))
    assert judge(facts) == Verdict(Step.RECOGNISE, "shuffled-glyphs")


@pytest.mark.parametrize("sign", ["\ue000", "\ufffd", "\x05", "\U000f0001"])
def test_characters_that_stand_for_nothing_are_bad(sign: str) -> None:
    assert counted(glyphs("认证" + sign)).bad == 1


def test_characters_without_a_map_are_bad() -> None:
    assert counted(glyphs("abc", unmapped=True)).bad == 3


def test_blanks_and_hyphens_are_neither_printed_nor_bad() -> None:
    assert counted(glyphs(" \u3000\xa0\ufffe\t")) == Facts(printed=0)


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [(GOOD, False), (Facts(5), True), (Facts(500, pictures=1), True), (Facts(0, objects=0), False)],
)
def test_ink_is_measured_only_when_it_decides(facts: Facts, wanted: bool) -> None:
    assert wants_ink(facts) is wanted


def test_strip_to_compare_is_where_most_text_stands() -> None:
    lines = tuple(
        Line("字" * (20 if 10 <= row < 15 else 4), (0.1, row / 30, 0.9, row / 30 + 0.02)) for row in range(20)
    )
    assert [line.box[1] for line in sample_strip(lines)] == [row / 30 for row in range(10, 15)]
