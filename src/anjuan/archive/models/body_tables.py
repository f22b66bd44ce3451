"""A body's own tables 机构自有表: checklists and forms, each load a new edition."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class BodyTable(models.Model):
    """One edition of a body's own table. Never changed, never removed: what is edited becomes a new edition."""

    edition = models.CharField(max_length=12, unique=True, help_text="C1, C2 … for checklists, F1 … for forms.")
    sort = models.CharField(max_length=12, db_index=True, help_text="checklist or forms.")
    state = models.CharField(max_length=12, help_text="standing; withdrawn takes back the edition of the same day.")
    valid_from = models.DateField(help_text="The first day it is in force.")
    content = models.JSONField(default=dict, help_text="As anjuan.archive.rules.body_editions reads it.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    source = models.BinaryField(blank=True, help_text="The workbook as it was loaded.")
    source_sha256 = models.CharField(max_length=64, blank=True)
    filename = models.CharField(max_length=300, blank=True)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(sort__in=["checklist", "forms"]), name="body_table_sort"),
            models.CheckConstraint(condition=models.Q(state__in=["standing", "withdrawn"]), name="body_table_state"),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.sort} {self.valid_from}"
