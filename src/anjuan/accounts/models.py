"""Tables of the accounts room."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person who logs in. Django's own groups and permissions are not used: see RoleGrant."""

    display_name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=10, blank=True)
    theme = models.CharField(max_length=10, blank=True)
    organisation_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["username"]

    @property
    def shown_name(self) -> str:
        """The name other people see."""
        return self.display_name or self.username


class RoleGrant(models.Model):
    """A role that a person holds, with who gave it and when. Withdrawn grants stay as history."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=40)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Constraints and order."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(withdrawn_at=None), name="role_held_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}"


class JournalEntry(models.Model):
    """One deed, chained by hash to the one before. Never changed, never removed (triggers see to it)."""

    number = models.BigIntegerField(unique=True)
    at = models.CharField(max_length=32)
    actor = models.CharField(max_length=150, db_index=True)
    action = models.CharField(max_length=60, db_index=True)
    subject = models.CharField(max_length=120, db_index=True, blank=True)
    label = models.CharField(max_length=300, blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.actor} {self.action} {self.subject}"
