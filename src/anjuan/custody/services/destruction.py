"""Destroying the papers of one case: step by step, each of which may be done twice, so that a crash is made good.

First the case is closed to everybody, then its texts go, then its bytes; the register comes last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import (
    Case,
    CaseField,
    CaseJudgement,
    CaseReader,
    Correction,
    Document,
    DocumentDescription,
    IndexOrder,
    IntakeItem,
    Match,
    Original,
    OriginalNotice,
    OriginalPage,
    Page,
    PageRemark,
    PaperDeed,
)
from anjuan.archive.models.cases import CaseState
from anjuan.archive.models.originals import ReadingState
from anjuan.archive.services.custody import custody_write
from anjuan.archive.services.indexing import index_forget
from anjuan.custody.models import AppraisalItem, AppraisalList, CodeGrant, DestructionRecord, Loan
from anjuan.custody.models.codes import CodeEnd
from anjuan.custody.models.destruction import AppraisalState, ListState
from anjuan.custody.models.loans import LoanState
from anjuan.custody.rules import tables
from anjuan.custody.services.appraisal import DestructionRefusedError, refuse_obstacles
from anjuan.custody.services.codes import code_end
from anjuan.custody.services.retention import retention_compute
from anjuan.jobs.worker import Ticket
from anjuan.kit.blobs import FolderBlobs
from anjuan.kit.clock import CHINA

_OPEN = (AppraisalState.PROPOSED, AppraisalState.EXECUTING)
_ENDED = {AppraisalState.DESTROYED, AppraisalState.STOPPED, AppraisalState.KEPT}


def case_destroy(*, ticket: Ticket, blobs: FolderBlobs) -> None:
    """Destroy the papers of one case of a list in execution. Safe to be killed at any moment and to be done again.

    A legal hold that was placed, or a date that was corrected, since the list was begun stops it: the case stays
    whole and the list says why.

    Raises:
        LeaseLostError: Another worker has the job.

    """
    item = AppraisalItem.objects.select_related("list", "case").get(pk=ticket.subject_id)
    if item.state not in _OPEN or item.list.state != ListState.EXECUTING:
        return
    deed = Deed(item.list.begun_by, ticket.clock.now())
    if not _close(deed, item):
        return
    ticket.report(done=1, phase="texts")
    _texts_remove(deed, item.case)
    for number, original in enumerate(_originals_of(item.case), start=2):
        ticket.report(done=number, phase="bytes")
        _original_destroy(deed, item.case, original, blobs)
    with durable_transaction():
        _register(deed, item)
        ticket.finish()


@durable_transaction()
def _close(deed: Deed, item: AppraisalItem) -> bool:
    """Close a case to everybody, unless something stands against its destruction; say whether it is closed."""
    case = Case.objects.select_for_update().get(pk=item.case_id)
    if case.state == CaseState.DESTROYED:
        return True
    retention_compute(deed=deed, case=case)
    try:
        refuse_obstacles([case], deed.now.astimezone(CHINA).date())
    except DestructionRefusedError as refusal:
        _stop(deed, item, refusal.what)
        return False
    Case.objects.filter(pk=case.pk).update(state=CaseState.DESTROYED, updated_at=deed.now)
    AppraisalItem.objects.filter(pk=item.pk).update(state=AppraisalState.EXECUTING)
    CaseReader.objects.filter(case=case).delete()
    Loan.objects.filter(case=case, state=LoanState.APPROVED).update(state=LoanState.RETURNED, returned_at=deed.now)
    Loan.objects.filter(case=case, state=LoanState.REQUESTED).update(
        state=LoanState.REFUSED, decided_at=deed.now, decision="The case is destroyed."
    )
    return True


def _stop(deed: Deed, item: AppraisalItem, why: str) -> None:
    AppraisalItem.objects.filter(pk=item.pk).update(state=AppraisalState.STOPPED, reason=why[:500])
    journal_write(
        deed=deed, action="destruction.stop", subject=f"archive.case:{item.case_id}", label=str(item.case),
        detail={"list": item.list.number, "why": why},
    )  # fmt: skip
    _end_list(deed, item.list)


@durable_transaction()
def _texts_remove(deed: Deed, case: Case) -> None:
    """Remove the pages of a case from tables and index, and of its description all that does not stay."""
    pages = Page.objects.filter(document__case=case)
    index_forget(pages.values_list("pk", flat=True))
    IndexOrder.objects.filter(document_id__in=case.documents.values("pk")).delete()
    pages.delete()
    PaperDeed.objects.filter(case=case).delete()
    kept = tables.tombstones().on(deed.now.astimezone(CHINA).date()).kept_fields
    DocumentDescription.objects.filter(document__case=case).delete()
    CaseJudgement.objects.filter(case=case).delete()
    Match.objects.filter(case=case).delete()
    CaseField.objects.filter(case=case).exclude(name__in=kept).delete()
    CaseField.objects.filter(case=case).update(printed="", box=None)
    Correction.objects.filter(case=case).exclude(what__in=kept).delete()
    for forget in forgetters():
        forget(case.pk)


def forgetters() -> Iterable[Callable[[int], None]]:
    """Yield what rooms above this one do when a case is destroyed: each forgets what it took from its papers.

    Named in ``ANJUAN_CASE_FORGETTERS``; they run in the transaction in which the texts go and may run twice.
    """
    for path in settings.ANJUAN_CASE_FORGETTERS:
        yield import_string(path)


def _originals_of(case: Case) -> list[Original]:
    """Return the originals of a case: of its papers, of containers they came in, of files that were not filed."""
    mine = Q(documents__case=case) | Q(intake_items__case=case)
    return list(Original.objects.filter(mine).distinct().order_by("pk"))


def other_cases(original: Original, case: Case) -> list[str]:
    """Return who else needs the bytes of an original: numbers of other cases whose papers are not destroyed.

    A file that came in without any case needs its bytes too, and is named as such.
    """
    papers = Document.objects.filter(original=original).exclude(case=case)
    items = IntakeItem.objects.filter(original=original, case__isnull=False).exclude(case=case)
    numbers = set()
    for rows in (papers, items):
        alive = rows.exclude(case__state=CaseState.DESTROYED)
        numbers |= set(alive.values_list("case__number", flat=True))
    if IntakeItem.objects.filter(original=original, case=None).exists():
        numbers.add("without a case")
    return sorted(numbers)


@durable_transaction()
def _original_destroy(deed: Deed, case: Case, original: Original, blobs: FolderBlobs) -> None:
    """Destroy the bytes and the readings of an original, unless another case holds the same bytes.

    The row stays locked until the bytes are gone: whoever takes the same bytes in meanwhile waits, then stores them
    anew (see ``archive.services.receiving``).
    """
    original = Original.objects.select_for_update().get(pk=original.pk)
    if other_cases(original, case):
        return
    OriginalPage.objects.filter(original=original).delete()
    OriginalNotice.objects.filter(original=original).delete()
    PageRemark.objects.filter(original=original).delete()
    is_new = original.destroyed_at is None
    Original.objects.filter(pk=original.pk).update(
        destroyed_at=original.destroyed_at or deed.now, reading=ReadingState.WAITING, reading_job=None, reader="",
        pages_expected=None, pages_read=0, pages_digest="", members_count=0, read_at=None, error_code="", error="",
        sealed_password="", verified_at=None,
    )  # fmt: skip
    if is_new:
        custody_write(
            deed=deed, event="destruction", about=original,
            detail=f"{original.size_bytes} bytes, SHA-256 {original.sha256}, at the end of retention of {case.number}",
        )  # fmt: skip
    blobs.remove(original.sha256)


def _register(deed: Deed, item: AppraisalItem) -> None:
    """Enter a destroyed case into the register that is kept for ever, and end what names it."""
    case, listed = Case.objects.get(pk=item.case_id), item.list
    if not DestructionRecord.objects.filter(case=case).exists():
        DestructionRecord.objects.create(**_entry(deed, case, item))
        for grant in CodeGrant.objects.filter(case=case, ended=""):
            code_end(deed=deed, grant=grant, ended=CodeEnd.DESTROYED, reason=f"Appraisal list {listed.number}")
        custody_write(deed=deed, event="destruction", about=case, detail=f"Appraisal list {listed.number}")
        journal_write(
            deed=deed, action="destruction.case", subject=f"archive.case:{case.pk}", label=str(case),
            detail={"list": listed.number, "code": case.reference_code or "", "documents": case.documents_count},
        )  # fmt: skip
    AppraisalItem.objects.filter(pk=item.pk).update(state=AppraisalState.DESTROYED)
    _end_list(deed, listed)


def _entry(deed: Deed, case: Case, item: AppraisalItem) -> dict[str, object]:
    listed: AppraisalList = item.list
    documents = list(case.documents.filter(removed=False).select_related("original", "code_grant").order_by("sequence"))
    kept = {original.sha256: other_cases(original, case) for original in _originals_of(case)}
    return {
        "case": case,
        "list_number": listed.number,
        "case_number": case.number,
        "reference_code": case.reference_code or "",
        "title": case.title,
        "organisation_name": case.organisation_name,
        "year": case.year,
        "class_code": case.retention.class_code,
        "keep_until": item.keep_until,
        "documents": [_line(document) for document in documents],
        "documents_count": len(documents),
        "pages_count": sum(document.pages_count for document in documents),
        "kept_originals": [{"sha256": sha256, "cases": cases} for sha256, cases in kept.items() if cases],
        "method": listed.method,
        "made_by": listed.made_by,
        "approved_by": listed.decided_by,
        "approved_at": listed.decided_at,
        "supervisors": list(listed.supervisions.values_list("supervisor", flat=True)),
        "destroyed_at": deed.now,
        "destroyed_by": deed.actor,
    }


def _line(document: Document) -> dict[str, object]:
    grant = getattr(document, "code_grant", None)
    return {
        "code": grant.code if grant else "",
        "sequence": document.sequence,
        "title": document.title,
        "kind": document.kind,
        "pages": document.pages_count,
        "sha256": document.original.sha256,
        "sm3": document.original.sm3,
    }


def _end_list(deed: Deed, listed: AppraisalList) -> None:
    """End a list of which no case is open any more."""
    states = set(AppraisalItem.objects.filter(list=listed).values_list("state", flat=True))
    if states <= _ENDED:
        ended = AppraisalList.objects.filter(pk=listed.pk, state=ListState.EXECUTING).update(
            state=ListState.DONE, ended_at=deed.now
        )
        if ended:
            journal_write(
                deed=deed, action="destruction.finish", subject=f"custody.appraisal:{listed.pk}", label=str(listed),
            )  # fmt: skip
