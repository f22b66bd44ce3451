"""Reference codes that were given, and what is missing between them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models.cases import CaseState
from anjuan.archive.selectors.sight import case_named
from anjuan.custody.models import CodeGrant, CodeSeries
from anjuan.custody.rules.reference_codes import Gap, gaps


@dataclasses.dataclass(frozen=True, slots=True)
class SeriesRow:
    """One series of volumes: the code before 案卷号, the last number given, what is missing up to it."""

    prefix: str
    last_number: int
    gaps: tuple[Gap, ...]


def series_gaps(viewer: Viewer) -> list[SeriesRow]:
    """Return every series of volumes with its gaps, to those who see all cases. Two queries.

    A gap without a reason is a number that was given and of which nothing is left: look into the journal.
    """
    if not viewer.sees_all:
        return []
    volumes = CodeGrant.objects.filter(document=None).select_related("case")
    by_series: dict[int, list[CodeGrant]] = {}
    for grant in volumes:
        by_series.setdefault(grant.series_id, []).append(grant)
    rows = CodeSeries.objects.filter(pk__in=by_series).order_by("prefix")
    return [SeriesRow(row.prefix, row.last_number, _gaps(row.last_number, by_series[row.pk])) for row in rows]


def _gaps(last: int, grants: Iterable[CodeGrant]) -> tuple[Gap, ...]:
    grants = list(grants)
    ended = {grant.number: f"{grant.ended}: {grant.reason}" for grant in grants if grant.ended}
    present = {grant.number for grant in grants if _is_there(grant)}
    return gaps(last, present, ended)


def _is_there(grant: CodeGrant) -> bool:
    if grant.document is not None:
        return not grant.document.removed
    return grant.case.state != CaseState.DESTROYED


def case_gaps(viewer: Viewer, name: str) -> list[Gap]:
    """Return the item numbers of a case that name no paper on the shelf. Four queries.

    Raises:
        CaseUnknownError: There is no such case that this person may see.

    """
    case = case_named(viewer, name)
    series = CodeSeries.objects.filter(prefix=case.reference_code or "").first()
    grants = CodeGrant.objects.filter(case=case).exclude(document=None).select_related("document", "case")
    return list(_gaps(series.last_number, grants)) if series else []
