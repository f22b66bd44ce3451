"""Which clauses are found together more often than by chance."""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from anjuan.mining.rules.columns import Columns
from anjuan.mining.rules.counting import Asked, cases_asked, clause_key, findings_asked

_Z = 1.959963984540054
#: A pair is told from so many cases on.
LEAST_SUPPORT = 5
#: Clauses of fewer cases cannot have a pair worth telling; only the most frequent are looked at.
_MOST_CLAUSES = 120
#: So many pairs are told.
_MOST_PAIRS = 200


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """Two clauses found in the same cases.

    Attributes:
        first: The one that stands first in the standard.
        second: The other.
        both: Cases with both.
        one: Cases with the first; ``other`` with the second; ``of`` all cases counted.
        lift: How many times as often as if they had nothing to do with each other.
        low: Lower end of the interval that holds the true value in 95 of 100 cases.
        high: Upper end.
        clients: Clients of the cases with both.

    """

    first: str
    second: str
    both: int
    one: int
    other: int
    of: int
    lift: float
    low: float
    high: float
    clients: int


def lift(both: int, one: int, other: int, of: int) -> tuple[float, float, float]:
    """Return the lift of a pair with its interval, from the logarithm's standard error (delta method).

    Raises:
        ValueError: The counts cannot be.

    """
    if not 0 < both <= min(one, other) <= max(one, other) <= of:
        message = f"{both} of {one} and {other} of {of} is no pair."
        raise ValueError(message)
    value = both * of / (one * other)
    # Gradient of log(p11 / (p1 · p2)) over the cells of the table that both clauses make, weighted by their shares.
    p11, p1, p2 = both / of, one / of, other / of
    squares = p11 * (1 / p11 - 1 / p1 - 1 / p2) ** 2 + (p1 - p11) / p1**2 + (p2 - p11) / p2**2
    reach = _Z * math.sqrt(max(0.0, squares - 1) / of)
    return value, value * math.exp(-reach), value * math.exp(reach)


def pairs_found(columns: Columns, asked: Asked, *, least: int = LEAST_SUPPORT) -> list[Pair]:
    """Return the surest pairs of clauses with enough cases, by the lower end of their lift."""
    cases = cases_asked(columns, asked)
    found = findings_asked(columns, asked, cases)
    of = int(cases.sum())
    both = np.unique(np.stack([columns.finding_case[found], columns.clause[found]]), axis=1)
    counts = np.bincount(both[1], minlength=len(columns.words["clauses"]))
    often = [int(each) for each in np.argsort(-counts, kind="stable")[:_MOST_CLAUSES] if counts[each] >= least]
    places = {clause: place for place, clause in enumerate(often)}
    table = np.zeros((len(often), len(columns.case)), dtype=np.float32)
    chosen = np.isin(both[1], often)
    table[[places[int(one)] for one in both[1][chosen]], both[0][chosen]] = 1
    together = (table @ table.T).astype(np.int64)
    words = columns.words["clauses"]
    told = []
    for at in range(len(often)):
        for to in range(at + 1, len(often)):
            number = int(together[at, to])
            if number >= least:
                value, low, high = lift(number, int(counts[often[at]]), int(counts[often[to]]), of)
                told.append((low, high, value, number, at, to))
    told.sort(key=lambda one: (-one[0], clause_key(words[often[one[4]]]), clause_key(words[often[one[5]]])))
    pairs = []
    for low, high, value, number, at, to in told[:_MOST_PAIRS]:
        first, second = sorted((often[at], often[to]), key=lambda clause: clause_key(words[clause]))
        clients = len(np.unique(columns.client[np.flatnonzero(table[at] * table[to])]))
        one, other = int(counts[first]), int(counts[second])
        pairs.append(Pair(words[first], words[second], number, one, other, of, value, low, high, clients))
    return pairs
