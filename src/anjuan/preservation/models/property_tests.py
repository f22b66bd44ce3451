"""Four-property tests that were made."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class PropertyTest(models.Model):
    """One four-property test of a case: what was tested, when, with what, and what came of it. Never changed."""

    case = models.ForeignKey("archive.Case", on_delete=models.PROTECT, related_name="property_tests")
    moment = models.CharField(max_length=10, help_text="filing, export or schedule.")
    result = models.CharField(max_length=14, db_index=True, help_text="pass, or fail when a decisive item failed.")
    failed = models.IntegerField(default=0, help_text="Items that failed, of all four properties.")
    items = models.JSONField(help_text="anjuan.preservation.services.property_tests.ItemResult, one object each.")
    edition = models.CharField(max_length=40)
    tool = models.CharField(max_length=80)
    actor = models.CharField(max_length=150)
    at = models.DateTimeField(db_index=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.moment}: {self.result}"


class PropertyTestOrder(models.Model):
    """Who asked last for a test of a case: the job that makes it acts in this name."""

    case = models.OneToOneField("archive.Case", on_delete=models.PROTECT, related_name="property_test_order")
    actor = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.actor}"
