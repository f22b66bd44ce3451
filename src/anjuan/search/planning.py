"""Turn a query tree into conditions: strictly as written, or loosely for bare words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from anjuan.kit.text.folding import squeeze
from anjuan.search.analysis import content_words, is_sentence
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
    both,
)
from anjuan.search.fuzzy import allowed_edits
from anjuan.search.names import is_sound
from anjuan.search.query import And, FieldMatch, FieldRange, Fuzzy, Node, Not, Or, Phrase, Prefix, Query, Words
from anjuan.search.ranking import Plan
from anjuan.search.schema import Field, FieldKind, Schema


@dataclasses.dataclass(frozen=True)
class Planner:
    """Makes conditions for one schema.

    Attributes:
        schema: The fields.
        plan: How loose a loose match may be.
        near: Pages verified to hold a squeezed text roughly, by that text.
        values: Values verified to be meant by a rough filter, by that filter.
        anywhere: Whether a text may also stand in a keyword, as written or by its sound.
        idle: Words that cannot make a page match a sentence: on very many pages, or on none.

    """

    schema: Schema
    plan: Plan
    near: Mapping[str, tuple[int, ...]] = dataclasses.field(default_factory=dict)
    values: Mapping[FieldMatch, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    anywhere: bool = False
    idle: frozenset[str] = frozenset()

    def strict(self, query: Query) -> Condition:
        """Return the condition that the page is what was asked for, word by word."""
        if query.tree is None:
            return Nothing() if query.impossible else Everything()
        return self._node(query.tree)

    def loose(self, query: Query) -> Condition | None:
        """Return the condition that most bare words stand on the page, or None when nothing about it is loose."""
        tree = query.tree
        if tree is None or not query.lenient:
            return None
        parts = tree.parts if isinstance(tree, And) else (tree,)
        if not any(isinstance(part, Words) for part in parts):
            return None
        return both(*(self._loose_words(p.words) if isinstance(p, Words) else self._node(p) for p in parts))

    def _loose_words(self, words: tuple[str, ...]) -> Condition:
        text = " ".join(words)
        tokens = content_words(text)
        sentence = is_sentence(text)
        if sentence:
            tokens = tuple(dict.fromkeys((*tokens, *self.plan.also_written(text))))
            tokens = tuple(token for token in tokens if token not in self.idle) or tokens
        needed = self.plan.minimum(len(tokens), sentence=sentence)
        exact = both(*(self._text(word) for word in words))
        return AnyOf((exact, Tokens(tokens, needed))) if tokens else exact

    def _node(self, node: Node) -> Condition:  # noqa: PLR0911  one line a kind
        match node:
            case And(parts):
                return AllOf(tuple(self._node(part) for part in parts))
            case Or(parts):
                return AnyOf(tuple(self._node(part) for part in parts))
            case Not(part):
                return Without(self._node(part))
            case Words(words):
                return both(*(self._text(word) for word in words))
            case Phrase(text) | Prefix(text) | Fuzzy(text):
                return self._text(text)
            case FieldRange(field, first, last):
                return Between(field, first, last)
            case FieldMatch():
                return self._field(node)

    def _text(self, text: str) -> Condition:
        squeezed = squeeze(text)
        ways: list[Condition] = [Contains(squeezed)]
        if self.near.get(squeezed):
            ways.append(Ids(self.near[squeezed]))
        if self.anywhere:
            ways += [way for field in self.schema for way in self._keyword(field, How.CONTAINS, squeezed)]
        return ways[0] if len(ways) == 1 else AnyOf(tuple(ways))

    def _field(self, leaf: FieldMatch) -> Condition:
        squeezed = squeeze(leaf.text)
        ways = list(self._keyword(self.schema.field(leaf.field), leaf.how, squeezed))
        if self.values.get(leaf):
            ways.append(Value(leaf.field, self.values[leaf]))
        return ways[0] if len(ways) == 1 else AnyOf(tuple(ways))

    def _keyword(self, field: Field, how: How, squeezed: str) -> Iterator[Condition]:
        if field.kind is FieldKind.NUMBER:
            return
        yield Keyword(field.name, how, squeezed)
        if field.phonetic and how is not How.EQUALS and is_sound(squeezed):
            yield Keyword(field.name, How.PINYIN, squeezed)


def rough(condition: Condition, texts: frozenset[str]) -> Condition:
    """Return a looser condition in which the given texts need only stand roughly on the page.

    Under a negation nothing is loosened, so every page that meets the condition roughly is kept.
    """
    match condition:
        case Contains(text) if text in texts:
            return Near(text, allowed_edits(len(text)))
        case AllOf(parts):
            return AllOf(tuple(rough(part, texts) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(rough(part, texts) for part in parts))
        case _:
            return condition
