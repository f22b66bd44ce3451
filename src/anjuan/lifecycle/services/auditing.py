"""What a team records: its people, the plan, notes from devices, signatures."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer, user_id_of
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.kit.errors import RefusedError, UsageError
from anjuan.lifecycle.models import Audit, ChecklistNote, PlanRow, TeamMember
from anjuan.lifecycle.selectors.subjects import subject_of
from anjuan.lifecycle.services.stepping import may_not

#: States in which the team, the plan and the dates of an audit may still be set.
_PLANNABLE = ("open", "tasked")
#: States in which notes and findings are taken.
_ON_SITE = ("confirmed", "opened", "closed")


class AuditClosedError(RefusedError):
    """Something is written into an audit that is past it, or not there yet."""

    code = "LIFE-110"
    http_status = 409


class AuditInputError(UsageError):
    """What is written into an audit cannot be right."""

    code = "LIFE-111"


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """A person for a team. ``role`` is leader, auditor, trainee, expert or observer; codes stand apart by ；."""

    name: str
    role: str
    days: float = 0.0
    username: str = ""
    is_full: bool = True
    codes: str = ""
    declared_on: dt.date | None = None
    consulted_on: dt.date | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class HalfDay:
    """A row of a plan; ``half`` is am or pm, ``person`` the name of a member, clauses are separated by spaces."""

    day: dt.date
    half: str
    process: str
    person: str
    clauses: str = ""
    site: str = ""
    is_remote: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Note:
    """A note as a device sends it; the same ``uuid`` in all its revisions."""

    uuid: uuid.UUID
    revision: int
    device: str
    device_at: dt.datetime
    text: str
    clauses: str = ""
    process: str = ""
    site: str = ""
    judgement: str = ""


def audit_in(viewer: Viewer, key: int, states: Sequence[str]) -> Audit:
    """Return an audit that is in one of these states, locked.

    Raises:
        ProcessUnknownError: There is none for this person.
        AuditClosedError: It is in another state.

    """
    audit: Audit = subject_of(viewer, "audit", key, locked=True).row
    if audit.state not in states:
        raise AuditClosedError(
            f"The audit {audit.number} is {audit.state}; this is written before or after.",
            remedy="Take the step that leads there, or the one back.",
        )
    return audit


def audit_journal(deed: Deed, audit: Audit, step: str, **detail: object) -> None:
    """Write into the journal what was written into an audit."""
    journal_write(
        deed=deed, action="process.audit", subject=f"lifecycle.audit:{audit.pk}", label=str(audit),
        detail={"step": step, **detail},
    )  # fmt: skip


@durable_transaction()
def team_set(*, deed: Deed, viewer: Viewer, key: int, people: Sequence[Person]) -> list[TeamMember]:
    """Give an audit its team, instead of the one it has.

    Raises:
        ProcessMayNotError: The person plans no audits.
        AuditClosedError: The task is ordered already.
        AuditInputError: A name or a role stands twice or is none.

    """
    may_not(deed, viewer, "process.plan")
    audit = audit_in(viewer, key, ("open",))
    names = [one.name for one in people]
    if len(set(names)) < len(names) or sum(one.role == "leader" for one in people) > 1 or not all(names):
        raise AuditInputError("A team names each person once and one leader at most.", remedy="Correct the team.")
    audit.team.all().delete()
    made = [
        TeamMember.objects.create(
            audit=audit, user_id=user_id_of(one.username) if one.username else None, name=one.name[:80], role=one.role,
            is_full=one.is_full, codes=one.codes[:200], days=str(one.days), declared_on=one.declared_on,
            consulted_on=one.consulted_on,
        )
        for one in people
    ]  # fmt: skip
    audit_journal(deed, audit, "team", people=[f"{one.name} {one.role}" for one in people])
    return made


@durable_transaction()
def audit_set(*, deed: Deed, viewer: Viewer, key: int, values: Mapping[str, object]) -> Audit:
    """Set dates and circumstances of an audit by the names of its columns.

    Raises:
        ProcessMayNotError: The person neither plans nor does audits.
        AuditInputError: A name is none of those that may be set, or the last day is before the first.

    """
    may_not(deed, viewer, "process.plan" if viewer.may("process.plan") else "process.audit")
    audit: Audit = subject_of(viewer, "audit", key, locked=True).row
    unknown = set(values) - SETTABLE
    first, last = (values.get(name, getattr(audit, name)) for name in ("first_day", "last_day"))
    if unknown or (isinstance(first, dt.date) and isinstance(last, dt.date) and last < first):
        raise AuditInputError("An audit ends on its first day or later, and has known values.", remedy="Correct it.")
    if {"first_day", "last_day"} & set(values) and audit.state not in _PLANNABLE:
        raise AuditClosedError(
            f"The days of the audit {audit.number} stand in its plan.", remedy="Change the plan first."
        )
    for name, value in values.items():
        setattr(audit, name, value)
    audit.updated_at = deed.now
    audit.save()
    audit_journal(deed, audit, "set", values={name: str(value) for name, value in values.items()})
    return audit


#: What may be set of an audit besides its state.
SETTABLE = frozenset(
    {
        "first_day", "last_day", "minimum_days", "objectives", "remote_share_pct", "remote_agreed_on",
        "team_accepted_on", "is_short_notice", "plan_reported_on", "spot_check_notice_on", "sample_sites",
        "visited_sites", "client_signed", "conclusion", "test_positive", "score", "score_signed_on", "licences_until",
        "committee_undeclared",
    }
)  # fmt: skip


@durable_transaction()
def plan_set(*, deed: Deed, viewer: Viewer, key: int, rows: Iterable[HalfDay]) -> list[PlanRow]:
    """Give an audit its plan, instead of the one it has.

    Raises:
        ProcessMayNotError: The person does no audits.
        AuditClosedError: The plan was sent already, or there is no team yet.
        AuditInputError: A row names nobody of the team or no half day.

    """
    may_not(deed, viewer, "process.audit" if viewer.may("process.audit") else "process.plan")
    audit = audit_in(viewer, key, ("tasked",))
    team = {member.name: member for member in audit.team.all()}
    wanted = list(rows)
    wrong = [row.person for row in wanted if row.person not in team or row.half not in ("am", "pm")]
    if wrong:
        raise AuditInputError(
            f"The plan names {'、'.join(wrong)}, or no half day.", remedy="Name members of the task order, am or pm."
        )
    audit.plan.all().delete()
    made = [
        PlanRow.objects.create(
            audit=audit, day=row.day, half=row.half, site=row.site[:200], process=row.process[:200],
            clauses=row.clauses[:300], member=team[row.person], is_remote=row.is_remote,
        )
        for row in wanted
    ]  # fmt: skip
    share = 100 * sum(row.is_remote for row in wanted) / len(wanted) if wanted else 0
    Audit.objects.filter(pk=audit.pk).update(remote_share_pct=round(share, 2), updated_at=deed.now)
    audit_journal(deed, audit, "plan", rows=len(made))
    return made


@durable_transaction()
def declarations_set(*, deed: Deed, viewer: Viewer, key: int, days: Mapping[str, dt.date]) -> None:
    """Note on which day members signed their declaration of impartiality, by name.

    Raises:
        ProcessMayNotError: The person neither plans nor does audits.

    """
    may_not(deed, viewer, "process.plan" if viewer.may("process.plan") else "process.audit")
    audit: Audit = subject_of(viewer, "audit", key, locked=True).row
    for name, day in days.items():
        audit.team.filter(name=name).update(declared_on=day)
    audit_journal(deed, audit, "declarations", people=sorted(days))


@durable_transaction()
def meeting_sign(*, deed: Deed, viewer: Viewer, key: int, names: Sequence[str], client: bool) -> None:
    """Note who signed the meeting that is due: the opening one before it, the closing one on site.

    Args:
        deed: Who and when.
        viewer: The same person's rights.
        key: Key of the audit.
        names: Names of members.
        client: Whether the client's management signed, or a reason for its absence is given.

    Raises:
        AuditClosedError: No meeting is due.

    """
    may_not(deed, viewer, "process.audit")
    audit = audit_in(viewer, key, ("confirmed", "opened"))
    column = "opening_signed" if audit.state == "confirmed" else "closing_signed"
    audit.team.filter(name__in=names).update(**{column: True})
    Audit.objects.filter(pk=audit.pk).update(client_signed=client, updated_at=deed.now)
    audit_journal(deed, audit, "signatures", people=list(names), client=client)


@durable_transaction()
def notes_receive(*, deed: Deed, viewer: Viewer, key: int, notes: Sequence[Note]) -> int:
    """Take the notes of a device; return how many were new. Sent twice they stand once; nothing is overwritten.

    Raises:
        ProcessMayNotError: The person does no audits.
        AuditClosedError: The report of the audit is handed in.
        AuditInputError: One revision of a note comes with two texts; none of the notes is taken.

    """
    may_not(deed, viewer, "process.audit")
    audit = audit_in(viewer, key, _ON_SITE)
    made = 0
    for note in notes:
        row, is_new = ChecklistNote.objects.get_or_create(
            audit=audit, uuid=note.uuid, revision=note.revision, device=note.device[:60],
            defaults={
                "audit": audit, "device_at": note.device_at, "received_at": deed.now, "clauses": note.clauses[:100],
                "process": note.process[:200], "site": note.site[:200], "text": note.text,
                "judgement": note.judgement[:10], "author": deed.actor,
            },
        )  # fmt: skip
        if row.text != note.text:
            raise AuditInputError(
                f"The note {note.uuid} has two texts in its revision {note.revision}.",
                remedy="Send the later one as a revision of its own.",
            )
        made += is_new
    if made:
        audit_journal(deed, audit, "notes", notes=made)
    return made
