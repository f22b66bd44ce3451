"""What a person asked for, as a tree: built by parsing, printed back as a query, walked by planning."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TypeAlias

from anjuan.search.conditions import How


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """Bare words standing side by side. A page *has* them when each stands on it as written."""

    words: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Phrase:
    """A quoted text: stands on the page, whatever signs, blanks or line breaks lie between its characters."""

    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Prefix:
    """``text*``: the text with anything after it; in running text the same as the text itself."""

    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Fuzzy:
    """``text~``: the text with a few characters changed, missing or added."""

    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class FieldMatch:
    """``field:text``: a value of a field equals, begins with or contains the text.

    Attributes:
        field: Identifier of the field.
        text: As typed.
        how: Equals (``field:=text``), begins with (``*``, or a hierarchical field) or contains.
        fuzzy: Whether values that differ in a few characters count too.

    """

    field: str
    text: str
    how: How
    fuzzy: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class FieldRange:
    """``field:first..last``: both bounds inclusive, None is unbounded."""

    field: str
    first: int | None
    last: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class And:
    """Every part."""

    parts: tuple[Node, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Or:
    """At least one part."""

    parts: tuple[Node, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Not:
    """Everything but the part."""

    part: Node


Leaf: TypeAlias = Words | Phrase | Prefix | Fuzzy | FieldMatch | FieldRange
Node: TypeAlias = Leaf | And | Or | Not


@dataclasses.dataclass(frozen=True, slots=True)
class Query:
    """A parsed query.

    Attributes:
        tree: What is asked for; None for nothing in particular (every page).
        lenient: Whether bare words may be missing from a page that has most of the others; False as soon as the query
            uses AND, OR, NOT or brackets.
        notices: Full sentences on what could not be read as typed.
        impossible: Whether something was typed but nothing of it can be searched; matches no page.

    """

    tree: Node | None
    lenient: bool = True
    notices: tuple[str, ...] = ()
    impossible: bool = False

    def __str__(self) -> str:
        return printed(self)


def printed(query: Query) -> str:
    """Return the query as text that parses to the same tree."""
    tree = query.tree
    if tree is None:
        return ""
    if not query.lenient:
        return f"({_strict(tree)})" if isinstance(tree, _LEAVES) else _strict(tree)
    parts = tree.parts if isinstance(tree, And) else (tree,)
    return " ".join(f"-{_strict_inner(part.part)}" if isinstance(part, Not) else _leaf(part) for part in parts)


def _strict(node: Node) -> str:
    if isinstance(node, And):
        return " AND ".join(_strict_inner(part) for part in node.parts)
    if isinstance(node, Or):
        return " OR ".join(_strict_inner(part) for part in node.parts)
    if isinstance(node, Not):
        return f"NOT {_strict_inner(node.part)}"
    return _leaf(node)


def _strict_inner(node: Node) -> str:
    text = _strict(node)
    grouped = isinstance(node, And | Or) or (isinstance(node, Words) and len(node.words) > 1)
    return f"({text})" if grouped else text


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "") + '"'


def _leaf(node: Node) -> str:  # noqa: PLR0911  one line a kind
    match node:
        case Words(words):
            return " ".join(words)
        case Phrase(text):
            return _quoted(text)
        case Prefix(text):
            return f"{text}*"
        case Fuzzy(text):
            return f"{_quoted(text)}~"
        case FieldMatch(field, text, how, fuzzy):
            ending = "~" if fuzzy else "*" if how is How.PREFIX else ""
            sign = "=" if how is How.EQUALS else ""
            return f"{field}:{sign}{_quoted(text)}{ending}"
        case FieldRange(field, first, last):
            if first == last:
                return f"{field}:{first}"
            return f"{field}:{'' if first is None else first}..{'' if last is None else last}"
        case _:
            return f"({_strict(node)})"


_LEAVES = (Words, Phrase, Prefix, Fuzzy, FieldMatch, FieldRange)


def leaves(node: Node | None, *, wanted: bool = True) -> Iterator[tuple[Leaf, bool]]:
    """Yield every leaf with whether it is wanted (True) or excluded by an odd number of NOTs (False)."""
    if node is None:
        return
    if isinstance(node, Not):
        yield from leaves(node.part, wanted=not wanted)
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from leaves(part, wanted=wanted)
    else:
        yield node, wanted


def wanted_texts(node: Node | None) -> list[str]:
    """Return the texts that pages are wanted to hold, as typed, each once, in order."""
    found: list[str] = []
    for leaf, wanted in leaves(node):
        if not wanted:
            continue
        if isinstance(leaf, Words):
            found.extend(leaf.words)
        elif isinstance(leaf, Phrase | Prefix | Fuzzy):
            found.append(leaf.text)
    return list(dict.fromkeys(found))
