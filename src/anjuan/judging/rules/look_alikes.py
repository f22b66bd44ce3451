"""Signs that recognition and typing take for each other."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path

from anjuan.kit.rulefiles import Editions, RuleFile, Strict, load_editions
from anjuan.kit.text.folding import fold, squeeze

_FOLDER = Path(__file__).parent / "tables"
PATTERN = "look-alikes-*.yaml"


class LookAlikeExample(Strict):
    """A worked example: two signs, and whether they look alike."""

    one: str
    other: str
    alike: bool


class LookAlikeTable(RuleFile):
    """One edition of the signs that look alike; each group is one string."""

    groups: tuple[str, ...]
    examples: tuple[LookAlikeExample, ...]

    @functools.cached_property
    def _numbers(self) -> Mapping[str, frozenset[int]]:
        numbers: dict[str, set[int]] = {}
        for number, group in enumerate(self.groups):
            for sign in {*group, *fold(group)}:
                numbers.setdefault(sign, set()).add(number)
        return {sign: frozenset(found) for sign, found in numbers.items()}

    @functools.cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Every ordered pair of signs that are mistaken for each other, as names are squeezed."""
        return frozenset(
            (one, other) for group in self.groups for one in squeeze(group) for other in squeeze(group) if one != other
        )

    @functools.cached_property
    def stands_for(self) -> Mapping[int, str]:
        """For each sign that is mistaken for others one sign that stands for all of them."""
        leaders: dict[str, str] = {}
        for group in self.groups:
            signs = squeeze(group)
            leader = min(leaders.get(sign, sign) for sign in signs)
            old = {leaders[sign] for sign in signs if sign in leaders}
            leaders.update({sign: leader for sign, had in leaders.items() if had in old})
            leaders.update(dict.fromkeys(signs, leader))
        return {ord(sign): leader for sign, leader in leaders.items() if sign != leader}

    def alike(self, one: str, other: str) -> bool:
        """Say whether one sign is taken for the other."""
        nothing: frozenset[int] = frozenset()
        return bool(self._numbers.get(one, nothing) & self._numbers.get(other, nothing))

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            if self.alike(example.one, example.other) != example.alike:
                yield f"{example.one} and {example.other} should {'' if example.alike else 'not '}look alike"


@functools.cache
def look_alikes() -> Editions[LookAlikeTable]:
    """Return the editions of the signs that look alike."""
    return load_editions(_FOLDER, LookAlikeTable, PATTERN)
