"""Tasks that steps bring about and end, and the day that is due next for a project."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from anjuan.accounts.deeds import Deed
from anjuan.kit.clock import CHINA
from anjuan.lifecycle.models import Audit, Finding, Project, Task

OPEN = ("planned", "missed")
_TITLES: Mapping[str, str] = {
    "contract": "签订认证合同",
    "programme": "制定并批准审核方案",
    "order": "下达审核任务书",
    "report": "提交审核报告",
    "review": "评定案卷",
    "decide": "作出认证决定",
    "surveillance": "实施监督审核",
    "recertification": "实施再认证审核",
    "suspension": "暂停期满：恢复或撤销",
}


def _title(kind: str) -> str:
    return _TITLES.get(kind.rpartition("-")[2], _TITLES.get(kind.partition("-")[0], kind))


def plan(
    deed: Deed, project: Project, kind: str, *, days: int = 0, due_on: dt.date | None = None, audit: Audit | None = None
) -> Task:
    """Plan a task of a project, in so many days or on a day; one that is open already keeps its day."""
    due = due_on or deed.now.astimezone(CHINA).date() + dt.timedelta(days=days)
    known = Task.objects.filter(project=project, kind=kind, state__in=OPEN).first()
    return known or Task.objects.create(
        project=project, audit=audit, kind=kind, title=_title(kind), owner=project.manager, due_on=due,
        first_due_on=due, created_at=deed.now,
    )  # fmt: skip


def plan_finding(deed: Deed, finding: Finding) -> None:
    """Plan what a finding's deadline asks for."""
    if finding.due_on is not None:
        kind = f"finding-{finding.pk}"
        Task.objects.get_or_create(
            project=finding.audit.project, kind=kind, state="planned",
            defaults={
                "audit": finding.audit, "finding": finding, "title": f"不符合项 {finding.number} 整改到期",
                "owner": finding.raised_by, "due_on": finding.due_on, "first_due_on": finding.due_on,
                "created_at": deed.now,
            },
        )  # fmt: skip


def finish(deed: Deed, project: Project | None, kind: str) -> None:
    """End an open task of a project because its step was taken."""
    Task.objects.filter(project=project, kind=kind, state__in=OPEN).update(state="done", done_at=deed.now)


def drop(deed: Deed, project: Project) -> None:
    """End what was still to be done for a project that goes on no more."""
    Task.objects.filter(project=project, state__in=OPEN).update(state="cancelled", done_at=deed.now)


def due_refresh(project: Project, deed: Deed) -> None:
    """Keep with a project which of its tasks is due next."""
    task = Task.objects.filter(project=project, state__in=OPEN).order_by("due_on", "pk").first()
    due, title = (task.due_on, task.title) if task else (None, "")
    Project.objects.filter(pk=project.pk).update(due_on=due, due_title=title, updated_at=deed.now)
    project.due_on, project.due_title = due, title
