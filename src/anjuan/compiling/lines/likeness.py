"""Which texts say the same: groups of near-duplicates."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

from rapidfuzz import fuzz

from anjuan.kit.text.folding import squeeze

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
#: A pair of signs that more texts have than this leads to no candidates: it tells nothing.
_TOO_COMMON = 400
#: Candidates share at least so many rare pairs of signs.
_SHARED = 2
#: A text of this length that stands whole in another says the same as that.
_PART = 10


@dataclasses.dataclass(frozen=True, slots=True)
class Likeness:
    """When two texts say the same.

    Attributes:
        least: Share of equal signs in order from which they do, 0 to 1.
        numbers_count: Whether texts with other numbers say something else.

    """

    least: float
    numbers_count: bool = False

    def key(self, text: str) -> str:
        """Return what is compared of a text."""
        return squeeze(text) if self.numbers_count else _DIGITS.sub("0", squeeze(text))

    def same(self, one: str, other: str) -> bool:
        """Say whether two keys say the same."""
        if self.numbers_count and _DIGITS.findall(one) != _DIGITS.findall(other):
            return False
        short, long = sorted((one, other), key=len)
        if not self.numbers_count and len(short) >= _PART and short in long:
            return True
        return fuzz.ratio(one, other, score_cutoff=self.least * 100) > 0


class Groups:
    """Places in groups that grow together."""

    def __init__(self, number: int) -> None:
        self._leaders = list(range(number))

    def join(self, one: int, other: int) -> None:
        """Put the groups of two places together."""
        first, second = sorted((self.leader(one), self.leader(other)))
        self._leaders[second] = first

    def leader(self, place: int) -> int:
        """Return the first place of a place's group."""
        while self._leaders[place] != place:
            self._leaders[place] = self._leaders[self._leaders[place]]
            place = self._leaders[place]
        return place

    def all(self) -> list[list[int]]:
        """Return the groups in the order of their first places."""
        found: dict[int, list[int]] = defaultdict(list)
        for place in range(len(self._leaders)):
            found[self.leader(place)].append(place)
        return list(found.values())

    def join_alike(self, texts: Sequence[str], likeness: Likeness, blocks: Sequence[Hashable] | None = None) -> None:
        """Join the places whose texts say the same and whose blocks are equal; empty texts say nothing."""
        keys = [likeness.key(text) for text in texts]
        by_block: dict[Hashable, list[int]] = defaultdict(list)
        for place, key in enumerate(keys):
            if key:
                by_block[blocks[place] if blocks else None].append(place)
        for places in by_block.values():
            self._join_block(places, keys, likeness)

    def _join_block(self, places: list[int], keys: list[str], likeness: Likeness) -> None:
        index: dict[str, list[int]] = defaultdict(list)
        first_of: dict[str, int] = {}
        for place in places:
            key = keys[place]
            if key in first_of:
                self.join(first_of[key], place)
                continue
            first_of[key] = place
            for candidate in _candidates(key, index):
                if self.leader(candidate) != self.leader(place) and likeness.same(key, keys[candidate]):
                    self.join(candidate, place)
            for pair in _pairs(key):
                index[pair].append(place)


def alike_groups(texts: Sequence[str], *, least: float, numbers_count: bool = False) -> list[list[int]]:
    """Return the places of texts that say nearly the same, each place in one group, in the order of first places.

    Args:
        texts: The texts; an empty one is alone.
        least: Likeness from which two texts say the same, 0 to 1.
        numbers_count: Whether texts with other numbers say something else.

    """
    groups = Groups(len(texts))
    groups.join_alike(texts, Likeness(least, numbers_count))
    return groups.all()


def _candidates(key: str, index: dict[str, list[int]]) -> list[int]:
    """Return the texts seen before that share rare pairs of signs, the most shared first."""
    shared: Counter[int] = Counter()
    pairs = _pairs(key)
    for pair in pairs:
        known = index.get(pair, ())
        if len(known) <= _TOO_COMMON:
            shared.update(known)
    enough = min(_SHARED, max(1, len(pairs) // 2))
    return [place for place, count in shared.most_common(50) if count >= enough]


def _pairs(key: str) -> frozenset[str]:
    return frozenset(key[place : place + 2] for place in range(max(1, len(key) - 1)))
