"""A guide as it is shown: titles, groups and lines in one language, with support and numbered citations."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterable, Sequence

from anjuan.compiling.guide import Diagram
from anjuan.compiling.rules.tables import guide_sections, sections_of
from anjuan.mining.editing import EditedLine, EditedSection

#: Columns that hold whole sentences: their lines are told one by one.
TOLD = frozenset({"fact", "text"})
#: A table on paper has so many columns at the most, besides support and sources.
_WIDEST = 5


@dataclasses.dataclass(frozen=True, slots=True)
class LineView:
    """A line as shown.

    Attributes:
        cells: Text by column.
        support: Clients that support it; 0 for an editor's own line.
        figures: Counts of its own, such as the rate of its clause.
        variants: Other wordings with their clients.
        citations: Keys of the facts it stands on.
        marks: ``own``, ``reworded``, ``agreed``, ``hidden``.

    """

    key: str
    cells: dict[str, str]
    support: int
    cases: int
    figures: dict[str, float]
    variants: tuple[tuple[str, int], ...]
    citations: tuple[str, ...]
    marks: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class GroupView:
    """Lines under one heading; the heading is empty in sections without groups."""

    heading: str
    lines: tuple[LineView, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class SectionView:
    """A section as shown: its columns by name and label, its groups, and the process as a drawing.

    Attributes:
        told_by: The column by which wordings of a line differ: other wordings stand below it.

    """

    id: str
    title: str
    columns: tuple[tuple[str, str], ...]
    groups: tuple[GroupView, ...]
    diagram: Diagram
    told_by: str = ""

    @property
    def is_table(self) -> bool:
        """Whether its lines are rows; long sentences and many columns are told line by line instead."""
        names = {name for name, _ in self.columns}
        return len(names) <= _WIDEST and not names & TOLD


@dataclasses.dataclass(frozen=True, slots=True)
class GuideView:
    """A guide as shown.

    Attributes:
        field: Certification field, code and name.
        code: Professional code it was asked for, and its name when the archive knows it.
        scope_code: The code whose cases were used; differs from ``code`` when too few clients have that.
        waiting: Facts that nobody has reviewed; used in previews only.
        state: ``preview``, or the state of the edition.
        form: ``guide``, or ``instruction`` for the work instruction of a field.

    """

    field: tuple[str, str]
    code: tuple[str, str]
    scope_code: str
    edition: int
    state: str
    cases: int
    clients: int
    facts: int
    waiting: int
    compiled_at: dt.datetime
    published_at: dt.datetime | None
    made_with: str
    sections: tuple[SectionView, ...]
    form: str = "guide"


def section_views(
    sections: Iterable[EditedSection], language: str = "zh", form: str = "guide"
) -> tuple[SectionView, ...]:
    """Return sections with their titles and labels in a language (``zh`` or ``en``), as the form's table has them."""
    table = sections_of(form)
    views = []
    for one in sections:
        row = table.section(one.section.id)
        groups = [
            GroupView(said(heading, language), tuple(_line(line, language) for line in lines))
            for heading, lines in itertools.groupby(one.lines, key=lambda edited: edited.line.heading)
        ]
        shown = _columns(one.lines, row.columns)
        columns = tuple((name, getattr(table.labels[name], language)) for name in shown)
        told_by = row.told_by if row.told_by in shown else shown[0]
        views.append(SectionView(row.id, getattr(row, language), columns, tuple(groups), one.section.diagram, told_by))
    return tuple(views)


def said(value: str, language: str) -> str:
    """Return a value for a reader: codes as words, everything else as it is."""
    label = guide_sections().latest.values.get(value)
    return getattr(label, language) if label else value


def _columns(lines: Sequence[EditedLine], order: Sequence[str]) -> tuple[str, ...]:
    used = {name for one in lines for name, passage in one.line.cells if passage.text}
    return tuple(name for name in dict.fromkeys((*order, "text")) if name in used) or ("text",)


def _line(one: EditedLine, language: str) -> LineView:
    line = one.line
    marks = {
        "own": one.is_own, "reworded": one.is_reworded, "agreed": one.is_agreed and not one.is_own,
        "hidden": one.is_hidden,
    }  # fmt: skip
    return LineView(
        line.key,
        {name: said(passage.text, language) for name, passage in line.cells},
        line.clients,
        line.cases,
        dict(line.figures),
        tuple((said(variant.text.text, language), variant.clients) for variant in line.variants),
        tuple(dict.fromkeys(citation.fact for citation in line.citations)),
        tuple(name for name, holds in marks.items() if holds),
    )
