"""Editions of a body's own tables: which are in force on a day, and how they are kept."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

import pydantic

from anjuan.judging.completeness.checklist import Checklist
from anjuan.papers.own.forms import OwnForms

CHECKLIST, FORMS = "checklist", "forms"
STANDING, WITHDRAWN = "standing", "withdrawn"
#: The letter that begins the name of an edition.
LETTERS = {CHECKLIST: "C", FORMS: "F"}
#: Version of the content that is kept; a change of its shape needs a reader for the older one.
_VERSION = 1
_CHECKLISTS, _FORMS = pydantic.TypeAdapter(Checklist), pydantic.TypeAdapter(OwnForms)


@dataclasses.dataclass(frozen=True, slots=True)
class BodyEdition:
    """One edition as far as the choice between editions needs it.

    Attributes:
        key: Its key in the archive; later ones are greater.
        edition: Its name, such as ``C2``.
        sort: ``checklist`` or ``forms``.
        state: ``standing`` or ``withdrawn``.
        valid_from: The first day it is in force.
        digest: SHA-256 of its content.

    """

    key: int
    edition: str
    sort: str
    state: str
    valid_from: dt.date
    digest: str


def in_force(editions: Iterable[BodyEdition]) -> tuple[BodyEdition, ...]:
    """Return the editions of one sort that count, by their first day.

    Of those that begin on the same day the one loaded last counts; one that withdraws leaves that day without an
    edition, so that the one before goes on.
    """
    last: dict[dt.date, BodyEdition] = {}
    for one in sorted(editions, key=lambda one: one.key):
        last[one.valid_from] = one
    return tuple(one for _, one in sorted(last.items()) if one.state == STANDING)


def edition_on(editions: Iterable[BodyEdition], day: dt.date | None) -> BodyEdition | None:
    """Return the edition in force on a day; the latest for a case without a date; None when there is none."""
    standing: Sequence[BodyEdition] = in_force(editions)
    if day is not None:
        standing = [one for one in standing if one.valid_from <= day]
    return standing[-1] if standing else None


def checklist_kept(checklist: Checklist) -> dict[str, Any]:
    """Return a checklist as it is kept."""
    return {"version": _VERSION, **_CHECKLISTS.dump_python(checklist, mode="json")}


def checklist_read(content: dict[str, Any], edition: str) -> Checklist:
    """Return a checklist that was kept, named by its edition."""
    kept = {name: value for name, value in content.items() if name != "version"}
    return dataclasses.replace(_CHECKLISTS.validate_python(kept), title=edition)


def forms_kept(forms: OwnForms) -> dict[str, Any]:
    """Return a body's forms as they are kept."""
    return {"version": _VERSION, **_FORMS.dump_python(forms, mode="json")}


def forms_read(content: dict[str, Any]) -> OwnForms:
    """Return a body's forms that were kept."""
    return _FORMS.validate_python({name: value for name, value in content.items() if name != "version"})


def digest_of(content: dict[str, Any]) -> str:
    """Return the SHA-256 of a content, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
