"""Certificates that this body issued, what was printed of each, and how their state changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from anjuan.certificates.models.keys import SigningKey


class IssuedCertificate(models.Model):
    """What the registry does not know of a certificate: everything that this body printed and answers for."""

    certificate = models.OneToOneField("registry.Certificate", on_delete=models.PROTECT, related_name="issued")
    written = models.CharField(max_length=60, unique=True, help_text="The number as it is looked up.")
    holder_mark = models.CharField(max_length=64, help_text="Hash of the holder's names, for the second factor.")
    holder_mark_en = models.CharField(max_length=64, blank=True)
    category = models.CharField(max_length=1, help_text="A management systems, B products, C services.")
    status = models.CharField(max_length=2, default="01")
    status_on = models.DateField(help_text="The day from which the state holds.")
    suspended_on = models.DateField(null=True, blank=True)
    suspension_ends_on = models.DateField(null=True, blank=True, help_text="Last day of the running suspension.")
    is_confidential = models.BooleanField(default=False)
    confidentiality_reason = models.CharField(max_length=40, blank=True)
    first_issued_on = models.DateField()
    decided_on = models.DateField(null=True, blank=True)
    issued_on = models.DateField()
    expires_on = models.DateField(help_text="The last valid day.")
    renewals = models.IntegerField(default=0)
    persons = models.IntegerField(help_text="Persons in the system; gives the size letter.")
    main = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="subs")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    number_edition = models.CharField(max_length=120)
    case_number = models.CharField(max_length=40, blank=True, help_text="Case file of the decision, if known.")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)

    class Meta:
        """Constraints, order and what is looked up."""

        ordering: ClassVar = ["-issued_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(expires_on__gte=models.F("issued_on")), name="issued_dates"),
            models.CheckConstraint(
                condition=models.Q(status__in=["01", "02", "03", "04", "05"]), name="issued_status_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="02")
                | (models.Q(suspended_on__isnull=False) & models.Q(suspension_ends_on__isnull=False)),
                name="issued_suspension_has_days",
            ),
            models.CheckConstraint(
                condition=models.Q(is_confidential=False) | ~models.Q(confidentiality_reason=""),
                name="issued_confidential_by_rule",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "expires_on"], name="issued_state_end"),
            models.Index(fields=["issued_on"], name="issued_day"),
        ]

    def __str__(self) -> str:
        return self.written


class Printing(models.Model):
    """What stands on a certificate, once for each time it was printed anew; the last one holds."""

    certificate = models.ForeignKey(IssuedCertificate, on_delete=models.CASCADE, related_name="printings")
    number = models.IntegerField(help_text="From 1.")
    printed_on = models.DateField()
    reason = models.CharField(max_length=10, blank=True, help_text="Code of the re-issue; empty for the first.")
    change = models.CharField(max_length=10, blank=True, help_text="Code of the change.")
    note = models.CharField(max_length=500, blank=True)
    holder = models.CharField(max_length=300)
    holder_en = models.CharField(max_length=300, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    address = models.CharField(max_length=500)
    address_en = models.CharField(max_length=500, blank=True)
    scope = models.TextField()
    scope_en = models.TextField(blank=True)
    standard = models.CharField(max_length=200)
    standard_en = models.CharField(max_length=200, blank=True)
    mark = models.CharField(max_length=2, blank=True, help_text="Accreditation mark, by the table; empty for none.")
    mark_number = models.CharField(max_length=60, blank=True)
    grade = models.CharField(max_length=40, blank=True, help_text="Level of a scored scheme, such as 五星.")
    issued_on = models.DateField()
    expires_on = models.DateField()
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="printings")
    statement = models.TextField(help_text="The signed statement of the QR code.")
    printed_at = models.DateTimeField()
    printed_by = models.CharField(max_length=150)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["certificate_id", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["certificate", "number"], name="printing_once")]

    def __str__(self) -> str:
        return f"{self.certificate_id}/{self.number}"


class AnnexSite(models.Model):
    """A row of the annex of one printing: a site with what is done there."""

    printing = models.ForeignKey(Printing, on_delete=models.CASCADE, related_name="sites")
    place = models.IntegerField(help_text="From 1.")
    name = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=500)
    address_en = models.CharField(max_length=500, blank=True)
    activities = models.CharField(max_length=1000, blank=True)
    activities_en = models.CharField(max_length=1000, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["printing_id", "place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["printing", "place"], name="annex_place_once")]

    def __str__(self) -> str:
        return self.address


class StatusChange(models.Model):
    """A change of state."""

    certificate = models.ForeignKey(IssuedCertificate, on_delete=models.CASCADE, related_name="changes")
    deed = models.CharField(max_length=20)
    before = models.CharField(max_length=2, blank=True)
    after = models.CharField(max_length=2)
    on = models.DateField(help_text="The day from which the new state holds.")
    ends_on = models.DateField(null=True, blank=True, help_text="Last day of a suspension.")
    reason = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=500, blank=True)
    rules = models.CharField(max_length=120, help_text="Edition of the table that allowed it.")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        """Order and what is looked up."""

        ordering: ClassVar = ["certificate_id", "pk"]
        indexes: ClassVar = [models.Index(fields=["on"], name="status_change_day")]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.before} -> {self.after}"
