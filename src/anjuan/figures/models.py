"""Tables of the figures room."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class FigureSnapshot(models.Model):
    """All figures of one day, as counted at one moment. Never changed: a later count of the day is a revision."""

    day = models.DateField(help_text="The day whose certificates and case files were counted; China's.")
    revision = models.IntegerField(help_text="1 for the first count of the day.")
    edition = models.CharField(max_length=120, help_text="Of the definitions it was counted by.")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of its cells, so that equal counts are told.")
    counted_ms = models.IntegerField(help_text="How long the counting took.")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-day", "-revision"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["day", "revision"], name="figure_snapshot_once")]

    def __str__(self) -> str:
        return f"{self.day} r{self.revision}"


class FigureCell(models.Model):
    """One counted number of a snapshot. Ratios are not kept: they are divided when shown."""

    snapshot = models.ForeignKey(FigureSnapshot, on_delete=models.CASCADE, related_name="cells")
    figure = models.CharField(max_length=32)
    field_code = models.CharField(max_length=20, blank=True, help_text="Empty for all; UNKNOWN where none is known.")
    region_code = models.CharField(max_length=20, blank=True, help_text="Empty for all; CN, ABROAD, UNKNOWN, codes.")
    year = models.CharField(max_length=8, blank=True, help_text="Of case files; empty for all.")
    value = models.BigIntegerField()

    class Meta:
        """Constraints."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["snapshot", "figure", "field_code", "region_code", "year"], name="figure_cell_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.field_code} {self.region_code} {self.year} = {self.value}"


class FigureImport(models.Model):
    """A printed statistic as it was taken in: the text of its cells, never corrected."""

    title = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True, help_text="Where it was printed.")
    printed_on = models.DateField(null=True, blank=True)
    by = models.CharField(max_length=10, help_text="item or region")
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, help_text="Of the file it came in.")
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=150)

    class Meta:
        """Order."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.title


class FigureImportLine(models.Model):
    """A line of a printed statistic, cells as printed, the heading first."""

    table = models.ForeignKey(FigureImport, on_delete=models.CASCADE, related_name="lines")
    line = models.IntegerField(help_text="Of the file, from 1.")
    cells = models.JSONField(help_text="The texts as received, one for each column of the heading.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["line"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["table", "line"], name="figure_line_once")]

    def __str__(self) -> str:
        return f"{self.table_id}:{self.line}"


class FigureQuery(models.Model):
    """A question whose answer stands in a report: asked again on its snapshot, it gives the same."""

    snapshot = models.ForeignKey(FigureSnapshot, on_delete=models.PROTECT, related_name="queries")
    figure = models.CharField(max_length=32)
    field_code = models.CharField(max_length=20, blank=True)
    region_code = models.CharField(max_length=20, blank=True)
    year = models.CharField(max_length=8, blank=True)
    measure = models.CharField(max_length=16, help_text="value, share, rank, month, twelvemonth, top")
    value = models.DecimalField(max_digits=24, decimal_places=6)
    places = models.IntegerField(default=0)
    earlier = models.ForeignKey(
        FigureSnapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The snapshot a change is counted from.",
    )  # fmt: skip
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.figure}.{self.measure} {self.field_code} {self.region_code} {self.year}"


class Bulletin(models.Model):
    """A monthly bulletin: sentences in which every number is a stored query."""

    month = models.CharField(max_length=7, help_text="Such as 2026-03.")
    revision = models.IntegerField(help_text="1 for the first of the month.")
    snapshot = models.ForeignKey(FigureSnapshot, on_delete=models.PROTECT, related_name="bulletins")
    edition = models.CharField(max_length=120, help_text="Of the table of its sentences.")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-month", "-revision"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["month", "revision"], name="figure_bulletin_once")]

    def __str__(self) -> str:
        return f"{self.month} r{self.revision}"


class BulletinPiece(models.Model):
    """Words of a bulletin, or one of its numbers, in order."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="pieces")
    place = models.IntegerField()
    section = models.CharField(max_length=80)
    sentence = models.IntegerField(help_text="Within the bulletin, from 1.")
    words = models.CharField(max_length=500)
    query = models.ForeignKey(FigureQuery, on_delete=models.PROTECT, null=True, blank=True, related_name="pieces")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["bulletin", "place"], name="bulletin_piece_once")]

    def __str__(self) -> str:
        return self.words
