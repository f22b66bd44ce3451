"""Every contradiction of a case: each rule is asked by itself, and one that fails is told and stops no other."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterator

from anjuan.judging.casefile import CaseFile, Contradiction, Severity
from anjuan.judging.contradictions import (
    agreement,
    certificates,
    chronology,
    coverage,
    days,
    findings,
    licences,
    people,
    standards,
    strangers,
    team,
)
from anjuan.judging.contradictions.conflicts import Conflict, written
from anjuan.judging.contradictions.rulebook import ContradictionTables
from anjuan.judging.contradictions.view import CaseView

_log = logging.getLogger(__name__)

Check = Callable[[CaseView], Iterator[Conflict]]
_ORDER = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.NEAR: 2}

#: The checks that need no table row of their own, with the rule each belongs to.
CHECKS: tuple[tuple[str, Check], ...] = (
    ("K01", chronology.meetings_outside),
    ("K02", chronology.too_young),
    ("K05", people.top_absent),
    ("K06", team.teams_differ),
    ("K06", team.strange_experts),
    ("K07", days.days_differ),
    ("K07", days.too_few),
    ("K07", days.too_little_on_site),
    ("K08", standards.editions_differ),
    ("K08", standards.standards_differ),
    ("K08", standards.codes_differ),
    ("K09", agreement.failing_codes),
    ("K10", findings.counts_differ),
    ("K10", findings.closures),
    ("K11", people.deciders_in_team),
    ("K12", licences.licences_expired),
    ("K12", licences.licences_too_new),
    ("K13", coverage.unaudited),
    ("K14", coverage.unvisited_sites),
    ("K17", coverage.pages_listed),
    ("P08", coverage.uncovered_codes),
    ("T05", certificates.wrong_expiry),
    ("C01", certificates.number_against_issue),
)


def checks(tables: ContradictionTables) -> list[tuple[str, Check]]:
    """Return every check with its rule's id; those of rules that are switched off are left out."""
    chains: list[tuple[str, Check]] = [
        (chain.rule, functools.partial(chronology.out_of_order, chain=chain)) for chain in tables.chronology.chains
    ]
    fields: list[tuple[str, Check]] = [
        (row.rule, functools.partial(agreement.disagreements, field=field))
        for field, row in tables.agreement.fields.items()
    ]
    rules = tables.rules.rules
    return [(rule, check) for rule, check in (*chains, *fields, *CHECKS) if rules[rule].on]


def contradictions(case: CaseFile, *, tables: ContradictionTables) -> tuple[Contradiction, ...]:
    """Return every contradiction of a case, the heaviest first, each once.

    Papers of another organisation are told once and take no part in the other rules. A rule that fails becomes
    a contradiction named ``check_failed`` of severity block: a check that did not run has not passed.

    Args:
        case: The case as plain values.
        tables: The tables in the editions in force on the day of the case.

    """
    whole = CaseView(case, tables)
    found: list[Contradiction] = []
    apart = _apart(whole, found)
    view = CaseView(case, tables, apart) if apart else whole
    for rule, check in checks(tables):
        found.extend(_asked(rule, check, view))
    once = {(item.rule, item.name, item.what, item.evidence): item for item in found}
    return tuple(sorted(once.values(), key=lambda item: _ORDER[item.severity]))


def _apart(view: CaseView, found: list[Contradiction]) -> frozenset[int]:
    """Return the papers that take no part, and tell those of somebody else."""
    apart: set[int] = set()

    def foreign(view: CaseView) -> Iterator[Conflict]:
        branches = strangers.of_branches(view)
        apart.update(branches)
        pairs = [pair for pair in strangers.strangers(view) if pair[1].paper.document not in branches]
        apart.update(wrong.paper.document for _, wrong in pairs)
        yield from strangers.foreign_papers(pairs, view)

    if view.tables.rules.rules["K09"].on:
        found.extend(_asked("K09", foreign, view))
    return frozenset(apart)


def _asked(rule: str, check: Check, view: CaseView) -> list[Contradiction]:
    table = view.tables.rules
    try:
        return [written(conflict, table) for conflict in check(view)]
    except Exception as error:  # noqa: BLE001  a rule is an item: its failure is recorded and the others are asked
        _log.exception("The check of %s failed.", rule)
        cause = f"{type(error).__name__}: {error}"
        return [
            Contradiction(
                rule=rule,
                name="check_failed",
                edition=table.edition,
                what=f"The check of {rule} failed and says nothing about this case ({cause}).",
                severity=Severity.BLOCK,
                evidence=(),
                what_zh=f"规则{rule}的检查失败，未能得出结论（{cause}）。",
            )
        ]
