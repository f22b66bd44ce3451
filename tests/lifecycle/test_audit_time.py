"""Audit time: the tables row by row, factors, limit, rounding, stages, integrated audits."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.lifecycle.books import NEW, half

from anjuan.lifecycle.rules import tables
from anjuan.lifecycle.rules.asked_time import KINDS, Adjustment, Asked, Standard
from anjuan.lifecycle.rules.audit_days import band_of, days_of
from anjuan.lifecycle.rules.audit_time import audit_time
from anjuan.lifecycle.rules.half_days import half_days_near, half_days_up
from anjuan.lifecycle.rules.integrated import Integration, ability, combined_reduction
from anjuan.lifecycle.rules.personnel import Group, effective_personnel

TABLES = tables.time_tables("QMS", NEW)
#: Last people of a band → days by column, as the tables print them.
COLUMNS = ("QMS", "EMS-high", "EMS-medium", "EMS-low", "EMS-limited", "OHSMS-high", "OHSMS-medium", "OHSMS-low")
GOLDEN = {
    5: "1.5 3 2.5 2.5 2.5 3 2.5 2.5", 10: "2 3.5 3 3 3 3.5 3 3", 15: "2.5 4.5 3.5 3 3 4.5 3.5 3",
    25: "3 5.5 4.5 3.5 3 5.5 4.5 3.5", 45: "4 7 5.5 4 3 7 5.5 4", 65: "5 8 6 4.5 3.5 8 6 4.5",
    85: "6 9 7 5 3.5 9 7 5", 125: "7 11 8 5.5 4 11 8 5.5", 175: "8 12 9 6 4.5 12 9 6", 275: "9 13 10 7 5 13 10 7",
    425: "10 15 11 8 5.5 15 11 8", 625: "11 16 12 9 6 16 12 9", 875: "12 17 13 10 6.5 17 13 10",
    1175: "13 19 15 11 7 19 15 11", 1550: "14 20 16 12 7.5 20 16 12", 2025: "15 21 17 12 8 21 17 12",
    2675: "16 23 18 13 8.5 23 18 13", 3450: "17 25 19 14 9 25 19 14", 4350: "18 27 20 15 10 27 20 15",
    5450: "19 28 21 16 11 28 21 16", 6800: "20 30 23 17 12 30 23 17", 8500: "21 32 25 19 13 32 25 19",
    10700: "22 34 27 20 14 34 27 20",
}  # fmt: skip
ISMS = {
    10: 5, 15: 6, 25: 7, 45: 8.5, 65: 10, 85: 11, 125: 12, 175: 13, 275: 14, 425: 15, 625: 16.5, 875: 17.5,
    1175: 18.5, 1550: 19.5, 2025: 21, 2675: 22, 3450: 23, 4350: 24, 5450: 25, 6800: 26, 8500: 27, 10700: 28,
}  # fmt: skip
ROWS = [
    (column, people, days)
    for people, line in GOLDEN.items()
    for column, days in zip(COLUMNS, line.split(), strict=True)
]
FIELDS = st.sampled_from([(one.field, one.risk) for one in TABLES.days.columns])


def standard(field="QMS", people=100, risk="", *factors) -> Standard:
    return Standard(
        field, people, risk, tuple(Adjustment(key, Fraction(percent), "有记录") for key, percent in factors)
    )


def computed(*standards, kind="initial", **more):
    return audit_time(TABLES, Asked(kind, standards, **more))


def rules_of(found) -> list[str]:
    return [one.rule for one in found.refusals]


@pytest.mark.parametrize(("column", "people", "days"), ROWS)
def test_the_last_of_a_band_takes_the_days_of_the_table(column, people, days):
    field, _, risk = column.partition("-")
    assert days_of(TABLES.days, TABLES.days.column(field, risk), people) == half(days)


@pytest.mark.parametrize(("people", "days"), list(ISMS.items()))
def test_information_security_takes_the_days_of_its_own_column(people, days):
    assert days_of(TABLES.days, TABLES.days.column("ISMS", ""), people) == Fraction(days)


@pytest.mark.parametrize(("left", "right"), list(itertools.pairwise(GOLDEN)))
def test_one_person_more_than_a_band_is_in_the_next(left, right):
    assert (band_of(TABLES.days, left)["to"], band_of(TABLES.days, left + 1)["to"]) == (left, right)


@pytest.mark.parametrize(
    ("people", "days"), [(10701, 23), (12900, 23), (12901, 24), (15100, 24), (15101, 25)]
)  # continued in steps of 2,200
def test_beyond_the_table_its_last_step_is_continued_and_weak(people, days):
    found = computed(standard(people=people))
    assert (found.table_days, found.steps[0].basis.is_weak) == (days, True)


@pytest.mark.parametrize("column", TABLES.days.columns, ids=lambda one: one.key)
def test_more_people_never_take_fewer_days(column):
    days = [days_of(TABLES.days, column, people) for people in range(1, 12000, 7)]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("percent", "days"),
    [("0", "7"), ("10", "6.5"), ("20", "5.5"), ("29", "5"), ("30", "5"), ("31", "5"), ("70", "5"), ("100", "5")],
)
def test_a_reduction_stops_at_thirty_percent(percent, days):
    assert computed(standard("QMS", 100, "", ("mature", percent))).days == half(days)


def test_reductions_that_exceed_the_limit_are_said():
    found = computed(standard("QMS", 100, "", ("mature", 20), ("known", 20)))
    assert [(one.rule, one.basis.edition) for one in found.notes] == [("A03", "IAF MD 5:2019")]


def test_increases_balance_decreases_before_the_limit():
    found = computed(standard("QMS", 100, "", ("mature", 40), ("night", 15)))
    assert (found.days, found.notes) == (half("5.5"), ())


@pytest.mark.parametrize(("kind", "days"), [("initial", "9"), ("surveillance", "3"), ("recertification", "6")])
def test_surveillance_is_a_third_and_recertification_two_thirds(kind, days):
    assert computed(standard(people=200), kind=kind).days == half(days)


@pytest.mark.parametrize(("people", "days"), [(5, "1"), (100, "2.5"), (66, "2"), (1000, "4.5")])
def test_a_third_is_rounded_once_to_the_nearest_half_day(people, days):
    assert computed(standard(people=people), kind="surveillance").days == half(days)


@pytest.mark.parametrize(
    ("value", "near", "up"),
    [("5.24", "5", "5.5"), ("5.25", "5.5", "5.5"), ("5.5", "5.5", "5.5"), ("5.74", "5.5", "6"), ("5.75", "6", "6")],
)
def test_half_days(value, near, up):
    assert (half_days_near(half(value)), half_days_up(half(value))) == (half(near), half(up))


@pytest.mark.parametrize(("hours", "days"), [("8", "7"), ("10", "7"), ("7", "8"), ("4", "14"), ("6", "9.5")])
def test_short_days_make_more_of_them_and_long_days_not_fewer(hours, days):
    assert computed(standard(), hours=half(hours)).days == half(days)


def test_temporary_sites_are_added_after_all_shares():
    assert computed(standard(people=200), kind="surveillance", extra_days=Fraction(2)).days == 5


@pytest.mark.parametrize(("people", "onsite"), [(5, "1.5"), (100, "6"), (65, "4"), (10, "2"), (176, "7.5")])
def test_at_least_four_fifths_are_on_site(people, onsite):
    assert computed(standard(people=people)).onsite_days == half(onsite)


def test_a_plan_with_too_few_days_on_site_is_said():
    assert [one.rule for one in computed(standard(), planned_onsite=half("5.5")).notes] == ["A04"]


@pytest.mark.parametrize(
    ("people", "stage1", "stage2"), [(5, "0.5", "1"), (10, "0.5", "1.5"), (100, "2", "5"), (65, "1.5", "3.5")]
)
def test_an_initial_audit_is_split_into_stages(people, stage1, stage2):
    found = computed(standard(people=people))
    assert (found.stage1_days, found.stage2_days) == (half(stage1), half(stage2))


def test_only_initial_audits_have_stages():
    assert computed(standard(), kind="surveillance").stage1_days is None


@pytest.mark.parametrize("percent", [19, 31])
def test_an_unusual_share_of_stage_one_is_said(percent):
    assert [one.rule for one in computed(standard(), stage1_percent=Fraction(percent)).notes] == ["A11"]


@pytest.mark.parametrize(
    ("auditors", "standards", "percent"),
    [((2, 2), 2, 100), ((2, 1), 2, 50), ((1, 1), 2, 0), ((3, 2, 1), 3, 50), ((3,), 3, 100), ((), 2, 0), ((1,), 1, 0)],
)
def test_the_ability_of_a_team(auditors, standards, percent):
    assert ability(auditors, standards) == percent


@pytest.mark.parametrize(
    ("level", "auditors", "days"), [(100, (2, 2), "14.5"), (0, (2, 2), "18"), (100, (1, 1), "18"), (50, (2, 2), "16.5")]
)
def test_integration_takes_off_twenty_percent_at_most(level, auditors, days):
    found = computed(standard(), standard("EMS", 100, "high"), integration=Integration(Fraction(level), auditors))
    assert found.days == half(days)


def test_thirty_and_then_twenty_percent_are_forty_four_at_most():
    both = (standard("QMS", 100, "", ("mature", 30)), standard("EMS", 100, "high", ("mature", 30)))
    found = computed(*both, integration=Integration(own_percent=Fraction(20)))
    assert found.days >= found.table_days * Fraction(56, 100)


def test_a_lacking_integration_may_lengthen():
    found = computed(standard(), standard("EMS", 100, "high"), integration=Integration(own_percent=Fraction(-10)))
    assert found.days == half("20")


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        ((standard(people=0),), "A02"), ((standard(people=-3),), "A02"), ((standard("FSMS"),), "A14"),
        ((standard("EnMS"),), "A14"), ((standard("EMS"),), "A14"), ((standard("EMS", 10, "special"),), "A14"),
        ((standard("EMS", 10, "huge"),), "A14"), ((standard("QMS", 10, "", ("nothing", 5)),), "A12"),
        ((standard("EMS", 10, "low", ("no_design", 5)),), "A12"), ((standard("QMS", 10, "", ("mature", -5)),), "A12"),
        ((standard("QMS", 10, "", ("mature", 101)),), "A12"),
        ((standard("QMS", 10, "", ("mature", 5), ("mature", 5)),), "A12"),
        ((Standard("QMS", 10, "", (Adjustment("mature", Fraction(5), " "),)),), "A12"),
    ],
)  # fmt: skip
def test_a_wrong_question_is_refused_by_a_rule(asked, rule):
    found = computed(*asked)
    assert (found.days, rules_of(found)) == (None, [rule])


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"hours": Fraction(0)}, "A01"), ({"hours": Fraction(25)}, "A01"), ({"extra_days": Fraction(-1)}, "A10"),
        ({"integration": Integration(Fraction(50), (2,))}, "I01"),
    ],
)  # fmt: skip
def test_wrong_circumstances_are_refused_by_a_rule(more, rule):
    assert rules_of(computed(standard(), **more)) == [rule]


@pytest.mark.parametrize(
    ("how", "rule"),
    [
        (Integration(own_percent=Fraction(21)), "I01"), (Integration(Fraction(50), (0, 2)), "I02"),
        (Integration(Fraction(50), (3,)), "I02"), (Integration(Fraction(101), (2,)), "I03"),
        (Integration(Fraction(-1), (2,)), "I03"),
    ],
)  # fmt: skip
def test_a_wrong_integration_is_refused_by_a_rule(how, rule):
    assert rules_of(computed(standard(), standard("EMS", 100, "high"), integration=how)) == [rule]


@pytest.mark.parametrize(
    ("percents", "outcome"), [((30, 20), "kept"), ((30, 30), "broken"), ((50,), "kept"), ((51,), "broken")]
)
def test_the_reductions_of_a_site_multiply_and_stop_at_half(percents, outcome):
    assert combined_reduction(TABLES.book, [Fraction(one) for one in percents]).outcome.value == outcome


@pytest.mark.parametrize(
    ("groups", "people"),
    [
        ([Group("生产", 80)], 80), ([Group("生产", 80), Group("兼职", 20, 50)], 90), ([Group("兼职", 3, 50)], 2),
        ([Group("保洁", 100, is_same_task=True, reason="相同")], 10),
        ([Group("保洁", 99, is_same_task=True, reason="相同")], 10),
        ([Group("保洁", 101, is_same_task=True, reason="相同")], 11), ([Group("a", 1, 10)], 1),
    ],
)  # fmt: skip
def test_effective_personnel(groups, people):
    assert effective_personnel(TABLES.book, groups).people == people


@pytest.mark.parametrize(
    "group", [Group("a", -1), Group("a", 5, 0), Group("a", 5, 101), Group("a", 5, is_same_task=True), Group("a", 0)]
)
def test_people_that_cannot_be_are_refused(group):
    found = effective_personnel(TABLES.book, [group])
    assert [one.rule for one in found.refusals] == ["A02"]


PERCENTS = st.integers(0, 100)


@given(FIELDS, st.integers(1, 20000), PERCENTS, PERCENTS, st.sampled_from(KINDS))
def test_the_limit_is_never_exceeded(kind_of, people, less, more, kind):
    field, risk = kind_of
    found = computed(standard(field, people, risk, ("mature", less), ("night", more)), kind=kind)
    share = {"initial": Fraction(1), "surveillance": Fraction(1, 3), "recertification": Fraction(2, 3)}[kind]
    assert found.days >= found.table_days * Fraction(70, 100) * share


@given(FIELDS, st.integers(1, 15000), st.integers(0, 3000), PERCENTS, st.sampled_from(KINDS))
def test_more_people_never_shorten_an_audit(kind_of, people, more, percent, kind):
    field, risk = kind_of
    small, large = (
        computed(standard(field, count, risk, ("mature", percent)), kind=kind).days for count in (people, people + more)
    )
    assert small <= large


@given(FIELDS, st.integers(1, 15000), st.sampled_from(KINDS))
def test_days_are_half_days_on_site_is_within_and_stages_add_up(kind_of, people, kind):
    field, risk = kind_of
    found = computed(standard(field, people, risk), kind=kind)
    assert found.days * 2 == int(found.days * 2)
    assert found.days * Fraction(80, 100) <= found.onsite_days <= found.days
    assert kind != "initial" or found.stage1_days + found.stage2_days == found.days


@given(st.integers(1, 5000), PERCENTS, PERCENTS)
def test_a_larger_reduction_never_lengthens(people, left, right):
    low, high = sorted((left, right))
    assert (
        computed(standard("QMS", people, "", ("mature", high))).days
        <= computed(standard("QMS", people, "", ("mature", low))).days
    )


@given(st.integers(1, 3000), st.integers(0, 100), st.lists(st.integers(1, 2), max_size=5))
def test_integration_never_takes_off_more_than_a_fifth(people, level, auditors):
    found = computed(
        standard(people=people),
        standard("EMS", people, "medium"),
        integration=Integration(Fraction(level), tuple(auditors)),
    )
    assert found.days >= found.table_days * Fraction(80, 100)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 100), st.booleans()), min_size=1, max_size=4))
def test_effective_personnel_never_exceeds_the_heads(rows):
    groups = [Group(str(number), *row, reason="相同") for number, row in enumerate(rows)]
    found = effective_personnel(TABLES.book, groups)
    assert found.people <= sum(one.people for one in groups) + 1


@given(st.integers(1, 9000))
def test_every_step_names_its_rule_edition_and_reason(people):
    for step in computed(standard(people=people)).steps:
        assert step.basis.rule
        assert step.basis.edition
        assert step.why.zh
        assert step.why.en
