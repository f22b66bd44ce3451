"""Cases as plain values, for judging."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from django.db.models import Count, Q

from anjuan.archive.models import Case, CaseField, Document
from anjuan.judging.casefile import PaperFacts
from anjuan.papers.codec import found_from_json, marks_from_json


@dataclasses.dataclass(frozen=True, slots=True)
class Stated:
    """What persons or a manifest said of a case, against which papers do not count."""

    values: Mapping[str, object]
    conditions: Mapping[str, bool]


#: Fields whose name begins so are conditions that a person answered, such as ``condition.multi_site``.
CONDITION = "condition."


def papers_of(case: Case) -> tuple[PaperFacts, ...]:
    """Return the papers of a case with what they say. One query; no page is loaded."""
    inked = Count("pages", filter=Q(pages__original_page__is_blank=False))
    recognised = Count("pages", filter=Q(pages__original_page__source__in=["ocr", "mixed"]))
    flowing = Count("pages", filter=Q(pages__original_page__has_picture=False))
    documents = (
        Document.objects.filter(case=case, removed=False).select_related("description")
        .annotate(inked=inked, recognised=recognised, flowing=flowing).order_by("sequence")
    )  # fmt: skip
    return tuple(_paper(document, document.inked, document.recognised, document.flowing) for document in documents)


def _paper(document: Document, inked: int, recognised: int, flowing: int) -> PaperFacts:
    description = getattr(document, "description", None)
    return PaperFacts(
        document=document.pk,
        kind=document.kind,
        stage=document.stage,
        title=document.title,
        found=found_from_json(description.found) if description else (),
        marks=marks_from_json(description.marks if description else {}),
        pages=inked,
        digital=not recognised,
        confidence=document.kind_confidence,
        paged=not flowing,
    )


def stated_of(case: Case) -> Stated:
    """Return what persons and manifests said of a case. One query."""
    rows = CaseField.objects.filter(case=case).exclude(source="papers").values_list("name", "value")
    values = {name: value for name, value in rows if not name.startswith(CONDITION)}
    conditions = {name.removeprefix(CONDITION): bool(value) for name, value in rows if name.startswith(CONDITION)}
    return Stated(values, conditions)
