"""Code lists by the edition of a day."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from anjuan.kit.errors import NoEditionError, NotFoundError
from anjuan.registry.models import CodeEdition, CodeEntry


class CodeUnknownError(NotFoundError):
    """A code list has no such code on that day."""

    code = "REG-003"


def edition_on(list_id: str, day: dt.date) -> CodeEdition:
    """Return the edition of a list in force on a day. One query.

    Raises:
        NoEditionError: None is loaded for the day.

    """
    covers = Q(valid_to=None) | Q(valid_to__gt=day)
    edition = CodeEdition.objects.filter(covers, list_id=list_id, valid_from__lte=day).order_by("-valid_from").first()
    if edition is None:
        loaded = ", ".join(CodeEdition.objects.filter(list_id=list_id).values_list("edition", flat=True)) or "none"
        raise NoEditionError(
            f"The code list {list_id!r} has no edition in force on {day}.",
            why="A code means nothing without its edition.",
            remedy=f"Loaded editions: {loaded}. Import one with `anjuan registry import-codes`.",
        )
    return edition


def code_list(list_id: str, day: dt.date, *, parent: str | None = None, words: str = "") -> list[CodeEntry]:
    """Return the codes of a list on a day in the order of the source: all, those under a parent, or those with words.

    Raises:
        NoEditionError: None is loaded for the day.

    """
    entries = CodeEntry.objects.filter(edition=edition_on(list_id, day))
    if parent is not None:
        entries = entries.filter(parent_code=parent)
    for word in words.split():
        entries = entries.filter(Q(code__startswith=word) | Q(name__icontains=word) | Q(name_en__icontains=word))
    return list(entries.order_by("place"))


def code_get(list_id: str, code: str, day: dt.date) -> CodeEntry:
    """Return one code of a list on a day. Two queries.

    Raises:
        NoEditionError: None is loaded for the day.
        CodeUnknownError: The edition has no such code.

    """
    edition = edition_on(list_id, day)
    entry = CodeEntry.objects.filter(edition=edition, code=code).first()
    if entry is None:
        raise CodeUnknownError(
            f"The list {edition} has no code {code!r}.",
            why="Codes of other editions cannot be compared with it.",
            remedy="Look it up with `anjuan registry codes`.",
        )
    return entry


def edition_list() -> list[CodeEdition]:
    """Return every loaded edition. One query."""
    return list(CodeEdition.objects.order_by("list_id", "valid_from"))
