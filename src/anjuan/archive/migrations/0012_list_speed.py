"""Indexes for papers in doubt, for files that were not filed, and for the figures of the holdings."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three indexes."""

    dependencies: ClassVar = [("archive", "0011_organisation_changes")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="document", index=models.Index(fields=["kind_confidence", "kind_by"], name="document_doubt")
        ),
        migrations.AddIndex(
            model_name="intakeitem", index=models.Index(fields=["state", "id"], name="intake_item_troubled")
        ),
        migrations.AddIndex(
            model_name="original",
            index=models.Index(
                fields=["destroyed_at", "checked_at", "verified_at", "size_bytes"], name="original_holdings"
            ),
        ),
    ]
