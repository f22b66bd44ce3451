"""What was done to the archive's things, and what the search index still has to learn."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.archive.models.cases import Case, Document
from anjuan.archive.models.originals import Original


class CustodyEvent(models.Model):
    """One deed on an original, a document or a case (events of PREMIS). Never changed, never removed."""

    at = models.DateTimeField()
    event = models.CharField(max_length=40)
    outcome = models.CharField(max_length=20, default="success")
    actor = models.CharField(max_length=150)
    detail = models.CharField(max_length=500, blank=True)
    tool = models.CharField(max_length=80, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    original = models.ForeignKey(Original, on_delete=models.PROTECT, null=True, blank=True, related_name="events")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event}"


class IndexOrder(models.Model):
    """Pages that the search index has to take in or let go: written with the pages, drained by the indexer."""

    document_id = models.BigIntegerField()
    first_page = models.IntegerField(default=1, help_text="In the document, inclusive.")
    last_page = models.IntegerField(help_text="In the document, inclusive.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.first_page}-{self.last_page}"


class IndexRefusal(models.Model):
    """A page that the search index could not take in: set aside, so that it keeps no other from being found."""

    page_id = models.BigIntegerField(unique=True, help_text="Key of the page.")
    reason = models.TextField()
    refused_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.reason}"


class IndexRemoval(models.Model):
    """Pages that are gone from the tables and that the search index has to let go, by key."""

    first_id = models.BigIntegerField(help_text="Key of a page, inclusive.")
    last_id = models.BigIntegerField(help_text="Key of a page, inclusive.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.first_id}-{self.last_id}"
