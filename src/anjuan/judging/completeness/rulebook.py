"""The rule tables that completeness needs, and the choice of their editions by the day of the case."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TypeVar

from anjuan.judging.completeness.alternatives import AlternativeTable
from anjuan.judging.completeness.conditions import ConditionTable
from anjuan.judging.completeness.cycle_rules import CycleRules
from anjuan.judging.completeness.licences import LicenceTable
from anjuan.judging.completeness.requirements import RequirementTable
from anjuan.kit.rulefiles import Editions, RuleFile

_Table = TypeVar("_Table", bound=RuleFile)


@dataclasses.dataclass(frozen=True, slots=True)
class Rulebook:
    """All editions of the tables that say what a case must hold."""

    requirements: Editions[RequirementTable]
    conditions: Editions[ConditionTable]
    alternatives: Editions[AlternativeTable]
    licences: Editions[LicenceTable]
    cycles: Editions[CycleRules]


@dataclasses.dataclass(frozen=True, slots=True)
class Rules:
    """The editions in force on one day."""

    requirements: RequirementTable
    conditions: ConditionTable
    alternatives: AlternativeTable
    licences: LicenceTable
    dated: bool


def rules_on(book: Rulebook, day: dt.date | None) -> Rules:
    """Return the editions in force on a day; the latest ones when the case states no date.

    Raises:
        NoEditionError: A table has no edition for the day.

    """
    return Rules(
        _edition(book.requirements, day),
        _edition(book.conditions, day),
        _edition(book.alternatives, day),
        _edition(book.licences, day),
        dated=day is not None,
    )


def _edition(editions: Editions[_Table], day: dt.date | None) -> _Table:
    return editions.latest if day is None else editions.on(day)
