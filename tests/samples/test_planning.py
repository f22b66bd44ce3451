from __future__ import annotations

import collections
import datetime as dt
import itertools

import pytest

from anjuan.samples.casedates import ORDER, calendar, validity
from anjuan.samples.planning import plan
from anjuan.samples.world import CasePlan, base_days, organisation

PLANS = plan(9, 160)


def last_day(event: CasePlan) -> dt.date:
    return event.start + dt.timedelta(days=event.calendar_days - 1)


def test_the_same_seed_plans_the_same_events() -> None:
    assert plan(3, 20) == plan(3, 20)


def test_another_seed_plans_other_events() -> None:
    assert plan(3, 20) != plan(4, 20)


def test_all_fields_and_events_are_planned() -> None:
    assert len({(event.field, event.event) for event in PLANS}) == 12


@pytest.mark.parametrize("event", PLANS[:60], ids=lambda event: str(event.index))
def test_dates_follow_the_order_of_a_case(event: CasePlan) -> None:
    days = calendar(event)
    chain = [days[name] for name, _ in ORDER if name in days]
    if event.event.startswith("surveillance"):
        chain = [days[name] for name, _ in ORDER if name in days and name != "issued"]
    assert chain == sorted(chain)


@pytest.mark.parametrize("event", [item for item in PLANS if item.previous_start], ids=lambda event: str(event.index))
def test_audits_of_a_cycle_are_never_more_than_twelve_months_apart(event: CasePlan) -> None:
    assert event.previous_start is not None
    assert 0 < (event.start - event.previous_start).days <= 365


def test_no_auditor_is_in_two_places() -> None:
    spans = collections.defaultdict(list)
    for event in PLANS:
        for person in event.team:
            spans[person.name].append((event.start, last_day(event)))
    for days in spans.values():
        for (_, end), (begin, _) in itertools.pairwise(sorted(days)):
            assert end < begin


def test_nobody_who_decides_or_reviews_audits() -> None:
    auditors = {person.name for event in PLANS for person in event.team}
    office = {person.name for event in PLANS for person in (event.reviewer, event.decision_maker)}
    assert not any(event.reviewer == event.decision_maker for event in PLANS)
    assert not any({event.reviewer, event.decision_maker} & set(event.team) for event in PLANS)
    assert len(auditors) > len(office)


def test_recertification_is_decided_before_the_old_certificate_ends() -> None:
    for event in (item for item in PLANS if item.event == "recertification"):
        issued, expires = validity(event)
        assert issued < expires.replace(year=expires.year - 3)


def test_a_system_runs_three_months_before_the_application() -> None:
    for event in (item for item in PLANS if item.event == "initial"):
        days = calendar(event)
        assert (days["application"] - days["release"]).days > 92
        assert days["release"] < days["internal_audit"] < days["management_review"] < days["application"]


@pytest.mark.parametrize(
    ("field", "people", "risk", "days"),
    [
        ("QMS", 5, "medium", 1.5),
        ("QMS", 65, "medium", 5),
        ("EMS", 65, "high", 8),
        ("EMS", 425, "limited", 5.5),
        ("OHSMS", 26, "medium", 5.5),
    ],
)
def test_audit_time_is_that_of_the_table(field: str, people: int, risk: str, days: float) -> None:
    assert base_days(field, people, risk) == days


def test_organisations_have_names_of_their_own() -> None:
    names = [organisation(1, index).name for index in range(120)]
    assert len(set(names)) == len(names)
