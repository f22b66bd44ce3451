"""What is due: cases whose retention is over, legal holds that stand, originals to be read again."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, Original
from anjuan.archive.models.cases import CaseState
from anjuan.archive.selectors.sight import case_named, cases_of
from anjuan.custody.models import Hold, Retention
from anjuan.custody.rules.retention import UNTIL, Keep, obstacles

#: Every original is read again within so many days.
ROUND_DAYS = 7


@dataclasses.dataclass(frozen=True, slots=True)
class RetentionRow:
    """How long one case is kept.

    Attributes:
        outcome: ``until``, ``permanent`` or ``not-known``.
        keep_until: The last day, inclusive, ISO; empty unless the outcome is ``until``.
        at_least: What the known dates alone demand; empty when nothing.
        reasons: Every period that applies: rule, start, until, why.
        missing: What is not known.
        holds: How many legal holds stand.
        is_due: Whether its time is over and no hold stands.

    """

    case: str
    title: str
    organisation_name: str
    reference_code: str
    state: str
    class_code: str
    outcome: str
    keep_until: str
    at_least: str
    reasons: tuple[dict[str, str], ...]
    missing: tuple[str, ...]
    holds: int
    is_due: bool
    edition: str


@dataclasses.dataclass(frozen=True, slots=True)
class HoldRow:
    """One legal hold."""

    id: int
    case: str
    title: str
    reason_code: str
    reason: str
    begins: str
    placed_by: str
    placed_at: str
    lifted_by: str
    lifted_at: str
    lift_reason: str


def _rows(viewer: Viewer) -> QuerySet[Retention]:
    rows = Retention.objects.filter(case__in=cases_of(viewer)).exclude(case__state=CaseState.DESTROYED)
    return rows.select_related("case").annotate(standing=Count("case__holds", filter=Q(case__holds__lifted_at=None)))


def _row(row: Retention, today: dt.date) -> RetentionRow:
    standing: int = getattr(row, "standing", 0)
    return RetentionRow(
        case=row.case.number,
        title=row.case.title,
        organisation_name=row.case.organisation_name,
        reference_code=row.case.reference_code or "",
        state=row.case.state,
        class_code=row.class_code,
        outcome=row.outcome,
        keep_until=str(row.keep_until or ""),
        at_least=str(row.at_least or ""),
        reasons=tuple(row.reasons),
        missing=tuple(row.missing),
        holds=standing,
        is_due=row.outcome == UNTIL and row.keep_until is not None and row.keep_until < today and not standing,
        edition=row.edition,
    )


def retention_due(viewer: Viewer, *, today: dt.date, limit: int = 200) -> list[RetentionRow]:
    """Return the cases whose retention is over and on which no legal hold stands, the oldest first. One query."""
    held = Hold.objects.filter(lifted_at=None).values("case")
    rows = _rows(viewer).filter(outcome=UNTIL, keep_until__lt=today).exclude(case__in=held)
    rows = rows.order_by("keep_until", "case_id")
    return [_row(row, today) for row in rows[:limit]]


def retention_unknown(viewer: Viewer, *, today: dt.date, limit: int = 200) -> list[RetentionRow]:
    """Return the cases of which nobody knows how long they must be kept, with what is missing. One query."""
    return [_row(row, today) for row in _rows(viewer).filter(outcome="not-known").order_by("case_id")[:limit]]


def retention_get(viewer: Viewer, name: str, *, today: dt.date) -> RetentionRow | None:
    """Return how long a case is kept as computed last, or None when it never was. Two queries.

    Raises:
        CaseUnknownError: There is no such case that this person may see.

    """
    case = case_named(viewer, name)
    row = _rows(viewer).filter(case=case).first()
    return _row(row, today) if row else None


@dataclasses.dataclass(frozen=True, slots=True)
class KeepingBrief:
    """How long a case is kept, in a word: outcome, last day, and whether a legal hold stands."""

    outcome: str
    keep_until: str
    is_held: bool


def keeping_brief(viewer: Viewer, number: str) -> KeepingBrief | None:
    """Return how long a case is kept, in a word; None when nothing was computed and no hold stands. One query."""
    held = Count("holds", filter=Q(holds__lifted_at=None))
    cases = cases_of(viewer).filter(number=number).annotate(standing=held)
    row = cases.values_list("retention__outcome", "retention__keep_until", "standing").first()
    if row is None or not (row[0] or row[2]):
        return None
    return KeepingBrief(row[0] or "", str(row[1] or ""), bool(row[2]))


def hold_list(viewer: Viewer, *, case: str = "", lifted: bool = False, limit: int = 200) -> list[HoldRow]:
    """Return the legal holds that stand, with ``lifted`` all there ever were; of one case when it is named.

    One query, two with a case.

    Raises:
        CaseUnknownError: There is no such case that this person may see.

    """
    holds = Hold.objects.filter(case__in=cases_of(viewer)).select_related("case")
    if case:
        holds = holds.filter(case=case_named(viewer, case))
    if not lifted:
        holds = holds.filter(lifted_at=None)
    return [
        HoldRow(
            hold.pk, hold.case.number, hold.case.title, hold.reason_code, hold.reason, str(hold.begins),
            hold.placed_by, hold.placed_at.isoformat(timespec="seconds"), hold.lifted_by,
            hold.lifted_at.isoformat(timespec="seconds") if hold.lifted_at else "", hold.lift_reason,
        )
        for hold in holds[:limit]
    ]  # fmt: skip


def destruction_obstacles(case: Case, today: dt.date) -> tuple[str, ...]:
    """Return why a case may not be destroyed today, by what was computed last; nothing when it may. Three queries."""
    row = Retention.objects.filter(case=case).first()
    if row is None:
        return ("how long it must be kept was never computed",)
    state = Case.objects.values_list("state", flat=True).get(pk=case.pk)
    if state != CaseState.SEALED:
        return (f"it is {state}, not sealed",)
    keep = Keep(row.outcome, row.keep_until, row.at_least, (), tuple(row.missing), row.class_code, row.edition)
    holds = Counter(Hold.objects.filter(case=case, lifted_at=None).values_list("reason_code", flat=True))
    return obstacles(keep, holds, today)


@dataclasses.dataclass(frozen=True, slots=True)
class FixityDue:
    """How far the rounds of fixity are.

    Attributes:
        originals: Originals whose bytes are kept.
        bytes: Their size.
        due: Of these, how many were not read within the days of a round.
        due_bytes: Their size.
        damaged: Originals whose last check found damage.
        oldest: When the one that waits longest was read; empty when one never was.

    """

    originals: int
    bytes: int
    due: int
    due_bytes: int
    damaged: int
    oldest: str


def originals_due(*, now: dt.datetime, days: float = ROUND_DAYS) -> QuerySet[Original]:
    """Return the originals that were not read for so many days, those that wait longest first."""
    before = now - dt.timedelta(days=days)
    kept = Original.objects.filter(destroyed_at=None)
    return kept.filter(Q(checked_at=None) | Q(checked_at__lt=before)).order_by("checked_at", "pk")


def fixity_due(*, now: dt.datetime) -> FixityDue:
    """Return how far the rounds of fixity are. Three queries."""
    kept = Original.objects.filter(destroyed_at=None)
    all_of = kept.aggregate(number=Count("pk"), size=Sum("size_bytes"))
    due = (
        originals_due(now=now)
        .order_by()
        .aggregate(number=Count("pk"), size=Sum("size_bytes"), oldest=Min("checked_at"))
    )
    damaged = kept.filter(Q(verified_at=None) | Q(verified_at__lt=F("checked_at"))).exclude(checked_at=None)
    return FixityDue(
        originals=all_of["number"],
        bytes=all_of["size"] or 0,
        due=due["number"],
        due_bytes=due["size"] or 0,
        damaged=damaged.count(),
        oldest=due["oldest"].isoformat(timespec="seconds") if due["oldest"] else "",
    )
