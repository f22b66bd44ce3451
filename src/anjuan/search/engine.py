"""The face of search: records in; hits, counts, lit places, snippets and suggestions out."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import functools
import heapq
import itertools
import multiprocessing
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence

from anjuan.kit.progress import Progress, Silent, Step
from anjuan.kit.text.folding import squeeze
from anjuan.search.analysis import Analyser, content_words, is_sentence
from anjuan.search.conditions import AnyOf, Condition, Everything, How, Keyword, Value, both
from anjuan.search.highlighting import HitKind, snippets, spans
from anjuan.search.names import closeness, compares, is_sound
from anjuan.search.parsing import parse
from anjuan.search.planning import Planner
from anjuan.search.protocol import (
    Answer,
    FacetCount,
    Hit,
    IndexedPage,
    PageRecord,
    Readers,
    Request,
    SearchBackend,
    Stats,
    Texts,
)
from anjuan.search.query import And, FieldMatch, Query, Words, leaves, wanted_texts
from anjuan.search.ranking import DEFAULT_PLAN, Plan, Rescorer
from anjuan.search.results import FoundHit, FuzzyOffer, Options, Results, Suggestion
from anjuan.search.roughly import CANDIDATES, RoughPages, RoughSearch, rough_texts
from anjuan.search.schema import FieldKind, Schema

#: When at most so many pages are found exactly, the engine looks what a fuzzy search would add.
_FEW_PAGES = 2
#: Shorter texts have too many neighbours to offer them unasked.
_SHORTEST_OFFER = 4
#: Beside exact pages shorter texts are not worth the time: looking for neighbours of so few characters is slow.
_SHORTEST_OFFER_BESIDE = 6
#: So many pages make shorter texts too slow to offer even when no page holds them.
_LARGE = 200_000
#: A query of more words is no name.
_MOST_DESCRIBING = 4
#: A field with more values is asked for those that match instead.
_KNOWN_VALUES = 50_000
_SUGGESTED_VALUES = 300
_BATCH = 200


@dataclasses.dataclass(frozen=True, slots=True)
class _Found:
    """An answer and how its pages met the query when they are not preferred."""

    answer: Answer
    otherwise: HitKind = HitKind.EXACT
    notices: tuple[str, ...] = ()


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

    def index(self, records: Iterable[PageRecord]) -> int:
        """Add or replace pages, make them findable and return how many they were.

        Raises:
            RecordError: A record does not fit the schema; nothing of the call becomes findable before the next commit.
            IndexBusyError: Another process is writing.

        """
        count = self.backend.upsert(Analyser(self.schema).pages(records))
        self.backend.commit()
        return count

    def remove(self, ids: Iterable[int] = (), groups: Iterable[str] = ()) -> None:
        """Remove pages by id and whole groups, at once."""
        self.backend.delete(ids)
        for group in groups:
            self.backend.delete_group(group)
        self.backend.commit()

    def rebuild(self, records: Iterable[PageRecord], progress: Progress | None = None, workers: int = 1) -> int:
        """Index everything anew and return the number of pages; searches see the old pages until the end.

        Args:
            records: All pages, every id once.
            progress: Told of every batch of pages.
            workers: Processes that make tokens; 1 makes them in this process.

        """
        progress = progress or Silent()
        progress.phase("index")
        return self.backend.rebuild(_watched(_analysed(Analyser(self.schema), records, workers), progress))

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
        asking = _Asking(self, query, readers, options)
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

    def _shown(self, query: Query, found: _Found, options: Options) -> tuple[FoundHit, ...]:
        texts = self.texts([hit.id for hit in found.answer.hits]) if found.answer.hits else {}
        return tuple(
            _shown_hit(query, hit, HitKind.EXACT if hit.preferred else found.otherwise, texts.get(hit.id, ""), options)
            for hit in found.answer.hits
        )


class _Asking:
    """One search of one reader on its way through the steps."""

    def __init__(self, engine: SearchEngine, query: Query, readers: Readers, options: Options) -> None:
        self._engine = engine
        self._query = query
        self._options = options
        self._readers = readers
        self._rough = RoughSearch(engine.backend, engine.texts, readers)
        fuzzy_filters = {leaf for leaf, _ in leaves(query.tree) if isinstance(leaf, FieldMatch) and leaf.fuzzy}
        values = {leaf: self._rough.values(leaf) for leaf in fuzzy_filters}
        self._planner = Planner(engine.schema, engine.plan, values=values)
        self._filters = [Value(name, tuple(chosen)) for name, chosen in options.filters.items() if chosen]

    def found(self) -> _Found:
        """Return the pages: as asked for, else roughly, else loosely, else by description."""
        sought = rough_texts(self._query, everything=self._options.fuzzy)
        found = self._roughly(sought) if sought else self._plainly()
        if found.answer.total == 0 and self._options.fuzzy:
            found = self._plainly()
        if found.answer.total == 0 and self._query.tree is not None:
            found = self._described() or found
        return found

    def _ask(self, match: Condition, preferred: Condition | None = None) -> Answer:
        options, plan = self._options, self._engine.plan
        texts = wanted_texts(self._query.tree)
        scoring = plan.strict_scoring(texts) if preferred is None else plan.scoring(texts)
        request = Request(
            both(match, *self._filters),
            self._readers,
            scoring=() if options.sort else scoring,
            preferred=preferred,
            facets=options.facets,
            facet_limit=options.facet_limit,
            offset=options.offset,
            limit=options.limit,
            sort=options.sort,
        )
        # Pages that all hold the texts as written are in good order already; a second look would cost their texts.
        if plan.rescorer is None or preferred is None or options.sort or not options.limit > 0:
            return self._engine.backend.search(request)
        if options.offset >= plan.depth:
            return self._engine.backend.search(request)
        last = options.offset + options.limit
        return self._rescored(plan.rescorer, dataclasses.replace(request, offset=0, limit=max(last, plan.depth)))

    def _rescored(self, rescorer: Rescorer, request: Request) -> Answer:
        """Return the answer with its best pages judged again; those beyond the depth follow in their own order."""
        engine, options = self._engine, self._options
        answer = engine.backend.search(request)
        best, rest = answer.hits[: engine.plan.depth], answer.hits[engine.plan.depth :]
        if not best:
            return answer
        ids = [hit.id for hit in best]
        firsts = {hit.id: hit.score for hit in best}
        scores = rescorer(wanted_texts(self._query.tree), firsts, engine.texts(ids), engine.contexts(ids))
        hits = [Hit(hit.id, scores.get(hit.id, hit.score), hit.preferred) for hit in best]
        hits.sort(key=lambda hit: (not hit.preferred, -hit.score, hit.id))
        shown = (*hits, *rest)[options.offset : options.offset + options.limit]
        return dataclasses.replace(answer, hits=shown)

    def _plainly(self) -> _Found:
        strict = self._planner.strict(self._query)
        if self._planner.loose(self._query) is None:
            return _Found(self._ask(strict))
        enough = self._enough()
        if enough:
            exact = self._ask(strict)
            if exact.total >= enough:
                return _Found(exact)
        loose = dataclasses.replace(self._planner, idle=self._idle()).loose(self._query)
        return _Found(self._ask(loose or strict, strict), HitKind.RANKED)

    def _enough(self) -> int:
        """Return how many pages with everything as written are enough to list no others; 0 for never enough."""
        plan = self._engine.plan
        if is_sentence(" ".join(self._words_typed)):
            return int(len(self._words) <= plan.few_words)
        # A search mode word comes with its parts, which tell nothing more.
        telling = [word for word in self._words if not any(word in other for other in self._words if other != word)]
        return 1 if len(telling) <= plan.few_words else plan.enough_pages

    @functools.cached_property
    def _words_typed(self) -> tuple[str, ...]:
        tree = self._query.tree
        parts = tree.parts if isinstance(tree, And) else (tree,)
        return tuple(word for part in parts if isinstance(part, Words) for word in part.words)

    @functools.cached_property
    def _words(self) -> tuple[str, ...]:
        return content_words(" ".join(self._words_typed)) if self._words_typed else ()

    def _idle(self) -> frozenset[str]:
        backend, plan = self._engine.backend, self._engine.plan
        most = max(plan.common_pages, backend.count() * plan.common_share)
        words = (*self._words, *plan.also_written(" ".join(wanted_texts(self._query.tree))))
        frequencies = backend.frequencies(words)
        telling = {word for word, pages in frequencies.items() if 0 < pages <= most}
        if not telling:
            known = [word for word, pages in frequencies.items() if pages]
            telling = set(sorted(known, key=lambda word: (frequencies[word], word))[: plan.few_words])
        return frozenset(frequencies) - telling

    def _rough_pages(self, sought: frozenset[str]) -> RoughPages:
        strict = both(self._planner.strict(self._query), *self._filters)
        return self._rough.pages(sought, strict)

    def _roughly(self, sought: frozenset[str]) -> _Found:
        pages = self._rough_pages(sought)
        wider = dataclasses.replace(self._planner, near=pages.ids).strict(self._query)
        answer = self._ask(wider, self._planner.strict(self._query))
        notices = (
            f"More than {CANDIDATES} pages are similar to “{text}”; only the most similar ones were compared."
            for text in pages.cut
        )
        return _Found(answer, HitKind.FUZZY, tuple(notices))

    def _described(self) -> _Found | None:
        """Return the pages whose keywords hold what no text holds, also by pinyin."""
        words = {
            word
            for leaf, wanted in leaves(self._query.tree)
            if wanted and isinstance(leaf, Words)
            for word in leaf.words
        }
        if not words or len(words) > _MOST_DESCRIBING:
            return None
        match = dataclasses.replace(self._planner, anywhere=True).strict(self._query)
        answer = self._ask(match, self._planner.strict(self._query))
        if not answer.total:
            return None
        return _Found(answer, HitKind.RANKED, ("No page holds these words; the pages listed are described by them.",))

    def offer(self, found: _Found) -> FuzzyOffer | None:
        """Return what a fuzzy search would add when few pages hold the query as typed, or None."""
        options = self._options
        if options.fuzzy or not options.offer_fuzzy or options.offset or rough_texts(self._query, everything=False):
            return None
        exact = [hit for hit in found.answer.hits if hit.preferred]
        texts = rough_texts(self._query, everything=True)
        if found.otherwise is HitKind.RANKED and len(self._words) > self._engine.plan.few_words:
            return None
        large = self._engine.backend.count() > _LARGE
        shortest = _SHORTEST_OFFER_BESIDE if exact or large else _SHORTEST_OFFER
        # A year or a number always has neighbours, and none of them is what was meant.
        if len(exact) > _FEW_PAGES or not texts or any(len(t) < shortest or t.isdigit() for t in texts):
            return None
        pages = self._rough_pages(texts)
        ids = set(itertools.chain.from_iterable(pages.ids.values()))
        return FuzzyOffer(len(ids), pages.differences[:5]) if ids else None


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


def _watched(pages: Iterable[IndexedPage], progress: Progress) -> Iterator[IndexedPage]:
    iterator = iter(pages)
    while batch := list(itertools.islice(iterator, _BATCH)):
        yield from batch
        progress.step(Step(item=batch[-1].group, outcome="indexed", counts={"pages": len(batch)}))


def _analysed(analyser: Analyser, records: Iterable[PageRecord], workers: int) -> Iterator[IndexedPage]:
    if workers <= 1:
        yield from analyser.pages(records)
        return
    # Fresh processes: a server with threads must not be forked.
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting: list[concurrent.futures.Future[list[IndexedPage]]] = []
        for batch in _batches(records):
            waiting.append(pool.submit(_batch_pages, analyser, batch))
            if len(waiting) > 2 * workers:
                yield from waiting.pop(0).result()
        for future in waiting:
            yield from future.result()


def _batches(records: Iterable[PageRecord]) -> Iterator[list[PageRecord]]:
    iterator = iter(records)
    while batch := list(itertools.islice(iterator, _BATCH)):
        yield batch


def _batch_pages(analyser: Analyser, records: list[PageRecord]) -> list[IndexedPage]:
    return [analyser.page(record) for record in records]
