"""The likeliest cuts of a file, with the page numbers taken together instead of one boundary at a time.

A paper that has stated no page number yet is expected to state the one that fits its length so far; one
that has is expected to go on from there, and to end at its total. That needs to know only how long the
paper is, so the best cuts come from one pass forward and one back (Viterbi), and how sure each is from
the same passes with sums instead of maxima.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Callable, Sequence
from typing import TypeAlias

from anjuan.papers.splitting.numbering import Numbering
from anjuan.papers.splitting.rules import SplittingRules

_NEVER = -1e9
_Join: TypeAlias = Callable[[float, float], float]


@dataclasses.dataclass(frozen=True, slots=True)
class Chosen:
    """The cuts chosen.

    Attributes:
        cuts: Positions (0-based) before which a paper begins; 0 is always among them.
        likelihood: For each position how likely a paper begins there, 0 to 1.

    """

    cuts: tuple[int, ...]
    likelihood: tuple[float, ...]


class NumberChain:
    """Scores how well the page numbers of a file fit a run of cuts.

    Args:
        numbers: What each page states, None for nothing.
        rules: Where the weights stand.

    """

    def __init__(self, numbers: Sequence[Numbering | None], rules: SplittingRules) -> None:
        self._numbers = numbers
        self._weights = {code: rule.weight for code, rule in rules.clues.items()}
        self.memory = rules.memory
        self._last: list[int] = list(
            itertools.accumulate(range(len(numbers)), lambda last, now: now if numbers[now] else last, initial=-1)
        )[1:]

    def start_code(self, position: int, distance: int) -> str:
        """Return how the first number of a paper fits, ``distance`` pages after its start; empty if it says nothing."""
        number = self._numbers[position]
        if number is None or distance >= self.memory:
            return ""
        if number.page == distance + 1:
            return "number-starts" if number.total else "plain-number-starts"
        return "number-misfits" if number.total else "plain-number-misfits"

    def next_code(self, position: int) -> str:
        """Return how the number at a position fits the last one before it if both are of one paper."""
        number, last = self._numbers[position], self._last[position - 1]
        before = self._numbers[last] if last >= 0 else None
        if number is None or before is None:
            return ""
        if number.total != before.total and number.total and before.total:
            return "number-breaks"
        step, pages = number.page - before.page, position - last
        weak = "" if number.total else "plain-"
        if step == pages:
            return f"{weak}number-follows"
        return f"{weak}number-gap" if step > 0 and abs(step - pages) <= 2 else f"{weak}number-breaks"  # noqa: PLR2004

    def end_code(self, position: int) -> str:
        """Return how the last number fits if a paper that has stated one ends before a position."""
        last = self._last[position - 1]
        number = self._numbers[last] if last >= 0 else None
        if number is None or not number.total:
            return ""
        reached = number.page + position - 1 - last
        return "number-complete" if reached == number.total else "number-unfinished" if reached < number.total else ""

    def weight(self, code: str) -> float:
        """Return what a code adds to the log-odds."""
        return self._weights[code] if code else 0.0


def choose(odds: Sequence[float], chain: NumberChain) -> Chosen:
    """Return the likeliest cuts.

    Args:
        odds: For each position the log-odds of a cut before it; the first is not looked at.
        chain: The page numbers.

    """
    if not odds:
        return Chosen((), ())
    steps = [_step(position, odds, chain) for position in range(len(odds))]
    likelihood = _likelihoods(steps, chain)
    return Chosen(_best(steps, chain), likelihood)


@dataclasses.dataclass(frozen=True, slots=True)
class _Step:
    """The arrivals at one position: (state before, state after, score, whether a paper begins)."""

    arrivals: tuple[tuple[int, int, float, bool], ...]


def _step(position: int, odds: Sequence[float], chain: NumberChain) -> _Step:
    """Return how each state is reached. States: pages since the start, up to memory; memory + 1 once numbered."""
    seen = chain.memory + 1
    numbered = bool(chain.start_code(position, 0))
    first = seen if numbered else 0
    opening = chain.weight(chain.start_code(position, 0))
    if position == 0:
        return _Step(((0, first, opening, True),))
    arrivals = []
    for before in range(seen + 1):
        ending = chain.weight(chain.end_code(position)) if before == seen else 0.0
        arrivals.append((before, first, odds[position] + ending + opening, True))
        if before == seen:
            arrivals.append((seen, seen, chain.weight(chain.next_code(position)), False))
            continue
        distance = min(before + 1, chain.memory)
        code = chain.start_code(position, distance)
        arrivals.append((before, seen if numbered else distance, chain.weight(code), False))
    return _Step(tuple(arrivals))


def _forward(steps: Sequence[_Step], states: int, join: _Join) -> list[list[float]]:
    rows: list[list[float]] = []
    before = [0.0] + [_NEVER] * (states - 1)
    for step in steps:
        now = [_NEVER] * states
        for old, new, score, _ in step.arrivals:
            now[new] = join(now[new], before[old] + score)
        rows.append(now)
        before = now
    return rows


def _best(steps: Sequence[_Step], chain: NumberChain) -> tuple[int, ...]:
    rows = _forward(steps, chain.memory + 2, max)
    state = max(range(len(rows[-1])), key=rows[-1].__getitem__)
    cuts = []
    for position in range(len(steps) - 1, 0, -1):
        ways = [arrival for arrival in steps[position].arrivals if arrival[1] == state]
        old, _, _, begins = max(ways, key=lambda way, at=position: rows[at - 1][way[0]] + way[2])  # type: ignore[misc]
        if begins:
            cuts.append(position)
        state = old
    return (0, *reversed(cuts))


def _likelihoods(steps: Sequence[_Step], chain: NumberChain) -> tuple[float, ...]:
    states = chain.memory + 2
    forward = _forward(steps, states, _log_sum)
    after = [0.0] * states
    found: list[float] = []
    for position in range(len(steps) - 1, 0, -1):
        before = [_NEVER] * states
        begins = _NEVER
        for old, new, score, is_cut in steps[position].arrivals:
            mass = score + after[new]
            before[old] = _log_sum(before[old], mass)
            if is_cut:
                begins = _log_sum(begins, mass + forward[position - 1][old])
        whole = _NEVER
        for state in range(states):
            whole = _log_sum(whole, forward[position - 1][state] + before[state])
        found.append(min(1.0, math.exp(begins - whole)))
        after = before
    return (1.0, *reversed(found))


def _log_sum(one: float, other: float) -> float:
    high, low = (one, other) if one >= other else (other, one)
    return high + math.log1p(math.exp(low - high)) if low > high - 40 else high  # less is below double precision
