"""What stands against sealing a case, by the last judgement of it."""

from __future__ import annotations

from anjuan.archive.models import Case, CaseJudgement


def seal_problems(case: Case) -> list[str]:
    """Return what stands against sealing a case, as sentences; nothing when nothing does. One query."""
    judgement = CaseJudgement.objects.filter(case=case).first()
    if judgement is None:
        return ["The case was never judged for completeness and contradictions."]
    problems = []
    if judgement.stale:
        problems.append("Papers or rules changed since the case was judged.")
    if judgement.blocking:
        problems.append(f"{judgement.blocking} papers or values are missing or contradictory and block it.")
    return problems
