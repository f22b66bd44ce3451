"""Series of serials, the numbers given from them, and the body's own patterns."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class NumberSeries(models.Model):
    """A series of serials and the last one given."""

    key = models.CharField(max_length=60, unique=True)
    last = models.IntegerField(default=0)

    class Meta:
        """Order."""

        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return self.key


class NumberGrant(models.Model):
    """A number that was given: it is never given again."""

    number = models.CharField(max_length=60, unique=True)
    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="grants")
    serial = models.IntegerField()
    edition = models.CharField(max_length=120, help_text="Edition of the number rule, or body: and its pattern.")
    given_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["series_id", "serial"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["series", "serial"], name="serial_given_once")]

    def __str__(self) -> str:
        return self.number


class BodyNumbering(models.Model):
    """A pattern of the body's own, in force from a day; it stands before the national rule."""

    name = models.CharField(max_length=80, unique=True)
    category = models.CharField(max_length=10, help_text="What the certification fields begin with.")
    template = models.CharField(max_length=120)
    body_digits = models.IntegerField()
    serial_digits = models.IntegerField()
    sub_suffix = models.CharField(max_length=10, blank=True)
    restart = models.CharField(max_length=20)
    letters = models.CharField(max_length=300, blank=True, help_text="A01=Q, parted by commas.")
    valid_from = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["category", "valid_from", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["category", "valid_from"], name="body_numbering_once_a_day")
        ]

    def __str__(self) -> str:
        return self.name
