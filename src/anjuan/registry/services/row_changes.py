"""Changing rows so that it can be taken back: what each was before and after, and whether it is still so."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models


@dataclasses.dataclass(frozen=True, slots=True)
class RowChange:
    """One row that was changed or made.

    Attributes:
        table: Label of its table, such as ``registry.Site``.
        key: Its key.
        before: The changed columns as they were; None for a row that was made.
        after: The same as they are since.
        is_loose: Whether the row may have changed since without anything depending on it; it is then left as it is.

    """

    table: str
    key: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]
    is_loose: bool = False


def rows_out(changes: Iterable[RowChange]) -> list[dict[str, Any]]:
    """Return changes as they are kept."""
    return [dataclasses.asdict(one) for one in changes]


def rows_in(kept: Iterable[Mapping[str, Any]]) -> list[RowChange]:
    """Return changes that were kept."""
    return [RowChange(**one) for one in kept]


def row_alter(row: models.Model, *, is_loose: bool = False, **values: Any) -> RowChange:  # noqa: ANN401  any column
    """Change columns of a row, named as the tables name them (``organisation_id``); return what was and is."""
    model = type(row)
    before = {name: _plain(getattr(row, name)) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    model._default_manager.filter(pk=row.pk).update(**values)  # noqa: SLF001  Django's own name for it
    after = {name: _plain(value) for name, value in values.items()}
    return RowChange(model._meta.label, row.pk, before, after, is_loose)  # noqa: SLF001  Django's own name for it


def row_made(row: models.Model, *names: str) -> RowChange:
    """Return that a row was made; ``names`` are the columns that must not change for it to be taken away."""
    after = {name: _plain(getattr(row, name)) for name in names}
    return RowChange(type(row)._meta.label, row.pk, None, after)  # noqa: SLF001  Django's own name for it


def rows_moved_on(changes: Iterable[RowChange]) -> Iterator[RowChange]:
    """Yield the changes that cannot be taken back, because their rows were changed since or are gone."""
    last = {(one.table, one.key): one for one in changes}
    for one in last.values():
        if not one.is_loose and not _is_as_left(one):
            yield one


def rows_back(changes: Iterable[RowChange]) -> None:
    """Take changes back, the last first. Loose rows that changed since stay as they are."""
    for one in reversed(list(changes)):
        if one.is_loose and not _is_as_left(one):
            continue
        found = _model(one)._default_manager.filter(pk=one.key)  # noqa: SLF001  Django's own name for it
        if one.before is None:
            found.delete()
        else:
            found.update(**one.before)


def _is_as_left(one: RowChange) -> bool:
    row = _model(one)._default_manager.filter(pk=one.key).values(*one.after).first()  # noqa: SLF001  Django's own name for it
    return row is not None and {name: _plain(value) for name, value in row.items()} == dict(one.after)


def _model(one: RowChange) -> type[models.Model]:
    found: type[models.Model] = apps.get_model(one.table)
    return found


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return value.isoformat() if isinstance(value, dt.date) else value
