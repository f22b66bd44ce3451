"""Turning a received file into a document, page by page, so that a kill costs at most one batch of pages."""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import (
    Case,
    Document,
    DocumentDescription,
    IndexOrder,
    Intake,
    IntakeItem,
    Original,
    OriginalNotice,
    OriginalPage,
    Page,
)
from anjuan.archive.models.cases import CaseState
from anjuan.archive.models.intake import ItemState
from anjuan.archive.models.originals import ReadingState
from anjuan.archive.rules.damage import pages_digest
from anjuan.archive.rules.grouping import title_of
from anjuan.archive.services.cases import case_count
from anjuan.archive.services.custody import custody_write
from anjuan.archive.services.cutting import document_begin, documents_of_file
from anjuan.archive.services.receiving import intake_close_if_done
from anjuan.reading import packing, pages

#: Pages are written when so many wait, or so many seconds have passed: what a kill can cost.
BATCH_PAGES = 24
BATCH_SECONDS = 1.0


def document_of(*, deed: Deed, item: IntakeItem) -> Document:
    """Return the document that a received file becomes, made now if it is not there."""
    if item.document_id:
        return Document.objects.get(pk=item.document_id)
    if item.case_id is None or item.original_id is None:
        message = f"Item {item.pk} has no case or no bytes and cannot become a document."
        raise ValueError(message)
    folder, _, name = item.path.replace("!/", "/").rpartition("/")
    case = Case.objects.get(pk=item.case_id)
    document, made = Document.objects.get_or_create(
        case=case,
        original_id=item.original_id,
        first_page=1,
        defaults={
            "sequence": _sequence(item),
            "title": (item.title or title_of(name))[:300],
            "filename": name[:300],
            "folder": _inside_case(folder, case)[:500],
            "parent": item.parent.document if item.parent else None,
            "kind": item.kind,
            "kind_by": "manifest" if item.kind else "",
            "stage": item.stage,
            "addendum": case.state == CaseState.SEALED,
            "received_at": deed.now,
        },
    )
    IntakeItem.objects.filter(pk=item.pk).update(document=document)
    item.document = document
    if made:
        case_count(case_id=case.pk, deed=deed, documents=1)
        custody_write(deed=deed, event="filing", about=document)
    return document


def _sequence(item: IntakeItem) -> int:
    """Return the place of a file among all that came for its case, whatever order they are read in."""
    place = IntakeItem.objects.filter(case=item.case, pk__lte=item.pk).count()
    taken = Document.objects.filter(case=item.case, sequence__gte=place).order_by("sequence")
    numbers = list(taken.values_list("sequence", flat=True))
    return numbers[-1] + 1 if place in numbers else place


def _inside_case(folder: str, case: Case) -> str:
    if case.source_key and folder.startswith(case.source_key):
        return folder[len(case.source_key) :].strip("/")
    return folder.strip("/")


class PageWriter:
    """Collects the pages of one original as they are read and writes them in batches."""

    def __init__(self, item: IntakeItem, original: Original) -> None:
        self.item = item
        self.original = original
        self.written = original.pages_read
        self._waiting: list[pages.Page] = []
        self._since = time.monotonic()

    def add(self, page: pages.Page) -> bool:
        """Take a page; say whether it is time to flush. Pages read before are passed over."""
        if page.number > self.written:
            self._waiting.append(page)
        return len(self._waiting) >= BATCH_PAGES or time.monotonic() - self._since >= BATCH_SECONDS

    def flush(self, *, deed: Deed) -> int:
        """Write the waiting pages, their place in the document and the order to index them; return how many."""
        batch, self._waiting = self._waiting, []
        self._since = time.monotonic()
        if not batch:
            return 0
        document = _taker(deed, document_of(deed=deed, item=self.item))
        rows = OriginalPage.objects.bulk_create(_row(self.original, page) for page in batch)
        self.written = batch[-1].number
        known = Original.objects.values_list("pages_digest", flat=True).get(pk=self.original.pk)
        Original.objects.filter(pk=self.original.pk).update(
            pages_read=self.written, pages_digest=pages_digest((bytes(row.packed) for row in rows), known)
        )
        pages_show(deed=deed, document=document, originals=rows)
        Intake.objects.filter(pk=self.item.intake_id).update(
            pages_read=F("pages_read") + len(batch),
            pages_recognised=F("pages_recognised") + sum(page.source in ("ocr", "mixed") for page in batch),
        )
        return len(batch)


def _row(original: Original, page: pages.Page) -> OriginalPage:
    return OriginalPage(
        original=original,
        number=page.number,
        width=page.width,
        height=page.height,
        rotation=page.rotation,
        source=page.source,
        reason=page.reason[:40],
        label=page.label[:200],
        has_picture=page.picture,
        is_blank=page.blank,
        characters=sum(len(line.text) for line in page.lines),
        doubtful_lines=sum(
            line.confidence is not None and line.confidence < pages.LOW_CONFIDENCE for line in page.lines
        ),
        seals=len(page.seals),
        packed=packing.pack(page),
    )


def pages_show(*, deed: Deed, document: Document, originals: Sequence[OriginalPage]) -> int:
    """Put pages of the original into a document, after those it has; order them to be indexed; return how many."""
    if not originals:
        return 0
    DocumentDescription.objects.filter(document=document).delete()  # of fewer pages than it has now
    first = document.pages_count + 1
    Page.objects.bulk_create(
        Page(document=document, number=first + index, original_page=row) for index, row in enumerate(originals)
    )
    document.pages_count += len(originals)
    document.last_page = originals[-1].number
    Document.objects.filter(pk=document.pk).update(pages_count=document.pages_count, last_page=document.last_page)
    IndexOrder.objects.create(document_id=document.pk, first_page=first, last_page=document.pages_count)
    case_count(
        case_id=document.case_id, deed=deed, pages=len(originals), doubtful=sum(row.doubtful_lines for row in originals)
    )  # fmt: skip
    return len(originals)


@transaction.atomic
def document_catch_up(*, deed: Deed, item: IntakeItem) -> Document:
    """Give a file's papers the pages that were read from its bytes for somebody else; return the first of them."""
    document = document_of(deed=deed, item=item)
    last = documents_of_file(case_id=document.case_id, original_id=document.original_id)[-1]
    pages = OriginalPage.objects.filter(original_id=document.original_id, number__gt=last.last_page or 0)
    missing = list(pages.order_by("number").defer("packed"))
    if missing:
        pages_show(deed=deed, document=_taker(deed, document), originals=missing)
        document.refresh_from_db()
    return document


def _taker(deed: Deed, document: Document) -> Document:
    """Return the paper that takes what is read of a file from now on: its last one, or an addendum to sealed ones."""
    last = documents_of_file(case_id=document.case_id, original_id=document.original_id)[-1]
    if not last.sealed:
        return last
    rest = document_begin(deed=deed, like=last, first_page=(last.last_page or 0) + 1, is_addendum=True)
    case_count(case_id=rest.case_id, deed=deed, documents=1)
    return rest


def notice_add(*, original: Original, notice: pages.Notice) -> None:
    """Keep what a person should know of a file; the same notice stands once."""
    OriginalNotice.objects.get_or_create(
        original=original, code=notice.code, page=notice.page, text=notice.text, defaults={"partial": notice.partial}
    )


@transaction.atomic
def item_end(*, deed: Deed, item: IntakeItem, state: ItemState, code: str = "", reason: str = "") -> None:
    """Say what became of a file, and end its batch with the last one."""
    changed = IntakeItem.objects.filter(pk=item.pk, state=ItemState.RECEIVED).update(
        state=state, reason_code=code, reason=reason, finished_at=deed.now
    )  # fmt: skip
    if changed and state in (ItemState.REFUSED, ItemState.FAILED):
        custody_write(deed=deed, event="filing", about=item, outcome="failure", detail=f"{item.path}: {reason}")
    if changed and item.parent_id:
        _judge_container(deed, item.parent_id)
    if changed and state == ItemState.FILED and item.members.exists():
        _judge_container(deed, item.pk)
    intake_close_if_done(deed=deed, intake_id=item.intake_id)


def _judge_container(deed: Deed, container_id: int) -> None:
    """Refuse a container of which nothing could be filed, and take that back when something is.

    A container that holds a paper of its own, such as a mail, stays filed whatever its attachments are.
    """
    container = IntakeItem.objects.select_for_update().get(pk=container_id)
    members = container.members.all()
    if container.document_id or members.filter(state=ItemState.RECEIVED).exists():
        return
    filed = members.filter(state__in=[ItemState.FILED, ItemState.DUPLICATE]).exists()
    if not filed and container.state == ItemState.FILED:
        first = members.order_by("id").first()
        reason = f"Nothing inside could be filed. {first.reason if first else ''}".strip()
        values = {"state": ItemState.REFUSED, "reason_code": "ARCH-027", "reason": reason}
    elif filed and container.reason_code == "ARCH-027":
        values = {"state": ItemState.FILED, "reason_code": "", "reason": ""}
    else:
        return
    IntakeItem.objects.filter(pk=container_id).update(**values)
    if container.parent_id:
        _judge_container(deed, container.parent_id)


def original_end(*, deed: Deed, original: Original, state: ReadingState, code: str = "", error: str = "") -> None:
    """Say how the reading of an original ended."""
    Original.objects.filter(pk=original.pk).update(reading=state, read_at=deed.now, error_code=code, error=error)
    original.reading = state
