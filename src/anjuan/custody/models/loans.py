"""Lending 借阅: who may read what, for what purpose, until when, by whose leave."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.archive.models import Case, Document


class LoanState(models.TextChoices):
    """How far a loan is. A loan whose last day is over reads nothing any more, whatever its state."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class Loan(models.Model):
    """A case, or papers of it, lent to a person for reading."""

    number = models.CharField(max_length=40, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="loans")
    documents = models.ManyToManyField(Document, related_name="loans", blank=True, help_text="Empty: the whole case.")
    pages = models.CharField(max_length=200, blank=True, help_text="Pages wanted, as the borrower wrote them.")
    borrower_id = models.BigIntegerField(db_index=True, help_text="Key of the user.")
    borrower = models.CharField(max_length=150)
    purpose_code = models.CharField(max_length=20)
    purpose = models.CharField(max_length=500)
    first_day = models.DateField(help_text="The first day of reading.")
    last_day = models.DateField(db_index=True, help_text="The last day of reading, inclusive.")
    state = models.CharField(max_length=10, choices=LoanState.choices, default=LoanState.REQUESTED, db_index=True)
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decision = models.CharField(max_length=500, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(last_day__gte=models.F("first_day")), name="loan_period"),
            models.CheckConstraint(
                condition=models.Q(decided_by="") | ~models.Q(decided_by=models.F("borrower")),
                name="loan_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.borrower}"

    @property
    def token(self) -> str:
        """What opens the case while the loan runs."""
        return f"loan:{self.pk}"
