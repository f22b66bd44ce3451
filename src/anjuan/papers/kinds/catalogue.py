"""The kinds of papers with their names, titles and phrases, ready to be asked."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import re
from collections.abc import Mapping
from typing import TypeAlias

from anjuan.kit.text.folding import squeeze
from anjuan.papers.rules.kinds import KindRow, KindTable, TitleTable
from anjuan.papers.rules.tables import kinds, titles

#: A phrase with its kinds and the weight it carries for each.
Weighted: TypeAlias = tuple[str, tuple[tuple[str, float], ...]]
#: Characters from which a phrase gains no more weight by being longer.
_LONG = 6


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper.

    Attributes:
        code: ``A01`` … or a code of the body's own.
        zh: Its Chinese name.
        en: Its English name.
        family: The letter of its family.
        by: ``client``, ``body`` or ``authority``.
        stage: ``1``, ``none`` or empty, as the table of kinds says.

    """

    code: str
    zh: str
    en: str
    family: str
    by: str = "body"
    stage: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class TitleRule:
    """A pattern over squeezed titles, the kind it speaks for, and how surely (0 to 1)."""

    kind: str
    pattern: re.Pattern[str]
    weight: float
    others: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Catalogue:
    """Kinds, and how they are known.

    Attributes:
        kinds: By code, in the order of a case file.
        families: Names (Chinese, English) by letter.
        rules: Patterns of titles.
        titles: Squeezed titles as printed, each with its kind, for comparison with slips of recognition.
        phrases: Squeezed phrases of the body by kind.
        form_numbers: Kinds by squeezed number of a form of the body's own; ``*`` in it stands for any signs.
        neutral: Matches words of a title that say nothing of a kind.
        foreign: Matches titles that no case file has.
        partners: Pairs of characters that are never slips of each other.
        edition: The editions it was made from.
        stages: Stages by squeezed title or number of a form of the body's own that belongs to one stage.

    """

    kinds: Mapping[str, Kind]
    families: Mapping[str, tuple[str, str]]
    rules: tuple[TitleRule, ...]
    titles: tuple[tuple[str, str], ...]
    phrases: Mapping[str, tuple[str, ...]]
    form_numbers: Mapping[str, str]
    neutral: re.Pattern[str]
    foreign: re.Pattern[str]
    partners: frozenset[frozenset[str]]
    edition: str
    stages: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def name(self, code: str, language: str = "zh") -> str:
        """Return the name of a kind in Chinese, or in English with ``en``; the code itself when not known."""
        kind = self.kinds.get(code)
        return getattr(kind, language) if kind else code

    def family(self, code: str) -> str:
        """Return the letter of the family a kind belongs to; empty when the kind is not known."""
        kind = self.kinds.get(code)
        return kind.family if kind else ""

    @functools.cached_property
    def squeezed_titles(self) -> tuple[str, ...]:
        """The titles alone, in the order of :attr:`titles`."""
        return tuple(title for title, _ in self.titles)

    @functools.cached_property
    def phrases_by_pair(self) -> Mapping[str, tuple[Weighted, ...]]:
        """Phrases by their first two characters, each with its kinds and weights: rarer and longer ones carry more."""
        owners: dict[str, list[str]] = {}
        for kind, phrases in self.phrases.items():
            for phrase in phrases:
                owners.setdefault(phrase, []).append(kind)
        found: dict[str, list[Weighted]] = {}
        for phrase, kinds_ in owners.items():
            weight = min(len(phrase), _LONG) / 4 / len(kinds_)
            found.setdefault(phrase[:2], []).append((phrase, tuple((kind, weight) for kind in kinds_)))
        return {pair: tuple(rows) for pair, rows in found.items()}


def build(kind_table: KindTable, title_table: TitleTable) -> Catalogue:
    """Return the catalogue that two tables make."""
    rows = title_table.kinds
    phrases: dict[str, tuple[str, ...]] = {}
    for row in rows:
        known = phrases.get(row.kind, ())
        phrases[row.kind] = tuple(dict.fromkeys(known + tuple(squeeze(item) for item in row.phrases)))
    return Catalogue(
        kinds={row.code: _kind(row) for row in kind_table.kinds},
        families={letter: (words.zh, words.en) for letter, words in kind_table.families.items()},
        rules=tuple(
            TitleRule(row.kind, re.compile(item.pattern), item.weight, row.others)
            for row in rows
            for item in row.patterns
        ),
        titles=tuple((squeeze(title), row.kind) for row in rows for title in row.titles),
        phrases=phrases,
        form_numbers={},
        neutral=re.compile("|".join(f"(?:{item})" for item in title_table.neutral)),
        foreign=re.compile("|".join(f"(?:{item})" for item in title_table.foreign)),
        partners=frozenset(frozenset(pair) for pair in title_table.partners),
        edition=f"{kind_table.id} {kind_table.edition}, {title_table.id} {title_table.edition}",
    )


def _kind(row: KindRow) -> Kind:
    return Kind(row.code, row.zh, row.en, row.family, row.by, row.stage)


@functools.cache
def catalogue(day: dt.date | None = None) -> Catalogue:
    """Return the catalogue in force on a day; the latest when no day is given.

    Raises:
        NoEditionError: No edition of a table covers the day.

    """
    if day is None:
        return build(kinds().latest, titles().latest)
    return build(kinds().on(day), titles().on(day))
