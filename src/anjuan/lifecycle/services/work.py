"""Moving a task's day: nothing of the former plan is lost (plan, miss, analyse, adjust, continue)."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import RefusedError
from anjuan.lifecycle.models import Project, Task, TaskVersion
from anjuan.lifecycle.services.inputs import StepInput


class TaskOwnerError(RefusedError):
    """A task is planned by somebody who may plan none."""

    code = "LIFE-106"


def version_add(deed: Deed, task: Task, told: StepInput) -> None:
    """Keep why a task is moved or cancelled, and give it its new day and owner."""
    cancels = told.step == "cancel"
    new = None if cancels else told.day("due")
    TaskVersion.objects.create(
        task=task, number=task.versions.count() + 1, due_on=task.due_on, owner=task.owner, cause=told.text("cause", 20),
        line=told.text("text", 300) or told.text("reason", 300),
        adjustment="cancel" if cancels else told.text("adjustment", 20), new_due_on=new, at=deed.now, by=deed.actor,
    )  # fmt: skip
    if new is not None:
        task.due_on = new
    if told.text("owner"):
        task.owner = told.text("owner", 150)


@dataclasses.dataclass(frozen=True, slots=True)
class TaskDraft:
    """A task that somebody plans."""

    title: str
    due_on: dt.date
    owner: str = ""
    project_id: int | None = None


@durable_transaction()
def task_plan(*, deed: Deed, viewer: Viewer, draft: TaskDraft) -> Task:
    """Plan a task by hand.

    Raises:
        TaskOwnerError: The person may plan none, or none for somebody else.

    """
    owner = draft.owner or deed.actor
    if not viewer.may("process.own") or (owner != deed.actor and not viewer.may("process.plan")):
        raise TaskOwnerError(
            f"{deed.actor} may not plan a task for {owner}.", remedy="Ask the project manager to plan it."
        )
    task = Task.objects.create(
        project_id=draft.project_id, kind="own", title=draft.title[:200], owner=owner, due_on=draft.due_on,
        first_due_on=draft.due_on, created_at=deed.now,
    )  # fmt: skip
    journal_write(deed=deed, action="process.task", subject=f"lifecycle.task:{task.pk}", label=task.title)
    return task


@durable_transaction()
def tasks_miss(*, deed: Deed) -> int:
    """Mark every task whose day is over as missed; return how many. They stay visible until they are done."""
    today = deed.now.astimezone(CHINA).date()
    late = Task.objects.filter(state="planned", due_on__lt=today)
    projects = set(late.values_list("project", flat=True))
    count = late.update(state="missed")
    Project.objects.filter(pk__in=projects - {None}).update(updated_at=deed.now)
    return count
