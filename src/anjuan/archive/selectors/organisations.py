"""The list of organisations: those whose cases a person may see, with figures of these cases alone."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case
from anjuan.archive.rules.standing import EXPIRED, EXPIRING, SOON_DAYS, UNKNOWN, VALID, standing_of
from anjuan.archive.selectors.sight import cases_of
from anjuan.kit.errors import UsageError
from anjuan.kit.text.folding import squeeze
from anjuan.registry.models import Organisation, OrganisationName

MOST_ROWS = 500
#: Columns of the registry that the list is ordered by, and figures of cases.
_OWN = {"name": "name", "credit_code": "credit_code"}
_FIGURES: dict[str, Callable[[], Any]] = {
    "cases": lambda: Count("id"),
    "expires_on": lambda: Max("expires_on"),
    "audited_on": lambda: Max("audited_on"),
    "problems": lambda: Sum("problems"),
}
ORDERS = (*_OWN, *_FIGURES)


@dataclasses.dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One organisation with figures of those of its cases that the person may see.

    Attributes:
        fields: The certification fields of its cases.
        standing: Of its certificate that ends last: ``valid``, ``expiring``, ``expired`` or ``unknown``.
        expires_on: The last day of that certificate; ISO, maybe partial.
        cases: How many cases.
        audited_on: Last audit day; ISO, maybe partial.
        problems: Open blocking findings of all of them.

    """

    id: int
    name: str
    credit_code: str
    province: str
    fields: tuple[str, ...]
    standing: str
    expires_on: str
    cases: int
    audited_on: str
    problems: int


@dataclasses.dataclass(frozen=True, slots=True)
class OrganisationFilter:
    """What a list of organisations is narrowed to; empty values do not narrow.

    Attributes:
        words: Parts of a name it has or had, or of its credit code; blanks separate parts that must all be there.
        field_code: A certification field of its cases.
        province: Code of the division that the address of a case lies in.
        standing: How its certificate that ends last stands.
        problem: ``open``: some case has blocking findings; ``none``: no case has.
        expires_on: First and last day, inclusive; either may be empty. So the next.

    """

    words: str = ""
    field_code: str = ""
    province: str = ""
    standing: str = ""
    problem: str = ""
    expires_on: tuple[str, str] = ("", "")
    audited_on: tuple[str, str] = ("", "")


@dataclasses.dataclass(frozen=True, slots=True)
class OrganisationRows:
    """A slice of the list.

    Attributes:
        rows: The slice.
        total: How many organisations the whole filter leaves.
        standings: How many stand how under the *other* filters; "" is all of them.

    """

    rows: tuple[OrganisationRow, ...]
    total: int
    standings: dict[str, int]


def organisations_of(viewer: Viewer) -> QuerySet[Organisation]:
    """Return the organisations a person may see: those of their cases; who sees all cases sees all organisations."""
    living = Organisation.objects.filter(merged_into=None)
    if viewer.sees_all:
        return living
    # As a list of keys, not as a test for each: the cases of one person are few, the organisations many.
    return living.filter(pk__in=cases_of(viewer).exclude(organisation=None).order_by().values("organisation"))


def organisation_list(
    viewer: Viewer, wanted: OrganisationFilter, *, today: dt.date, order: str = "name", offset: int = 0, limit: int = 20
) -> OrganisationRows:
    """Return a slice of the organisations a person may see. Seven queries at most.

    Raises:
        UsageError: The order is unknown, or the slice is out of bounds.

    """
    if order.removeprefix("-") not in ORDERS:
        raise UsageError(
            f"Organisations cannot be ordered by {order!r}.", remedy=f"Choose one of: {', '.join(ORDERS)}."
        )
    if offset < 0 or not 1 <= limit <= MOST_ROWS:
        raise UsageError(
            f"A slice of {limit} rows from {offset} is out of bounds.", remedy=f"Ask for 1 to {MOST_ROWS} rows."
        )
    others = _narrowed(viewer, wanted)
    standings = _standings(viewer, others, today)
    total = standings[wanted.standing]
    found = others.filter(_standing(wanted.standing, today)) if wanted.standing else others
    keys = _keys(viewer, found, order, slice(offset, offset + limit)) if offset < total else []
    return OrganisationRows(organisation_rows(viewer, keys, today), total, standings)


def organisation_keys(viewer: Viewer, wanted: OrganisationFilter, *, today: dt.date, order: str) -> list[int]:
    """Return the keys of all organisations of a list in its order. Two queries."""
    others = _narrowed(viewer, wanted)
    return _keys(viewer, others.filter(_standing(wanted.standing, today)) if wanted.standing else others, order)


def organisation_total(viewer: Viewer, wanted: OrganisationFilter, *, today: dt.date) -> int:
    """Return how many organisations a filter leaves: what the list says. One query."""
    found = _narrowed(viewer, wanted)
    return (found.filter(_standing(wanted.standing, today)) if wanted.standing else found).count()


def organisation_choices(viewer: Viewer) -> dict[str, list[str]]:
    """Return the certification fields and provinces that the person's cases really have. Two queries."""
    cases = cases_of(viewer).exclude(organisation=None).order_by()
    return {
        name: sorted(cases.exclude(**{name: ""}).values_list(name, flat=True).distinct())
        for name in ("field_code", "province")
    }


def _figure(viewer: Viewer, name: str) -> Subquery:
    mine = cases_of(viewer).filter(organisation=OuterRef("pk")).order_by().values("organisation")
    return Subquery(mine.annotate(figure=_FIGURES[name]()).values("figure"))


def _narrowed(viewer: Viewer, wanted: OrganisationFilter) -> QuerySet[Organisation]:
    """Return what a filter leaves, its standing aside; each with ``ends``, the last day of its last certificate."""
    found = organisations_of(viewer)
    for word in wanted.words.split():
        found = found.filter(_called(viewer, word))
    mine = cases_of(viewer).filter(organisation=OuterRef("pk"))
    equal = {name: value for name in ("field_code", "province") if (value := getattr(wanted, name))}
    if equal:
        found = found.filter(Exists(mine.filter(**equal)))
    if wanted.problem:
        has_problems = Exists(mine.filter(problems__gt=0))
        found = found.filter(has_problems if wanted.problem == "open" else ~has_problems)
    found = found.annotate(ends=Coalesce(_figure(viewer, "expires_on"), Value("")))
    found = _between(found, "ends", wanted.expires_on)
    if any(wanted.audited_on):
        found = found.annotate(last=Coalesce(_figure(viewer, "audited_on"), Value("")))
        found = _between(found, "last", wanted.audited_on)
    return found


def _called(viewer: Viewer, word: str) -> Q:
    """Return the test for a part of a name; former names are told by papers, so only who sees all finds by them."""
    plain = Q(name__icontains=word) | Q(credit_code__icontains=word)
    sought = squeeze(word)
    if not viewer.sees_all or not sought:
        return plain
    return plain | Q(Exists(OrganisationName.objects.filter(organisation=OuterRef("pk"), squeezed__contains=sought)))


def _between(found: QuerySet[Organisation], name: str, span: tuple[str, str]) -> QuerySet[Organisation]:
    first, last = span
    if first:
        # A partial date, such as a month, counts when the first day may lie in it.
        found = found.filter(Q(**{f"{name}__gte": first}) | Q(**{f"{name}__in": [first[:7], first[:4]]}))
    if last:
        found = found.filter(**{f"{name}__lte": last}).exclude(**{name: ""})
    return found


def _standing(code: str, today: dt.date) -> Q:
    """Return the test that :func:`anjuan.archive.rules.standing.standing_of` makes, in terms of ``ends``."""
    soon = today + dt.timedelta(days=SOON_DAYS)
    later, still = _reaches(soon), _reaches(today)
    tests = {VALID: later, EXPIRING: still & ~later, EXPIRED: ~still & ~Q(ends=""), UNKNOWN: Q(ends="")}
    return tests.get(code, Q(pk=None))


def _reaches(day: dt.date) -> Q:
    text = day.isoformat()
    return Q(ends__gte=text) | Q(ends__in=[text[:7], text[:4]])


def _standings(viewer: Viewer, found: QuerySet[Organisation], today: dt.date) -> dict[str, int]:
    """Return how many stand how. The cases are grouped in one pass; who has none that is seen stands unknown."""
    codes = (VALID, EXPIRING, EXPIRED, UNKNOWN)
    ends = _grouped(viewer, found).annotate(ends=Max("expires_on"))
    counted = ends.aggregate(
        grouped=Count("organisation"),
        **{code: Count("organisation", filter=_standing(code, today)) for code in codes},
    )
    everyone = found.count()
    counted[UNKNOWN] += everyone - counted["grouped"]
    return {"": everyone, **{code: counted[code] for code in codes}}


def _grouped(viewer: Viewer, found: QuerySet[Organisation]) -> QuerySet[Case, Any]:
    """Return the person's cases of some organisations, to be grouped by these."""
    mine = cases_of(viewer).exclude(organisation=None).filter(organisation__in=found.order_by().values("pk"))
    return mine.order_by().values("organisation")


def _keys(viewer: Viewer, found: QuerySet[Organisation], order: str, part: slice = slice(None)) -> list[int]:
    """Return a part of the keys in order. Who has no case that is seen comes first when figures rise, else last."""
    down, name = ("-" if order.startswith("-") else ""), order.removeprefix("-")
    if name not in _FIGURES:
        return list(found.order_by(f"{down}{_OWN[name]}", f"{down}id").values_list("pk", flat=True)[part])
    figure = Coalesce(_FIGURES[name](), Value("" if name.endswith("_on") else 0))
    cased = _grouped(viewer, found).annotate(figure=figure).order_by(f"{down}figure", f"{down}organisation")
    parts: list[QuerySet[Any, int]] = [cased.values_list("organisation", flat=True)]
    if viewer.sees_all:  # others see organisations through their cases alone
        caseless = found.exclude(pk__in=cases_of(viewer).exclude(organisation=None).order_by().values("organisation"))
        parts.insert(len(down), caseless.order_by(f"{down}id").values_list("pk", flat=True))
    return _cut(parts, part)


def _cut(parts: Sequence[QuerySet[Any, int]], part: slice) -> list[int]:
    """Return a part of several lists of keys that stand one after another."""
    if part.stop is None:
        return [key for one in parts for key in one]
    keys: list[int] = []
    start, most = part.start, part.stop - part.start
    for one in parts:
        if len(keys) < most:
            keys += one[max(start, 0) : max(start, 0) + most - len(keys)]
            start -= one.count() if start > 0 else 0
    return keys


def organisation_rows(viewer: Viewer, keys: Sequence[int], today: dt.date) -> tuple[OrganisationRow, ...]:
    """Return organisations with the figures of the person's cases, in the order of the keys. Two queries."""
    known = {one.pk: one for one in Organisation.objects.filter(pk__in=keys)}
    cases: dict[int, list[Case]] = {key: [] for key in keys}
    columns = ("id", "organisation", "field_code", "province", "expires_on", "audited_on", "problems")
    for case in cases_of(viewer).filter(organisation__in=list(keys)).order_by("-audited_on", "-id").only(*columns):
        cases[case.organisation_id or 0].append(case)
    return tuple(_row(known[key], cases[key], today) for key in keys if key in known)


def _row(one: Organisation, cases: Sequence[Case], today: dt.date) -> OrganisationRow:
    ends = max((case.expires_on for case in cases), default="")
    return OrganisationRow(
        id=one.pk,
        name=one.name,
        credit_code=one.credit_code or "",
        province=next((case.province for case in cases if case.province), ""),
        fields=tuple(sorted({case.field_code for case in cases if case.field_code})),
        standing=standing_of(ends, today),
        expires_on=ends,
        cases=len(cases),
        audited_on=max((case.audited_on for case in cases), default=""),
        problems=sum(case.problems or 0 for case in cases),
    )
