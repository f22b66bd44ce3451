"""Find a text in a page although a few characters differ, and say which."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator

from rapidfuzz.distance import LCSseq, Levenshtein

#: Allowed differences by length: up to (exclusive) so many characters, so many differences.
_ALLOWED = ((3, 0), (8, 1), (16, 2))
_ALLOWED_BEYOND = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Window:
    """A place in a squeezed text, half-open, and by how many characters it differs from what was sought."""

    start: int
    end: int
    distance: int


def allowed_edits(length: int) -> int:
    """Return how many characters may differ in a squeezed text of this length; 0 below three characters."""
    return next((edits for limit, edits in _ALLOWED if length < limit), _ALLOWED_BEYOND)


def occurrences(sought: str, text: str) -> list[Window]:
    """Return all places of a squeezed text inside another, from the left, not overlapping."""
    found: list[Window] = []
    at = text.find(sought) if sought else -1
    while at >= 0:
        found.append(Window(at, at + len(sought), 0))
        at = text.find(sought, at + len(sought))
    return found


def windows(sought: str, text: str, edits: int) -> list[Window]:
    """Return the places that differ from ``sought`` by at most ``edits`` characters, from the left, not overlapping.

    Complete: of ``edits + 1`` pieces of the sought text at least one stands unchanged in every such place, so
    only the neighbourhoods of pieces are compared. Where places overlap the closest one wins.
    """
    if edits <= 0 or len(sought) <= edits:
        return occurrences(sought, text)
    seeds = {start for offset, piece in _pieces(sought, edits + 1) for start in _starts(piece, text, offset)}
    found = {window for start in seeds if (window := _best(sought, text, start, edits)) is not None}
    kept: list[Window] = []
    for window in sorted(found, key=lambda w: (w.distance, abs(w.end - w.start - len(sought)), w.start)):
        if all(window.end <= other.start or window.start >= other.end for other in kept):
            kept.append(window)
    return sorted(kept, key=lambda w: w.start)


def pieces(sought: str, count: int) -> list[str]:
    """Return ``count`` pieces of a text; where fewer than ``count`` characters differ, one of them stands unchanged."""
    return [piece for _, piece in _pieces(sought, count)]


def _pieces(sought: str, count: int) -> Iterator[tuple[int, str]]:
    bounds = [len(sought) * number // count for number in range(count + 1)]
    for start, end in itertools.pairwise(bounds):
        yield start, sought[start:end]


def _starts(piece: str, text: str, offset: int) -> Iterator[int]:
    at = text.find(piece)
    while at >= 0:
        yield at - offset
        at = text.find(piece, at + 1)


def _best(sought: str, text: str, start: int, edits: int) -> Window | None:
    best: Window | None = None
    around = text[max(0, start - edits) : start + len(sought) + 2 * edits]
    # Every difference costs at most one of the characters in common, so most places need no closer look.
    if LCSseq.similarity(sought, around) < len(sought) - edits:
        return None
    for first in range(max(0, start - edits), min(len(text), start + edits) + 1):
        for length in range(len(sought) - edits, len(sought) + edits + 1):
            end = first + length
            if length <= 0 or end > len(text):
                continue
            distance = Levenshtein.distance(sought, text[first:end], score_cutoff=edits)
            if distance > edits:
                continue
            window = Window(first, end, distance)
            if best is None or _rank(window, sought) < _rank(best, sought):
                best = window
    return best


def _rank(window: Window, sought: str) -> tuple[int, int, int]:
    return window.distance, abs(window.end - window.start - len(sought)), window.start


def difference(sought: str, found: str) -> str:
    """Return what differs, for people: ``末→未``, ``+未`` (only on the page), ``-末`` (missing on the page)."""
    notes = []
    for kind, source, source_end, target, target_end in Levenshtein.opcodes(sought, found).as_list():
        old, new = sought[int(source) : int(source_end)], found[int(target) : int(target_end)]
        if kind == "replace":
            notes.append(f"{old}→{new}")
        elif kind == "insert":
            notes.append(f"+{new}")
        elif kind == "delete":
            notes.append(f"-{old}")
    return ", ".join(notes)
