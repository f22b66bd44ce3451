from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from tests.judging.completeness.sample_cases import sample_cases

from anjuan.judging.casefile import CaseFile
from anjuan.judging.matching.cycles import Role, cycles

TYPES = ("initial", "surveillance", "recertification", "special", "transfer", "")


def case(number, audit_type, audit="", issued="", expires="", fields=("A01",)):
    derived = {"audit_end": audit, "issued_on": issued, "expires_on": expires}
    return CaseFile(number, (), audit_type, fields, None, derived={key: day for key, day in derived.items() if day})


INITIAL = case(1, "initial", "2020-02-10", "2020-03-02", "2023-03-01")
FIRST, SECOND = case(2, "surveillance", "2021-02-20"), case(3, "surveillance", "2022-02-20")
RENEWAL = case(4, "recertification", "2023-01-20", "2023-03-02", "2026-03-01")


def members(cycle):
    return [told.case for told in cycle.cases]


def test_two_cycles_are_told_apart_by_their_certificates():
    first, second = cycles([RENEWAL, SECOND, INITIAL, FIRST]).cycles
    assert (members(first), members(second)) == ([1, 2, 3], [4])
    assert (first.begins, first.ends, second.begins) == (dt.date(2020, 3, 2), dt.date(2023, 3, 1), dt.date(2023, 3, 2))
    assert not first.doubtful


def test_roles_are_told():
    (cycle,) = cycles([INITIAL, FIRST, case(9, "special", "2021-06-01")]).cycles
    assert [told.role for told in cycle.cases] == [Role.OPENING, Role.SURVEILLANCE, Role.OTHER]


def test_a_surveillance_on_the_last_day_still_belongs():
    (cycle,) = cycles([INITIAL, case(2, "surveillance", "2023-03-01")]).cycles
    assert members(cycle) == [1, 2]
    assert not cycle.cases[1].doubtful


def test_a_surveillance_after_the_end_belongs_only_doubtfully():
    (cycle,) = cycles([INITIAL, case(2, "surveillance", "2023-03-20")]).cycles
    assert cycle.cases[1].doubtful
    assert "19 days outside" in cycle.cases[1].why


def test_the_certificate_of_a_surveillance_outweighs_its_day():
    late = case(5, "surveillance", "2023-03-10", expires="2023-03-01")
    first, _ = cycles([INITIAL, RENEWAL, late]).cycles
    assert members(first) == [1, 5]


def test_a_day_known_to_the_month_is_doubtful():
    (cycle,) = cycles([INITIAL, case(2, "surveillance", "2021-02")]).cycles
    assert cycle.cases[1].doubtful


def test_a_cycle_without_certificate_days_is_three_years_and_doubtful():
    (cycle,) = cycles([case(1, "initial", "2020-02-10")]).cycles
    assert (cycle.begins, cycle.ends, cycle.doubtful) == (dt.date(2020, 2, 10), dt.date(2023, 2, 9), True)


def test_a_surveillance_whose_opening_is_not_there_has_the_cycle_of_its_certificate():
    (cycle,) = cycles([case(2, "surveillance", "2021-02-20", "2020-03-02", "2023-03-01")]).cycles
    assert (cycle.begins, cycle.ends) == (dt.date(2020, 3, 2), dt.date(2023, 3, 1))
    assert "is not there" in cycle.cases[0].why


def test_two_surveillances_without_an_opening_share_a_cycle():
    assert [members(cycle) for cycle in cycles([FIRST, SECOND]).cycles] == [[2, 3]]


def test_each_field_has_its_own_cycles():
    both = case(7, "surveillance", "2021-02-20", fields=("A01", "A02"))
    environmental = case(8, "initial", "2020-06-10", "2020-07-01", "2023-06-30", fields=("A02",))
    found = {cycle.field: members(cycle) for cycle in cycles([INITIAL, both, environmental]).cycles}
    assert found == {"A01": [1, 7], "A02": [8, 7]}


def test_a_case_without_any_day_stays_loose():
    told = cycles([INITIAL, case(6, "surveillance")])
    assert told.loose == (6,)


def test_one_opening_told_by_two_cases_is_one_cycle():
    again = case(9, "initial", "2020-02-11", "2020-03-05", "2023-03-01")
    (cycle,) = cycles([INITIAL, again]).cycles
    assert [told.doubtful for told in cycle.cases] == [False, True]


def test_no_cases_have_no_cycles():
    assert cycles([]).cycles == ()


days = st.dates(dt.date(2018, 1, 1), dt.date(2027, 12, 31)).map(dt.date.isoformat) | st.just("")
made = st.builds(case, st.integers(1, 10**6), st.sampled_from(TYPES), days, days, days)
unique = st.lists(made, max_size=9, unique_by=lambda each: each.case)


@given(unique)
def test_every_case_is_in_one_cycle_or_loose(cases):
    told = cycles(cases)
    placed = [case for cycle in told.cycles for case in members(cycle)]
    assert sorted([*placed, *told.loose]) == sorted(each.case for each in cases)


@given(unique, st.randoms(use_true_random=False))
def test_the_order_of_the_cases_changes_nothing(cases, chance):
    shuffled = list(cases)
    chance.shuffle(shuffled)
    assert cycles(shuffled).cycles == cycles(cases).cycles


def test_sample_cases_fall_into_the_cycles_they_were_made_in():
    rows = {}
    for truth, sample in sample_cases(seed=51, cases=40):
        derived = {name: truth["fields"][name] for name in ("audit_end", "issued_on", "expires_on")}
        told = CaseFile(sample.case, (), sample.audit_type, sample.fields, sample.on, derived=derived)
        rows.setdefault(truth["fields"]["organisation"], []).append((truth["cycle"], told))
    for cases in rows.values():
        of = {told.case: cycle for cycle, told in cases}
        for cycle in cycles([told for _, told in cases]).cycles:
            assert len({of[case] for case in members(cycle)}) == 1
