"""Which clauses are found together more often than by chance."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping

import numpy as np

from anjuan.mining.rules.columns import Columns
from anjuan.mining.rules.counting import Asked, cases_asked, clause_key, findings_asked

_Z = 1.959963984540054
#: A pair is told from so many cases on.
LEAST_SUPPORT = 5
#: Clauses of fewer cases cannot have a pair worth telling; only the most frequent are looked at.
_MOST_CLAUSES = 120


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
    """Return the pairs of clauses with enough cases, the surest first: by the lower end of their lift."""
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
    pairs = [
        _pair(columns, table, (at, to), (often[at], often[to]), {"both": int(together[at, to]), "of": of}, counts)
        for at in range(len(often))
        for to in range(at + 1, len(often))
        if together[at, to] >= least
    ]
    return sorted(pairs, key=lambda pair: (-pair.low, clause_key(pair.first), clause_key(pair.second)))


def _pair(
    columns: Columns,
    table: np.ndarray[tuple[int, int], np.dtype[np.float32]],
    places: tuple[int, int],
    clauses: tuple[int, int],
    counted: Mapping[str, int],
    counts: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> Pair:
    words = columns.words["clauses"]
    first, second = sorted(clauses, key=lambda clause: clause_key(words[clause]))
    one, other = int(counts[first]), int(counts[second])
    rows = np.flatnonzero(table[places[0]] * table[places[1]])
    value, low, high = lift(counted["both"], one, other, counted["of"])
    clients = len(np.unique(columns.client[rows]))
    return Pair(words[first], words[second], counted["both"], one, other, counted["of"], value, low, high, clients)
