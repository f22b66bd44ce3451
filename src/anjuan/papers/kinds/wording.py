"""What kind of paper a title names: by patterns, and by likeness to known titles where recognition slipped."""

from __future__ import annotations

import dataclasses
import functools
import re

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from anjuan.kit.text.folding import squeeze
from anjuan.papers.facts import Guess
from anjuan.papers.kinds.catalogue import Catalogue
from anjuan.papers.kinds.mending import Mender

_STAGE = {
    "1": re.compile(r"第?[一1]阶段|阶段[一1](?!\d)|(?<!\d)1阶段|stage(?:1|one|i)(?![0-9i])"),
    "2": re.compile(r"第?[二2]阶段|阶段[二2](?!\d)|stage(?:2|two|ii)"),
}
#: Least likeness (0 to 1) of a title to a known one, and the least length that leaves room for a slip.
_ALIKE = 0.74
_SHORTEST = 4
#: A title that pattern and neutral words explain only in part is believed less; never less than this share.
_FLOOR = 0.4
#: How sure a title is that stands in the table letter by letter, and the second kind of a sheet that serves two.
_EXACT, _BOTH = 0.975, 0.94
#: What each character that had to be read differently leaves of the confidence.
_MENDED = 0.92
#: More slips than this in one title are no slips.
_MOST_SLIPS = 2

#: The English words after a Chinese title that say the same once more.
_IN_ENGLISH = re.compile(r"(?<=[\u3400-\u9fff])[a-z]{3,}$")


@dataclasses.dataclass(frozen=True, slots=True)
class Named:
    """What a title says.

    Attributes:
        kind: The kind it names; empty when none.
        confidence: 0 to 1.
        others: Other kinds it may name, the likeliest first.
        both: Kinds that one sheet serves besides.
        slips: Characters that had to be read differently.

    """

    kind: str = ""
    confidence: float = 0.0
    others: tuple[Guess, ...] = ()
    both: tuple[str, ...] = ()
    slips: int = 0


def stage_of(squeezed: str) -> str:
    """Return ``1`` or ``2`` when a squeezed text names one stage of the initial audit; empty for none or both."""
    named = [stage for stage, pattern in _STAGE.items() if pattern.search(squeezed)]
    return named[0] if len(named) == 1 else ""


def named_kind(title: str, catalogue: Catalogue) -> Named:
    """Return which kind a title names."""
    squeezed = squeeze(title)
    read = _reader(catalogue)
    whole, chinese = read(squeezed), _IN_ENGLISH.sub("", squeezed)
    if chinese == squeezed or len(chinese) < _SHORTEST:
        return whole
    return max(whole, read(chinese), key=lambda named: named.confidence)


@dataclasses.dataclass(eq=False)
class _Reader:
    """Reads titles with one catalogue and remembers what it read."""

    catalogue: Catalogue

    def __post_init__(self) -> None:
        self._printed: dict[str, list[str]] = {}
        for title, kind in self.catalogue.titles:
            self._printed.setdefault(title, []).append(kind)
        self.mender = Mender(self.catalogue)
        self.read = functools.lru_cache(maxsize=4096)(self._read)

    def __call__(self, squeezed: str) -> Named:
        return self.read(squeezed)

    def _read(self, squeezed: str) -> Named:
        if self.catalogue.foreign.search(squeezed):
            return Named()
        by_pattern = self._by_pattern(squeezed)
        if by_pattern.confidence >= 0.7:  # noqa: PLR2004  sure enough that no slip needs to be assumed
            return by_pattern
        by_likeness = self._by_likeness(squeezed)
        mended = self.mender.mended(squeezed)
        slips = sum(one != other for one, other in zip(squeezed, mended, strict=True))
        by_mending = self._by_pattern(mended) if 0 < slips <= _MOST_SLIPS else Named()
        by_mending = dataclasses.replace(by_mending, confidence=by_mending.confidence * _MENDED**slips, slips=slips)
        return max(by_pattern, by_likeness, by_mending, key=lambda named: named.confidence)

    def _by_pattern(self, squeezed: str) -> Named:
        fits = [(rule, match) for rule in self.catalogue.rules if (match := rule.pattern.search(squeezed))]
        if not fits:
            return Named()
        explained = self._explained(squeezed, [match for _, match in fits])
        best: dict[str, tuple[float, int]] = {}
        for rule, match in fits:
            best[rule.kind] = max(best.get(rule.kind, (0.0, 0)), (rule.weight, match.end() - match.start()))
        for kind in self._printed.get(squeezed, ()):
            best[kind] = (_EXACT, len(squeezed))
        ranked = sorted(best.items(), key=lambda item: item[1], reverse=True)
        kind, (weight, _) = ranked[0]
        own = [rule for rule, _ in fits if rule.kind == kind]
        both = max(own, key=lambda rule: rule.weight).others if own else ()
        others = tuple(
            Guess(other, _BOTH if other in both else round(explained * self._rival(weight, fit[0]), 4))
            for other, fit in ranked[1:]
        )
        missing = tuple(Guess(other, _BOTH) for other in both if other not in best)
        return Named(kind, weight * explained, missing + others, both)

    @staticmethod
    def _rival(weight: float, other: float) -> float:
        """Return how sure a kind is whose pattern fits with less weight than another's."""
        return other * max(0.1, 0.5 - 5 * (weight - other))

    def _explained(self, squeezed: str, matches: list[re.Match[str]]) -> float:
        """Return the share of a title that patterns and neutral words account for."""
        open_signs = list(squeezed)
        for match in matches:
            open_signs[match.start() : match.end()] = "\n" * (match.end() - match.start())
        left = len(self.catalogue.neutral.sub("", "".join(open_signs)).replace("\n", ""))
        return max(_FLOOR, 1.0 - 0.02 * min(left, 2) - 0.045 * max(0, left - 2))

    def _by_likeness(self, squeezed: str) -> Named:
        if len(squeezed) < _SHORTEST:
            return Named()
        best = process.extractOne(
            squeezed, self.catalogue.squeezed_titles, scorer=Levenshtein.normalized_similarity, score_cutoff=_ALIKE
        )
        if best is None:
            return Named()
        title, likeness, place = best
        edits = Levenshtein.editops(squeezed, title)
        if any(
            frozenset((squeezed[op.src_pos], title[op.dest_pos])) in self.catalogue.partners
            for op in edits
            if op.tag == "replace"
        ):
            return Named()
        return Named(self.catalogue.titles[place][1], 0.95 * likeness, slips=len(edits))


@functools.lru_cache(maxsize=8)
def _reader_of(key: int, catalogue: _Keyed) -> _Reader:
    del key
    return _Reader(catalogue.catalogue)


@dataclasses.dataclass(frozen=True)
class _Keyed:
    """A catalogue that is told from others by being the same object: comparing its tables would cost more."""

    catalogue: Catalogue = dataclasses.field(compare=False)


def _reader(catalogue: Catalogue) -> _Reader:
    return _reader_of(id(catalogue), _Keyed(catalogue))
