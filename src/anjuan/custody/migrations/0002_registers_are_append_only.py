"""Triggers that keep seals, reference codes and the destruction register for ever."""

from django.db import migrations

#: Table, code of the refusal, what it holds; whether a row may be changed at all.
_FOR_EVER = (
    ("custody_seal", "CUST-030", "a seal", False),
    ("custody_destructionrecord", "CUST-031", "the destruction register", False),
    ("custody_codegrant", "CUST-032", "a reference code", True),
)


def _statements(vendor):
    for table, code, what, changes in _FOR_EVER:
        words = f"{code}: {what} is kept for ever and cannot be "
        if vendor == "sqlite":
            yield f"""CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
                      BEGIN SELECT RAISE(ABORT, '{words}removed'); END"""
            when = (
                "WHEN NEW.code <> OLD.code OR NEW.number <> OLD.number OR NEW.case_id <> OLD.case_id"
                if changes
                else ""
            )
            yield f"""CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {when}
                      BEGIN SELECT RAISE(ABORT, '{words}changed'); END"""
        elif vendor == "postgresql":
            yield f"""CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
                      $$ BEGIN RAISE EXCEPTION '{words}changed'; END $$"""
            yield f"""CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
                      FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"""
            when = (
                "WHEN (NEW.code <> OLD.code OR NEW.number <> OLD.number OR NEW.case_id <> OLD.case_id)"
                if changes
                else ""
            )
            yield f"""CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
                      FOR EACH ROW {when} EXECUTE FUNCTION {table}_refuse()"""


def add(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table, *_ in _FOR_EVER:
        on = f" ON {table}" if vendor == "postgresql" else ""
        if vendor in ("sqlite", "postgresql"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_delete{on}")
            schema_editor.execute(f"DROP TRIGGER {table}_no_update{on}")
        if vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION {table}_refuse")


class Migration(migrations.Migration):
    dependencies = [("custody", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
