"""The body's firsts as its people see them, and the archive as the search for firsts takes it."""

from __future__ import annotations

import dataclasses

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseAttribute
from anjuan.archive.selectors.sight import whole_cases_of
from anjuan.compiling.works.firsts import DatedCase
from anjuan.compiling.works.shapes import Box
from anjuan.mining.models import First, FirstState
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.guides import field_name, need_reader
from anjuan.mining.selectors.works import sees_drafts
from anjuan.mining.standins import stand_in

#: The first sign of a field's code tells its family.
_FAMILIES = {"A": "system", "B": "product", "C": "service"}
_STANDS_FOR_ANY = "某企业"


@dataclasses.dataclass(frozen=True, slots=True)
class FirstRow:
    """A first on the time line.

    Attributes:
        name: Name of the field or family; the value itself otherwise.
        client: The organisation for whom may read the case; else what it is called in works.
        case: Number of the case for whom may read it; else empty.
        newer: Day of the older case that superseded this one; empty when none did.

    """

    id: int
    sort: str
    value: str
    name: str
    day: str
    client: str
    case: str
    team: tuple[str, ...]
    witnesses: tuple[str, ...]
    approved_on: str
    document: int
    page: int
    box: Box | None
    doubtful: bool
    undated: int
    state: str
    note: str
    decided_by: str
    newer: str


def dated_cases() -> list[DatedCase]:
    """Return all cases with their days, fields, codes and standards. Two queries."""
    several: dict[int, dict[str, list[str]]] = {}
    told = CaseAttribute.objects.filter(name__in=("professional_code", "standard")).exclude(case__state="destroyed")
    for key, name, value in told.values_list("case", "name", "value"):
        several.setdefault(key, {}).setdefault(name, []).append(value)
    cases = Case.objects.exclude(state="destroyed").values_list(
        "pk", "number", "audited_on", "decided_on", "field_code"
    )
    return [
        DatedCase(
            key, number, audited or decided, (field,) if field else (),
            tuple(several.get(key, {}).get("professional_code", ())), tuple(several.get(key, {}).get("standard", ())),
            (_FAMILIES[field[0]],) if field[:1] in _FAMILIES else (),
        )
        for key, number, audited, decided, field in cases.order_by("pk")
    ]  # fmt: skip


def first_rows(viewer: Viewer, *, sort: str = "", language: str = "zh") -> list[FirstRow]:
    """Return firsts by their days; readers see those that were confirmed, superseded since or not. Two queries.

    Raises:
        KnowledgeMayNotError: The person may not read what was compiled.

    """
    need_reader(viewer)
    found = First.objects.select_related("case", "superseded_by").exclude(case__state="destroyed")
    if sort:
        found = found.filter(sort=sort)
    if not sees_drafts(viewer):
        shown = (FirstState.CONFIRMED, FirstState.SUPERSEDED)
        found = found.filter(state__in=shown).exclude(decided_by="")
    open_cases = set(whole_cases_of(viewer).filter(pk__in=found.values("case")).values_list("pk", flat=True))
    return [_row(one, language, may_open=one.case_id in open_cases) for one in found.order_by("day", "id")]


def _row(one: First, language: str, *, may_open: bool) -> FirstRow:
    box = (one.box[0], one.box[1], one.box[2], one.box[3]) if one.box else None
    name = field_name(one.value, language) if one.sort == "field" else ""
    return FirstRow(
        one.pk, one.sort, one.value, name or one.value, one.day,
        one.case.organisation_name if may_open else _client(one),
        one.case.number if may_open else "", tuple(one.team), tuple(one.witnesses), one.approved_on,
        (one.document_id or 0) if may_open else 0, (one.page or 0) if may_open else 0, box if may_open else None,
        one.doubtful, one.undated, one.state, one.note, one.decided_by,
        one.superseded_by.day if one.superseded_by else "",
    )  # fmt: skip


def _client(one: First) -> str:
    word = stand_in(Scope(one.case.field_code, one.value)) if one.sort == "code" else ""
    return word or _STANDS_FOR_ANY


def firsts_named(viewer: Viewer, keys: set[int], language: str = "zh") -> dict[int, FirstRow]:
    """Return confirmed firsts by their keys, for an exhibition."""
    return {row.id: row for row in first_rows(viewer, language=language) if row.id in keys and row.state == "confirmed"}
