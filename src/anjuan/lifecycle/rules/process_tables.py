"""Loads the rule files of the process, once."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Iterable
from pathlib import Path

import pydantic

from anjuan.kit.periods import Period
from anjuan.kit.rulefiles import Editions, RuleFile, RuleSet, Strict, load_editions
from anjuan.lifecycle.rules.process_machine import GuardTable, MachineTable

_FOLDER = Path(__file__).parent / "tables"
ANY = "*"


class Limits(Strict):
    """The numbers of one generation of rules. Months, days, counts, percent as their names say."""

    surveillance_months: int
    first_surveillance_months: int
    least_surveillances: int
    validity_months: int
    restoration_months: int
    major_months: int
    stage_interval_months: int
    suspension_months: int
    bar_months: int
    bar_lost_approval_months: int
    operation_months: int
    spot_check_days: int
    auditor_days: float
    auditor_certificates: int
    least_auditors: int
    onsite_share_pct: int
    consulting_months: int
    lead_cycles: int
    credit_days: int
    transfer_months: int
    score_least: int
    escalates: bool


class Generation(Strict):
    """The limits of one document, for some fields and days.

    Attributes:
        fields: Certification fields, or ``*`` for every one.
        valid_to: The first day it is no longer in force; None while it is.
        weak: Limits that are configuration rather than confirmed law.

    """

    key: str
    fields: tuple[str, ...]
    valid_from: dt.date
    valid_to: dt.date | None
    document: str
    limits: Limits
    weak: tuple[str, ...] = ()

    @pydantic.field_validator("valid_to", mode="before")
    @classmethod
    def _open_end(cls, value: object) -> object:
        return None if value == "" else value

    @pydantic.field_validator("weak")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = set(value) - set(Limits.model_fields)
        if unknown:
            message = f"no such limits: {sorted(unknown)}"
            raise ValueError(message)
        return value


class LimitExample(Strict):
    """A worked example: which generation a field has on a day."""

    field: str
    day: dt.date
    generation: str


class LimitTable(RuleFile):
    """Limits by generation, and the lists that steps choose from."""

    generations: tuple[Generation, ...]
    suspension_reasons: dict[str, str]
    withdrawal_reasons: dict[str, str]
    miss_causes: dict[str, str]
    adjustments: dict[str, str]
    conditions: dict[str, str]
    examples: tuple[LimitExample, ...]

    def generation(self, field: str, day: dt.date) -> Generation:
        """Return the limits for a certification field (``A01``, ``A010102`` …) on a day."""
        return next(
            one
            for one in self.generations
            if day in Period(one.valid_from, one.valid_to)
            and any(own == ANY or field.startswith(own) for own in one.fields)
        )

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            found = self.generation(example.field, example.day).key
            if found != example.generation:
                yield f"{example.field} on {example.day} should be {example.generation}, not {found}"


@functools.cache
def machines() -> Editions[MachineTable]:
    """Return the editions of the state machines."""
    return load_editions(_FOLDER, MachineTable, "process-machines-*.yaml")


@functools.cache
def guards() -> Editions[GuardTable]:
    """Return the editions of the words of guards."""
    return load_editions(_FOLDER, GuardTable, "process-guards-*.yaml")


@functools.cache
def limits() -> Editions[LimitTable]:
    """Return the editions of the limits."""
    return load_editions(_FOLDER, LimitTable, "process-limits-*.yaml")


@dataclasses.dataclass(frozen=True, slots=True)
class Book:
    """Everything a judgement of a step takes, for one field on one day."""

    machines: MachineTable
    words: GuardTable
    generation: Generation
    lists: LimitTable

    @property
    def limits(self) -> Limits:
        """The numbers in force."""
        return self.generation.limits

    @property
    def edition(self) -> str:
        """What stands in refusals as the edition of the rule."""
        return f"{self.generation.document}（{self.words.edition}）"


def book(field: str, day: dt.date) -> Book:
    """Return the rules for a certification field on a day.

    Raises:
        NoEditionError: A table has no edition for the day.

    """
    lists = limits().on(day)
    return Book(machines().on(day), guards().on(day), lists.generation(field, day), lists)


RULE_SETS: tuple[RuleSet, ...] = (
    RuleSet("process_machines", _FOLDER, "process-machines-*.yaml", MachineTable, machines),
    RuleSet("process_guards", _FOLDER, "process-guards-*.yaml", GuardTable, guards),
    RuleSet("process_limits", _FOLDER, "process-limits-*.yaml", LimitTable, limits),
)
