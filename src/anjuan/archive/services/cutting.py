"""Which pages of a file make which document: set by rules at first, moved by persons afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, Max

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Document, IndexOrder, Page, PageCare
from anjuan.archive.services.cases import case_count
from anjuan.archive.services.sealed import document_need_unsealed

#: Added to page numbers while they move, so that no two pages have one place in between.
_ASIDE = 10_000_000


def documents_of_file(*, case_id: int, original_id: int) -> list[Document]:
    """Return the documents that a file is in a case, in the order of its pages. One query."""
    found = Document.objects.filter(case_id=case_id, original_id=original_id, removed=False)
    return list(found.select_related("original").order_by("first_page"))


def file_cut(*, deed: Deed, documents: Sequence[Document], starts: Sequence[int]) -> list[Document]:
    """Let the documents of one file begin at these pages; return them in order. Call it in a transaction.

    Every page of the file stays in one of its documents: what lies between two papers, such as a blank
    sheet, goes with the one before it. A document whose first page is still a first page stays itself,
    with all that is known of it; others are made or removed.

    Args:
        deed: Who and when.
        documents: All documents of the file in one case, in order, not empty.
        starts: First pages (of the file), rising, the first of them the first page that the documents show.

    Raises:
        SealedError: They stand under the seal of their case.

    """
    rows = list(
        Page.objects.filter(document__in=documents).order_by("original_page__number")
        .annotate(place=F("original_page__number")).values_list("pk", "place")
    )  # fmt: skip
    if not rows or [one.first_page for one in documents] == list(starts):
        return list(documents)
    document_need_unsealed(documents[0])
    kept = {one.first_page: one for one in documents if one.first_page in starts}
    kept.setdefault(starts[0], documents[0])
    made = [kept.get(start) or document_begin(deed=deed, like=documents[0], first_page=start) for start in starts]
    Page.objects.filter(document__in=documents).update(number=F("number") + _ASIDE)
    ends = [*(start - 1 for start in starts[1:]), rows[-1][1]]
    for document, start, end in zip(made, starts, ends, strict=True):
        mine = [(key, place) for key, place in rows if start <= place <= end]
        _fill(document, [key for key, _ in mine], (start, mine[-1][1]))
    gone = [one for one in documents if one not in made]
    for document in gone:
        Document.objects.filter(pk=document.pk).update(removed=True, pages_count=0, pages_aside=0)
    case_count(case_id=documents[0].case_id, deed=deed, documents=len(made) - len(documents))
    return made


def document_begin(*, deed: Deed, like: Document, first_page: int, is_addendum: bool = False) -> Document:
    """Return a new document, without pages yet, of the same file as another one, from a page of the file on."""
    last = Document.objects.filter(case_id=like.case_id).aggregate(last=Max("sequence"))["last"] or 0
    return Document.objects.create(
        case_id=like.case_id,
        original_id=like.original_id,
        sequence=last + 1,
        title=like.title,
        filename=like.filename,
        folder=like.folder,
        parent_id=like.parent_id,
        first_page=first_page,
        addendum=is_addendum or like.addendum,
        received_at=deed.now,
    )


def _fill(document: Document, keys: Sequence[int], span: tuple[int, int]) -> None:
    """Give a document its pages, by their keys in order."""
    aside = PageCare.objects.filter(page__in=keys).exclude(mark="").count()
    pages = [Page(pk=key, document=document, number=number) for number, key in enumerate(keys, 1)]
    Page.objects.bulk_update(pages, ["document", "number"], batch_size=400)
    document.first_page, document.last_page, document.pages_count = span[0], span[1], len(keys)
    Document.objects.filter(pk=document.pk).update(
        first_page=span[0], last_page=span[1], pages_count=len(keys), pages_aside=aside
    )
    IndexOrder.objects.create(document_id=document.pk, first_page=1, last_page=len(keys))
