"""What tantivy found, in the words of the protocol."""

from __future__ import annotations

import collections
import dataclasses
from typing import Any

import tantivy

from anjuan.search.backends.tantivy_queries import PREFERRED_BONUS
from anjuan.search.protocol import FacetCount, Hit, Request
from anjuan.search.schema import Field, FieldKind

#: More different values of a number field than this are not told apart.
_MOST_VALUES = 100_000


@dataclasses.dataclass(frozen=True, slots=True)
class FoundPage:
    """A hit and what it is ordered by when shards are merged; smaller comes first."""

    hit: Hit
    order: tuple[Any, ...]


def counted(result: tantivy.SearchResult) -> int:
    """Return how many pages a tantivy search counted."""
    # The stub of the package leaves the attribute out.
    return int(result.count or 0)  # type: ignore[attr-defined]


def found_pages(
    searcher: tantivy.Searcher, query: tantivy.Query, request: Request, wanted: int
) -> tuple[int, list[FoundPage]]:
    """Return the exact number of matching pages of a shard and the best ``wanted`` of them in order."""
    ranked = request.scoring or request.preferred is not None
    by = f"s_{request.sort.removeprefix('-')}" if request.sort else None if ranked else "id"
    falling = request.sort.startswith("-") or by is None
    result = searcher.search(
        query,
        wanted,
        count=True,
        order_by_field=by,
        order=tantivy.Order.Desc if falling else tantivy.Order.Asc,
    )
    ids = searcher.fast_field_values("id", [address for _, address in result.hits])
    keys = [key for key, _ in result.hits]
    if request.sort:
        pages = [_sorted_page(int(number or 0), key, falling=falling) for number, key in zip(ids, keys, strict=True)]
    elif ranked:
        pages = [_ranked_page(int(number or 0), float(key), request) for number, key in zip(ids, keys, strict=True)]
        pages.sort(key=lambda page: page.order)
    else:
        pages = [FoundPage(Hit(int(number or 0), 0.0), (int(number or 0),)) for number in ids]
    return counted(result), pages


def _ranked_page(number: int, score: float, request: Request) -> FoundPage:
    preferred = request.preferred is None or score >= PREFERRED_BONUS
    if preferred and request.preferred is not None:
        score -= PREFERRED_BONUS
    return FoundPage(Hit(number, score, preferred), (not preferred, -score, number))


def _sorted_page(number: int, value: int | str | None, *, falling: bool) -> FoundPage:
    return FoundPage(Hit(number, 0.0), (value is None, _Key(value, falling=falling), number))


class _Key:
    """A value that sorts in either direction; no value equals no value."""

    __slots__ = ("falling", "value")

    def __init__(self, value: int | str | None, *, falling: bool) -> None:
        self.value = value
        self.falling = falling

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)

    def __lt__(self, other: _Key) -> bool:
        if self.value is None or other.value is None:
            return False
        low, high = (other.value, self.value) if self.falling else (self.value, other.value)
        return low < high  # type: ignore[operator]  # both are of the one field, so both are numbers or both texts


def count_values(
    searchers: list[tantivy.Searcher], query: tantivy.Query, fields: list[Field], limit: int
) -> dict[str, tuple[FacetCount, ...]]:
    """Return the most frequent values of each field over all matching pages, with exact counts.

    All fields are counted in one pass. Several shards, or more values than are told apart, need a second one: the first
    finds the frequent values, the second counts those exactly.
    """
    if not fields:
        return {}
    counts, inexact = _counted(searchers, query, {field.name: _terms(field, 2 * limit) for field in fields})
    again = [field for field in fields if field.name in inexact or len(searchers) > 1]
    if again:
        exactly = {field.name: _exact_terms(field, counts[field.name], limit) for field in again}
        counts |= _counted(searchers, query, exactly)[0]
    return {field.name: _ordered(counts[field.name], limit) for field in fields}


def _terms(field: Field, size: int) -> dict[str, Any]:
    # By itself tantivy keeps ten times the size of each segment: a value that is frequent on the whole, but not among
    # the first of any segment, would be lost, and the pages would be counted a second time to find out.
    return {"field": f"f_{field.name}", "size": size, "segment_size": _MOST_VALUES}


def _exact_terms(field: Field, found: collections.Counter[str], limit: int) -> dict[str, Any]:
    frequent = [value for value, _ in found.most_common(2 * limit)]
    if field.kind is FieldKind.NUMBER or not frequent:
        return _terms(field, _MOST_VALUES)
    return {**_terms(field, len(frequent)), "include": frequent}


def _ordered(counts: collections.Counter[str], limit: int) -> tuple[FacetCount, ...]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in ordered[:limit])


def _counted(
    searchers: list[tantivy.Searcher], query: tantivy.Query, terms: dict[str, dict[str, Any]]
) -> tuple[dict[str, collections.Counter[str]], set[str]]:
    """Return the counts by field, and the fields whose counts may be too low."""
    counts: dict[str, collections.Counter[str]] = {name: collections.Counter() for name in terms}
    inexact: set[str] = set()
    for searcher in searchers:
        for name, found in searcher.aggregate(
            query, {name: {"terms": wanted} for name, wanted in terms.items()}
        ).items():
            if found.get("doc_count_error_upper_bound"):
                inexact.add(name)
            for bucket in found["buckets"]:
                key = bucket["key"]
                counts[name][key if isinstance(key, str) else str(int(key))] += bucket["doc_count"]
    return counts, inexact
