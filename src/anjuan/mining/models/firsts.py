"""The firsts of the body's history: found by the program, confirmed by a person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.archive.models import Case, Document


class FirstState(models.TextChoices):
    """What was said of a first."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


class First(models.Model):
    """The earliest case of a field, a code, a standard or a family of certification. Never deleted."""

    sort = models.CharField(max_length=10, help_text="family, field, code or standard.")
    value = models.CharField(max_length=120)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    day = models.CharField(max_length=10, help_text="ISO, maybe partial.")
    team = models.JSONField(default=list, help_text="Names as the papers print them, the leader first.")
    witnesses = models.JSONField(default=list, help_text="Names behind a label of witnessing, with their page.")
    approved_on = models.CharField(max_length=10, blank=True, help_text="Of the decision or the certificate.")
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    page = models.IntegerField(null=True, blank=True, help_text="That proves the day; from 1.")
    box = models.JSONField(null=True, blank=True)
    doubtful = models.BooleanField(default=False, help_text="Another case may be earlier: a day is known in part only.")
    undated = models.IntegerField(default=0, help_text="Cases of it that tell no day.")
    state = models.CharField(max_length=10, choices=FirstState.choices, default=FirstState.PROPOSED)
    superseded_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="before")
    note = models.CharField(max_length=500, blank=True, help_text="What the person who decided wrote.")
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["day", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["sort", "value", "case"], name="first_once")]

    def __str__(self) -> str:
        return f"{self.sort} {self.value} {self.day} {self.state}"
