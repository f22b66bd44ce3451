"""Cases, their documents and pages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.archive.models.originals import Original, OriginalPage


class CaseState(models.TextChoices):
    """Where a case is on its way to the shelf."""

    COLLECTING = "collecting"
    FILED = "filed"
    SEALED = "sealed"
    DESTROYED = "destroyed"


class Case(models.Model):
    """An audit case file: the papers of one audit of one organisation.

    What is not stated is empty. Columns that lists sort and filter by are kept here; values of which a
    case may have several (standards, codes) are attributes.
    """

    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    source_key = models.CharField(
        max_length=500, unique=True, null=True, blank=True, help_text="The folder it came from."
    )
    state = models.CharField(max_length=12, choices=CaseState.choices, default=CaseState.COLLECTING)
    organisation = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    organisation_name = models.CharField(max_length=300, blank=True, db_index=True, help_text="As the papers print it.")
    field_code = models.CharField(
        max_length=20, blank=True, db_index=True, help_text="Certification field, such as A01."
    )
    audit_type = models.CharField(max_length=20, blank=True, db_index=True)
    year = models.IntegerField(null=True, blank=True, db_index=True)
    audited_on = models.CharField(max_length=10, blank=True, help_text="Last audit day; ISO, maybe partial.")
    decided_on = models.CharField(max_length=10, blank=True, help_text="Decision; ISO, maybe partial.")
    expires_on = models.CharField(max_length=10, blank=True, help_text="Certificate, inclusive; ISO, maybe partial.")
    team_leader = models.CharField(max_length=80, blank=True)
    province = models.CharField(max_length=6, blank=True, help_text="Code of the division its address lies in.")
    reached = models.CharField(max_length=1, blank=True, help_text="Family of the last papers it holds: A to G.")
    completeness = models.SmallIntegerField(
        null=True, blank=True, help_text="Percent of the papers surely required that it holds, rounded down."
    )
    problems = models.IntegerField(null=True, blank=True, help_text="Blocking findings; empty before a judgement.")
    misses = models.IntegerField(default=0, help_text="What it lacks, by its last judgement.")
    contradictions = models.IntegerField(default=0, help_text="By its last judgement.")
    documents_count = models.IntegerField(default=0)
    pages_count = models.IntegerField(default=0)
    doubtful_lines = models.IntegerField(default=0)
    reference_code = models.CharField(
        max_length=60, unique=True, null=True, blank=True, help_text="档号 of the volume; never used again."
    )
    cycle = models.ForeignKey("archive.Cycle", on_delete=models.SET_NULL, null=True, blank=True, related_name="cases")
    created_at = models.DateTimeField(db_index=True)
    updated_at = models.DateTimeField(db_index=True)
    created_by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order. The indexes are for lists: order by one column, count states under one filter."""

        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            *(
                models.Index(fields=[name, "id"], name=f"case_by_{name}"[:30])
                for name in (
                    "updated_at",
                    "created_at",
                    "title",
                    "organisation_name",
                    "documents_count",
                    "pages_count",
                    "doubtful_lines",
                    "audited_on",
                    "decided_on",
                    "expires_on",
                    "team_leader",
                    "completeness",
                )
            ),
            *(
                models.Index(fields=[name, "state"], name=f"case_state_{name}"[:30])
                for name in (
                    "field_code",
                    "audit_type",
                    "year",
                    "province",
                    "reached",
                    "problems",
                    "misses",
                    "contradictions",
                    "team_leader",
                    "completeness",
                )
            ),
            models.Index(fields=["state", "updated_at"], name="case_state_updated"),
            models.Index(
                fields=["organisation", "expires_on", "audited_on", "problems"], name="case_organisation_figures"
            ),
            models.Index(fields=["state", "number", "title", "organisation_name"], name="case_words"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class CaseAttribute(models.Model):
    """A value of a case of which there may be several, with where it was stated."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attributes")
    name = models.CharField(max_length=40)
    value = models.CharField(max_length=300)
    source = models.CharField(max_length=40, help_text="manifest, person, …")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "name", "value"], name="case_attribute_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["name", "value", "case"], name="case_attribute_stated")]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class Document(models.Model):
    """One paper of a case: a span of pages of one original."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    original = models.ForeignKey(Original, on_delete=models.PROTECT, related_name="documents")
    sequence = models.IntegerField(help_text="Place in the case, from 1.")
    title = models.CharField(max_length=300)
    filename = models.CharField(max_length=300, blank=True)
    folder = models.CharField(
        max_length=500, blank=True, help_text="Path inside the case as it came, without the name."
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    kind = models.CharField(max_length=10, blank=True, db_index=True, help_text="A01 … X03; empty when not known.")
    kind_name = models.CharField(max_length=100, blank=True)
    stage = models.CharField(max_length=20, blank=True, db_index=True)
    form_no = models.CharField(max_length=60, blank=True)
    kind_confidence = models.FloatField(default=0.0)
    kind_by = models.CharField(max_length=10, blank=True, help_text="rules, person, manifest; empty when not known.")
    addendum = models.BooleanField(default=False, help_text="Came after the case was sealed.")
    sealed = models.BooleanField(default=False, help_text="Under a seal: neither cut nor removed any more.")
    removed = models.BooleanField(default=False, db_index=True, help_text="Replaced by other cuts of the same file.")
    first_page = models.IntegerField(default=1, help_text="Of the original, inclusive.")
    last_page = models.IntegerField(null=True, blank=True, help_text="Of the original, inclusive; empty while unknown.")
    pages_count = models.IntegerField(default=0)
    pages_aside = models.IntegerField(default=0, help_text="Of these, marked blank, foreign or duplicate by a person.")
    title_given = models.BooleanField(default=False, help_text="A person named it; rules do not name it anew.")
    received_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["case_id", "sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "sequence"], name="document_place_once"),
            models.UniqueConstraint(
                fields=["case", "original", "first_page"], condition=models.Q(removed=False), name="document_span_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind_confidence", "kind_by"], name="document_doubt")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.sequence} {self.title}"

    @property
    def pages_counted(self) -> int:
        """How many of its pages count: those that nobody set aside."""
        return self.pages_count - self.pages_aside


class CaseReader(models.Model):
    """Who may read a case without being allowed to read all: ``user:7``, ``organisation:12``, ``loan:3``.

    With a document named, only that one is opened; the list of the case's papers is seen either way.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="readers")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, null=True, blank=True, related_name="readers")
    token = models.CharField(max_length=60, db_index=True)
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "token"], condition=models.Q(document=None), name="case_reader_once"
            ),
            models.UniqueConstraint(
                fields=["case", "token", "document"],
                condition=models.Q(document__isnull=False),
                name="document_reader_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.token}"


class Page(models.Model):
    """A page of a document: what is found, cited and shown. Its key is the key in the search index."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="pages")
    number = models.IntegerField(help_text="In the document, from 1.")
    original_page = models.ForeignKey(OriginalPage, on_delete=models.PROTECT, related_name="shown_as")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["document_id", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "number"], name="page_once")]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.number}"
