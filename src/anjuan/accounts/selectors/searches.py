"""What a person searched for, saved, and had searched in batches. Nobody sees those of others."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from anjuan.accounts.models import AskedSearch, BatchSearch, BatchSearchRow, SavedSearch
from anjuan.accounts.rules.keylists import unpacked_keys
from anjuan.accounts.selectors.people import Viewer
from anjuan.kit.errors import NotFoundError

_FOUND = Q(hits__gt=0)


class SearchUnknownError(NotFoundError):
    """There is no such saved search or batch of this person."""

    code = "WEB-030"


@dataclasses.dataclass(frozen=True, slots=True)
class SavedRow:
    """A saved search.

    Attributes:
        query: The search's address without its page.
        fresh: Pages found that its owner has not seen in it, when it was last counted.
        sight: Under which rights that was; see :func:`anjuan.archive.findable.counting.sight_mark`.
        counted_at: When; None before the first time.

    """

    id: int
    name: str
    query: str
    is_watched: bool
    fresh: int
    total: int
    is_too_wide: bool
    sight: str
    counted_at: dt.datetime | None
    seen_at: dt.datetime


def saved_searches(viewer: Viewer) -> list[SavedRow]:
    """Return the saved searches of a person, the first ones first. One query."""
    return [_saved(row) for row in SavedSearch.objects.filter(owner=viewer.user_id or 0).defer("seen")]


def _saved(row: SavedSearch) -> SavedRow:
    return SavedRow(
        row.pk, row.name, row.query, row.is_watched, row.fresh, row.total, row.is_too_wide, row.sight,
        row.counted_at, row.seen_at,
    )  # fmt: skip


def saved_search(viewer: Viewer, search_id: int) -> tuple[SavedRow, frozenset[int]]:
    """Return a saved search and the pages its owner has seen in it. One query.

    Raises:
        SearchUnknownError: The person has no such search.

    """
    row = SavedSearch.objects.filter(owner=viewer.user_id or 0, pk=search_id).first()
    if row is None:
        raise SearchUnknownError(f"You have no saved search {search_id}.", remedy="Open one from the search page.")
    return _saved(row), unpacked_keys(bytes(row.seen))


@dataclasses.dataclass(frozen=True, slots=True)
class AskedRow:
    """A search that was made."""

    query: str
    total: int
    at: dt.datetime


def asked_searches(viewer: Viewer, limit: int = 50) -> list[AskedRow]:
    """Return what a person searched for, the latest first. One query."""
    rows = AskedSearch.objects.filter(owner=viewer.user_id or 0)[:limit]
    return [AskedRow(row.query, row.total, row.at) for row in rows]


@dataclasses.dataclass(frozen=True, slots=True)
class BatchView:
    """A batch of searches.

    Attributes:
        done: Rows that have been searched.
        found: Rows of these with at least one hit.
        sight: Under which rights it ran.

    """

    id: int
    title: str
    is_fuzzy: bool
    rows_count: int
    done: int
    found: int
    sight: str
    created_at: dt.datetime
    finished_at: dt.datetime | None


def batches(viewer: Viewer, limit: int = 20) -> list[BatchView]:
    """Return the batches of a person, the latest first. Two queries."""
    return _seen(BatchSearch.objects.filter(owner=viewer.user_id or 0)[:limit])


def batch(viewer: Viewer, batch_id: int) -> BatchView:
    """Return one batch. Two queries.

    Raises:
        SearchUnknownError: The person has no such batch.

    """
    found = _seen(BatchSearch.objects.filter(owner=viewer.user_id or 0, pk=batch_id))
    if not found:
        raise SearchUnknownError(f"You have no batch of searches {batch_id}.", remedy="Start a new one.")
    return found[0]


def _seen(rows: Iterable[BatchSearch]) -> list[BatchView]:
    rows = list(rows)
    counted = BatchSearchRow.objects.filter(batch__in=rows, is_done=True).values_list("batch")
    counts = {
        key: (done, found) for key, done, found in counted.annotate(done=Count("pk"), found=Count("pk", filter=_FOUND))
    }
    return [
        BatchView(
            row.pk, row.title, row.is_fuzzy, row.rows_count, *counts.get(row.pk, (0, 0)), row.sight, row.created_at,
            row.finished_at,
        )
        for row in rows
    ]  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class BatchRow:
    """One row of a batch; ``pages`` are keys of the first pages found."""

    id: int
    number: int
    text: str
    is_done: bool
    hits: int
    cases: int
    is_more: bool
    pages: tuple[int, ...]


def batch_rows(batch_id: int, *, only: str = "", offset: int = 0, limit: int | None = None) -> list[BatchRow]:
    """Return rows of a batch in their order. One query.

    Args:
        batch_id: The batch, which the caller has looked up for the person.
        only: ``found``, ``missing`` or ``waiting``; empty for all.
        offset: Rows to pass over.
        limit: How many at the most; None for all.

    """
    rows = _rows(batch_id, only)[offset : None if limit is None else offset + limit]
    return [
        BatchRow(row.pk, row.number, row.text, row.is_done, row.hits, row.cases, row.is_more, tuple(row.pages))
        for row in rows
    ]


def batch_rows_total(batch_id: int, only: str = "") -> int:
    """Return how many rows :func:`batch_rows` would list. One query."""
    return _rows(batch_id, only).count()


def _rows(batch_id: int, only: str) -> QuerySet[BatchSearchRow]:
    narrowed = {"found": _FOUND, "missing": Q(is_done=True, hits=0), "waiting": Q(is_done=False)}
    return BatchSearchRow.objects.filter(narrowed.get(only, Q()), batch=batch_id)
