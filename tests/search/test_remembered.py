"""Kept answers are never older than the index."""

from __future__ import annotations

from anjuan.search.backends.remembered import Remembered


def test_answer_is_worked_out_once():
    kept: Remembered[int] = Remembered(2)
    answers = [kept.get("state", "question", iter((1, 2)).__next__) for _ in range(2)]
    assert answers == [1, 1]


def test_another_state_forgets():
    kept: Remembered[int] = Remembered(2)
    assert [kept.get(state, "question", lambda s=state: s) for state in (1, 2)] == [1, 2]


def test_oldest_answer_goes_first():
    kept: Remembered[str] = Remembered(2)
    for question in "abac":
        kept.get(0, question, lambda q=question: q)
    assert [kept.get(0, question, lambda: "anew") for question in "ab"] == ["a", "anew"]


def test_forgotten_answer_is_worked_out_anew():
    kept: Remembered[int] = Remembered(2)
    kept.get(0, "question", lambda: 1)
    kept.forget()
    assert kept.get(0, "question", lambda: 2) == 2


def test_answer_that_the_index_overtook_is_not_kept():
    kept: Remembered[int] = Remembered(2)
    kept.get("old", "question", lambda: kept.get("new", "other", lambda: 0) + 1)
    assert kept.get("new", "question", lambda: 5) == 5
