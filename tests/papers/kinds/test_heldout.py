"""Titles as bodies print them, written down before the rules: at least 95 of 100 name the right kind."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.papers.kinds.made import page

from anjuan.papers.kinds.titles import find_title

_SURE = 0.5


def rows() -> list[tuple[list[str], list[str]]]:
    text = (Path(__file__).parent / "heldout_titles.txt").read_text(encoding="utf-8")
    parted = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [(kinds.replace("-", "").split("/"), heads.split("|")) for kinds, heads in parted]


ROWS = rows()


def told(heads: list[str]) -> str:
    hit = find_title(page(heads, ["内容"] * 12))
    return hit.kind if hit and hit.confidence >= _SURE else ""


def test_the_list_is_long_enough_and_knows_every_family():
    assert len(ROWS) >= 150
    assert {kinds[0][:1] for kinds, _ in ROWS} == {"", *"ABCDEFGXW"}


def test_at_least_95_of_100_titles_name_the_right_kind():
    wrong = [(kinds, heads) for kinds, heads in ROWS if told(heads) not in kinds]
    assert len(wrong) <= 0.05 * len(ROWS), wrong


def test_traditional_wide_and_spaced_writing_changes_nothing():
    spaced = [(kinds, ["  ".join(head) for head in heads]) for kinds, heads in ROWS if len(heads[0]) < 12]
    wrong = [(kinds, heads) for kinds, heads in spaced if told(heads) not in kinds]
    assert len(wrong) <= 0.06 * len(spaced), wrong


def test_one_misread_character_leaves_most_titles_known():
    dice = random.Random(5)
    long = [(kinds, heads) for kinds, heads in ROWS if kinds[0] and len(heads) == 1 and len(heads[0]) >= 7]
    right = 0
    for kinds, (head,) in long:
        place = dice.randrange(len(head))
        slipped = head[:place] + dice.choice("的在了有来用们") + head[place + 1 :]
        right += told([slipped]) in kinds
    assert right >= 0.85 * len(long)


@pytest.mark.parametrize("text", ["请于三日内提交不符合项报告。", "审核计划编号：JH-2024-01", "联系人：王某，审核组长"])
def test_a_sentence_or_a_label_with_its_value_is_no_title(text):
    hit = find_title(page([], [text, *["内容"] * 12]))
    assert hit is None or hit.confidence < _SURE
