"""Reference codes 档号: the counter of each series, and every code that was ever given."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.archive.models import Case, Document


class CodeEnd(models.TextChoices):
    """Why a code no longer names something that can be taken from the shelf."""

    REMOVED = "removed"
    DESTROYED = "destroyed"


class CodeSeries(models.Model):
    """The part of a code before its last number, with the last number given under it. It only rises."""

    prefix = models.CharField(max_length=120, unique=True)
    last_number = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}: {self.last_number}"


class CodeGrant(models.Model):
    """A code that was given to a case or to a paper of it. Never removed (triggers see to it), never given again."""

    code = models.CharField(max_length=120, unique=True)
    series = models.ForeignKey(CodeSeries, on_delete=models.PROTECT, related_name="grants")
    number = models.IntegerField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="code_grants")
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="code_grant", help_text="Of an item."
    )
    edition = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=150)
    ended = models.CharField(max_length=10, choices=CodeEnd.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it ended.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["series_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "number"], name="code_number_once"),
            models.UniqueConstraint(fields=["case"], condition=models.Q(document=None), name="code_case_once"),
        ]

    def __str__(self) -> str:
        return self.code
