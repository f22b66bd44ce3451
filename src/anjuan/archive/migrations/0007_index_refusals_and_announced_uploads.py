from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("archive", "0006_judgement_questions")]

    operations: ClassVar = [
        migrations.CreateModel(
            name='IndexRefusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page_id', models.BigIntegerField(help_text='Key of the page.', unique=True)),
                ('reason', models.TextField()),
                ('refused_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='intake',
            name='announced',
            field=models.IntegerField(default=0, help_text='How many files a browser said it would send.'),
        ),
        migrations.AddField(
            model_name='intake',
            name='heard_at',
            field=models.DateTimeField(blank=True, help_text='When the last file came from a browser.', null=True),
        ),
    ]
