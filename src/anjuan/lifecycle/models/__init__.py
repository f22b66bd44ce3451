"""Tables of the lifecycle room, by noun."""

from __future__ import annotations

from anjuan.lifecycle.models.applications import Application, Condition
from anjuan.lifecycle.models.audits import Audit, ChecklistNote, PlanRow, TeamMember
from anjuan.lifecycle.models.decisions import Decision, FileReview, ReviewQuestion, Special, StatusChange
from anjuan.lifecycle.models.findings import Finding, FindingAnswer, FindingEvidence, FindingVerification
from anjuan.lifecycle.models.projects import ProgrammeLine, Project
from anjuan.lifecycle.models.work import FiledPaper, Step, Task, TaskVersion

__all__ = [
    "Application",
    "Audit",
    "ChecklistNote",
    "Condition",
    "Decision",
    "FileReview",
    "FiledPaper",
    "Finding",
    "FindingAnswer",
    "FindingEvidence",
    "FindingVerification",
    "PlanRow",
    "ProgrammeLine",
    "Project",
    "ReviewQuestion",
    "Special",
    "StatusChange",
    "Step",
    "Task",
    "TaskVersion",
    "TeamMember",
]
