"""Stories, training sets and exhibitions as readers and editors see them."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.db.models import QuerySet

from anjuan.accounts.selectors.people import Viewer
from anjuan.compiling.works.checking import WorkChange, texts_of, work_changes
from anjuan.kit.errors import NotFoundError
from anjuan.mining.models import EditionState, Work, WorkEdition
from anjuan.mining.selectors.guides import EDIT, PUBLISH, need_reader
from anjuan.mining.works import content_of

_SHOWN = (EditionState.PUBLISHED, EditionState.WITHDRAWN)


class WorkUnknownError(NotFoundError):
    """There is no such work, or none that this person may see."""

    code = "MINE-040"


@dataclasses.dataclass(frozen=True, slots=True)
class WorkRow:
    """A work in a list, with its published edition and the one under way.

    Attributes:
        title: Of the published edition, else of the one under way.
        published: Number of the published edition; 0 when there is none.
        state: Of the edition under way; empty when there is none or the person may not see it.

    """

    id: int
    sort: str
    title: str
    field_code: str
    professional_code: str
    clause: str
    standard: str
    published: int
    published_id: int | None
    published_at: dt.datetime | None
    state: str
    edition_id: int | None
    proposed: bool


@dataclasses.dataclass(frozen=True, slots=True)
class WorkFilter:
    """Which works are wanted; what is empty does not filter. A code takes finer ones below it as well."""

    sort: str
    field_code: str = ""
    professional_code: str = ""
    clause: str = ""
    words: str = ""


def sees_drafts(viewer: Viewer) -> bool:
    """Say whether a person works on what is not published yet."""
    return viewer.may(EDIT) or viewer.may(PUBLISH)


def _works(viewer: Viewer, wanted: WorkFilter) -> QuerySet[Work]:
    found = Work.objects.filter(sort=wanted.sort)
    if not sees_drafts(viewer):
        found = found.filter(editions__state=EditionState.PUBLISHED)
    if wanted.field_code:
        found = found.filter(field_code__startswith=wanted.field_code)
    if wanted.professional_code:
        found = found.filter(professional_code__startswith=wanted.professional_code)
    if wanted.clause:
        found = found.filter(clause=wanted.clause)
    if wanted.words:
        found = found.filter(editions__title__icontains=wanted.words)
    return found.distinct()


def work_rows(viewer: Viewer, wanted: WorkFilter, *, limit: int = 500) -> list[WorkRow]:
    """Return works, the last made first. Two queries.

    Raises:
        KnowledgeMayNotError: The person may not read what was compiled.

    """
    need_reader(viewer)
    works = list(_works(viewer, wanted).order_by("-id")[:limit])
    told = WorkEdition.objects.filter(work__in=[one.pk for one in works]).defer("content", "body")
    by_work: dict[int, list[WorkEdition]] = {}
    for edition in told.order_by("number"):
        by_work.setdefault(edition.work_id, []).append(edition)
    drafts = sees_drafts(viewer)
    return [_row(one, by_work.get(one.pk, []), drafts=drafts) for one in works]


def _row(work: Work, editions: list[WorkEdition], *, drafts: bool) -> WorkRow:
    released = next((one for one in editions if one.state == EditionState.PUBLISHED), None)
    open_states = (EditionState.DRAFT, EditionState.SUBMITTED)
    draft = next((one for one in editions if drafts and one.state in open_states), None)
    shown = released or draft or (editions[-1] if editions else None)
    return WorkRow(
        work.pk, work.sort, shown.title if shown else "", work.field_code, work.professional_code, work.clause,
        work.standard, released.number if released else 0, released.pk if released else None,
        released.published_at if released else None, draft.state if draft else "", draft.pk if draft else None,
        work.proposed,
    )  # fmt: skip


def work_get(viewer: Viewer, sort: str, work_id: int) -> Work:
    """Return a work.

    Raises:
        KnowledgeMayNotError: The person may not read what was compiled.
        WorkUnknownError: There is none that this person may see.

    """
    need_reader(viewer)
    work = _works(viewer, WorkFilter(sort)).filter(pk=work_id).first()
    if work is None:
        raise WorkUnknownError("There is no such work that you may see.", remedy="Open it from its list.")
    return work


def work_published(viewer: Viewer, sort: str, work_id: int) -> WorkEdition:
    """Return the published edition of a work.

    Raises:
        KnowledgeMayNotError: The person may not read what was compiled.
        WorkUnknownError: There is none.

    """
    work = work_get(viewer, sort, work_id)
    edition = work.editions.filter(state=EditionState.PUBLISHED).select_related("work").first()
    if edition is None:
        raise WorkUnknownError("No edition of this work is published.", remedy="Ask a knowledge editor.")
    return edition


def work_edition(viewer: Viewer, sort: str, edition_id: int) -> WorkEdition:
    """Return an edition; readers get published and withdrawn ones only.

    Raises:
        KnowledgeMayNotError: The person may not read what was compiled.
        WorkUnknownError: There is none that this person may see.

    """
    need_reader(viewer)
    found = WorkEdition.objects.select_related("work").filter(pk=edition_id, work__sort=sort).first()
    if found is None or not (sees_drafts(viewer) or found.state in _SHOWN):
        raise WorkUnknownError("There is no such edition that you may see.", remedy="Open it from its list.")
    return found


def work_editions(viewer: Viewer, work: Work) -> list[WorkEdition]:
    """Return the editions of a work that a person may see, the last first. One query."""
    found = work.editions.defer("content", "body").order_by("-number")
    return list(found if sees_drafts(viewer) else found.filter(state__in=_SHOWN))


def edition_differences(edition: WorkEdition) -> list[WorkChange]:
    """Return what reads otherwise than in the edition published before; nothing for the first one. One query."""
    earlier = WorkEdition.objects.filter(work=edition.work_id, number__lt=edition.number, published_at__isnull=False)
    before = earlier.order_by("-number").first()
    if before is None or before.body is None:
        return []
    sort = edition.work.sort
    now = edition.content if edition.body is None else edition.body
    return work_changes(texts_of(content_of(sort, before.body)), texts_of(content_of(sort, now)))


def real_cases(viewer: Viewer, *, field_code: str, professional_code: str, clause: str, most: int = 3) -> list[WorkRow]:
    """Return published stories for a line of a guide: of its code first, then of its field, on its clause."""
    near = work_rows(viewer, WorkFilter("story", field_code, professional_code, clause))
    wide = work_rows(viewer, WorkFilter("story", field_code, "", clause)) if professional_code else []
    known = {row.id for row in near}
    return [row for row in (*near, *(one for one in wide if one.id not in known)) if row.published][:most]
