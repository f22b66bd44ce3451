"""What single cases tell, as the compiling room takes it: usable facts and values of the case with their places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anjuan.archive.models import Case, CaseField
from anjuan.compiling.works.shapes import Evidence
from anjuan.compiling.works.telling import Material, Told, ToldFact
from anjuan.extraction.facts import FactKind
from anjuan.mining.models import MinedFact
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.sources import USABLE

#: Values of a case that a story may tell; none of them names anybody.
_VALUES = ("standards", "scope", "effective_headcount", "headcount", "onsite_days", "audit_days", "industry", "risk")


def case_material(case_id: int) -> Material:
    """Return what a case tells: the facts that persons accepted, and values that stand on a page. Two queries."""
    facts = MinedFact.objects.filter(case=case_id, document__removed=False, state__in=USABLE)
    fields = CaseField.objects.filter(case=case_id, name__in=_VALUES, document__isnull=False, page__isnull=False)
    values = {field.name: _told_value(field) for field in fields if field.text.strip()}
    return Material(
        case_id,
        tuple(values[name] for name in _VALUES if name in values),
        tuple(told_fact(fact) for fact in facts.order_by("document__sequence", "id")),
    )


def _told_value(field: CaseField) -> Told:
    box: list[float] = field.box or []
    boxes = ((box[0], box[1], box[2], box[3]),) if len(box) == len("xyxy") else ()
    text = field.printed.strip() or field.text
    evidence = Evidence(
        key=f"V{field.pk}", case=field.case_id, document=field.document_id or 0, page=field.page or 0, boxes=boxes
    )  # fmt: skip
    return Told(field.name, text, evidence)


def told_fact(fact: MinedFact) -> ToldFact:
    """Return a fact with the place of each value; values as they count."""
    corrected = dict(fact.corrected or ())
    whole = _evidence(fact, {"page": fact.page, "start": fact.start, "end": fact.end, "boxes": fact.boxes})
    values = tuple(
        Told(slot["name"], corrected.get(slot["name"], slot["value"]), _evidence(fact, slot))
        for slot in fact.slots
        if corrected.get(slot["name"], slot["value"])
    )
    before = next((slot["value"] for slot in fact.slots if slot["name"] == "clause"), "")
    return ToldFact(
        str(fact.pk), FactKind(fact.kind), fact.quote, values, whole,
        corrected_from=before if corrected.get("clause", before) != before else "",
    )  # fmt: skip


def _evidence(fact: MinedFact, spot: Mapping[str, Any]) -> Evidence:
    boxes = spot.get("boxes") or fact.boxes
    return Evidence(
        key=f"F{fact.pk}", case=fact.case_id, document=fact.document_id, page=spot.get("page") or fact.page,
        start=spot.get("start") or 0, end=spot.get("end") or 0, boxes=tuple((a, b, c, d) for a, b, c, d in boxes),
    )  # fmt: skip


def case_scope(case: Case) -> Scope:
    """Return field and first professional code of a case. One query."""
    code = case.attributes.filter(name="professional_code").order_by("id").values_list("value", flat=True).first()
    return Scope(case.field_code, code or "")
