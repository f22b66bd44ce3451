"""The features of a case, kept as inverted lists: what similar cases are found by."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping

from django.db import transaction
from django.db.models import F

from anjuan.archive.models import Case, CaseAttribute, CaseField, DocumentDescription
from anjuan.archive.rules.case_columns import AUDIT_TYPES
from anjuan.kit.text.folding import fold
from anjuan.mining.models import CaseFeature, FactState, Feature, MinedFact
from anjuan.mining.rules.similarity import size_of
from anjuan.mining.rules.tables import similarity
from anjuan.registry.rules.tables import regions

_USABLE = (FactState.ACCEPTED, FactState.CORRECTED)
#: A described clause of a nonconformity counts from this confidence on; a reviewed fact always does.
_SURE = 0.7
_LONGEST = 120
#: Of which facts which values make which features. Values of one fact are joined.
_OF_FACTS = {
    "flow": ("process", ("step",)),
    "step": ("process", ("name",)),
    "control": ("control", ("step", "parameter")),
    "finding": ("clause", ("clause",)),
    "product": ("product", ("name",)),
}
_SEVERAL = ("flow",)


@transaction.atomic
def features_keep(*, case_id: int) -> int:
    """Bring the features of a case in step with what it states and with its reviewed facts; return how many it has."""
    case = Case.objects.filter(pk=case_id).exclude(state="destroyed").first()
    wanted = {(kind, same(said)[:_LONGEST]): said[:_LONGEST] for kind, said in _of_case(case)} if case else {}
    wanted = {mark: said for mark, said in wanted.items() if mark[1]}
    held = {
        (row.feature.kind, row.feature.value): row
        for row in CaseFeature.objects.filter(case=case_id).select_related("feature")
    }
    _drop([row for mark, row in held.items() if mark not in wanted])
    _add(case_id, {mark: said for mark, said in wanted.items() if mark not in held})
    return len(wanted)


def features_drop(*, case_id: int) -> None:
    """Forget the features of a case."""
    _drop(list(CaseFeature.objects.filter(case=case_id)))


def _drop(rows: list[CaseFeature]) -> None:
    if not rows:
        return
    Feature.objects.filter(pk__in=[row.feature_id for row in rows]).update(cases_count=F("cases_count") - 1)
    CaseFeature.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _add(case_id: int, wanted: dict[tuple[str, str], str]) -> None:
    if not wanted:
        return
    Feature.objects.bulk_create(
        [Feature(kind=kind, value=value, said=said) for (kind, value), said in wanted.items()], ignore_conflicts=True
    )
    found = Feature.objects.filter(value__in=[value for _, value in wanted])
    keys = [row.pk for row in found if (row.kind, row.value) in wanted]
    CaseFeature.objects.bulk_create([CaseFeature(feature_id=key, case_id=case_id) for key in keys])
    Feature.objects.filter(pk__in=keys).update(cases_count=F("cases_count") + 1)


def _of_case(case: Case) -> Iterator[tuple[str, str]]:
    yield "field", case.field_code
    yield "region", _regions().get(case.province, case.province)
    yield "type", AUDIT_TYPES.get(case.audit_type, case.audit_type)
    codes = CaseAttribute.objects.filter(case=case, name="professional_code").values_list("value", flat=True)
    for code in codes:
        yield "code", code
        yield "sector", code.split(".")[0]
    yield "size", _size(case)
    yield from _described_clauses(case)
    for fact in MinedFact.objects.filter(case=case, kind__in=_OF_FACTS, state__in=_USABLE, document__removed=False):
        yield from _of_fact(fact)


def same(said: str) -> str:
    """Return what is equal for ways of writing one thing: folded, without blanks."""
    return "".join(fold(said).split()).casefold()


@functools.cache
def _regions() -> Mapping[str, str]:
    return {row.code: row.name for row in regions().latest.rows}


def _size(case: Case) -> str:
    told = dict(
        CaseField.objects.filter(case=case, name__in=("effective_headcount", "headcount")).values_list("name", "value")
    )
    people = told.get("headcount", told.get("effective_headcount"))
    return size_of(people, similarity().latest) if isinstance(people, int) else ""


def _described_clauses(case: Case) -> Iterator[tuple[str, str]]:
    described = DocumentDescription.objects.filter(document__case=case, document__removed=False)
    for found in described.values_list("found", flat=True):
        for one in found:
            if one["name"] == "finding.clause" and one.get("confidence", 0) >= _SURE:
                yield "clause", str(one["value"])


def _of_fact(fact: MinedFact) -> Iterable[tuple[str, str]]:
    kind, names = _OF_FACTS[fact.kind]
    corrected = dict(fact.corrected or ())
    values = [(slot["name"], corrected.get(slot["name"], slot["value"])) for slot in fact.slots]
    wanted = [value for name, value in values if name in names and value]
    if fact.kind in _SEVERAL:
        return [(kind, value) for value in wanted]
    return [(kind, " ".join(wanted))] if wanted else []
