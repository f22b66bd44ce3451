"""What is to be done and until when, what was done, and which papers came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.lifecycle.models.applications import Application
from anjuan.lifecycle.models.audits import Audit
from anjuan.lifecycle.models.findings import Finding
from anjuan.lifecycle.models.projects import Project


class Task(models.Model):
    """Something that somebody has to do until a day. A missed day stays visible until it is done or cancelled."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks")
    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks")
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks")
    kind = models.CharField(max_length=30, db_index=True)
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=150, db_index=True)
    due_on = models.DateField(db_index=True)
    first_due_on = models.DateField()
    state = models.CharField(max_length=10, default="planned", db_index=True)
    done_at = models.DateTimeField(null=True, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=["planned", "missed", "done", "cancelled"]), name="task_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(done_at__isnull=False), name="task_done_at"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TaskVersion(models.Model):
    """Why a task's day was moved, and to which: nothing of the former plan is lost."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="versions")
    number = models.IntegerField()
    due_on = models.DateField(help_text="The day it had before.")
    owner = models.CharField(max_length=150)
    cause = models.CharField(max_length=20)
    line = models.CharField(max_length=300)
    adjustment = models.CharField(max_length=20)
    new_due_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "number"], name="task_version_once"),
            models.CheckConstraint(condition=~models.Q(cause="") & ~models.Q(line=""), name="task_moved_with_cause"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} v{self.number}"


class Step(models.Model):
    """A step that was taken, with the rules it was judged by."""

    machine = models.CharField(max_length=12)
    subject_id = models.BigIntegerField()
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="steps")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, blank=True, related_name="steps")
    step = models.CharField(max_length=30)
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    edition = models.CharField(max_length=120)
    minded = models.TextField(blank=True, help_text="Warnings that stood when it was taken.")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        """Order."""

        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["machine", "subject_id"], name="step_of_subject")]

    def __str__(self) -> str:
        return f"{self.machine} {self.subject_id} {self.step}"


class FiledPaper(models.Model):
    """A paper that the process made and filed into a case."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="papers")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, blank=True, related_name="papers")
    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, null=True, blank=True, related_name="papers")
    kind = models.CharField(max_length=3)
    title = models.CharField(max_length=200)
    item = models.ForeignKey("archive.IntakeItem", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        """Order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"
