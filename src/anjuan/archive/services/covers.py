"""Cover sheets laid between papers before scanning: printed for a case, and read back from its scans."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image

from anjuan.archive.models import Original
from anjuan.archive.passwords import opened_password
from anjuan.kit.blobs import FolderBlobs
from anjuan.papers.covers.codes import CoverCode
from anjuan.papers.covers.seeing import cover_on, may_be_cover
from anjuan.reading import pages, pictures
from anjuan.reading.errors import ReadError

#: Pixels across the picture in which the code is looked for: about 150 dots per inch on A4.
_WIDTH = 1240
#: What every cover sheet prints; a page that does not say so is not drawn.
_WORD = "分隔"


def covers_of(original: Original, read: Sequence[pages.Page], blobs: FolderBlobs) -> dict[int, CoverCode]:
    """Return the cover sheets among the pages of a file, by page number. Only pages that say they are one are drawn."""
    if not pictures.has_picture(original.media_type):
        return {}
    found = {}
    for page in read:
        if page.picture and _WORD in page.text and may_be_cover(page):
            code = cover_on(_drawn(original, page, blobs))
            if code:
                found[page.number] = code
    return found


def _drawn(original: Original, page: pages.Page, blobs: FolderBlobs) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return the picture of a page; an empty one when it cannot be drawn any more."""
    try:
        drawn = pictures.draw_page(
            blobs.path_of(original.sha256), original.media_type, page.number, width=_WIDTH, rotation=page.rotation,
            passwords=opened_password(original),
        )  # fmt: skip
    except ReadError:
        return np.zeros((0, 0), np.uint8)
    return np.asarray(Image.open(io.BytesIO(drawn.content)).convert("L"), np.uint8)
