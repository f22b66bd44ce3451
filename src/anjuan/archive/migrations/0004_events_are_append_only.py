"""Triggers that refuse to change or remove a custody event."""

from django.db import migrations

_SQLITE = [
    """CREATE TRIGGER custody_event_no_update BEFORE UPDATE ON archive_custodyevent
       BEGIN SELECT RAISE(ABORT, 'ARCH-080: custody events are append-only, one cannot be changed'); END""",
    """CREATE TRIGGER custody_event_no_delete BEFORE DELETE ON archive_custodyevent
       BEGIN SELECT RAISE(ABORT, 'ARCH-080: custody events are append-only, one cannot be removed'); END""",
]
_POSTGRES = [
    """CREATE FUNCTION custody_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'ARCH-080: custody events are append-only'; END $$""",
    """CREATE TRIGGER custody_event_no_change BEFORE UPDATE OR DELETE ON archive_custodyevent
       FOR EACH ROW EXECUTE FUNCTION custody_event_refuse()""",
]


def add(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": _SQLITE, "postgresql": _POSTGRES}.get(vendor, []):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER custody_event_no_update")
        schema_editor.execute("DROP TRIGGER custody_event_no_delete")
    elif vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER custody_event_no_change ON archive_custodyevent")
        schema_editor.execute("DROP FUNCTION custody_event_refuse")


class Migration(migrations.Migration):
    dependencies = [("archive", "0003_custody_marks")]
    operations = [migrations.RunPython(add, remove)]
