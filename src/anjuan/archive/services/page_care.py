"""Caring for pages: turning them, marking what does not count; the bytes and what was first read stay as they are."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from django.db.models import Count

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Document, IndexOrder, Page, PageCare, PaperDeed
from anjuan.archive.rules.page_care import MARKS, TURNS, Care, care_changed
from anjuan.archive.selectors.page_reads import WITH_CARE, care_of
from anjuan.archive.services.cases import case_count
from anjuan.archive.services.custody import custody_write
from anjuan.archive.services.cutting import documents_of_file
from anjuan.archive.services.rights import need_describer
from anjuan.archive.services.sealed import document_need_correctable
from anjuan.archive.services.studying import documents_describe
from anjuan.archive.services.unsettling import case_unsettle
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue
from anjuan.kit.errors import UsageError
from anjuan.papers.study import Scholar
from anjuan.reading import pictures
from anjuan.reading.pages import TextSource

CARE = "care"
REREAD_PAGE = "archive.reread_page"
#: Pages whose words come from a picture: turned, they are read anew.
_RECOGNISED = (TextSource.OCR, TextSource.NONE)


class PageCareError(UsageError):
    """Pages cannot be turned or marked so."""

    code = "ARCH-064"


@dataclasses.dataclass(frozen=True, slots=True)
class CareOrder:
    """What to do for some pages.

    Attributes:
        pages: Their numbers in the file.
        turn: Clockwise degrees to turn them further: 0, 90, 180 or 270.
        mark: ``blank``, ``foreign``, ``duplicate``; empty takes the mark off; None leaves it as it is.

    """

    pages: Sequence[int]
    turn: int = 0
    mark: str | None = None


@durable_transaction()
def pages_care(
    *, deed: Deed, viewer: Viewer, document: Document, order: CareOrder, scholar: Scholar
) -> PaperDeed | None:
    """Turn or mark pages of a document's file; return what undoes it, None when the pages were so already.

    Raises:
        DescribeMayNotError: The person may not.
        PageCareError: The order means nothing, the file has no such page here, or one that cannot be turned.
        SealedCaseError: A page stands under a seal.

    """
    need_describer(deed, viewer)
    document_need_correctable(document)
    if order.turn not in TURNS or order.mark not in (None, "", *MARKS) or (not order.turn and order.mark is None):
        raise PageCareError(
            f"Pages cannot be turned by {order.turn} degrees and marked {order.mark!r}.",
            remedy="Turn by 90, 180 or 270 degrees, or mark as blank, foreign or duplicate.",
        )
    rows = _rows(document, order)
    before = {row.pk: care_of(row) for row in rows}
    after = {key: care_changed(care, turn=order.turn, mark=order.mark) for key, care in before.items()}
    changed = {key: care for key, care in after.items() if care != before[key]}
    if not changed:
        return None
    cares_put(deed=deed, rows=[row for row in rows if row.pk in changed], wanted=changed, scholar=scholar)
    return PaperDeed.objects.create(
        case_id=document.case_id, kind=CARE, at=deed.now, by=deed.actor,
        before={str(key): dataclasses.astuple(before[key]) for key in changed},
        after={str(key): dataclasses.astuple(care) for key, care in changed.items()},
    )  # fmt: skip


def _rows(document: Document, order: CareOrder) -> list[Page]:
    """Return the pages of a document's file that an order names, in order."""
    documents = documents_of_file(case_id=document.case_id, original_id=document.original_id)
    found = Page.objects.filter(document__in=documents, original_page__number__in=set(order.pages))
    rows = list(found.select_related("document__original", *WITH_CARE).order_by("original_page__number"))
    missing = sorted(set(order.pages) - {row.original_page.number for row in rows})
    if missing or not rows:
        raise PageCareError(
            f"The file has no page {missing[0]} here." if missing else "No page was named.",
            remedy="Choose pages that the case shows of this file.",
        )
    flat = [row.original_page.number for row in rows if order.turn and not _is_turnable(row)]
    if flat:
        raise PageCareError(
            f"Page {flat[0]} has no picture that could be turned.",
            why="It is set from its words, which stand upright.",
            remedy="Turn pages of scans and PDF files only.",
        )
    return rows


def _is_turnable(row: Page) -> bool:
    return row.original_page.has_picture and pictures.has_picture(row.document.original.media_type)


def cares_put(*, deed: Deed, rows: Sequence[Page], wanted: Mapping[int, Care], scholar: Scholar) -> None:
    """Let pages be turned and marked so, with all that follows from it. Call it in a transaction.

    Raises:
        SealedCaseError: One of them stands under a seal.

    """
    papers = {row.document_id: row.document for row in rows}
    for paper in papers.values():
        document_need_correctable(paper)
    for row in rows:
        _put(deed, row, wanted[row.pk])
    asides_count(deed=deed, document_ids=list(papers))
    for paper in papers.values():
        IndexOrder.objects.create(document_id=paper.pk, first_page=1, last_page=paper.pages_count)
        _tell(deed, paper, [row for row in rows if row.document_id == paper.pk], wanted)
    documents_describe(deed=deed, documents=list(papers.values()), scholar=scholar)
    for case_id in {paper.case_id for paper in papers.values()}:
        case_unsettle(case_id=case_id, deed=deed)


def _put(deed: Deed, row: Page, care: Care) -> None:
    is_turned = care.turn != care_of(row).turn
    values = {"turn": care.turn, "mark": care.mark, "at": deed.now, "by": deed.actor}
    if is_turned:
        values["packed"] = None  # a reading of the page as it lay before
    if care == Care():
        PageCare.objects.filter(page=row).delete()
    else:
        PageCare.objects.update_or_create(page=row, defaults=values)
    if is_turned and care.turn and row.original_page.source in _RECOGNISED:
        TableQueue().add(JobSpec(REREAD_PAGE, row.pk, again=True), now=deed.now)


def asides_count(*, deed: Deed, document_ids: Sequence[int]) -> None:
    """Count anew how many pages of documents, and with them of their cases, are set aside."""
    cares = PageCare.objects.filter(page__document__in=document_ids).exclude(mark="").order_by()
    counted = dict(cares.values("page__document").annotate(number=Count("pk")).values_list("page__document", "number"))
    for document in Document.objects.filter(pk__in=document_ids):
        number = counted.get(document.pk, 0)
        if number != document.pages_aside:
            Document.objects.filter(pk=document.pk).update(pages_aside=number)
            case_count(case_id=document.case_id, deed=deed, pages=document.pages_aside - number)


def _tell(deed: Deed, paper: Document, rows: Sequence[Page], wanted: Mapping[int, Care]) -> None:
    """Write down what was done for pages of one paper, alike ones together."""
    alike: dict[tuple[int, str], list[int]] = {}
    for row in rows:
        care = wanted[row.pk]
        alike.setdefault((care.turn, care.mark), []).append(row.number)
    for (turn, mark), numbers in alike.items():
        shown = ", ".join(str(number) for number in numbers[:40])
        custody_write(
            deed=deed, event="page care", about=paper,
            detail=f"pages {shown}: turned by {turn} degrees, marked {mark or 'none'}",
        )  # fmt: skip
        journal_write(
            deed=deed, action="page.care", subject=f"archive.document:{paper.pk}", label=paper.title,
            detail={"pages": numbers, "turn": turn, "mark": mark},
        )  # fmt: skip
