"""What the figures, the graph and the questions to the archive are kept in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.archive.models import Case
from anjuan.mining.models.facts import MinedFact


class CaseTally(models.Model):
    """What one case adds to the figures of the archive, and after which mining it was counted."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="tally")
    chunk = models.IntegerField(db_index=True, help_text="Which packed part it is in.")
    counted = models.JSONField(help_text="anjuan.mining.rules.tallies.CaseCount.")
    mined_at = models.DateTimeField(db_index=True, help_text="Of the mining after which it was counted.")

    def __str__(self) -> str:
        return f"{self.case_id}"


class TallyChunk(models.Model):
    """The counts of some cases as packed columns."""

    number = models.IntegerField(unique=True)
    version = models.CharField(max_length=32, help_text="Another one whenever the columns change.")
    cases_count = models.IntegerField()
    packed = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.number} {self.version}"


class GraphNode(models.Model):
    """A thing of the knowledge graph."""

    kind = models.CharField(max_length=12, help_text="organisation, code, process, finding, clause, law, equipment.")
    name = models.CharField(max_length=200, help_text="As it is told; of organisations their key.")
    cases_count = models.IntegerField(default=0, help_text="Cases of its strongest edge.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["kind", "name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "name"], name="graph_node_once")]
        indexes: ClassVar = [models.Index(fields=["kind", "-cases_count", "name"], name="graph_node_often")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class GraphEdge(models.Model):
    """Two things that stand together in cases."""

    first = models.ForeignKey(GraphNode, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(GraphNode, on_delete=models.CASCADE, related_name="+")
    cases_count = models.IntegerField(default=0)
    clients_count = models.IntegerField(default=0)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-cases_count", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["first", "second"], name="graph_edge_once")]
        indexes: ClassVar = [
            models.Index(fields=["first", "-cases_count", "id"], name="graph_edge_from"),
            models.Index(fields=["second", "-cases_count", "id"], name="graph_edge_to"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class CaseEdge(models.Model):
    """A case in which two things stand together, and the fact that says so."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    edge = models.ForeignKey(GraphEdge, on_delete=models.CASCADE, related_name="places")
    client = models.BigIntegerField(help_text="anjuan.mining.rules.tallies.client_number.")
    fact = models.ForeignKey(MinedFact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "edge"], name="case_edge_once")]
        indexes: ClassVar = [models.Index(fields=["edge", "client"], name="case_edge_client")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.edge_id}"


class ModelCall(models.Model):
    """One call of the language model: hashes, counts and cost, no word of any case; never deleted."""

    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=150)
    purpose = models.CharField(max_length=20, help_text="ask, smooth, merge or propose.")
    prompt = models.CharField(max_length=60, help_text="The prompt's id and edition.")
    model = models.CharField(max_length=100)
    sent_sha256 = models.CharField(max_length=64)
    answer_sha256 = models.CharField(max_length=64, blank=True)
    sent_chars = models.IntegerField(default=0)
    answer_chars = models.IntegerField(default=0)
    tokens = models.IntegerField(default=0)
    cost = models.DecimalField(max_digits=12, decimal_places=6, default=0, help_text="In the unit of the options.")
    milliseconds = models.IntegerField(default=0)
    kept_count = models.IntegerField(default=0, help_text="Sentences that their citations bear out.")
    dropped = models.JSONField(default=dict, help_text="Reason: how many sentences.")
    fault = models.CharField(max_length=12, blank=True, help_text="Code of the failure.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.at}"


class TrendMark(models.Model):
    """How far something was taken into the figures."""

    name = models.CharField(max_length=20, unique=True)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.value}"
