"""The obvious backend: looks at every page for every request. The others must answer as it does."""

from __future__ import annotations

import collections
import math
from collections.abc import Iterable
from typing import ClassVar

from anjuan.search.analysis import index_version
from anjuan.search.backends.requests import check
from anjuan.search.conditions import (
    AllOf,
    AnyOf,
    Between,
    Condition,
    Contains,
    Everything,
    Ids,
    Keyword,
    Near,
    Nothing,
    Tokens,
    Value,
    Without,
)
from anjuan.search.fuzzy import windows
from anjuan.search.names import compares
from anjuan.search.protocol import (
    Answer,
    Capability,
    Everyone,
    FacetCount,
    Hit,
    IndexedPage,
    Readers,
    Request,
    ScoredTerm,
    Stats,
    TermField,
)
from anjuan.search.schema import FieldKind, Schema

_K1, _B = 1.2, 0.75


class MemoryBackend:
    """Pages in a dictionary, scanned for every request.

    Args:
        schema: The fields of the application.

    """

    name = "memory"
    capabilities: ClassVar[frozenset[Capability]] = frozenset(Capability) - {Capability.SHARDS}

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._pages: dict[int, IndexedPage] = {}
        self._written: dict[int, IndexedPage] = {}

    def upsert(self, pages: Iterable[IndexedPage]) -> int:
        """Add pages, replace those with the same id; return how many were taken."""
        count = 0
        for page in pages:
            self._written[page.id] = page
            count += 1
        return count

    def delete(self, ids: Iterable[int]) -> None:
        """Remove pages; unknown ids are no error."""
        for number in ids:
            self._written.pop(number, None)

    def delete_group(self, group: str) -> None:
        """Remove all pages of a group."""
        self.delete([page.id for page in self._written.values() if page.group == group])

    def commit(self) -> None:
        """Make everything written visible."""
        self._pages = dict(self._written)

    def rebuild(self, pages: Iterable[IndexedPage]) -> int:
        """Replace the whole content at once; return the number of pages."""
        self._written = {page.id: page for page in pages}
        self.commit()
        return len(self._pages)

    def search(self, request: Request) -> Answer:
        """Return what matches."""
        check(request, self._schema, self.capabilities, self.name)
        pages = [page for page in self._pages.values() if _may_read(page, request.readers)]
        matching = [page for page in pages if self._meets(page, request.match)]
        hits = self._ordered(matching, request)
        return Answer(
            total=len(matching),
            hits=tuple(hits[request.offset : request.offset + request.limit]),
            facets={name: _counts(matching, name, request.facet_limit) for name in request.facets},
        )

    def frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """Return on how many pages each word stands."""
        held = [set(page.words.split(" ")) for page in self._pages.values()]
        return {word: sum(word in words_of for words_of in held) for word in words}

    def count(self) -> int:
        """Return how many pages can be found."""
        return len(self._pages)

    def stats(self) -> Stats:
        """Return the state of the index."""
        return Stats(len(self._pages), 0, 1, index_version(self._schema, self.name))

    def close(self) -> None:
        """Forget what was not committed."""
        self._written = dict(self._pages)

    def _ordered(self, pages: list[IndexedPage], request: Request) -> list[Hit]:
        scores = _scores(list(self._pages.values()), pages, request.scoring)
        preferred = {p.id for p in pages if request.preferred is None or self._meets(p, request.preferred)}
        hits = [Hit(page.id, scores[page.id], page.id in preferred) for page in pages]
        hits.sort(key=lambda hit: (not hit.preferred, -hit.score, hit.id))
        if request.sort:
            return self._sorted(hits, request.sort)
        return hits

    def _sorted(self, hits: list[Hit], sort: str) -> list[Hit]:
        name = sort.removeprefix("-")
        number = self._schema.field(name).kind is FieldKind.NUMBER

        def value(hit: Hit) -> int | str:
            first = self._pages[hit.id].keywords[name][0]
            return int(first) if number else first

        filled = [hit for hit in hits if self._pages[hit.id].keywords.get(name)]
        filled.sort(key=lambda hit: hit.id)
        filled.sort(key=value, reverse=sort.startswith("-"))
        known = {hit.id for hit in filled}
        return filled + sorted((hit for hit in hits if hit.id not in known), key=lambda hit: hit.id)

    def _meets(self, page: IndexedPage, condition: Condition) -> bool:  # noqa: PLR0911  one line a kind
        match condition:
            case AllOf(parts):
                return all(self._meets(page, part) for part in parts)
            case AnyOf(parts):
                return any(self._meets(page, part) for part in parts)
            case Without(part):
                return not self._meets(page, part)
            case Everything():
                return True
            case Nothing():
                return False
            case Keyword() | Value() | Between():
                return _keyword_meets(page.keywords.get(condition.field, ()), condition)
            case _:
                return _text_meets(page, condition)


def _text_meets(page: IndexedPage, condition: Contains | Near | Tokens | Ids) -> bool:
    match condition:
        case Contains(text):
            return text in page.squeezed
        case Near(text, edits):
            return bool(windows(text, page.squeezed, edits))
        case Tokens(tokens, minimum):
            return len(set(tokens).intersection(page.words.split(" "))) >= minimum
        case Ids(ids):
            return page.id in ids


def _keyword_meets(values: tuple[str, ...], condition: Keyword | Value | Between) -> bool:
    match condition:
        case Keyword(_, how, text):
            return any(compares(how, text, value) for value in values)
        case Value(_, wanted):
            return not set(wanted).isdisjoint(values)
        case Between(_, first, last):
            return any((first is None or first <= int(v)) and (last is None or int(v) <= last) for v in values)


def _may_read(page: IndexedPage, readers: Readers) -> bool:
    return isinstance(readers, Everyone) or not readers.isdisjoint(page.readers)


def _counts(pages: list[IndexedPage], name: str, limit: int) -> tuple[FacetCount, ...]:
    counted = collections.Counter(value for page in pages for value in page.keywords.get(name, ()))
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in ordered[:limit])


def _tokens(page: IndexedPage, field: TermField, wanted: set[str]) -> collections.Counter[str]:
    if field is TermField.TEXT:
        return collections.Counter({text: page.squeezed.count(text) for text in wanted if text in page.squeezed})
    text = {TermField.WORDS: page.words, TermField.BIGRAMS: page.bigrams, TermField.TITLE: page.title}[field]
    return collections.Counter(text.split(" ") if text else [])


def _scores(everything: list[IndexedPage], pages: list[IndexedPage], terms: tuple[ScoredTerm, ...]) -> dict[int, float]:
    scores = dict.fromkeys((page.id for page in pages), 0.0)
    lengths = {page.id: len(page.squeezed) for page in everything}
    average = sum(lengths.values()) / max(1, len(lengths)) or 1.0
    for field in sorted({term.field for term in terms}):
        wanted = {term.token for term in terms if term.field is field}
        counted = {page.id: _tokens(page, field, wanted) for page in everything}
        for term in (term for term in terms if term.field is field):
            having = sum(1 for counts in counted.values() if term.token in counts)
            rarity = math.log(1 + (len(counted) - having + 0.5) / (having + 0.5))
            for page in pages:
                often = counted[page.id][term.token]
                length = _K1 * (1 - _B + _B * lengths[page.id] / average)
                scores[page.id] += term.weight * rarity * often * (_K1 + 1) / (often + length)
    return scores
