"""The whole check of a scope: every item, clause, licence, party and code, with rule, edition, reason and way out."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from anjuan.registry.rules import tables as registry_tables
from anjuan.scope.rules import tables
from anjuan.scope.rules.application import Application
from anjuan.scope.rules.clauses import clause_findings
from anjuan.scope.rules.codes import CodeBooks, Suggestion, code_findings, suggested
from anjuan.scope.rules.crossing import ItemResult, evidence_findings, licence_finding, unasked
from anjuan.scope.rules.licences import licence_findings
from anjuan.scope.rules.parties import party_findings
from anjuan.scope.rules.sentences import Finding, finding
from anjuan.scope.rules.steps import TwoSteps, two_steps
from anjuan.scope.rules.wording import composed, items_of, wording_findings

_GRAVE = {"block": 0, "warn": 1, "info": 2}


@dataclasses.dataclass(frozen=True, slots=True)
class ScopeCheck:
    """What a check comes to.

    Attributes:
        items: Every item with its four conditions.
        findings: Everything that is to be said, the gravest first.
        text: The scope text of what nothing speaks against.
        suggestions: Professional codes the words point to.
        steps: Core first, extension later.
        editions: The editions of the tables used.

    """

    items: tuple[ItemResult, ...]
    findings: tuple[Finding, ...]
    text: str
    suggestions: tuple[Suggestion, ...]
    steps: TwoSteps
    editions: tuple[str, ...]

    @property
    def is_clear(self) -> bool:
        """Whether nothing blocks."""
        return not any(one.severity == "block" for one in self.findings)

    def count(self, severity: str) -> int:
        """Return how many findings are of a severity."""
        return sum(one.severity == severity for one in self.findings)


def built_in_books(day: dt.date) -> CodeBooks:
    """Return the built-in lists of sectors and industries on a day."""
    return CodeBooks(registry_tables.sectors().on(day).rows, registry_tables.industries().on(day).rows)


def scope_check(asked: Application, *, today: dt.date, books: CodeBooks | None = None) -> ScopeCheck:
    """Return the check of an application on a day; licences are held against the day of decision where it is said."""
    day = asked.decided_on or today
    used = (tables.wording().on(day), tables.licences().on(day), tables.clauses().on(day), tables.sectors().on(day),
            tables.steps().on(day))  # fmt: skip
    wording, licences, clauses, sectors, steps = used
    items = items_of(wording, asked.scope)
    about_licences = list(licence_findings(licences, asked, items, day=day))
    results = tuple(_result(asked, item, about_licences, day) for item in items)
    likely = suggested(sectors, books or built_in_books(day), items, asked.industries)
    whole = [*wording_findings(wording, asked), *clause_findings(clauses, asked), *_of_licence_paper(asked, day)]
    whole += [one for one in about_licences if one.subject not in {item.label for item in items}]
    whole += [*party_findings(asked, day=day), *code_findings(asked, likely), *unasked(items, asked.lines)]
    plan = two_steps(steps, results, day=day, base_days=asked.days)
    if plan.extension and plan.core.items:
        whole.append(finding("core_first", asked.scope, core=plan.core.text, rest=plan.extension.text))
    if any(one.code.startswith("licence_") for one in about_licences) and items:
        whole.append(finding("wording_condition", asked.scope))
    found = sorted(
        (*whole, *(one for result in results for one in result.findings)), key=lambda one: _GRAVE[one.severity]
    )
    text = composed([result.item for result in results if result.is_approved])
    editions = tuple(f"{table.id} {table.edition}" for table in used)
    return ScopeCheck(results, tuple(dict.fromkeys(found)), text, likely, plan, editions)


def _result(asked: Application, item: Any, about_licences: list[Finding], day: dt.date) -> ItemResult:  # noqa: ANN401
    wording = tables.wording().on(day)
    if asked.business_scope.strip():
        is_in, told = licence_finding(wording, item, asked.business_scope)
    else:
        is_in, told = None, []
    is_done, about_evidence = evidence_findings(item, asked, day=day)
    own = [one for one in about_licences if one.subject == item.label]
    is_permitted = not any(one.severity == "block" for one in own)
    return ItemResult(
        item, is_applied=True, is_in_licence=is_in, is_permitted=is_permitted, is_done=is_done,
        findings=(*told, *own, *about_evidence),
    )  # fmt: skip


def _of_licence_paper(asked: Application, day: dt.date) -> list[Finding]:
    found = [] if asked.business_scope.strip() or not asked.scope.strip() else [finding("no_licence_text", "")]
    if asked.licence_until and asked.licence_until < day:
        found.append(finding("licence_over", "", day=asked.licence_until))
    return found


def check_dict(found: ScopeCheck) -> dict[str, Any]:
    """Return a check as JSON shows it."""
    return {
        "clear": found.is_clear, "scope": found.text,
        "items": [
            {"item": one.item.label, "product": one.item.product, "activities": list(one.item.activities),
             "approved": one.is_approved, "applied": one.is_applied, "in_licence": one.is_in_licence,
             "permitted": one.is_permitted, "done": one.is_done, "findings": [told.code for told in one.findings]}
            for one in found.items
        ],
        "findings": [dataclasses.asdict(one) for one in found.findings],
        "suggested_codes": [dataclasses.asdict(one) for one in found.suggestions],
        "steps": {"core": _step(found.steps.core), "extension": _step(found.steps.extension)},
        "editions": list(found.editions),
    }  # fmt: skip


def _step(step: Any) -> dict[str, Any] | None:  # noqa: ANN401
    if step is None:
        return None
    return {"scope": step.text, "days": step.days, "cost": step.cost,
            "ready_on": None if step.ready_on is None else str(step.ready_on), "lacks": list(step.lacks)}  # fmt: skip
