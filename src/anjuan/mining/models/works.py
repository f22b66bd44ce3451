"""Case stories, training sets and exhibitions with their editions, and what persons answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.archive.models import Case
from anjuan.mining.models.guides import EditionState


class WorkSort(models.TextChoices):
    """What a work is."""

    STORY = "story"
    TRAINING = "training"
    EXHIBITION = "exhibition"


class Work(models.Model):
    """A story, a training set or an exhibition; its words stand in its editions."""

    sort = models.CharField(max_length=10, choices=WorkSort.choices)
    field_code = models.CharField(max_length=20, blank=True)
    professional_code = models.CharField(max_length=20, blank=True)
    clause = models.CharField(max_length=20, blank=True, help_text="Of the finding that a story tells.")
    standard = models.CharField(max_length=120, blank=True, help_text="Of a training set; empty for all of the field.")
    case = models.ForeignKey(
        Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="That a story tells."
    )
    about = models.CharField(
        max_length=64, blank=True, help_text="Digest of the finding that a story tells; empty for a whole audit."
    )
    counts_shown = models.BooleanField(
        default=False, help_text="Whether those who release training sets see how many took it, and the mean."
    )
    proposed = models.BooleanField(default=False, help_text="Made by the program; nobody has edited it yet.")
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "about"], condition=models.Q(sort="story", case__isnull=False), name="story_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["sort", "field_code", "clause"], name="work_by_field")]

    def __str__(self) -> str:
        return f"{self.sort} {self.field_code} {self.clause}"


class WorkEdition(models.Model):
    """One edition of a work. A published body never changes."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="editions")
    number = models.IntegerField(help_text="1, 2 … per work.")
    state = models.CharField(max_length=10, choices=EditionState.choices, default=EditionState.DRAFT)
    title = models.CharField(max_length=200)
    content = models.JSONField(help_text="anjuan.compiling.works.shapes, as its editor left it.")
    body = models.JSONField(null=True, blank=True, help_text="As published: nothing that was left out.")
    made_with = models.CharField(max_length=120, blank=True)
    agreed_by = models.CharField(
        max_length=150, blank=True, help_text="Who agreed that a story of one client leaves in general words."
    )
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=150)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.CharField(max_length=150, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    published_by = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was sent back or withdrawn.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["work_id", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["work", "number"], name="work_edition_once"),
            models.UniqueConstraint(fields=["work"], condition=models.Q(state="published"), name="work_published_once"),
        ]

    def __str__(self) -> str:
        return f"{self.work_id}/{self.number} {self.state}"


class TrainingResult(models.Model):
    """What one person answered in one run through a training set; only that person sees it."""

    edition = models.ForeignKey(WorkEdition, on_delete=models.CASCADE, related_name="results")
    by = models.CharField(max_length=150, db_index=True)
    at = models.DateTimeField()
    answers = models.JSONField(help_text="Key of the question: place of the chosen option.")
    right = models.IntegerField()
    of = models.IntegerField()

    class Meta:
        """Order."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.by} {self.right}/{self.of}"
