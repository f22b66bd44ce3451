"""A case as the rules look at it: statements by field, without the papers of somebody else."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

from anjuan.judging.casefile import CaseFile, PaperFacts
from anjuan.judging.comparing.compare import compare
from anjuan.judging.comparing.likeness import Comparison, Stated
from anjuan.judging.contradictions.conflicts import Statement
from anjuan.judging.contradictions.rulebook import ContradictionTables

#: What offices write into a field that has no value.
EMPTY = frozenset({"", "/", "\\", "-", "—", "——", "--", "无", "N/A", "n/a", "不适用", "空", "/ "})


class CaseView:
    """The papers of a case with their statements by field.

    Args:
        case: The case.
        tables: The tables in the editions of its day.
        apart: Papers that belong to somebody else and state nothing of this case.

    """

    def __init__(self, case: CaseFile, tables: ContradictionTables, apart: frozenset[int] = frozenset()) -> None:
        self.case = case
        self.tables = tables
        self.papers = tuple(paper for paper in case.papers if paper.document not in apart)
        self._by_field: dict[str, list[Statement]] = {}
        # A value that is a label of the same case was read into the wrong place.
        labels = {found.label for paper in self.papers for found in paper.found if len(found.label) > 1}
        for paper in self.papers:
            for found in paper.found:
                text = str(found.value).strip()
                if found.name.endswith(".code") or (text not in EMPTY and text not in labels):
                    self._by_field.setdefault(found.name, []).append(Statement(paper, found))

    def of(self, *names: str, kinds: Iterable[str] = ()) -> Iterator[Statement]:
        """Yield the statements of fields, of some kinds of paper or of all, in the order of the case."""
        wanted = frozenset(kinds)
        for name in names:
            for statement in self._by_field.get(name, ()):
                if not wanted or statement.paper.kind in wanted:
                    yield statement

    def of_stage_2(self, *names: str, kinds: Iterable[str] = ()) -> Iterator[Statement]:
        """Yield the statements that do not stand on a paper of stage 1."""
        return (statement for statement in self.of(*names, kinds=kinds) if statement.paper.stage != "1")

    def has(self, *kinds: str) -> bool:
        """Say whether the case has a paper of one of these kinds."""
        return bool(self.kinds & set(kinds))

    @functools.cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of paper the case has."""
        return frozenset(paper.kind for paper in self.papers)

    def of_kind(self, *kinds: str) -> list[PaperFacts]:
        """Return the papers of these kinds, in the order of the case."""
        return [paper for paper in self.papers if paper.kind in kinds]

    @property
    def combined(self) -> bool:
        """Whether the case certifies against several standards."""
        return len(self.case.fields) > 1

    @functools.cached_property
    def multi_site(self) -> bool:
        """Whether the case has several sites, as far as its papers say."""
        if "multi_site" in self.case.derived:
            return bool(self.case.derived["multi_site"])
        named = {item.text for item in self.of("site.address", "site.name")}
        return bool(named) or any(item.found.value is True for item in self.of("multi_site"))

    def compare(self, method: str, one: Statement, other: Statement) -> Comparison:
        """Return how two statements stand to each other."""
        return compare(
            method,
            Stated(one.text, one.recognised),
            Stated(other.text, other.recognised),
            self.tables.comparing,
        )

    def agrees(self, method: str, one: Statement, other: Statement) -> bool:
        """Say whether two statements mean the same value, in whatever style."""
        return self.compare(method, one, other).agrees
