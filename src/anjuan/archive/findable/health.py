"""Whether the search index holds what the tables hold."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.db.models import F, Sum

from anjuan.archive.models import IndexOrder, IndexRefusal, IndexRemoval, Page
from anjuan.kit.errors import AnjuanError, ExitCode
from anjuan.search.engine import SearchEngine


class IndexEmptyError(AnjuanError):
    """The search index is empty although there are pages."""

    code = "ARCH-041"
    exit_code = ExitCode.MISSING_PART
    http_status = 503


@dataclasses.dataclass(frozen=True, slots=True)
class IndexHealth:
    """How far the index agrees with the tables.

    Attributes:
        pages: Pages in the tables.
        waiting: Pages that orders name; those that are indexed again are among them.
        indexed: Pages in the index.
        going: Pages that are gone from the tables and that the index has not let go yet; at most so many.
        refused: Pages that the index could not take in and that are set aside.

    """

    pages: int
    waiting: int
    indexed: int
    going: int = 0
    refused: int = 0

    @property
    def missing(self) -> int:
        """Pages that are neither in the index, nor on their way, nor set aside: at least so many."""
        return max(self.pages - self.waiting - self.indexed - self.refused, 0)

    @property
    def surplus(self) -> int:
        """Pages of the index that the tables do not have: at least so many."""
        return max(self.indexed - self.pages - self.going, 0)


def index_health(engine: SearchEngine) -> IndexHealth:
    """Return how far the index agrees with the tables. Four queries.

    Raises:
        IndexVersionError: The index was made by other rules.
        IndexDamagedError: Its files cannot be read.

    """
    # In this order a page that is written or indexed meanwhile is never called missing.
    pages = Page.objects.count()
    waiting = IndexOrder.objects.aggregate(pages=Sum(F("last_page") - F("first_page") + 1))["pages"] or 0
    going = IndexRemoval.objects.aggregate(pages=Sum(F("last_id") - F("first_id") + 1))["pages"] or 0
    return IndexHealth(pages, waiting, engine.backend.count(), going, IndexRefusal.objects.count())


@dataclasses.dataclass(frozen=True, slots=True)
class RefusedPage:
    """A page that the index could not take in.

    Attributes:
        case: Number of its case.
        document_id: Its document.
        page: Its number in the document.
        reason: Why, for a person.
        refused_at: When.

    """

    case: str
    document_id: int
    page: int
    reason: str
    refused_at: dt.datetime


def index_refusals(limit: int = 50) -> list[RefusedPage]:
    """Return pages that the index could not take in, the first ones first. Two queries."""
    refusals = {one.page_id: one for one in IndexRefusal.objects.all()[:limit]}
    pages = Page.objects.filter(pk__in=refusals).select_related("document__case").order_by("pk")
    return [
        RefusedPage(
            page.document.case.number, page.document_id, page.number,
            refusals[page.pk].reason, refusals[page.pk].refused_at,
        )
        for page in pages
    ]  # fmt: skip


def index_ready(engine: SearchEngine) -> None:
    """Do nothing when an index that finds no page is right to do so. No query when it holds pages.

    Raises:
        IndexEmptyError: It is empty although there are pages.

    """
    if engine.backend.count():
        return
    missing = index_health(engine).missing
    if missing:
        raise IndexEmptyError(
            f"The search index is empty, but the archive has {missing} pages that should be in it.",
            why="Whatever is looked for would seem not to be there.",
            remedy="Run `anjuan search rebuild`; the texts themselves are safe in the database.",
        )
