"""Questions to counted cells: values, ratios, shares, ranks, changes. One place answers pages, files and bulletins."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal

from anjuan.figures.rules.cells import Missing
from anjuan.figures.rules.changes import change
from anjuan.figures.rules.concentration import per, top_share
from anjuan.figures.rules.definitions import Definition, DefinitionTable
from anjuan.figures.rules.numbers import percentage
from anjuan.figures.rules.ranks import ranks
from anjuan.figures.rules.rolling import ABROAD, ALL, NATIONAL, Tree

#: Figure, field row, area row, year.
Key = tuple[str, str, str, str]
_TOP = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        figure: Its key.
        field: A field row; empty for all.
        region: An area row; empty for all.
        year: Of case files; empty for all.
        measure: ``value``, ``share``, ``rank``, ``month``, ``twelvemonth`` or ``top``.

    """

    figure: str
    field: str = ALL
    region: str = ALL
    year: str = ""
    measure: str = "value"


@dataclasses.dataclass(frozen=True, slots=True)
class Cells:
    """The counted numbers of a snapshot.

    Attributes:
        counted: By figure, field row, area row and year; what is not in it is 0.
        table: The definitions.
        tree: Where codes lie.

    """

    counted: Mapping[Key, int]
    table: DefinitionTable
    tree: Tree

    def _definition(self, figure: str) -> Definition:
        found = self.table.figure(figure)
        if found is None:
            raise KeyError(figure)
        return found

    def value(self, asked: Question) -> int | Decimal | None:
        """Return a number or a ratio; None for a ratio of nothing.

        Raises:
            KeyError: The figure is not defined.

        """
        one = self._definition(asked.figure)
        if one.ratio:
            above, below = (self.counted.get((name, asked.field, asked.region, asked.year), 0) for name in one.ratio)
            return per(above, below, one.places)
        return self.counted.get((asked.figure, asked.field, asked.region, asked.year), 0)

    def share(self, asked: Question, places: int = 2) -> Decimal | Missing:
        """Return the share of the nation in percent; abroad and figures without a base have none.

        Raises:
            KeyError: The figure is not defined.

        """
        one = self._definition(asked.figure)
        if not one.base or one.ratio or asked.region in {ABROAD, ALL}:
            return Missing.NOT_APPLICABLE
        base = self.counted.get((asked.figure, asked.field, NATIONAL, asked.year), 0)
        part = self.counted.get((asked.figure, asked.field, asked.region, asked.year), 0)
        return percentage(part, base, places) if base else Missing.NOT_APPLICABLE

    def provinces(self, figure: str, field: str = ALL, year: str = "") -> dict[str, int]:
        """Return a figure by province, in the order of their codes."""
        return {code: self.counted.get((figure, field, code, year), 0) for code in self.tree.regions}

    def fields(self, figure: str, region: str = ALL, year: str = "") -> dict[str, int]:
        """Return a figure by field (领域), without groups."""
        codes = sorted({chain[0] for chain in self.tree.fields.values() if len(chain) > 1})
        return {code: self.counted.get((figure, code, region, year), 0) for code in codes}

    def rank(self, asked: Question) -> int | None:
        """Return the place among the provinces, or among the fields for a question about a field."""
        if asked.region in self.tree.regions:
            return ranks(dict(self.provinces(asked.figure, asked.field, asked.year)))[asked.region]
        return ranks(dict(self.fields(asked.figure, asked.region, asked.year))).get(asked.field)

    def top(self, asked: Question, number: int = _TOP) -> Decimal | None:
        """Return the share of the largest provinces in the nation, in percent."""
        base = self.counted.get((asked.figure, asked.field, NATIONAL, asked.year), 0)
        return top_share(list(self.provinces(asked.figure, asked.field, asked.year).values()), base, number)


def answer(asked: Question, cells: Cells, earlier: Cells | None = None) -> int | Decimal | None:
    """Return the answer to a question; None where there is none.

    Args:
        asked: The question.
        cells: Of the snapshot it is asked of.
        earlier: Of the snapshot that a change is counted from; None when there is none.

    """
    if asked.measure in {"month", "twelvemonth"}:
        before = earlier.value(asked) if earlier else None
        return change(cells.value(asked), before).relative
    if asked.measure == "share":
        share = cells.share(asked)
        return None if isinstance(share, Missing) else share
    if asked.measure == "top":
        return cells.top(asked)
    return cells.rank(asked) if asked.measure == "rank" else cells.value(asked)


def nth(asked: Question, cells: Cells, among: str, place: int) -> str:
    """Return the code of the row with a place among provinces or fields; empty when there is no such row above 0."""
    rows = cells.provinces(asked.figure) if among == "province" else cells.fields(asked.figure)
    order = sorted((code for code, value in rows.items() if value), key=lambda code: (-rows[code], code))
    return order[place - 1] if len(order) >= place else ""
