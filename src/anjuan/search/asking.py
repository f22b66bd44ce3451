"""One search on its way: as asked for, else roughly, else loosely, else by description."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from typing import Protocol

from anjuan.search.analysis import content_words, is_sentence
from anjuan.search.conditions import Condition, Value, both
from anjuan.search.highlighting import HitKind
from anjuan.search.planning import Planner
from anjuan.search.protocol import Answer, Hit, Readers, Request, SearchBackend, Texts
from anjuan.search.query import And, FieldMatch, Query, Words, leaves, wanted_texts
from anjuan.search.ranking import Plan, Rescorer
from anjuan.search.results import FuzzyOffer, Options
from anjuan.search.roughly import CANDIDATES, RoughPages, RoughSearch, rough_texts
from anjuan.search.schema import Schema

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


class Engine(Protocol):
    """What a search needs of the engine it is asked of."""

    backend: SearchBackend
    schema: Schema
    texts: Texts
    contexts: Texts
    plan: Plan


@dataclasses.dataclass(frozen=True, slots=True)
class Reached:
    """An answer and how its pages met the query when they are not preferred."""

    answer: Answer
    otherwise: HitKind = HitKind.EXACT
    notices: tuple[str, ...] = ()


class Asking:
    """One search of one reader on its way through the steps."""

    def __init__(self, engine: Engine, query: Query, readers: Readers, options: Options) -> None:
        self._engine = engine
        self._query = query
        self._options = options
        self._readers = readers
        self._rough = RoughSearch(engine.backend, engine.texts, readers)
        fuzzy_filters = {leaf for leaf, _ in leaves(query.tree) if isinstance(leaf, FieldMatch) and leaf.fuzzy}
        values = {leaf: self._rough.values(leaf) for leaf in fuzzy_filters}
        self._planner = Planner(engine.schema, engine.plan, values=values)
        self._filters = [Value(name, tuple(chosen)) for name, chosen in options.filters.items() if chosen]

    def found(self) -> Reached:
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

    def _plainly(self) -> Reached:
        strict = self._planner.strict(self._query)
        if self._planner.loose(self._query) is None:
            return Reached(self._ask(strict))
        enough = self._enough()
        if enough:
            exact = self._ask(strict)
            if exact.total >= enough:
                return Reached(exact)
        loose = dataclasses.replace(self._planner, idle=self._idle()).loose(self._query)
        return Reached(self._ask(loose or strict, strict), HitKind.RANKED)

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

    def _roughly(self, sought: frozenset[str]) -> Reached:
        pages = self._rough_pages(sought)
        wider = dataclasses.replace(self._planner, near=pages.ids).strict(self._query)
        answer = self._ask(wider, self._planner.strict(self._query))
        notices = (
            f"More than {CANDIDATES} pages are similar to “{text}”; only the most similar ones were compared."
            for text in pages.cut
        )
        return Reached(answer, HitKind.FUZZY, tuple(notices))

    def _described(self) -> Reached | None:
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
        return Reached(answer, HitKind.RANKED, ("No page holds these words; the pages listed are described by them.",))

    def offer(self, found: Reached) -> FuzzyOffer | None:
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
