"""Whether the search index holds what the tables hold."""

from __future__ import annotations

import dataclasses

from django.db.models import F, Sum

from anjuan.archive.models import IndexOrder, IndexRemoval, Page
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

    """

    pages: int
    waiting: int
    indexed: int
    going: int = 0

    @property
    def missing(self) -> int:
        """Pages that are neither in the index nor on their way: at least so many."""
        return max(self.pages - self.waiting - self.indexed, 0)

    @property
    def surplus(self) -> int:
        """Pages of the index that the tables do not have: at least so many."""
        return max(self.indexed - self.pages - self.going, 0)


def index_health(engine: SearchEngine) -> IndexHealth:
    """Return how far the index agrees with the tables. Three queries.

    Raises:
        IndexVersionError: The index was made by other rules.
        IndexDamagedError: Its files cannot be read.

    """
    # In this order a page that is written or indexed meanwhile is never called missing.
    pages = Page.objects.count()
    waiting = IndexOrder.objects.aggregate(pages=Sum(F("last_page") - F("first_page") + 1))["pages"] or 0
    going = IndexRemoval.objects.aggregate(pages=Sum(F("last_id") - F("first_id") + 1))["pages"] or 0
    return IndexHealth(pages, waiting, engine.backend.count(), going)


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
