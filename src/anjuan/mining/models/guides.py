"""Guides, their editions, what editors did to them, and what they found harmless."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class EditionState(models.TextChoices):
    """Where an edition of a guide is on its way to its readers."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class Guide(models.Model):
    """The guide of one field and one professional code, or of a field as a whole."""

    field_code = models.CharField(max_length=20)
    professional_code = models.CharField(max_length=20, blank=True, help_text="Empty for the whole field.")
    form = models.CharField(
        max_length=12, default="guide", help_text="guide, or instruction for a field's work instruction."
    )
    created_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["field_code", "professional_code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["field_code", "professional_code", "form"], name="guide_once"),
        ]

    def __str__(self) -> str:
        return f"{self.field_code} {self.professional_code} {self.form}"


class GuideEdition(models.Model):
    """One edition: what was compiled, from what, by whom released. A published body never changes."""

    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="editions")
    number = models.IntegerField(help_text="1, 2 … per guide.")
    state = models.CharField(max_length=10, choices=EditionState.choices, default=EditionState.DRAFT)
    compiled = models.JSONField(help_text="anjuan.compiling.guide.Guide as compiled.")
    body = models.JSONField(null=True, blank=True, help_text="As published: with all edits, nothing else.")
    scope_code = models.CharField(
        max_length=20, blank=True, help_text="The code whose cases were used; coarser when few."
    )
    made_with = models.CharField(max_length=120)
    cases_count = models.IntegerField()
    clients_count = models.IntegerField()
    facts_count = models.IntegerField()
    compiled_at = models.DateTimeField()
    compiled_by = models.CharField(max_length=150)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.CharField(max_length=150, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    published_by = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was sent back or withdrawn.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["guide_id", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["guide", "number"], name="edition_once"),
            models.UniqueConstraint(
                fields=["guide"], condition=models.Q(state="published"), name="edition_published_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guide_id}/{self.number} {self.state}"


class GuideEdit(models.Model):
    """What an editor did to one line: left it out, moved it, reworded it, agreed to it, or wrote it."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="edits")
    section = models.CharField(max_length=40)
    line = models.CharField(max_length=16, help_text="Key of the line; of an own line a new one.")
    what = models.CharField(max_length=10, help_text="hide, show, move, word, agree, own, drop.")
    value = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["guide", "section", "line"], name="edit_of_line")]

    def __str__(self) -> str:
        return f"{self.guide_id} {self.line} {self.what}"


class Harmless(models.Model):
    """A text that looks like an identity, and of which a person said that it names nobody."""

    text = models.CharField(max_length=200, unique=True)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return self.text
