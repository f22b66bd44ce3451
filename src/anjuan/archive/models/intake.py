"""Batches of files that came in, and what became of each file."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.archive.models.cases import Case, Document
from anjuan.archive.models.originals import Original


class IntakeState(models.TextChoices):
    """Whether files of a batch are still open."""

    RECEIVING = "receiving"
    WORKING = "working"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class ItemState(models.TextChoices):
    """``received``: the bytes are safe, the rest is to come. The others are final."""

    RECEIVED = "received"
    FILED = "filed"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Intake(models.Model):
    """One batch: a command, an upload, a watched folder's turn."""

    way = models.CharField(max_length=20, help_text="command, upload, …")
    mode = models.CharField(max_length=20, help_text="case_per_folder, one_case, manifest, into_case")
    root = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=IntakeState.choices, default=IntakeState.RECEIVING)
    started_by = models.CharField(max_length=150)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    announced = models.IntegerField(default=0, help_text="How many files a browser said it would send.")
    heard_at = models.DateTimeField(null=True, blank=True, help_text="When the last file came from a browser.")
    pages_read = models.IntegerField(default=0)
    pages_recognised = models.IntegerField(default=0)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.pk} {self.root}"

    @property
    def group(self) -> str:
        """The name of its jobs' group."""
        return f"intake:{self.pk}"


class IntakeItem(models.Model):
    """One file of a batch, or one file found inside another."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="items")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="members")
    path = models.CharField(
        max_length=2000, help_text="As the person knows it; members after their container and '!/'."
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="intake_items")
    original = models.ForeignKey(Original, on_delete=models.PROTECT, null=True, blank=True, related_name="intake_items")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="intake_items")
    size_bytes = models.BigIntegerField(default=0)
    modified_ns = models.BigIntegerField(
        null=True, blank=True, help_text="Of the file, to skip it unread on a second run."
    )
    depth = models.IntegerField(default=0, help_text="0 for a file of the batch, 1 for a member of one, …")
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.RECEIVED)
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    title = models.CharField(max_length=300, blank=True, help_text="From a manifest.")
    kind = models.CharField(max_length=10, blank=True, help_text="From a manifest.")
    stage = models.CharField(max_length=20, blank=True, help_text="From a manifest.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["intake", "path", "original"], name="intake_item_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["intake", "state"], name="intake_item_state"),
            models.Index(fields=["state", "id"], name="intake_item_troubled"),
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.state}"
