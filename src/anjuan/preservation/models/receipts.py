"""Cases that came from another installation, until a person has looked at them and after."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Receipt(models.Model):
    """That a case came from elsewhere: what it said of itself there, and who here looked at it."""

    case = models.OneToOneField("archive.Case", on_delete=models.PROTECT, related_name="receipt")
    origin = models.CharField(max_length=200, help_text="Who made the package, as it says itself.")
    number = models.CharField(max_length=40, help_text="The case's number there.")
    state = models.CharField(max_length=10, help_text="The case's state there.")
    reference_code = models.CharField(max_length=60, blank=True, help_text="Its reference code there.")
    seal = models.CharField(max_length=64, help_text="SHA-256 of the package's tag manifest.")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    checked_at = models.DateTimeField(null=True, blank=True, db_index=True)
    checked_by = models.CharField(max_length=150, blank=True)
    accepted = models.BooleanField(null=True)
    text = models.CharField(max_length=500, blank=True, help_text="What the person who looked at it said.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.case_id} from {self.origin}"
