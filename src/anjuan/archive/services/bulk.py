"""Doing one deed to many things: ordered at once, done one by one in the background, each thing on its own.

The right to do it is asked for each thing, by the service that does it, with the roles the person holds at that
moment. What cannot be done to one thing is told beside it and does not hold up the others.
"""

from __future__ import annotations

import dataclasses
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer, viewer_named
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import BulkDeed, BulkItem
from anjuan.archive.models.bulk import BulkState
from anjuan.archive.selectors.bulk import BulkUnknownError
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Ticket
from anjuan.kit.clock import today_in_china
from anjuan.kit.errors import AnjuanError, UsageError

BULK_DEED = "archive.bulk_deed"
#: More than so many at once are refused: nobody looks through the results of more.
MOST_THINGS = 20_000
#: Somebody waits for it: before what comes round by itself.
_PRIORITY = 4
_PORTION = 200
_REPORT_SECONDS = 0.5

log = logging.getLogger(__name__)


class BulkImpossibleError(UsageError):
    """An order about nothing, about too much, or one that cannot be undone any more."""

    code = "ARCH-061"


class NothingToDoError(UsageError):
    """A deed that makes no sense for this thing."""

    code = "ARCH-062"


@dataclasses.dataclass(frozen=True, slots=True)
class Done:
    """What became of one thing.

    Attributes:
        is_changed: Whether anything is different now.
        before: What undoing it takes, as JSON holds it; empty when it is not to be undone.

    """

    is_changed: bool = True
    before: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Hand:
    """How one deed is done to one thing.

    Attributes:
        do: Does it, by the key of the thing and what was said with the order.
        undo: Takes it back, by the key and what ``do`` gave as ``before``; None when it cannot be.

    """

    do: Callable[[Deed, Viewer, int, Mapping[str, str]], Done]
    undo: Callable[[Deed, Viewer, int, Mapping[str, Any]], None] | None = None


@durable_transaction()
def bulk_order(
    *, deed: Deed, kind: str, things: Sequence[tuple[int, str]], inputs: Mapping[str, str] | None = None
) -> int:
    """Order a deed for many things; return the key of the order. Whoever ordered it sees what becomes of each.

    Args:
        deed: Who and when.
        kind: Which hand does it.
        things: Keys and names, as the person chose them from a list of their own.
        inputs: What was said with it.

    Raises:
        BulkImpossibleError: Nothing is chosen, or too much.

    """
    things = list(dict(things).items())
    if not 0 < len(things) <= MOST_THINGS:
        raise BulkImpossibleError(
            f"{len(things)} things are chosen; it takes 1 to {MOST_THINGS}.",
            remedy="Choose others, or narrow the list.",
        )
    bulk = BulkDeed.objects.create(
        kind=kind, inputs=dict(inputs or {}), actor=deed.actor, ordered_at=deed.now, total=len(things)
    )
    BulkItem.objects.bulk_create(
        (BulkItem(bulk=bulk, subject_id=key, label=label[:300]) for key, label in things), batch_size=1000
    )
    _journal(deed, bulk, action="bulk.order")
    return bulk.pk


@durable_transaction()
def bulk_undo(*, deed: Deed, bulk_id: int) -> int:
    """Order that what an order changed is taken back; return the key of that order.

    Raises:
        BulkUnknownError: There is no such order of this person.
        BulkImpossibleError: It is not finished, was undone already, or nothing of it can be undone.

    """
    bulk = BulkDeed.objects.select_for_update().filter(pk=bulk_id, actor=deed.actor).first()
    if bulk is None:
        raise BulkUnknownError(f"There is no order {bulk_id} of yours.", remedy="Open it from your list of orders.")
    changed = list(bulk.items.filter(state=BulkState.DONE).exclude(before={}))
    if bulk.finished_at is None or bulk.undoes_id or hasattr(bulk, "undone_by") or not changed:
        raise BulkImpossibleError(
            f"Nothing of the order {bulk_id} can be undone.", why="It is not finished, was undone, or left no change.",
            remedy="Correct single things on their own pages.",
        )  # fmt: skip
    back = BulkDeed.objects.create(
        kind=bulk.kind, inputs=bulk.inputs, actor=deed.actor, ordered_at=deed.now, total=len(changed), undoes=bulk
    )
    BulkItem.objects.bulk_create(
        (BulkItem(bulk=back, subject_id=one.subject_id, label=one.label, before=one.before) for one in changed),
        batch_size=1000,
    )
    _journal(deed, back, action="bulk.undo")
    return back.pk


def _journal(deed: Deed, bulk: BulkDeed, *, action: str) -> None:
    TableQueue().add(JobSpec(BULK_DEED, bulk.pk, priority=_PRIORITY), now=deed.now)
    journal_write(
        deed=deed, action=action, subject=f"archive.bulk:{bulk.pk}", label=bulk.kind,
        detail={"things": bulk.total, "inputs": bulk.inputs, **({"undoes": bulk.undoes_id} if bulk.undoes_id else {})},
    )  # fmt: skip


def bulk_do(*, ticket: Ticket, hands: Mapping[str, Hand]) -> None:
    """Do what was ordered to each thing that still waits. Killed and begun again, it goes on with what is left.

    Raises:
        LeaseLostError: Another worker has the job.

    """
    bulk = BulkDeed.objects.get(pk=ticket.subject_id)
    viewer = viewer_named(bulk.actor, today_in_china(ticket.clock))
    reported = 0.0
    done = bulk.total - bulk.items.filter(state=BulkState.WAITING).count()
    for item in _waiting(bulk):
        if time.monotonic() - reported > _REPORT_SECONDS:
            ticket.report(done=done, total=bulk.total, phase="bulk")
            reported = time.monotonic()
        _one(Deed(bulk.actor, ticket.clock.now()), viewer, bulk, item, hands[bulk.kind])
        done += 1
    ticket.report(done=done, total=bulk.total, phase="bulk")
    BulkDeed.objects.filter(pk=bulk.pk).update(finished_at=ticket.clock.now())


def _waiting(bulk: BulkDeed) -> Iterator[BulkItem]:
    while portion := list(bulk.items.filter(state=BulkState.WAITING).order_by("pk")[:_PORTION]):
        yield from portion


def _one(deed: Deed, viewer: Viewer, bulk: BulkDeed, item: BulkItem, hand: Hand) -> None:
    try:
        with durable_transaction():
            changes = (
                _undone(deed, viewer, bulk, item, hand) if bulk.undoes_id else _done(deed, viewer, bulk, item, hand)
            )
            BulkItem.objects.filter(pk=item.pk).update(**changes)
    except AnjuanError as fault:
        told = {"state": BulkState.REFUSED, "code": fault.code, "reason": str(fault)[:500]}
    except Exception as fault:  # one thing that cannot be done must not hold up the others
        log.exception("The order %s could not be done to %s.", bulk.pk, item.subject_id)
        told = {"state": BulkState.FAILED, "reason": f"{type(fault).__name__}: {fault}"[:500]}
    else:
        return
    BulkItem.objects.filter(pk=item.pk).update(**told)


def _done(deed: Deed, viewer: Viewer, bulk: BulkDeed, item: BulkItem, hand: Hand) -> dict[str, Any]:
    done = hand.do(deed, viewer, item.subject_id, bulk.inputs)
    return {"state": BulkState.DONE if done.is_changed else BulkState.UNCHANGED, "before": dict(done.before)}


def _undone(deed: Deed, viewer: Viewer, bulk: BulkDeed, item: BulkItem, hand: Hand) -> dict[str, Any]:
    if hand.undo is None:
        raise NothingToDoError(f"The deed {bulk.kind} cannot be undone.", remedy="Correct it on its own page.")
    hand.undo(deed, viewer, item.subject_id, item.before)
    BulkItem.objects.filter(bulk_id=bulk.undoes_id, subject_id=item.subject_id).update(state=BulkState.UNDONE)
    return {"state": BulkState.DONE, "before": {}}
