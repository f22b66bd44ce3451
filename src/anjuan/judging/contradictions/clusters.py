"""Statements of one value in groups that mean the same, and which group is taken as right."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from anjuan.judging.casefile import PaperFacts
from anjuan.judging.contradictions.conflicts import Statement
from anjuan.judging.contradictions.view import CaseView

_RECOGNISED = 0.7
_DOUBTFUL = 0.5
_BEST = 0.8


@dataclasses.dataclass(frozen=True, slots=True)
class Cluster:
    """Statements that mean the same value; the one that speaks for them is the first."""

    statements: tuple[Statement, ...]

    @property
    def first(self) -> Statement:
        """The statement that speaks for the others."""
        return self.statements[0]

    @property
    def papers(self) -> tuple[PaperFacts, ...]:
        """The papers that state it, each once."""
        return tuple({statement.paper.document: statement.paper for statement in self.statements}.values())

    @property
    def documents(self) -> frozenset[int]:
        """The keys of the papers that state it."""
        return frozenset(statement.paper.document for statement in self.statements)

    def one_a_paper(self) -> list[Statement]:
        """Return the first statement of each paper."""
        return list({statement.paper.document: statement for statement in reversed(self.statements)}.values())[::-1]


def clusters(view: CaseView, statements: Iterable[Statement], method: str) -> list[Cluster]:
    """Return the statements in groups that agree, the group with most statements first."""
    by_text: dict[str, list[Statement]] = {}
    for statement in statements:
        by_text.setdefault(statement.text, []).append(statement)
    groups: list[list[Statement]] = []
    for same in sorted(by_text.values(), key=lambda same: (-len(same), all(item.recognised for item in same))):
        home = next((group for group in groups if view.agrees(method, group[0], same[0])), None)
        if home is None:
            groups.append(list(same))
        else:
            home.extend(same)
    return [Cluster(tuple(group)) for group in groups]


def right_one(groups: Sequence[Cluster], best: Sequence[str]) -> Cluster:
    """Return the group taken as right: most papers, with some weight for the kinds that know best."""
    return max(groups, key=lambda group: (_weight(group, best), -_rank(group, best)))


def _weight(group: Cluster, best: Sequence[str]) -> float:
    weight = 0.0
    for statement in group.one_a_paper():
        share = _RECOGNISED if statement.recognised else 1.0
        weight += share if statement.sure else share * _DOUBTFUL
    return weight + (_BEST if any(paper.kind in best for paper in group.papers) else 0.0)


def _rank(group: Cluster, best: Sequence[str]) -> int:
    return min((best.index(paper.kind) for paper in group.papers if paper.kind in best), default=len(best))
