"""Papers that stand for another kind: merged forms, and papers whose kind is not known."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Mapping

import pydantic

from anjuan.judging.casefile import PaperFacts
from anjuan.kit.rulefiles import RuleFile, Strict
from anjuan.kit.text.folding import squeeze
from anjuan.papers.facts import DOUBTFUL

#: Under this confidence a paper may well be of any other kind.
_UNSURE = 0.5


class Alternative(Strict):
    """One way in which another paper stands for a kind; the comment of the table explains each key."""

    code: str
    by: tuple[str, ...]
    titles: tuple[str, ...]
    fields: tuple[str, ...]
    how: str = pydantic.Field(pattern="^(full|part)$")

    @functools.cached_property
    def squeezed(self) -> tuple[str, ...]:
        """The title words as titles are compared."""
        return tuple(squeeze(word) for word in self.titles)

    def met_by(self, paper: PaperFacts, title: str) -> bool:
        """Whether a paper with this squeezed title stands for the kind."""
        if paper.kind not in self.by:
            return False
        if not self.titles and not self.fields:
            return True
        if any(word in title for word in self.squeezed):
            return True
        return bool(self.fields) and any(found.name in self.fields and str(found.value) for found in paper.found)


class AlternativeExample(Strict):
    """A worked example: a paper, and what it does for a kind."""

    kind: str
    title: str
    field: str
    code: str
    expected: str = pydantic.Field(pattern="^(full|part|none)$")


class AlternativeTable(RuleFile):
    """One edition of the merged papers."""

    rows: tuple[Alternative, ...]
    examples: tuple[AlternativeExample, ...]
    dull: tuple[str, ...]
    also: Mapping[str, tuple[str, ...]]

    @functools.cached_property
    def by_code(self) -> Mapping[str, tuple[Alternative, ...]]:
        """The alternatives by the kind they stand for, the full ones first."""
        rows = sorted(self.rows, key=lambda row: (row.code, row.how))
        return {code: tuple(group) for code, group in itertools.groupby(rows, key=lambda row: row.code)}

    @functools.cached_property
    def telling(self) -> Mapping[str, frozenset[str]]:
        """Pairs of characters of the other words of each kind."""
        return {code: frozenset().union(*(_pairs(self, word) for word in words)) for code, words in self.also.items()}

    @functools.cached_property
    def dull_words(self) -> tuple[str, ...]:
        """The words that tell no kind apart, the longest first."""
        return tuple(sorted((squeeze(word) for word in self.dull), key=len, reverse=True))

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            found = _example_result(self, example)
            if found != example.expected:
                yield f"{example.kind} {example.title} is {found} for {example.code}, not {example.expected}"


def _example_result(table: AlternativeTable, example: AlternativeExample) -> str:
    title = squeeze(example.title)
    for row in table.by_code.get(example.code, ()):
        by_field = example.field in row.fields
        bare = not row.titles and not row.fields
        if example.kind in row.by and (bare or by_field or any(word in title for word in row.squeezed)):
            return row.how
    return "none"


def stand_ins(table: AlternativeTable, code: str, papers: Iterable[PaperFacts]) -> tuple[list[PaperFacts], str]:
    """Return the papers that stand for a kind, and ``full`` or ``part``; no papers and an empty word when none does."""
    rows = table.by_code.get(code, ())
    if not rows:
        return [], ""
    titles = [(paper, squeeze(paper.title)) for paper in papers]
    for how in ("full", "part"):
        met = [paper for paper, title in titles if any(row.how == how and row.met_by(paper, title) for row in rows)]
        if met:
            return met, how
    return [], ""


def could_be(table: AlternativeTable, paper: PaperFacts, code: str, name: str) -> bool:
    """Say whether a paper of unknown or doubtful kind may be of this kind.

    A title that tells something must share two neighbouring characters with the kind's Chinese name or with another
    word for it. A title of dull words or
    digits, or none at all, may be anything, unless the kind is half sure.
    """
    if paper.kind and paper.confidence >= DOUBTFUL:
        return False
    telling = _pairs(table, paper.title)
    if not telling:
        return not paper.kind or paper.confidence < _UNSURE
    alike = telling & (_pairs(table, name) | table.telling.get(code, frozenset()))
    # A title that says more of the kind it was taken for than of this one is no sign of this one.
    own = telling & table.telling.get(paper.kind, frozenset())
    return bool(alike) and (paper.kind == code or len(own) <= len(alike))


def _pairs(table: AlternativeTable, text: str) -> frozenset[str]:
    rest = squeeze(text)
    for word in table.dull_words:
        rest = rest.replace(word, " ")
    runs = "".join(sign if "\u4e00" <= sign <= "\u9fff" else " " for sign in rest).split()
    return frozenset(a + b for run in runs for a, b in itertools.pairwise(run))
