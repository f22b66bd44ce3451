"""Separation of duties, competence, workload and overlaps."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from tests.lifecycle.books import day, new, old

from anjuan.lifecycle.rules import people
from anjuan.lifecycle.rules.competence import Code, body_covers, covers, team_covers
from anjuan.lifecycle.rules.people import Consultancy, Member, Office
from anjuan.lifecycle.rules.workload import Load, audit_day, overlaps, stay_of, workload

START = day("2026-05-10")


def member(person="p1", role="auditor", **more) -> Member:
    return Member(person, f"人员{person}", role, **more)


@pytest.mark.parametrize("role", ["leader", "auditor", "expert", "trainee", "observer", "interpreter"])
def test_whoever_took_part_in_any_role_does_not_decide(role):
    found = people.decider_apart(new(), [Office("p1", "人员p1")], [member(role=role)])
    assert (found.rule, found.blocks) == ("P01", True)


def test_somebody_else_decides():
    assert not people.decider_apart(new(), [Office("p2", "李")], [member()]).is_broken


def test_two_people_of_one_name_are_two_people():
    assert not people.decider_apart(new(), [Office("p2", "人员p1")], [member()]).is_broken


@pytest.mark.parametrize("is_bound", [True, False])
def test_who_decides_is_bound_to_the_body(is_bound):
    assert people.decider_bound(new(), [Office("p1", "李", is_bound=is_bound)]).is_broken is not is_bound


@pytest.mark.parametrize(
    ("ended", "on", "outcome"),
    [
        ("2024-05-10", "2026-05-09", "broken"), ("2024-05-10", "2026-05-10", "kept"), (None, "2026-05-10", "broken"),
        ("2024-02-29", "2026-02-27", "broken"), ("2024-02-29", "2026-02-28", "kept"),
    ],
)  # fmt: skip
def test_consultancy_counts_for_two_years(ended, on, outcome):
    past = [Consultancy("p1", "李", day(ended) if ended else None)]
    assert people.consulted(new(), ["p1"], past, day(on)).outcome.value == outcome


def test_consultancy_of_somebody_else_does_not_count():
    assert not people.consulted(new(), ["p1"], [Consultancy("p2", "王", None)], START).is_broken


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ({}, "kept"), ({"is_certification_body": True}, "broken"), ({"consults": True}, "broken"),
        ({"internal_audit_ended_on": day("2024-05-10")}, "kept"),
        ({"internal_audit_ended_on": day("2024-05-11")}, "broken"),
    ],
)  # fmt: skip
def test_the_body_stays_apart_from_its_client(more, outcome):
    given = {"is_certification_body": False, "consults": False, "internal_audit_ended_on": None} | more
    assert people.body_apart(new(), on=START, **given).outcome.value == outcome


@pytest.mark.parametrize(
    ("declared", "broken"), [("2026-05-09", False), ("2026-05-10", False), ("2026-05-11", True), (None, True)]
)
def test_everybody_declares_by_the_first_day(declared, broken):
    team = [member(declared_on=day(declared) if declared else None)]
    assert people.declared(new(), team, START).is_broken is broken


@pytest.mark.parametrize(
    ("guide", "grades", "broken"), [("p1", False, False), ("", False, True), ("p1", True, True), ("p9", False, True)]
)
def test_an_expert_neither_audits_alone_nor_grades(guide, grades, broken):
    team = [member(), member("x", "expert", guided_by=guide, grades_findings=grades)]
    assert people.expert_limits(new(), team).is_broken is broken


@pytest.mark.parametrize(("guide", "broken"), [("p1", False), ("", True), ("t2", True)])
def test_a_trainee_is_guided_by_an_auditor(guide, broken):
    team = [member(), member("t1", "trainee", guided_by=guide), member("t2", "trainee", guided_by="p1")]
    assert people.trainee_limits(new(), team).is_broken is broken


@pytest.mark.parametrize(
    ("roles", "broken"), [(["leader"], False), (["auditor", "trainee"], True), (["leader", "leader"], True), ([], True)]
)
def test_a_team_has_one_leader(roles, broken):
    team = [member(f"p{number}", role) for number, role in enumerate(roles)]
    assert people.leader_named(new(), team).is_broken is broken


@pytest.mark.parametrize("role", ["expert", "trainee", "observer", "interpreter"])
def test_only_leader_and_auditors_count_as_audit_time(role):
    team = [member("a", "leader", days=Fraction(2)), member("b", role, days=Fraction(5))]
    assert people.counted_days(new(), team, Fraction(3)).is_broken


def test_enough_counted_days_are_enough():
    team = [member("a", "leader", days=Fraction(2)), member("b", days=Fraction(1))]
    assert not people.counted_days(new(), team, Fraction(3)).is_broken


@pytest.mark.parametrize(
    ("asked", "short", "outcome"),
    [("2026-05-09", False, "kept"), ("2026-05-10", False, "broken"), (None, False, "broken"), (None, True, "silent")],
)
def test_the_client_may_object_before_the_audit(asked, short, outcome):
    found = people.objection(new(), asked_on=day(asked) if asked else None, starts_on=START, is_short_notice=short)
    assert found.outcome.value == outcome


def test_who_audited_does_not_review():
    assert people.reviewer_apart(new(), [Office("p1", "李")], [member()]).rule == "P10"


@pytest.mark.parametrize("free", [True, False])
def test_every_vote_declares_no_relation(free):
    found = people.committee_free(new(), [Office("c", "委员", declared_no_relation=free)])
    assert found.is_broken is not free


@pytest.mark.parametrize(
    ("earlier", "most", "broken"),
    [
        ([], None, False), (["a"], None, False), (["a", "a"], None, True), (["b", "a", "a"], None, False),
        (["a", "a"], 3, False), (["a"], 1, True),
    ],
)  # fmt: skip
def test_the_same_leader_only_so_many_cycles(earlier, most, broken):
    found = people.same_leader(new(), "a", earlier, most)
    assert (found.is_broken, found.basis.severity.value, found.basis.is_weak) == (broken, "W", True)


@pytest.mark.parametrize(
    ("held", "wanted", "covered"),
    [
        ("17", "17.10.01", True), ("17.10", "17.10.01", True), ("17.10.00", "17.10.01", True),
        ("17.10.01", "17.10.01", True),
        ("17.1", "17.10.01", False), ("17.10.02", "17.10.01", False),
        ("17.10.01", "17.10", False), ("18", "17.10.01", False),
    ],
)  # fmt: skip
def test_a_code_covers_itself_and_those_below(held, wanted, covered):
    assert covers(Code(held), Code(wanted)) is covered


def test_codes_of_two_editions_are_never_the_same():
    assert not covers(Code("02.03", "2009"), Code("02.03", "2018"))


@pytest.mark.parametrize(
    ("wanted", "held", "outcome"),
    [
        (["17.10.01"], ["17.10.01"], "kept"), (["17.10.01", "19.05.01"], ["17"], "broken"), ([], ["17"], "unknown"),
        (["17.10.01", "19.05.01"], ["17", "19.05"], "kept"), (["17.10.01"], [], "broken"),
    ],
)  # fmt: skip
def test_a_team_covers_the_codes_of_the_scope(wanted, held, outcome):
    found = team_covers(new(), map(Code, wanted), map(Code, held))
    assert (found.rule, found.outcome.value) == ("P08", outcome)


@pytest.mark.parametrize(("count", "outcome"), [(0, "broken"), (1, "broken"), (2, "kept"), (3, "kept")])
def test_the_body_has_two_professional_auditors_for_a_scope(count, outcome):
    found = body_covers(new(), Code("17.10.01"), [[Code("17")]] * count + [[Code("19")]])
    assert found.outcome.value == outcome


def test_the_old_rules_count_no_professional_auditors():
    assert body_covers(old(), Code("17.10.01"), []).outcome.value == "silent"


@pytest.mark.parametrize(
    ("days", "more", "outcome"),
    [
        ("179", "1", "kept"),
        ("179.5", "0.5", "kept"),
        ("179.5", "1", "broken"),
        ("180", "0.5", "broken"),
        ("0", "180", "kept"),
    ],
)
def test_an_auditor_is_on_site_for_180_days_at_most(days, more, outcome):
    found = workload(new(), Load("李", Fraction(days), 10), Fraction(more))[0]
    assert (found.rule, found.outcome.value) == ("T18", outcome)


@pytest.mark.parametrize(
    ("had", "more", "outcome"), [(49, 1, "kept"), (50, 0, "kept"), (50, 1, "broken"), (51, 0, "broken")]
)
def test_an_auditor_is_matched_to_fifty_certificates_at_most(had, more, outcome):
    assert workload(new(), Load("李", Fraction(0), had), Fraction(0), more)[1].outcome.value == outcome


def test_the_old_rules_limit_no_workload():
    assert [one.outcome.value for one in workload(old(), Load("李", Fraction(300), 90), Fraction(1))] == ["silent"]


@pytest.mark.parametrize(
    ("hours", "outcome"), [("8", "kept"), ("9", "kept"), ("7.5", "broken"), ("0", "broken"), ("-1", "broken")]
)
def test_an_audit_day_has_eight_hours(hours, outcome):
    assert audit_day(new(), Fraction(hours)).outcome.value == outcome


def stay(case, first, last, **more):
    return stay_of(case, day(first), day(last), **more)


@pytest.mark.parametrize(
    ("left", "right", "count"),
    [
        (stay("A", "2026-05-01", "2026-05-03"), stay("B", "2026-05-03", "2026-05-04"), 1),
        (stay("A", "2026-05-01", "2026-05-02"), stay("B", "2026-05-03", "2026-05-04"), 0),
        (stay("A", "2026-05-01", "2026-05-03", until_noon=True),
         stay("B", "2026-05-03", "2026-05-03", from_noon=True), 0),
        (stay("A", "2026-05-01", "2026-05-03"), stay("B", "2026-05-03", "2026-05-03", from_noon=True), 1),
        (stay("A", "2026-05-01", "2026-05-09"), stay("A", "2026-05-03", "2026-05-04"), 0),
        (stay("A", "2026-05-01", "2026-05-09"), stay("B", "2026-05-03", "2026-05-04"), 1),
    ],
)  # fmt: skip
def test_an_auditor_is_in_one_place_at_a_time(left, right, count):
    assert len(overlaps(new(), "李", [right, left])) == count


def test_an_overlap_names_the_days():
    found = overlaps(new(), "李", [stay("A", "2026-05-01", "2026-05-05"), stay("B", "2026-05-04", "2026-05-09")])[0]
    assert (found.rule, found.start, found.due, found.days) == ("K16", dt.date(2026, 5, 4), dt.date(2026, 5, 5), 2)
