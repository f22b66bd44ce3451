"""What a planted fault is, and how the facts of a case are changed by one."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from anjuan.samples.dice import Dice
from anjuan.samples.facts import CaseFacts
from anjuan.samples.writing import wanted


@dataclasses.dataclass(frozen=True)
class Planted:
    """A fault that was planted.

    Attributes:
        id: The kind of fault, a key of ``FAULTS``.
        rule: The rule it breaks (K01 to K17, or what the field calls it).
        what: What is wrong, in words.
        kinds: The kinds of paper a reader has to look at.
        field: The value concerned; empty for gaps.
        right: The value the other papers print.
        wrong: The value planted; empty for gaps.

    """

    id: str
    rule: str
    what: str
    kinds: tuple[str, ...]
    field: str = ""
    right: str = ""
    wrong: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the fault as truth files store it."""
        return dataclasses.asdict(self) | {"kinds": list(self.kinds)}


Planting = tuple[CaseFacts, Planted] | None
Planter = Callable[[CaseFacts, Dice], Planting]


def present(facts: CaseFacts) -> frozenset[str]:
    """Return the kinds of paper the case has."""
    return frozenset(form.kind for form in wanted(facts))


def override(facts: CaseFacts, kind: str, **values: str) -> CaseFacts:
    """Return the facts with other values on one kind of paper."""
    mine = {**facts.overrides.get(kind, {}), **values}
    return dataclasses.replace(facts, overrides={**facts.overrides, kind: mine})


def with_rows(facts: CaseFacts, kind: str, name: str, rows: tuple[Any, ...]) -> CaseFacts:
    """Return the facts with other rows of a list on one kind of paper."""
    mine = {**facts.list_overrides.get(kind, {}), name: rows}
    return dataclasses.replace(facts, list_overrides={**facts.list_overrides, kind: mine})


def everywhere(facts: CaseFacts, **values: str) -> CaseFacts:
    """Return the facts with other values on every paper."""
    return dataclasses.replace(facts, values={**facts.values, **values})


def without(facts: CaseFacts, kind: str) -> CaseFacts:
    """Return the facts without one kind of paper."""
    return dataclasses.replace(facts, dropped=facts.dropped | {kind})
