"""Keeping what persons search for: history, saved searches, batches."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import AskedSearch, BatchSearch, BatchSearchRow, SavedSearch, User
from anjuan.accounts.rules.keylists import packed_keys
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.selectors.searches import SearchUnknownError
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.kit.errors import UsageError

#: A person's history holds so many searches.
MOST_ASKED = 50
MOST_SAVED = 30
MOST_ROWS = 2000
#: So many batches are kept for a person; older ones go when a new one is made.
MOST_BATCHES = 20
_LONGEST_ROW = 200


class SearchRefusedError(UsageError):
    """A search cannot be saved so: it has no name, or there are too many."""

    code = "WEB-031"


class BatchRefusedError(UsageError):
    """A batch has no rows, or too many."""

    code = "WEB-032"


def asked_note(*, viewer: Viewer, query: str, total: int, now: dt.datetime) -> None:
    """Keep a search in its person's history; the same one again moves to the front, the oldest ones go."""
    if viewer.user_id is None or len(query) > 2000:  # noqa: PLR2004  the column's length
        return
    digest = hashlib.sha256(query.encode()).hexdigest()
    mine = AskedSearch.objects.filter(owner_id=viewer.user_id)
    if mine.filter(digest=digest).update(total=total, at=now):
        return
    AskedSearch.objects.bulk_create(
        [AskedSearch(owner_id=viewer.user_id, digest=digest, query=query, total=total, at=now)],
        update_conflicts=True, unique_fields=["owner", "digest"], update_fields=["total", "at"],
    )  # fmt: skip
    old = list(mine.values_list("pk", flat=True)[MOST_ASKED : MOST_ASKED * 2])
    if old:
        mine.filter(pk__in=old).delete()


@transaction.atomic
def asked_clear(*, viewer: Viewer) -> int:
    """Forget a person's history; return how many searches it held."""
    gone, _ = AskedSearch.objects.filter(owner=viewer.user_id or 0).delete()
    return gone


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """What a search finds at one moment.

    Attributes:
        ids: Keys of the pages, as many as are remembered.
        total: How many there are.
        sight: The rights they were found with.

    """

    ids: Sequence[int]
    total: int
    sight: str

    @property
    def is_too_wide(self) -> bool:
        """Whether there are more pages than are remembered."""
        return self.total > len(self.ids)


@transaction.atomic
def search_save(*, deed: Deed, viewer: Viewer, name: str, query: str, seen: Seen, is_watched: bool = True) -> int:
    """Keep a search under a name and return its key; the same name again replaces it.

    Raises:
        SearchRefusedError: It has no name, asks for nothing, or the person has too many.

    """
    name = " ".join(name.split())[:60]
    if not name or not query or len(query) > 2000:  # noqa: PLR2004  the column's length
        raise SearchRefusedError("A saved search needs a name and a query.", remedy="Search first, then name it.")
    mine = SavedSearch.objects.filter(owner_id=viewer.user_id)
    if mine.exclude(name=name).count() >= MOST_SAVED:
        raise SearchRefusedError(
            f"There are {MOST_SAVED} saved searches already.", remedy="Remove one that you do not need any more."
        )
    row, _ = SavedSearch.objects.update_or_create(
        owner_id=viewer.user_id, name=name,
        defaults={"query": query, "is_watched": is_watched, "created_at": deed.now, **_looked(seen, deed.now)},
    )  # fmt: skip
    return row.pk


def _looked(seen: Seen, now: dt.datetime) -> dict[str, object]:
    return {
        "seen": packed_keys(seen.ids), "total": seen.total, "fresh": 0, "is_too_wide": seen.is_too_wide,
        "sight": seen.sight, "counted_at": now, "seen_at": now,
    }  # fmt: skip


@transaction.atomic
def search_looked(*, viewer: Viewer, search_id: int, seen: Seen, now: dt.datetime) -> None:
    """Keep that the owner has seen what a saved search finds now."""
    SavedSearch.objects.filter(owner=viewer.user_id or 0, pk=search_id).update(**_looked(seen, now))


@transaction.atomic
def search_counted(*, viewer: Viewer, search_id: int, fresh: int, seen: Seen, now: dt.datetime) -> None:
    """Keep how many pages a saved search finds that its owner has not seen in it."""
    SavedSearch.objects.filter(owner=viewer.user_id or 0, pk=search_id).update(
        fresh=fresh, total=seen.total, is_too_wide=seen.is_too_wide, sight=seen.sight, counted_at=now
    )


@transaction.atomic
def search_change(*, viewer: Viewer, search_id: int, is_watched: bool) -> None:
    """Say whether new hits of a saved search are counted.

    Raises:
        SearchUnknownError: The person has no such search.

    """
    mine = SavedSearch.objects.filter(owner=viewer.user_id or 0, pk=search_id)
    if not mine.update(is_watched=is_watched, fresh=0, counted_at=None):
        raise SearchUnknownError(f"You have no saved search {search_id}.", remedy="Open one from the search page.")


@transaction.atomic
def search_delete(*, viewer: Viewer, search_id: int) -> None:
    """Remove a saved search.

    Raises:
        SearchUnknownError: The person has no such search.

    """
    gone, _ = SavedSearch.objects.filter(owner=viewer.user_id or 0, pk=search_id).delete()
    if not gone:
        raise SearchUnknownError(f"You have no saved search {search_id}.", remedy="Open one from the search page.")


def batch_make(*, deed: Deed, viewer: Viewer, title: str, rows: Iterable[str], is_fuzzy: bool = False) -> int:
    """Keep a batch of searches to be made and return its key. Who searches for how much is journalled.

    Args:
        deed: Who and when.
        viewer: Whose batch it is; with their rights it is run.
        title: What the person calls it; the first row when empty.
        rows: What is sought; empty rows and repetitions are left out.
        is_fuzzy: Whether places that differ in a few characters count.

    Raises:
        BatchRefusedError: There is no row, or more than are allowed; nothing is kept.

    """
    texts = list(dict.fromkeys(text for row in rows if (text := " ".join(row.split())[:_LONGEST_ROW])))
    if not texts or len(texts) > MOST_ROWS:
        raise BatchRefusedError(
            f"A batch takes 1 to {MOST_ROWS} different rows; this one has {len(texts)}.",
            remedy="Split the list and search for its parts one after the other.",
        )
    with durable_transaction():
        made = BatchSearch.objects.create(
            owner_id=viewer.user_id or 0, title=" ".join(title.split())[:120] or texts[0][:60], is_fuzzy=is_fuzzy,
            rows_count=len(texts), created_at=deed.now,
        )  # fmt: skip
        BatchSearchRow.objects.bulk_create(
            (BatchSearchRow(batch=made, number=number, text=text) for number, text in enumerate(texts, 1)),
            batch_size=500,
        )
        old = list(BatchSearch.objects.filter(owner=viewer.user_id).values_list("pk", flat=True)[MOST_BATCHES:])
        BatchSearch.objects.filter(pk__in=old).delete()
        journal_write(
            deed=deed, action="search.batch", subject=f"accounts.batchsearch:{made.pk}", label=made.title,
            detail={"rows": len(texts), "fuzzy": is_fuzzy},
        )  # fmt: skip
    return made.pk


@transaction.atomic
def batch_delete(*, viewer: Viewer, batch_id: int) -> None:
    """Remove a batch with its results.

    Raises:
        SearchUnknownError: The person has no such batch.

    """
    gone, _ = BatchSearch.objects.filter(owner=viewer.user_id or 0, pk=batch_id).delete()
    if not gone:
        raise SearchUnknownError(f"You have no batch of searches {batch_id}.", remedy="Open one from the list.")


def batch_owner(batch_id: int) -> tuple[User, bool] | None:
    """Return whose batch it is and whether it is fuzzy; None when it is gone. One query."""
    row = BatchSearch.objects.filter(pk=batch_id).select_related("owner").first()
    return (row.owner, row.is_fuzzy) if row else None


@dataclasses.dataclass(frozen=True, slots=True)
class RowFound:
    """What was found for one row."""

    id: int
    hits: int
    cases: int
    is_more: bool
    pages: tuple[int, ...]


@transaction.atomic
def batch_found(*, batch_id: int, found: Sequence[RowFound], sight: str) -> None:
    """Keep what some rows of a batch found, and with which rights; rows of a batch that is gone are let go."""
    BatchSearch.objects.filter(pk=batch_id).update(sight=sight)
    rows = [
        BatchSearchRow(
            pk=one.id, is_done=True, hits=one.hits, cases=one.cases, is_more=one.is_more, pages=list(one.pages)
        )
        for one in found
    ]
    BatchSearchRow.objects.bulk_update(rows, ["is_done", "hits", "cases", "is_more", "pages"], batch_size=100)


@transaction.atomic
def batch_finish(*, batch_id: int, now: dt.datetime) -> None:
    """Keep that every row of a batch has been searched."""
    BatchSearch.objects.filter(pk=batch_id).update(finished_at=now)


@transaction.atomic
def batch_restart(*, viewer: Viewer, batch_id: int) -> None:
    """Forget what a batch found, so that it is searched once more with the rights and papers of now.

    Raises:
        SearchUnknownError: The person has no such batch.

    """
    if not BatchSearch.objects.filter(owner=viewer.user_id or 0, pk=batch_id).update(finished_at=None, sight=""):
        raise SearchUnknownError(f"You have no batch of searches {batch_id}.", remedy="Open one from the list.")
    BatchSearchRow.objects.filter(batch=batch_id).update(is_done=False, hits=0, cases=0, is_more=False, pages=[])
