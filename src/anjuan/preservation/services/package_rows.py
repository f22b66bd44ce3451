"""Rows of a case as JSON values, and back into another archive under new keys.

Written once for all tables, so that a column that is added later is carried along without a word here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import dateparse

from anjuan.archive.models import (
    Case,
    CaseAttribute,
    CaseField,
    CaseJudgement,
    Correction,
    Document,
    DocumentDescription,
    Original,
    OriginalNotice,
    PageRemark,
    Ruling,
)
from anjuan.preservation.faults import PackageForeignError

Row = dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class CarriedTable:
    """A table of which a package carries the rows of one case.

    Attributes:
        name: Its name in the package.
        model: Its model.
        path: How its rows lead to the case, as a query says it.
        left: Columns that mean something in their own installation only.

    """

    name: str
    model: type[models.Model]
    path: str
    left: frozenset[str] = frozenset()


#: In the order in which rows can be put in. Who may read a case, what it was matched with, how it came in, seals,
#: loans, holds and the ledger of shelf marks belong to the installation; organisation and cycle are carried by what
#: names them; what a case says that others must not is told again when it is judged here.
CARRIED = (
    CarriedTable("originals", Original, "documents__case", frozenset({"sealed_password", "reading_job"})),
    CarriedTable("notices", OriginalNotice, "original__documents__case"),
    CarriedTable("remarks", PageRemark, "original__documents__case"),
    CarriedTable("case", Case, "pk", frozenset({"organisation_id", "cycle_id", "source_key"})),
    CarriedTable("attributes", CaseAttribute, "case"),
    CarriedTable("documents", Document, "case"),
    CarriedTable("descriptions", DocumentDescription, "document__case"),
    CarriedTable("fields", CaseField, "case"),
    CarriedTable("judgement", CaseJudgement, "case"),
    CarriedTable("rulings", Ruling, "case"),
    CarriedTable("corrections", Correction, "case"),
)


def rows_of(case: Case) -> dict[str, list[Row]]:
    """Return the rows of a case, table by table. One query for each table."""
    found = {}
    for table in CARRIED:
        rows = (
            table.model._default_manager.filter(  # noqa: SLF001  Django's own way to a model's rows
                **{table.path: case.pk}
            )
            .distinct()
            .order_by("pk")
        )
        found[table.name] = [row_out(row, table.left) for row in rows]
    return found


def row_out(row: models.Model, left: frozenset[str] = frozenset()) -> Row:
    """Return the columns of a row as JSON values."""
    return {
        field.attname: _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields  # noqa: SLF001  public by Django's own word
        if field.attname not in left and not isinstance(field, models.BinaryField)
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.datetime | dt.date) else value


class KeyMap:
    """Which row of this archive stands for which row of the package."""

    def __init__(self) -> None:
        self._new: dict[tuple[type[models.Model], int], int] = {}

    def put(self, model: type[models.Model], old: int, new: int) -> None:
        """Note that a row got a new key."""
        self._new[model, old] = new

    def get(self, model: type[models.Model], old: int) -> int:
        """Return the key here of a row of the package.

        Raises:
            PackageForeignError: The package names a row that it does not carry.

        """
        if (model, old) not in self._new:
            raise PackageForeignError(
                f"The package refers to {model.__name__} {old}, which it does not hold.",
                why="It was altered or was not written by this program.",
                remedy="Ask for it to be exported again.",
            )
        return self._new[model, old]


def row_in(model: type[models.Model], row: Row, keys: KeyMap, **given: object) -> models.Model:
    """Return an unsaved row of this archive for a row of a package.

    Args:
        model: The table.
        row: The columns as the package holds them.
        keys: Keys of the rows put in before.
        given: Columns that this archive decides itself.

    Raises:
        PackageForeignError: The package has a column that this version does not know, or a value of the wrong kind.

    """
    fields = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001  as above
    unknown = sorted(set(row) - set(fields))
    if unknown:
        raise PackageForeignError(
            f"The package says {unknown[0]!r} of {model.__name__}, which this version does not know.",
            why="What is not known here would be lost.",
            remedy="Import it with the version that wrote it, or a later one.",
        )
    values = {
        name: _value_in(fields[name], value, keys)
        for name, value in row.items()
        if name not in given and not fields[name].primary_key
    }
    return model(**values, **given)


def _value_in(field: models.Field[Any, Any], value: object, keys: KeyMap) -> object:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.ForeignKey):
        related = field.related_model
        if isinstance(related, str):
            related = field.model
        return keys.get(related, int(str(value)))
    if isinstance(field, models.DateTimeField):
        return _moment(field, value)
    try:
        return field.to_python(value)
    except ValidationError as error:
        raise _wrong(field, value) from error


def _moment(field: models.Field[Any, Any], value: object) -> dt.datetime:
    try:
        moment = dateparse.parse_datetime(str(value))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise _wrong(field, value)
    return moment


def _wrong(field: models.Field[Any, Any], value: object) -> PackageForeignError:
    return PackageForeignError(
        f"The package has the value {str(value)[:80]!r} for {field.name}, which cannot be meant.",
        remedy="Ask for it to be exported again.",
    )


def without(rows: Iterable[Row], *names: str) -> list[Row]:
    """Return rows without some columns."""
    return [{name: value for name, value in row.items() if name not in names} for row in rows]


def by_key(rows: Iterable[Mapping[str, Any]]) -> dict[int, Mapping[str, Any]]:
    """Return rows by their key in the package."""
    return {int(row["id"]): row for row in rows}
