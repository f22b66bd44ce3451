"""Seals of cases: what exactly was frozen, by whom, when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.archive.models import Case


class Seal(models.Model):
    """One seal of a case: number 1 froze it, each later one adds to it. Never changed, never removed (triggers)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="seals")
    number = models.IntegerField(help_text="1 for the sealing, then one for each addendum.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the manifest's bytes.")
    previous = models.CharField(max_length=64, blank=True, help_text="Digest of the seal before; empty for the first.")
    manifest = models.TextField(help_text="What was sealed, as canonical JSON: these bytes are hashed.")
    items = models.IntegerField(help_text="Papers this seal adds.")
    pages = models.IntegerField(help_text="Pages of those papers.")
    problems = models.JSONField(default=list, help_text="What would have stopped it and was overridden.")
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was overridden, or why it was added to.")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["case_id", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "number"], name="seal_number_once")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number} {self.digest[:12]}"
