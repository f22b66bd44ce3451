"""What is known of documents and cases beyond their pages: descriptions, judgements, what persons said of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.archive.models.cases import Case, Document
from anjuan.archive.models.originals import Original


class DocumentDescription(models.Model):
    """What one document says, as ``anjuan.papers`` read it: fields with page and box, marks, unknown labels."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="description")
    found = models.JSONField(default=list, help_text="anjuan.papers.facts.Found, one object each.")
    marks = models.JSONField(default=dict, help_text="anjuan.papers.facts.Marks.")
    reasons = models.JSONField(default=list, help_text="Why it has its kind, the strongest first.")
    others = models.JSONField(default=list, help_text="Other kinds it may be.")
    unknown_labels = models.JSONField(default=list)
    made_with = models.CharField(max_length=80, help_text="Version of the rules and the model that made it.")
    described_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.document_id} {self.made_with}"


class CaseField(models.Model):
    """The value of a field for a whole case, with the paper it is taken from."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="fields")
    name = models.CharField(max_length=40)
    value = models.JSONField(
        help_text="A text, a number, a truth value or a list of them; dates are ISO, maybe partial."
    )
    text = models.CharField(max_length=500, blank=True, db_index=True, help_text="The value as one text, for lists.")
    printed = models.TextField(blank=True)
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    page = models.IntegerField(null=True, blank=True, help_text="In the document, from 1.")
    box = models.JSONField(null=True, blank=True)
    confidence = models.FloatField(default=0.0)
    source = models.CharField(max_length=20, default="papers", help_text="papers, person or manifest.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "name"], name="case_field_once")]
        indexes: ClassVar = [models.Index(fields=["name", "text"], name="case_field_value")]

    def __str__(self) -> str:
        return f"{self.name}={self.text}"


class CaseJudgement(models.Model):
    """The last judgement of a case: what it lacks and what in it contradicts, by which editions."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="judgement")
    misses = models.JSONField(default=list)
    contradictions = models.JSONField(default=list)
    editions = models.JSONField(default=dict, help_text="Rule table: the edition that judged.")
    questions = models.JSONField(default=list, help_text="Codes of conditions that nobody knows and that would matter.")
    blocking = models.IntegerField(default=0, db_index=True)
    warnings = models.IntegerField(default=0)
    near = models.IntegerField(default=0)
    judged_at = models.DateTimeField(null=True, blank=True, db_index=True)
    stale = models.BooleanField(default=False, db_index=True, help_text="Papers or rules changed since.")
    revision = models.IntegerField(default=0, help_text="Rises with every change of what is judged.")

    def __str__(self) -> str:
        return f"{self.case_id}: {self.blocking} blocking"


class Ruling(models.Model):
    """What a person said of one miss or contradiction: accepted as it is, or a false alarm; never deleted."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="rulings")
    key = models.CharField(max_length=64, help_text="Digest of rule, paper kinds and values it was said of.")
    rule = models.CharField(max_length=40)
    verdict = models.CharField(max_length=20, help_text="accepted, false-alarm or reopened.")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.rule} {self.verdict}"


class Correction(models.Model):
    """A value, a kind or a cut that a person set right; what was there before is kept."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="corrections")
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, blank=True, related_name="corrections")
    what = models.CharField(max_length=40, help_text="kind, cut or a field's name.")
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.what}: {self.before} → {self.after}"


class PageRemark(models.Model):
    """Something a person should know of pages of a file: blank, doubled, missing, upside down, foreign."""

    original = models.ForeignKey(Original, on_delete=models.CASCADE, related_name="remarks")
    code = models.CharField(max_length=20)
    pages = models.JSONField(help_text="Pages of the original.")
    text = models.TextField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.code} {self.pages}"


class Match(models.Model):
    """A case and an organisation that may be its own: waits for a person unless the evidence settles it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="matches")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="+")
    confidence = models.FloatField()
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="waiting", db_index=True, help_text="waiting, taken or refused.")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-confidence"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "organisation"], name="match_once")]

    def __str__(self) -> str:
        return f"{self.case_id} ~ {self.organisation_id}"


class Cycle(models.Model):
    """A certification cycle: the cases of one organisation in one field from decision to renewal."""

    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="cycles")
    field_code = models.CharField(max_length=20)
    ordinal = models.IntegerField(help_text="1 for the first cycle known.")
    begins = models.CharField(max_length=10, blank=True, help_text="ISO date, maybe partial.")
    ends = models.CharField(max_length=10, blank=True, help_text="ISO date, inclusive, maybe partial.")
    misses = models.JSONField(default=list, help_text="What the cycle as a whole lacks.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["organisation_id", "field_code", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "field_code", "ordinal"], name="cycle_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.field_code} {self.ordinal}"


class CaseTrace(models.Model):
    """What a case says that other cases must not: where an auditor was, whose certificate has a number."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="traces")
    sort = models.CharField(max_length=12, help_text="stay or certificate.")
    key = models.CharField(max_length=120, help_text="The auditor's folded name, or the certificate's number.")
    body = models.CharField(max_length=120, blank=True, help_text="The certification body, as far as known.")
    client = models.CharField(max_length=300, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    start = models.DateField(null=True, blank=True, help_text="First day, inclusive.")
    end = models.DateField(null=True, blank=True, help_text="Last day, inclusive.")
    document = models.BigIntegerField(null=True, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["sort", "key"], name="case_trace_key")]

    def __str__(self) -> str:
        return f"{self.sort} {self.key}"
