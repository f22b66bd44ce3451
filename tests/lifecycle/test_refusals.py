"""Forty wrong attempts, forty sentences: each names its rule, the edition and the way out, in both languages."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.lifecycle.books import NEW, day, new, old

from anjuan.lifecycle.rules import people, tables
from anjuan.lifecycle.rules.applications import Loss, Operation, operation, waiting_time
from anjuan.lifecycle.rules.asked_time import Adjustment, Asked, Standard
from anjuan.lifecycle.rules.audit_time import audit_time
from anjuan.lifecycle.rules.competence import Code, body_covers, team_covers
from anjuan.lifecycle.rules.corrections import major_verified, minor_accepted, response_due, stage_interval
from anjuan.lifecycle.rules.integrated import Integration
from anjuan.lifecycle.rules.keeping import Keeping, disposal
from anjuan.lifecycle.rules.people import Consultancy, Member, Office
from anjuan.lifecycle.rules.personnel import Group, effective_personnel
from anjuan.lifecycle.rules.renewal import (
    Renewal,
    cycle_length,
    renewal_audit,
    renewal_finished,
    renewed_expiry,
    restoration,
)
from anjuan.lifecycle.rules.reporting import national_report, plan_reported
from anjuan.lifecycle.rules.sampling import SampleAsked, SiteGroup, site_sample
from anjuan.lifecycle.rules.surveillance import Cycle, surveillance_count, surveillance_overdue, surveillance_verdicts
from anjuan.lifecycle.rules.suspensions import short_notice_audit, suspension_length
from anjuan.lifecycle.rules.workload import Load, audit_day, overlaps, stay_of, workload

DAY, LATER = day("2026-05-10"), day("2027-06-01")
TEAM = [Member("p1", "李明", "auditor"), Member("p2", "王芳", "expert"), Member("p3", "赵强", "trainee")]
OFFICE = Office("p1", "李明", is_bound=False, declared_no_relation=False)
QMS = Standard("QMS", 100)


def time_of(*standards, **more):
    found = audit_time(tables.time_tables("QMS", NEW), Asked("initial", standards, **more))
    return (found.refusals or found.notes)[0]


def factor(key="mature", percent=5, reason="有记录", field="QMS"):
    return Standard(field, 100, "", (Adjustment(key, Fraction(percent), reason),))


def sample(*groups, **more):
    found = site_sample(new(), tables.site_sampling().latest, SampleAsked("initial", groups, **more))
    return (found.refusals or found.notes)[0]


def first_of(issued, *done):
    cycle = Cycle(day(issued), day("2029-12-31"), surveillances=tuple(map(day, done)))
    return surveillance_verdicts(cycle, lambda on: tables.book_on("QMS", on), LATER)[-1]


EXPIRED = Renewal(DAY, audit_ended_on=LATER, finished_on=LATER, new_expires_on=day("2031-01-01"))
ATTEMPTS = {
    "T01": lambda: first_of("2026-02-01"),
    "T02": lambda: first_of("2025-01-01", "2025-12-01"),
    "T03": lambda: surveillance_count(new(), 1),
    "T04": lambda: surveillance_overdue(new(), DAY, "valid", LATER),
    "T05": lambda: cycle_length(new(), DAY, day("2029-05-10")),
    "T05 backwards": lambda: cycle_length(new(), DAY, day("2026-05-09")),
    "T06": lambda: renewal_audit(new(), EXPIRED, LATER),
    "T06 remote": lambda: renewal_audit(new(), Renewal(LATER, DAY, is_on_site=False), DAY),
    "T07": lambda: renewed_expiry(new(), EXPIRED),
    "T08": lambda: renewal_finished(new(), EXPIRED, LATER),
    "T09 new": lambda: restoration(new(), EXPIRED, LATER),
    "T09 old": lambda: restoration(old(), EXPIRED, LATER),
    "T10": lambda: major_verified(new(), DAY, None, LATER),
    "T11": lambda: response_due(new(), DAY, None, LATER),
    "T12": lambda: minor_accepted(new(), None, DAY),
    "T13": lambda: stage_interval(new(), DAY, LATER, LATER),
    "T14": lambda: suspension_length(new(), DAY, None, None, LATER),
    "T15": lambda: waiting_time(new(), Loss("withdrawn", DAY), DAY),
    "T16": lambda: operation(new(), Operation(DAY, DAY, DAY), DAY),
    "T16 unknown": lambda: operation(new(), Operation(None, DAY, DAY), DAY),
    "T17": lambda: short_notice_audit(new(), DAY, None, LATER),
    "T18": lambda: workload(new(), Load("李明", Fraction(180), 50), Fraction(1))[0],
    "T19": lambda: body_covers(new(), Code("17.10.01"), []),
    "T20": lambda: audit_day(new(), Fraction(6)),
    "T21": lambda: national_report(new(), DAY, None, LATER),
    "T21 plan": lambda: plan_reported(new(), DAY, None, LATER),
    "T22": lambda: disposal(new(), Keeping(DAY, DAY), LATER),
    "P01": lambda: people.decider_apart(new(), [OFFICE], TEAM),
    "P02": lambda: people.decider_bound(new(), [OFFICE]),
    "P03": lambda: people.consulted(new(), ["p1"], [Consultancy("p1", "李明", None)], DAY),
    "P04": lambda: people.body_apart(
        new(), is_certification_body=True, consults=False, internal_audit_ended_on=None, on=DAY
    ),
    "P05": lambda: people.declared(new(), TEAM, DAY),
    "P06": lambda: people.expert_limits(new(), TEAM),
    "P07": lambda: people.trainee_limits(new(), TEAM),
    "P07 leader": lambda: people.leader_named(new(), TEAM),
    "P08": lambda: team_covers(new(), [Code("17")], []),
    "P09": lambda: people.objection(new(), asked_on=None, starts_on=DAY, is_short_notice=False),
    "P10": lambda: people.reviewer_apart(new(), [OFFICE], TEAM),
    "P11": lambda: people.committee_free(new(), [OFFICE]),
    "P12": lambda: people.same_leader(new(), "p1", ["p1", "p1"]),
    "K16": lambda: overlaps(new(), "李明", [stay_of("甲", DAY, DAY), stay_of("乙", DAY, DAY)])[0],
    "A01": lambda: time_of(QMS, hours=Fraction(0)),
    "A02": lambda: time_of(Standard("QMS", 0)),
    "A02 group": lambda: effective_personnel(new(), [Group("保洁", 9, is_same_task=True)]).refusals[0],
    "A03": lambda: time_of(factor(percent=31)),
    "A04": lambda: time_of(QMS, planned_onsite=Fraction(1)),
    "A09": lambda: people.counted_days(new(), TEAM, Fraction(5)),
    "A10": lambda: time_of(QMS, extra_days=Fraction(-1)),
    "A11": lambda: time_of(QMS, stage1_percent=Fraction(50)),
    "A12 unknown": lambda: time_of(factor("luck")),
    "A12 reason": lambda: time_of(factor(reason="")),
    "A12 sign": lambda: time_of(factor(percent=-5)),
    "A14 field": lambda: time_of(Standard("FSMS", 100)),
    "A14 special": lambda: time_of(Standard("EMS", 100, "special")),
    "I01": lambda: time_of(QMS, QMS, integration=Integration(own_percent=Fraction(25))),
    "I02": lambda: time_of(QMS, QMS, integration=Integration(Fraction(50), (5,))),
    "M01": lambda: sample(SiteGroup("门店", 9), conditions={"similar": False}),
    "M02": lambda: sample(SiteGroup("门店", 0)),
    "M07": lambda: sample(SiteGroup("门店", 9, 2)),
    "M09": lambda: sample(SiteGroup("门店", 9), SiteGroup("门店", 4)),
}


def test_there_are_forty_and_more():
    assert len(ATTEMPTS) >= 40


@pytest.mark.parametrize("name", ATTEMPTS)
def test_a_refusal_names_rule_edition_and_way_out_in_both_languages(name):
    found = ATTEMPTS[name]()
    assert found.rule == name.partition(" ")[0]
    for told, word in zip(found.sentence, ("办法：", "Way out: "), strict=True):
        assert told.startswith(found.rule)
        assert found.basis.edition in told
        assert word in told
        assert "{" not in told
        assert "None" not in told


def test_no_two_refusals_say_the_same():
    told = [attempt().sentence.zh for attempt in ATTEMPTS.values()]
    assert len(set(told)) == len(told)
