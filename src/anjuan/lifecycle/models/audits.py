"""Audits with their teams, plans and notes."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from anjuan.lifecycle.models.projects import Project

KINDS = ["stage1", "stage2", "surveillance", "recertification", "special"]


class Audit(models.Model):
    """One audit of a project, from task order to decision."""

    number = models.CharField(max_length=24, unique=True)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="audits")
    sequence = models.IntegerField()
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default="open", db_index=True)
    reason = models.CharField(max_length=500, blank=True)
    first_day = models.DateField(null=True, blank=True, db_index=True)
    last_day = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True, help_text="The last day on which a rule allows it.")
    minimum_days = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    objectives = models.CharField(max_length=500, blank=True)
    ordered_on = models.DateField(null=True, blank=True)
    ordered_by = models.CharField(max_length=150, blank=True)
    remote_share_pct = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    remote_agreed_on = models.DateField(null=True, blank=True)
    team_accepted_on = models.DateField(null=True, blank=True)
    is_short_notice = models.BooleanField(default=False)
    plan_reported_on = models.DateField(null=True, blank=True)
    spot_check_notice_on = models.DateField(null=True, blank=True)
    sample_sites = models.CharField(max_length=500, blank=True, help_text="Sites of the sample, separated by ；")
    visited_sites = models.CharField(max_length=500, blank=True, help_text="Sites visited, separated by ；")
    client_signed = models.BooleanField(default=False, help_text="Top management signed the meeting, or why not.")
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    conclusion = models.TextField(blank=True)
    test_positive = models.BooleanField(null=True, blank=True)
    score = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    score_signed_on = models.DateField(null=True, blank=True)
    licences_until = models.DateField(null=True, blank=True)
    committee_undeclared = models.IntegerField(default=0)
    case = models.ForeignKey("archive.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="audits")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["project_id", "sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "sequence"], name="audit_place_once"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="audit_kind"),
            models.CheckConstraint(
                condition=models.Q(first_day=None)
                | models.Q(last_day=None)
                | models.Q(last_day__gte=models.F("first_day")),
                name="audit_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class TeamMember(models.Model):
    """A person of an audit's team."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="audit_places"
    )
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=10)
    is_full = models.BooleanField(default=True, help_text="A full auditor, no trainee.")
    codes = models.CharField(max_length=200, blank=True, help_text="Professional codes covered, separated by ；")
    days = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    declared_on = models.DateField(null=True, blank=True)
    consulted_on = models.DateField(null=True, blank=True, help_text="Last day of consultancy for the client.")
    opening_signed = models.BooleanField(default=False)
    closing_signed = models.BooleanField(default=False)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["audit", "name"], name="team_member_once"),
            models.UniqueConstraint(fields=["audit"], condition=models.Q(role="leader"), name="team_has_one_leader"),
            models.CheckConstraint(
                condition=models.Q(role__in=["leader", "auditor", "trainee", "expert", "observer"]), name="team_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.role}"


class PlanRow(models.Model):
    """A half day of the plan: who looks at which clauses and processes, where."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="plan")
    day = models.DateField()
    half = models.CharField(max_length=2, help_text="am or pm")
    site = models.CharField(max_length=200, blank=True)
    process = models.CharField(max_length=200, help_text="Department or process.")
    clauses = models.CharField(max_length=300, blank=True, help_text="Separated by spaces.")
    member = models.ForeignKey(TeamMember, on_delete=models.CASCADE, related_name="rows")
    is_remote = models.BooleanField(default=False)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["day", "half", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(half__in=["am", "pm"]), name="plan_half"),
            models.UniqueConstraint(fields=["member", "day", "half", "process"], name="plan_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.half} {self.process}"


class ChecklistNote(models.Model):
    """A note made during an audit, as its device sent it. Every revision of every device stays."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="notes")
    uuid = models.UUIDField(help_text="Made by the device; the same in all revisions of the note.")
    revision = models.IntegerField(help_text="Counted by the device, from 1.")
    device = models.CharField(max_length=60)
    device_at = models.DateTimeField(help_text="By the clock of the device.")
    received_at = models.DateTimeField()
    clauses = models.CharField(max_length=100, blank=True)
    process = models.CharField(max_length=200, blank=True)
    site = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    judgement = models.CharField(max_length=10, blank=True, help_text="conforms, doubt, finding or empty")
    author = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["device_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["audit", "uuid", "revision", "device"], name="note_revision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.uuid} r{self.revision}"
