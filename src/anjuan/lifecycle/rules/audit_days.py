"""The tables of audit time: days by effective personnel, factors, reduction of integrated audits."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict


class Column(Strict):
    """A column of the table: its field, class of risk or complexity, names and certainty."""

    key: str
    field: str
    risk: str = ""
    zh: str
    en: str
    certainty: str = pydantic.Field(pattern="^(solid|fair|weak)$")


class DaysExample(Strict):
    """A worked example: field, class, people, days."""

    field: str
    risk: str
    people: int
    days: Decimal


class DaysTable(RuleFile):
    """One edition of the days of an initial audit.

    Attributes:
        columns: What the columns are.
        bands: For each band its first and last number of people (``from``, ``to``, inclusive) and days by column.
        beyond_people: How many people beyond the last band add one more step of the last two bands.
        examples: Worked examples.

    """

    columns: tuple[Column, ...]
    bands: tuple[Mapping[str, Decimal], ...]
    beyond_people: int = pydantic.Field(ge=1)
    examples: tuple[DaysExample, ...]

    @pydantic.model_validator(mode="after")
    def _is_whole(self) -> DaysTable:
        wanted = {"from", "to", *(column.key for column in self.columns)}
        for band in self.bands:
            if set(band) != wanted:
                message = f"the band from {band.get('from')} has not the columns {sorted(wanted)}"
                raise ValueError(message)
        for left, right in itertools.pairwise(self.bands):
            if right["from"] != left["to"] + 1:
                message = f"the band from {right['from']} does not follow the one to {left['to']}"
                raise ValueError(message)
        return self

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold, and for every column that ever falls."""
        for column in self.columns:
            days = [band[column.key] for band in self.bands]
            if days != sorted(days):
                yield f"the days of {column.key} fall with more people"
        for one in self.examples:
            known = self.column(one.field, one.risk)
            found = days_of(self, known, one.people) if known is not None else None
            if found != Fraction(one.days):
                yield f"{one.field} {one.risk} with {one.people} people takes {found}, not {one.days}"

    def column(self, field: str, risk: str) -> Column | None:
        """Return the column of a field and class; None when there is none."""
        return next((one for one in self.columns if one.field == field and one.risk == risk), None)

    def risks(self, field: str) -> tuple[str, ...]:
        """Return the classes of a field, an empty one for fields that have none; nothing for fields without a table."""
        return tuple(one.risk for one in self.columns if one.field == field)

    @property
    def most_people(self) -> int:
        """The last number of people that the table prints."""
        return int(self.bands[-1]["to"])


def band_of(table: DaysTable, people: int) -> Mapping[str, Decimal] | None:
    """Return the band that a number of people lies in; None beyond the table.

    Raises:
        ValueError: Fewer than one.

    """
    if people < 1:
        msg = f"An audit is for at least one person, not {people}."
        raise ValueError(msg)
    return next((band for band in table.bands if people <= band["to"]), None)


def days_of(table: DaysTable, column: Column, people: int) -> Fraction:
    """Return the days of an initial audit, both stages, for effective personnel.

    Beyond the last band the step of the last two bands is added for every ``beyond_people`` that have begun: the text
    says only "follow the progression".
    """
    band = band_of(table, people)
    if band is not None:
        return Fraction(band[column.key])
    last, before = table.bands[-1], table.bands[-2]
    steps = -((table.most_people - people) // table.beyond_people)
    return Fraction(last[column.key]) + steps * Fraction(last[column.key] - before[column.key])


class Factor(Strict):
    """A factor that lengthens (``more``) or shortens (``less``) an audit, for some fields or, when none stands, all."""

    key: str
    effect: str = pydantic.Field(pattern="^(more|less)$")
    fields: tuple[str, ...]
    zh: str
    en: str

    def concerns(self, field: str) -> bool:
        """Say whether the factor may be used for a field."""
        return not self.fields or field in self.fields


class FactorExample(Strict):
    """A worked example: whether a factor may be used for a field."""

    key: str
    field: str
    allowed: bool


class FactorTable(RuleFile):
    """The factors that forms of bodies list; percentages are stated by whoever computes."""

    factors: tuple[Factor, ...]
    examples: tuple[FactorExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for one in self.examples:
            factor = self.factor(one.key)
            if factor is None or factor.concerns(one.field) is not one.allowed:
                yield f"{one.key} for {one.field} is not {one.allowed}"

    def factor(self, key: str) -> Factor | None:
        """Return the factor of a key; None when there is none."""
        return next((one for one in self.factors if one.key == key), None)


class ReductionExample(Strict):
    """A worked example: shares of integration and ability, and the percentage taken off."""

    level: int
    ability: int
    percent: int


class ReductionTable(RuleFile):
    """Percentage that integration takes off, by level of integration (rows) and ability of the team (columns)."""

    levels: tuple[int, ...]
    abilities: tuple[int, ...]
    reduction: tuple[tuple[int, ...], ...]
    examples: tuple[ReductionExample, ...]

    @pydantic.model_validator(mode="after")
    def _is_whole(self) -> ReductionTable:
        if len(self.reduction) != len(self.levels) or any(len(row) != len(self.abilities) for row in self.reduction):
            message = "the matrix has not a row for every level and a column for every ability"
            raise ValueError(message)
        return self

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for one in self.examples:
            found = self.percent(Fraction(one.level), Fraction(one.ability))
            if found != one.percent:
                yield f"{one.level} % and {one.ability} % take off {found} %, not {one.percent} %"

    def percent(self, level: Fraction, ability: Fraction) -> int:
        """Return the percentage for shares from 0 to 100: the cell of the last row and column that are reached."""
        row = max(place for place, bound in enumerate(self.levels) if bound <= level)
        column = max(place for place, bound in enumerate(self.abilities) if bound <= ability)
        return self.reduction[row][column]
