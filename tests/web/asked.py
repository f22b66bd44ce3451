"""Searches that persons saved, and batches of them."""

from __future__ import annotations

from tests.web.made import NOW

from anjuan.accounts.models import BatchSearch, BatchSearchRow, SavedSearch


def own_search(route: str, user_id: int) -> int:
    """Return the key of what a route is about: a saved search or a batch of this person."""
    if not route.startswith("batch"):
        made = SavedSearch.objects.create(owner_id=user_id, name="海棠", query="q=x", seen_at=NOW, created_at=NOW)
        return made.pk
    batch = BatchSearch.objects.create(owner_id=user_id, title="名单", rows_count=1, created_at=NOW, finished_at=NOW)
    BatchSearchRow.objects.create(batch=batch, number=1, text="首件检验", is_done=True)
    return batch.pk
