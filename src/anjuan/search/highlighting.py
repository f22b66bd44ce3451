"""Where on a printed text the hits of a query stand, and short cuttings around them."""

from __future__ import annotations

import dataclasses
import enum
import functools
import re
from collections.abc import Iterable, Iterator

from anjuan.kit.text.folding import Folded, squeeze, squeeze_with_origins
from anjuan.search.analysis import content_words
from anjuan.search.fuzzy import Window, allowed_edits, difference, occurrences, windows
from anjuan.search.query import Fuzzy, Node, leaves, wanted_texts


class HitKind(enum.StrEnum):
    """How a page met the query."""

    EXACT = "exact"
    RANKED = "ranked"
    FUZZY = "fuzzy"


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """A hit on a printed text.

    Attributes:
        start: First character, counted in code points from 0.
        end: One past the last character.
        difference: What differs from the text sought, such as ``末→未``; empty for an exact hit.

    """

    start: int
    end: int
    difference: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A piece of a snippet, lit or not."""

    text: str
    hit: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Snippet:
    """A cutting of a printed text.

    Attributes:
        parts: Its pieces in order, exactly as printed.
        start: Where it begins in the text.
        end: One past where it ends.
        cut_before: Whether text was left out before it.
        cut_after: Whether text was left out behind it.

    """

    parts: tuple[Part, ...]
    start: int
    end: int
    cut_before: bool
    cut_after: bool

    @property
    def text(self) -> str:
        """The cutting as one line, with … where text was left out."""
        middle = _LINE_BREAK.sub(" ", "".join(part.text for part in self.parts))
        return f"{'…' if self.cut_before else ''}{middle}{'…' if self.cut_after else ''}"


_LINE_BREAK = re.compile(r"\s*\n\s*")


def spans(tree: Node | None, text: str, kind: HitKind = HitKind.EXACT) -> list[Span]:
    """Return every hit of a query on a printed text, from the left, not overlapping.

    Args:
        tree: What was asked for; excluded parts and filters are never lit.
        text: The page, lines joined by a line break.
        kind: How the page met the query. ``ranked`` also lights the parts of words that do not stand there as
            written; ``fuzzy`` also lights places that differ in a few characters. A text with ``~`` always does.

    """
    squeezed = squeeze_with_origins(text)
    rough = {squeeze(leaf.text) for leaf, wanted in leaves(tree) if wanted and isinstance(leaf, Fuzzy)}
    found: list[tuple[Window, str]] = []
    for wanted_text in wanted_texts(tree):
        sought = squeeze(wanted_text)
        if kind is HitKind.FUZZY or sought in rough:
            places = windows(sought, squeezed.text, allowed_edits(len(sought)))
        else:
            places = occurrences(sought, squeezed.text)
        found += [(place, sought) for place in places]
        if kind is HitKind.RANKED and not places:
            found += [(place, "") for place in _parts(wanted_text, squeezed, text)]
    return _merged(found, squeezed)


def _parts(wanted: str, squeezed: Folded, text: str) -> Iterator[Window]:
    for token in _telling(wanted):
        for place in occurrences(token, squeezed.text):
            if not token.isascii() or _stands_alone(squeezed.span(place.start, place.end), text):
                yield place


@functools.lru_cache(maxsize=1024)
def _telling(wanted: str) -> tuple[str, ...]:
    tokens = tuple(squeeze(word) for word in content_words(wanted))
    return tuple(token for token in tokens if len(token) > 1) or tokens


def _stands_alone(span: tuple[int, int], text: str) -> bool:
    """Say whether no Latin letter or digit touches the span: ``is`` is no hit inside ``this``."""
    before, after = text[span[0] - 1 : span[0]], text[span[1] : span[1] + 1]
    return not any(sign.isascii() and sign.isalnum() for sign in (before, after))


def _merged(found: list[tuple[Window, str]], squeezed: Folded) -> list[Span]:
    """Join overlapping places and turn them into printed spans."""
    joined: list[list[int | str]] = []
    for place, sought in sorted(found, key=lambda item: (item[0].start, -item[0].end)):
        note = difference(sought, squeezed.text[place.start : place.end]) if place.distance else ""
        if joined and place.start < int(joined[-1][1]):
            joined[-1][1] = max(int(joined[-1][1]), place.end)
            joined[-1][2] = joined[-1][2] or note
        else:
            joined.append([place.start, place.end, note])
    printed: list[Span] = []
    for low, high, mark in joined:
        span = Span(*squeezed.span(int(low), int(high)), str(mark))
        # One printed sign may stand for several squeezed ones (㎡ is m2), so two places may share it.
        if not printed or span.start >= printed[-1].end:
            printed.append(span)
    return printed


def snippet(text: str, hits: Iterable[Span], width: int = 120) -> Snippet:
    """Return the cutting of about ``width`` characters that shows the most different hits; the start without hits."""
    marked = list(hits)
    if not marked:
        return _cutting(text, marked, 0, min(width, len(text)))
    start, end = _densest(text, marked, width)
    room = max(0, width - (end - start)) // 2
    first = max(0, start - room)
    return _cutting(text, marked, first, min(len(text), max(end, first + width)))


def snippets(text: str, hits: Iterable[Span], width: int = 120, limit: int = 3) -> list[Snippet]:
    """Return up to ``limit`` cuttings that do not overlap, the best first."""
    left = list(hits)
    found: list[Snippet] = []
    while left and len(found) < limit:
        best = snippet(text, left, width)
        if all(best.end <= other.start or best.start >= other.end for other in found):
            found.append(best)
        left = [hit for hit in left if hit.end <= best.start or hit.start >= best.end]
    return found or [snippet(text, (), width)]


def _densest(text: str, hits: list[Span], width: int) -> tuple[int, int]:
    """Return the stretch up to ``width`` with the most different and then the most hits, the first of equal ones."""
    shown = [_squeezed(text[hit.start : hit.end]) for hit in hits]
    best, best_value = (hits[0].start, hits[0].end), (0, 0)
    after = reached = 0
    for first, hit in enumerate(hits):
        after = max(after, first + 1)
        while after < len(hits) and hits[after].end <= hit.start + width:
            after += 1
        # A part of a stretch seen before, or one of fewer hits than the best has different ones, cannot be better.
        if after <= reached or after - first <= best_value[0]:
            continue
        reached = after
        value = (len(set(shown[first:after])), after - first)
        if value > best_value:
            best, best_value = (hit.start, hits[after - 1].end), value
    return best


@functools.lru_cache(maxsize=4096)
def _squeezed(shown: str) -> str:
    return squeeze(shown)


def _cutting(text: str, hits: list[Span], start: int, end: int) -> Snippet:
    parts: list[Part] = []
    at = start
    for hit in hits:
        low, high = max(hit.start, start), min(hit.end, end)
        if low >= high or low < at:
            continue
        if low > at:
            parts.append(Part(text[at:low], hit=False))
        parts.append(Part(text[low:high], hit=True))
        at = high
    if at < end:
        parts.append(Part(text[at:end], hit=False))
    return Snippet(tuple(parts), start, end, start > 0, end < len(text))
