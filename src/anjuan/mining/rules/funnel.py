"""Differences between audit teams' findings, adjusted for what they audited, and how much of them is chance."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from anjuan.mining.rules.columns import Columns, Flags, Ints
from anjuan.mining.rules.counting import Asked, cases_asked, findings_asked

#: Nothing is said of somebody who led fewer audits, or of whom fewer findings were to be expected.
LEAST_AUDITS, LEAST_EXPECTED = 5, 5.0
#: Clauses are counted as if everybody had written so many findings.
SPREAD_OF = 20
#: Upper ends of the size classes of clients, in persons, inclusive; what is larger is the last class.
_SIZES = (10, 45, 125, 425)
#: Limits that chance alone passes on one side in 25, or in 1, of a thousand.
_WARN, _ALARM = 1.959963984540054, 3.090232306167813


@dataclasses.dataclass(frozen=True, slots=True)
class Leader:
    """One team leader beside all others.

    Attributes:
        name: As the papers print it.
        audits: Audits led whose days are known.
        days: Their audit days.
        findings: Findings in them.
        expected: Findings if each of these audits had had the average of audits like it (field, code, size, type).
        ratio: Findings of expected; None when there is too little to say.
        shrunk: The ratio drawn towards 1 by how little is known; None with it.
        low: Lower limit within which 95 of 100 ratios lie by chance alone; ``high`` the upper one.
        far_low: The same for 998 of 1,000; ``far_high`` the upper one.
        spread: Different clauses in as many findings as :data:`SPREAD_OF`; None with fewer findings than that.

    """

    name: str
    audits: int
    days: float
    findings: int
    expected: float
    ratio: float | None
    shrunk: float | None
    low: float
    high: float
    far_low: float
    far_high: float
    spread: float | None

    @property
    def place(self) -> str:
        """``few`` when too little is known, ``within``, ``outside`` (of 95 %) or ``far`` (of 99.8 %)."""
        if self.ratio is None:
            return "few"
        if not self.far_low <= self.ratio <= self.far_high:
            return "far"
        return "within" if self.low <= self.ratio <= self.high else "outside"


def strata(columns: Columns) -> Ints:
    """Return for each case what it is compared within: field, sector of its first code, size class, audit type."""
    sectors = [word.split(".")[0] for word in columns.words["codes"]]
    names = sorted(set(sectors))
    place = np.array([names.index(sector) for sector in sectors], dtype=np.int64)
    sector = np.full(len(columns.case), len(names), dtype=np.int64)
    np.minimum.at(sector, columns.code_case, place[columns.code] if len(place) else columns.code)
    size = np.where(columns.size < 0, -1, np.searchsorted(np.array(_SIZES), columns.size))
    rows = np.stack([columns.field, sector, size, columns.audit_type])
    return np.unique(rows, axis=1, return_inverse=True)[1].ravel().astype(np.int64) if rows.size else rows[0]


def limits(expected: float, z: float) -> tuple[float, float]:
    """Return between which ratios a count of Poisson lies by chance when the ratio is 1 (Byar's approximation)."""
    if expected <= 0:
        return 0.0, math.inf
    low = max(0.0, 1 - 1 / (9 * expected) - z / (3 * math.sqrt(expected))) ** 3
    above = expected + 1
    high = above / expected * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3
    return low, high


def compared(columns: Columns, asked: Asked) -> list[Leader]:
    """Return every team leader of the cases, in the order of names: there is no ranking.

    Audits without known days or leader, or whose papers do not tell of findings, count for nobody.
    """
    unnamed = columns.place("leaders", "")
    keep = cases_asked(columns, asked) & (columns.days > 0) & (columns.leader != unnamed)
    found = findings_asked(columns, asked, keep)
    findings = np.bincount(columns.finding_case[found], minlength=len(columns.case))
    within = strata(columns)
    length, leaders = int(within.max(initial=-1)) + 1, len(columns.words["leaders"])
    days = np.where(keep, columns.days, 0.0)
    days_of = np.bincount(within, weights=days, minlength=length)
    share = np.bincount(within, weights=findings, minlength=length) / np.where(days_of > 0, days_of, 1)
    expected = np.bincount(columns.leader, weights=days * share[within] if length else days, minlength=leaders)
    observed = np.bincount(columns.leader, weights=findings, minlength=leaders).astype(np.int64)
    audits = np.bincount(columns.leader[keep], minlength=leaders)
    led_days = np.bincount(columns.leader, weights=days, minlength=leaders)
    clauses = _clauses_of(columns, found)
    known = [place for place in range(leaders) if audits[place]]
    weight = prior_weight([(int(observed[place]), float(expected[place])) for place in known])
    rows = [
        _leader(
            columns.words["leaders"][place], (int(audits[place]), float(led_days[place])), int(observed[place]),
            float(expected[place]), weight, clauses.get(place, Counter()),
        )
        for place in known
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row.name)


def _clauses_of(columns: Columns, found: Flags) -> dict[int, Counter[int]]:
    pairs = np.stack([columns.leader[columns.finding_case[found]], columns.clause[found]])
    told, counts = np.unique(pairs, axis=1, return_counts=True)
    clauses: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for leader, clause, number in zip(told[0], told[1], counts, strict=True):
        clauses[int(leader)][int(clause)] = int(number)
    return clauses


def _leader(
    name: str, led: tuple[int, float], findings: int, expected: float, weight: float, clauses: Counter[int]
) -> Leader:
    audits, days = led
    is_enough = audits >= LEAST_AUDITS and expected >= LEAST_EXPECTED
    return Leader(
        name,
        audits,
        days,
        findings,
        expected,
        findings / expected if is_enough else None,
        (findings + weight) / (expected + weight) if is_enough else None,
        *limits(expected, _WARN),
        *limits(expected, _ALARM),
        clause_spread(clauses),
    )


def prior_weight(rows: Sequence[tuple[int, float]]) -> float:
    """Return how many expected findings the average of all is worth (gamma prior with mean 1, method of moments).

    Large when the leaders differ no more than by chance: then every ratio is drawn close to 1.
    """
    usable = [(count, expected) for count, expected in rows if expected > 0]
    total = sum(expected for _, expected in usable)
    if len(usable) < 2 or total <= 0:  # noqa: PLR2004  one alone has nobody to be compared with
        return math.inf if not usable else 1e6
    squares = sum((count - expected) ** 2 / expected for count, expected in usable)
    beyond_chance = (squares - (len(usable) - 1)) / (total - sum(expected * expected for _, expected in usable) / total)
    return 1e6 if beyond_chance <= 1e-6 else 1 / beyond_chance  # noqa: PLR2004  so small a variance is none


def clause_spread(clauses: Counter[int]) -> float | None:
    """Return how many different clauses :data:`SPREAD_OF` findings drawn from these have (H. Sanders, 1968).

    None when there are fewer findings.
    """
    total = clauses.total()
    if total < SPREAD_OF:
        return None
    return sum(1 - _none_drawn(total, count) for count in clauses.values())


def _none_drawn(total: int, count: int) -> float:
    if total - count < SPREAD_OF:
        return 0.0
    return math.comb(total - count, SPREAD_OF) / math.comb(total, SPREAD_OF)
