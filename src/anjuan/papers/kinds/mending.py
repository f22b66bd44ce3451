"""Mends single characters of a title that recognition read wrongly, by the words that titles are made of."""

from __future__ import annotations

from collections import Counter, defaultdict

from anjuan.papers.kinds.catalogue import Catalogue

#: Characters in a row that are looked at together: three that fit pin down the fourth.
_SPAN = 4
_GAP = "\x00"


class Mender:
    """Knows every run of four characters in the titles of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._runs: set[str] = set()
        self._missing: defaultdict[str, set[str]] = defaultdict(set)
        self._partners = catalogue.partners
        for title in catalogue.squeezed_titles:
            self._runs.update(title[at : at + _SPAN] for at in range(len(title) - _SPAN + 1))
        for run in self._runs:
            for at in range(_SPAN):
                self._missing[run[:at] + _GAP + run[at + 1 :]].add(run[at])

    def mended(self, title: str) -> str:
        """Return a squeezed title with characters replaced that stand wrongly between well-known ones.

        Only a character that no known run covers is replaced, by the one that the runs around it agree on.
        """
        starts = range(len(title) - _SPAN + 1)
        sound = {at + step for at in starts if title[at : at + _SPAN] in self._runs for step in range(_SPAN)}
        votes: Counter[tuple[int, str]] = Counter()
        for at in starts:
            for step in range(_SPAN):
                if at + step not in sound:
                    run = title[at : at + _SPAN]
                    for sign in self._missing.get(run[:step] + _GAP + run[step + 1 :], ()):
                        votes[at + step, sign] += 1
        out = list(title)
        for place in {place for place, _ in votes}:
            ranked = [(count, sign) for (at, sign), count in votes.items() if at == place]
            best = max(ranked)
            alone = sum(count == best[0] for count, _ in ranked) == 1
            if alone and frozenset((title[place], best[1])) not in self._partners:
                out[place] = best[1]
        return "".join(out)
