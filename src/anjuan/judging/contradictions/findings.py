"""K10: nonconformities are counted alike and closed before the decision."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from anjuan.judging.casefile import Evidence, PaperFacts, Severity
from anjuan.judging.contradictions.conflicts import (
    Conflict,
    Statement,
    Words,
    evidence,
    paper_evidence,
    paper_name,
    paper_names,
)
from anjuan.judging.contradictions.dates import Dated, dated, decided_on
from anjuan.judging.contradictions.view import CaseView
from anjuan.kit.text.folding import squeeze
from anjuan.papers.facts import DOUBTFUL, Found

_REPORT = "D08"
_CLOSURE = "D09"
_STATING = ("D12", "E01", "E03")
#: Parts of a nonconformity report that close it on the same form.
_CLOSING = ("finding.closed_on", "finding.verification")
#: The reports count as much as this many papers that state their number.
_REPORTS_WEIGH = 1.5
_SHOWN = 4
_GRADES = {"major": Words("严重", "major"), "minor": Words("一般", "minor")}


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """A nonconformity as one paper states it."""

    paper: PaperFacts
    parts: dict[str, Found]

    def part(self, name: str) -> str:
        """Return a part of it as text; empty when the paper has none."""
        found = self.parts.get(f"finding.{name}")
        return "" if found is None else str(found.value).strip()

    @property
    def number(self) -> str:
        """Its number in comparable form."""
        return squeeze(self.part("number"))

    @property
    def evidence(self) -> Evidence:
        """Where it stands: its number, else its clause, else the paper as a whole."""
        found = self.parts.get("finding.number") or self.parts.get("finding.clause")
        return evidence(Statement(self.paper, found)) if found else paper_evidence(self.paper)

    @property
    def grade(self) -> str:
        """``major``, ``minor`` or ``observation``; empty when not known."""
        return self.part("grade")


def findings(view: CaseView, kind: str) -> list[Finding]:
    """Return the nonconformities of papers of a kind; a paper without groups is one of its own."""
    found: list[Finding] = []
    for paper in view.of_kind(kind):
        groups: dict[str, dict[str, Found]] = {}
        for item in paper.found:
            if item.name.startswith("finding."):
                groups.setdefault(item.group, {}).setdefault(item.name, item)
        found.extend(Finding(paper, parts) for parts in groups.values())
        if not groups:
            found.append(Finding(paper, {}))
    return found


def _distinct(items: list[Finding]) -> list[Finding]:
    """Return the findings without those that a second paper repeats."""
    known: dict[tuple[str, ...], Finding] = {}
    for place, item in enumerate(items):
        number, fact = item.number, squeeze(item.part("fact"))[:40]
        # Numbers such as 1 begin anew on every form, so what is found counts too.
        key = (number, fact, item.part("clause")) if number or fact else (str(place),)
        known.setdefault(key, item)
    return list(known.values())


def counts_differ(view: CaseView) -> Iterator[Conflict]:
    """Yield the counts of nonconformities that do not agree with the reports and each other."""
    reports = [item for item in _distinct(findings(view, _REPORT)) if item.paper.stage != "1"]
    graded = bool(reports) and all(item.grade in _GRADES or item.grade == "observation" for item in reports)
    for grade, word in _GRADES.items():
        statements = [item for item in view.of(f"findings_{grade}", kinds=_STATING) if item.text.isdigit()]
        counts: dict[int, list[Statement]] = {}
        for statement in statements:
            counts.setdefault(int(statement.text), []).append(statement)
        mine = [item for item in reports if item.grade == grade] if graded else None
        yield from _count_conflicts(grade, word, counts, mine)
    if not graded:
        yield from _total_differs(view, reports)


def _total_differs(view: CaseView, reports: list[Finding]) -> Iterator[Conflict]:
    """Yield where the reports, of whatever grade, are not as many as a paper says; only when they are all there.

    Whether they are all there they say themselves: each is one of as many as there are (``第1张/共1张``).
    """
    if not reports or any(item.part("total") != str(len(reports)) for item in reports):
        return
    counts: dict[int, list[Statement]] = {}
    for statement in view.of("findings_total", kinds=_STATING):
        if statement.text.isdigit():
            counts.setdefault(int(statement.text), []).append(statement)
    yield from _count_conflicts("total", Words("", "all"), counts, reports)


def _count_conflicts(
    grade: str, word: Words, counts: dict[int, list[Statement]], reports: list[Finding] | None
) -> Iterator[Conflict]:
    """Yield what deviates from the number that most papers state; the reports themselves weigh more than one paper.

    ``reports`` is None when the grade of some report is not known and they cannot be counted.
    """
    counted = None if reports is None else len(reports)
    values = set(counts) | ({counted} if counted is not None else set())
    if not counts or len(values) == 1:
        return
    right = max(sorted(values), key=lambda value: len(counts.get(value, ())) + (value == counted) * _REPORTS_WEIGH)
    known = {item.paper.document for item in counts.get(right, ())}
    for value in sorted(values - {right}):
        # A paper that states the right number as well counts other things in the same words.
        wrong = [item for item in counts.get(value, []) if item.paper.document not in known]
        if not wrong and value != counted:
            continue
        there = _Side(counts.get(right, []), reports if right == counted else None)
        here = _Side(wrong, reports if value == counted else None)
        sure = all(item.sure for item in wrong) and all(item.paper.confidence >= DOUBTFUL for item in reports or ())
        yield Conflict(
            "K10",
            "count",
            f"findings_{grade}",
            {
                "grade": word,
                "right": str(right),
                "wrong": str(value),
                "right_papers": there.named(),
                "wrong_papers": here.named(),
            },
            (*there.evidence(), *here.evidence()),
            Severity.BLOCK if sure else Severity.WARN,
        )


@dataclasses.dataclass(frozen=True, slots=True)
class _Side:
    """One number of nonconformities: who states it, and the reports when they are as many (None when not)."""

    statements: list[Statement]
    reports: list[Finding] | None

    def named(self) -> Words:
        papers = [item.paper for item in (*self.statements, *(self.reports or ()))]
        return paper_names(papers) if papers else Words("不符合报告", "the nonconformity reports")

    def evidence(self) -> Iterator[Evidence]:
        yield from (item.evidence for item in (self.reports or [])[:_SHOWN])
        yield from (evidence(item) for item in self.statements)


def closures(view: CaseView) -> Iterator[Conflict]:
    """Yield nonconformities without evidence of closure, and those closed after the decision."""
    reports = [item for item in _distinct(findings(view, _REPORT)) if item.grade != "observation"]
    closing = findings(view, _CLOSURE)
    if view.has("E03") or view.has("F01", "F02"):
        yield from _open(reports, closing)
    decision = decided_on(view)
    if decision is None:
        return
    grades = {item.number: item.grade for item in reports if item.number}
    for item in [*closing, *(item for item in reports if item.part("closed_on"))]:
        closed = _closed_on(item)
        if closed and decision.date.surely_before(closed.date):
            grade = item.grade or grades.get(item.number, "")
            yield Conflict(
                "K10",
                "late",
                "finding_closed",
                {
                    "paper": paper_name(item.paper),
                    "number": item.part("number") or item.part("clause"),
                    "closed": str(closed.date),
                    "decided": str(decision.date),
                },
                (evidence(decision.statement), evidence(closed.statement)),
                # A minor one may be closed later when its plan was accepted before.
                Severity.WARN if grade == "minor" or not closed.statement.sure else Severity.BLOCK,
            )


def _open(reports: list[Finding], closing: list[Finding]) -> Iterator[Conflict]:
    numbers = {item.number for item in closing if item.number}
    clauses = {(item.part("clause"), item.part("department")) for item in closing}
    spare = sum(1 for item in closing if not item.number and not item.part("clause"))
    still_open: list[Finding] = []
    for item in reports:
        if not item.parts:  # nothing of it was read: nobody can say that it is open
            continue
        closed_here = any(name in item.parts for name in _CLOSING)
        named = item.number in numbers or (item.part("clause"), item.part("department")) in clauses
        if closed_here or (named and (item.number or item.part("clause"))):
            continue
        if spare or (closing and len(closing) >= len(reports)):
            spare -= 1
            continue
        still_open.append(item)
    if still_open:
        names = [item.part("number") or item.part("clause") for item in still_open]
        yield Conflict(
            "K10",
            "open",
            "finding_open",
            {"paper": paper_names(item.paper for item in still_open), "number": "、".join(filter(None, names))},
            tuple(item.evidence for item in still_open),
            Severity.WARN if any(_is_half_closed(item) for item in still_open) else Severity.BLOCK,
        )


def _is_half_closed(item: Finding) -> bool:
    """Say whether its own form has cause or measures, so that it may be closed there, or its kind is doubtful."""
    return bool(item.part("action") or item.part("cause")) or item.paper.confidence < DOUBTFUL


def _closed_on(item: Finding) -> Dated | None:
    """Return when a finding was closed: its own date, else the last date of the paper that closes it."""
    found = item.parts.get("finding.closed_on")
    if found is not None:
        return dated(Statement(item.paper, found))
    if item.paper.kind != _CLOSURE:
        return None
    dates = [date for part in item.paper.of("paper_date") if (date := dated(Statement(item.paper, part)))]
    return max(dates, key=lambda date: date.date.earliest, default=None)
