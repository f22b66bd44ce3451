"""Deeds done to many things at once; indexes that count states by leader and by completeness."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies: ClassVar = [
        ('archive', '0009_list_columns'),
        ('registry', '0001_initial'),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name='BulkDeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(help_text='Which hand does it, such as judge.', max_length=40)),
                ('inputs', models.JSONField(default=dict, help_text='What was said with it, by name.')),
                ('actor', models.CharField(max_length=150)),
                ('ordered_at', models.DateTimeField()),
                ('total', models.IntegerField(help_text='How many things it is about.')),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='BulkItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_id', models.BigIntegerField(help_text='Key of the case, document or received file.')),
                ('label', models.CharField(help_text='Its name when it was chosen.', max_length=300)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Done'), ('unchanged', 'Unchanged'), ('refused', 'Refused'), ('failed', 'Failed'), ('undone', 'Undone')], default='waiting', max_length=10)),
                ('code', models.CharField(blank=True, max_length=20)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('before', models.JSONField(default=dict, help_text='What undoing it takes; empty when nothing is to be undone.')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['team_leader', 'state'], name='case_state_team_leader'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['completeness', 'state'], name='case_state_completeness'),
        ),
        migrations.AddField(
            model_name='bulkdeed',
            name='undoes',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='archive.bulkdeed'),
        ),
        migrations.AddField(
            model_name='bulkitem',
            name='bulk',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='archive.bulkdeed'),
        ),
        migrations.AddIndex(
            model_name='bulkdeed',
            index=models.Index(fields=['actor', '-id'], name='bulk_deed_of'),
        ),
        migrations.AddIndex(
            model_name='bulkitem',
            index=models.Index(fields=['bulk', 'state'], name='bulk_item_state'),
        ),
        migrations.AddConstraint(
            model_name='bulkitem',
            constraint=models.UniqueConstraint(fields=('bulk', 'subject_id'), name='bulk_item_once'),
        ),
    ]
