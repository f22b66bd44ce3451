"""What a package and a test say of a case by DA/T 18."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from anjuan.archive.models import Case, Document, DocumentDescription, OriginalPage
from anjuan.preservation.rules.describing import Item, Volume, described
from anjuan.reading.pages import TextSource

#: Which field of a case gives the date of the volume, the best first.
_DATES = ("decision_date", "issued_on", "audit_end", "audit_start")
_DOUBTFUL = 0.5


def case_description(case: Case) -> list[dict[str, str]]:
    """Return the rows of the description of a case, the volume first. Five queries."""
    documents = list(case.documents.filter(removed=False).select_related("original").order_by("sequence"))
    dates = _paper_dates(documents)
    recognised = set(
        OriginalPage.objects.filter(original__documents__case=case, source=TextSource.OCR)
        .values_list("original_id", flat=True)
        .distinct()
    )
    body = settings.ANJUAN_OPTIONS.body.name
    volume = Volume(case.reference_code or "", case.title, _volume_date(case, dates.values()), body, case.pages_count)
    items = [
        Item(
            document.sequence, document.title, dates.get(document.pk, ""), body, document.form_no, document.kind_name,
            document.pages_counted, document.original.size_bytes, document.original.media_type,
            document.original_id in recognised,
        )
        for document in documents
    ]  # fmt: skip
    return described(volume, items)


def _volume_date(case: Case, papers: Iterable[str]) -> str:
    """Return the day that the volume is filed by: the decision, else the last paper, else the year."""
    stated = dict(case.fields.filter(name__in=_DATES).values_list("name", "text"))
    named = next((stated[name] for name in _DATES if stated.get(name)), "")
    return named or max((day for day in papers if day), default="") or (str(case.year) if case.year else "")


def _paper_dates(documents: list[Document]) -> dict[int, str]:
    """Return the date on which each document was signed or issued, where its description says so."""
    found = {}
    described_as = DocumentDescription.objects.filter(document__in=documents).values_list("document_id", "found")
    for document_id, fields in described_as:
        stated = [
            field for field in fields
            if isinstance(field, dict) and field.get("name") == "paper_date" and field.get("confidence", 1) >= _DOUBTFUL
        ]  # fmt: skip
        if stated:
            found[document_id] = str(max(stated, key=lambda field: field.get("confidence", 1)).get("value") or "")
    return found
