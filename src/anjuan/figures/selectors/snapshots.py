"""Snapshots: finding them, reading their cells, making tables of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TypeAlias

from django.db.models import Max

from anjuan.accounts.selectors.people import Viewer
from anjuan.figures.faults import NoSnapshotError, NoSuchTableError
from anjuan.figures.models import FigureCell, FigureSnapshot
from anjuan.figures.rules import tables
from anjuan.figures.rules.changes import earlier_month
from anjuan.figures.rules.composing import Frame, Line, figure_table
from anjuan.figures.rules.definitions import DefinitionTable, TableDefinition
from anjuan.figures.rules.measuring import Cells, Question
from anjuan.figures.rules.rolling import ALL
from anjuan.figures.rules.tabling import FigureTable
from anjuan.figures.selectors.trees import area_lines, field_lines, tree, year_lines

#: A snapshot as doors pass one on: they never touch the tables themselves.
Snapshot: TypeAlias = FigureSnapshot


def snapshot_latest(day: dt.date | None = None) -> FigureSnapshot | None:
    """Return the last revision of a day, or of the last day counted; None when nothing was counted. One query."""
    rows = FigureSnapshot.objects.all() if day is None else FigureSnapshot.objects.filter(day=day)
    return rows.order_by("-day", "-revision").first()


def snapshot_get(day: dt.date | None = None) -> FigureSnapshot:
    """Return the last revision of a day, or of the last day counted. One query.

    Raises:
        NoSnapshotError: Nothing was counted, or not on that day.

    """
    found = snapshot_latest(day)
    if found is None:
        raise NoSnapshotError(
            "No figures have been counted." if day is None else f"No figures were counted on {day}.",
            why="Figures are shown as they were counted at one moment, so that all of them fit together.",
            remedy="Count them with `anjuan figures snapshot`, or wait for the night.",
        )
    return found


def snapshot_before(snapshot: FigureSnapshot, months: int) -> FigureSnapshot | None:
    """Return the last snapshot of the month so many months before; None when that month has none. One query."""
    month = earlier_month(f"{snapshot.day:%Y-%m}", months)
    year, number = map(int, month.split("-"))
    rows = FigureSnapshot.objects.filter(day__year=year, day__month=number)
    return rows.order_by("-day", "-revision").first()


def snapshot_list(limit: int = 400) -> list[FigureSnapshot]:
    """Return snapshots, the latest first, with all their revisions. One query."""
    return list(FigureSnapshot.objects.order_by("-day", "-revision")[:limit])


def cells_of(snapshot: FigureSnapshot) -> Cells:
    """Return the counted numbers of a snapshot. One query."""
    rows = FigureCell.objects.filter(snapshot=snapshot)
    counted = {
        (figure, field, region, year): value
        for figure, field, region, year, value in rows.values_list(
            "figure", "field_code", "region_code", "year", "value"
        )
    }
    return Cells(counted, definitions_on(snapshot.day), tree())


def definitions_on(day: dt.date) -> DefinitionTable:
    """Return the definitions in force on a day.

    Raises:
        NoEditionError: There are none.

    """
    return tables.definitions().on(day)


def table_defined(name: str, day: dt.date) -> TableDefinition:
    """Return the definition of a table.

    Raises:
        NoSuchTableError: There is none of the name.

    """
    known = definitions_on(day)
    found = known.table(name)
    if found is None:
        raise NoSuchTableError(
            f"There is no table of figures {name!r}.",
            remedy=f"Choose one of {', '.join(one.id for one in known.tables)}.",
        )
    return found


def figure_defined(name: str, by: str, day: dt.date) -> TableDefinition:
    """Return a table of one figure by field, region, province or year.

    Raises:
        NoSuchTableError: There is no such figure, or it is not shown so.

    """
    known = definitions_on(day)
    found = known.figure(name)
    dimension = "region" if by == "province" else by
    if found is None or dimension not in found.dimensions:
        raise NoSuchTableError(
            f"There is no figure {name!r} by {by}.",
            remedy=f"Choose one of {', '.join(one.id for one in known.figures if dimension in one.dimensions)}.",
        )
    share = "none" if not found.base else "sum_of_rounded" if by == "region" else "direct"
    return TableDefinition.model_validate({
        "id": f"{found.id.replace('_', '-')}-by-{by}", "name": found.name, "name_en": found.name_en, "by": by,
        "figures": [found.id], "share": share, "ranked": by == "province",
    })  # fmt: skip


def figure_asked(asked: Question, day: dt.date) -> Question:
    """Return a question as it is, when its figure is defined.

    Raises:
        NoSuchTableError: There is no such figure.

    """
    known = definitions_on(day)
    if known.figure(asked.figure) is None:
        raise NoSuchTableError(
            f"There is no figure {asked.figure!r}.",
            remedy=f"Choose one of {', '.join(one.id for one in known.figures)}.",
        )
    return asked


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """What a table is asked for.

    Attributes:
        field: Only of this field row; empty for all.
        english: Whether names are English.

    """

    field: str = ALL
    english: bool = False


def table_of(
    viewer: Viewer, one: TableDefinition, snapshot: FigureSnapshot, cells: Cells, asked: Asked | None = None
) -> FigureTable:
    """Return a table of figures as a person may see it: small counts are kept from those who may not see all rows."""
    wanted = asked or Asked()
    source = f"{snapshot.day} r{snapshot.revision} · {snapshot.edition}"
    lines = lines_of(one, cells, english=wanted.english)
    frame = Frame(snapshot.day, source, lines, wanted.field, keeps_small=not viewer.sees_all)
    return figure_table(one, cells, frame)


def lines_of(one: TableDefinition, cells: Cells, *, english: bool = False) -> tuple[Line, ...]:
    """Return the rows of a table."""
    if one.by == "field":
        return field_lines(cells, english=english)
    if one.by == "year":
        return year_lines(cells, english=english)
    return area_lines(one.by, english=english)


def series(figure: str, *, field: str = ALL, region: str = ALL) -> dict[str, int]:
    """Return a counted figure by month: of the last revision of the last day counted in each. Two queries."""
    last: dict[str, int] = {}
    for day, _ in FigureSnapshot.objects.order_by("day").values_list("day").annotate(revision=Max("revision")):
        last[f"{day:%Y-%m}"] = day.toordinal()
    days = [dt.date.fromordinal(number) for number in last.values()]
    rows = FigureCell.objects.filter(
        snapshot__day__in=days, figure=figure, field_code=field, region_code=region, year=""
    )
    values = {
        f"{day:%Y-%m}": value
        for day, value in rows.order_by("snapshot__day", "snapshot__revision").values_list("snapshot__day", "value")
    }
    return {month: values.get(month, 0) for month in last}
