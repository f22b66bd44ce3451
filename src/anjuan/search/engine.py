"""The face of search: records in; hits, counts, lit places, snippets and suggestions out."""

from __future__ import annotations

import heapq
import itertools
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence

from anjuan.kit.progress import Progress, Silent
from anjuan.kit.text.folding import squeeze
from anjuan.search.analysis import Analyser, Refused
from anjuan.search.asking import Asking, Reached
from anjuan.search.conditions import AnyOf, Everything, How, Keyword
from anjuan.search.feeding import analysed, watched
from anjuan.search.highlighting import HitKind, snippets, spans
from anjuan.search.names import closeness, compares, is_sound
from anjuan.search.parsing import parse
from anjuan.search.protocol import FacetCount, Hit, PageRecord, Readers, Request, SearchBackend, Stats, Texts
from anjuan.search.query import Query
from anjuan.search.ranking import DEFAULT_PLAN, Plan
from anjuan.search.results import FoundHit, Options, Results, Suggestion
from anjuan.search.schema import FieldKind, Schema

#: A field with more values is asked for those that match instead.
_KNOWN_VALUES = 50_000
_SUGGESTED_VALUES = 300


class SearchEngine:
    """Indexes and searches pages through one backend.

    Args:
        backend: Where pages are indexed.
        schema: The fields of the application; the same that the backend was made with.
        texts: Gives the printed texts of pages.
        plan: How pages are ranked.
        contexts: Gives for pages what names the document they belong to; good pages of one document support each
            other in ranking. Without it every page stands alone.

    """

    def __init__(
        self,
        backend: SearchBackend,
        schema: Schema,
        texts: Texts,
        plan: Plan = DEFAULT_PLAN,
        contexts: Texts | None = None,
    ) -> None:
        self.backend = backend
        self.schema = schema
        self.texts = texts
        self.plan = plan
        self.contexts: Texts = _no_texts if contexts is None else contexts

    def index(self, records: Iterable[PageRecord], refused: Refused | None = None) -> int:
        """Add or replace pages, make them findable and return how many they were.

        Args:
            records: The pages.
            refused: Told of every record that cannot be indexed; the others are. Without it such a record raises.

        Raises:
            RecordError: A record cannot be indexed; nothing of the call becomes findable before the next commit.
            IndexBusyError: Another process is writing.

        """
        count = self.backend.upsert(Analyser(self.schema).pages(records, refused))
        self.backend.commit()
        return count

    def remove(self, ids: Iterable[int] = (), groups: Iterable[str] = ()) -> None:
        """Remove pages by id and whole groups, at once."""
        self.backend.delete(ids)
        for group in groups:
            self.backend.delete_group(group)
        self.backend.commit()

    def rebuild(
        self,
        records: Iterable[PageRecord],
        progress: Progress | None = None,
        workers: int = 1,
        refused: Refused | None = None,
    ) -> int:
        """Index everything anew and return the number of pages; searches see the old pages until the end.

        Args:
            records: All pages, every id once.
            progress: Told of every batch of pages.
            workers: Processes that make tokens; 1 makes them in this process.
            refused: Told of every record that cannot be indexed; the others are. Without it such a record raises.

        Raises:
            RecordError: A record cannot be indexed; searches see the old pages as before.

        """
        progress = progress or Silent()
        progress.phase("index")
        return self.backend.rebuild(watched(analysed(Analyser(self.schema), records, workers, refused), progress))

    def stats(self) -> Stats:
        """Return the state of the index."""
        return self.backend.stats()

    def parse(self, text: str) -> Query:
        """Return a query as the engine understands it."""
        return parse(text, self.schema)

    def count(self, text: str, readers: Readers, filters: Mapping[str, tuple[str, ...]] | None = None) -> int:
        """Return how many pages :meth:`search` would find."""
        return self.search(text, readers, Options(filters=filters or {}, limit=0, offer_fuzzy=False)).total

    def search(self, text: str, readers: Readers, options: Options | None = None) -> Results:
        """Return the pages a reader may see and asked for.

        Whatever a person types is answered; what could not be read as typed stands in the notices.

        Args:
            text: The query, in the language of ``docs/reference``; empty for every page.
            readers: The tokens of the person who asks.
            options: Filters, facets, paging and order.

        Raises:
            UnknownFieldError: The options name a field that the schema does not have.
            UnsupportedQueryError: The backend cannot answer such a request.
            IndexVersionError: The index must be rebuilt.

        """
        options = options or Options()
        marks = [time.perf_counter()]
        query = parse(text, self.schema)
        marks.append(time.perf_counter())
        asking = Asking(self, query, readers, options)
        found = asking.found()
        offer = asking.offer(found)
        marks.append(time.perf_counter())
        hits = self._shown(query, found, options)
        marks.append(time.perf_counter())
        return Results(
            query=query,
            total=found.answer.total,
            hits=hits,
            facets=found.answer.facets,
            notices=(*query.notices, *found.notices),
            offer=offer,
            timings_ms=_timings(marks),
        )

    def suggest(
        self, typed: str, readers: Readers, fields: Iterable[str] | None = None, limit: int = 10
    ) -> list[Suggestion]:
        """Return keyword values that begin with, contain or sound like what was typed, only of pages the reader sees.

        Args:
            typed: A beginning or part of a value, pinyin or initials.
            readers: The tokens of the person who types.
            fields: The fields to look in; all faceted text fields when not given.
            limit: How many at the most.

        """
        sought = squeeze(typed)
        if not sought:
            return []
        wanted = (
            fields if fields is not None else (f.name for f in self.schema if f.faceted and f.kind is FieldKind.TEXT)
        )
        names = tuple(wanted)
        # The values of everything a reader sees are the same at every key, so a backend can keep them.
        request = Request(Everything(), readers, facets=names, facet_limit=_KNOWN_VALUES, limit=0)
        known = self.backend.search(request).facets if names else {}
        found = [suggestion for name in names for suggestion in self._suggested(name, sought, readers, known[name])]
        return heapq.nsmallest(
            limit, found, key=lambda s: (closeness(sought, s.value)[0], -s.count, len(s.value), s.value)
        )

    def _suggested(self, name: str, sought: str, readers: Readers, known: Sequence[FacetCount]) -> Iterator[Suggestion]:
        ways = [How.CONTAINS]
        if self.schema.field(name).phonetic and is_sound(sought):
            ways.append(How.PINYIN)
        if len(known) >= _KNOWN_VALUES:
            match = AnyOf(tuple(Keyword(name, how, sought) for how in ways))
            request = Request(match, readers, facets=(name,), facet_limit=_SUGGESTED_VALUES, limit=0)
            known = self.backend.search(request).facets[name]
        for counted in known:
            if any(compares(how, sought, counted.value) for how in ways):
                yield Suggestion(name, counted.value, counted.count)

    def _shown(self, query: Query, found: Reached, options: Options) -> tuple[FoundHit, ...]:
        texts = self.texts([hit.id for hit in found.answer.hits]) if found.answer.hits else {}
        return tuple(
            _shown_hit(query, hit, HitKind.EXACT if hit.preferred else found.otherwise, texts.get(hit.id, ""), options)
            for hit in found.answer.hits
        )


def _no_texts(_: Sequence[int]) -> Mapping[int, str]:
    return {}


def _shown_hit(query: Query, hit: Hit, kind: HitKind, text: str, options: Options) -> FoundHit:
    lit = spans(query.tree, text, kind)
    cuttings = snippets(text, lit, options.snippet_width, options.snippets) if text else ()
    return FoundHit(hit.id, kind, hit.score, tuple(lit), tuple(cuttings))


def _timings(marks: list[float]) -> dict[str, float]:
    steps = ("parse", "search", "show")
    spent = {
        name: (after - before) * 1000 for name, (before, after) in zip(steps, itertools.pairwise(marks), strict=True)
    }
    return {**spent, "total": (marks[-1] - marks[0]) * 1000}
