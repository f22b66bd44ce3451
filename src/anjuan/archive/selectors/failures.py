"""Files that were not filed, over all batches: what a person has to look at again."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from django.db.models import Count, QuerySet

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Intake, IntakeItem
from anjuan.archive.models.intake import ItemState
from anjuan.archive.selectors.intakes import ItemRow, item_row
from anjuan.archive.selectors.sight import whole_cases_of

TROUBLED = (ItemState.FAILED, ItemState.REFUSED)
ORDERS = ("id", "path", "size_bytes", "finished_at")


@dataclasses.dataclass(frozen=True, slots=True)
class Failure:
    """A file that was not filed, with its batch."""

    item: ItemRow
    intake_id: int
    root: str
    started_by: str
    finished_at: str


@dataclasses.dataclass(frozen=True, slots=True)
class Failures:
    """A slice of the list; ``states`` counts each state under the other filters, "" is both."""

    rows: tuple[Failure, ...]
    total: int
    states: dict[str, int]


def _failed(viewer: Viewer, words: str) -> QuerySet[IntakeItem]:
    """Return the troubled files that a person may know of: of one's own batches, or all for who files."""
    items = IntakeItem.objects.filter(state__in=TROUBLED)
    if not viewer.may("case.file") and not viewer.sees_all:
        own = Intake.objects.filter(started_by=viewer.name)
        items = items.filter(intake__in=own, case__in=whole_cases_of(viewer))
    for word in words.split():
        items = items.filter(path__icontains=word)
    return items


def failure_total(viewer: Viewer, *, state: str = "", words: str = "") -> int:
    """Return how many files were not filed. One query."""
    items = _failed(viewer, words)
    return (items.filter(state=state) if state in TROUBLED else items).count()


def failure_list(
    viewer: Viewer, *, state: str = "", words: str = "", order: str = "-id", offset: int = 0, limit: int = 20
) -> Failures:
    """Return files that were not filed. Two queries."""
    items = _failed(viewer, words)
    states = dict(items.order_by().values_list("state").annotate(number=Count("id")))
    states[""] = sum(states.values())
    chosen = items.filter(state=state) if state in TROUBLED else items
    down = "-" if order.startswith("-") else ""
    column = order.removeprefix("-")
    rows = chosen.select_related("intake", "case", "document", "original").order_by(
        f"{down}{column if column in ORDERS else 'id'}", f"{down}id"
    )[offset : offset + limit]
    found = tuple(
        Failure(
            item_row(row), row.intake_id, row.intake.root, row.intake.started_by,
            row.finished_at.isoformat(timespec="seconds") if row.finished_at else "",
        )
        for row in rows
    )  # fmt: skip
    return Failures(found, states.get(state if state in TROUBLED else "", 0), states)


def failure_intakes(viewer: Viewer) -> list[int]:
    """Return the batches with files that were not filed. One query."""
    return sorted(set(_failed(viewer, "").values_list("intake_id", flat=True)))


def failed_item(viewer: Viewer, item_id: int) -> IntakeItem | None:
    """Return a file that was not filed and that a person may know of, or None. One query."""
    return _failed(viewer, "").filter(pk=item_id).first()


def failure_keys(
    viewer: Viewer, *, state: str = "", words: str = "", among: Sequence[int] = ()
) -> list[tuple[int, str]]:
    """Return the keys and paths of files that were not filed; of these keys only, if any. One query."""
    items = _failed(viewer, words)
    items = items.filter(state=state) if state in TROUBLED else items
    items = items.filter(pk__in=among) if among else items
    return list(items.order_by("id").values_list("pk", "path"))
