"""What the routes of compiled knowledge are about: a fact of the shelf's case, and its guide."""

from __future__ import annotations

from tests.web.made import DEED, NOW, Shelf

from anjuan.archive.models import Case, CaseAttribute, CaseJudgement
from anjuan.mining.models import EditionState, Guide, GuideEdition, MinedCase, MinedFact

_QUOTE = "淬火的加热温度应控制在840±10 ℃"


def known_words(name: str, shelf: Shelf) -> list[object]:
    """Return the words of a route's address; none for routes that need none or are about something else."""
    if name not in _OF_EDITION | _OF_FACT | _OF_SCOPE:
        return []
    if name in _OF_FACT:
        return [fact_of(shelf).pk]
    edition = edition_of(shelf)
    if name in _OF_SCOPE:
        return ["A01", "17.10.02"] if name == "knowledge_guide" else ["A01"]
    if name == "knowledge_file":
        return [edition.guide.editions.get(state=EditionState.PUBLISHED).pk, "md"]
    return {"knowledge_step": [edition.pk, "submit"], "knowledge_build": []}.get(name, [edition.pk])


_OF_SCOPE = {"knowledge_guide", "knowledge_field"}
_OF_FACT = {"fact"}
_OF_EDITION = {
    "knowledge_edition", "knowledge_line", "knowledge_step", "knowledge_harmless", "knowledge_file", "knowledge_build",
}  # fmt: skip


def sent_to_knowledge(name: str) -> dict[str, str]:
    """Return what is sent to a route of compiled knowledge."""
    return {
        "fact": {"verdict": "accept"},
        "facts_accept": {"rule": "controls/1"},
        "knowledge_build": {"field": "A01", "code": "17.10.02"},
        "knowledge_line": {"section": "controls", "line": "x", "what": "hide", "back": "/knowledge/"},
        "knowledge_harmless": {"text": "大众汽车", "reason": "公开标准"},
    }.get(name, {})


def fact_of(shelf: Shelf) -> MinedFact:
    """Return a fact of the shelf's case that waits for review."""
    found, _ = MinedFact.objects.get_or_create(
        document=shelf.scan, key="k", case=shelf.case,
        defaults={
            "kind": "control", "slots": [], "quote": _QUOTE, "page": 1, "start": 0, "end": 0, "boxes": [[0, 0, 1, 1]],
            "confidence": 0.9, "rule": "controls/1", "mined_at": NOW,
        },
    )  # fmt: skip
    return found


def edition_of(shelf: Shelf) -> GuideEdition:
    """Return a guide under way for the code of the shelf's case, and make released ones for the code and the field."""
    Case.objects.filter(pk=shelf.case.pk).update(field_code="A01")
    CaseAttribute.objects.get_or_create(
        case=shelf.case, name="professional_code", value="17.10.02", defaults={"source": "papers"}
    )
    judged = CaseJudgement.objects.filter(case=shelf.case).values_list("judged_at", flat=True).first() or NOW
    MinedCase.objects.get_or_create(case=shelf.case, defaults={"judged_at": judged, "mined_at": NOW})
    fact_of(shelf)
    for code in ("", "17.10.02"):
        guide, _ = Guide.objects.get_or_create(
            field_code="A01", professional_code=code, form="guide", defaults={"created_at": NOW}
        )
        if not guide.editions.exists():
            _edition(guide, 1, EditionState.PUBLISHED)
    return guide.editions.filter(state=EditionState.DRAFT).first() or _edition(guide, 2, EditionState.DRAFT)


def _edition(guide: Guide, number: int, state: EditionState) -> GuideEdition:
    released = state == EditionState.PUBLISHED
    return GuideEdition.objects.create(
        guide=guide, number=number, state=state, body=[] if released else None, made_with="x", scope_code="17.10.02",
        compiled={"cases": 1, "clients": 1, "facts": 0, "sections": [], "made_with": "x"}, cases_count=1,
        clients_count=1, facts_count=0, compiled_at=NOW, compiled_by=DEED.actor, published_at=NOW if released else None,
    )  # fmt: skip
