"""What a backend is asked for: conditions a page meets or not, free of any query language.

Every text in a condition is squeezed (:func:`anjuan.kit.text.folding.squeeze`) and every token comes
from :mod:`anjuan.search.analysis`, so that all backends answer alike.
"""

from __future__ import annotations

import dataclasses
import enum
from typing import TypeAlias


class How(enum.StrEnum):
    """How a keyword value is compared with what was asked for."""

    EQUALS = "equals"
    PREFIX = "prefix"
    CONTAINS = "contains"
    PINYIN = "pinyin"


@dataclasses.dataclass(frozen=True, slots=True)
class Everything:
    """Met by every page."""


@dataclasses.dataclass(frozen=True, slots=True)
class Nothing:
    """Met by no page."""


@dataclasses.dataclass(frozen=True, slots=True)
class Contains:
    """The squeezed text of the page holds this squeezed text (at least one character)."""

    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Near:
    """The page may hold this text with at most ``edits`` characters changed, missing or added.

    A backend may return more pages than that (the engine verifies), never fewer within its limit.
    """

    text: str
    edits: int


@dataclasses.dataclass(frozen=True, slots=True)
class Tokens:
    """At least ``minimum`` of the distinct words stand on the page."""

    tokens: tuple[str, ...]
    minimum: int


@dataclasses.dataclass(frozen=True, slots=True)
class Keyword:
    """A value of a text field compares with the squeezed text as ``how`` says."""

    field: str
    how: How
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Value:
    """The field has one of these values, exactly as they were indexed."""

    field: str
    values: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Between:
    """A value of a number field lies between the two bounds, both inclusive; None is unbounded."""

    field: str
    first: int | None
    last: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Ids:
    """The page is one of these."""

    ids: tuple[int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class AllOf:
    """Every part is met. No part: met by every page."""

    parts: tuple[Condition, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part is met. No part: met by no page."""

    parts: tuple[Condition, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Without:
    """The part is not met."""

    part: Condition


Condition: TypeAlias = (
    Everything | Nothing | Contains | Near | Tokens | Keyword | Value | Between | Ids | AllOf | AnyOf | Without
)


def both(*parts: Condition) -> Condition:
    """Return the condition that all parts are met, without needless wrapping."""
    kept = tuple(part for part in parts if not isinstance(part, Everything))
    if not kept:
        return Everything()
    return kept[0] if len(kept) == 1 else AllOf(kept)
