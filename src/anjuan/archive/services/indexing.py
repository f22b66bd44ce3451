"""Keeping the search index in step with the tables."""

from __future__ import annotations

import functools
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from anjuan.archive.findable.health import index_health
from anjuan.archive.findable.records import SCHEMA, contexts_of, records_of, texts_of
from anjuan.archive.models import IndexOrder, IndexRefusal, IndexRemoval, Page
from anjuan.archive.places import places
from anjuan.archive.selectors.page_reads import WITH_CARE
from anjuan.kit.clock import SystemClock
from anjuan.kit.progress import Progress, Silent
from anjuan.search.backends.tantivy_index import TantivyBackend
from anjuan.search.engine import SearchEngine
from anjuan.search.errors import IndexBusyError, IndexDamagedError, IndexVersionError, RecordError
from anjuan.search.protocol import PageRecord

log = logging.getLogger(__name__)

#: How many pages one commit of the index takes in at the most.
_COMMIT_PAGES = 2000
_READ_PAGES = 500


@functools.cache
def engine_at(folder: Path, shards: int) -> SearchEngine:
    """Return the search engine of an index folder; one for each process."""
    return SearchEngine(TantivyBackend(folder, SCHEMA, shards=shards), SCHEMA, texts_of, contexts=contexts_of)


def search_engine() -> SearchEngine:
    """Return the search engine of the data home that the settings name."""
    return engine_at(places().index, settings.ANJUAN_OPTIONS.search.shards)


def index_drain(engine: SearchEngine, *, most_pages: int = _COMMIT_PAGES) -> int:
    """Bring the index in step with the tables; return how many pages moved, 0 when none wait or others index.

    The orders are removed after the commit of the index: a kill between the two costs indexing a page
    twice, which changes nothing, and never loses one. Pages that are gone from the tables leave first.
    """
    gone = _let_go(engine)
    return gone + _take_in(engine, most_pages)


def _let_go(engine: SearchEngine) -> int:
    removals = list(IndexRemoval.objects.order_by("id")[:_COMMIT_PAGES])
    ids = {number for removal in removals for number in range(removal.first_id, removal.last_id + 1)}
    if not removals:
        return 0
    # A key is never given twice, so a page that is there again after all was never gone.
    for removal in removals:
        span = Page.objects.filter(pk__range=(removal.first_id, removal.last_id))
        ids -= set(span.values_list("pk", flat=True))
    try:
        engine.remove(sorted(ids))
    except IndexBusyError:
        return 0
    with transaction.atomic():
        IndexRefusal.objects.filter(page_id__in=ids).delete()
        IndexRemoval.objects.filter(pk__in=[removal.pk for removal in removals]).delete()
    return len(ids)


def index_forget(page_ids: Iterable[int]) -> None:
    """Order pages to be let go by the index, in the transaction that removes them from the tables."""
    spans: list[list[int]] = []
    for number in sorted(page_ids):
        if spans and number <= spans[-1][1] + 1 and number - spans[-1][0] < _COMMIT_PAGES:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    IndexRemoval.objects.bulk_create(IndexRemoval(first_id=first, last_id=last) for first, last in spans)


def _take_in(engine: SearchEngine, most_pages: int) -> int:
    orders = list(IndexOrder.objects.order_by("id")[:most_pages])
    taken: list[IndexOrder] = []
    pages = 0
    for order in orders:
        taken.append(order)
        pages += order.last_page - order.first_page + 1
        if pages >= most_pages:
            break
    if not taken:
        return 0
    aside = _Aside()
    try:
        count = engine.index(records_of(aside.watched(_ordered(taken)), aside.refuse), aside.refuse)
        if aside.reasons:
            # What the index holds of such a page is of an earlier state, with its readers of that time.
            engine.remove(aside.reasons)
    except IndexBusyError:
        return 0
    with transaction.atomic():
        aside.keep()
        IndexOrder.objects.filter(pk__in=[order.pk for order in taken]).delete()
    return count + len(aside.reasons)


class _Aside:
    """The pages of one turn that the index could not take in."""

    def __init__(self) -> None:
        self.reasons: dict[int, str] = {}
        self._seen: list[int] = []

    def watched(self, pages: Iterable[Page]) -> Iterator[Page]:
        for page in pages:
            self._seen.append(page.pk)
            yield page

    def refuse(self, page_id: int, fault: RecordError) -> None:
        log.warning("Page %s is set aside by the search index: %s", page_id, fault)
        self.reasons[page_id] = str(fault)

    def keep(self, *, all_pages: bool = False) -> None:
        """Write what is set aside now; pages that were before and went well this time are no longer."""
        before = IndexRefusal.objects.all() if all_pages else IndexRefusal.objects.filter(page_id__in=self._seen)
        before.delete()
        now = SystemClock().now()
        IndexRefusal.objects.bulk_create(
            IndexRefusal(page_id=page_id, reason=reason, refused_at=now) for page_id, reason in self.reasons.items()
        )


def _ordered(orders: list[IndexOrder]) -> Iterator[Page]:
    seen: set[tuple[int, int, int]] = set()
    for order in orders:
        span = (order.document_id, order.first_page, order.last_page)
        if span not in seen:
            seen.add(span)
            for first in range(order.first_page, order.last_page + 1, _READ_PAGES):
                last = min(first + _READ_PAGES - 1, order.last_page)
                yield from (
                    _pages().filter(document_id=order.document_id, number__range=(first, last)).order_by("number")
                )


def _pages() -> QuerySet[Page]:
    return Page.objects.select_related("document__case", *WITH_CARE).prefetch_related(
        "document__case__attributes", "document__case__readers"
    )


def index_rebuild(engine: SearchEngine, *, progress: Progress | None = None) -> int:
    """Index every page anew from the tables and return how many; searches see the old index until the end."""
    last_order = IndexOrder.objects.order_by("-id").values_list("id", flat=True).first() or 0
    last_removal = IndexRemoval.objects.order_by("-id").values_list("id", flat=True).first() or 0
    progress = progress or Silent()
    progress.expect(pages=Page.objects.count())
    aside = _Aside()
    count = engine.rebuild(_all_records(aside), progress=progress, refused=aside.refuse)
    with transaction.atomic():
        aside.keep(all_pages=True)
        IndexOrder.objects.filter(pk__lte=last_order).delete()
        IndexRemoval.objects.filter(pk__lte=last_removal).delete()
    return count


def index_mend(engine: SearchEngine, *, progress: Progress | None = None) -> int:
    """Rebuild an index that is lost, damaged or of another version; return its pages, 0 when nothing was to do."""
    try:
        if not index_health(engine).missing:
            return 0
    except (IndexVersionError, IndexDamagedError) as fault:
        log.warning("%s It is rebuilt now.", fault.what)
    try:
        return index_rebuild(engine, progress=progress)
    except IndexBusyError:
        return 0


def index_rest(engine: SearchEngine) -> None:
    """Let other processes write to the index until the next pages come."""
    engine.backend.close()


def _all_records(aside: _Aside) -> Iterator[PageRecord]:
    last = 0
    while batch := list(_pages().filter(pk__gt=last).order_by("pk")[:_READ_PAGES]):
        yield from records_of(batch, aside.refuse)
        last = batch[-1].pk


def index_waiting() -> int:
    """Return how many orders wait for the index."""
    return IndexOrder.objects.count() + IndexRemoval.objects.count()
