"""Appraisal 鉴定, destruction under supervision 监销, and the register 销毁清册 that is kept for ever."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.archive.models import Case


class ListState(models.TextChoices):
    """How far an appraisal list is. ``refused`` and ``done`` are final."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    EXECUTING = "executing"
    DONE = "done"


class AppraisalState(models.TextChoices):
    """What becomes of one case of a list. ``kept``, ``stopped`` and ``destroyed`` are final."""

    PROPOSED = "proposed"
    KEPT = "kept"
    EXECUTING = "executing"
    STOPPED = "stopped"
    DESTROYED = "destroyed"


class AppraisalList(models.Model):
    """A list of cases whose retention is over, put before the appraisal group and the head."""

    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ListState.choices, default=ListState.DRAFT, db_index=True)
    method = models.CharField(max_length=60, blank=True, help_text="How it is destroyed, as the head approved it.")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decision = models.CharField(max_length=500, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    begun_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class AppraisalItem(models.Model):
    """One case of an appraisal list."""

    list = models.ForeignKey(AppraisalList, on_delete=models.PROTECT, related_name="cases")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appraisals")
    state = models.CharField(max_length=10, choices=AppraisalState.choices, default=AppraisalState.PROPOSED)
    keep_until = models.DateField(help_text="When the list was made, inclusive.")
    reason = models.CharField(max_length=500, blank=True, help_text="Why it is kept, or what stopped its destruction.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "case"], name="appraisal_case_once"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state__in=["proposed", "executing"]), name="appraisal_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_id}: {self.case_id} {self.state}"


class Opinion(models.Model):
    """What a member of the appraisal group thinks of a list. One each; a later one takes the place of the former."""

    list = models.ForeignKey(AppraisalList, on_delete=models.PROTECT, related_name="opinions")
    member = models.CharField(max_length=150)
    agrees = models.BooleanField()
    text = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["list", "member"], name="opinion_once")]

    def __str__(self) -> str:
        return f"{self.list_id}: {self.member}"


class Supervision(models.Model):
    """The signature of one who supervises a destruction 监销人."""

    list = models.ForeignKey(AppraisalList, on_delete=models.PROTECT, related_name="supervisions")
    supervisor = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["list", "supervisor"], name="supervision_once")]

    def __str__(self) -> str:
        return f"{self.list_id}: {self.supervisor}"


class DestructionRecord(models.Model):
    """The entry of one destroyed case in the register, kept for ever. Never changed, never removed (triggers)."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="destruction")
    list_number = models.CharField(max_length=40)
    case_number = models.CharField(max_length=40)
    reference_code = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    organisation_name = models.CharField(max_length=300, blank=True)
    year = models.IntegerField(null=True, blank=True)
    class_code = models.CharField(max_length=6)
    keep_until = models.DateField()
    documents = models.JSONField(help_text="Code, sequence, title, kind, pages, SHA-256 and SM3 of every paper.")
    documents_count = models.IntegerField()
    pages_count = models.IntegerField()
    kept_originals = models.JSONField(default=list, help_text="Not destroyed because other cases hold the same bytes.")
    method = models.CharField(max_length=60)
    made_by = models.CharField(max_length=150)
    approved_by = models.CharField(max_length=150)
    approved_at = models.DateTimeField()
    supervisors = models.JSONField()
    destroyed_at = models.DateTimeField()
    destroyed_by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.case_number} {self.title}"
