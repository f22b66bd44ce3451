"""What every figure is: defined once, with unit, base, additivity and source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

import pydantic

from anjuan.figures.rules.additivity import Measure
from anjuan.kit.rulefiles import RuleFile, Strict

DIMENSIONS = ("field", "region", "year")


class Definition(Strict):
    """One figure.

    Attributes:
        id: Its key.
        name: In Chinese.
        name_en: In English.
        unit: Its unit, in Chinese.
        unit_en: Its unit, in English.
        counts: The rows that a count of it opens: ``certificates`` or ``cases``.
        distinct: Whether subjects are counted once.
        base: What shares are shares of: ``national`` is the nation without abroad; empty where no shares are shown.
        dimensions: By what it may be shown.
        additive: Over which of them its values may be added.
        ratio: Of a ratio the figures above and below the line.
        places: Digits after the point.
        source: The table that is counted.
        meaning: What exactly is counted, in Chinese.
        meaning_en: The same in English.

    """

    id: str = pydantic.Field(pattern=r"^[a-z_]{1,32}$")
    name: str
    name_en: str
    unit: str
    unit_en: str
    counts: Literal["certificates", "cases"]
    distinct: bool
    base: Literal["national", ""] = ""
    dimensions: tuple[Literal["field", "region", "year"], ...]
    additive: tuple[Literal["field", "region", "year"], ...]
    ratio: tuple[str, ...] = ()
    places: int = 0
    source: str
    meaning: str
    meaning_en: str

    @property
    def measure(self) -> Measure:
        """The figure as what is added, or not."""
        return Measure(self.name, self.name_en, frozenset(self.additive))


class TableDefinition(Strict):
    """One table of figures.

    Attributes:
        id: Its key, as addresses and commands name it.
        name: In Chinese.
        name_en: In English.
        by: Its rows: ``field``, ``region``, ``province`` or ``year``.
        figures: Its columns.
        share: How shares are computed, or ``none``.
        ranked: Whether rows are ranked.

    """

    id: str = pydantic.Field(pattern=r"^[a-z-]{1,40}$")
    name: str
    name_en: str
    by: Literal["field", "region", "province", "year"]
    figures: tuple[str, ...]
    share: Literal["none", "direct", "sum_of_rounded", "forced_100"]
    ranked: bool = False


class AdditivityExample(Strict):
    """A worked example: whether a figure adds up over a dimension."""

    figure: str
    over: str
    additive: bool


class DefinitionTable(RuleFile):
    """One edition of all definitions."""

    figures: tuple[Definition, ...]
    tables: tuple[TableDefinition, ...]
    examples: tuple[AdditivityExample, ...]

    @pydantic.model_validator(mode="after")
    def _is_whole(self) -> DefinitionTable:
        known = {one.id for one in self.figures}
        named = {name for table in self.tables for name in table.figures}
        named |= {name for one in self.figures for name in one.ratio}
        faults = [f"the figure {name!r} is not defined" for name in sorted(named - known)]
        faults += [f"{one.id!r} is additive over what it is not shown by" for one in self.figures
                   if not set(one.additive) <= set(one.dimensions)]  # fmt: skip
        faults += [f"{one.id!r} is a ratio and additive" for one in self.figures if one.ratio and one.additive]
        if len(known) != len(self.figures) or len({table.id for table in self.tables}) != len(self.tables):
            faults.append("a figure or a table is defined twice")
        if faults:
            message = "; ".join(faults)
            raise ValueError(message)
        return self

    def figure(self, key: str) -> Definition | None:
        """Return a figure, or None."""
        return next((one for one in self.figures if one.id == key), None)

    def table(self, key: str) -> TableDefinition | None:
        """Return a table, or None."""
        return next((one for one in self.tables if one.id == key), None)

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            one = self.figure(example.figure)
            if one is None or (example.over in one.additive) is not example.additive:
                yield f"{example.figure!r} over {example.over!r} should be additive: {example.additive}"


class Tile(NamedTuple):
    """Where a division's tile stands: column and row from 1."""

    code: str
    column: int
    row: int


class TileExample(Strict):
    """A worked example: the column of a division's tile."""

    code: str
    column: int


class TileTable(RuleFile):
    """One edition of the tile grid."""

    caption: str
    caption_en: str
    columns: int
    tiles: tuple[Tile, ...]
    examples: tuple[TileExample, ...]

    @pydantic.model_validator(mode="after")
    def _stand_apart(self) -> TileTable:
        places = {(tile.column, tile.row) for tile in self.tiles}
        codes = {tile.code for tile in self.tiles}
        if len(places) != len(self.tiles) or len(codes) != len(self.tiles):
            message = "two tiles stand in one place, or one division has two"
            raise ValueError(message)
        if any(not 1 <= tile.column <= self.columns for tile in self.tiles):
            message = f"a tile stands outside the {self.columns} columns"
            raise ValueError(message)
        return self

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        columns = {tile.code: tile.column for tile in self.tiles}
        for example in self.examples:
            if columns.get(example.code) != example.column:
                yield f"{example.code!r} should stand in column {example.column}"
