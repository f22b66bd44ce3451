"""Findings, what the client answers, and how it was verified."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.lifecycle.models.audits import Audit


class Finding(models.Model):
    """A nonconformity or an observation of one audit."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="findings")
    number = models.CharField(max_length=10)
    grade = models.CharField(max_length=12, help_text="major, minor or observation")
    first_grade = models.CharField(max_length=12, help_text="The grade it was raised with.")
    clause = models.CharField(max_length=60, blank=True)
    requirement = models.TextField(blank=True)
    fact = models.TextField(blank=True)
    department = models.CharField(max_length=100, blank=True)
    found_on = models.DateField()
    due_on = models.DateField(null=True, blank=True, help_text="Until when the client answers and acts.")
    way = models.CharField(max_length=8, default="written", help_text="Verified written or onsite.")
    state = models.CharField(max_length=12, default="raised", db_index=True)
    reason = models.CharField(max_length=500, blank=True)
    raised_by = models.CharField(max_length=150)
    repeat_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeats")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["audit_id", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["audit", "number"], name="finding_number_once"),
            models.CheckConstraint(
                condition=models.Q(grade__in=["major", "minor", "observation"]), name="finding_grade"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.grade}"


class FindingAnswer(models.Model):
    """What a client answered; a new answer is a new row."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="answers")
    revision = models.IntegerField()
    cause = models.TextField()
    correction = models.TextField()
    action = models.TextField()
    answered_by = models.CharField(max_length=150)
    answered_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["revision"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["finding", "revision"], name="answer_revision_once")]

    def __str__(self) -> str:
        return f"{self.finding_id} r{self.revision}"


class FindingEvidence(models.Model):
    """A file that shows what was done, kept in the case file."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="evidence")
    item = models.ForeignKey("archive.IntakeItem", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=300)
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()

    class Meta:
        """Order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.title


class FindingVerification(models.Model):
    """How a finding was verified, and with which evidence."""

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE, related_name="verification")
    text = models.TextField()
    evidence = models.TextField(help_text="What was seen: files of the finding, or what was looked at on site.")
    verified_on = models.DateField()
    verified_by = models.CharField(max_length=150)

    class Meta:
        """Constraints."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(evidence=""), name="verified_with_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.verified_on}"
