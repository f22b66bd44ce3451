"""The rows behind a number: certificates, organisations, case files, as far as a person may see them."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.db.models import Q, QuerySet

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case
from anjuan.archive.selectors.sight import cases_of
from anjuan.figures.rules.measuring import Question
from anjuan.figures.rules.rolling import ABROAD, NATIONAL, UNKNOWN
from anjuan.figures.selectors.counting import FINDING_KIND, countable_cases, valid_on
from anjuan.figures.selectors.trees import tree
from anjuan.mining.models import FactState, MinedFact
from anjuan.registry.models import Certificate, Organisation

_DIVISION_DIGITS = 2


@dataclasses.dataclass(frozen=True, slots=True)
class BehindRow:
    """One row behind a number.

    Attributes:
        kind: ``certificate``, ``organisation`` or ``case``.
        key: Number of a certificate or a case, key of an organisation.
        name: The organisation.
        field: A field's code.
        begins: Issued on, or the year.
        ends: Expires on, or the type of audit.
        counts: How much of the number it makes: pages, findings; 1 for what is counted itself.

    """

    kind: str
    key: str
    name: str
    field: str = ""
    begins: str = ""
    ends: str = ""
    counts: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class Behind:
    """What lies behind a number.

    Attributes:
        rows: Some of the rows.
        total: All rows that this person may see.
        is_partial: Whether rows count that this person may not see; how many is not told.

    """

    rows: tuple[BehindRow, ...]
    total: int
    is_partial: bool


def rows_behind(viewer: Viewer, asked: Question, day: dt.date, *, offset: int = 0, limit: int = 50) -> Behind:
    """Return rows behind a number as they are now; of a ratio those of its upper figure. Four queries at most.

    Args:
        viewer: Who asks.
        asked: The number.
        day: The day whose valid certificates count.
        offset: Rows to leave out.
        limit: Rows to return.

    """
    window = slice(offset, offset + limit)
    if asked.figure in {"certificates", "certificates_per_organisation"}:
        return _certificates(viewer, certificates_asked(asked, day), window)
    if asked.figure == "organisations":
        return _organisations(viewer, certificates_asked(asked, day), window)
    return _cases(viewer, asked, window)


def certificates_asked(asked: Question, day: dt.date) -> QuerySet[Certificate]:
    """Return the certificates that a question counts."""
    rows = valid_on(day)
    if asked.field:
        rows = rows.filter(_of_field(asked.field))
    return rows.filter(_of_area(asked.region, "organisation__region_code")) if asked.region else rows


def cases_asked(asked: Question) -> QuerySet[Case]:
    """Return the case files that a question counts, before who may see them."""
    rows = countable_cases()
    if asked.field:
        rows = rows.filter(_of_field(asked.field))
    if asked.region:
        rows = rows.filter(_of_area(asked.region, "province"))
    if asked.year:
        rows = rows.filter(year=int(asked.year)) if asked.year.isdigit() else rows.filter(Q(year=None) | Q(year=0))
    return rows


def _of_field(row: str) -> Q:
    codes = [code for code, chain in tree().fields.items() if row in chain]
    if row == UNKNOWN:
        return ~Q(field_code__in=list(tree().fields))
    return Q(field_code__in=codes)


def _of_area(row: str, column: str) -> Q:
    if row == ABROAD:
        return Q(**{column: ABROAD})
    if row == NATIONAL:
        return ~Q(**{column: ABROAD})
    inside = Q()
    starts = {code[:_DIVISION_DIGITS] for code, region in tree().regions.items() if row in {code, region, UNKNOWN}}
    for start in sorted(starts):
        inside |= Q(**{f"{column}__startswith": start})
    return ~Q(**{column: ABROAD}) & ~inside if row == UNKNOWN else inside


def _certificates(viewer: Viewer, rows: QuerySet[Certificate], window: slice) -> Behind:
    total = rows.count()
    if not viewer.sees_all:
        return Behind((), 0, is_partial=total > 0)
    found = rows.select_related("organisation").order_by("number")[window]
    return Behind(
        tuple(
            BehindRow(
                "certificate", one.number, one.organisation.name, one.field_code, str(one.issued_on or ""),
                str(one.expires_on or ""),
            )
            for one in found
        ),
        total,
        is_partial=False,
    )  # fmt: skip


def _organisations(viewer: Viewer, rows: QuerySet[Certificate], window: slice) -> Behind:
    holders = Organisation.objects.filter(pk__in=rows.order_by().values("organisation"))
    total = holders.count()
    if not viewer.sees_all:
        return Behind((), 0, is_partial=total > 0)
    found = holders.order_by("name", "pk")[window]
    return Behind(
        tuple(BehindRow("organisation", str(one.pk), one.name, begins=one.region_code) for one in found),
        total,
        is_partial=False,
    )


def _cases(viewer: Viewer, asked: Question, window: slice) -> Behind:
    rows = cases_asked(asked)
    if asked.figure == "clients":
        rows = rows.exclude(organisation=None)
    seen = rows.filter(pk__in=cases_of(viewer).values("pk"))
    if asked.figure in {"pages", "lacks", "contradictions"}:
        column = {"pages": "pages_count", "lacks": "misses"}.get(asked.figure, asked.figure)
        rows, seen = rows.filter(**{f"{column}__gt": 0}), seen.filter(**{f"{column}__gt": 0})
    if asked.figure in {"findings", "findings_per_case"}:
        having = _findings().values("case")
        rows, seen = rows.filter(pk__in=having), seen.filter(pk__in=having)
    total = seen.count()
    found = list(seen.order_by("number")[window])
    numbers = _numbers(asked.figure, found)
    return Behind(
        tuple(
            BehindRow(
                "case", one.number, one.organisation_name or one.title, one.field_code, str(one.year or ""),
                one.audit_type, numbers.get(one.pk, 1),
            )
            for one in found
        ),
        total,
        is_partial=rows.count() > total,
    )  # fmt: skip


def _findings() -> QuerySet[MinedFact]:
    return MinedFact.objects.filter(kind="finding", document__kind=FINDING_KIND, document__removed=False).exclude(
        state=FactState.REJECTED
    )


def _numbers(figure: str, found: list[Case]) -> dict[int, int]:
    if figure in {"findings", "findings_per_case"}:
        keys = _findings().filter(case__in=found).values_list("case_id", flat=True)
        counts: dict[int, int] = {}
        for key in keys:
            counts[key] = counts.get(key, 0) + 1
        return counts
    columns = {"pages": "pages_count", "lacks": "misses", "contradictions": "contradictions"}
    return {one.pk: getattr(one, columns[figure]) for one in found} if figure in columns else {}
