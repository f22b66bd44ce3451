"""Case files as values, made from the texts of the sample generator: what the other rooms deliver of a case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from anjuan.judging.casefile import CaseFile, PaperFacts
from anjuan.papers.facts import Found, Marks
from anjuan.samples.generate import texts

WHOLE_PAGE = (0.0, 0.0, 1.0, 1.0)
MARKS = {"missing_signature": "signed", "missing_seal": "sealed", "missing_date": "dated"}
EVENTS = {"surveillance1": "surveillance", "surveillance2": "surveillance"}


def found(name: str, value: object, *, page: int = 1, confidence: float = 1.0, group: str = "") -> Found:
    return Found(name, value, str(value), page, WHOLE_PAGE, confidence, group=group)


def paper(document: int, kind: str, *fields: Found, stage: str = "", title: str = "", **more: Any) -> PaperFacts:
    return PaperFacts(document, kind, stage, title, tuple(fields), **more)


def case_of(truth: dict[str, Any], documents: list[dict[str, Any]]) -> CaseFile:
    """Return a case whose papers state what the truth says they state, with the marks of its planted faults."""
    bare = {kind: MARKS[fault["id"]] for fault in truth["faults"] if fault["id"] in MARKS for kind in fault["kinds"]}
    papers = []
    for number, row in enumerate(documents, start=1):
        fields = tuple(found(name, value) for name, value in row["fields"].items())
        marks = (
            Marks(**({"signed": True, "sealed": None, "dated": True} | {bare[row["kind"]]: False}))
            if row["kind"] in bare
            else Marks(signed=True, sealed=None, dated=True)
        )
        papers.append(PaperFacts(number, row["kind"], row["stage"], row["title"], fields, marks))
    return CaseFile(
        int(truth["case"][:4]),
        tuple(papers),
        EVENTS.get(truth["event"], truth["event"]),
        tuple(truth["fields"]["fields"]),
        dt.date.fromisoformat(truth["dates"]["decision"]),
    )


def sample_cases(*, seed: int, cases: int, faults: int = 0) -> list[tuple[dict[str, Any], CaseFile]]:
    made = texts(seed=seed, cases=cases, faults_per_case=faults)
    return [(truth, case_of(truth, truth["documents"])) for truth in made]
