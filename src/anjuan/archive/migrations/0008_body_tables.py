"""A body's own tables, and triggers that refuse to change or remove an edition."""

from django.db import migrations, models

_SQLITE = [
    """CREATE TRIGGER body_table_no_update BEFORE UPDATE ON archive_bodytable
       BEGIN SELECT RAISE(ABORT, 'ARCH-048: an edition of a table is never changed, load a new one'); END""",
    """CREATE TRIGGER body_table_no_delete BEFORE DELETE ON archive_bodytable
       BEGIN SELECT RAISE(ABORT, 'ARCH-048: an edition of a table is never removed, withdraw it'); END""",
]
_POSTGRES = [
    """CREATE FUNCTION body_table_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'ARCH-048: editions of a table are append-only'; END $$""",
    """CREATE TRIGGER body_table_no_change BEFORE UPDATE OR DELETE ON archive_bodytable
       FOR EACH ROW EXECUTE FUNCTION body_table_refuse()""",
]


def add(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": _SQLITE, "postgresql": _POSTGRES}.get(vendor, []):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER body_table_no_update")
        schema_editor.execute("DROP TRIGGER body_table_no_delete")
    elif vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER body_table_no_change ON archive_bodytable")
        schema_editor.execute("DROP FUNCTION body_table_refuse")


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0007_index_refusals_and_announced_uploads'),
    ]

    operations = [
        migrations.CreateModel(
            name='BodyTable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.CharField(help_text='C1, C2 … for checklists, F1 … for forms.', max_length=12, unique=True)),
                ('sort', models.CharField(db_index=True, help_text='checklist or forms.', max_length=12)),
                ('state', models.CharField(help_text='standing; withdrawn takes back the edition of the same day.', max_length=12)),
                ('valid_from', models.DateField(help_text='The first day it is in force.')),
                ('content', models.JSONField(default=dict, help_text='As anjuan.archive.rules.body_editions reads it.')),
                ('digest', models.CharField(help_text='SHA-256 of the content.', max_length=64)),
                ('source', models.BinaryField(blank=True, help_text='The workbook as it was loaded.')),
                ('source_sha256', models.CharField(blank=True, max_length=64)),
                ('filename', models.CharField(blank=True, max_length=300)),
                ('loaded_at', models.DateTimeField()),
                ('loaded_by', models.CharField(max_length=150)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('sort__in', ['checklist', 'forms'])), name='body_table_sort'), models.CheckConstraint(condition=models.Q(('state__in', ['standing', 'withdrawn'])), name='body_table_state')],
            },
        ),
        migrations.RunPython(add, remove),
    ]
