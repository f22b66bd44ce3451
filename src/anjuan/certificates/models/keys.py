"""Keys with which statements are signed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class SigningKey(models.Model):
    """An Ed25519 key: the public half for whoever verifies, the private one sealed with the key of the data home."""

    kid = models.CharField(max_length=20, unique=True)
    public = models.BinaryField(max_length=32)
    private = models.TextField(help_text="Sealed; readable only with secret.key of this data home.")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    retired_on = models.DateField(null=True, blank=True, help_text="Last day on which it signed.")
    revoked_on = models.DateField(null=True, blank=True, help_text="Nothing that it signed counts any more.")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(revoked_on=None) | models.Q(retired_on__isnull=False), name="signing_key_ended"
            ),
        ]

    def __str__(self) -> str:
        return self.kid
