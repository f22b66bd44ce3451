"""Rough places are found completely, and the difference is told."""

from __future__ import annotations

import random

import pytest
from rapidfuzz.distance import Levenshtein

from anjuan.search.fuzzy import allowed_edits, difference, occurrences, windows


@pytest.mark.parametrize(("length", "edits"), [(1, 0), (2, 0), (3, 1), (7, 1), (8, 2), (15, 2), (16, 3), (40, 3)])
def test_longer_texts_may_differ_more(length, edits):
    assert allowed_edits(length) == edits


@pytest.mark.parametrize(
    ("sought", "found", "told"),
    [("末来", "未来", "末→未"), ("审核", "审一核", "+一"), ("审核员", "审员", "-核"), ("甲", "甲", "")],
)
def test_difference_is_told(sought, found, told):
    assert difference(sought, found) == told


def test_occurrences_do_not_overlap():
    assert [(w.start, w.end) for w in occurrences("哈哈", "哈哈哈哈哈")] == [(0, 2), (2, 4)]


@pytest.mark.parametrize(
    ("text", "place"),
    [("前张末来全后", (1, 5)), ("前张来全后", (1, 4)), ("前张未的来全后", (1, 6)), ("张未来全", (0, 4))],
)
def test_one_slip_is_found_with_its_bounds(text, place):
    assert [(w.start, w.end) for w in windows("张未来全", text, 1)] == [place]


def test_too_many_slips_are_not_found():
    assert windows("张未来全", "前张木东全后", 1) == []


@pytest.mark.parametrize("seed", range(40))
def test_windows_are_found_whenever_one_exists(seed):
    chooser = random.Random(seed)
    text = "".join(chooser.choices("甲乙丙丁", k=40))
    sought = "".join(chooser.choices("甲乙丙丁", k=chooser.randrange(5, 10)))
    for edits in (1, 2):
        pieces = (text[a:b] for a in range(41) for b in range(a + 1, 41) if abs(b - a - len(sought)) <= edits)
        exists = any(Levenshtein.distance(sought, piece) <= edits for piece in pieces)
        found = windows(sought, text, edits)
        assert bool(found) is exists
        assert all(Levenshtein.distance(sought, text[w.start : w.end]) == w.distance <= edits for w in found)
