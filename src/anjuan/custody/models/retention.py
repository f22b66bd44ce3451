"""How long a case must be kept, and what forbids its destruction whatever its age."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.archive.models import Case


class Retention(models.Model):
    """How long a case is kept by the rules, as computed last, with what a person stated where papers are silent."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="retention")
    class_code = models.CharField(max_length=6, help_text="保管期限代码: Y, D30, D10.")
    outcome = models.CharField(max_length=10, db_index=True, help_text="until, permanent or not-known.")
    keep_until = models.DateField(null=True, blank=True, db_index=True, help_text="The last day, inclusive.")
    at_least = models.DateField(null=True, blank=True, help_text="What the known dates alone demand, inclusive.")
    reasons = models.JSONField(default=list)
    missing = models.JSONField(default=list, help_text="What is not known and stops the computation.")
    edition = models.CharField(max_length=40)
    computed_at = models.DateTimeField(db_index=True)
    stated = models.JSONField(default=dict, help_text="Dates a person stated: cycle_end, valid_until, withdrawn_on.")
    stated_by = models.CharField(max_length=150, blank=True)
    stated_why = models.CharField(max_length=300, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["keep_until", "case_id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(outcome="until", keep_until__isnull=False)
                | (~models.Q(outcome="until") & models.Q(keep_until=None)),
                name="retention_until_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.keep_until or self.outcome}"


class Hold(models.Model):
    """A legal hold: while it stands, the case may not be destroyed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    reason_code = models.CharField(max_length=20, help_text="From the table: complaint, appeal, dispute, …")
    reason = models.CharField(max_length=500)
    begins = models.DateField(help_text="The first day.")
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=150)
    lifted_at = models.DateTimeField(null=True, blank=True, db_index=True)
    lifted_by = models.CharField(max_length=150, blank=True)
    lift_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.reason_code}"
