"""A case told from its papers: the steps of its life, the scene of its audit, what its papers say side by side."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case
from anjuan.archive.rules.case_columns import AUDIT_TYPES, text_of
from anjuan.archive.rules.rules_day import derived
from anjuan.archive.selectors.cases import CaseView
from anjuan.archive.selectors.findings import FindingRow, JudgementView, Piece, case_findings
from anjuan.archive.selectors.sight import case_whole, documents_of
from anjuan.judging.casefile import PaperFacts
from anjuan.judging.rules.scene_table import scene_tables
from anjuan.judging.scenes.scene import Clash, Gap, Scene, scene_of
from anjuan.judging.scenes.steps import Spot, Step, steps_of
from anjuan.kit.text.folding import squeeze
from anjuan.papers.codec import found_from_json

_COLUMNS = ("id", "kind", "stage", "title", "description__found")


@dataclasses.dataclass(frozen=True, slots=True)
class StepView:
    """A step of a case's life, and what it lacks: the open misses of its kinds of paper."""

    step: Step
    misses: tuple[FindingRow, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class CaseScene:
    """The scene of a case, with the findings that its points and gaps name by their keys."""

    scene: Scene
    findings: Mapping[str, FindingRow]
    is_stale: bool


def case_steps(viewer: Viewer, shown: CaseView, judged: JudgementView) -> tuple[StepView, ...]:
    """Return the steps of a case's life with their days and gaps; of papers the person may open. One query.

    Args:
        viewer: Who asks.
        shown: The case as this person sees it.
        judged: Its judgement as this person may see it.

    """
    table = scene_tables().latest
    dating = {place.partition(" ")[0] for row in table.steps for place in (*row.begins, *row.ends)}
    mine = documents_of(viewer).filter(pk__in=[row.id for row in shown.documents if row.kind in dating])
    told = dict(mine.values_list("id", "description__found"))
    papers = [
        PaperFacts(row.id, row.kind, row.stage, row.title, found_from_json(told.get(row.id) or ()))
        for row in shown.documents
    ]
    missed: dict[str, list[FindingRow]] = {}
    for miss in judged.of("miss"):
        if miss.is_open and miss.what == "paper":
            missed.setdefault(table.step_of(miss.code, miss.stage), []).append(miss)
    audit_type = AUDIT_TYPES.get(shown.row.audit_type, "")
    return tuple(
        StepView(step, tuple(missed.get(step.code, ()))) for step in steps_of(papers, audit_type, table, gaps=missed)
    )


def case_scene(viewer: Viewer, number: str) -> CaseScene:
    """Return the audit of a case retold from its papers. Ten queries at most.

    Raises:
        CaseUnknownError: There is none of which this person may see more than single documents.

    """
    case = case_whole(viewer, number)
    judged = case_findings(viewer, number)
    papers = case_papers(viewer, case)
    open_ones = [one for one in judged.findings if one.is_open]
    gaps = [Gap(one.key, one.code, one.stage, one.severity) for one in open_ones if one.group == "miss"]
    clashes = [
        Clash(one.key, one.severity, tuple(Spot(at.document_id, at.page or 1, at.box) for at in _odd(one)))
        for one in open_ones
        if one.group == "contradiction"
    ]
    scene = scene_of(
        papers, AUDIT_TYPES.get(case.audit_type, ""), scene_tables().latest, gaps=gaps, clashes=clashes
    )  # fmt: skip
    return CaseScene(scene, {one.key: one for one in open_ones}, judged.is_stale)


def _odd(clash: FindingRow) -> tuple[Piece, ...]:
    """Return the evidence that differs from the piece taken as right; all of it where none does."""
    right = clash.evidence[0].value if clash.evidence else ""
    return tuple(piece for piece in clash.evidence if piece.value != right) or clash.evidence


def case_papers(viewer: Viewer, case: Case) -> tuple[PaperFacts, ...]:
    """Return the papers of a case that a person may open, with what they say. One query."""
    rows = documents_of(viewer).filter(case=case, removed=False).order_by("sequence").values(*_COLUMNS)
    return tuple(_paper(row) for row in rows)


def _paper(row: Mapping[str, Any]) -> PaperFacts:
    found = found_from_json(row["description__found"] or ())
    return PaperFacts(row["id"], row["kind"], row["stage"], row["title"], found)


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """A paper that states a field: its value as one text, where it stands, and how sure that is."""

    document_id: int
    document_title: str
    kind: str
    page: int
    box: tuple[float, ...]
    text: str
    confidence: float


@dataclasses.dataclass(frozen=True, slots=True)
class Vote:
    """A value and the papers that state it, in the order of the case."""

    text: str
    sources: tuple[Source, ...]


def field_votes(papers: Sequence[PaperFacts]) -> dict[str, tuple[Vote, ...]]:
    """Return for each field the values that papers state, those of most papers first. No query."""
    told: dict[str, dict[str, list[Source]]] = {}
    for paper in papers:
        for name, sources in _stated(paper).items():
            text = "、".join(dict.fromkeys(one.text for one in sources))
            told.setdefault(name, {}).setdefault(squeeze(text), []).append(
                dataclasses.replace(sources[0], text=text)
            )  # fmt: skip
    return {
        name: tuple(
            Vote(several[0].text, tuple(several)) for several in sorted(by_value.values(), key=lambda one: -len(one))
        )
        for name, by_value in told.items()
    }


def _stated(paper: PaperFacts) -> dict[str, list[Source]]:
    rows: dict[str, list[Source]] = {}
    for found in paper.found:
        if found.value != "" and "." not in found.name:
            rows.setdefault(found.name, []).append(
                Source(
                    paper.document, paper.title, paper.kind, found.page, tuple(found.box), text_of(found.value),
                    found.confidence,
                )
            )  # fmt: skip
    return rows


def fields_disputed(papers: Sequence[PaperFacts]) -> frozenset[str]:
    """Return the fields on which papers whose word counts for them differ. No query."""
    return frozenset(name for name, value in derived(papers).items() if value.differ)


@dataclasses.dataclass(frozen=True, slots=True)
class Compared:
    """One field of two papers: what each states, None where it does not, and whether the two agree."""

    name: str
    left: Source | None
    right: Source | None

    @property
    def is_same(self) -> bool:
        """Whether both state the same, written alike or not."""
        return bool(self.left and self.right and squeeze(self.left.text) == squeeze(self.right.text))

    @property
    def is_shared(self) -> bool:
        """Whether both state it."""
        return bool(self.left and self.right)


def papers_compared(left: PaperFacts, right: PaperFacts) -> tuple[Compared, ...]:
    """Return what two papers state, field by field: what differs first, then what agrees, then what one alone says."""
    both = _joined(left), _joined(right)
    rows = [Compared(name, both[0].get(name), both[1].get(name)) for name in dict.fromkeys((*both[0], *both[1]))]
    return tuple(sorted(rows, key=lambda row: (not row.is_shared, row.is_same)))


def _joined(paper: PaperFacts) -> dict[str, Source]:
    return {
        name: dataclasses.replace(several[0], text="、".join(dict.fromkeys(one.text for one in several)))
        for name, several in _stated(paper).items()
    }


def paper_named(papers: Iterable[PaperFacts], key: int) -> PaperFacts | None:
    """Return the paper with a key; None when it is not among them."""
    return next((paper for paper in papers if paper.document == key), None)
