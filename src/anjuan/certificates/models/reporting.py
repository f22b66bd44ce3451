"""What other rooms tell of audits for the reports."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class AuditNote(models.Model):
    """A row of a report sheet that does not come from a certificate: a plan, a result, an energy figure.

    ``cells`` is kept as received and checked on its way in by ``rules.notes``.
    """

    kind = models.CharField(max_length=12, help_text="plan, result, energy or audit")
    key = models.CharField(max_length=80, help_text="Plan or certificate number; a second note replaces the first.")
    on = models.DateField(help_text="The day that decides in which month it is reported.")
    version = models.IntegerField(default=1)
    cells = models.JSONField()
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["kind", "on", "key"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key", "on"], name="audit_note_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
