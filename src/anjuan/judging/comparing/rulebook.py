"""The table of what is style when values are compared, and of signs that recognition confuses."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict
from anjuan.kit.text.folding import fold


class ComparingExample(Strict):
    """A worked example: two signs, and whether they look alike."""

    one: str
    other: str
    alike: bool


class ComparingTable(RuleFile):
    """What is style, by kind of value.

    Attributes:
        look_alikes: Groups of signs that recognition takes for each other, each group one string.
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
        examples: Worked examples.

    """

    look_alikes: tuple[str, ...]
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
    examples: tuple[ComparingExample, ...]

    _alike: dict[str, frozenset[int]] = pydantic.PrivateAttr(default_factory=dict)

    def model_post_init(self, _context: object) -> None:
        """Index the groups of signs, once."""
        groups: dict[str, set[int]] = {}
        for number, group in enumerate(self.look_alikes):
            for sign in {*group, *fold(group)}:
                groups.setdefault(sign, set()).add(number)
        self._alike.update({sign: frozenset(numbers) for sign, numbers in groups.items()})

    def alike(self, one: str, other: str) -> bool:
        """Say whether recognition takes one sign for the other."""
        mine: Mapping[str, frozenset[int]] = self._alike
        return bool(mine.get(one, frozenset()) & mine.get(other, frozenset()))

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            if self.alike(example.one, example.other) != example.alike:
                yield f"{example.one} and {example.other} should {'' if example.alike else 'not '}look alike"


@functools.lru_cache(maxsize=64)
def longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words with the longest first, so that none hides a longer one."""
    return tuple(sorted(words, key=len, reverse=True))
