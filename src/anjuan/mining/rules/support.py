"""Does the place that a sentence cites say it? Checked by code, sign by sign; what is in doubt is dropped.

The check does not understand. It keeps a sentence only when the cited place has it: whole parts between punctuation
marks, one after the other, with nothing more and nothing less than words that say nothing by themselves. A true
sentence in other words is dropped as well.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from anjuan.kit.text.folding import fold, squeeze
from anjuan.mining.rules.tables import SupportTable

_FIGURE = re.compile(r"\d+(?:[.,:/]\d+)*")
#: Where parts of a page's text end, and where its sentences do.
_BREAK = re.compile(r"[,;:。!?\n]+|(?<!\d)\.(?!\d)")
_STOP = re.compile(r"[。;!?]|(?<!\d)\.(?!\d)")
#: What is taken back is looked for in so many sentences after.
_LATER = 3
#: A stretch of the place may be so much longer or shorter than the sentence, by words that say nothing.
_SLACK = 24
_LONGEST = 400
_MARK = re.compile(r"〔[^〔〕]{0,12}\d+〕?|[〔〕]")


class Reason(enum.StrEnum):
    """Why a sentence was dropped."""

    NO_CITATION = "no_citation"
    UNKNOWN_CITATION = "unknown_citation"
    FIGURE = "figure"
    TURNED = "turned"
    WORDS = "words"
    NAME = "name"
    STAND_IN = "stand_in"
    EMPTY = "empty"
    LONG = "long"


@dataclasses.dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the numbers of the passages that it cites."""

    text: str
    citations: tuple[int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a sentence.

    Attributes:
        sentence: As the model wrote it, names put back.
        reason: Why it was dropped; None when it is kept.
        what: The words for which it was dropped.

    """

    sentence: Sentence
    reason: Reason | None = None
    what: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether its citations bear it out."""
        return self.reason is None


def checked(
    sentence: Sentence, places: Mapping[int, str], table: SupportTable, *, names: Sequence[str] = ()
) -> Verdict:
    """Return whether the cited places say a sentence.

    Args:
        sentence: The sentence, names put back.
        places: The passages by their numbers, with names.
        table: What a sentence must bring.
        names: Names and numbers of somebody that stand in the sentence; each must stand in the cited places.

    """
    fault = _of_form(sentence, places)
    if fault:
        return Verdict(sentence, fault)
    cited = [places[number] for number in sentence.citations]
    for name in names:
        if squeeze(name) and not any(squeeze(name) in squeeze(place) for place in cited):
            return Verdict(sentence, Reason.NAME, name)
    found = [_stands(sentence.text, place, table) for place in cited]
    best = min(found, key=lambda one: (one.reason is not None, -one.likeness))
    return Verdict(sentence, best.reason, best.what)


def _of_form(sentence: Sentence, places: Mapping[int, str]) -> Reason | None:
    if not squeeze(sentence.text):
        return Reason.EMPTY
    if len(sentence.text) > _LONGEST:
        return Reason.LONG
    if _MARK.search(sentence.text):
        return Reason.STAND_IN
    if not sentence.citations:
        return Reason.NO_CITATION
    if any(number not in places for number in sentence.citations):
        return Reason.UNKNOWN_CITATION
    return None


@dataclasses.dataclass(frozen=True, slots=True)
class _Match:
    """How a sentence stands in one stretch of a place."""

    reason: Reason | None
    what: str = ""
    likeness: float = 0.0


def _stands(text: str, place: str, table: SupportTable) -> _Match:
    """Return how a sentence stands in the stretch of a place that is most like it; one that bears it out goes first."""
    folded, wanted = fold(place), squeeze(text)
    best = _Match(Reason.WORDS, text)
    for start, end in _stretches(folded, len(wanted)):
        there = squeeze(folded[start:end])
        likeness = fuzz.ratio(wanted, there)
        if likeness < best.likeness and not _is_near(wanted, there):
            continue
        match = _compared(fold(text), folded[start:end], table)
        if match.reason is None and _is_cut_short(folded, start, end, table):
            match = _Match(Reason.TURNED, folded[start:end])
        if match.reason is None:
            return match
        if likeness >= best.likeness:
            best = dataclasses.replace(match, likeness=likeness)
    return best


def _is_near(wanted: str, there: str) -> bool:
    return LCSseq.similarity(wanted, there) >= min(len(wanted), len(there)) - 1


def _stretches(place: str, length: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of whole parts of a place that are about as long as asked."""
    cuts = [(0, 0), *((match.start(), match.end()) for match in _BREAK.finditer(place)), (len(place), len(place))]
    for at, (_, start) in enumerate(cuts):
        for end, _ in cuts[at + 1 :]:
            size = len(squeeze(place[start:end]))
            if size > length + _SLACK:
                break
            if size and size >= length - _SLACK:
                yield start, end


def _compared(text: str, stretch: str, table: SupportTable) -> _Match:
    """Return whether a sentence and a stretch of a page say the same, sign by sign."""
    figures = _unequal(Counter(_figures(text)), Counter(_figures(stretch)))
    if figures:
        return _Match(Reason.FIGURE, next(iter(figures)))
    turned = _unequal(_guarded(text, table), _guarded(stretch, table))
    if turned:
        return _Match(Reason.TURNED, next(iter(turned)))
    foreign = _foreign(squeeze(text), squeeze(stretch), table) or _foreign(squeeze(stretch), squeeze(text), table)
    return _Match(Reason.WORDS, foreign) if foreign else _Match(None)


def _unequal(one: Counter[str], other: Counter[str]) -> Counter[str]:
    return (one - other) + (other - one)


def _is_cut_short(place: str, start: int, end: int, table: SupportTable) -> bool:
    """Say whether what stands around a stretch takes back or limits what it says."""
    stops = [match.end() for match in _STOP.finditer(place)]
    begin = max((stop for stop in stops if stop <= start), default=0)
    following = [stop for stop in stops if stop > end]
    until = following[_LATER] if len(following) > _LATER else len(place)
    earlier, later = place[begin:start], place[end:until]
    return any(word in earlier for word in table.before) or any(word in later for word in table.after)


def _figures(text: str) -> list[str]:
    """Return the figures of a text without leading noughts, each as one: 8.5 is not in 8.5.1."""
    return [".".join(part.lstrip("0") or "0" for part in figure.split(".")) for figure in _FIGURE.findall(text)]


def _guarded(text: str, table: SupportTable) -> Counter[str]:
    pattern = _guard(table.edition, table.guarded)
    return Counter(match.group() for match in pattern.finditer(text))


@functools.lru_cache(maxsize=8)
def _guard(edition: str, words: tuple[str, ...]) -> re.Pattern[str]:
    del edition
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(
        "|".join(rf"\b{word}\b" if word.isalpha() and word.isascii() else re.escape(word) for word in ordered)
    )


def _foreign(whole: str, other: str, table: SupportTable) -> str:
    """Return the first run of signs that one text has and the other lacks, if it says something; else an empty text."""
    runs: list[list[int]] = []
    for step in LCSseq.editops(other, whole):
        if step.tag != "insert":
            continue
        if runs and step.dest_pos == runs[-1][-1] + 1:
            runs[-1].append(step.dest_pos)
        else:
            runs.append([step.dest_pos])
    for run in runs:
        words = whole[run[0] : run[-1] + 1]
        if not _empty(table.edition, table.empty).fullmatch(words):
            return words
    return ""


@functools.lru_cache(maxsize=8)
def _empty(edition: str, words: tuple[str, ...]) -> re.Pattern[str]:
    del edition
    ordered = sorted((squeeze(word) for word in words), key=len, reverse=True)
    return re.compile("(?:" + "|".join(re.escape(word) for word in ordered if word) + ")+")


def speaks_to_model(text: str, table: SupportTable) -> bool:
    """Say whether a page speaks to a language model instead of its readers."""
    folded = fold(text)
    return any(pattern.search(folded) for pattern in table.speaks_to_model)
