"""A case judged as a whole: what it lacks and what in it contradicts."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from anjuan.judging.casefile import CaseFile, Contradiction, Miss, Severity


@dataclasses.dataclass(frozen=True, slots=True)
class Judgement:
    """What was found.

    Attributes:
        misses: What the case lacks.
        contradictions: What in it contradicts.
        editions: The edition of every rule table that judged, by the table's id.

    """

    misses: tuple[Miss, ...]
    contradictions: tuple[Contradiction, ...]
    editions: Mapping[str, str]

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        found: tuple[Miss | Contradiction, ...] = (*self.misses, *self.contradictions)
        return sum(one.severity == severity for one in found)


def judge(case: CaseFile) -> Judgement:
    """Return what a case lacks and contradicts, by the rules of its day."""
    return Judgement((), (), {})
