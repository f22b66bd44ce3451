from __future__ import annotations

from collections import Counter

import pytest
from tests.judging.matching.labelled import PAIRS, organisation, right_code

from anjuan.judging.matching.pairs import Likeness, compare
from anjuan.judging.rules import tables

LABELS = {"S": Likeness.SAME, "D": Likeness.DOUBTFUL, "X": Likeness.DIFFERENT, "B": Likeness.DIFFERENT}


@pytest.fixture(scope="module")
def words():
    return tables.name_words()


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [(one, other, label) for _, one, other, label in PAIRS],
    ids=[f"{group}-{number}" for number, (group, *_) in enumerate(PAIRS)],
)
def test_a_labelled_pair_is_judged_as_labelled(one, other, label, words):
    pair = compare(organisation(one), organisation(other, 1), words=words)
    assert pair.likeness is LABELS[label], (pair.confidence, pair.reasons)
    assert (pair.relation == "branch") is (label == "B")


def test_there_are_enough_labelled_pairs_of_every_sort():
    counts = Counter(label for *_, label in PAIRS)
    assert sum(counts.values()) >= 120
    assert min(counts.values()) >= 8


def test_every_judgement_has_a_reason_as_a_sentence(words):
    for _, one, other, _ in PAIRS:
        pair = compare(organisation(one), organisation(other), words=words)
        assert pair.reasons
        assert all(len(reason) > 8 for reason in pair.reasons)


def test_the_codes_made_for_the_pairs_are_right():
    assert len(right_code(1)) == 18
    assert right_code(1) != right_code(2)
