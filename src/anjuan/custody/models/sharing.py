"""Sharing 分享: a link by which somebody without a log-in reads a case, or papers of it, for some days."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.archive.models import Case, Document


class ShareState(models.TextChoices):
    """How far a share is. One whose moment is over or whose openings are used up opens nothing, whatever its state."""

    REQUESTED = "requested"
    OPEN = "open"
    REFUSED = "refused"
    REVOKED = "revoked"


class Share(models.Model):
    """A case, or papers of it, that one receiver may read by a link. Of the link only a digest is kept."""

    number = models.CharField(max_length=40, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="shares")
    documents = models.ManyToManyField(Document, related_name="shares", blank=True, help_text="Empty: the whole case.")
    receiver = models.CharField(max_length=80, help_text="Who it is for; stands on every page.")
    reason = models.CharField(max_length=500)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token in the link.")
    password = models.CharField(max_length=200, blank=True, help_text="Hashed; empty when none is asked for.")
    may_copy = models.BooleanField(default=False, help_text="Whether papers may be taken as watermarked PDF.")
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)
    created_by_id = models.BigIntegerField(db_index=True, help_text="Key of the user.")
    expires_at = models.DateTimeField(db_index=True, help_text="The moment from which it opens nothing.")
    most_openings = models.PositiveIntegerField(null=True, blank=True)
    openings = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True, help_text="When it was opened last.")
    state = models.CharField(max_length=10, choices=ShareState.choices, default=ShareState.OPEN, db_index=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decision = models.CharField(max_length=500, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=150, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("created_at")), name="share_period"),
            models.CheckConstraint(
                condition=models.Q(most_openings=None) | models.Q(openings__lte=models.F("most_openings")),
                name="share_openings",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by="") | ~models.Q(decided_by=models.F("created_by")),
                name="share_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.receiver}"


class ShareOpening(models.Model):
    """One opening of a link: when, from where."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="opened")
    at = models.DateTimeField()
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=300, blank=True)

    class Meta:
        """Order."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.share_id} {self.at:%Y-%m-%d %H:%M} {self.address}"
