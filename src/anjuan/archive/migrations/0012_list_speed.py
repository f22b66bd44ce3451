"""Indexes for papers in doubt, files that were not filed, and figures of holdings and organisations."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three new indexes, and two that hold more, so that lists are told from them alone."""

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
        migrations.RemoveIndex(model_name="case", name="case_organisation_expires"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["organisation", "expires_on", "audited_on", "problems"], name="case_organisation_figures"
            ),
        ),
        migrations.RemoveIndex(model_name="caseattribute", name="case_attribute_value"),
        migrations.AddIndex(
            model_name="caseattribute",
            index=models.Index(fields=["name", "value", "case"], name="case_attribute_stated"),
        ),
    ]
