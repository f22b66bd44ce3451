"""The reader of PDF files."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator

import pypdfium2 as pdfium

from anjuan.kit.errors import AnjuanError
from anjuan.reading.errors import LimitReachedError
from anjuan.reading.pages import A4_POINTS, Event, Member, Notice, Opened, Page, TextSource
from anjuan.reading.pdf.damage import Harm, harmed_pages, table_is_sound
from anjuan.reading.pdf.extras import Attachments, form_of, properties_of
from anjuan.reading.pdf.onepage import PageReading
from anjuan.reading.pdf.opening import Opening, open_pdf
from anjuan.reading.protocol import Engine, ReadOptions, Source

_MEDIA_TYPE = "application/pdf"


class PdfReader:
    """Reads PDF files page by page: the text layer where it is good, recognition where it is not.

    Args:
        engine: Gives the engine that recognises pictures; called when the first picture is met.

    """

    media_types = frozenset({_MEDIA_TYPE})

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self.name = f"pdfium/{pdfium.PYPDFIUM_INFO.version}"
        self._engine = engine

    def available(self) -> bool:
        """Say whether all it needs is on this machine: it is part of the installation."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield one ``Opened``, then pages in rising order, attachments and notices as they come.

        A page that cannot be read comes without text, with a notice, and does not stop the others.

        Raises:
            PasswordNeededError: None of the given passwords opens the file.
            BrokenFileError: Nothing of the file can be read.
            LimitReachedError: The file goes beyond ``options.limits``.

        """
        opening = open_pdf(source.path, options.passwords, options.work_folder)
        try:
            yield from self._events(opening, source, options)
        finally:
            opening.document.close()

    def _events(self, opening: Opening, source: Source, options: ReadOptions) -> Iterator[Event]:
        document = opening.document
        with form_of(document) as form:
            count = len(document)
            _check_count(count, options.limits.pages)
            yield Opened(source.media_type, self.name, count, properties_of(document))
            yield from _repair_notices(opening, count)
            harm = _Harm(opening)
            attachments = Attachments(options.work_folder, options.limits.unpacked_bytes)
            yield from attachments.of_document(document)
            reading = PageReading(self._engine, options, form)
            for number in range(max(1, options.first_page), count + 1):
                for event in self._page(document, number, reading, attachments):
                    yield from harm.told(event) if isinstance(event, Page) else (event,)

    def _page(
        self, document: pdfium.PdfDocument, number: int, reading: PageReading, attachments: Attachments
    ) -> Iterator[Page | Member | Notice]:
        try:
            page = document[number - 1]
        except pdfium.PdfiumError:
            yield from _unreadable(number, "The file does not hold it whole")
            return
        try:
            yield from attachments.of_page(page, number)
            yield from reading.read(page, number)
        except (AnjuanError, GeneratorExit):
            raise
        except Exception as error:  # noqa: BLE001  one bad page must not cost the other pages of the file
            yield from _unreadable(number, f"Reading it failed ({type(error).__name__}: {error})")
        finally:
            with contextlib.suppress(pdfium.PdfiumError):
                page.close()


class _Harm:
    """Tells which pages of a damaged file suffered. An undamaged file costs nothing but a look at its end."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._suspect = opening.repaired or not table_is_sound(opening.path)
        self._pages: dict[int, Harm] | None = None

    def told(self, page: Page) -> Iterator[Event]:
        """Yield the page, with a notice when its content is lost or damaged."""
        if self._pages is None and (self._suspect or page.blank):
            opening = self._opening
            self._pages = harmed_pages(opening.path, opening.password, repaired=opening.repaired)
        harm = (self._pages or {}).get(page.number)
        if harm is Harm.LOST and page.blank:
            yield from _unreadable(page.number, "Its content is missing from the file")
            return
        if harm is not None and page.reason != "page-unreadable":
            yield Notice(
                "page-damaged",
                f"The content of page {page.number} is damaged; text of it may be missing.",
                page.number,
                partial=True,
            )
        yield page


def _check_count(count: int, most: int) -> None:
    if 0 < most < count:
        raise LimitReachedError(
            f"The PDF has {count} pages, more than the {most} that one file may have.",
            why="One file of this size would hold up all others.",
            remedy="Split it, or raise the limit of pages in the settings.",
        )


def _repair_notices(opening: Opening, count: int) -> Iterator[Notice]:
    if not opening.repaired:
        return
    if opening.cut:
        yield Notice(
            "file-cut-short",
            f"The end of the PDF is missing. {count} pages could be recovered; others may be lost.",
            partial=True,
        )
    else:
        yield Notice("file-repaired", "The PDF was damaged and had to be repaired before it could be read.")


def _unreadable(number: int, why: str) -> Iterator[Page | Notice]:
    yield Notice("page-unreadable", f"Page {number} cannot be read. {why}.", number, partial=True)
    yield dataclasses.replace(Page(number, *A4_POINTS), source=TextSource.NONE, reason="page-unreadable", picture=False)
