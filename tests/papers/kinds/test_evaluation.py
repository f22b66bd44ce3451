from __future__ import annotations

from anjuan.papers.facts import Verdict
from anjuan.papers.kinds.evaluation import evaluate

PAIRS = [
    ("C06", Verdict("C06", 0.9)),
    ("C06", Verdict("D12", 0.9)),
    ("D02/D03", Verdict("D03", 0.6)),
    ("F01", Verdict()),
]


def test_right_unknown_doubtful_and_wrong_are_counted_apart():
    score = evaluate(PAIRS).all
    assert (score.papers, score.right, score.unknown, score.doubtful, score.wrong_and_sure) == (4, 2, 1, 2, 1)


def test_accuracy_is_given_by_kind():
    assert evaluate(PAIRS).by_kind["C06"].accuracy == 0.5


def test_confusions_name_the_right_kind_first():
    assert evaluate(PAIRS).confusions == (("C06", "D12", 1), ("F01", "", 1))


def test_nothing_at_all_is_no_failure():
    assert evaluate([]).all.accuracy == 1.0


def test_the_evaluation_fits_into_one_line_of_json():
    assert evaluate(PAIRS).as_dict()["accuracy"] == 0.5
