"""What a rule answers before it is written out: a sentence by name, its values and its evidence."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from anjuan.judging.casefile import Contradiction, Evidence, PaperFacts, Severity
from anjuan.judging.contradictions.rulebook import Rule, RuleTable
from anjuan.papers.facts import DOUBTFUL, Found

_WEIGHT = {Severity.NEAR: 0, Severity.WARN: 1, Severity.BLOCK: 2}
_PAPERS_NAMED = 3


class Words(NamedTuple):
    """A value of a sentence that is said otherwise in either language."""

    zh: str
    en: str


@dataclasses.dataclass(frozen=True, slots=True)
class Statement:
    """A field as one paper states it."""

    paper: PaperFacts
    found: Found

    @property
    def text(self) -> str:
        """The normalised value as a text."""
        return str(self.found.value).strip()

    @property
    def printed(self) -> str:
        """The value as it stands on the page."""
        return self.found.printed.strip() or self.text

    @property
    def recognised(self) -> bool:
        """Whether it was recognised from a picture."""
        return not self.paper.digital

    @property
    def sure(self) -> bool:
        """Whether neither the kind of paper nor the field needs a person's eye."""
        return self.paper.confidence >= DOUBTFUL and not self.found.doubtful


@dataclasses.dataclass(frozen=True, slots=True)
class Conflict:
    """A contradiction before it is written out.

    Attributes:
        rule: The rule's id.
        say: Which of its sentences.
        name: What it is about.
        slots: The values of the sentence.
        evidence: The pieces, the one taken as right first.
        at_most: The most it weighs, whatever the rule says.

    """

    rule: str
    say: str
    name: str
    slots: Mapping[str, str | Words]
    evidence: tuple[Evidence, ...]
    at_most: Severity = Severity.BLOCK


def lighter(*severities: Severity) -> Severity:
    """Return the severity that weighs least."""
    return min(severities, key=_WEIGHT.__getitem__)


def heavier(*severities: Severity) -> Severity:
    """Return the severity that weighs most."""
    return max(severities, key=_WEIGHT.__getitem__)


def evidence(statement: Statement) -> Evidence:
    """Return a statement as a piece of evidence."""
    found = statement.found
    return Evidence(statement.paper.document, found.page, statement.printed, found.box, found.label)


def paper_evidence(paper: PaperFacts, value: str = "") -> Evidence:
    """Return a paper as a whole as a piece of evidence."""
    return Evidence(paper.document, None, value)


def paper_name(paper: PaperFacts) -> str:
    """Return what a sentence calls a paper."""
    return f"《{paper.title}》" if paper.title else paper.kind


def paper_names(papers: Iterable[PaperFacts]) -> Words:
    """Return what a sentence calls several papers: each once, some of many."""
    names = list(dict.fromkeys(paper_name(paper) for paper in papers))
    shown = "、".join(names[:_PAPERS_NAMED])
    more = len(names) - _PAPERS_NAMED
    return Words(f"{shown}等{len(names)}份文件", f"{shown} and {more} more") if more > 0 else Words(shown, shown)


def day(value: dt.date) -> str:
    """Return a day as sentences print it."""
    return value.isoformat()


def written(conflict: Conflict, table: RuleTable) -> Contradiction:
    """Return a conflict as a contradiction with its sentences, weighed by its rule."""
    rule: Rule = table.rules[conflict.rule]
    sentence = rule.says[conflict.say]
    zh = {name: value.zh if isinstance(value, Words) else value for name, value in conflict.slots.items()}
    en = {name: value.en if isinstance(value, Words) else value for name, value in conflict.slots.items()}
    return Contradiction(
        rule=conflict.rule,
        name=conflict.name,
        edition=table.edition,
        what=sentence.en.format(**en),
        severity=lighter(rule.severity, conflict.at_most),
        evidence=conflict.evidence,
        what_zh=sentence.zh.format(**zh),
    )
