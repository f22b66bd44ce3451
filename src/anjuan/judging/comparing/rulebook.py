"""The table of what is style when values are compared."""

from __future__ import annotations

import functools

from anjuan.judging.rules.look_alikes import look_alikes
from anjuan.kit.rulefiles import RuleFile


class ComparingTable(RuleFile):
    """What is style, by kind of value.

    Attributes:
        legal_forms: Long legal forms of names and the short ones that mean the same.
        short_of_name: Endings that make a name complete; a name without any may be a short form.
        branch_words: Endings of the name of a part of an organisation.
        provinces: Names of provinces with the short ones, the long one first.
        region_ends: Words that end the name of a region in an address and may be left out with it.
        area_ends: Words that end the name of a smaller area, likewise.
        place_units: Words behind a number in an address; which of them is used is style.
        scope_joins: Words and signs between the things of a scope; which of them is used is style.
        scope_heads: What may stand before a scope and is no part of it, as regular expressions.
        scope_tails: What may be added to a scope in brackets or at its end without changing it, likewise.
        person_titles: What may stand with a name of a person.

    """

    legal_forms: dict[str, str]
    short_of_name: tuple[str, ...]
    branch_words: tuple[str, ...]
    provinces: dict[str, str]
    region_ends: tuple[str, ...]
    area_ends: tuple[str, ...]
    place_units: tuple[str, ...]
    scope_joins: tuple[str, ...]
    scope_heads: tuple[str, ...]
    scope_tails: tuple[str, ...]
    person_titles: tuple[str, ...]

    def alike(self, one: str, other: str) -> bool:
        """Say whether recognition takes one sign for the other."""
        return look_alikes().latest.alike(one, other)


@functools.lru_cache(maxsize=64)
def longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words with the longest first, so that none hides a longer one."""
    return tuple(sorted(words, key=len, reverse=True))
