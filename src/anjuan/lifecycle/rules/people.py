"""Who may do what: separation of duties and impartiality, P01 to P12."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction

from anjuan.kit.periods import add_months
from anjuan.lifecycle.rules.competence import COUNTING
from anjuan.lifecycle.rules.rulebook import Book
from anjuan.lifecycle.rules.verdicts import Outcome, Verdict, number_text


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """Somebody in an audit team.

    Attributes:
        person: The key of the person; names alone are not compared.
        name: As people know them.
        role: ``leader``, ``auditor``, ``trainee``, ``expert``, ``interpreter`` or ``observer``.
        declared_on: The day of the signed declaration of impartiality and confidentiality; None when there is none.
        guided_by: The person who guides a trainee or accompanies an expert; empty when nobody does.
        days: Days on site in this audit.
        grades_findings: Whether findings are graded under this name.

    """

    person: str
    name: str
    role: str
    declared_on: dt.date | None = None
    guided_by: str = ""
    days: Fraction = Fraction(0)
    grades_findings: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Office:
    """Somebody who reviews or decides.

    Attributes:
        person: The key of the person.
        name: As people know them.
        is_bound: Whether employed by the body, or under its legally enforceable control.
        declared_no_relation: Whether a vote declares no past, present or foreseeable relation to the client.

    """

    person: str
    name: str
    is_bound: bool = True
    declared_no_relation: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Consultancy:
    """A piece of consultancy or internal auditing that somebody did for the client; ``ended_on`` None while it runs."""

    person: str
    name: str
    ended_on: dt.date | None


def _judge(book: Book, rule: str, names: Sequence[str], **slots: object) -> Verdict:
    """Return a rule as broken by the people named, as kept when nobody is."""
    outcome = Outcome.BROKEN if names else Outcome.KEPT
    return book.verdict(rule, outcome, outcome.value, names="、".join(names), **slots)  # type: ignore[arg-type]


def decider_apart(book: Book, deciders: Iterable[Office], team: Iterable[Member]) -> Verdict:
    """Return P01: nobody who decides took part in the audit, in whatever role."""
    inside = {member.person for member in team}
    return _judge(book, "P01", [one.name for one in deciders if one.person in inside])


def decider_bound(book: Book, deciders: Iterable[Office]) -> Verdict:
    """Return P02: who decides is employed by the body or under its legally enforceable control."""
    return _judge(book, "P02", [one.name for one in deciders if not one.is_bound])


def consulted(book: Book, people: Iterable[str], past: Iterable[Consultancy], on: dt.date) -> Verdict:
    """Return P03: none of the people consulted for the client within the years before a day.

    Consultancy that ended exactly so many years before the day counts no longer; one that still runs always does.
    """
    months = book.number("P03", "months")
    wanted = set(people)
    names, last = [], None
    for one in past:
        free = add_months(one.ended_on, months) if one.ended_on else dt.date.max
        if one.person in wanted and on < free:
            names.append(one.name)
            last = max(last or free, free)
    return _judge(book, "P03", list(dict.fromkeys(names)), months=months, until=_open_end(last))


def _open_end(day: dt.date | None) -> str:
    return "—" if day in {None, dt.date.max} else str(day)


def body_apart(
    book: Book, *, is_certification_body: bool, consults: bool, internal_audit_ended_on: dt.date | None, on: dt.date
) -> Verdict:  # fmt: skip
    """Return P04: the body does not certify another body, nor a client it consults or audited internally.

    Args:
        book: The rules in force.
        is_certification_body: Whether the client is itself a certification body.
        consults: Whether the body offers the client management-system consultancy.
        internal_audit_ended_on: The day internal audits by the body ended; None when there were none.
        on: The day of the application.

    """
    months = book.number("P04", "months")
    if is_certification_body:
        return book.verdict("P04", Outcome.BROKEN, "body")
    if consults:
        return book.verdict("P04", Outcome.BROKEN, "consults")
    if internal_audit_ended_on is not None:
        due = add_months(internal_audit_ended_on, months)
        if on < due:
            days = (on - due).days
            return book.verdict(
                "P04", Outcome.BROKEN, "audited", start=internal_audit_ended_on, due=due, actual=on, days=days,
                months=months,
            )  # fmt: skip
    return book.verdict("P04", Outcome.KEPT, "kept", actual=on)


def declared(book: Book, team: Iterable[Member], starts_on: dt.date) -> Verdict:
    """Return P05: every member signed the declaration on or before the first audit day."""
    late = [one.name for one in team if one.declared_on is None or one.declared_on > starts_on]
    return _judge(book, "P05", late, start=starts_on)


def expert_limits(book: Book, team: Sequence[Member]) -> Verdict:
    """Return P06: a technical expert neither audits alone nor grades findings."""
    counting = {one.person for one in team if one.role in COUNTING}
    wrong = [
        one.name for one in team
        if one.role == "expert" and (one.grades_findings or (one.guided_by or "") not in counting)
    ]  # fmt: skip
    return _judge(book, "P06", wrong)


def trainee_limits(book: Book, team: Sequence[Member]) -> Verdict:
    """Return P07: a trainee works under the guidance of a full auditor of the team."""
    counting = {one.person for one in team if one.role in COUNTING}
    wrong = [one.name for one in team if one.role == "trainee" and one.guided_by not in counting]
    return _judge(book, "P07", wrong)


def leader_named(book: Book, team: Sequence[Member]) -> Verdict:
    """Return P07 for the leader: exactly one, who is a full auditor."""
    leaders = [one.name for one in team if one.role == "leader"]
    if len(leaders) == 1:
        return book.verdict("P07", Outcome.KEPT, "led", names=leaders[0])
    saying = "no_leader" if not leaders else "many_leaders"
    return book.verdict("P07", Outcome.BROKEN, saying, names="、".join(leaders))


def counted_days(book: Book, team: Iterable[Member], needed: Fraction) -> Verdict:
    """Return A09: whether the days of leader and auditors alone reach the days needed."""
    counted = sum((one.days for one in team if one.role in COUNTING), Fraction(0))
    outcome = Outcome.KEPT if counted >= needed else Outcome.BROKEN
    return book.verdict("A09", outcome, outcome.value, counted=number_text(counted), needed=number_text(needed))


def objection(book: Book, *, asked_on: dt.date | None, starts_on: dt.date, is_short_notice: bool) -> Verdict:
    """Return P09: the client could object to the team before the audit; a short-notice audit needs it not."""
    if is_short_notice:
        return book.verdict("P09", Outcome.SILENT, "short_notice")
    good = asked_on is not None and asked_on < starts_on
    outcome = Outcome.KEPT if good else Outcome.BROKEN
    return book.verdict("P09", outcome, outcome.value, start=starts_on, actual=asked_on)


def reviewer_apart(book: Book, reviewers: Iterable[Office], team: Iterable[Member]) -> Verdict:
    """Return P10: who reviews the case file did not audit."""
    inside = {member.person for member in team}
    return _judge(book, "P10", [one.name for one in reviewers if one.person in inside])


def committee_free(book: Book, voters: Iterable[Office]) -> Verdict:
    """Return P11: every vote of a committee declares no relation to the client."""
    return _judge(book, "P11", [one.name for one in voters if not one.declared_no_relation])


def same_leader(book: Book, leader: str, earlier: Sequence[str], most: int | None = None) -> Verdict:
    """Return P12: whether one person would lead the audits of one client for more cycles in a row than the body allows.

    Args:
        book: The rules in force.
        leader: The key of the person who is to lead.
        earlier: The leaders of the cycles before, the latest first.
        most: The body's own number of cycles; the table's for None.

    """
    allowed = book.number("P12", "cycles") if most is None else most
    count = 1
    for one in earlier:
        if one != leader:
            break
        count += 1
    outcome = Outcome.KEPT if count <= allowed else Outcome.BROKEN
    return book.verdict("P12", outcome, outcome.value, count=count, most=allowed)
