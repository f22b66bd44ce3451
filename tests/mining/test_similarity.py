"""Cases are alike by what they share and how rare that is; reasons and differences are told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.mining.rules.similarity import Trait, likeness, rarity, size_of, weights
from anjuan.mining.rules.tables import similarity

TABLE = similarity().latest
CODE = Trait(1, "code", "17.10.02", 12)
FIELD = Trait(2, "field", "A01", 900)
STEP = Trait(3, "process", "淬火", 40)
OTHER = Trait(4, "process", "磨削", 60)
CLAUSE = Trait(5, "clause", "8.5.1", 300)
KINDS = [kind.id for kind in TABLE.kinds]
TRAITS = st.lists(
    st.builds(Trait, st.integers(1, 60), st.sampled_from(KINDS), st.text(min_size=1, max_size=4), st.integers(1, 1000)),
    max_size=12, unique_by=lambda trait: trait.key,
)  # fmt: skip


def compared(mine, other, of=1000):
    return likeness(mine, other, of=of, table=TABLE)


def test_the_worked_examples_hold():
    assert list(TABLE.check()) == []


@pytest.mark.parametrize(
    ("people", "size"),
    [(0, ""), (1, "1–10 人"), (50, "11–50 人"), (51, "51–100 人"), (300, "101–300 人"), (1001, "1001 人以上")],
)
def test_people_make_a_size(people, size):
    assert size_of(people, TABLE) == size


def test_a_case_is_wholly_like_itself():
    assert compared([CODE, FIELD, STEP], [CODE, FIELD, STEP]).score == 1


def test_cases_that_share_nothing_are_not_alike():
    assert compared([CODE], [FIELD]).score == 0


def test_a_case_without_features_is_like_none():
    assert compared([], [CODE]).score == 0


def test_what_is_shared_is_the_reason_and_what_counts_most_stands_first():
    one = compared([FIELD, CODE, STEP], [STEP, CODE, FIELD])
    assert one.shared[0].kind == "code"
    assert {shared.kind: shared.values for shared in one.shared}["process"] == ("淬火",)


def test_what_only_one_has_is_a_difference():
    one = compared([CODE, STEP], [CODE, OTHER, CLAUSE])
    told = {each.kind: (each.only_this, each.only_other) for each in one.differing}
    assert told == {"process": (("淬火",), ("磨削",)), "clause": ((), ("8.5.1",))}


def test_sectors_are_reasons_but_no_differences():
    one = compared([Trait(8, "sector", "17", 5), CODE], [Trait(9, "sector", "18", 5), CODE])
    assert "sector" not in {each.kind for each in one.differing}


def test_a_rare_feature_counts_more_than_a_common_one():
    rare, common = Trait(10, "process", "渗碳", 3), Trait(11, "process", "检验", 900)
    assert compared([rare, common], [rare]).score > compared([rare, common], [common]).score


def test_many_common_processes_do_not_outweigh_a_code_without_end():
    many = [Trait(100 + place, "process", f"p{place}", 900) for place in range(40)]
    counts = compared([CODE, *many], many).shared[0].counts
    assert counts <= TABLE.kind("process").most * TABLE.kind("process").weight * rarity(900, 1000) + 0.001


def test_a_weight_is_what_sharing_counts():
    assert weights([CODE], of=1000, table=TABLE) == {1: TABLE.kind("code").weight * rarity(12, 1000)}


def test_an_unknown_kind_counts_nothing():
    assert weights([Trait(1, "weather", "x", 1)], of=10, table=TABLE) == {1: 0.0}


def test_a_kind_that_the_table_has_not_is_an_error():
    with pytest.raises(StopIteration):
        TABLE.kind("weather")


@given(mine=TRAITS, other=TRAITS)
def test_a_score_is_between_none_and_all(mine, other):
    assert 0 <= compared(mine, other).score <= 1.0001


@given(mine=TRAITS, other=TRAITS)
def test_what_is_shared_is_no_difference(mine, other):
    both = {trait.key for trait in mine} & {trait.key for trait in other}
    one = compared(mine, other)
    assert bool(one.shared) == any(trait.key in both for trait in mine)


@given(mine=TRAITS)
def test_sharing_all_is_the_best(mine):
    assert compared(mine, mine).score == (1 if mine else 0)
