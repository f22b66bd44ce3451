"""Parcels 导出包: one file with several cases in it, made in the background, kept for some days."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.archive.models import Case


class ParcelState(models.TextChoices):
    """How far a parcel is."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"
    GONE = "gone"


class ParcelItemState(models.TextChoices):
    """What became of one case."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Parcel(models.Model):
    """A file of cases that a person ordered: only they may load it down, until it expires."""

    number = models.CharField(max_length=40, unique=True)
    way = models.CharField(max_length=10, help_text="original: packages; marked or pictures: watermarked PDF.")
    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=150, db_index=True)
    state = models.CharField(max_length=10, choices=ParcelState.choices, default=ParcelState.WAITING, db_index=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    size_bytes = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        """Order."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.number} {self.ordered_by}"


class ParcelItem(models.Model):
    """One case of a parcel, and what became of it."""

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ParcelItemState.choices, default=ParcelItemState.WAITING)
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["parcel", "case"], name="parcel_case_once")]

    def __str__(self) -> str:
        return f"{self.parcel_id} {self.case_id}: {self.state}"
