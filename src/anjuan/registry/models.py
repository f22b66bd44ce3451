"""Tables of the registry room."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class CodeEdition(models.Model):
    """One edition of a code list, as loaded from a rule file or imported from a workbook."""

    list_id = models.CharField(max_length=40, help_text="fields, regions, industries, iaf_sectors, professional_codes")
    edition = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    valid_from = models.DateField(help_text="First day in force.")
    valid_to = models.DateField(null=True, blank=True, help_text="First day no longer in force.")
    source = models.CharField(max_length=300)
    origin = models.CharField(max_length=10, help_text="table or import")
    fingerprint = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["list_id", "valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list_id", "edition"], name="code_edition_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gt=models.F("valid_from")),
                name="code_edition_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_id} {self.edition}"


class CodeEntry(models.Model):
    """One code of one edition."""

    edition = models.ForeignKey(CodeEdition, on_delete=models.PROTECT, related_name="entries")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    parent_code = models.CharField(max_length=20, blank=True)
    level = models.CharField(max_length=20)
    note = models.CharField(max_length=300, blank=True)
    place = models.IntegerField(help_text="Order in the source.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["edition_id", "place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["edition", "code"], name="code_once_an_edition")]
        indexes: ClassVar = [models.Index(fields=["edition", "parent_code"], name="code_children")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Organisation(models.Model):
    """A legal person that applies for certification or holds it."""

    name = models.CharField(max_length=300, db_index=True)
    credit_code = models.CharField(
        max_length=18, unique=True, null=True, blank=True, help_text="Unified social credit code, GB 32100-2015."
    )
    region_code = models.CharField(max_length=20, blank=True, db_index=True)
    registered_address = models.CharField(max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged",
        help_text="The organisation that this record turned out to be; what was kept here is found there.",
    )  # fmt: skip
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class OrganisationName(models.Model):
    """A name an organisation had or is called by. The present name stands here too."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=300)
    squeezed = models.CharField(max_length=300, db_index=True, help_text="For comparing: kit.text.folding.squeeze")
    kind = models.CharField(max_length=10, help_text="present, former, short, english, other")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text="First day it was no longer the name.")

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "squeezed", "kind"], name="organisation_name_once"),
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(kind="present"), name="organisation_one_present_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place where an organisation works."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sites")
    name = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=300)
    region_code = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=12, default="fixed", help_text="fixed, temporary or head")
    activities = models.CharField(max_length=500, blank=True)
    persons = models.IntegerField(null=True, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.address


class Certificate(models.Model):
    """A certificate, by whomever it was issued."""

    number = models.CharField(max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="certificates")
    field_code = models.CharField(max_length=20, blank=True)
    standard = models.CharField(max_length=120, blank=True)
    scope = models.TextField(blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True, help_text="The last valid day, as printed.")
    issued_by = models.CharField(max_length=200, blank=True)

    class Meta:
        """Constraints and order."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(expires_on=None)
                | models.Q(issued_on=None)
                | models.Q(expires_on__gte=models.F("issued_on")),
                name="certificate_dates",
            ),
        ]
        indexes: ClassVar = [
            # Holds all that national figures ask for: millions of rows are counted without touching them.
            models.Index(fields=["organisation", "field_code", "issued_on", "expires_on"], name="certificate_figures"),
        ]

    def __str__(self) -> str:
        return self.number
