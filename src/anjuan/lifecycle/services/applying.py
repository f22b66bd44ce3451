"""Applications: drafting, looking up conditions, transfers."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import RefusedError, UsageError
from anjuan.lifecycle.models import Application, Condition, Project, Special
from anjuan.lifecycle.rules.process_tables import limits
from anjuan.lifecycle.selectors.sight import organisations_of
from anjuan.lifecycle.selectors.subjects import subject_of
from anjuan.lifecycle.services.numbering import next_number
from anjuan.lifecycle.services.stepping import may_not, today_of

#: What may still be written into an application.
OPEN = ("draft", "returned", "submitted")


class ApplicationClosedError(RefusedError):
    """An application that was decided is changed."""

    code = "LIFE-107"
    http_status = 409


class ConditionError(UsageError):
    """A condition is looked up that is none, or with an outcome that is none."""

    code = "LIFE-108"


@dataclasses.dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """What an applicant states; empty where nothing is stated. ``kind`` is system, product or service."""

    applicant: str
    kind: str = "system"
    audit_type: str = "initial"
    credit_code: str = ""
    field_code: str = ""
    standards: str = ""
    scope: str = ""
    professional_codes: str = ""
    contact: str = ""
    phone: str = ""
    headcount: int | None = None
    site_count: int = 1
    applied_on: dt.date | None = None
    released_on: dt.date | None = None
    internal_audit_on: dt.date | None = None
    management_review_on: dt.date | None = None
    qualified_auditors: int | None = None
    barred_from: dt.date | None = None
    barred_by_body: bool = False


@durable_transaction()
def application_draft(*, deed: Deed, viewer: Viewer, facts: ApplicationFacts) -> Application:
    """Keep a new application as a draft. A client's belongs to the client's organisation.

    Raises:
        ProcessMayNotError: The person may not apply.

    """
    may_not(deed, viewer, "process.apply")
    own = organisations_of(viewer)
    application = Application.objects.create(
        number=next_number(Application, "SQ", deed), organisation_id=own[0] if own else None,
        created_at=deed.now, updated_at=deed.now, created_by=deed.actor, **dataclasses.asdict(facts),
    )  # fmt: skip
    _journal(deed, application, "draft")
    return application


@durable_transaction()
def application_change(*, deed: Deed, viewer: Viewer, key: int, facts: ApplicationFacts) -> Application:
    """Write other values into an application that nobody decided yet.

    Raises:
        ProcessMayNotError: The person may neither apply nor review applications.
        ProcessUnknownError: There is none for this person.
        ApplicationClosedError: It was decided.

    """
    may_not(deed, viewer, "process.accept" if viewer.may("process.accept") else "process.apply")
    row: Application = subject_of(viewer, "application", key, locked=True).row
    if row.state not in OPEN:
        raise ApplicationClosedError(
            f"The application {row.number} was decided and is changed no more.", remedy="Draft a new one."
        )
    for name, value in dataclasses.asdict(facts).items():
        setattr(row, name, value)
    row.updated_at = deed.now
    row.save()
    _journal(deed, row, "change")
    return row


def _journal(deed: Deed, row: Application, step: str, **detail: str) -> None:
    journal_write(
        deed=deed, action="process.application", subject=f"lifecycle.application:{row.pk}", label=str(row),
        detail={"step": step, **detail},
    )  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class LookUp:
    """A condition that a person looked up: key of the table, ``yes``, ``no`` or ``na``, the day, a note."""

    key: str
    outcome: str
    checked_on: dt.date | None = None
    note: str = ""


@durable_transaction()
def condition_check(*, deed: Deed, viewer: Viewer, machine: str, key: int, found: LookUp) -> Condition:
    """Record that a condition was looked up. Looking again adds a row; the last one counts.

    Args:
        deed: Who and when.
        viewer: The same person's rights.
        machine: ``application``, ``special`` or ``transfer``.
        key: Key of the row.
        found: What was found.

    Raises:
        ProcessMayNotError: The person reviews no applications.
        ConditionError: There is no such condition or outcome, or the day is still to come.

    """
    may_not(deed, viewer, "process.accept")
    known = limits().on(today_of(deed)).conditions
    day = found.checked_on or today_of(deed)
    if found.key not in known or found.outcome not in ("yes", "no", "na") or day > today_of(deed):
        raise ConditionError(
            f"The condition {found.key!r} cannot be {found.outcome!r} on {day}.",
            remedy="Choose a condition of the list and a day that has come.",
        )
    row = subject_of(viewer, machine, key).row
    about = {"application": row} if machine == "application" else {"special": row}
    condition = Condition.objects.create(
        key=found.key, outcome=found.outcome, checked_on=day, checked_by=deed.actor, note=found.note[:300],
        at=deed.now, **about,
    )  # fmt: skip
    journal_write(
        deed=deed, action="process.condition", subject=f"lifecycle.{machine}:{row.pk}", label=str(row),
        detail={"condition": found.key, "outcome": found.outcome, "checked_on": str(day)},
    )  # fmt: skip
    return condition


@durable_transaction()
def transfer_request(
    *, deed: Deed, viewer: Viewer, application: Application, old_body: str, old_number: str,
    old_expires_on: dt.date | None = None,
) -> Special:  # fmt: skip
    """Open the pre-transfer review of an application that comes from another body (MD 2).

    Raises:
        ProcessMayNotError: The person reviews no applications.

    """
    may_not(deed, viewer, "process.accept")
    return _special(
        deed, "SP5", application=application, trigger="转机构申请", old_body=old_body[:200],
        old_certificate_no=old_number[:60], old_expires_on=old_expires_on,
    )  # fmt: skip


@durable_transaction()
def special_request(*, deed: Deed, viewer: Viewer, project: Project, code: str, trigger: str) -> Special:
    """Ask for a special audit or a change of a certified organisation: SP1 to SP4, SP6, SP7.

    Raises:
        ProcessMayNotError: The person plans no audits.
        ConditionError: There is no such kind.

    """
    may_not(deed, viewer, "process.plan")
    if code not in ("SP1", "SP2", "SP3", "SP4", "SP6", "SP7"):
        raise ConditionError(f"There is no special audit {code!r}.", remedy="Choose SP1 to SP4, SP6 or SP7.")
    return _special(deed, code, project=project, trigger=trigger[:500])


def _special(deed: Deed, code: str, **values: object) -> Special:
    row = Special.objects.create(
        number=next_number(Special, "TS", deed), code=code, requested_on=deed.now.astimezone(CHINA).date(),
        created_at=deed.now, updated_at=deed.now, **values,
    )  # fmt: skip
    journal_write(
        deed=deed, action="process.special", subject=f"lifecycle.special:{row.pk}", label=str(row),
        detail={"code": code},
    )  # fmt: skip
    return row
