"""What is pushed to people: their subscriptions, the digests they got; and the features by which cases are alike."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from anjuan.archive.models import Case


class Subscription(models.Model):
    """What a person wants to be told of: what is empty does not narrow it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions")
    field_code = models.CharField(max_length=20, blank=True)
    professional_code = models.CharField(max_length=20, blank=True, help_text="Or the beginning of one.")
    clause = models.CharField(max_length=20, blank=True, help_text="Or the beginning of one.")
    words = models.CharField(max_length=100, blank=True, help_text="That what is told must have in it.")
    standard = models.CharField(max_length=60, blank=True, help_text="Number, with or without its year.")
    by_mail = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="What is newer was not looked at yet.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "field_code", "professional_code", "clause", "words", "standard"],
                name="subscription_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.field_code} {self.professional_code} {self.clause} {self.words} {self.standard}"


class DigestState(models.TextChoices):
    """Where a digest is on its way."""

    READY = "ready"
    HANDING = "handing"
    SENT = "sent"
    UNKNOWN = "unknown"
    NOTHING = "nothing"


class Digest(models.Model):
    """One mail with what was new for a person. Its period begins where that of the one before ended."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    since = models.DateTimeField(help_text="Exclusive.")
    until = models.DateTimeField(help_text="Inclusive.")
    state = models.CharField(max_length=8, choices=DigestState.choices, default=DigestState.READY)
    message_id = models.CharField(max_length=120)
    news = models.IntegerField(help_text="How many things it tells of.")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    tries = models.IntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "since"], name="digest_once"),
            models.UniqueConstraint(fields=["owner"], condition=models.Q(state="ready"), name="digest_ready_once"),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.until} {self.state}"


class Feature(models.Model):
    """Something by which cases are alike: a code, a process, a control, a clause, a product."""

    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=120, help_text="Folded, without blanks.")
    said = models.CharField(max_length=120, help_text="As first written.")
    cases_count = models.IntegerField(default=0, help_text="Cases that have it.")

    class Meta:
        """Constraints and order."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "value"], name="feature_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.said}"


class CaseFeature(models.Model):
    """A case has a feature: the inverted lists that similar cases are found by."""

    feature = models.ForeignKey(Feature, on_delete=models.CASCADE, related_name="cases")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="features")

    class Meta:
        """Constraints and order."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["feature", "case"], name="case_feature_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.feature_id}"
