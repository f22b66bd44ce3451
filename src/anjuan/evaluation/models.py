"""Schemes with a body's points, assessments, sheets of assessors, visits."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

_KINDS = tuple((code, code) for code in ("met", "failed", "sampled", "deducted", "obtained", "na"))


class SchemeEdition(models.Model):
    """A scheme as assessments use it: frozen, so that an old score can be made again."""

    scheme = models.CharField(max_length=40)
    edition = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    version = models.IntegerField(default=1, help_text="Of the shape of the content.")
    content = models.JSONField(help_text="The scheme as plain values, every number a text.")
    fingerprint = models.CharField(max_length=64)
    loaded_by = models.CharField(max_length=150)
    loaded_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["scheme", "-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["scheme", "edition"], name="scheme_edition_once")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.edition}"


class AssessmentState(models.TextChoices):
    """How far an assessment is."""

    OPEN = "open"
    SIGNED = "signed"
    DECIDED = "decided"
    REFUSED = "refused"


class Assessment(models.Model):
    """One assessment of one organisation by one edition of a scheme."""

    number = models.CharField(max_length=40, unique=True)
    scheme = models.ForeignKey(SchemeEdition, on_delete=models.PROTECT, related_name="assessments")
    organisation = models.CharField(max_length=300)
    case = models.CharField(max_length=40, blank=True, db_index=True, help_text="Number of the case, if it has one.")
    scope = models.CharField(max_length=1000, blank=True)
    assessed_on = models.DateField()
    is_first_year = models.BooleanField(default=False)
    has_exception = models.BooleanField(default=False)
    leader = models.CharField(max_length=150)
    state = models.CharField(
        max_length=10, choices=AssessmentState.choices, default=AssessmentState.OPEN, db_index=True
    )
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    signed_by = models.CharField(max_length=150, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=500, blank=True)
    score = models.CharField(
        max_length=40, blank=True, help_text="Exact, as a fraction or decimal; empty until signed."
    )
    level = models.CharField(max_length=40, blank=True, help_text="Code of the level given; empty until decided.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(decided_by="") | ~models.Q(decided_by=models.F("signed_by")),
                name="assessment_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.organisation}"


class Sheet(models.Model):
    """The marks of one assessor."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="sheets")
    assessor = models.CharField(max_length=150)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["assessment", "assessor"], name="sheet_once")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.assessor}"


class SheetMark(models.Model):
    """What an assessor found at one item in one place."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="marks")
    item = models.CharField(max_length=40)
    site = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=_KINDS)
    samples = models.IntegerField(default=0)
    bad = models.IntegerField(default=0)
    points = models.DecimalField(max_digits=12, decimal_places=6, default=0)
    reason = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "item", "site"], name="mark_once"),
            models.CheckConstraint(condition=models.Q(bad__gte=0, bad__lte=models.F("samples")), name="mark_bad"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.state}"


class MarkEvidence(models.Model):
    """A page on which a mark can be seen; the document is named by its key in the archive."""

    mark = models.ForeignKey(SheetMark, on_delete=models.CASCADE, related_name="evidence")
    document = models.BigIntegerField()
    page = models.IntegerField(default=0)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        """Order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.document}/{self.page}"


class Settlement(models.Model):
    """Whose mark counts where assessors differ, by the leader's word."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="settlements")
    item = models.CharField(max_length=40)
    assessor = models.CharField(max_length=150)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["assessment", "item"], name="settlement_once")]

    def __str__(self) -> str:
        return f"{self.item}: {self.assessor}"


class SpecialPoint(models.Model):
    """A special deduction or addition."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="specials")
    is_bonus = models.BooleanField(default=False)
    reason = models.CharField(max_length=500)
    requirement = models.CharField(max_length=300, blank=True)
    corrected_on = models.DateField(null=True, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        """Order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.reason


class Visit(models.Model):
    """A visit to an outlet or an answered survey sheet: its form, day and answers."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="visits")
    form = models.CharField(max_length=40)
    outlet = models.CharField(max_length=200, blank=True)
    visited_on = models.DateField()
    answers = models.JSONField(help_text="Question code: answer, as the form was filled in.")
    version = models.IntegerField(default=1, help_text="Of the shape of the answers.")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        """Order."""

        ordering: ClassVar = ["-visited_on", "-id"]

    def __str__(self) -> str:
        return f"{self.form} {self.visited_on}"
