from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies: ClassVar = [
        ('accounts', '0003_access_tokens'),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Dotted, such as list.cases.columns.', max_length=80)),
                ('value', models.CharField(max_length=2000)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preferences', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'name'), name='preference_once')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list', models.CharField(help_text='Name of the list, such as cases.', max_length=40)),
                ('name', models.CharField(max_length=60)),
                ('query', models.CharField(blank=True, help_text="The list's address without its page.", max_length=2000)),
                ('columns', models.CharField(blank=True, help_text="As preferences hold them; empty for one's own.", max_length=2000)),
                ('role', models.CharField(blank=True, help_text='The role it is shared with; empty for nobody.', max_length=40)),
                ('is_default', models.BooleanField(default=False, help_text='Whether the list opens with it, for its owner.')),
                ('created_at', models.DateTimeField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['list', 'id'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'list', 'name'), name='saved_view_name_once'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('owner', 'list'), name='saved_view_one_default')],
            },
        ),
    ]
