"""Conditions as tantivy queries over the fields of :mod:`anjuan.search.backends.tantivy_shard`."""

from __future__ import annotations

from collections.abc import Iterator

from tantivy import FieldType, Occur, Query, Schema

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
from anjuan.search.names import LETTERS_ANYWHERE
from anjuan.search.protocol import Everyone, Readers, Request, ScoredTerm, TermField
from anjuan.search.schema import FieldKind
from anjuan.search.schema import Schema as Fields

#: Added to the score of preferred pages; no BM25 sum reaches it, and single precision still keeps four decimals.
PREFERRED_BONUS = 1000.0

#: Up to this length a wildcard gap between pairs would leave too little of the text; the pairs are patterns then.
_SHORT = 5

_SCORE_FIELDS = {
    TermField.WORDS: ("sw", "freq"),
    TermField.BIGRAMS: ("bi", "position"),
    TermField.TITLE: ("ti", "freq"),
}


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
        chosen = self.matching(request)
        extras = [(Occur.Should, self._term(term)) for term in request.scoring]
        if request.preferred is not None:
            extras.append((Occur.Should, Query.const_score_query(self.condition(request.preferred), PREFERRED_BONUS)))
        return Query.boolean_query([(Occur.Must, chosen), *extras]) if extras else chosen

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
                found = [
                    (Occur.Should, Query.term_query(self._schema, "sw", token, index_option="freq")) for token in tokens
                ]
                return Query.boolean_query(found, minimum_number_should_match=minimum) if found else Query.empty_query()
            case Ids(ids):
                return Query.term_set_query(self._schema, "id", list(ids)) if ids else Query.empty_query()

    def _contains(self, text: str) -> Query:
        if len(text) == 1:
            return Query.regex_query(self._schema, "bi", f"{text}.")
        return self._phrase(list(enumerate(query_bigrams(text))))

    def _phrase(self, words: list[tuple[int, str]]) -> Query:
        if not words:
            return Query.empty_query()
        if len(words) == 1:
            return Query.term_query(self._schema, "bi", words[0][1])
        return Query.phrase_query(self._schema, "bi", [(place - words[0][0], word) for place, word in words])

    def _near(self, text: str, edits: int) -> Query:
        if edits <= 0 or len(text) <= edits + 1:
            return self._contains(text)
        if edits > 1:
            pairs = dict.fromkeys(query_bigrams(text))
            # One changed character spoils two pairs; pairs that occur twice in the text count once here.
            needed = max(1, len(pairs) - 2 * edits)
            found = [(Occur.Should, Query.term_query(self._schema, "bi", pair)) for pair in pairs]
            return Query.boolean_query(found, minimum_number_should_match=needed)
        return _or(list(self._one_edit(text)))

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


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)
