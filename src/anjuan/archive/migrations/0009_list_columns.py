"""Columns that lists order and narrow by, kept with the case; what is known already is filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_BATCH = 1000
_FIELDS = {
    "audit_start": "audited_on", "audit_end": "audited_on", "decision_date": "decided_on", "expires_on": "expires_on",
    "team_leader": "team_leader",
}  # fmt: skip
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def _judged(apps: Apps) -> Iterator[tuple[int, dict[str, Any]]]:
    judged = apps.get_model("archive", "CaseJudgement").objects.exclude(judged_at=None)
    for row in judged.values_list("case_id", "blocking", "misses", "contradictions").iterator(_BATCH):
        yield row[0], {"problems": row[1], "misses": len(row[2]), "contradictions": len(row[3])}


def _stated(apps: Apps) -> Iterator[tuple[int, dict[str, Any]]]:
    # In the order of the names, so that the end of an audit overrules its start.
    for name in ("audit_start", "audit_end", "decision_date", "expires_on", "team_leader"):
        rows = apps.get_model("archive", "CaseField").objects.filter(name=name).values_list("case_id", "text")
        for case_id, text in rows.iterator(_BATCH):
            if name == "team_leader" or _ISO.fullmatch(text):
                yield case_id, {_FIELDS[name]: text[:80]}


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Fill in what judgements and fields tell; the rest comes with the next judgement, which is ordered by age."""
    cases = apps.get_model("archive", "Case").objects
    for case_id, values in (*_judged(apps), *_stated(apps)):
        cases.filter(pk=case_id).update(**values)
    apps.get_model("archive", "CaseJudgement").objects.update(stale=True)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("archive", "0008_body_tables"), ("registry", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField(
            model_name='case',
            name='audited_on',
            field=models.CharField(blank=True, help_text='Last audit day; ISO, maybe partial.', max_length=10),
        ),
        migrations.AddField(
            model_name='case',
            name='completeness',
            field=models.SmallIntegerField(blank=True, help_text='Percent of the papers surely required that it holds, rounded down.', null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='contradictions',
            field=models.IntegerField(default=0, help_text='By its last judgement.'),
        ),
        migrations.AddField(
            model_name='case',
            name='decided_on',
            field=models.CharField(blank=True, help_text='Decision; ISO, maybe partial.', max_length=10),
        ),
        migrations.AddField(
            model_name='case',
            name='expires_on',
            field=models.CharField(blank=True, help_text='Certificate, inclusive; ISO, maybe partial.', max_length=10),
        ),
        migrations.AddField(
            model_name='case',
            name='misses',
            field=models.IntegerField(default=0, help_text='What it lacks, by its last judgement.'),
        ),
        migrations.AddField(
            model_name='case',
            name='problems',
            field=models.IntegerField(blank=True, help_text='Blocking findings; empty before a judgement.', null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='province',
            field=models.CharField(blank=True, help_text='Code of the division its address lies in.', max_length=6),
        ),
        migrations.AddField(
            model_name='case',
            name='reached',
            field=models.CharField(blank=True, help_text='Family of the last papers it holds: A to G.', max_length=1),
        ),
        migrations.AddField(
            model_name='case',
            name='team_leader',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['updated_at', 'id'], name='case_by_updated_at'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['created_at', 'id'], name='case_by_created_at'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['title', 'id'], name='case_by_title'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['organisation_name', 'id'], name='case_by_organisation_name'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['documents_count', 'id'], name='case_by_documents_count'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['pages_count', 'id'], name='case_by_pages_count'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['doubtful_lines', 'id'], name='case_by_doubtful_lines'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['audited_on', 'id'], name='case_by_audited_on'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['decided_on', 'id'], name='case_by_decided_on'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['expires_on', 'id'], name='case_by_expires_on'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['team_leader', 'id'], name='case_by_team_leader'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['completeness', 'id'], name='case_by_completeness'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['field_code', 'state'], name='case_state_field_code'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['audit_type', 'state'], name='case_state_audit_type'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['year', 'state'], name='case_state_year'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['province', 'state'], name='case_state_province'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['reached', 'state'], name='case_state_reached'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['problems', 'state'], name='case_state_problems'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['misses', 'state'], name='case_state_misses'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['contradictions', 'state'], name='case_state_contradictions'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['state', 'updated_at'], name='case_state_updated'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['state', 'number', 'title', 'organisation_name'], name='case_words'),
        ),
    ]
