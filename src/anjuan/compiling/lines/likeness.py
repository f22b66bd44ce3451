"""Which texts say the same: groups of near-duplicates."""

from __future__ import annotations

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


def alike_groups(
    texts: Sequence[str], *, least: float, blocks: Sequence[Hashable] | None = None, numbers_count: bool = False
) -> list[list[int]]:
    """Return the places of texts that say nearly the same, each place in one group, in the order of first places.

    Args:
        texts: The texts.
        least: Likeness from which two texts say the same, 0 to 1 (share of equal signs in order).
        blocks: Texts of different blocks are never joined; None for one block.
        numbers_count: Whether texts with other numbers say something else.

    """
    keys = [squeeze(text) if numbers_count else _DIGITS.sub("0", squeeze(text)) for text in texts]
    leaders = list(range(len(texts)))
    by_block: dict[Hashable, list[int]] = defaultdict(list)
    for place in range(len(texts)):
        by_block[blocks[place] if blocks else None].append(place)
    for places in by_block.values():
        _join(places, keys, least, leaders, numbers_count=numbers_count)
    groups: dict[int, list[int]] = defaultdict(list)
    for place in range(len(texts)):
        groups[_leader(leaders, place)].append(place)
    return sorted(groups.values())


def _join(places: list[int], keys: list[str], least: float, leaders: list[int], *, numbers_count: bool) -> None:
    first_of: dict[str, int] = {}
    unique: list[int] = []
    for place in places:
        first = first_of.setdefault(keys[place], place)
        if first == place:
            unique.append(place)
        leaders[place] = first
    index: dict[str, list[int]] = defaultdict(list)
    for place in unique:
        key = keys[place]
        for candidate in _candidates(key, index):
            one, other = _leader(leaders, candidate), _leader(leaders, place)
            if one != other and _says_same(key, keys[candidate], least, numbers_count=numbers_count):
                leaders[other] = one
        for pair in _pairs(key):
            index[pair].append(place)


def _says_same(one: str, other: str, least: float, *, numbers_count: bool) -> bool:
    if numbers_count and _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    return fuzz.ratio(one, other, score_cutoff=least * 100) > 0


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


def _leader(leaders: list[int], place: int) -> int:
    while leaders[place] != place:
        leaders[place] = leaders[leaders[place]]
        place = leaders[place]
    return place
