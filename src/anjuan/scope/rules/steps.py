"""Fast core first, extension later: the two steps of a scope with time and cost."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence

import pydantic

from anjuan.kit.rulefiles import RuleFile
from anjuan.scope.rules.crossing import ItemResult
from anjuan.scope.rules.wording import ScopeItem, composed


class StepTable(RuleFile):
    """What an extension takes, as a body sets it.

    Attributes:
        extension_share: Share of the base days (percent) that each added sector takes.
        extension_least: The least days of an extension.
        day_cost: What a person-day costs, in yuan; 0 where the body has not set it.
        core_weeks: Weeks to the first certificate.
        extension_weeks: Weeks of an extension after its papers are complete.
        papers: What an extension has to bring, by key, with its Chinese name.

    """

    extension_share: float = pydantic.Field(ge=0, le=100)
    extension_least: float = pydantic.Field(ge=0)
    day_cost: float = pydantic.Field(ge=0)
    core_weeks: int
    extension_weeks: int
    papers: dict[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One of the two steps.

    Attributes:
        items: What it certifies.
        text: Its scope text.
        days: Audit days, estimated; None where the base is not known.
        cost: In yuan; None where the body has not set what a day costs.
        ready_on: When its certificate may be there, estimated.
        lacks: What is still missing.

    """

    items: tuple[ScopeItem, ...]
    text: str
    days: float | None
    cost: float | None
    ready_on: dt.date | None
    lacks: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class TwoSteps:
    """The core and the extension; no extension where everything can be certified at once."""

    core: Step
    extension: Step | None


def two_steps(
    table: StepTable, results: Sequence[ItemResult], *, day: dt.date, base_days: float | None, added_codes: int = 1
) -> TwoSteps:
    """Return the core that can be certified now, and what may be extended later with its days and cost."""
    ready = tuple(one.item for one in results if one.is_approved)
    later = [one for one in results if not one.is_approved]
    core = Step(
        ready, composed(ready), base_days, _cost(table, base_days), day + dt.timedelta(weeks=table.core_weeks), ()
    )
    if not later:
        return TwoSteps(core, None)
    days = extension_days(table, base_days, added_codes) if base_days is not None else None
    lacks = tuple(dict.fromkeys(one.zh for result in later for one in result.findings if one.severity == "block"))
    items = tuple(one.item for one in later)
    whole_days = None if days is None or base_days is None else days - base_days
    extension = Step(items, composed(items), whole_days, _cost(table, whole_days), None, lacks)
    return TwoSteps(core, extension)


def extension_days(table: StepTable, base_days: float, added_codes: int) -> float:
    """Return the days with an extension: never fewer than before."""
    added = max(table.extension_least, base_days * table.extension_share / 100 * max(added_codes, 0))
    return base_days + added


def _cost(table: StepTable, days: float | None) -> float | None:
    return None if days is None or not table.day_cost else days * table.day_cost


def extension_lacks(table: StepTable, brought: Iterable[str]) -> tuple[str, ...]:
    """Return the papers that an extension lacks, by their Chinese names."""
    there = set(brought)
    return tuple(name for key, name in table.papers.items() if key not in there)
