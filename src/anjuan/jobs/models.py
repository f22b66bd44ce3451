"""Tables of the jobs room."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class JobState(models.TextChoices):
    """Where a job is. ``waiting`` and ``running`` are open; the rest are final."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(models.Model):
    """One piece of background work.

    A worker that takes a job gets a lease and a new ``fence``; it pushes the lease while it lives. When
    the lease runs out somebody else may take the job, and whatever the first worker still tries to say
    is refused, because its fence is old.
    """

    kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(help_text="Key of what the job is about; jobs carry ids, never objects.")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    group = models.CharField(max_length=60, blank=True, help_text="Jobs of one batch, such as intake:12.")
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    priority = models.IntegerField(default=0, help_text="Higher goes first.")
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    owner = models.CharField(max_length=80, blank=True)
    fence = models.BigIntegerField(default=0)
    attempts = models.IntegerField(default=0)
    again = models.BooleanField(default=False, help_text="Ordered again while it was being done: it is done once more.")
    max_attempts = models.IntegerField(default=5)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True, blank=True)
    phase = models.CharField(max_length=120, blank=True)
    error_code = models.CharField(max_length=20, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Constraints and order."""

        indexes: ClassVar = [
            models.Index(fields=["state", "-priority", "run_after", "id"], name="job_next"),
            models.Index(fields=["group", "state"], name="job_group"),
            models.Index(fields=["kind", "subject_id"], name="job_subject"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="job_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject_id} {self.state}"
