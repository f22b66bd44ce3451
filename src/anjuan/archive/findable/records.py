"""What the archive offers to search: its fields, and its pages as records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, Document, Page
from anjuan.archive.selectors.page_reads import packed_of
from anjuan.reading import halves, packing
from anjuan.search.analysis import Refused
from anjuan.search.errors import RecordError
from anjuan.search.protocol import EVERYONE, PageRecord, Readers
from anjuan.search.schema import Field, FieldKind, Schema

SCHEMA = Schema(
    Field("organisation", "组织", phonetic=True, aliases=("单位", "客户", "公司", "org")),
    Field("field", "领域", hierarchical=True, aliases=("认证领域",)),
    Field("standard", "标准", aliases=("依据",)),
    Field("code", "专业", hierarchical=True, aliases=("专业代码", "专业小类")),
    Field("year", "年份", kind=FieldKind.NUMBER, sortable=True, aliases=("年", "年度")),
    Field("audit_type", "审核类型"),
    Field("kind", "类型", aliases=("文件类型", "种类")),
    Field("stage", "阶段"),
    Field("case", "案卷", phonetic=True, faceted=False, sortable=True, aliases=("案卷号",)),
    Field("title", "题名", faceted=False, aliases=("标题", "文件名")),
)


def readers_of(viewer: Viewer) -> Readers:
    """Return as whom a person searches."""
    if viewer.sees_all:
        return EVERYONE
    return viewer.tokens if viewer.may("case.read_assigned") else frozenset()


def records_of(pages: Iterable[Page], refused: Refused | None = None) -> Iterator[PageRecord]:
    """Yield pages as search records.

    Args:
        pages: With their document, its case with attributes and readers, their original page and care loaded.
        refused: Told of a page whose record cannot be made; the others are yielded. Without it such a page raises.

    """
    known: dict[int, tuple[Mapping[str, tuple[str, ...]], frozenset[str]]] = {}
    for page in pages:
        document = page.document
        if document.pk not in known:
            readers = document.case.readers.all()
            tokens = frozenset(reader.token for reader in readers if reader.document_id in (None, document.pk))
            known[document.pk] = (keywords_of(document), tokens)
        keywords, may_read = known[document.pk]
        try:
            text = _text(packed_of(page))
        except Exception as fault:
            if refused is None:
                raise
            refused(page.pk, _unreadable(page, fault))
            continue
        yield PageRecord(
            id=page.pk,
            group=str(document.case_id),
            text=text,
            title=document.title,
            keywords=keywords,
            readers=may_read,
        )


def _unreadable(page: Page, fault: Exception) -> RecordError:
    return RecordError(
        f"What was read of page {page.pk} cannot be unpacked: {type(fault).__name__}: {fault}.",
        remedy="Read its file again.",
    )


def keywords_of(document: Document) -> dict[str, tuple[str, ...]]:
    """Return what a document is described by, by field of the schema. One query without prefetched attributes."""
    case: Case = document.case
    several: dict[str, tuple[str, ...]] = {}
    for attribute in case.attributes.all():
        several[attribute.name] = (*several.get(attribute.name, ()), attribute.value)
    values = {
        "organisation": (case.organisation_name,),
        "field": (case.field_code,),
        "standard": several.get("standard", ()),
        "code": several.get("professional_code", ()),
        "year": (str(case.year),) if case.year else (),
        "audit_type": (case.audit_type,),
        "kind": (document.kind,),
        "stage": (document.stage,),
        "case": (case.number, case.title),
        "title": (document.title,),
    }
    return {name: kept for name, found in values.items() if (kept := tuple(value for value in found if value))}


def contexts_of(ids: Sequence[int]) -> dict[int, str]:
    """Return for pages what names their document, so that good pages of one document support each other. One query."""
    rows = Page.objects.filter(pk__in=ids).values_list("pk", "document_id")
    return {key: str(document_id) for key, document_id in rows}


def texts_of(ids: Sequence[int]) -> dict[int, str]:
    """Return the printed texts of pages by their key. One query."""
    rows = Page.objects.filter(pk__in=ids).values_list("pk", "original_page__packed", "care__packed")
    return {key: _text(again or packed) for key, packed, again in rows}


def _text(packed: bytes | memoryview) -> str:
    """Return a page's text without half characters, which no index takes; every place in it stays where it was."""
    return halves.whole_text(packing.text_of(bytes(packed)))
