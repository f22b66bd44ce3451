"""Facts taken from papers, and what persons said of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.archive.models import Case, Document


class FactState(models.TextChoices):
    """Where a fact is on its way into guides."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class MinedCase(models.Model):
    """A case whose papers were mined: how far its judgement had come then."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="mined")
    judged_at = models.DateTimeField(db_index=True, help_text="Of the judgement after which it was mined.")
    mined_at = models.DateTimeField(db_index=True)
    facts_count = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.facts_count}"


class MinedDocument(models.Model):
    """A document that was mined, and with which tables: what has not changed is not mined again."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="mined")
    made_with = models.CharField(max_length=80, help_text="Versions of the tables and of the description.")
    facts_count = models.IntegerField(default=0)
    mined_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.document_id} {self.made_with}"


class MinedFact(models.Model):
    """One fact of one document. What a person said of it stays while its words stand there."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="facts")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="facts")
    key = models.CharField(max_length=64, help_text="Digest of kind, page and words: the same when mined again.")
    kind = models.CharField(max_length=20)
    clause = models.CharField(max_length=20, blank=True, help_text="Of findings and audit points.")
    slots = models.JSONField(default=list, help_text="Name, value and place of each value, in order.")
    corrected = models.JSONField(
        null=True, blank=True, help_text="Name and value of each slot, as a person set it right."
    )
    quote = models.TextField(help_text="The words as printed.")
    page = models.IntegerField(help_text="In the document, from 1.")
    start = models.IntegerField(help_text="First character in the page's lines joined by line feeds; inclusive.")
    end = models.IntegerField(help_text="Exclusive; equal to start where the words stand in cells only.")
    boxes = models.JSONField(default=list, help_text="Page fractions.")
    confidence = models.FloatField()
    rule = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=FactState.choices, default=FactState.PROPOSED)
    mined_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "key"], name="fact_once")]
        indexes: ClassVar = [
            models.Index(fields=["case", "kind", "id"], name="fact_of_case"),
            models.Index(fields=["state", "kind", "id"], name="fact_by_state"),
            models.Index(fields=["kind", "clause", "id"], name="fact_by_clause"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quote[:40]}"


class FactReview(models.Model):
    """What a person said of a fact; never deleted."""

    fact = models.ForeignKey(MinedFact, on_delete=models.CASCADE, related_name="reviews")
    verdict = models.CharField(max_length=10, choices=FactState.choices)
    before = models.CharField(max_length=10)
    corrected = models.JSONField(null=True, blank=True)
    is_single = models.BooleanField(default=True, help_text="Looked at by itself, not as one of many.")
    rule = models.CharField(max_length=60, db_index=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.fact_id} {self.verdict} {self.by}"
