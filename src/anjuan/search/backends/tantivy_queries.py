"""Conditions as tantivy queries over the fields of :mod:`anjuan.search.backends.tantivy_shard`."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tantivy import FieldType, Occur, Query, Schema, Searcher

from anjuan.search.analysis import query_bigrams
from anjuan.search.conditions import (
    AllOf,
    AnyOf,
    Between,
    Condition,
    Contains,
    Everything,
    How,
    Ids,
    Keyword,
    Near,
    Nothing,
    Tokens,
    Value,
    Without,
)
from anjuan.search.fuzzy import pieces
from anjuan.search.names import LETTERS_ANYWHERE
from anjuan.search.protocol import Everyone, Readers, Request, ScoredTerm, TermField
from anjuan.search.schema import FieldKind
from anjuan.search.schema import Schema as Fields

#: Added to the score of preferred pages; no BM25 sum reaches it, and single precision still keeps four decimals.
PREFERRED_BONUS = 1000.0

#: Up to this length a wildcard gap between pairs would leave too little of the text; the pairs are patterns then.
_SHORT = 5

#: From this length on the halves of a text are long enough to look for one of them unchanged.
_HALVED = 6

#: Up to so many alternatives are counted by pairing them off, which is quicker than counting them page by page.
_PAIRED = 5

_SCORE_FIELDS = {
    TermField.WORDS: ("sw", "freq"),
    TermField.BIGRAMS: ("bi", "position"),
    TermField.TITLE: ("ti", "freq"),
}


#: Ranking reads at most about so many entries of the lists of scoring terms.
MOST_ENTRIES = 4_000_000


def affordable(searchers: Sequence[Searcher], request: Request, most: int = MOST_ENTRIES) -> tuple[ScoredTerm, ...]:
    """Return the scoring terms of a request without the most frequent ones when all would take too long to read.

    What stands on a large part of very many pages tells them apart least and costs most. Nothing is left out below
    ``most`` entries, nor any word that selects pages: a page that was selected should have a score.
    """
    sizes = {term: _entries(searchers, term) for term in request.scoring if term.field in _SCORE_FIELDS}
    if sum(sizes.values()) <= most:
        return request.scoring
    kept = set(_selecting(request.match, {(term.field, term.token): size for term, size in sizes.items()}))
    rarest = sorted((term for term in sizes if (term.field, term.token) not in kept), key=lambda term: sizes[term])
    read = itertools.accumulate(sizes[term] for term in rarest)
    left_out = {term for term, so_far in zip(rarest, read, strict=True) if so_far > most}
    return tuple(term for term in request.scoring if term not in left_out)


def _selecting(condition: Condition, sizes: Mapping[tuple[TermField, str], int]) -> Iterator[tuple[TermField, str]]:
    """Yield the terms, of those with a size, that a page has because it meets the condition."""
    match condition:
        case Tokens(tokens):
            yield from ((TermField.WORDS, token) for token in tokens)
        case Near():
            for pairs in _unchanged(condition):
                yield min(((TermField.BIGRAMS, pair) for pair in pairs), key=lambda term: sizes.get(term, 0))
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _selecting(part, sizes)
        case _:
            pass


def _unchanged(near: Near) -> list[list[str]]:
    """Return the pairs of the pieces of which one stands unchanged on every page that is looked for by pieces."""
    if near.edits == 1 and len(near.text) < _HALVED:
        return []
    return [query_bigrams(piece) for piece in pieces(near.text, near.edits + 1)]


def _entries(searchers: Sequence[Searcher], term: ScoredTerm) -> int:
    return sum(searcher.doc_freq(_SCORE_FIELDS[term.field][0], term.token) for searcher in searchers)


class Translator:
    """Turns requests of one schema into queries of one tantivy schema."""

    def __init__(self, fields: Fields, schema: Schema) -> None:
        self._fields = fields
        self._schema = schema

    def matching(self, request: Request) -> Query:
        """Return the query that selects the pages, without any score."""
        return _unscored(self._and([self.condition(request.match), *self._readers(request.readers)]))

    def ranked(self, request: Request) -> Query:
        """Return the query that selects and scores the pages."""
        texts = {term.token: term for term in request.scoring if term.field is TermField.TEXT}
        chosen = [self._scored(request.match, texts), *map(_unscored, self._readers(request.readers))]
        # Texts that select pages have scored there, and are not looked up a second time.
        others = [term for term in request.scoring if term.field is not TermField.TEXT or term.token in texts]
        extras = [(Occur.Should, self._term(term)) for term in others]
        if request.preferred is not None:
            extras.append((Occur.Should, Query.const_score_query(self.condition(request.preferred), PREFERRED_BONUS)))
        if not extras:
            return self._and(chosen)
        if surely_scored(request.match, others, request.preferred):
            # Two lists side by side are far quicker than asking for every page whether it has one of many terms.
            return self._and([*chosen, Query.boolean_query(extras)])
        # Few pages are left: each list is asked for these alone, where a union of lists would be read as a whole.
        return functools.reduce(
            lambda query, extra: Query.boolean_query([(Occur.Must, query), extra]), extras, self._and(chosen)
        )

    def _scored(self, condition: Condition, texts: dict[str, ScoredTerm]) -> Query:
        """Return the query for a condition in which each of the texts scores once; those met are taken out of it."""
        match condition:
            case Contains(text) if text in texts:
                return self._term(texts.pop(text))
            case AllOf(parts):
                wanted = [self._scored(part, texts) for part in parts if not isinstance(part, Without)]
                return self._and(wanted or [_unscored(Query.all_query())], *self._nots(parts))
            case AnyOf(parts):
                return _or([self._scored(part, texts) for part in parts])
            case _:
                return _unscored(self.condition(condition))

    def condition(self, condition: Condition) -> Query:  # noqa: PLR0911  one line a kind
        """Return the query for one condition."""
        match condition:
            case Everything():
                return Query.all_query()
            case Nothing():
                return Query.empty_query()
            case AllOf(parts):
                return self._and(
                    [self.condition(part) for part in parts if not isinstance(part, Without)], *self._nots(parts)
                )
            case AnyOf(parts):
                return _or([self.condition(part) for part in parts])
            case Without(part):
                return self._and([], self.condition(part))
            case Keyword() | Value() | Between():
                return self._keyword(condition)
            case _:
                return self._text(condition)

    def _nots(self, parts: tuple[Condition, ...]) -> Iterator[Query]:
        return (self.condition(part.part) for part in parts if isinstance(part, Without))

    def _and(self, wanted: list[Query], *unwanted: Query) -> Query:
        # A query of exclusions alone would match nothing: it needs something to exclude from.
        wanted = wanted or [Query.all_query()]
        if len(wanted) == 1 and not unwanted:
            return wanted[0]
        clauses = [(Occur.Must, query) for query in wanted]
        return Query.boolean_query(clauses + [(Occur.MustNot, query) for query in unwanted])

    def _readers(self, readers: Readers) -> list[Query]:
        if isinstance(readers, Everyone):
            return []
        return [Query.term_set_query(self._schema, "readers", sorted(readers))] if readers else [Query.empty_query()]

    def _term(self, term: ScoredTerm) -> Query:
        if term.field is TermField.TEXT:
            query = self._contains(term.token)
        else:
            name, option = _SCORE_FIELDS[term.field]
            query = Query.term_query(self._schema, name, term.token, index_option=option)
        return query if term.weight == 1.0 else Query.boost_query(query, term.weight)

    def _text(self, condition: Contains | Near | Tokens | Ids) -> Query:
        match condition:
            case Contains(text):
                return self._contains(text)
            case Near(text, edits):
                return self._near(text, edits)
            case Tokens(tokens, minimum):
                return _at_least(
                    [Query.term_query(self._schema, "sw", token, index_option="freq") for token in tokens], minimum
                )
            case Ids(ids):
                return Query.term_set_query(self._schema, "id", list(ids)) if ids else Query.empty_query()

    def _contains(self, text: str) -> Query:
        if len(text) == 1:
            return Query.regex_query(self._schema, "bi", f"{text}.")
        # Every second pair and the last one hold all characters in their places; the pairs between would add nothing.
        pairs = list(enumerate(query_bigrams(text)))
        return self._phrase([*pairs[:-1:2], pairs[-1]])

    def _phrase(self, words: list[tuple[int, str]]) -> Query:
        if not words:
            return Query.empty_query()
        if len(words) == 1:
            return Query.term_query(self._schema, "bi", words[0][1])
        return Query.phrase_query(self._schema, "bi", [(place - words[0][0], word) for place, word in words])

    def _near(self, text: str, edits: int) -> Query:
        if edits <= 0 or len(text) <= edits + 1:
            return self._contains(text)
        if edits == 1 and len(text) < _HALVED:
            return _or(list(self._one_edit(text)))
        # Pages that share little more than a piece come last among those the engine looks at.
        return _or([self._contains(piece) for piece in pieces(text, edits + 1)])

    def _one_edit(self, text: str) -> Iterator[Query]:
        """Yield queries that together find every place with one character changed, missing or added."""
        yield self._contains(text[1:])
        yield self._contains(text[:-1])
        pairs = query_bigrams(text)
        for place in range(1, len(text) - 1):
            yield self._contains(text[:place] + text[place + 1 :])
            yield self._changed(text, pairs, place)
        for place in range(2, len(text) - 1):
            left = list(enumerate(pairs[: place - 1]))
            yield self._phrase(left + [(number + 1, pair) for number, pair in enumerate(pairs) if number >= place])

    def _changed(self, text: str, pairs: list[str], place: int) -> Query:
        if len(text) > _SHORT:
            return self._phrase([(n, pair) for n, pair in enumerate(pairs) if n not in (place - 1, place)])
        patterns = [*pairs[: place - 1], f"{text[place - 1]}.", f".{text[place + 1]}", *pairs[place + 1 :]]
        return Query.regex_phrase_query(self._schema, "bi", list(enumerate(patterns)))

    def _keyword(self, condition: Keyword | Value | Between) -> Query:
        match condition:
            case Keyword(field, how, text):
                return self._compared(field, how, text)
            case Value(field, values):
                wanted: list[str] | list[int] = list(values)
                if self._fields.field(field).kind is FieldKind.NUMBER:
                    wanted = [int(value) for value in values if value.lstrip("-").isdigit()]
                return Query.term_set_query(self._schema, f"f_{field}", wanted) if wanted else Query.empty_query()
            case Between(field, first, last):
                if first is None and last is None:
                    return Query.exists_query(f"f_{field}")
                return Query.range_query(self._schema, f"f_{field}", FieldType.Integer, first, last)

    def _compared(self, field: str, how: How, text: str) -> Query:
        if how is How.EQUALS:
            return Query.term_query(self._schema, f"k_{field}", text, index_option="basic")
        if how is How.PINYIN:
            anywhere = ".*" if len(text) >= LETTERS_ANYWHERE else ""
            return Query.regex_query(self._schema, f"p_{field}", f"{anywhere}{text}.*")
        anywhere = ".*" if how is How.CONTAINS else ""
        return Query.regex_query(self._schema, f"k_{field}", f"{anywhere}{text}.*")


def _or(queries: list[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def _at_least(queries: list[Query], minimum: int) -> Query:
    if minimum <= 1:
        return _or(queries)
    if minimum == 2 and len(queries) <= _PAIRED:  # noqa: PLR2004  the only number that pairs off
        ways = [[(Occur.Must, query), (Occur.Must, _or(queries[:n]))] for n, query in enumerate(queries) if n]
        return _or([Query.boolean_query(way) for way in ways])
    alternatives = [(Occur.Should, query) for query in queries]
    return Query.boolean_query(alternatives, minimum_number_should_match=minimum) if queries else Query.empty_query()


def surely_scored(condition: Condition, scoring: Iterable[ScoredTerm], preferred: Condition | None = None) -> bool:
    """Say whether every page that meets a condition is preferred or has one of the scoring words or pairs."""
    terms = {(term.field, term.token) for term in scoring}

    def scored(part: Condition) -> bool:  # noqa: PLR0911  one line a kind
        if part == preferred:
            return True
        match part:
            case Contains(text):
                return any((TermField.BIGRAMS, pair) in terms for pair in query_bigrams(text))
            case Near():
                needed = _unchanged(part)
                return bool(needed) and all(
                    any((TermField.BIGRAMS, pair) in terms for pair in pairs) for pairs in needed
                )
            case Tokens(tokens):
                return bool(tokens) and all((TermField.WORDS, token) in terms for token in tokens)
            case AllOf(parts):
                return any(map(scored, parts))
            case AnyOf(parts):
                return all(map(scored, parts))
            case _:
                return False

    return scored(condition)


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)
