"""What a case can tell: its facts and values as plain material with their places."""

from __future__ import annotations

import dataclasses

from anjuan.compiling.works.shapes import Evidence
from anjuan.extraction.facts import FactKind


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """A value as it counts, and where it stands."""

    name: str
    value: str
    evidence: Evidence


@dataclasses.dataclass(frozen=True, slots=True)
class ToldFact:
    """A usable fact with each value's place.

    Attributes:
        key: Its number.
        values: In their order; names may repeat.
        corrected_from: Clause that a person replaced; empty when none was.

    """

    key: str
    kind: FactKind
    quote: str
    values: tuple[Told, ...]
    evidence: Evidence
    corrected_from: str = ""

    def value(self, name: str) -> str:
        """Return the first value of that name; empty when the fact does not say."""
        return next((told.value for told in self.values if told.name == name), "")

    def told(self, name: str) -> list[Told]:
        """Return the values of that name; ``text`` is the sentence where the fact has no such value."""
        found = [one for one in self.values if one.name == name]
        return found or ([Told("text", self.quote, self.evidence)] if name == "text" else [])


@dataclasses.dataclass(frozen=True)
class Material:
    """What one case tells: values of the case and its usable facts."""

    case: int
    values: tuple[Told, ...]
    facts: tuple[ToldFact, ...]
