"""From pages to papers: what was read is cut, given kinds and described, once its reading has ended."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import (
    Correction,
    Document,
    DocumentDescription,
    IndexOrder,
    Original,
    OriginalPage,
    PageRemark,
)
from anjuan.archive.selectors.page_reads import pages_told
from anjuan.archive.services.covers import covers_of
from anjuan.archive.services.custody import custody_write
from anjuan.archive.services.cutting import documents_of_file, file_cut
from anjuan.archive.services.filing import notice_add
from anjuan.archive.services.unsettling import case_unsettle
from anjuan.kit.blobs import FolderBlobs
from anjuan.papers.codec import found_to_json, marks_to_json, reasons_to_json
from anjuan.papers.facts import Description, Paper, Reason, Remark, Verdict
from anjuan.papers.study import Scholar
from anjuan.reading import packing, pages

log = logging.getLogger(__name__)

#: The notice of a file that could not be described.
STUDY_FAILED = "study-failed"
#: What corrections of cuts are called.
CUT = "cut"
#: Who gave a document its kind; a person's word is never overruled by rules.
BY_RULES, BY_PERSON, BY_MANIFEST = "rules", "person", "manifest"


def pages_of_original(original_id: int) -> list[pages.Page]:
    """Return the pages of an original as they were read. One query."""
    rows = OriginalPage.objects.filter(original_id=original_id).order_by("number").values_list("packed", flat=True)
    return [packing.unpack(bytes(packed)) for packed in rows]


def document_study(
    *, deed: Deed, document: Document, scholar: Scholar, blobs: FolderBlobs | None = None
) -> list[Document]:
    """Cut a file that was read into its papers and describe them; return its documents in order.

    With its bytes at hand, cover sheets between the papers are seen.

    Done again it cuts only what came to the file since: what persons said of cuts and kinds stays, and so does what
    a seal covers.
    """
    documents = documents_of_file(case_id=document.case_id, original_id=document.original_id)
    described = DocumentDescription.objects.filter(document__in=documents).count()
    is_fixed = any(one.sealed for one in documents) or _is_cut_by_person(documents)
    if described == len(documents) or is_fixed:
        return documents_describe(deed=deed, documents=documents, scholar=scholar)
    read = pages_of_original(document.original_id)
    if not read:
        return documents
    covers = covers_of(document.original, read, blobs) if blobs else {}
    studied = scholar.study(read, filename=document.filename, folder=document.folder, covers=covers)
    starts = [1, *(paper.cut.first_page for paper in studied.papers[1:])]
    with transaction.atomic():
        documents = file_cut(deed=deed, documents=documents, starts=starts)
        for one, paper in zip(documents, studied.papers, strict=True):
            reasons = (*paper.verdict.reasons, *paper.cut.reasons)
            _keep(deed, one, paper.verdict, paper.description, reasons, scholar)
        _remark(document.original, studied.remarks)
        custody_write(
            deed=deed, event="description", about=document, tool=studied.made_with,
            detail=f"{len(documents)} papers, {len(studied.remarks)} remarks",
        )  # fmt: skip
        case_unsettle(case_id=document.case_id, deed=deed)
    return documents


def _is_cut_by_person(documents: Sequence[Document]) -> bool:
    first = documents[0]
    mine = Correction.objects.filter(case_id=first.case_id, document__original_id=first.original_id)
    return mine.filter(what=CUT).exists()


def document_study_or_note(
    *, deed: Deed, document: Document, scholar: Scholar, blobs: FolderBlobs | None = None
) -> None:
    """Study a file; a fault of the study is noted with the file, which stays filed and findable."""
    try:
        document_study(deed=deed, document=document, scholar=scholar, blobs=blobs)
    except Exception as fault:  # one file that cannot be understood must not stop its being kept
        log.exception("Document %s could not be described.", document.pk)
        text = (
            f"The pages were read and can be searched, but what kind of papers they are could not be told "
            f"({type(fault).__name__}). Set the kind by hand, or have the document described again."
        )
        notice_add(original=document.original, notice=pages.Notice(STUDY_FAILED, text))


def documents_describe(*, deed: Deed, documents: Sequence[Document], scholar: Scholar) -> list[Document]:
    """Describe documents anew with today's rules, without touching their cuts; what a seal covers stays."""
    for document in documents:
        read = () if document.sealed else pages_told(document)
        if not read:
            continue
        given = document.kind if document.kind_by in (BY_PERSON, BY_MANIFEST) else ""
        verdict, description = scholar.look(Paper(read, document.filename, document.folder), kind=given)
        with transaction.atomic():
            _keep(deed, document, verdict, description, verdict.reasons, scholar)
            case_unsettle(case_id=document.case_id, deed=deed)
    return list(documents)


def _keep(
    deed: Deed,
    document: Document,
    verdict: Verdict,
    description: Description,
    reasons: Sequence[Reason],
    scholar: Scholar,
) -> None:
    given = document.kind_by in (BY_PERSON, BY_MANIFEST)
    kind = document.kind if given else verdict.kind
    is_part = document.first_page > 1 or bool(document.original.pages_read > document.pages_count)
    values = {
        "kind": kind,
        "kind_name": scholar.kind_names().get(kind, ""),
        "stage": verdict.stage or document.stage,
        "form_no": verdict.form_no[:60],
        "kind_confidence": 1.0 if given else round(verdict.confidence, 3),
        "kind_by": document.kind_by if given else (BY_RULES if kind else ""),
    }
    if verdict.title and is_part and not document.title_given:
        values["title"] = verdict.title[:300]
    changed = any(getattr(document, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(document, name, value)
    Document.objects.filter(pk=document.pk).update(**values)
    DocumentDescription.objects.update_or_create(
        document=document,
        defaults={
            "found": found_to_json(description.found),
            "marks": marks_to_json(description.marks),
            "reasons": reasons_to_json(reasons),
            "others": [[one.kind, round(one.confidence, 3)] for one in verdict.others],
            "unknown_labels": list(description.unknown_labels)[:200],
            "made_with": scholar.made_with,
            "described_at": deed.now,
        },
    )
    if changed and document.pages_count:
        IndexOrder.objects.create(document_id=document.pk, first_page=1, last_page=document.pages_count)


def _remark(original: Original, remarks: Sequence[Remark]) -> None:
    PageRemark.objects.filter(original=original).delete()
    PageRemark.objects.bulk_create(
        PageRemark(original=original, code=one.code, pages=list(one.pages), text=one.text) for one in remarks
    )
