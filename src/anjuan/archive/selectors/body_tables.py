"""A body's own tables: what was loaded, what is in force, and the desk and the checklists that they make."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import BodyTable
from anjuan.archive.rules.body_editions import (
    CHECKLIST,
    FORMS,
    WITHDRAWN,
    BodyEdition,
    checklist_read,
    edition_on,
    forms_read,
    in_force,
)
from anjuan.judging.completeness.checklist import Checklist
from anjuan.kit.errors import NotFoundError, RefusedError
from anjuan.kit.text.folding import squeeze
from anjuan.papers.desk import Desk
from anjuan.papers.kinds.catalogue import Catalogue, catalogue
from anjuan.papers.kinds.mapping import Mapped
from anjuan.papers.kinds.wording import named_kind
from anjuan.papers.own.forms import OwnForms, catalogue_with, merged

#: Who may look at the tables; loading and withdrawing needs the first.
MANAGES = "registry.manage"
LOOKS = (MANAGES, "case.describe", "case.read_all")
#: The name of an own paper that is shorter than this is not looked for as a title.
_SHORTEST_TITLE = 4


class BodyTableRefusedError(RefusedError):
    """The person may not do this with the body's own tables."""

    code = "ARCH-049"


class BodyTableUnknownError(NotFoundError):
    """There is no such edition."""

    code = "ARCH-047"


@dataclasses.dataclass(frozen=True, slots=True)
class BodyTableRow:
    """An edition in a list.

    Attributes:
        edition: Its name.
        sort: ``checklist`` or ``forms``.
        state: ``in force``, ``superseded`` by a later edition of the same day, ``withdrawn``, or ``withdrawal``.
        valid_from: The first day it is in force.
        valid_to: The first day of the next one in force; None while there is none, or when it is not in force.
        filename: The workbook it was loaded from.
        source_sha256: SHA-256 of that workbook.
        loaded_at: When.
        loaded_by: By whom.

    """

    edition: str
    sort: str
    state: str
    valid_from: dt.date
    valid_to: dt.date | None
    filename: str
    source_sha256: str
    loaded_at: dt.datetime
    loaded_by: str


@dataclasses.dataclass(frozen=True, slots=True)
class BodyTableView:
    """An edition with what it says.

    Attributes:
        row: As in the list.
        content: Its content as kept.
        source: The workbook as it was loaded; empty for a withdrawal.

    """

    row: BodyTableRow
    content: dict[str, Any]
    source: bytes


def body_tables(viewer: Viewer, sort: str = "") -> list[BodyTableRow]:
    """Return all editions, or those of one sort, the latest first. One query.

    Raises:
        BodyTableRefusedError: The person may not look at them.

    """
    _need_look(viewer)
    rows = list(BodyTable.objects.defer("content", "source"))
    standing = {name: in_force(_plain(one) for one in rows if one.sort == name) for name in (CHECKLIST, FORMS)}
    return [_row(one, standing[one.sort], rows) for one in reversed(rows) if sort in ("", one.sort)]


def body_table(viewer: Viewer, edition: str) -> BodyTableView:
    """Return one edition with its content.

    Raises:
        BodyTableRefusedError: The person may not look at it.
        BodyTableUnknownError: There is none of the name.

    """
    _need_look(viewer)
    found = BodyTable.objects.filter(edition=edition.strip().upper()).first()
    if found is None:
        raise BodyTableUnknownError(f"There is no edition {edition!r}.", remedy="Choose one from the list of editions.")
    rows = list(BodyTable.objects.filter(sort=found.sort).defer("content", "source"))
    row = _row(found, in_force(map(_plain, rows)), rows)
    return BodyTableView(row, found.content, bytes(found.source))


def _need_look(viewer: Viewer) -> None:
    if not any(viewer.may(need) for need in LOOKS):
        raise BodyTableRefusedError(
            f"{viewer.name} may not look at the body's own tables.",
            remedy="Ask the system administrator or an archivist.",
        )


def _plain(one: BodyTable) -> BodyEdition:
    return BodyEdition(one.pk, one.edition, one.sort, one.state, one.valid_from, one.digest)


def _row(one: BodyTable, standing: tuple[BodyEdition, ...], rows: Iterable[BodyTable]) -> BodyTableRow:
    names = [other.edition for other in standing]
    until = None
    if one.state == WITHDRAWN:
        state = "withdrawal"
    elif one.edition in names:
        at = names.index(one.edition) + 1
        until = standing[at].valid_from if at < len(standing) else None
        state = "in force"
    else:
        later = [other for other in rows if (other.sort, other.valid_from) == (one.sort, one.valid_from)]
        state = "withdrawn" if max(later, key=lambda other: other.pk).state == WITHDRAWN else "superseded"
    return BodyTableRow(
        one.edition, one.sort, state, one.valid_from, until, one.filename, one.source_sha256, one.loaded_at,
        one.loaded_by,
    )  # fmt: skip


def _editions(sort: str) -> list[BodyEdition]:
    rows = BodyTable.objects.filter(sort=sort)
    return [
        BodyEdition(*values)
        for values in rows.values_list("pk", "edition", "sort", "state", "valid_from", "digest")
    ]  # fmt: skip


def checklist_on(day: dt.date | None) -> Checklist | None:
    """Return the body's own checklist in force on a day, None when it has none; the latest for no day. One query."""
    return checklists_now()(day)


def checklists_now() -> Callable[[dt.date | None], Checklist | None]:
    """Return what :func:`checklist_on` answers for each day, for many cases judged together. One query."""
    editions = _editions(CHECKLIST)

    def on(day: dt.date | None) -> Checklist | None:
        found = edition_on(editions, day)
        return _checklist(found) if found else None

    return on


@functools.lru_cache(maxsize=32)
def _checklist(one: BodyEdition) -> Checklist:
    return checklist_read(BodyTable.objects.values_list("content", flat=True).get(pk=one.key), one.edition)


def desk_today() -> Desk:
    """Return the desk at which papers are studied: today's tables and all of the body's own in force. Two queries."""
    return _desk(in_force(_editions(CHECKLIST)), in_force(_editions(FORMS)))


@functools.lru_cache(maxsize=4)
def _desk(checklists: tuple[BodyEdition, ...], forms: tuple[BodyEdition, ...]) -> Desk:
    rows = own_kinds(map(_checklist, checklists), catalogue())
    own = merged([_forms(one) for one in forms])
    if not rows and not forms:
        return Desk.of_today()
    used = (*(checklists if rows else ()), *forms)
    digest = hashlib.sha256("".join(one.digest for one in used).encode()).hexdigest()[:8]
    latest = {one.sort: one.edition for one in used}
    return Desk.of_body(OwnForms((*rows, *own.rows), own.labels), f"{'+'.join(latest.values())}/{digest}")


def _forms(one: BodyEdition) -> OwnForms:
    return forms_read(BodyTable.objects.values_list("content", flat=True).get(pk=one.key))


def own_kinds(checklists: Iterable[Checklist], base: Catalogue) -> tuple[Mapped, ...]:
    """Return the kinds that only checklists name, so that a paper can be told or said to be of one.

    The name of the paper is its title, unless the tables take that title for another kind.
    """
    rows = {row.code: row for one in checklists for row in one.rows if row.code not in base.kinds}
    return tuple(_own_kind(code, row.name, row.name_en, base) for code, row in sorted(rows.items()))


def _own_kind(code: str, zh: str, en: str, base: Catalogue) -> Mapped:
    told = len(squeeze(zh)) >= _SHORTEST_TITLE and not named_kind(zh, base).kind
    return Mapped(code, title=zh if told else "", zh=zh, en=en)


def catalogue_today() -> Catalogue:
    """Return the kinds of the tables with those that the body's own checklists name. One query."""
    base = catalogue()
    rows = own_kinds(map(_checklist, in_force(_editions(CHECKLIST))), base)
    return catalogue_with(base, rows)
