"""Cases and facts made up for the tests of the compiling room."""

from __future__ import annotations

from anjuan.compiling.sources import SourceCase, SourceFact, Sources
from anjuan.extraction.facts import FactKind


def case(key: str, client: str = "", *, ended_on: str = "2024-05-01", has_findings_paper: bool = True) -> SourceCase:
    return SourceCase(key, client or f"client of {key}", "initial", ended_on, has_findings_paper)


def fact(case_key: str, kind: FactKind, key: str = "", quote: str = "", **slots: str) -> SourceFact:
    pairs = tuple(slots.items())
    said = quote or "，".join(slots.values())
    return SourceFact(key or f"{case_key}/{kind}/{said}", case_key, kind, pairs, said)


def flow(case_key: str, *steps: str) -> SourceFact:
    said = "→".join(steps)
    return SourceFact(f"{case_key}/flow/{said}", case_key, FactKind.FLOW, tuple(("step", step) for step in steps), said)


def sources(cases: list[SourceCase], *facts: SourceFact) -> Sources:
    return Sources({one.key: one for one in cases}, tuple(facts))
