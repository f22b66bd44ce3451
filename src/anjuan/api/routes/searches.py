"""Each person's own searches: saved ones, the history, batches; and why a page was found."""

from __future__ import annotations

from typing import Annotated, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from ninja import Field, Path, Query, Router, Schema
from pydantic import StrictBool

from anjuan.accounts.selectors.people import Viewer, viewer_of
from anjuan.accounts.selectors.searches import (
    AskedRow,
    BatchView,
    SavedRow,
    asked_searches,
    batch,
    batch_rows,
    batch_rows_total,
    batches,
    saved_search,
    saved_searches,
)
from anjuan.accounts.services.searches import (
    MOST_ROWS,
    asked_clear,
    batch_delete,
    batch_make,
    batch_restart,
    search_change,
    search_delete,
    search_save,
)
from anjuan.api.access import READS, Caller, caller_of
from anjuan.api.repeating import done_once
from anjuan.api.routes.cases import Done
from anjuan.api.shapes import Key, OnceHeader, PageNumber, Sent, Slice, Text, Truth, opens
from anjuan.archive.findable.batches import ShownRow, rows_shown
from anjuan.archive.findable.counting import sight_mark
from anjuan.archive.findable.finding import FACETS
from anjuan.archive.findable.why import Why, why_found
from anjuan.archive.services.batch_search import batch_order
from anjuan.archive.services.indexing import search_engine
from anjuan.archive.services.search_watching import search_seen
from anjuan.kit.errors import RefusedError

router = Router(tags=["search"])
SearchKey = Path[Key]
_LONGEST = 400
Words = Annotated[str, Field(max_length=_LONGEST, pattern=r"^[^\x00]*$")]
_Facet = Annotated[str, Field(pattern=rf"^({'|'.join(FACETS)})$")]


class BatchStaleError(RefusedError):
    """A batch was run with other rights than its owner has now: its figures are not given away."""

    code = "API-062"
    http_status = 409


class SavedSearches(Schema):
    """The saved searches of the person; ``query`` is the address of a search, ``q=…&kind=D12``."""

    searches: list[SavedRow]


class SavedShown(Schema):
    """A saved search."""

    search: SavedRow


class SearchSent(Sent):
    """A search to be kept under a name; the same name again replaces it."""

    name: Annotated[Text, Field(min_length=1, max_length=60)]
    q: Words = ""
    fuzzy: StrictBool = False
    filters: Annotated[dict[_Facet, list[Text]], Field(default_factory=dict)]
    watched: StrictBool = True


class Watched(Sent):
    """Whether new hits are counted."""

    watched: StrictBool


class History(Schema):
    """What the person searched for on the pages, the latest first."""

    searches: list[AskedRow]


class WhyQuery(Schema):
    """The query that found the page."""

    q: Annotated[str, Field(min_length=1, max_length=_LONGEST, pattern=r"^[^\x00]*$")]
    fuzzy: Truth = False


class BatchList(Schema):
    """The batches of the person, the latest first."""

    batches: list[BatchView]


class BatchShown(Schema):
    """A batch of searches and how far it is."""

    batch: BatchView


class BatchSent(Sent):
    """What is sought, row by row."""

    rows: Annotated[list[Text], Field(min_length=1, max_length=MOST_ROWS)]
    title: Text = ""
    fuzzy: StrictBool = False


class BatchRowQuery(Slice):
    """Which rows of a batch."""

    part: Literal["", "found", "missing"] = ""


class BatchRows(Schema):
    """Rows of a batch with the first pages found for each."""

    total: int
    rows: list[ShownRow]


@router.get("/searches/saved", **opens(SavedSearches, "search:read"))
def saved(request: HttpRequest) -> SavedSearches:
    """List the saved searches of the person."""
    return SavedSearches(searches=saved_searches(caller_of(request).need(*READS)))


@router.post("/searches/saved", **opens(SavedShown, "search:read", status=201))
def save(request: HttpRequest, sent: SearchSent, idempotency_key: OnceHeader = None) -> HttpResponse:
    """Keep a search under a name."""
    caller = caller_of(request)
    person = caller.need(*READS)

    def work() -> SavedShown:
        key = _saved(caller, person, sent)
        return SavedShown(search=saved_search(person, key)[0])

    return done_once(request, idempotency_key, work, status=201)


def _saved(caller: Caller, person: Viewer, sent: SearchSent) -> int:
    filters = {name: tuple(sorted(found)) for name, values in sent.filters.items() if (found := set(values) - {""})}
    query, words = QueryDict(mutable=True), sent.q.strip()
    if words:
        query["q"] = words
    if sent.fuzzy:
        query["fuzzy"] = "1"
    for name in FACETS:
        query.setlist(name, list(filters.get(name, ())))
    seen = search_seen(person, search_engine(), (words, sent.fuzzy, filters))
    return search_save(
        deed=caller.deed, viewer=person, name=sent.name, query=query.urlencode(), seen=seen, is_watched=sent.watched
    )


@router.put("/searches/saved/{search}", **opens(SavedShown, "search:read"))
def watch(request: HttpRequest, search: SearchKey, sent: Watched) -> SavedShown:
    """Say whether new hits of a saved search are counted."""
    person = caller_of(request).need(*READS)
    search_change(viewer=person, search_id=search, is_watched=sent.watched)
    return SavedShown(search=saved_search(person, search)[0])


@router.delete("/searches/saved/{search}", **opens(Done, "search:read"))
def delete(request: HttpRequest, search: SearchKey) -> Done:
    """Remove a saved search."""
    search_delete(viewer=caller_of(request).need(*READS), search_id=search)
    return Done()


@router.get("/searches/history", **opens(History, "search:read"))
def history(request: HttpRequest) -> History:
    """List what the person searched for on the pages."""
    return History(searches=asked_searches(caller_of(request).need(*READS)))


@router.delete("/searches/history", **opens(Done, "search:read"))
def clear(request: HttpRequest) -> Done:
    """Forget the history of the person."""
    asked_clear(viewer=caller_of(request).need(*READS))
    return Done()


@router.get("/documents/{document_id}/pages/{page_number}/why", **opens(Why, "search:read"))
def why(request: HttpRequest, document_id: Key, page_number: PageNumber, asked: Query[WhyQuery]) -> Why:
    """Say why a query finds a page: word by word, field by field."""
    person = caller_of(request).viewer
    return why_found(person, search_engine(), asked.q, (document_id, page_number), fuzzy=asked.fuzzy)


@router.get("/searches/batches", **opens(BatchList, "search:read"))
def batch_list(request: HttpRequest) -> BatchList:
    """List the batches of the person."""
    return BatchList(batches=batches(caller_of(request).need(*READS)))


@router.post("/searches/batches", **opens(BatchShown, "search:read", status=201))
def batch_begin(request: HttpRequest, sent: BatchSent, idempotency_key: OnceHeader = None) -> HttpResponse:
    """Search for many things in one go, in the background."""
    caller = caller_of(request)
    person = caller.need(*READS)

    def work() -> BatchShown:
        with transaction.atomic():
            key = batch_make(deed=caller.deed, viewer=person, title=sent.title, rows=sent.rows, is_fuzzy=sent.fuzzy)
            batch_order(deed=caller.deed, batch_id=key)
        return BatchShown(batch=batch(person, key))

    return done_once(request, idempotency_key, work, status=201)


@router.get("/searches/batches/{search}", **opens(BatchShown, "search:read"))
def batch_one(request: HttpRequest, search: SearchKey) -> BatchShown:
    """Show how far a batch is."""
    return BatchShown(batch=batch(caller_of(request).need(*READS), search))


@router.get("/searches/batches/{search}/rows", **opens(BatchRows, "search:read"))
def batch_table(request: HttpRequest, search: SearchKey, asked: Query[BatchRowQuery]) -> BatchRows:
    """List the rows of a batch with what they found."""
    caller = caller_of(request)
    person = caller.need(*READS)
    shown = batch(person, search)
    # Papers on loan are never part of a batch: it runs with what the person's roles alone allow.
    if shown.sight and shown.sight != sight_mark(viewer_of(caller.holder.user, caller.today)):
        raise BatchStaleError(
            "The batch was run with other rights than you have now.", remedy="Run it once more, then read it."
        )
    rows = rows_shown(person, batch_rows(shown.id, only=asked.part, offset=asked.offset, limit=asked.limit))
    return BatchRows(total=batch_rows_total(shown.id, asked.part), rows=rows)


@router.post("/searches/batches/{search}/again", **opens(BatchShown, "search:read"))
def batch_again(request: HttpRequest, search: SearchKey) -> BatchShown:
    """Run a batch once more, with the rights and the papers of now."""
    caller = caller_of(request)
    person = caller.need(*READS)
    with transaction.atomic():
        batch_restart(viewer=person, batch_id=search)
        batch_order(deed=caller.deed, batch_id=search)
    return BatchShown(batch=batch(person, search))


@router.delete("/searches/batches/{search}", **opens(Done, "search:read"))
def batch_drop(request: HttpRequest, search: SearchKey) -> Done:
    """Remove a batch with its results."""
    batch_delete(viewer=caller_of(request).need(*READS), batch_id=search)
    return Done()
