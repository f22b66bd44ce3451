"""Arranging the papers of cases: naming them, putting them in order, moving them to the case they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import F, Max

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case, Document, IndexOrder, PaperDeed
from anjuan.archive.selectors.sight import reads_whole
from anjuan.archive.services.cases import case_count
from anjuan.archive.services.custody import custody_write
from anjuan.archive.services.cutting import documents_of_file
from anjuan.archive.services.rights import need_describer
from anjuan.archive.services.sealed import case_need_open, document_need_correctable
from anjuan.archive.services.unsettling import case_unsettle
from anjuan.kit.errors import UsageError
from anjuan.papers.study import Scholar

TITLE, ORDER, MOVE = "title", "order", "move"
#: Added to places while they change, so that no two papers have one place in between.
_ASIDE = 10_000_000
_LONGEST_TITLE = 300


class ArrangeError(UsageError):
    """Papers cannot be named, put or moved so."""

    code = "ARCH-067"


@durable_transaction()
def document_retitle(*, deed: Deed, viewer: Viewer, document: Document, title: str) -> PaperDeed | None:
    """Give a paper another title, which rules do not replace; return what undoes it, None when it had that title.

    Raises:
        DescribeMayNotError: The person may not.
        ArrangeError: The title is empty or too long.
        SealedCaseError: It stands under a seal.

    """
    need_describer(deed, viewer)
    document_need_correctable(document)
    title = " ".join(title.split())
    if not title or len(title) > _LONGEST_TITLE:
        raise ArrangeError(
            f"A title has 1 to {_LONGEST_TITLE} characters; this one has {len(title)}.", remedy="Write another one."
        )
    if title == document.title:
        return None
    before = {str(document.pk): [document.title, document.title_given]}
    _title(deed, document, title, is_given=True)
    return _deed(deed, document.case_id, TITLE, before, {str(document.pk): [title, True]})


def _title(deed: Deed, document: Document, title: str, *, is_given: bool) -> None:
    before = document.title
    Document.objects.filter(pk=document.pk).update(title=title, title_given=is_given)
    IndexOrder.objects.create(document_id=document.pk, first_page=1, last_page=max(1, document.pages_count))
    custody_write(deed=deed, event="correction", about=document, detail=f"title: {before} → {title}")
    journal_write(
        deed=deed, action="document.arrange", subject=f"archive.document:{document.pk}", label=title,
        detail={"what": "title", "before": before, "after": title},
    )  # fmt: skip
    case_unsettle(case_id=document.case_id, deed=deed)


def title_back(deed: Deed, row: PaperDeed, scholar: Scholar) -> bool:
    """Give a paper the title back that it had; say whether it still had the later one."""
    del scholar
    key, (title, is_given) = next(iter(row.before.items()))
    later = row.after[key][0]
    document = Document.objects.filter(pk=int(key), removed=False).first()
    if document is None or document.title != later:
        return False
    document_need_correctable(document)
    _title(deed, document, title, is_given=is_given)
    return True


@durable_transaction()
def document_put(*, deed: Deed, viewer: Viewer, document: Document, place: int) -> PaperDeed | None:
    """Put a paper at a place among those of its case; return what undoes it, None when it stands there.

    Args:
        deed: Who and when.
        viewer: As whom.
        document: The paper.
        place: From 1; the papers behind it move on by one.

    Raises:
        DescribeMayNotError: The person may not.
        ArrangeError: The case has no such place.
        SealedCaseError: The case is sealed: the order of its papers is under the seal.

    """
    need_describer(deed, viewer)
    case_need_open(document.case)
    before = _order(document.case_id)
    if not 1 <= place <= len(before):
        raise ArrangeError(f"The case has no place {place}.", remedy=f"Choose a place from 1 to {len(before)}.")
    after = [key for key in before if key != document.pk]
    after.insert(place - 1, document.pk)
    if after == before:
        return None
    _arrange(deed, document.case, after)
    return _deed(deed, document.case_id, ORDER, {"order": before}, {"order": after})


def _order(case_id: int) -> list[int]:
    papers = Document.objects.filter(case_id=case_id, removed=False).order_by("sequence")
    return list(papers.values_list("pk", flat=True))


def _arrange(deed: Deed, case: Case, order: Sequence[int]) -> None:
    """Give the papers of a case, in this order, the places that they have together."""
    papers = Document.objects.filter(pk__in=order)
    places = sorted(papers.values_list("sequence", flat=True))
    papers.update(sequence=F("sequence") + _ASIDE)
    rows = [Document(pk=key, sequence=place) for key, place in zip(order, places, strict=True)]
    Document.objects.bulk_update(rows, ["sequence"], batch_size=400)
    custody_write(deed=deed, event="arrangement", about=case, detail=f"{len(order)} papers were put in order")
    journal_write(
        deed=deed, action="document.arrange", subject=f"archive.case:{case.pk}", label=str(case),
        detail={"what": "order", "papers": len(order)},
    )  # fmt: skip
    case_unsettle(case_id=case.pk, deed=deed)


def order_back(deed: Deed, row: PaperDeed, scholar: Scholar) -> bool:
    """Put the papers of a case in the order back that they had; say whether they still stood in the later one."""
    del scholar
    case_need_open(row.case)
    if _order(row.case_id) != row.after["order"]:
        return False
    _arrange(deed, row.case, row.before["order"])
    return True


@durable_transaction()
def document_move(*, deed: Deed, viewer: Viewer, document: Document, target: Case) -> PaperDeed:
    """Move a paper to the case it belongs to, behind its papers; return what undoes it.

    A paper out of a bound file goes alone; the pages of the others stay where they are.

    Raises:
        DescribeMayNotError: The person may not, or may not see the other case as a whole.
        ArrangeError: It is in that case already, or the same pages of its file are.
        SealedCaseError: It stands under a seal, or the other case does.

    """
    need_describer(deed, viewer)
    document_need_correctable(document)
    case_need_open(target)
    if not reads_whole(viewer, target) or target.pk == document.case_id:
        raise ArrangeError(
            f"The paper cannot be moved to case {target.number}.",
            why="It is there already, or you may not see that case as a whole.",
            remedy="Name another case.",
        )
    before = {str(document.pk): [document.case_id, document.sequence, document.parent_id]}
    place = _move(deed, document, target)
    return _deed(deed, document.case_id, MOVE, before, {str(document.pk): [target.pk, place, None]})


def _move(deed: Deed, document: Document, target: Case, place: int = 0, parent: int | None = None) -> int:
    """Move a paper; return its place among the papers of the other case."""
    if any(
        (one.first_page <= (document.last_page or 0)) and (document.first_page <= (one.last_page or 0))
        for one in documents_of_file(case_id=target.pk, original_id=document.original_id)
    ):
        raise ArrangeError(
            f"Case {target.number} has these pages of the same file already.", remedy="Remove the cut there first."
        )
    source = Case.objects.get(pk=document.case_id)
    taken = Document.objects.filter(case=target).aggregate(last=Max("sequence"))["last"] or 0
    is_free = place and not Document.objects.filter(case=target, sequence=place).exists()
    place = place if is_free else taken + 1
    Document.objects.filter(pk=document.pk).update(case=target, sequence=place, parent_id=parent)
    counted = document.pages_count - document.pages_aside
    doubtful = sum(document.pages.values_list("original_page__doubtful_lines", flat=True))
    case_count(case_id=source.pk, deed=deed, documents=-1, pages=-counted, doubtful=-doubtful)
    case_count(case_id=target.pk, deed=deed, documents=1, pages=counted, doubtful=doubtful)
    IndexOrder.objects.create(document_id=document.pk, first_page=1, last_page=max(1, document.pages_count))
    moved = Document.objects.select_related("case", "original").get(pk=document.pk)
    detail = f"moved: {source.number} → {target.number}"
    custody_write(deed=deed, event="arrangement", about=source, detail=f"{detail} {document.title}")
    custody_write(deed=deed, event="arrangement", about=moved, detail=detail)
    journal_write(
        deed=deed, action="document.arrange", subject=f"archive.document:{document.pk}", label=document.title,
        detail={"what": "case", "before": source.number, "after": target.number},
    )  # fmt: skip
    case_unsettle(case_id=source.pk, deed=deed)
    case_unsettle(case_id=target.pk, deed=deed)
    return place


def move_back(deed: Deed, row: PaperDeed, scholar: Scholar) -> bool:
    """Move a paper back to the case it was in; say whether it still is in the later one."""
    del scholar
    (key, (case_id, place, parent)), (_, (later, *_rest)) = (
        next(iter(row.before.items())),
        next(iter(row.after.items())),
    )
    document = Document.objects.filter(pk=int(key), removed=False).first()
    if document is None or document.case_id != later:
        return False
    document_need_correctable(document)
    home = Case.objects.get(pk=case_id)
    case_need_open(home)
    _move(deed, document, home, place, parent)
    return True


def _deed(deed: Deed, case_id: int, kind: str, before: Mapping[str, object], after: Mapping[str, object]) -> PaperDeed:
    return PaperDeed.objects.create(case_id=case_id, kind=kind, before=before, after=after, at=deed.now, by=deed.actor)
