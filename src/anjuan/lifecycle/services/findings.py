"""Findings as they are raised, and the evidence of what was done about them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.kit.clock import CHINA
from anjuan.lifecycle.models import Finding, FindingEvidence
from anjuan.lifecycle.selectors.subjects import subject_of
from anjuan.lifecycle.services.auditing import AuditClosedError, AuditInputError, audit_in, audit_journal
from anjuan.lifecycle.services.papers import bytes_file, case_of
from anjuan.lifecycle.services.stepping import may_not


@dataclasses.dataclass(frozen=True, slots=True)
class FindingDraft:
    """A finding as it is raised. ``grade`` is major, minor or observation; ``way`` written or onsite."""

    grade: str
    fact: str
    clause: str = ""
    requirement: str = ""
    department: str = ""
    found_on: dt.date | None = None
    due_on: dt.date | None = None
    way: str = "written"


@durable_transaction()
def finding_raise(*, deed: Deed, viewer: Viewer, key: int, draft: FindingDraft) -> Finding:
    """Raise a finding in an audit that is under way.

    Raises:
        ProcessMayNotError: The person does no audits.
        AuditClosedError: The audit is not under way.
        AuditInputError: There is no such grade.

    """
    may_not(deed, viewer, "process.audit")
    audit = audit_in(viewer, key, ("opened", "closed"))
    if draft.grade not in ("major", "minor", "observation"):
        raise AuditInputError(f"There is no grade {draft.grade!r}.", remedy="Use major, minor or observation.")
    letter = "G" if draft.grade == "observation" else "B"
    finding = Finding.objects.create(
        audit=audit, number=f"{letter}{audit.findings.count() + 1:02d}", grade=draft.grade, first_grade=draft.grade,
        clause=draft.clause[:60], requirement=draft.requirement, fact=draft.fact, department=draft.department[:100],
        found_on=draft.found_on or deed.now.astimezone(CHINA).date(), due_on=draft.due_on, way=draft.way,
        raised_by=deed.actor, created_at=deed.now, updated_at=deed.now,
    )  # fmt: skip
    audit_journal(deed, audit, "finding", number=finding.number, grade=finding.grade)
    return finding


def evidence_add(*, deed: Deed, viewer: Viewer, key: int, name: str, pieces: Iterable[bytes]) -> FindingEvidence:
    """Take a file that shows what was done about a finding into the case; the client or the team brings it.

    Raises:
        ProcessMayNotError: The person may neither answer findings nor audit.
        ProcessUnknownError: There is no such finding for this person.
        AuditClosedError: The finding is closed, or its audit has no case.

    """
    may_not(deed, viewer, "process.answer" if viewer.may("process.answer") else "process.audit")
    subject = subject_of(viewer, "finding", key)
    case = case_of(subject)
    if case is None or subject.state in ("closed", "lapsed", "taken_back"):
        raise AuditClosedError(
            f"The finding {subject.row.number} takes no evidence any more.", remedy="Open a new finding."
        )
    item = bytes_file(deed=deed, case=case, name=name, pieces=pieces, said=("D09", f"整改证据 {subject.row.number}"))
    with durable_transaction():
        row = FindingEvidence.objects.create(
            finding=subject.row, item=item, title=name[:300], added_by=deed.actor, added_at=deed.now
        )
        audit_journal(deed, subject.row.audit, "evidence", number=subject.row.number, title=name)
    return row
