"""The reader of picture files."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from PIL import __version__ as pillow_version

from anjuan.kit.errors import AnjuanError
from anjuan.reading.errors import BrokenFileError, LimitReachedError, MissingPartError
from anjuan.reading.images.frames import Frame, count_of, frames_of, opened
from anjuan.reading.pages import A4_POINTS, Event, Notice, Opened, Page, TextSource
from anjuan.reading.protocol import Engine, ReadOptions, Source

_REASON = "picture"
_FEWEST_SIDES = 8


class ImageReader:
    """Reads picture files: every page is recognised.

    Args:
        engine: Gives the engine that recognises pictures; called when the first picture is read.

    """

    media_types = frozenset(
        {
            "image/jpeg",
            "image/png",
            "image/tiff",
            "image/bmp",
            "image/gif",
            "image/webp",
            "image/heic",
            "image/heif",
        }
    )

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self.name = f"pillow/{pillow_version}"
        self._make_engine = engine
        self._engine: Engine | None = None

    def available(self) -> bool:
        """Say whether all it needs is on this machine: it is part of the installation."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield one ``Opened``, then pages in rising order, and notices as they come.

        Raises:
            BrokenFileError: Nothing of the file can be read.
            LimitReachedError: The file goes beyond ``options.limits``.

        """
        with opened(source.path, options.limits.picture_pixels) as image:
            count = count_of(image)
            if 0 < options.limits.pages < count:
                raise LimitReachedError(
                    f"The picture file has {count} pages, more than the {options.limits.pages} that one file may have.",
                    why="One file of this size would hold up all others.",
                    remedy="Split it, or raise the limit of pages in the settings.",
                )
            frames = frames_of(image, options.limits.picture_pixels, options.first_page)
            first = next(frames, None)
            if first is not None and first.picture is None and count == 1:
                raise BrokenFileError(
                    "Nothing of the picture can be decoded.",
                    why="It was cut short or damaged.",
                    remedy="Get the file again from where it came from.",
                )
            yield Opened(source.media_type, self.name, count)
            while first is not None:
                yield from self._page(first, options)
                first = next(frames, None)

    def _page(self, frame: Frame, options: ReadOptions) -> Iterator[Page | Notice]:
        number = frame.number
        if frame.picture is None:
            yield Notice("page-unreadable", f"Page {number} cannot be decoded.", number, partial=True)
            yield Page(number, *A4_POINTS, source=TextSource.NONE, reason="page-unreadable", picture=False)
            return
        if frame.cut:
            text = f"The end of page {number} is missing; what could be decoded was read."
            yield Notice("page-cut-short", text, number, partial=True)
        width, height = (side * 72 / frame.dpi for side in frame.picture.size)
        unread = Page(number, width, height, source=TextSource.NONE, reason=_REASON)
        if not options.recognise or min(frame.picture.size) < _FEWEST_SIDES:
            yield unread
            return
        try:
            engine = self._ready_engine()
        except MissingPartError as error:
            text = f"Page {number} was not recognised. {error.what} {error.remedy}".strip()
            yield Notice("page-not-recognised", text, number, partial=True)
            yield unread
            return
        try:
            page = _recognised(frame, engine)
        except AnjuanError:
            raise
        except Exception as error:  # noqa: BLE001  one bad page must not cost the other pages of the file
            text = f"Page {number} was not recognised: {type(error).__name__}: {error}."
            yield Notice("page-not-recognised", text, number, partial=True)
            page = unread
        yield page

    def _ready_engine(self) -> Engine:
        if self._engine is None:
            self._engine = self._make_engine()
        return self._engine


def _recognised(frame: Frame, engine: Engine) -> Page:
    picture = np.asarray(frame.picture, dtype=np.uint8)
    found = engine.recognise(picture, frame.dpi)
    height, width = (side * 72 / frame.dpi for side in picture.shape[:2])
    if found.rotation in (90, 270):
        width, height = height, width
    even = int(picture.max()) - int(picture.min()) < 16  # noqa: PLR2004  one colour but for noise
    return Page(
        frame.number,
        width,
        height,
        rotation=found.rotation,
        source=TextSource.OCR,
        reason=_REASON,
        lines=found.lines,
        tables=found.tables,
        seals=found.seals,
        skew=found.skew,
        blank=even and not found.lines and not found.seals,
    )
