"""Projects: one certification cycle of one organisation in one field, and its programme of audits."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.lifecycle.models.applications import Application


class Project(models.Model):
    """One certification cycle: contract, programme, certificate and its status."""

    number = models.CharField(max_length=20, unique=True)
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="project"
    )
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="projects")
    kind = models.CharField(max_length=10)
    audit_type = models.CharField(max_length=20, default="initial")
    field_code = models.CharField(max_length=20, db_index=True)
    standards = models.CharField(max_length=300, blank=True)
    scope = models.TextField(blank=True)
    professional_codes = models.CharField(max_length=200, blank=True, help_text="Separated by ；")
    cycle_no = models.IntegerField(default=1)
    state = models.CharField(max_length=12, default="accepted", db_index=True)
    manager = models.CharField(max_length=150, blank=True, db_index=True)
    reason = models.CharField(max_length=500, blank=True)
    contract_no = models.CharField(max_length=60, blank=True)
    contract_on = models.DateField(null=True, blank=True)
    fee_direct = models.BooleanField(default=False, help_text="The client pays the body itself.")
    short_notice_agreed = models.BooleanField(default=False)
    minimum_days = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    minimum_reason = models.CharField(max_length=500, blank=True)
    site_count = models.IntegerField(default=1)
    sampling_reason = models.CharField(max_length=500, blank=True)
    programme_approved_on = models.DateField(null=True, blank=True)
    programme_approved_by = models.CharField(max_length=150, blank=True)
    certificate = models.ForeignKey(
        "registry.Certificate", on_delete=models.PROTECT, null=True, blank=True, related_name="projects"
    )
    certificate_no = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=4, default="none", db_index=True, help_text="none, 01 … 05")
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True, help_text="The last valid day.")
    status_reason = models.CharField(max_length=4, blank=True)
    suspended_on = models.DateField(null=True, blank=True)
    suspension_ends_on = models.DateField(null=True, blank=True)
    cause_resolved_on = models.DateField(null=True, blank=True)
    restoration_on = models.DateField(null=True, blank=True, help_text="Day of the decision to restore.")
    cancellation_on = models.DateField(null=True, blank=True, help_text="The client's word or the entity's end.")
    due_on = models.DateField(null=True, blank=True, db_index=True, help_text="Of the task that is due next.")
    due_title = models.CharField(max_length=200, blank=True)
    case = models.ForeignKey("archive.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="projects")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(db_index=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["accepted", "contracted", "programmed", "certified", "refused", "cancelled", "ended"]
                ),
                name="project_state",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["none", "01", "02", "03", "04", "05"]), name="project_status"
            ),
            models.CheckConstraint(
                condition=models.Q(status="none") | models.Q(issued_on__isnull=False, expires_on__isnull=False),
                name="certified_has_days",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="02")
                | models.Q(suspended_on__isnull=False, suspension_ends_on__gte=models.F("suspended_on")),
                name="suspended_has_days",
            ),
            models.CheckConstraint(
                condition=models.Q(state="accepted") | models.Q(state="cancelled") | models.Q(fee_direct=True),
                name="contract_is_paid_directly",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="project_state_due")]

    def __str__(self) -> str:
        return f"{self.number} {self.organisation_id}"


class ProgrammeLine(models.Model):
    """One audit that the programme of a cycle plans."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="programme")
    sequence = models.IntegerField()
    kind = models.CharField(max_length=20, help_text="stage1, stage2, surveillance, recertification, special")
    planned_on = models.DateField()
    clauses = models.TextField(blank=True, help_text="Clauses and processes that it covers.")
    days = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["project_id", "sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "sequence"], name="programme_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}/{self.sequence} {self.kind}"
