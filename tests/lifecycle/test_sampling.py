"""Sampling of sites: root rules, groups, whole samples, the draw."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.lifecycle.books import NEW, new

from anjuan.lifecycle.rules import tables
from anjuan.lifecycle.rules.sampling import (
    SampleAsked,
    SiteGroup,
    draw,
    root_size,
    site_nonconformities,
    site_sample,
)

TABLE = tables.site_sampling().on(NEW)
#: Sites → initial, surveillance, effective recertification, as the field prints them.
GOLDEN = {
    2: (2, 1, 2), 3: (2, 2, 2), 4: (2, 2, 2), 5: (3, 2, 2), 8: (3, 2, 3), 10: (4, 2, 3), 16: (4, 3, 4), 20: (5, 3, 4),
    25: (5, 3, 4), 30: (6, 4, 5), 50: (8, 5, 6), 64: (8, 5, 7), 100: (10, 6, 8),
}  # fmt: skip
KINDS = ("initial", "surveillance", "recertification")
ROWS = [(kind, sites, sizes[number]) for sites, sizes in GOLDEN.items() for number, kind in enumerate(KINDS)]


def sample(kind, *groups, **more):
    return site_sample(new(), TABLE, SampleAsked(kind, tuple(groups), **more))


@pytest.mark.parametrize(("kind", "sites", "size"), ROWS)
def test_the_sample_is_that_of_the_table(kind, sites, size):
    assert sample(kind, SiteGroup("门店", sites), is_effective=True).size == size


@pytest.mark.parametrize("sites", GOLDEN)
def test_without_proof_of_effect_a_recertification_is_as_large_as_the_initial_audit(sites):
    assert sample("recertification", SiteGroup("门店", sites)).size == GOLDEN[sites][0]


@pytest.mark.parametrize(("size", "random"), [(2, 1), (4, 1), (9, 1), (16, 1), (64, 2), (100, 3), (400, 5)])
def test_a_quarter_is_drawn_at_random(size, random):
    assert sample("initial", SiteGroup("门店", size)).random == random


def test_groups_are_sampled_by_themselves_and_added():
    found = sample("surveillance", SiteGroup("门店", 25), SiteGroup("仓库", 4))
    assert (found.by_group, found.size) == ({"门店": 3, "仓库": 2}, 5)


def test_risk_adds_sites_with_a_reason():
    assert sample("initial", SiteGroup("门店", 25, 2, "投诉")).size == 7


def test_a_sample_is_never_larger_than_the_group():
    assert sample("initial", SiteGroup("门店", 3, 9, "投诉")).size == 3


@pytest.mark.parametrize("condition", [one.key for one in TABLE.conditions])
@pytest.mark.parametrize(("kind", "size"), [("initial", 10), ("surveillance", 3), ("recertification", 10)])
def test_a_condition_that_is_not_met_forbids_sampling(condition, kind, size):
    found = sample(kind, SiteGroup("门店", 10), conditions={condition: False})
    assert (found.is_sampled, found.size, found.notes[0].rule) == (False, size, "M01")


@pytest.mark.parametrize(("sites", "size"), [(2, 1), (3, 1), (4, 2), (7, 3), (10, 3), (11, 4)])
def test_thirty_percent_of_the_sites_are_rounded_up(sites, size):
    assert sample("surveillance", SiteGroup("门店", sites), conditions={"similar": False}).size == size


def test_one_site_besides_the_centre_is_no_sample():
    assert not sample("initial", SiteGroup("门店", 1)).is_sampled


@pytest.mark.parametrize(
    ("groups", "rule"),
    [
        ((), "M02"), ((SiteGroup("a", 0),), "M02"), ((SiteGroup("a", -2),), "M02"),
        ((SiteGroup("a", 9, -1, "x"),), "M07"),
        ((SiteGroup("a", 9, 1),), "M07"), ((SiteGroup("a", 9), SiteGroup("a", 4)), "M09"),
    ],
)  # fmt: skip
def test_a_wrong_question_is_refused_by_a_rule(groups, rule):
    found = sample("initial", *groups)
    assert (found.size, [one.rule for one in found.refusals]) == (None, [rule])


@pytest.mark.parametrize(("names", "broken"), [([], False), (["一店"], True)])
def test_an_open_major_at_a_site_denies_the_whole(names, broken):
    assert site_nonconformities(new(), names).is_broken is broken


SITES = {f"店{number}": number % 3 for number in range(30)}


def test_the_same_seed_draws_the_same_sites():
    assert draw(SITES, 6, 2, "2026") == draw(dict(reversed(SITES.items())), 6, 2, "2026")


def test_another_seed_draws_other_sites():
    assert draw(SITES, 6, 2, "2026").by_lot != draw(SITES, 6, 2, "2027").by_lot


def test_the_rest_are_sites_that_were_audited_least():
    found = draw(SITES, 6, 2, "2026")
    assert {SITES[site] for site in found.by_spread} == {0}


@given(st.integers(1, 100_000), st.sampled_from([Fraction(1), Fraction(6, 10), Fraction(8, 10)]))
def test_the_root_is_exact_and_rounded_up_once(count, factor):
    size = root_size(factor, count)
    assert (size - 1) ** 2 < factor * factor * count <= size**2


@given(st.sampled_from(KINDS), st.integers(2, 5000), st.integers(0, 500), st.booleans())
def test_more_sites_never_shrink_a_sample(kind, sites, more, effective):
    small, large = (sample(kind, SiteGroup("a", count), is_effective=effective).size for count in (sites, sites + more))
    assert small <= large <= sites + more


@given(
    st.dictionaries(st.sampled_from("甲乙丙丁戊己庚辛"), st.integers(0, 5), max_size=8),
    st.integers(0, 10),
    st.integers(0, 10),
    st.sampled_from(["", "2026", "种子"]),
)
def test_a_draw_takes_each_site_once_and_as_many_as_asked(sites, size, random, seed):
    found = draw(sites, size, random, seed)
    drawn = (*found.by_lot, *found.by_spread)
    assert len(drawn) == len(set(drawn)) == min(size, len(sites))


@given(st.integers(1, 10_000))
def test_effect_never_enlarges_a_sample(sites):
    assert sample("recertification", SiteGroup("a", max(sites, 2)), is_effective=True).size <= math.isqrt(sites) + 2
