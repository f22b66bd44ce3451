"""Counting certificates and case files as they are now."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet, Sum

from anjuan.archive.models import Case
from anjuan.archive.models.cases import CaseState
from anjuan.figures.rules.measuring import Key
from anjuan.figures.rules.rolling import ALL, UNKNOWN, roll_certificates, roll_organisations
from anjuan.figures.selectors.trees import tree
from anjuan.mining.models import FactState, MinedFact
from anjuan.registry.models import Certificate, Organisation

_CHUNK = 20_000
#: The papers that report a finding; other papers tell of the same ones again.
FINDING_KIND = "D08"


def valid_on(day: dt.date) -> QuerySet[Certificate]:
    """Return the certificates within their period on a day, both ends included; a missing end excludes nothing."""
    return Certificate.objects.filter(
        Q(issued_on=None) | Q(issued_on__lte=day), Q(expires_on=None) | Q(expires_on__gte=day)
    )


def certificate_cells(day: dt.date) -> dict[Key, int]:
    """Return certificates and distinct organisations of a day by field row and area row.

    Two passes side by side in the order of organisations, both through an index alone: four million certificates
    need no memory to speak of, and an organisation is counted once in whatever union of fields.
    """
    certificates: Counter[tuple[str, str]] = Counter()
    held: Counter[tuple[str, frozenset[str]]] = Counter()
    for region, holding in _holdings(day):
        held[region, frozenset(holding)] += 1
        for field, number in holding.items():
            certificates[field, region] += number
    rows = ((field, region, number) for (field, region), number in certificates.items())
    holders = ((region, codes, number) for (region, codes), number in held.items())
    cells: dict[Key, int] = {}
    for figure, rolled in (
        ("certificates", roll_certificates(rows, tree())),
        ("organisations", roll_organisations(holders, tree())),
    ):
        cells |= {(figure, field, area, ""): number for (field, area), number in rolled.items()}
    return cells


def _holdings(day: dt.date) -> Iterator[tuple[str, dict[str, int]]]:
    """Yield the region of every organisation with valid certificates, and their number by field code."""
    regions = Organisation.objects.order_by("pk").values_list("pk", "region_code").iterator(_CHUNK)
    rows = (
        valid_on(day)
        .order_by("organisation_id", "field_code")
        .values_list("organisation_id", "field_code")
        .annotate(number=Count("pk"))
        .iterator(_CHUNK)
    )
    at, region = 0, ""
    holding: dict[str, int] = {}
    for key, field, number in rows:
        if key != at:
            if holding:
                yield region, holding
            holding, at = {}, key
            region = next(code for pk, code in regions if pk == key)
        holding[field] = number
    if holding:
        yield region, holding


def countable_cases() -> QuerySet[Case]:
    """Return the case files that figures count: all but those destroyed."""
    return Case.objects.exclude(state=CaseState.DESTROYED)


def case_cells() -> dict[Key, int]:
    """Return case files, their organisations, pages and findings by field row, area row and year."""
    cells: Counter[Key] = Counter()
    grouped = (
        countable_cases()
        .order_by()
        .values_list("field_code", "province", "year")
        .annotate(Count("pk"), Sum("pages_count"), Sum("misses"), Sum("contradictions"))
    )
    for field, province, year, *numbers in grouped:
        places = list(_places(field, province, year))
        for figure, number in zip(("cases", "pages", "lacks", "contradictions"), numbers, strict=True):
            for place in places:
                cells[figure, *place] += number or 0
    facts = (
        MinedFact.objects.filter(
            kind="finding", document__kind=FINDING_KIND, document__removed=False, case__in=countable_cases()
        )
        .exclude(state=FactState.REJECTED)
        .order_by()
        .values_list("case__field_code", "case__province", "case__year")
        .annotate(Count("pk"))
    )
    for field, province, year, number in facts:
        for place in _places(field, province, year):
            cells["findings", *place] += number
    return dict(cells) | _client_cells()


def _client_cells() -> dict[Key, int]:
    clients: defaultdict[Key, set[int]] = defaultdict(set)
    rows = (
        countable_cases()
        .exclude(organisation=None)
        .order_by()
        .values_list("field_code", "province", "year", "organisation_id")
        .distinct()
    )
    for field, province, year, organisation in rows.iterator(_CHUNK):
        for place in _places(field, province, year):
            clients["clients", *place].add(organisation)
    return {key: len(found) for key, found in clients.items()}


def _places(field: str, province: str, year: int | None) -> Iterator[tuple[str, str, str]]:
    """Yield the rows in which a case counts."""
    for one in tree().field_rows(field):
        for area in tree().area_rows(province):
            for when in (ALL, str(year) if year else UNKNOWN):
                yield one, area, when
