"""What a case stands beside: the cases of its certification cycle, and cases of the same sort."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.db.models import Count

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseAttribute
from anjuan.archive.rules.case_columns import AUDIT_TYPES
from anjuan.archive.selectors.sight import case_named, cases_of, whole_cases_of

MOST_SIMILAR = 30
#: How many cases are weighed; of a code that thousands share the newest are taken.
_MOST_WEIGHED = 400


@dataclasses.dataclass(frozen=True, slots=True)
class Sibling:
    """A case of the same certification cycle."""

    number: str
    audit_type: str
    audited_on: str
    year: int | None
    is_this: bool


@dataclasses.dataclass(frozen=True, slots=True)
class CycleView:
    """The certification cycle of a case.

    Attributes:
        ordinal: 1 for the first cycle known.
        begins: ISO date, maybe partial; empty when not known.
        ends: The last day, inclusive.
        place: Which case of the cycle this is, from 1, among those the person may see.
        cases: The cases of the cycle that the person may see, in order.

    """

    ordinal: int
    begins: str
    ends: str
    place: int
    cases: tuple[Sibling, ...]


def case_cycle(viewer: Viewer, number: str) -> CycleView | None:
    """Return the cycle of a case; None when it belongs to none, or may not be seen. One query."""
    found = cases_of(viewer).filter(cycle__cases__number=number).select_related("cycle")
    rows = list(found.order_by("audited_on", "year", "id"))
    place = next((place for place, row in enumerate(rows, 1) if row.number == number), 0)
    cycle = rows[0].cycle if place else None
    if cycle is None:
        return None
    cases = tuple(Sibling(row.number, row.audit_type, row.audited_on, row.year, row.number == number) for row in rows)
    return CycleView(cycle.ordinal, cycle.begins, cycle.ends, place, cases)


@dataclasses.dataclass(frozen=True, slots=True)
class Similar:
    """A case of the same sort, and why: shared professional codes, field, type of audit."""

    number: str
    title: str
    organisation_name: str
    audit_type: str
    audited_on: str
    year: int | None
    state: str
    codes: tuple[str, ...]
    same_field: bool
    same_type: bool
    misses: int
    contradictions: int


def cases_similar(viewer: Viewer, number: str) -> tuple[Similar, ...]:
    """Return cases that share field and professional codes with a case, the nearest first. Five queries at most.

    Only cases that the person may read as a whole are named; what they lack is told of no other.

    Raises:
        CaseUnknownError: There is none that this person may see.

    """
    case = case_named(viewer, number)
    codes = set(_codes(CaseAttribute.objects.filter(case=case)))
    if not codes and not case.field_code:
        return ()
    others = whole_cases_of(viewer).exclude(pk=case.pk)
    found: dict[int, Any] = {}
    if codes:
        sharing = others.filter(attributes__name="professional_code", attributes__value__in=codes)
        counted = sharing.annotate(shared=Count("attributes__value")).order_by("-shared", "-id")
        found = {row.pk: row for row in counted[:_MOST_WEIGHED]}
    if len(found) < MOST_SIMILAR and case.field_code:
        alike = others.filter(field_code=case.field_code, audit_type=case.audit_type).order_by("-id")
        found = {row.pk: row for row in alike[:MOST_SIMILAR]} | found
    shared: dict[int, list[str]] = {}
    held = CaseAttribute.objects.filter(case__in=found, name="professional_code", value__in=codes).order_by("value")
    for key, value in held.values_list("case_id", "value"):
        shared.setdefault(key, []).append(value)
    rows = [_similar(row, tuple(shared.get(key, ())), case) for key, row in found.items()]
    rows.sort(key=lambda row: (len(row.codes), row.same_field, row.same_type, row.audited_on), reverse=True)
    return tuple(rows[:MOST_SIMILAR])


def _codes(attributes: Any) -> list[str]:  # noqa: ANN401  a query set of attributes
    return list(attributes.filter(name="professional_code").values_list("value", flat=True))


def _similar(row: Case, codes: tuple[str, ...], case: Case) -> Similar:
    kind = AUDIT_TYPES.get(row.audit_type, row.audit_type)
    return Similar(
        row.number, row.title, row.organisation_name, row.audit_type, row.audited_on, row.year, row.state, codes,
        bool(case.field_code) and row.field_code == case.field_code,
        bool(kind) and kind == AUDIT_TYPES.get(case.audit_type, case.audit_type), row.misses, row.contradictions,
    )  # fmt: skip
