"""Triggers that refuse to change or remove a journal entry."""

from django.db import migrations

_SQLITE = [
    """CREATE TRIGGER journal_no_update BEFORE UPDATE ON accounts_journalentry
       BEGIN SELECT RAISE(ABORT, 'ACC-010: the journal is append-only, an entry cannot be changed'); END""",
    """CREATE TRIGGER journal_no_delete BEFORE DELETE ON accounts_journalentry
       BEGIN SELECT RAISE(ABORT, 'ACC-010: the journal is append-only, an entry cannot be removed'); END""",
]
_POSTGRES = [
    """CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'ACC-010: the journal is append-only'; END $$""",
    """CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON accounts_journalentry
       FOR EACH ROW EXECUTE FUNCTION journal_refuse()""",
]


def add(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": _SQLITE, "postgresql": _POSTGRES}.get(vendor, []):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER journal_no_update")
        schema_editor.execute("DROP TRIGGER journal_no_delete")
    elif vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER journal_no_change ON accounts_journalentry")
        schema_editor.execute("DROP FUNCTION journal_refuse")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
