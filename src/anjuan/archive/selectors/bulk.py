"""Deeds done to many things: a person's own orders, and what became of each thing."""

from __future__ import annotations

import dataclasses

from django.db.models import Count

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import BulkDeed
from anjuan.archive.models.bulk import BulkState
from anjuan.kit.errors import NotFoundError


class BulkUnknownError(NotFoundError):
    """There is no such order, or it is somebody else's; the two are told alike."""

    code = "ARCH-060"


@dataclasses.dataclass(frozen=True, slots=True)
class BulkRow:
    """One order.

    Attributes:
        inputs: What was said with it, by name.
        undoes: The order it takes back, or None.
        undone_by: The order that takes it back, or None.

    """

    id: int
    kind: str
    inputs: dict[str, str]
    ordered_at: str
    finished_at: str
    total: int
    undoes: int | None
    undone_by: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class BulkThing:
    """What became of one thing; ``is_kept`` when it still may be taken back."""

    subject_id: int
    label: str
    state: str
    code: str
    reason: str
    is_kept: bool


@dataclasses.dataclass(frozen=True, slots=True)
class BulkView:
    """An order with a slice of its things.

    Attributes:
        counts: How many things there are in each state.
        undoable: How many things undoing it would change; 0 while it runs, and once it was undone.

    """

    row: BulkRow
    counts: dict[str, int]
    things: tuple[BulkThing, ...]
    undoable: int

    @property
    def done(self) -> int:
        """How many things are through, well or not."""
        return self.row.total - self.counts.get(BulkState.WAITING, 0)


def bulk_list(viewer: Viewer, *, limit: int = 50) -> list[BulkRow]:
    """Return a person's own orders, the newest first. One query."""
    rows = BulkDeed.objects.filter(actor=viewer.name).select_related("undone_by")[:limit]
    return [_row(one) for one in rows]


def bulk_get(viewer: Viewer, bulk_id: int, *, state: str = "", offset: int = 0, limit: int = 50) -> BulkView:
    """Return one of a person's own orders with some of its things: first what somebody should look at. Four queries.

    Raises:
        BulkUnknownError: There is none of this person.

    """
    bulk = BulkDeed.objects.filter(pk=bulk_id, actor=viewer.name).select_related("undone_by").first()
    if bulk is None:
        raise BulkUnknownError(f"There is no order {bulk_id} of yours.", remedy="Open it from your list of orders.")
    counts = dict(bulk.items.order_by().values_list("state").annotate(number=Count("id")))
    things = bulk.items.filter(state=state) if state in BulkState.values else bulk.items.all()
    kept = bulk.items.filter(state=BulkState.DONE).exclude(before={}).count()
    row = _row(bulk)
    is_open = row.finished_at and row.undoes is None and row.undone_by is None
    return BulkView(row, counts, tuple(
        BulkThing(one.subject_id, one.label, one.state, one.code, one.reason, bool(one.before))
        for one in things.order_by("pk")[offset : offset + limit]
    ), kept if is_open else 0)  # fmt: skip


def _row(one: BulkDeed) -> BulkRow:
    back = getattr(one, "undone_by", None)
    return BulkRow(
        one.pk, one.kind, one.inputs, one.ordered_at.isoformat(timespec="seconds"),
        one.finished_at.isoformat(timespec="seconds") if one.finished_at else "", one.total, one.undoes_id,
        back.pk if back else None,
    )  # fmt: skip
