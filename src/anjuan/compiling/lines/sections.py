"""The lines of one section: facts that say the same joined, ranked and grouped as the table says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from anjuan.compiling.guide import Line
from anjuan.compiling.lines.likeness import Groups, Likeness
from anjuan.compiling.lines.making import Maker
from anjuan.compiling.rules.sections import SectionRow
from anjuan.compiling.sources import SourceFact

_CLAUSE = re.compile(r"\d+(?:\.\d+)*")


def section_lines(row: SectionRow, maker: Maker, process: Sequence[str] = ()) -> tuple[Line, ...]:
    """Return the lines of a section in their order; headings that are steps of the process follow its order."""
    facts = [fact for fact in maker.sources.of_kind(*row.facts) if not row.needs or fact.value(row.needs)]
    lines = [
        maker.line(
            row.id,
            group,
            shown=_shown(row, group),
            told_by=row.told_by if any(fact.value(row.told_by) for fact in group) else "",
            heading=heading_of(group[0], row),
        )
        for group in same(facts, row)
    ]
    return ranked([line for line in lines if line.cells], row, process)


def same(facts: Sequence[SourceFact], row: SectionRow) -> list[list[SourceFact]]:
    """Return facts in groups that say the same: the first keys alike or equal, as the section's table row says."""
    keys = row.keys or (row.columns[0],)
    told, fixed = keys[-1], keys[:-1]
    blocks = [tuple(_block(fact, name) for name in fixed) for fact in facts]
    exact = told in ("number", "parameter")
    groups = Groups(len(facts))
    for column in (told, *row.also):
        texts = [fact.value(column) or ("" if row.also else fact.quote) for fact in facts]
        groups.join_alike(texts, Likeness(row.merge, numbers_count=exact), blocks)
    return [[facts[place] for place in group] for group in groups.all()]


def ranked(lines: Sequence[Line], row: SectionRow, process: Sequence[str] = ()) -> tuple[Line, ...]:
    """Return lines in the order of the section."""
    steps = {name: place for place, name in enumerate(process)} if row.sort == "process" else {}
    weight = {heading: max(line.clients for line in lines if line.heading == heading) for heading in _headings(lines)}

    def place(line: Line) -> tuple[object, ...]:
        group = clause_order(line.heading) if row.sort == "clause" else (-weight[line.heading], line.heading)
        return (steps.get(line.heading, len(steps)), group, -line.clients, -line.cases, line.cells[0][1].text, line.key)

    return tuple(sorted(lines, key=place))


def clause_order(clause: str) -> tuple[tuple[int, ...], str]:
    """Return what sorts clauses as their standard does: 7.1.5.2 before 8.2, 10.2 last."""
    match = _CLAUSE.search(clause)
    return (tuple(int(part) for part in match.group().split(".")) if match else (999,), clause)


def heading_of(fact: SourceFact, row: SectionRow) -> str:
    """Return the heading under which a fact's line stands."""
    return fact.value(row.group) if row.group else ""


def _shown(row: SectionRow, group: Sequence[SourceFact]) -> tuple[str, ...]:
    """Return the columns that the facts fill, the heading's left out; the sentence when they fill none."""
    filled = tuple(name for name in row.columns if name != row.group and any(fact.value(name) for fact in group))
    return filled or ("text",)


def _block(fact: SourceFact, name: str) -> str:
    """Return what must be equal of a fixed key: clauses down to their number, names without blanks."""
    value = fact.value(name)
    if name == "clause":
        match = _CLAUSE.search(value)
        return match.group() if match else value
    return "".join(value.split())


def _headings(lines: Sequence[Line]) -> set[str]:
    return {line.heading for line in lines}
