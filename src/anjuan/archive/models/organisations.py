"""Organisations that were put together or taken apart, and those that may be one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class OrganisationChange(models.Model):
    """A merge or a split of organisations with every row it changed, so that it can be undone."""

    kind = models.CharField(max_length=8, help_text="merge or split.")
    source = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, related_name="+", help_text="From which was moved."
    )
    target = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, related_name="+", help_text="To which was moved."
    )
    source_name = models.CharField(max_length=300, help_text="At that moment; so is the next.")
    target_name = models.CharField(max_length=300)
    reason = models.CharField(max_length=500, blank=True)
    rows = models.JSONField(default=list, help_text="registry.services.row_changes.RowChange, in order.")
    cases = models.JSONField(default=list, help_text="Keys of the cases that moved.")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=150, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.source_name} → {self.target_name}"


class OrganisationPair(models.Model):
    """Two organisations that may be one: waits for a person; what a person said stays."""

    first = models.ForeignKey(
        "registry.Organisation", on_delete=models.CASCADE, related_name="+", help_text="The one with the lower key."
    )
    second = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="+")
    confidence = models.FloatField()
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="waiting", db_index=True, help_text="waiting, merged or different.")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-confidence", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="organisation_pair_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="organisation_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"
