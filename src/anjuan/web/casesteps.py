"""The head of a case's page: the steps of its life with days, papers and gaps."""

from __future__ import annotations

import dataclasses

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors.cases import CaseView
from anjuan.archive.selectors.findings import FindingRow, JudgementView, case_findings
from anjuan.archive.selectors.relations import CycleView, case_cycle
from anjuan.archive.selectors.scenes import StepView, case_steps


@dataclasses.dataclass(frozen=True, slots=True)
class StepLine:
    """A step as the bar shows it.

    Attributes:
        code: Its name in the table of the scene.
        begins: ISO date, maybe partial.
        ends: The last day; empty when the same.
        document: The paper that it opens; None when it holds none.
        page: The page of that paper.
        box: What is lit there.
        papers: How many papers it holds.
        misses: What it lacks.

    """

    code: str
    begins: str
    ends: str
    document: int | None
    page: int
    box: tuple[float, ...] | None
    papers: int
    misses: tuple[FindingRow, ...]

    @property
    def is_reached(self) -> bool:
        """Whether it holds a paper."""
        return self.papers > 0


@dataclasses.dataclass(frozen=True, slots=True)
class CaseHead:
    """What stands over a case: its steps and its cycle; no step for who may not read all of it."""

    steps: tuple[StepLine, ...]
    cycle: CycleView | None
    judged: JudgementView | None


def head_of(viewer: Viewer, shown: CaseView) -> CaseHead:
    """Return what stands over a case. Eight queries at most."""
    cycle = case_cycle(viewer, shown.row.number)
    if not shown.is_whole:
        return CaseHead((), cycle, None)
    judged = case_findings(viewer, shown.row.number)
    readable = {row.id for row in shown.documents if row.pages_count}
    steps = case_steps(viewer, shown, judged)
    return CaseHead(tuple(_line(one, readable) for one in steps), cycle, judged)


def _line(one: StepView, readable: set[int]) -> StepLine:
    step = one.step
    papers = [key for key in step.documents if key in readable]
    spot = step.spot if step.spot and step.spot.document in readable else None
    first = spot.document if spot else next(iter(papers), None)
    return StepLine(
        step.code, step.begins, step.ends, first, spot.page if spot else 1, spot.box if spot else None,
        len(step.documents), one.misses,
    )  # fmt: skip
