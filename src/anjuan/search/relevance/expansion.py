"""What a query asks for: its text without the frame of the question, and what papers write for it.

Lay questions and official texts use different words (老板 and 用人单位). The table of synonyms brings the
written word into the query at reduced weight, so that it can only add to what the query's own words find.
"""

from __future__ import annotations

import dataclasses
import functools
import math
import re

from anjuan.kit.text.folding import fold, squeeze
from anjuan.search.relevance.rulebook import frames, synonyms, weights


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """A query as ranking understands it.

    Attributes:
        pieces: Squeezed pieces of the query without question words, in order; what is asked stands in them.
        others: Squeezed words that papers may use instead, each with its weight, above 0 and up to 1, by word.

    """

    pieces: tuple[str, ...]
    others: tuple[tuple[str, float], ...]


def as_typed(text: str) -> Asked:
    """Return a query text as it was typed, with nothing left out and nothing brought along."""
    squeezed = squeeze(text)
    return Asked((squeezed,) if squeezed else (), ())


@functools.lru_cache(maxsize=1024)
def asked(text: str) -> Asked:
    """Return what a query text asks for.

    Args:
        text: The text as typed. A text of question words only is kept whole.

    """
    return Asked(_pieces(text), _others(squeeze(text)))


@functools.cache
def _frame_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = frames()
    longest_first = sorted(map(squeeze, table.anywhere), key=len, reverse=True)
    at_end = sorted(map(squeeze, table.at_end), key=len, reverse=True)
    return (
        re.compile("|".join(map(re.escape, longest_first))),
        re.compile(rf"(?:{'|'.join(map(re.escape, at_end))})(?=\W|$)"),
    )


def _pieces(text: str) -> tuple[str, ...]:
    anywhere, at_end = _frame_patterns()
    parts = (squeeze(part) for part in at_end.split(fold(text)))
    kept = tuple(piece for part in parts for piece in anywhere.split(part) if piece)
    whole = squeeze(text)
    return kept or ((whole,) if whole else ())


def _others(squeezed: str) -> tuple[tuple[str, float], ...]:
    """Return what the longest words of the table that stand in the query bring along.

    A word with several others shares its weight out by the square root of their number: more names for one
    thing are more evidence, but not in proportion.
    """
    table, factor = synonyms(), weights().synonym_weight
    found: dict[str, float] = {}
    place = 0
    while place < len(squeezed):
        lengths = range(min(table.longest, len(squeezed) - place), 0, -1)
        word = next((w for n in lengths if (w := squeezed[place : place + n]) in table.others), "")
        new = [other for other in table.others.get(word, ()) if other not in squeezed]
        for other in new:
            share = factor / math.sqrt(len(table.others[word]))
            found[other] = max(share, found.get(other, 0.0))
        place += len(word) or 1
    return tuple(sorted(found.items()))
