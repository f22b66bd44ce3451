"""Editions of guides for their editors: lists, one with its gate, what changed."""

from __future__ import annotations

from anjuan.accounts.selectors.people import Viewer
from anjuan.compiling.changes import LineChange, changes
from anjuan.compiling.guide import Guide as Compiled
from anjuan.compiling.guide import Section
from anjuan.mining.codec import guide_from_json, line_from_json
from anjuan.mining.models import EditionState, Guide, GuideEdition
from anjuan.mining.selectors.guides import EDIT, PUBLISH, GuideUnknownError, need_reader


def edition_get(viewer: Viewer, edition_id: int) -> GuideEdition:
    """Return an edition; readers get released and withdrawn ones only.

    Raises:
        KnowledgeMayNotError: The person may not read guides.
        GuideUnknownError: There is none that this person may see.

    """
    need_reader(viewer)
    edition = GuideEdition.objects.select_related("guide").filter(pk=edition_id).first()
    shown = (EditionState.PUBLISHED, EditionState.WITHDRAWN)
    if edition is None or not (viewer.may(EDIT) or viewer.may(PUBLISH) or edition.state in shown):
        raise GuideUnknownError(
            f"There is no edition {edition_id} that you may see.", remedy="Open the guide from the list of codes."
        )
    return edition


def edition_list(viewer: Viewer, guide: Guide) -> list[GuideEdition]:
    """Return the editions of a guide that a person may see, the last first. One query."""
    editions = guide.editions.select_related("guide").defer("compiled", "body").order_by("-number")
    if viewer.may(EDIT) or viewer.may(PUBLISH):
        return list(editions)
    return list(editions.filter(state__in=(EditionState.PUBLISHED, EditionState.WITHDRAWN)))


def released_changes(edition: GuideEdition) -> list[LineChange]:
    """Return what readers see changed against the edition released before: nothing that was left out. One query."""
    before = _before(edition)
    return changes(_released(before) if before else _NOTHING, _released(edition))


def _released(edition: GuideEdition) -> Compiled:
    rows = edition.body or ()
    sections = tuple(Section(row["id"], tuple(line_from_json(line) for line in row["lines"])) for row in rows)
    return Compiled(0, 0, 0, sections, "")


def _before(edition: GuideEdition) -> GuideEdition | None:
    """Return the edition that was released before this one."""
    earlier = GuideEdition.objects.filter(guide=edition.guide_id, number__lt=edition.number, published_at__isnull=False)
    return earlier.order_by("-number").first()


_NOTHING = Compiled(0, 0, 0, (), "")


def edition_changes(edition: GuideEdition) -> list[LineChange]:
    """Return what changed against the edition before; all lines are new in the first one. One query."""
    before = _before(edition)
    return changes(guide_from_json(before.compiled) if before else _NOTHING, guide_from_json(edition.compiled))
