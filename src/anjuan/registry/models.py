"""Tables of the registry room."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Organisation(models.Model):
    """A legal person that applies for certification or holds it."""

    name = models.CharField(max_length=300, db_index=True)
    credit_code = models.CharField(
        max_length=18, unique=True, null=True, blank=True, help_text="Unified social credit code, GB 32100-2015."
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
