"""What a body files as a habit: kinds that none of its cases holds are merged elsewhere rather than lost each time."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping

from anjuan.judging.casefile import CaseFile, Miss, Severity
from anjuan.judging.rules.sayings import say

#: So many cases of one audit type must lack a kind before that is called a habit.
LEAST_CASES = 8


@dataclasses.dataclass(frozen=True, slots=True)
class Habits:
    """How many cases there are of each audit type, and how many of them hold each kind.

    Attributes:
        cases: Number of cases by audit type.
        holding: Number of cases by audit type and kind.

    """

    cases: Mapping[str, int]
    holding: Mapping[tuple[str, str], int]


def habits_of(cases: Iterable[CaseFile]) -> Habits:
    """Return the habits that the cases of one body show."""
    counts: Counter[str] = Counter()
    holding: Counter[tuple[str, str]] = Counter()
    for case in cases:
        counts[case.audit_type] += 1
        holding.update({(case.audit_type, paper.kind) for paper in case.papers if paper.kind})
    return Habits(counts, holding)


def softened(misses: Iterable[Miss], audit_type: str, habits: Habits, *, least: int = LEAST_CASES) -> tuple[Miss, ...]:
    """Return the misses with those as warnings whose kind no case of this audit type holds.

    A paper that none of many cases holds is missing from the body's set of forms, or stands in another form: a matter
    to settle once for the body (by its own checklist), not a fault of each case. Marks and parts of papers stay as
    they are.

    Args:
        misses: What a case lacks.
        audit_type: The audit type of that case.
        habits: The habits of the body.
        least: How many cases of the audit type there must be.

    """
    number = habits.cases.get(audit_type, 0)
    return tuple(
        dataclasses.replace(
            miss,
            severity=Severity.WARN,
            why=f"{miss.why} {say('habit', number=number).en}",
            why_zh=miss.why_zh + say("habit", number=number).zh,
        )
        if number >= least
        and miss.what == "paper"
        and miss.severity is Severity.BLOCK
        and not habits.holding.get((audit_type, miss.code))
        else miss
        for miss in misses
    )
