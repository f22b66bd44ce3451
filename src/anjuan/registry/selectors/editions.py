"""Code lists and their editions as people browse them."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.db.models import Count, Q

from anjuan.kit.errors import NotFoundError
from anjuan.registry.models import CodeEdition, CodeEntry


class EditionUnknownError(NotFoundError):
    """There is no such edition of a code list."""

    code = "WEB-066"


@dataclasses.dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition of a code list.

    Attributes:
        valid_to: The first day no longer in force; None when there is none.
        origin: ``table`` or ``import``.
        codes: How many codes it has.

    """

    id: int
    list_id: str
    edition: str
    title: str
    valid_from: dt.date
    valid_to: dt.date | None
    source: str
    origin: str
    loaded_at: dt.datetime
    codes: int

    def is_in_force(self, day: dt.date) -> bool:
        """Say whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclasses.dataclass(frozen=True, slots=True)
class CodeRow:
    """One code."""

    code: str
    name: str
    name_en: str
    parent_code: str
    level: str
    note: str


@dataclasses.dataclass(frozen=True, slots=True)
class CodePart:
    """A part of the codes of an edition, and how many the filter leaves."""

    rows: tuple[CodeRow, ...]
    total: int


def edition_rows() -> list[EditionRow]:
    """Return every edition with the number of its codes, list by list, the latest first. One query."""
    editions = CodeEdition.objects.annotate(codes=Count("entries")).order_by("list_id", "-valid_from", "-pk")
    return [_row(one, one.codes) for one in editions]


def _row(one: CodeEdition, codes: int) -> EditionRow:
    return EditionRow(
        one.pk, one.list_id, one.edition, one.title, one.valid_from, one.valid_to, one.source, one.origin,
        one.loaded_at, codes,
    )  # fmt: skip


def edition_row(edition_id: int) -> EditionRow:
    """Return one edition. Two queries.

    Raises:
        EditionUnknownError: There is none.

    """
    one = CodeEdition.objects.filter(pk=edition_id).first()
    if one is None:
        raise EditionUnknownError(f"There is no edition {edition_id}.", remedy="Choose one from the list.")
    return _row(one, CodeEntry.objects.filter(edition=one).count())


def code_part(edition_id: int, *, words: str = "", offset: int = 0, limit: int = 50) -> CodePart:
    """Return codes of an edition in the order of the source, those with all the words. Two queries."""
    entries = CodeEntry.objects.filter(edition=edition_id)
    for word in words.split():
        entries = entries.filter(Q(code__startswith=word) | Q(name__icontains=word) | Q(name_en__icontains=word))
    rows = entries.order_by("place")[offset : offset + limit]
    names = [field.name for field in dataclasses.fields(CodeRow)]
    return CodePart(tuple(CodeRow(*(getattr(row, name) for name in names)) for row in rows), entries.count())
