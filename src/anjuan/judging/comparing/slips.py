"""Whether two texts differ as recognition makes them differ."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from anjuan.judging.comparing.likeness import DIFFERENT, FEW_SIGNS, LOOK_ALIKE, Comparison
from anjuan.judging.comparing.rulebook import ComparingTable

#: One slip that is no look-alike is believed for so many signs of a text.
SIGNS_A_SLIP = 6
#: One look-alike is believed for so many signs of a text.
SIGNS_A_LOOK_ALIKE = 3


def slip(one: str, other: str, table: ComparingTable) -> Comparison:
    """Return how two differing texts stand to each other when one of them was recognised.

    Args:
        one: A text in its comparable form.
        other: Another, not equal to it.
        table: The signs that look alike.

    """
    edits = Levenshtein.editops(one, other).as_list()
    length = min(len(one), len(other))
    replaced = all(
        kind == "replace" and table.alike(one[int(here)].casefold(), other[int(there)].casefold())
        for kind, here, there in edits
    )
    if replaced and len(edits) <= max(1, length // SIGNS_A_LOOK_ALIKE):
        return LOOK_ALIKE
    if len(edits) <= length // SIGNS_A_SLIP:
        return FEW_SIGNS
    return DIFFERENT


def distance(one: str, other: str) -> int:
    """Return how many signs must be changed, put in or left out to make one text the other."""
    return Levenshtein.distance(one, other)
