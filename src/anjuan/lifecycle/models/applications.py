"""Applications, and the conditions that a person looks up before accepting one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Application(models.Model):
    """What an organisation asks for. What is not stated is empty."""

    number = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    applicant = models.CharField(max_length=300, db_index=True)
    credit_code = models.CharField(max_length=18, blank=True)
    kind = models.CharField(max_length=10, help_text="system, product or service")
    audit_type = models.CharField(max_length=20, default="initial", help_text="initial, recertification or transfer")
    field_code = models.CharField(max_length=20, blank=True)
    standards = models.CharField(max_length=300, blank=True)
    scope = models.TextField(blank=True)
    headcount = models.IntegerField(null=True, blank=True)
    site_count = models.IntegerField(default=1)
    contact = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    applied_on = models.DateField(null=True, blank=True)
    released_on = models.DateField(null=True, blank=True)
    internal_audit_on = models.DateField(null=True, blank=True)
    management_review_on = models.DateField(null=True, blank=True)
    qualified_auditors = models.IntegerField(null=True, blank=True)
    barred_from = models.DateField(null=True, blank=True, help_text="The day a waiting time counts from.")
    barred_by_body = models.BooleanField(default=False, help_text="The former body lost its approval.")
    professional_codes = models.CharField(max_length=200, blank=True, help_text="Separated by ；")
    state = models.CharField(max_length=12, default="draft", db_index=True)
    reason = models.CharField(max_length=500, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["system", "product", "service"]), name="application_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "submitted", "returned", "accepted", "declined", "withdrawn"]),
                name="application_state",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="accepted") | models.Q(reviewed_on__isnull=False), name="accepted_is_reviewed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.applicant}"


class Condition(models.Model):
    """A condition that a person looked up: when, with which outcome. Looking again adds a row."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, null=True, blank=True, related_name="conditions"
    )
    special = models.ForeignKey(
        "lifecycle.Special", on_delete=models.CASCADE, null=True, blank=True, related_name="conditions"
    )
    key = models.CharField(max_length=30)
    outcome = models.CharField(max_length=3, help_text="yes, no or na")
    checked_on = models.DateField()
    checked_by = models.CharField(max_length=150)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(application__isnull=False, special=None)
                | models.Q(application=None, special__isnull=False),
                name="condition_of_one_thing",
            ),
            models.CheckConstraint(condition=models.Q(outcome__in=["yes", "no", "na"]), name="condition_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.key}={self.outcome}"
