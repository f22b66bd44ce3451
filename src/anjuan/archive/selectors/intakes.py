"""Batches of files and how far they are."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Document, Intake, IntakeItem
from anjuan.archive.models.intake import IntakeState, ItemState
from anjuan.kit.errors import NotFoundError

#: A browser that sends nothing for so long has stopped: one file of two gigabytes takes less on a slow line.
BROKEN_OFF = dt.timedelta(hours=1)
_BROKEN_OFF_SHOWN = 50


class IntakeUnknownError(NotFoundError):
    """No such batch, or not for this person."""

    code = "ARCH-012"


@dataclasses.dataclass(frozen=True, slots=True)
class ItemRow:
    """One file of a batch and what became of it.

    Attributes:
        state: ``received`` while it waits or is read; then ``filed``, ``duplicate``, ``refused``, ``failed``.
        pages_read: Pages read so far.
        pages_expected: Pages there will be, when known.

    """

    id: int
    path: str
    state: str
    reason_code: str
    reason: str
    size_bytes: int
    depth: int
    case_number: str
    document_id: int | None
    document_title: str
    document_kind: str
    pages_read: int
    pages_expected: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class IntakeRow:
    """A batch with its figures.

    Attributes:
        counts: How many files are in each state.
        seconds: How long it has been running, or took.
        pages_per_minute: Pages read per minute over the whole time; 0 before the first page.
        seconds_remaining: An estimate from files done so far; None when nothing can be said.
        announced: How many files a browser said it would send; 0 when nothing was announced.
        received: How many files came, those found inside others not counted; 0 when nothing was announced.
        broken_off: Whether files are still awaited although none has come for a while.

    """

    id: int
    root: str
    way: str
    mode: str
    state: str
    started_by: str
    started_at: str
    finished: bool
    counts: dict[str, int]
    pages_read: int
    pages_recognised: int
    seconds: float
    pages_per_minute: float
    seconds_remaining: float | None
    announced: int = 0
    received: int = 0
    broken_off: bool = False


def _intakes_of(viewer: Viewer) -> QuerySet[Intake]:
    if viewer.sees_all or viewer.may("case.file"):
        return Intake.objects.all()
    return Intake.objects.filter(started_by=viewer.name)


def uploads_broken_off(viewer: Viewer, *, now: dt.datetime) -> list[IntakeRow]:
    """Return uploads that wait for files which do not come, the newest first. Two queries."""
    before = now - BROKEN_OFF
    waiting = _intakes_of(viewer).filter(way="upload", state=IntakeState.RECEIVING)
    silent = _came(waiting.filter(Q(heard_at__lt=before) | Q(heard_at=None, started_at__lt=before)))
    return [_row(intake, {}, now) for intake in silent.order_by("-id")[:_BROKEN_OFF_SHOWN]]


def _came(intakes: QuerySet[Intake]) -> QuerySet[Intake]:
    """Add when something was last heard of a batch, and how many files came for it."""
    outer = Count("items", filter=Q(items__parent=None) & ~Q(announced=0))
    return intakes.annotate(heard=Coalesce("heard_at", "started_at"), came=outer)


def intake_list(viewer: Viewer, *, now: dt.datetime, limit: int = 20) -> list[IntakeRow]:
    """Return the newest batches first. Three queries."""
    keys = list(_intakes_of(viewer).order_by("-id").values_list("pk", flat=True)[:limit])
    intakes = list(_came(Intake.objects.filter(pk__in=keys)).order_by("-id"))
    counts: dict[int, dict[str, int]] = {}
    rows = IntakeItem.objects.filter(intake__in=intakes).order_by().values_list("intake_id", "state")
    for intake_id, state, number in rows.annotate(number=Count("id")):
        counts.setdefault(intake_id, {})[state] = number
    return [_row(intake, counts.get(intake.pk, {}), now) for intake in intakes]


def intake_get(viewer: Viewer, intake_id: int, *, now: dt.datetime) -> IntakeRow:
    """Return one batch. Two queries.

    Raises:
        IntakeUnknownError: There is none that this person may see.

    """
    intake = _came(_intakes_of(viewer)).filter(pk=intake_id).first()
    if intake is None:
        raise IntakeUnknownError(
            f"There is no batch {intake_id} that you may see.", remedy="Open the list of batches and choose one."
        )
    counts = dict(intake.items.order_by().values_list("state").annotate(number=Count("id")))
    return _row(intake, counts, now)


def _row(intake: Any, counts: dict[str, int], now: dt.datetime) -> IntakeRow:  # noqa: ANN401  an intake of _came
    seconds = max(((intake.finished_at or now) - intake.started_at).total_seconds(), 0.001)
    open_files = counts.get(ItemState.RECEIVED, 0)
    done = sum(counts.values()) - open_files
    remaining = seconds / done * open_files if done and not intake.finished_at else None
    return IntakeRow(
        id=intake.pk,
        root=intake.root,
        way=intake.way,
        mode=intake.mode,
        state=intake.state,
        started_by=intake.started_by,
        started_at=intake.started_at.isoformat(timespec="seconds"),
        finished=intake.finished_at is not None,
        counts=counts,
        pages_read=intake.pages_read,
        pages_recognised=intake.pages_recognised,
        seconds=seconds,
        pages_per_minute=intake.pages_read * 60 / seconds,
        seconds_remaining=remaining,
        announced=intake.announced,
        received=intake.came,
        broken_off=intake.way == "upload" and intake.state == IntakeState.RECEIVING and intake.heard < now - BROKEN_OFF,
    )


def intake_items(
    viewer: Viewer, intake_id: int, *, state: str = "", offset: int = 0, limit: int = 200
) -> list[ItemRow]:
    """Return files of a batch in the order they came, troubles included. Two queries.

    Raises:
        IntakeUnknownError: There is no such batch that this person may see.

    """
    if not _intakes_of(viewer).filter(pk=intake_id).exists():
        raise IntakeUnknownError(f"There is no batch {intake_id} that you may see.")
    items = IntakeItem.objects.filter(intake_id=intake_id).select_related("case", "document", "original")
    if state:
        items = items.filter(state=state)
    return [item_row(item) for item in items.order_by("id")[offset : offset + limit]]


def item_row(item: IntakeItem) -> ItemRow:
    """Return one file of a batch as lists show it."""
    document: Document | None = item.document
    original = item.original
    return ItemRow(
        id=item.pk,
        path=item.path,
        state=item.state,
        reason_code=item.reason_code,
        reason=item.reason,
        size_bytes=item.size_bytes,
        depth=item.depth,
        case_number=item.case.number if item.case else "",
        document_id=item.document_id,
        document_title=document.title if document else "",
        document_kind=document.kind if document else "",
        pages_read=document.pages_count if document else 0,
        pages_expected=original.pages_expected if original else None,
    )


def intake_result(viewer: Viewer, intake_id: int) -> dict[str, Any]:
    """Return a batch in the shape of the command contract: every file, and how many ended how. Four queries.

    Raises:
        IntakeUnknownError: There is no such batch that this person may see.

    """
    if not _intakes_of(viewer).filter(pk=intake_id).exists():
        raise IntakeUnknownError(f"There is no batch {intake_id} that you may see.")
    items = IntakeItem.objects.filter(intake_id=intake_id).select_related("case", "document", "original")
    papers = _papers(items)
    files = [_result(item, papers) for item in items.order_by("id")]
    totals: dict[str, int] = {"files": len(files), "pages": sum(d["pages"] for f in files for d in f["documents"])}
    for file in files:
        totals[file["status"]] = totals.get(file["status"], 0) + 1
    return {"files": files, "totals": totals}


def _papers(items: Iterable[IntakeItem]) -> dict[tuple[int, int], list[dict[str, Any]]]:
    """Return the documents that files became, by case and original. One query."""
    originals = {item.original_id for item in items if item.document_id and item.state != ItemState.DUPLICATE}
    found: dict[tuple[int, int], list[dict[str, Any]]] = {}
    documents = Document.objects.filter(original__in=originals, removed=False).order_by("original_id", "first_page")
    for one in documents:
        found.setdefault((one.case_id, one.original_id), []).append(
            {
                "id": one.pk,
                "kind": one.kind,
                "kind_name": one.kind_name,
                "title": one.title,
                "pages": one.pages_count,
                "first_page": one.first_page,
                "last_page": one.last_page,
                "confidence": one.kind_confidence if one.kind_by else None,
            }
        )
    return found


def _result(item: IntakeItem, papers: dict[tuple[int, int], list[dict[str, Any]]]) -> dict[str, Any]:
    is_own = item.document_id and item.state != ItemState.DUPLICATE
    return {
        "path": item.path,
        "status": item.state,
        "code": item.reason_code,
        "reason": item.reason,
        "case": item.case.number if item.case else "",
        "sha256": item.original.sha256 if item.original else "",
        "media_type": item.original.media_type if item.original else "",
        "documents": papers.get((item.case_id or 0, item.original_id or 0), []) if is_own else [],
    }
