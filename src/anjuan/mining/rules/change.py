"""Is a rate rising or falling? A test for trend, and care when many are asked at once."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

#: Fewer cases than this, in fewer quarters than that, or fewer expected than so many: no test is made.
LEAST_CASES, LEAST_QUARTERS, LEAST_EXPECTED = 30, 4, 5.0


@dataclasses.dataclass(frozen=True, slots=True)
class Trend:
    """The test of one series.

    Attributes:
        p: Two-sided probability of so strong a trend when there is none; None when there is too little to test.
        z: Positive when the rate rises.
        q: The same, corrected for all series that were tested together (Benjamini and Hochberg); None without a test.

    """

    p: float | None = None
    z: float = 0.0
    q: float | None = None

    @property
    def is_tested(self) -> bool:
        """Whether there was enough to test."""
        return self.p is not None


def trend(counts: Sequence[tuple[int, int]], places: Sequence[float] | None = None) -> Trend:
    """Return the test for a linear trend in proportions (P. Armitage, 1955; W. G. Cochran, 1954), two-sided.

    Args:
        counts: Those with the property, and all, of each quarter in order; quarters with none at all may be there.
        places: Where the quarters lie in time; 0, 1, 2 … when not given.

    """
    scores = list(places) if places is not None else [float(place) for place in range(len(counts))]
    rows = [(count, of, score) for (count, of), score in zip(counts, scores, strict=True) if of]
    all_of, all_count = sum(of for _, of, _ in rows), sum(count for count, _, _ in rows)
    if all_of < LEAST_CASES or len(rows) < LEAST_QUARTERS or min(all_count, all_of - all_count) < LEAST_EXPECTED:
        return Trend()
    share = all_count / all_of
    above = sum(score * (count - of * share) for count, of, score in rows)
    spread = sum(of * score * score for _, of, score in rows) - sum(of * score for _, of, score in rows) ** 2 / all_of
    variance = share * (1 - share) * spread
    if variance <= 0:
        return Trend()
    z = above / math.sqrt(variance)
    return Trend(math.erfc(abs(z) / math.sqrt(2)), z)


def false_discoveries(values: Sequence[float | None]) -> list[float | None]:
    """Return the probabilities corrected for being many (Y. Benjamini, Y. Hochberg, 1995); None stays None.

    Whoever believes every series with a value up to 0.05 is wrong in at most one of twenty of them, on average.
    """
    tested = sorted((value, place) for place, value in enumerate(values) if value is not None)
    corrected: list[float | None] = [None] * len(values)
    least = 1.0
    for rank in range(len(tested), 0, -1):
        value, place = tested[rank - 1]
        least = min(least, value * len(tested) / rank)
        corrected[place] = least
    return corrected


def trends_together(series: Sequence[Sequence[tuple[int, int]]], places: Sequence[float] | None = None) -> list[Trend]:
    """Return the tests of several series, corrected for being several."""
    found = [trend(counts, places) for counts in series]
    corrected = false_discoveries([one.p for one in found])
    return [dataclasses.replace(one, q=q) for one, q in zip(found, corrected, strict=True)]
