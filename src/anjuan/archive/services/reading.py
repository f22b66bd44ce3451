"""Filing one received file: read it page by page, keep what is inside it, say what became of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

from django.db import transaction
from django.db.models import Count, Q, Sum

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.durable import durable_transaction
from anjuan.archive.models import IntakeItem, Original
from anjuan.archive.models.intake import ItemState
from anjuan.archive.models.originals import ReadingState
from anjuan.archive.passwords import opened_password
from anjuan.archive.services.custody import custody_write
from anjuan.archive.services.filing import (
    PageWriter,
    document_catch_up,
    document_of,
    item_end,
    notice_add,
    original_end,
)
from anjuan.archive.services.receiving import Arriving, item_add, original_take_in
from anjuan.archive.services.studying import document_study_or_note
from anjuan.jobs.protocol import RetryLater
from anjuan.jobs.queue import is_running
from anjuan.jobs.worker import Ticket
from anjuan.kit.blobs import FolderBlobs
from anjuan.kit.digests import pieces_of
from anjuan.kit.errors import AnjuanError
from anjuan.papers.study import Scholar
from anjuan.reading.errors import ReaderCrashedError, ReadError, ReaderSilentError
from anjuan.reading.pages import Event, Member, Notice, Opened, Page
from anjuan.reading.workshop.bench import Bench
from anjuan.reading.workshop.budget import Budget

_FINAL = (ReadingState.READ, ReadingState.PARTIAL)
_ATTEMPT_AGAIN = dt.timedelta(seconds=2)


def item_file(
    *,
    ticket: Ticket,
    shop: Bench,
    blobs: FolderBlobs,
    passwords: tuple[str, ...] = (),
    scholar: Scholar | None = None,
) -> None:
    """File one received file. Safe to be killed at any moment and to be done again.

    With a scholar it is cut into papers and described before it counts as filed.

    Raises:
        RetryLater: Its bytes are being read for another file just now.
        LeaseLostError: Another worker has the job.

    """
    item = IntakeItem.objects.select_related("intake", "case", "original", "parent", "document").get(
        pk=ticket.subject_id
    )
    if item.state != ItemState.RECEIVED or item.original is None:
        return
    deed = Deed(item.intake.started_by, ticket.clock.now())
    twin = _twin(item)
    if twin is not None:
        _end_as_duplicate(ticket, deed, item, twin)
        return
    was_read = item.original.reading in _FINAL
    if was_read and not item.original.members_count:
        document = document_catch_up(deed=deed, item=item)
        if scholar:
            document_study_or_note(deed=deed, document=document, scholar=scholar, blobs=blobs)
        with transaction.atomic():
            item_end(deed=deed, item=item, state=ItemState.FILED, reason=_reservations(item.original))
            ticket.finish()
        return
    _claim_original(item.original, ticket)
    filing = _Filing(ticket, item, item.original, blobs, was_read=was_read, scholar=scholar)
    filing.run(shop, (*opened_password(item.original), *passwords))


def _twin(item: IntakeItem) -> IntakeItem | None:
    """Return the filed file of the same case that brought the same bytes.

    Raises:
        RetryLater: An earlier one still waits; should it come to nothing, this one is filed in its place.

    """
    same = IntakeItem.objects.filter(case=item.case, original=item.original).exclude(pk=item.pk)
    filed = same.filter(state=ItemState.FILED).select_related("document").order_by("id").first()
    if filed is None and same.filter(state=ItemState.RECEIVED, pk__lt=item.pk).exists():
        raise RetryLater(_ATTEMPT_AGAIN)
    return filed


def _end_as_duplicate(ticket: Ticket, deed: Deed, item: IntakeItem, twin: IntakeItem) -> None:
    place = f" as document {twin.document.sequence}, {twin.document.title!r}" if twin.document else ""
    with transaction.atomic():
        IntakeItem.objects.filter(pk=item.pk).update(document=twin.document)
        item_end(
            deed=deed, item=item, state=ItemState.DUPLICATE, code="ARCH-020",
            reason=f"The same bytes are in this case already{place}: {twin.path}.",
        )  # fmt: skip
        ticket.finish()


def _claim_original(original: Original, ticket: Ticket) -> None:
    """Make this job the only one that reads the original.

    Raises:
        RetryLater: Another live job reads it.

    """
    mine = ticket.claim.job_id
    holder = original.reading_job
    if original.reading == ReadingState.READING and holder not in (None, mine) and is_running(holder or 0):
        raise RetryLater(_ATTEMPT_AGAIN)
    free = Original.objects.filter(pk=original.pk).filter(Q(reading_job=holder) | Q(reading_job=mine))
    if not free.update(reading=ReadingState.READING, reading_job=mine):
        raise RetryLater(_ATTEMPT_AGAIN)
    original.refresh_from_db()


def _budget(item: IntakeItem, full: Budget) -> Budget:
    """Return what may still come out of the file that was brought in, whatever depth this item lies at."""
    root = item
    while root.parent is not None:
        root = root.parent
    inside = IntakeItem.objects.filter(intake=item.intake, path__startswith=f"{root.path}!/").exclude(parent=item)
    taken = inside.aggregate(members=Count("pk"), size=Sum("size_bytes"))
    spent = full.spend(taken["members"], taken["size"] or 0)
    return dataclasses.replace(spent, depth=full.depth - item.depth)


def _reservations(original: Original) -> str:
    """Return what a person should know of a file that was filed, but not whole."""
    return " ".join(original.notices.filter(partial=True).values_list("text", flat=True)[:5])


class _Filing:
    """The filing of one item: takes the events of its reading one by one."""

    def __init__(
        self,
        ticket: Ticket,
        item: IntakeItem,
        original: Original,
        blobs: FolderBlobs,
        *,
        was_read: bool,
        scholar: Scholar | None = None,
    ) -> None:
        self.ticket = ticket
        self.item = item
        self.original = original
        self.blobs = blobs
        self.writer = PageWriter(item, original)
        self.members = 0
        self.was_read = was_read
        self.scholar = scholar

    def _deed(self) -> Deed:
        return Deed(self.item.intake.started_by, self.ticket.clock.now())

    def run(self, shop: Bench, passwords: tuple[str, ...]) -> None:
        """Read the file to its end, or to what stops it."""
        self._take_over()
        path = self.blobs.path_of(self.original.sha256)
        name = self.item.path.rpartition("/")[2]
        try:
            with shop.read(
                path,
                name=name,
                passwords=passwords,
                first_page=self.writer.written + 1,
                budget=_budget(self.item, Budget.of(shop.limits)),
            ) as reading:
                for event in reading:
                    self._take(event)
        except ReadError as fault:
            self._stop(fault)
            return
        self._finish()

    def _take_over(self) -> None:
        """Show the pages that were read before, for this case or another one: reading goes on behind them."""
        if self.writer.written:
            with transaction.atomic():
                self._hold("reading")
                document_catch_up(deed=self._deed(), item=self.item)

    def _hold(self, phase: str) -> None:
        """Make sure that job and original stay this worker's until the transaction ends.

        Raises:
            LeaseLostError: Another worker has the job.
            RetryLater: Another job reads the original by now.

        """
        self.ticket.report(done=self.writer.written, phase=phase)
        mine = Original.objects.filter(pk=self.original.pk, reading_job=self.ticket.claim.job_id)
        if not mine.update(reading=ReadingState.READING):
            raise RetryLater(_ATTEMPT_AGAIN)

    def _take(self, event: Event) -> None:
        if isinstance(event, Page):
            if self.writer.add(event):
                self._flush()
        elif isinstance(event, Member):
            self._keep_member(event)
        elif isinstance(event, Opened):
            Original.objects.filter(pk=self.original.pk).update(
                media_type=event.media_type, reader=event.reader[:80], pages_expected=event.pages
            )
            self.original.media_type, self.original.reader = event.media_type, event.reader[:80]
        elif isinstance(event, Notice):
            notice_add(original=self.original, notice=event)

    def _flush(self) -> None:
        with transaction.atomic():
            self._hold("reading")
            self.writer.flush(deed=self._deed())

    def _keep_member(self, member: Member) -> None:
        self._flush()
        with Path(member.path).open("rb") as stream:
            digest = self.blobs.put(pieces_of(stream))
        deed = self._deed()
        self.members += 1
        file = Arriving(f"{self.item.path}!/{member.name}"[:2000], size_bytes=member.size_bytes)
        with durable_transaction():
            self._hold("unpacking")
            original = original_take_in(deed=deed, digest=digest, blobs=self.blobs)
            item_add(
                deed=deed, intake=self.item.intake, case=self.item.case, file=file, original=original, parent=self.item
            )

    def _finish(self) -> None:
        self._study()
        with transaction.atomic():
            deed = self._deed()
            self._hold("filing")
            reservations = _reservations(self.original)
            state = ReadingState.PARTIAL if reservations else ReadingState.READ
            Original.objects.filter(pk=self.original.pk).update(
                members_count=self.members, pages_expected=self.writer.written, reading_job=None
            )
            original_end(deed=deed, original=self.original, state=state)
            if not self.was_read:
                custody_write(
                    deed=deed, event="reading", about=self.original, tool=self.original.reader,
                    detail=f"{self.writer.written} pages, {self.members} files inside",
                )  # fmt: skip
            inside = f"{self.members} files were inside; each stands in this list." if self.members else ""
            item_end(
                deed=deed, item=self.item, state=ItemState.FILED, code="ARCH-021" if reservations else "",
                reason=" ".join(part for part in (inside, reservations) if part),
            )  # fmt: skip
            self.ticket.finish()

    def _study(self) -> None:
        with transaction.atomic():
            self._flush()
            if not self.writer.written and self.members:
                return
            document = document_of(deed=self._deed(), item=self.item)
        if self.scholar and self.writer.written:
            document_study_or_note(deed=self._deed(), document=document, scholar=self.scholar, blobs=self.blobs)

    def _stop(self, fault: ReadError) -> None:
        crashed = isinstance(fault, ReaderCrashedError | ReaderSilentError)
        reason = " ".join(part for part in (fault.what, fault.why, fault.remedy) if part)
        self._flush()
        if self.writer.written:
            self._study()
        with transaction.atomic():
            deed = self._deed()
            self._hold("filing")
            state = ReadingState.FAILED if crashed else ReadingState.REFUSED
            original_end(deed=deed, original=self.original, state=state, code=fault.code, error=reason)
            Original.objects.filter(pk=self.original.pk).update(reading_job=None)
            item_end(
                deed=deed, item=self.item, state=ItemState.FAILED if crashed else ItemState.REFUSED,
                code=fault.code, reason=reason,
            )  # fmt: skip
            self.ticket.finish()


@transaction.atomic
def item_give_up(*, ticket: Ticket, fault: AnjuanError) -> None:
    """Say of a file that it failed for a cause that is not its own.

    Raises:
        LeaseLostError: Another worker has the job; the file is no longer this one's to give up.

    """
    ticket.report(done=0)
    item = IntakeItem.objects.select_related("intake", "case", "original", "document").get(pk=ticket.subject_id)
    deed = Deed(item.intake.started_by, ticket.clock.now())
    item_end(deed=deed, item=item, state=ItemState.FAILED, code=fault.code, reason=str(fault))
