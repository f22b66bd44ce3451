"""Small pictures of pages, kept in memory for a while: a list of results shows the same ones again and again.

They are never written to the disk: what is destroyed at the end of its retention shall leave no picture behind.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Original, Page
from anjuan.archive.passwords import opened_password
from anjuan.archive.places import Places
from anjuan.archive.selectors.page_reads import rotation_of
from anjuan.archive.selectors.pages import page_row
from anjuan.reading import pictures

#: A thumbnail has about 6 KB; so many bytes hold those of some two thousand pages in each process.
MOST_BYTES = 12 << 20
_Key = tuple[str, int, int]


class Thumbnails:
    """Drawn thumbnails by content, page and turn; the ones that were not asked for longest go first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[_Key, pictures.DrawnPage] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: _Key, draw: Callable[[], pictures.DrawnPage]) -> pictures.DrawnPage:
        """Return a thumbnail, drawing it when it is not kept."""
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known
        drawn = draw()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = drawn
                self._bytes += len(drawn.content)
            while self._bytes > self._most:
                self._bytes -= len(self._kept.popitem(last=False)[1].content)
        return drawn

    @property
    def size_bytes(self) -> int:
        """How much is kept."""
        return self._bytes


_THUMBNAILS = Thumbnails()


def page_thumbnail(viewer: Viewer, document_id: int, number: int, *, places: Places) -> pictures.DrawnPage:
    """Return a page 240 pixels wide, upright. Two queries, and the work of drawing the first time.

    Raises:
        DocumentUnknownError: There is no such page that this person may see.
        ReadError: The original can no longer be drawn.

    """
    document, row = page_row(viewer, document_id, number)
    original = document.original
    return _THUMBNAILS.get(
        (original.sha256, row.original_page.number, rotation_of(row)), lambda: _draw(original, row, places)
    )


def _draw(original: Original, row: Page, places: Places) -> pictures.DrawnPage:
    return pictures.draw_thumbnail(
        places.blobs.path_of(original.sha256),
        original.media_type,
        row.original_page.number,
        rotation=rotation_of(row),
        passwords=opened_password(original),
    )
