"""What stands against sealing a case, by the last judgement of it."""

from __future__ import annotations

from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.models import Case, CaseJudgement
from anjuan.archive.selectors.findings import case_findings
from anjuan.judging.casefile import Severity


def seal_problems(case: Case) -> list[str]:
    """Return what stands against sealing a case, as sentences; nothing when nothing does. Seven queries at most.

    What a person accepted as it is, or called a false alarm, does not stand against it.
    """
    judgement = CaseJudgement.objects.filter(case=case).exclude(judged_at=None).first()
    if judgement is None:
        return ["The case was never judged for completeness and contradictions."]
    problems = []
    if judgement.stale:
        problems.append("Papers or rules changed since the case was judged.")
    findings = case_findings(system_viewer(), case.number).findings
    blocking = sum(one.severity == Severity.BLOCK and not one.verdict for one in findings)
    if blocking:
        problems.append(f"{blocking} papers or values are missing or contradictory and block it.")
    return problems
