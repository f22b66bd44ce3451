"""File review, decision, status of certificates, special audits and transfers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.lifecycle.models.applications import Application
from anjuan.lifecycle.models.audits import Audit
from anjuan.lifecycle.models.projects import Project


class FileReview(models.Model):
    """That somebody who was not there reviewed the file of an audit."""

    audit = models.OneToOneField(Audit, on_delete=models.PROTECT, related_name="review")
    reviewer = models.CharField(max_length=150)
    reviewer_name = models.CharField(max_length=80, blank=True)
    reviewed_on = models.DateField()
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.audit_id} {self.reviewer}"


class ReviewQuestion(models.Model):
    """A question of the reviewer, and its answer."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=150, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.text[:60]


class Decision(models.Model):
    """The decision on an audit, by somebody who was not in its team."""

    audit = models.OneToOneField(Audit, on_delete=models.PROTECT, related_name="decision")
    is_positive = models.BooleanField()
    decider = models.CharField(max_length=150)
    decider_name = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField()
    text = models.TextField(blank=True)
    minded = models.TextField(blank=True, help_text="What was warned of when it was decided.")

    def __str__(self) -> str:
        return f"{self.audit_id} {self.is_positive}"


class StatusChange(models.Model):
    """One change of a certificate's status, with its reason."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="status_changes")
    step = models.CharField(max_length=30)
    before = models.CharField(max_length=4)
    after = models.CharField(max_length=4)
    reason_code = models.CharField(max_length=4, blank=True)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    text = models.TextField(blank=True)
    decided_by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        """Order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.before}→{self.after}"


class Special(models.Model):
    """A special audit, a change or a transfer: SP1 to SP7."""

    number = models.CharField(max_length=24, unique=True)
    code = models.CharField(max_length=3)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="specials")
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="transfer"
    )
    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, null=True, blank=True, related_name="specials")
    state = models.CharField(max_length=12, default="requested", db_index=True)
    trigger = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    old_body = models.CharField(max_length=200, blank=True)
    old_certificate_no = models.CharField(max_length=60, blank=True)
    old_expires_on = models.DateField(null=True, blank=True)
    body_ceased_on = models.DateField(null=True, blank=True)
    reviewed_points = models.CharField(max_length=300, blank=True, help_text="Points reviewed, separated by ；")
    visited_on = models.DateField(null=True, blank=True)
    requested_on = models.DateField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(code__in=["SP1", "SP2", "SP3", "SP4", "SP5", "SP6", "SP7"]), name="special_code"
            ),
            models.CheckConstraint(
                condition=models.Q(code="SP5", application__isnull=False)
                | (~models.Q(code="SP5") & models.Q(project__isnull=False)),
                name="special_of_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.code}"
