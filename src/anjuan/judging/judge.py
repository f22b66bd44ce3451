"""A case judged as a whole: what it lacks and what in it contradicts."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from anjuan.judging.casefile import CaseFile, Contradiction, Miss, Severity
from anjuan.judging.completeness.checklist import Checklist
from anjuan.judging.completeness.missing import Completeness, completeness
from anjuan.judging.contradictions.find import contradictions
from anjuan.judging.rules.tables import contradiction_tables, rulebook


@dataclasses.dataclass(frozen=True, slots=True)
class Judgement:
    """What was found.

    Attributes:
        misses: What the case lacks.
        contradictions: What in it contradicts.
        editions: The edition of every rule table that judged, by the table's id; of the body's own checklist too.
        completeness: The conditions as they were answered, and the questions that remain open.

    """

    misses: tuple[Miss, ...]
    contradictions: tuple[Contradiction, ...]
    editions: Mapping[str, str]
    completeness: Completeness

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        found: tuple[Miss | Contradiction, ...] = (*self.misses, *self.contradictions)
        return sum(one.severity == severity for one in found)


def judge(case: CaseFile, *, checklist: Checklist | None = None) -> Judgement:
    """Return what a case lacks and contradicts, by the rules of its day.

    Args:
        case: The case.
        checklist: The body's own checklist; None for the rule tables alone.

    Raises:
        NoEditionError: No edition of a rule table is in force on the day of the case.

    """
    whole = completeness(case, requirements=rulebook(), checklist=checklist)
    tables = contradiction_tables(case.on)
    editions = {"requirements": whole.edition} | {
        table.id: table.edition
        for table in (tables.rules, tables.agreement, tables.chronology, tables.comparing, tables.standards)
    }
    if checklist is not None:
        editions["checklist"] = checklist.title
    return Judgement(whole.misses, contradictions(case, tables=tables), editions, whole)
