"""Schemes as assessments use them: frozen, with the points of the body."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.journal import journal_write
from anjuan.evaluation.models import SchemeEdition
from anjuan.evaluation.rules import tables
from anjuan.evaluation.rules.faults import SchemeUnknownError
from anjuan.evaluation.rules.points_sheet import PointsRead, points_read
from anjuan.evaluation.rules.schemes import Scheme, scheme_content
from anjuan.evaluation.services.rights import AssessmentRequestError, need
from anjuan.kit.clock import CHINA


@transaction.atomic
def points_load(
    *, deed: Deed, viewer: Viewer, scheme: str, cells: Sequence[Sequence[str]], edition: str, dry: bool
) -> PointsRead:
    """Take in a body's own points for a built-in scheme as an edition of its own; with ``dry`` only look.

    Raises:
        EvaluationMayNotError: The person may not.
        AssessmentRequestError: The edition has no name, or one that is taken.
        SchemeUnknownError: There is no such scheme.

    """
    need(deed, viewer, "evaluation.manage")
    base = tables.scheme_on(scheme, deed.now.astimezone(CHINA).date())
    name = f"{base.edition} {edition.strip()}"
    if not edition.strip() or SchemeEdition.objects.filter(scheme=base.id, edition=name).exists():
        raise AssessmentRequestError(
            f"The edition {edition!r} has no name of its own.",
            why="Scores say by which edition they were made.",
            remedy="Give a name that is not taken, such as 2026-1.",
        )
    read = points_read(base, cells, edition=name)
    if read.scheme is not None and not dry:
        row = scheme_frozen(deed, read.scheme, loaded_by=deed.actor)
        journal_write(
            deed=deed, action="evaluation.points", subject=f"evaluation.scheme:{row.pk}", label=str(row),
            detail={"rows": read.rows},
        )  # fmt: skip
    return read


def scheme_frozen(deed: Deed, scheme: Scheme, *, loaded_by: str) -> SchemeEdition:
    """Return the row that keeps a scheme as it is now; a scheme that is kept already is not kept twice."""
    content = scheme_content(scheme)
    told = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    row, _ = SchemeEdition.objects.get_or_create(
        scheme=scheme.id, edition=scheme.edition,
        defaults={"title": scheme.title, "content": content, "fingerprint": told, "loaded_by": loaded_by,
                  "loaded_at": deed.now},
    )  # fmt: skip
    return row


def scheme_chosen(deed: Deed, key: str, day: dt.date) -> SchemeEdition:
    """Return the row of a scheme by its key of ``schemes_known``.

    Raises:
        SchemeUnknownError: There is none.

    """
    origin, _, name = key.partition(":")
    if origin == "built-in":
        return scheme_frozen(deed, tables.scheme_on(name, day), loaded_by="")
    row = SchemeEdition.objects.filter(pk=int(name) if name.isdecimal() else 0).first()
    if row is None:
        raise SchemeUnknownError(f"There is no scheme {key!r}.", remedy="Choose one of the list.")
    return row
