from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("archive", "0005_traces")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="casejudgement",
            name="questions",
            field=models.JSONField(
                default=list, help_text="Codes of conditions that nobody knows and that would matter."
            ),
        ),
    ]
