"""Changes, differences and pairs are told with what they are worth, and not at all when too little is known."""

from __future__ import annotations

import math
import random
import statistics
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mining.counted import archive, counted

from anjuan.mining.rules.change import false_discoveries, trend, trends_together
from anjuan.mining.rules.counting import Asked
from anjuan.mining.rules.funnel import clause_spread, compared, limits, prior_weight, strata
from anjuan.mining.rules.lifts import lift, pairs_found


def test_the_test_for_trend_is_that_of_the_correlation_of_time_and_finding():
    # Of single cases z² is their number times the squared correlation (A. Agresti, Categorical Data Analysis).
    counts = [(19, 497), (29, 560), (24, 269), (10, 100)]
    rows = [(time, hit < count) for time, (count, of) in enumerate(counts) for hit in range(of)]
    correlation = statistics.correlation([time for time, _ in rows], [float(hit) for _, hit in rows])
    assert trend(counts).z ** 2 == pytest.approx(len(rows) * correlation**2)


def test_a_rising_rate_rises_and_a_falling_one_falls():
    rising = trend([(5, 100), (10, 100), (20, 100), (40, 100)])
    falling = trend([(40, 100), (20, 100), (10, 100), (5, 100)])
    assert rising.z == pytest.approx(-falling.z)
    assert rising.p < 0.001 < rising.z


@pytest.mark.parametrize(
    "counts",
    [[], [(1, 2)] * 8, [(5, 100), (9, 100), (30, 100)], [(0, 100)] * 5, [(100, 100)] * 5, [(1, 200)] * 4, [(0, 0)] * 9],
)
def test_too_little_is_not_tested(counts):
    assert not trend(counts).is_tested


def test_an_even_rate_has_no_trend():
    assert trend([(10, 100)] * 6).p == pytest.approx(1)


def test_quarters_without_audits_leave_their_gap_in_time():
    near = trend([(5, 100), (10, 100), (15, 100), (30, 100)], [0, 1, 2, 3])
    far = trend([(5, 100), (10, 100), (15, 100), (30, 100)], [0, 1, 2, 9])
    assert near.z != far.z


def test_chance_alone_is_believed_seldom_when_many_series_are_tested_together():
    draw = random.Random(4)
    series = [[(sum(draw.random() < 0.2 for _ in range(60)), 60) for _ in range(8)] for _ in range(200)]
    believed = sum((one.q or 1) <= 0.05 for one in trends_together(series))
    assert believed <= 2


def test_corrected_probabilities_are_those_of_the_published_procedure():
    assert false_discoveries([0.01, 0.04, 0.03, None, 0.005]) == pytest.approx(
        [0.02, 0.04, 0.04, None, 0.02], nan_ok=True
    )


@given(st.lists(st.floats(0, 1), max_size=30))
def test_correction_never_makes_a_probability_smaller_and_keeps_the_order(values):
    corrected = false_discoveries(values)
    assert all(new >= old - 1e-12 and new <= 1 for new, old in zip(corrected, values, strict=True))
    ranked = [new for _, new in sorted(zip(values, corrected, strict=True))]
    assert ranked == sorted(ranked)


@pytest.mark.parametrize(
    ("both", "one", "other", "of", "value"), [(10, 20, 20, 100, 2.5), (4, 20, 20, 100, 1.0), (5, 50, 50, 1000, 2.0)]
)
def test_lift_says_how_many_times_as_often_as_by_chance(both, one, other, of, value):
    told, low, high = lift(both, one, other, of)
    assert told == pytest.approx(value)
    assert low < told < high


@pytest.mark.parametrize("counts", [(0, 1, 1, 10), (3, 2, 5, 10), (2, 5, 20, 10)])
def test_counts_that_cannot_be_have_no_lift(counts):
    with pytest.raises(ValueError, match="no pair"):
        lift(*counts)


def test_the_interval_of_lift_holds_the_true_value_nearly_always():
    draw, inside = random.Random(5), 0
    for _ in range(400):
        rows = [(draw.random() < 0.3, draw.random() < 0.4) for _ in range(400)]
        both, one, other = sum(a and b for a, b in rows), sum(a for a, _ in rows), sum(b for _, b in rows)
        _, low, high = lift(both, one, other, 400)
        inside += low <= 1 <= high
    assert 0.92 <= inside / 400 <= 0.98


def test_clauses_found_together_are_told_with_their_cases():
    cases = [counted(key, "8.5.1", "7.1.5") for key in range(6)] + [counted(key) for key in range(6, 20)]
    [pair] = pairs_found(archive(*cases), Asked())
    assert (pair.first, pair.second, pair.both, pair.of, pair.clients) == ("7.1.5", "8.5.1", 6, 20, 6)


def test_a_pair_of_few_cases_is_not_told():
    assert pairs_found(archive(*(counted(key, "8.5.1", "7.1.5") for key in range(4))), Asked()) == []


def _led(name: str, start: int, audits: int, clauses: tuple[str, ...], **more: object) -> list:
    return [counted(start + at, *clauses, leader=name, **more) for at in range(audits)]


def test_equal_auditors_of_equal_audits_are_as_expected():
    rows = compared(archive(*_led("甲", 1, 10, ("8.1", "8.2")), *_led("乙", 50, 10, ("8.1", "8.2"))), Asked())
    assert [(row.name, row.ratio, row.place) for row in rows] == [("乙", 1.0, "within"), ("甲", 1.0, "within")]


def test_a_harder_mix_of_audits_is_no_difference():
    hard = _led("甲", 1, 20, ("8.1", "8.2", "8.3"), field="A03", codes=("28.01",))
    hard += _led("丙", 90, 20, ("8.1", "8.2", "8.3"), field="A03", codes=("28.01",))
    easy = _led("乙", 50, 20, ("8.1",)) + _led("丁", 130, 20, ("8.1",))
    assert {row.place for row in compared(archive(*hard, *easy), Asked())} == {"within"}


def test_somebody_far_from_all_others_stands_outside_the_limits():
    rows = compared(archive(*_led("甲", 1, 30, ("8.1", "8.2", "8.3", "8.4")), *_led("乙", 100, 120, ("8.1",))), Asked())
    assert {row.name: row.place for row in rows}["甲"] == "far"


def test_of_few_audits_nothing_is_said():
    rows = compared(archive(*_led("甲", 1, 4, ("8.1", "8.2", "8.3")), *_led("乙", 50, 40, ("8.1",))), Asked())
    few = next(row for row in rows if row.name == "甲")
    assert (few.place, few.ratio, few.shrunk) == ("few", None, None)


def test_audits_without_days_or_leader_count_for_nobody():
    rows = compared(archive(*_led("", 1, 10, ("8.1",)), *_led("甲", 50, 10, ("8.1",), days=None)), Asked())
    assert rows == []


def test_what_is_drawn_together_lies_between_itself_and_the_average():
    rows = compared(archive(*_led("甲", 1, 30, ("8.1", "8.2", "8.3")), *_led("乙", 100, 60, ("8.1",))), Asked())
    one = next(row for row in rows if row.name == "甲")
    assert 1 < one.shrunk < one.ratio


@pytest.mark.parametrize(("expected", "low", "high"), [(10, 0.480, 1.839), (100, 0.814, 1.216)])
def test_limits_are_those_of_the_tables_of_poisson(expected, low, high):
    # Exact 95 % limits of a count of 10: 4.795 to 18.39; of 100: 81.36 to 121.63.
    found = limits(expected, 1.959963984540054)
    assert found == pytest.approx((low, high), abs=0.002)


def test_nothing_expected_has_no_limits():
    assert limits(0, 2) == (0.0, math.inf)


def test_equal_rows_are_drawn_fully_to_the_average():
    assert prior_weight([(10, 10.0), (9, 9.0)]) > 1000


@pytest.mark.parametrize(
    ("one", "other", "same"), [(1, 10, True), (10, 11, False), (45, 46, False), (None, 1, False), (426, 9000, True)]
)
def test_clients_of_one_size_class_are_compared_with_each_other(one, other, same):
    found = strata(archive(counted(1, size=one), counted(2, size=other)))
    assert (found[0] == found[1]) == same


def test_strata_part_cases_by_what_makes_audits_differ():
    columns = archive(counted(1), counted(2), counted(3, size=500), counted(4, codes=("28",)), counted(5, codes=()))
    assert len(set(strata(columns).tolist())) == 4


def test_clause_spread_of_one_clause_is_one_and_of_many_more():
    assert clause_spread(Counter({1: 40})) == pytest.approx(1)
    assert clause_spread(Counter(range(20))) == pytest.approx(20)
    assert clause_spread(Counter({1: 19})) is None
