"""A search as its address says it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from anjuan.accounts.selectors.searches import saved_searches
from anjuan.archive.findable.facets import FacetCounts
from anjuan.archive.findable.finding import FACETS
from anjuan.archive.services.indexing import search_engine
from anjuan.archive.services.search_watching import fresh_hits
from anjuan.archive.tasks import scholar
from anjuan.papers.kinds.catalogue import Catalogue
from anjuan.web.navigation import READS
from anjuan.web.templatetags.anjuan import facet_said
from anjuan.web.visitor import viewer
from anjuan.web.words import place_of

_LONGEST = 400
_MOST_VALUES = 20
#: What narrows most for most people stands first.
_SHOWN_FACETS = ("kind", "stage", "organisation", "year", "audit_type", "standard", "field", "code")
SORTS: Mapping[str, str | Promise] = {
    "": _("按相关程度"),
    "-year": _("年度由新到旧"),
    "year": _("年度由旧到新"),
    "case": _("按案卷号"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Asking:
    """What a search page asks for.

    Attributes:
        words: As typed.
        fuzzy: Whether places that differ in a few characters count.
        filters: Chosen values by facet.
        sort: A key of :data:`SORTS`.

    """

    words: str
    fuzzy: bool
    filters: Mapping[str, tuple[str, ...]]
    sort: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.filters)

    def query(self) -> str:
        """Return the address of the search without its page: equal searches have equal ones."""
        values = QueryDict(mutable=True)
        if self.words:
            values["q"] = self.words
        if self.fuzzy:
            values["fuzzy"] = "1"
        for name in FACETS:
            values.setlist(name, sorted(self.filters.get(name, ())))
        if self.sort:
            values["sort"] = self.sort
        return values.urlencode()


def asking_of(values: QueryDict) -> Asking:
    """Return what an address asks for; what it does not know is left out."""
    filters = {
        name: tuple(dict.fromkeys(found[:_MOST_VALUES]))
        for name in FACETS
        if (found := [value[:300] for value in values.getlist(name) if value])
    }
    sort = values.get("sort", "")
    words = values.get("q", "").strip()[:_LONGEST]
    return Asking(words, values.get("fuzzy") == "1", filters, sort if sort in SORTS else "")


def reading_of(query: str) -> tuple[str, bool, Mapping[str, tuple[str, ...]]]:
    """Return words, whether rough places count, and filters of a search's address."""
    asked = asking_of(QueryDict(query))
    return asked.words, asked.fuzzy, asked.filters


@dataclasses.dataclass(frozen=True, slots=True)
class FacetValue:
    """One value a search can be narrowed to."""

    value: str
    label: str
    count: int
    is_on: bool


def value_said(name: str, value: str) -> str:
    """Return the words for a value of a facet; kinds by code and name."""
    return _kind_said(scholar().catalogue, value) if name == "kind" else facet_said(value, name)


def _kind_said(catalogue: Catalogue, code: str) -> str:
    known = catalogue.name(code, "en" if get_language() == "en" else "zh")
    return code if known == code else f"{code} {known}"


def facet_values(counts: FacetCounts, filters: Mapping[str, tuple[str, ...]]) -> list[tuple[str, list[FacetValue]]]:
    """Return the facets that have values, each with its values: stages in their order, others by how many pages."""
    catalogue = scholar().catalogue if counts.get("kind") else None
    shown = []
    for name in _SHOWN_FACETS:
        values = [
            FacetValue(
                one.value,
                _kind_said(catalogue, one.value) if catalogue and name == "kind" else facet_said(one.value, name),
                one.count,
                one.value in filters.get(name, ()),
            )
            for one in counts.get(name, ())
        ]
        if name == "stage":
            values.sort(key=lambda one: place_of("stage", one.value))
        if values:
            shown.append((name, values))
    return shown


def search_counts(request: HttpRequest, now: dt.datetime) -> dict[str, int]:
    """Return the new hits of a person's watched searches, each and together; nothing for who may not search."""
    person = viewer(request)
    if not any(person.may(need) for need in READS) or not any(row.is_watched for row in saved_searches(person)):
        return {}
    fresh = fresh_hits(person, search_engine(), reading_of, now)
    return {"searches": sum(fresh.values()), **{f"search-{key}": number for key, number in fresh.items()}}
