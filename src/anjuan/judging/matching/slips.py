"""Slips between two texts: characters mistaken, dropped or doubled by recognition or typing."""

from __future__ import annotations

import dataclasses

from rapidfuzz.distance import Levenshtein

from anjuan.judging.rules.look_alikes import LookAlikeTable, look_alikes

#: More differences than this are no slips.
_MOST = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Slips:
    """How two texts differ by single characters.

    Attributes:
        alike: Pairs of characters that look alike and were exchanged, as ``甲/乙``.
        other: Other exchanges.
        gaps: Characters that one text has and the other has not.
        first: Place of the first difference, from 0, in the shorter text.

    """

    alike: tuple[str, ...]
    other: tuple[str, ...]
    gaps: tuple[str, ...]
    first: int

    @property
    def weight(self) -> float:
        """How much they differ: an exchange of similar characters counts half a character."""
        return 0.5 * len(self.alike) + len(self.other) + len(self.gaps)

    @property
    def told(self) -> str:
        """The differences as printed in reasons; in the same order whichever text comes first."""
        parts = [*self.alike, *self.other, *(f"{gap}/-" for gap in self.gaps)]
        return ", ".join(parts)


def slips_between(one: str, other: str, signs: LookAlikeTable | None = None) -> Slips | None:
    """Return how two texts differ, or None when they differ by more than three characters.

    Args:
        one: A text as names are squeezed.
        other: Another.
        signs: The signs that look alike; the latest edition when not given.

    """
    first, second = sorted((one, other))
    if Levenshtein.distance(first, second, score_cutoff=_MOST) > _MOST:
        return None
    pairs = (signs or look_alikes().latest).pairs
    alike: list[str] = []
    different: list[str] = []
    gaps: list[str] = []
    places: list[int] = []
    for edit in Levenshtein.editops(first, second):
        places.append(min(edit.src_pos, edit.dest_pos))
        if edit.tag == "replace":
            pair = (first[edit.src_pos], second[edit.dest_pos])
            (alike if pair in pairs else different).append("/".join(sorted(pair)))
        else:
            gaps.append(first[edit.src_pos] if edit.tag == "delete" else second[edit.dest_pos])
    return Slips(tuple(alike), tuple(different), tuple(gaps), min(places, default=0))
