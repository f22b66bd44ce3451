"""Tables of the accounts room."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person who logs in. Django's own groups and permissions are not used: see RoleGrant."""

    display_name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=10, blank=True)
    theme = models.CharField(max_length=10, blank=True)
    organisation_id = models.BigIntegerField(null=True, blank=True)
    must_change_password = models.BooleanField(default=False)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["username"]

    @property
    def shown_name(self) -> str:
        """The name other people see."""
        return self.display_name or self.username


class RoleGrant(models.Model):
    """A role that a person holds, with who gave it and when. Withdrawn grants stay as history."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=40)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        """Constraints and order."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(withdrawn_at=None), name="role_held_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_until=None)
                | models.Q(valid_from__lte=models.F("valid_until")),
                name="role_period_is_a_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}"


class Preference(models.Model):
    """One thing a person chose for their own pages, such as the columns of a list. Nobody else sees it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="preferences")
    name = models.CharField(max_length=80, help_text="Dotted, such as list.cases.columns.")
    value = models.CharField(max_length=2000)

    class Meta:
        """Constraints and order."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "name"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.name}={self.value}"


class SavedView(models.Model):
    """A list as a person named it: what it is narrowed to, in which order, with which columns.

    Shared with a role, everybody who holds the role may open it; what they see in it is what they may see.
    """

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    list = models.CharField(max_length=40, help_text="Name of the list, such as cases.")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000, blank=True, help_text="The list's address without its page.")
    columns = models.CharField(max_length=2000, blank=True, help_text="As preferences hold them; empty for one's own.")
    role = models.CharField(max_length=40, blank=True, help_text="The role it is shared with; empty for nobody.")
    is_default = models.BooleanField(default=False, help_text="Whether the list opens with it, for its owner.")
    created_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["list", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "list", "name"], name="saved_view_name_once"),
            models.UniqueConstraint(
                fields=["owner", "list"], condition=models.Q(is_default=True), name="saved_view_one_default"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list}: {self.name}"


class SecondFactor(models.Model):
    """Something a person has besides the password: the secret of an authenticator app, or a passkey."""

    class Kind(models.TextChoices):
        """What it is."""

        TOTP = "totp"
        PASSKEY = "passkey"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="second_factors")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=80, blank=True)
    sealed = models.TextField(help_text="The secret, encrypted; for a passkey its public key, in the clear.")
    credential = models.CharField(max_length=1400, unique=True, null=True, blank=True)
    counter = models.BigIntegerField(default=0, help_text="The last time step used, or the passkey's own count.")
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["added_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(kind="totp"), name="one_authenticator_app"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} {self.name}"


class RecoveryCode(models.Model):
    """A code that logs in once when the second factor is lost. Only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id}: {'used' if self.used_at else 'unused'}"


class LogIn(models.Model):
    """One log-in of a person on one device, until it is ended. The key is that of Django's session."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="log_ins")
    key = models.CharField(max_length=40, unique=True)
    how = models.CharField(max_length=40)
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-seen_at"]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.how} {self.opened_at:%Y-%m-%d %H:%M}"


class OuterIdentity(models.Model):
    """Who a person is at the log-in provider of the body (OpenID Connect)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="outer_identities")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="outer_subject_is_one_person"),
            models.UniqueConstraint(fields=["issuer", "user"], name="person_has_one_outer_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.issuer} {self.subject}"


class JournalEntry(models.Model):
    """One deed, chained by hash to the one before. Never changed, never removed (triggers see to it)."""

    number = models.BigIntegerField(unique=True)
    at = models.CharField(max_length=32)
    actor = models.CharField(max_length=150, db_index=True)
    action = models.CharField(max_length=60, db_index=True)
    subject = models.CharField(max_length=120, db_index=True, blank=True)
    label = models.CharField(max_length=300, blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.actor} {self.action} {self.subject}"


class AccessToken(models.Model):
    """A key with which a program acts as a person, within scopes, until a moment. Of the secret only a hash is kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="access_tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=16, unique=True)
    secret_sha256 = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="token_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix} {self.name}"


class KeptAnswer(models.Model):
    """What was answered to a program that may ask the same once more, because it did not hear the answer."""

    token = models.ForeignKey(AccessToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        """Constraints and order."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["token", "key"], name="answered_once")]

    def __str__(self) -> str:
        return f"{self.token_id} {self.key}"


class SavedSearch(models.Model):
    """A search as a person named it. It remembers which pages its owner has seen, so that new ones can be told."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000, help_text="The search's address without its page.")
    is_watched = models.BooleanField(default=True, help_text="Whether new hits are counted for its owner.")
    seen = models.BinaryField(default=bytes, help_text="Keys of the pages found when it was last opened, packed.")
    total = models.IntegerField(default=0)
    fresh = models.IntegerField(default=0, help_text="Pages found that were not there when it was last opened.")
    is_too_wide = models.BooleanField(default=False, help_text="It finds more pages than can be remembered.")
    sight = models.CharField(max_length=32, blank=True, help_text="Under which rights it was last counted.")
    counted_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "name"], name="saved_search_name_once")]

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.name}"


class AskedSearch(models.Model):
    """A search that a person made: their own history, seen by nobody else."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="asked_searches")
    query = models.CharField(max_length=2000, help_text="The search's address without its page.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the query.")
    total = models.IntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "digest"], name="asked_search_once")]
        indexes: ClassVar = [models.Index(fields=["owner", "-at"], name="asked_search_latest")]

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.query[:60]}"


class BatchSearch(models.Model):
    """Many searches made in one go by one person, from a pasted list or the column of a workbook."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="batch_searches")
    title = models.CharField(max_length=120)
    is_fuzzy = models.BooleanField(default=False)
    rows_count = models.IntegerField()
    sight = models.CharField(max_length=32, blank=True, help_text="Under which rights it was run.")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.title} ({self.rows_count})"


class BatchSearchRow(models.Model):
    """One line of a batch: what was sought, and what was found by the rights of the batch's owner."""

    batch = models.ForeignKey(BatchSearch, on_delete=models.CASCADE, related_name="rows")
    number = models.IntegerField()
    text = models.CharField(max_length=200)
    is_done = models.BooleanField(default=False)
    hits = models.IntegerField(default=0)
    cases = models.IntegerField(default=0)
    is_more = models.BooleanField(default=False, help_text="There are more cases than were counted.")
    pages = models.JSONField(default=list, help_text="Keys of the first pages found.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "number"], name="batch_search_row_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number} {self.text}"
