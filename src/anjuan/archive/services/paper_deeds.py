"""Undoing deeds on pages and papers of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.archive.models import Page, PaperDeed
from anjuan.archive.rules.page_care import Care
from anjuan.archive.selectors.page_reads import WITH_CARE, care_of
from anjuan.archive.selectors.sight import whole_cases_of
from anjuan.archive.services.arranging import MOVE, ORDER, TITLE, move_back, order_back, title_back
from anjuan.archive.services.page_care import CARE, cares_put
from anjuan.archive.services.rights import need_describer
from anjuan.kit.errors import NotFoundError, UsageError
from anjuan.papers.study import Scholar


class PaperDeedUnknownError(NotFoundError):
    """There is no such deed on papers, or it was undone."""

    code = "ARCH-065"


class PaperDeedPastError(UsageError):
    """Something later changed what a deed on papers did."""

    code = "ARCH-066"


_Back = Callable[[Deed, PaperDeed, Scholar], bool]


@durable_transaction()
def paper_deed_undo(*, deed: Deed, viewer: Viewer, deed_id: int, scholar: Scholar) -> PaperDeed:
    """Undo a deed on pages or papers: what it changed is again as it was before.

    Raises:
        DescribeMayNotError: The person may not correct cases.
        PaperDeedUnknownError: There is none in a case that the person may see, or it was undone.
        PaperDeedPastError: What it changed was changed again since.
        SealedCaseError: The case was sealed meanwhile.

    """
    need_describer(deed, viewer)
    found = PaperDeed.objects.select_for_update().filter(pk=deed_id, undone_at=None, case__in=whole_cases_of(viewer))
    row = found.first()
    if row is None:
        raise PaperDeedUnknownError(f"There is no deed {deed_id} that could be undone.", remedy="Load the page again.")
    if not _BACK[row.kind](deed, row, scholar):
        raise PaperDeedPastError(
            "What was done was changed again since.",
            why="Undoing it now would undo that as well.",
            remedy="Undo the later change first, or set it right by hand.",
        )
    PaperDeed.objects.filter(pk=row.pk).update(undone_at=deed.now, undone_by=deed.actor)
    row.undone_at, row.undone_by = deed.now, deed.actor
    return row


def _cares_back(deed: Deed, row: PaperDeed, scholar: Scholar) -> bool:
    wanted, expected = _cares(row.before), _cares(row.after)
    rows = list(Page.objects.filter(pk__in=wanted).select_related("document__original", *WITH_CARE))
    if len(rows) != len(wanted) or any(care_of(one) != expected[one.pk] for one in rows):
        return False
    cares_put(deed=deed, rows=rows, wanted=wanted, scholar=scholar)
    return True


def _cares(told: Mapping[str, list[object]]) -> dict[int, Care]:
    return {int(key): Care(int(str(turn)), str(mark)) for key, (turn, mark) in told.items()}


_BACK: Mapping[str, _Back] = {CARE: _cares_back, TITLE: title_back, ORDER: order_back, MOVE: move_back}
