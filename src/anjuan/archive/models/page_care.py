"""What persons did for pages, and deeds on papers that can be undone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.archive.models.cases import Case, Page


class PageCare(models.Model):
    """How a person turned or marked a page. The bytes and what was first read of them stay as they are."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="care")
    turn = models.SmallIntegerField(default=0, help_text="Clockwise degrees beyond what the reader turned.")
    mark = models.CharField(max_length=10, blank=True, help_text="blank, foreign, duplicate; empty for none.")
    packed = models.BinaryField(null=True, blank=True, help_text="Its reading as turned; empty for the first one.")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["page_id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(turn__in=[0, 90, 180, 270]), name="page_care_turn"),
            models.CheckConstraint(
                condition=models.Q(mark__in=["", "blank", "foreign", "duplicate"]), name="page_care_mark"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.turn} {self.mark}"


class PaperDeed(models.Model):
    """One deed on pages or papers of a case, with what was before and after, so that it can be undone."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="paper_deeds")
    kind = models.CharField(max_length=10, help_text="care, title, order or move.")
    before = models.JSONField(help_text="By key of page or document.")
    after = models.JSONField(help_text="Likewise.")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=150, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["care", "title", "order", "move"]), name="paper_deed_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"
