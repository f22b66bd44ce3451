"""Original bytes and what was read from them, once for all documents that share them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ReadingState(models.TextChoices):
    """How far the reading of an original is."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    PARTIAL = "partial"
    REFUSED = "refused"
    FAILED = "failed"


class Original(models.Model):
    """Some bytes as they came, named by their content. The bytes themselves lie in the blob store."""

    sha256 = models.CharField(max_length=64, unique=True)
    sm3 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    media_type = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField()
    crc32 = models.BigIntegerField(null=True, blank=True, help_text="Finds a single flipped bit; proves nothing.")
    verified_at = models.DateTimeField(null=True, blank=True, help_text="When it was last read and found whole.")
    checked_at = models.DateTimeField(
        null=True, blank=True, db_index=True, help_text="When it was last read, whatever was found."
    )
    destroyed_at = models.DateTimeField(
        null=True, blank=True, help_text="When the bytes were destroyed at the end of their retention."
    )
    pages_digest = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 over the packed pages in order, each chained to the one before."
    )
    reading = models.CharField(max_length=10, choices=ReadingState.choices, default=ReadingState.WAITING)
    reader = models.CharField(max_length=80, blank=True)
    pages_expected = models.IntegerField(null=True, blank=True)
    pages_read = models.IntegerField(default=0)
    members_count = models.IntegerField(default=0, help_text="Files found inside it.")
    reading_job = models.BigIntegerField(null=True, blank=True, help_text="The job that reads it now.")
    read_at = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=20, blank=True)
    error = models.TextField(blank=True)
    sealed_password = models.TextField(
        blank=True, help_text="The password that opened it, encrypted with the key of this installation."
    )

    class Meta:
        """The index is for the figures of the holdings: they are told from it alone."""

        indexes: ClassVar = [
            models.Index(fields=["destroyed_at", "checked_at", "verified_at", "size_bytes"], name="original_holdings")
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.media_type}"


class OriginalPage(models.Model):
    """One page as read: a few figures to list it by, and the packed page itself."""

    original = models.ForeignKey(Original, on_delete=models.PROTECT, related_name="pages")
    number = models.IntegerField()
    width = models.FloatField(help_text="Points, upright.")
    height = models.FloatField(help_text="Points, upright.")
    rotation = models.SmallIntegerField(default=0)
    source = models.CharField(max_length=5)
    reason = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=200, blank=True)
    has_picture = models.BooleanField(default=True)
    is_blank = models.BooleanField(default=False)
    characters = models.IntegerField(default=0)
    doubtful_lines = models.IntegerField(default=0, help_text="Recognised lines below the confidence limit.")
    seals = models.SmallIntegerField(default=0)
    packed = models.BinaryField(help_text="anjuan.reading.packing")

    class Meta:
        """Constraints and order."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["original", "number"], name="original_page_once"),
        ]

    def __str__(self) -> str:
        return f"{self.original_id}/{self.number}"


class OriginalNotice(models.Model):
    """Something a person should know of a file: macros, a page that could not be read."""

    original = models.ForeignKey(Original, on_delete=models.CASCADE, related_name="notices")
    code = models.CharField(max_length=40)
    text = models.TextField()
    page = models.IntegerField(null=True, blank=True)
    partial = models.BooleanField(default=False)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"
