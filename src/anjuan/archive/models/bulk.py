"""Deeds done to many things at once: what was ordered, and what became of each thing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class BulkState(models.TextChoices):
    """What became of one thing. ``waiting`` is open; the others are final."""

    WAITING = "waiting"
    DONE = "done"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    FAILED = "failed"
    UNDONE = "undone"


class BulkDeed(models.Model):
    """One order: which deed, by whom, with what said, to how many things."""

    kind = models.CharField(max_length=40, help_text="Which hand does it, such as judge.")
    inputs = models.JSONField(default=dict, help_text="What was said with it, by name.")
    actor = models.CharField(max_length=150)
    ordered_at = models.DateTimeField()
    total = models.IntegerField(help_text="How many things it is about.")
    finished_at = models.DateTimeField(null=True, blank=True)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["actor", "-id"], name="bulk_deed_of")]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"


class BulkItem(models.Model):
    """One thing of an order, with what became of it and what undoing it takes."""

    bulk = models.ForeignKey(BulkDeed, on_delete=models.CASCADE, related_name="items")
    subject_id = models.BigIntegerField(help_text="Key of the case, document or received file.")
    label = models.CharField(max_length=300, help_text="Its name when it was chosen.")
    state = models.CharField(max_length=10, choices=BulkState.choices, default=BulkState.WAITING)
    code = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    before = models.JSONField(default=dict, help_text="What undoing it takes; empty when nothing is to be undone.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["bulk", "subject_id"], name="bulk_item_once")]
        indexes: ClassVar = [models.Index(fields=["bulk", "state"], name="bulk_item_state")]

    def __str__(self) -> str:
        return f"{self.label} {self.state}"
