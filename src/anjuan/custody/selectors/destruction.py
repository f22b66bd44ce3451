"""Appraisal lists and the register of destroyed cases."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.db.models import Count

from anjuan.accounts.selectors.people import Viewer
from anjuan.custody.models import AppraisalList, DestructionRecord
from anjuan.kit.errors import NotFoundError

_PARTS = (
    "destruction.propose", "destruction.appraise", "destruction.approve", "destruction.supervise", "journal.read",
)  # fmt: skip


class ListUnknownError(NotFoundError):
    """There is no such appraisal list, or not for this person."""

    code = "CUST-023"


class EntryUnknownError(NotFoundError):
    """The register of destroyed cases has no such entry, or not for this person."""

    code = "CUST-024"


@dataclasses.dataclass(frozen=True, slots=True)
class AppraisalRow:
    """One appraisal list in a list of them."""

    number: str
    title: str
    state: str
    cases: int
    method: str
    made_by: str
    made_at: str
    decided_by: str
    decided_at: str
    begun_by: str
    ended_at: str


@dataclasses.dataclass(frozen=True, slots=True)
class AppraisalCase:
    """One case of an appraisal list."""

    case: str
    title: str
    organisation_name: str
    reference_code: str
    keep_until: str
    state: str
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class OpinionRow:
    """The opinion of a member of the appraisal group."""

    member: str
    agrees: bool
    text: str
    at: str


@dataclasses.dataclass(frozen=True, slots=True)
class AppraisalView:
    """An appraisal list with all that belongs to it.

    Attributes:
        row: The list itself.
        cases: Its cases.
        opinions: What the group thinks.
        supervisors: Who signed as supervisors.
        decision: What the head said.

    """

    row: AppraisalRow
    cases: tuple[AppraisalCase, ...]
    opinions: tuple[OpinionRow, ...]
    supervisors: tuple[str, ...]
    decision: str


@dataclasses.dataclass(frozen=True, slots=True)
class RegisterRow:
    """One entry of the register 销毁清册."""

    case: str
    reference_code: str
    title: str
    organisation_name: str
    year: int | None
    class_code: str
    keep_until: str
    documents: tuple[dict[str, Any], ...]
    pages: int
    kept_originals: tuple[dict[str, Any], ...]
    method: str
    list_number: str
    made_by: str
    approved_by: str
    approved_at: str
    supervisors: tuple[str, ...]
    destroyed_by: str
    destroyed_at: str


def _has_part(viewer: Viewer) -> bool:
    return any(viewer.may(capability) for capability in _PARTS)


def appraisal_list(viewer: Viewer, *, limit: int = 200) -> list[AppraisalRow]:
    """Return the appraisal lists, the newest first, to those who have a part in destruction. One query."""
    if not _has_part(viewer):
        return []
    return [_row(listed) for listed in AppraisalList.objects.annotate(number_of=Count("cases"))[:limit]]


def _row(listed: AppraisalList) -> AppraisalRow:
    return AppraisalRow(
        number=listed.number,
        title=listed.title,
        state=listed.state,
        cases=getattr(listed, "number_of", 0),
        method=listed.method,
        made_by=listed.made_by,
        made_at=listed.made_at.isoformat(timespec="seconds"),
        decided_by=listed.decided_by,
        decided_at=listed.decided_at.isoformat(timespec="seconds") if listed.decided_at else "",
        begun_by=listed.begun_by,
        ended_at=listed.ended_at.isoformat(timespec="seconds") if listed.ended_at else "",
    )


def appraisal_get(viewer: Viewer, number: str) -> AppraisalView:
    """Return one appraisal list with its cases, opinions and signatures. Four queries.

    Raises:
        ListUnknownError: There is none that this person may see.

    """
    listed = AppraisalList.objects.annotate(number_of=Count("cases")).filter(number=number).first()
    if listed is None or not _has_part(viewer):
        raise ListUnknownError(f"There is no appraisal list {number!r} that you may see.", remedy="Look at the lists.")
    cases = tuple(
        AppraisalCase(
            item.case.number, item.case.title, item.case.organisation_name, item.case.reference_code or "",
            str(item.keep_until), item.state, item.reason,
        )
        for item in listed.cases.select_related("case")
    )  # fmt: skip
    opinions = tuple(
        OpinionRow(item.member, item.agrees, item.text, item.at.isoformat(timespec="seconds"))
        for item in listed.opinions.all()
    )
    supervisors = tuple(listed.supervisions.values_list("supervisor", flat=True))
    return AppraisalView(_row(listed), cases, opinions, supervisors, listed.decision)


def register_list(viewer: Viewer, *, limit: int = 1000) -> list[RegisterRow]:
    """Return the register of destroyed cases, the oldest first, to those with a part in destruction. One query."""
    if not _has_part(viewer):
        return []
    return [_entry(record) for record in DestructionRecord.objects.all()[:limit]]


def register_entry(viewer: Viewer, case: str) -> RegisterRow:
    """Return the entry of one destroyed case by its number. One query.

    Raises:
        EntryUnknownError: There is none that this person may see.

    """
    record = DestructionRecord.objects.filter(case_number=case).first() if _has_part(viewer) else None
    if record is None:
        raise EntryUnknownError(
            f"The register of destroyed cases has no entry {case!r} that you may see.", remedy="Look at the register."
        )
    return _entry(record)


def _entry(record: DestructionRecord) -> RegisterRow:
    return RegisterRow(
        record.case_number, record.reference_code, record.title, record.organisation_name, record.year,
        record.class_code, str(record.keep_until), tuple(record.documents), record.pages_count,
        tuple(record.kept_originals), record.method, record.list_number, record.made_by, record.approved_by,
        record.approved_at.isoformat(timespec="seconds"), tuple(record.supervisors), record.destroyed_by,
        record.destroyed_at.isoformat(timespec="seconds"),
    )  # fmt: skip
