"""Trying again what failed, and nothing else; and giving up a batch."""

from __future__ import annotations

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Intake, IntakeItem, Original
from anjuan.archive.models.intake import IntakeState, ItemState
from anjuan.archive.models.originals import ReadingState
from anjuan.archive.passwords import seal_password
from anjuan.archive.services.receiving import CANCELLED, FILE_ITEM, MOST_ATTEMPTS
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue, group_cancel, group_running

_AGAIN = (ItemState.FAILED, ItemState.REFUSED)
_UNREAD = (ReadingState.WAITING, ReadingState.REFUSED, ReadingState.FAILED)


@durable_transaction()
def items_retry(*, deed: Deed, intake_id: int, item_ids: tuple[int, ...] = (), password: str = "") -> int:
    """Try again the failed and refused files of a batch, all or some; return how many.

    Args:
        deed: Who and when.
        intake_id: The batch.
        item_ids: Which files; all that failed or were refused when empty.
        password: A password to try on them; kept encrypted.

    """
    items = IntakeItem.objects.filter(intake_id=intake_id, state__in=_AGAIN).exclude(original=None)
    if item_ids:
        items = items.filter(pk__in=item_ids)
    chosen = list(items.select_related("intake"))
    originals = {item.original_id for item in chosen}
    # What another file's job reads just now stays its own.
    waiting = Original.objects.filter(pk__in=originals, reading__in=_UNREAD)
    sealed = {"sealed_password": seal_password(password)} if password else {}
    waiting.update(reading=ReadingState.WAITING, reading_job=None, error_code="", error="", **sealed)
    for item in chosen:
        IntakeItem.objects.filter(pk=item.pk).update(
            state=ItemState.RECEIVED, reason_code="", reason="", finished_at=None
        )  # fmt: skip
        TableQueue().add(
            JobSpec(FILE_ITEM, item.pk, group=item.intake.group, priority=5, max_attempts=MOST_ATTEMPTS), now=deed.now
        )
    if chosen:
        ended = Intake.objects.filter(pk=intake_id).exclude(state=IntakeState.RECEIVING)
        ended.update(state=IntakeState.WORKING, finished_at=None)
        journal_write(
            deed=deed, action="intake.retry", subject=f"archive.intake:{intake_id}", detail={"files": len(chosen)}
        )  # fmt: skip
    return len(chosen)


@durable_transaction()
def intake_cancel(*, deed: Deed, intake_id: int) -> int:
    """Stop a batch: files that nobody has begun stay unfiled; return how many. Their bytes are kept.

    A file that is being read just now is read to its end.
    """
    intake = Intake.objects.get(pk=intake_id)
    group_cancel(intake.group, now=deed.now)
    waiting = IntakeItem.objects.filter(intake=intake, state=ItemState.RECEIVED)
    stopped = waiting.exclude(pk__in=group_running(intake.group)).update(
        state=ItemState.CANCELLED, reason=CANCELLED, finished_at=deed.now
    )
    Intake.objects.filter(pk=intake_id).update(state=IntakeState.CANCELLED, finished_at=deed.now)
    journal_write(
        deed=deed, action="intake.cancel", subject=f"archive.intake:{intake_id}", label=intake.root,
        detail={"files": stopped},
    )  # fmt: skip
    return stopped
