"""Typical nonconformities: by clause with rates, with causes and with the corrections that held."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from anjuan.compiling.guide import Line
from anjuan.compiling.lines.making import Maker
from anjuan.compiling.lines.sections import clause_order, heading_of, same
from anjuan.compiling.rules.sections import SectionRow
from anjuan.compiling.sources import SourceFact, Sources
from anjuan.compiling.statistics import Rate, rate

#: Words of a verification that say that the action works.
_WORKS = ("有效", "已关闭", "关闭", "符合", "合格", "齐全", "通过", "落实", "effective", "closed")
_FAILS = ("无效", "未有效", "不符合", "未关闭", "不合格", "未落实", "再次发生", "not effective")


@dataclasses.dataclass(frozen=True, slots=True)
class ClauseRate:
    """How often a clause was not met: cases with a finding on it of the cases that tell of findings."""

    clause: str
    rate: Rate
    findings: int


def finding_lines(row: SectionRow, maker: Maker) -> tuple[Line, ...]:
    """Return the findings, the clauses most often not met first, each line with its clause's rate."""
    facts = maker.sources.of_kind(*row.facts)
    rates = {each.clause: each for each in clause_rates(maker.sources, facts)}
    lines = []
    for group in same(facts, row):
        clause = heading_of(group[0], row)
        known = rates[clause]
        held = [fact for fact in group if has_held(fact, facts, maker.sources)]
        figures = (
            ("clause_cases", float(known.rate.count)),
            ("of", float(known.rate.of)),
            ("low", round(known.rate.low, 4)),
            ("high", round(known.rate.high, 4)),
            ("held", float(len({fact.case for fact in held}))),
        )
        line = maker.line(row.id, _best_first(group, held), shown=row.columns, heading=clause, figures=figures)
        if line.cells:
            lines.append(line)
    return tuple(sorted(lines, key=lambda line: _rank(line, rates)))


def clause_rates(sources: Sources, facts: Sequence[SourceFact]) -> list[ClauseRate]:
    """Return the rate of each clause, the highest first; equal ones in the order of the standard."""
    audited = {key for key, case in sources.cases.items() if case.has_findings_paper}
    cases: dict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for fact in facts:
        clause = fact.value("clause")
        cases[clause].add(fact.case)
        counts[clause] += 1
    found = [
        ClauseRate(clause, rate(len(with_it & audited), len(audited)), counts[clause])
        for clause, with_it in cases.items()
    ]
    return sorted(found, key=lambda each: (-each.rate.count, clause_order(each.clause)))


def has_held(fact: SourceFact, facts: Sequence[SourceFact], sources: Sources) -> bool:
    """Say whether a finding's action held: verified as working, and the clause not found again at the client later."""
    told = fact.value("verification").casefold()
    if not any(word in told for word in _WORKS) or any(word in told for word in _FAILS):
        return False
    mine = sources.cases[fact.case]
    return not any(
        other.value("clause") == fact.value("clause")
        and sources.cases[other.case].client == mine.client
        and sources.cases[other.case].ended_on > mine.ended_on
        for other in facts
        if other.case != fact.case
    )


def _best_first(group: Sequence[SourceFact], held: Sequence[SourceFact]) -> list[SourceFact]:
    keys = {fact.key for fact in held}
    return sorted(group, key=lambda fact: (fact.key not in keys, fact.case, fact.key))


def _rank(line: Line, rates: Mapping[str, ClauseRate]) -> tuple[object, ...]:
    known = rates[line.heading]
    return (-known.rate.count, clause_order(line.heading), -line.clients, line.cells[0][1].text, line.key)
