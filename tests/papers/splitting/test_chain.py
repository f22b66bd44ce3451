from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st
from tests.papers.splitting.made import RULES

from anjuan.papers.splitting.chain import NumberChain, choose
from anjuan.papers.splitting.numbering import Numbering


def cuts(odds, numbers=None):
    return choose(odds, NumberChain(numbers or [None] * len(odds), RULES)).cuts


def pairs(*numbers):
    return [Numbering(page, total) if page else None for page, total in numbers]


def test_without_numbers_every_boundary_speaks_for_itself():
    assert cuts([0.0, 1.0, -1.0, 2.0]) == (0, 1, 3)


def test_numbers_that_go_on_outweigh_a_weak_cut():
    assert cuts([0.0, 1.0, 1.0], pairs((1, 3), (2, 3), (3, 3))) == (0,)


def test_numbers_that_begin_anew_outweigh_a_weak_join():
    assert cuts([0.0, -1.0, -1.0, -1.0], pairs((1, 2), (2, 2), (1, 2), (2, 2))) == (0, 2)


def test_a_page_without_a_number_joins_the_paper_whose_count_it_fits():
    numbers = pairs((1, 2), (2, 2), (0, 0), (2, 2))
    assert cuts([0.0, 0.0, 0.0, 0.0], numbers) == (0, 2)


def test_how_likely_a_lone_cut_is_follows_its_odds():
    found = choose([0.0, 1.5], NumberChain([None, None], RULES))
    assert math.isclose(found.likelihood[1], 1 / (1 + math.exp(-1.5)), rel_tol=1e-9)


def test_nothing_has_no_cuts():
    assert choose([], NumberChain([], RULES)).cuts == ()


@given(st.lists(st.tuples(st.floats(-8, 8), st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=30))
def test_any_file_begins_with_a_paper_and_likelihoods_are_shares(rows):
    numbers = [Numbering(page, page + more) if page else None for _, page, more in rows]
    found = choose([odds for odds, _, _ in rows], NumberChain(numbers, RULES))
    assert found.cuts[0] == 0
    assert list(found.cuts) == sorted(set(found.cuts))
    assert all(0 <= share <= 1 for share in found.likelihood)
