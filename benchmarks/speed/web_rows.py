"""Putting very many rows into tables quickly: whole columns at once, without an object for each row."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model
from django.db.models.fields import NOT_PROVIDED

NOW = dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)


def put(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values prepared for the database; columns that are not named get their default."""
    fields = {field.name: field for field in model._meta.concrete_fields}  # noqa: SLF001  Django's own interface
    usual = {
        name: field.get_db_prep_save(field.get_default(), connection)
        for name, field in fields.items()
        if name not in names and not field.primary_key and field.default is not NOT_PROVIDED
    }
    usual |= {
        name: None if field.null else ""
        for name, field in fields.items()
        if name not in names and name not in usual and not field.primary_key
    }
    columns = ", ".join(f'"{fields[name].column}"' for name in (*names, *usual))
    marks = ", ".join(["%s"] * (len(names) + len(usual)))
    rest = tuple(usual.values())
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})',  # noqa: S608, SLF001  own names
            ((*row, *rest) for row in rows),
        )


def moment(at: dt.datetime) -> str:
    """Return a moment as the tables hold it."""
    return at.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ", timespec="microseconds")


def packed(value: object) -> str:
    """Return a value as a column of JSON holds it."""
    return json.dumps(value, ensure_ascii=False)


def columns_of(model: type[Model], values: dict[str, Any]) -> tuple[Any, ...]:
    """Return the values of a row as the tables hold them, in the order given."""
    fields = {field.name: field for field in model._meta.concrete_fields}  # noqa: SLF001  Django's own interface
    return tuple(
        packed(value) if isinstance(fields[name], JSONField) else fields[name].get_db_prep_save(value, connection)
        for name, value in values.items()
    )
