"""Who is audited when by whom: cycles whose dates fit and auditors who are never in two places."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator

from anjuan.samples.dice import Dice
from anjuan.samples.world import (
    EVENTS,
    FIELDS,
    Body,
    CasePlan,
    Person,
    base_days,
    half,
    organisation,
    person_name,
    pools,
    workday,
)

_MOST_DAYS_OF_ONE = 2.5
_SHARE_ON_SITE = 0.85
_FIRST_DAY = dt.date(2021, 3, 1)


class _Staff:
    """The people of one body, with the days they are already away."""

    def __init__(self, seed: int, body: Body, cases: int) -> None:
        dice = Dice(seed, "staff", body.short)
        self._dice = dice
        self.auditors: list[Person] = []
        self.busy: dict[str, list[tuple[dt.date, dt.date]]] = {}
        self._names: set[str] = set()
        for _ in range(max(14, cases // 12)):
            self._hire(dice)
        self.office = [self._new(dice, "评定人员") for _ in range(6)]
        self._next = 0

    def _new(self, dice: Dice, grade: str) -> Person:
        name = person_name(dice)
        while name in self._names:
            name = person_name(dice) + ("" if len(self._names) < 3000 else dice.one("一之文玉"))  # noqa: PLR2004
        self._names.add(name)
        number = (
            f"{dice.randint(2015, 2023)}-{dice.choice('N1')}{dice.randint(1, 9)}QMS-{dice.randint(1000000, 9999999)}"
        )
        return Person(name, number, grade)

    def _hire(self, dice: Dice) -> None:
        self.auditors.append(self._new(dice, dice.one(("高级审核员", "审核员", "审核员"))))

    def team(self, size: int, begin: dt.date, end: dt.date) -> tuple[Person, ...]:
        """Return auditors who are free on all these days, the leader first, and book them."""
        chosen: list[Person] = []
        for _ in range(len(self.auditors)):
            self._next = (self._next + 1) % len(self.auditors)
            person = self.auditors[self._next]
            if self._free(person, begin, end):
                chosen.append(person)
            if len(chosen) == size:
                break
        while len(chosen) < size:
            self._hire(self._dice)
            chosen.append(self.auditors[-1])
        for person in chosen:
            self.busy.setdefault(person.name, []).append((begin, end))
        return tuple(chosen)

    def _free(self, person: Person, begin: dt.date, end: dt.date) -> bool:
        spans = self.busy.get(person.name, ())
        return all(end < first or last < begin for first, last in spans)


def _time(field: str, event: str, headcount: int, risk: str) -> tuple[float, float, int, int]:
    """Return person-days, the stage 1 part, the size of the team and its days on site."""
    base = base_days(field, headcount, risk)
    total = {"initial": half(base), "recertification": half(base * 2 / 3)}.get(event, half(base / 3))
    stage1 = half(total / 4) if event == "initial" else 0.0
    main = max(1.0, total - stage1)
    size = max(1, min(4, math.ceil(main / _MOST_DAYS_OF_ONE)))
    return stage1 + main, stage1, size, max(1, math.ceil(main / size))


def _starts(dice: Dice) -> dict[tuple[int, str], dt.date]:
    """Return when each event of two cycles is audited: never more than 12 months apart."""
    start = workday(_FIRST_DAY + dt.timedelta(days=dice.randint(0, 330)))
    starts = {(0, "initial"): start}
    for event, gap in (("surveillance1", 345), ("surveillance2", 335), ("recertification", 335)):
        start = _before_weekend(start + dt.timedelta(days=gap - dice.randint(0, 14)))
        starts[(1 if event == "recertification" else 0, event)] = start
    for event, gap in (("surveillance1", 345), ("surveillance2", 335)):
        start = _before_weekend(start + dt.timedelta(days=gap - dice.randint(0, 14)))
        starts[(1, event)] = start
    return starts


def _before_weekend(day: dt.date) -> dt.date:
    """Return the Monday of the day's week: audits of up to five days stay inside the week."""
    return day - dt.timedelta(days=day.weekday())


def _events(seed: int, number: int) -> tuple[tuple[int, str], ...]:
    """Return the run of events of one organisation that the archive holds."""
    dice = Dice(seed, "events", number)
    chain: tuple[tuple[int, str], ...] = (
        *((0, name) for name in EVENTS[:3]),
        (1, EVENTS[3]),
        (1, EVENTS[1]),
        (1, EVENTS[2]),
    )
    first = (0, 3, 1, 0, 2)[number % 5]
    return chain[first : first + 1 + dice.randint(1, 3)]


def plan(seed: int, cases: int, *, body: str = "") -> tuple[CasePlan, ...]:
    """Return the audit events an archive of this seed holds.

    Args:
        seed: The seed; the same seed and number give the same events.
        cases: How many case files, at least 1.
        body: The short name of the one body that owns the archive; empty for all of them in turn.

    """
    bodies = [item for item in pools().bodies if not body or item.short == body]
    staff = {item.short: _Staff(seed, item, cases) for item in bodies}
    found: list[CasePlan] = []
    for raw in _raw_events(seed, cases):
        found.append(_assign(seed, len(found) + 1, raw, bodies, staff))
    return tuple(found)


def _raw_events(seed: int, cases: int) -> Iterator[tuple[int, str, int, str, dict[tuple[int, str], dt.date]]]:
    count = number = 0
    while count < cases:
        field = tuple(FIELDS)[Dice(seed, "field", number).choice((0, 0, 1, 2)) if number > 2 else number]  # noqa: PLR2004
        starts = _starts(Dice(seed, "dates", number))
        for cycle, event in _events(seed, number):
            if count == cases:
                return
            yield number, field, cycle, event, starts
            count += 1
        number += 1


def _assign(
    seed: int,
    index: int,
    raw: tuple[int, str, int, str, dict[tuple[int, str], dt.date]],
    bodies: list[Body],
    staff: dict[str, _Staff],
) -> CasePlan:
    number, field, cycle, event, starts = raw
    org = organisation(seed, number)
    dice = Dice(seed, "case", index)
    body = bodies[number % len(bodies)]
    people = staff[body.short]
    headcount = org.headcount + (EVENTS.index(event) if event != "initial" else 0) * dice.randint(-1, 3)
    risk = org.trade.risk["E" if field == "EMS" else "S"] if field != "QMS" else "medium"
    total, stage1, size, days = _time(field, event, headcount, risk)
    start = _before_weekend(starts[(cycle, event)])
    begin = start - dt.timedelta(days=21 if stage1 else 0)
    order = sorted(starts.values())
    place = order.index(starts[(cycle, event)])
    expert = person_name(dice) if dice.maybe(0.15) else ""
    office = dice.sample(people.office, 2)
    return CasePlan(
        seed=seed,
        index=index,
        organisation_index=number,
        field=field,
        event=event,
        cycle=cycle,
        start=start,
        calendar_days=days,
        person_days=total,
        stage1_days=stage1,
        headcount=headcount,
        team=people.team(size, begin, start + dt.timedelta(days=days - 1)),
        reviewer=office[0],
        decision_maker=office[1],
        technical_expert=Person(expert, f"ZJ-{dice.randint(100, 999)}", "技术专家") if expert else None,
        body=body,
        serial=1000 + number * 3 % 80000 + 1,
        initial_start=_before_weekend(starts[(0, "initial")] if cycle == 0 else starts[(1, "recertification")]),
        first_start=_before_weekend(starts[(0, "initial")]),
        previous_start=_before_weekend(order[place - 1]) if place else None,
    )
