"""Reads OFD files (GB/T 33190-2016) with a walker of our own."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator

from lxml import etree

from anjuan.reading.errors import BrokenFileError, LimitReachedError
from anjuan.reading.ofd.content import Content
from anjuan.reading.ofd.files import OfdDocument, Resources, child, child_text, documents, locate, resources
from anjuan.reading.ofd.geometry import IDENTITY, Rectangle, moved, rectangle
from anjuan.reading.ofd.lines import lines_of, renumbered
from anjuan.reading.ofd.pictures import PictureReader
from anjuan.reading.office.members import member
from anjuan.reading.office.packages import Package, attribute, local
from anjuan.reading.pages import Box, Event, Member, Notice, Opened, Page, Role, Seal, TextSource
from anjuan.reading.protocol import Engine, ReadOptions, Source

_MM_TO_POINTS = 72 / 25.4
_A4: Rectangle = (0.0, 0.0, 210.0, 297.0)
_LEAST_SIDE = 1.0


class OfdReader:
    """Reads OFD files.

    Args:
        engine: Gives the engine that recognises pages that are pictures; asked only when there is one.

    """

    name = "ofd-walker/1"
    media_types = frozenset({"application/ofd"})

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine

    def available(self) -> bool:
        """Say yes: all it needs is a requirement of the package."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the pages of all documents of the file; errors as in the protocol."""
        package = Package(source.path, options.limits)
        try:
            held = list(documents(package))
            counts = [len(_page_entries(document)) for document in held]
            properties = {key: value for document in reversed(held) for key, value in document.properties.items()}
            yield Opened(source.media_type, self.name, sum(counts), properties)
            if 0 < options.limits.pages < sum(counts):
                raise LimitReachedError(f"The file has {sum(counts)} pages, more than {options.limits.pages}.")
            number = 1
            for index, document in enumerate(held, start=1):
                label = document.properties.get("title", f"{index}") if len(held) > 1 else ""
                walker = _DocumentWalker(package, document, options, PictureReader(package, self._engine, options))
                yield from walker.events(number, label)
                number += len(_page_entries(document))
        finally:
            package.close()


def _page_entries(document: OfdDocument) -> list[etree._Element]:
    pages = child(document.root, "Pages")
    return [entry for entry in pages if local(entry) == "Page"] if pages is not None else []


class _DocumentWalker:
    """Walks one document of a file."""

    def __init__(self, package: Package, document: OfdDocument, options: ReadOptions, pictures: PictureReader) -> None:
        self._package = package
        self._document = document
        self._options = options
        self._pictures = pictures
        self._templates = self._read_templates()
        self._annotations = self._read_annotations()
        self._trees: dict[str, etree._Element] = {}
        self._held = resources(package, document, [])

    def events(self, number: int, label: str) -> Iterator[Event]:
        """Yield pages, then attachments."""
        entries = _page_entries(self._document)
        if not entries:
            yield Notice("page-unreadable", "The document lists no pages.", partial=True)
        for offset, entry in enumerate(entries):
            if number + offset >= self._options.first_page:
                yield from self._page(entry, number + offset, label)
        yield from self._attachments()

    def _read_templates(self) -> dict[str, str]:
        common = child(self._document.root, "CommonData")
        return {
            attribute(element, "ID"): attribute(element, "BaseLoc")
            for element in (common if common is not None else ())
            if local(element) == "TemplatePage"
        }

    def _read_annotations(self) -> dict[str, tuple[str, str]]:
        """Return, by the id of the page, folder and path of its annotations."""
        name = locate(self._package, self._document.folder, child_text(self._document.root, "Annotations"))
        if name is None:
            return {}
        try:
            root = self._package.tree(name, recover=True)
        except BrokenFileError:
            return {}
        folder = posixpath.dirname(name)
        return {
            attribute(page, "PageID"): (folder, child_text(page, "FileLoc")) for page in root if local(page) == "Page"
        }

    def _page(self, entry: etree._Element, number: int, label: str) -> Iterator[Event]:
        name = locate(self._package, self._document.folder, attribute(entry, "BaseLoc"))
        try:
            if name is None:
                raise BrokenFileError(f"The file does not hold page {number}.")  # noqa: TRY301  told below like damage
            root = self._package.tree(name, recover=True)
        except BrokenFileError as error:
            yield Notice("page-unreadable", error.what, number, partial=True)
            box = self._area(None)
            width, height = box[2] * _MM_TO_POINTS, box[3] * _MM_TO_POINTS
            yield Page(
                number, width, height, source=TextSource.NONE, reason="page-unreadable", picture=False, label=label
            )
            return
        notices: list[Notice] = []
        yield self._read_page(entry, root, posixpath.dirname(name), (number, label, notices))
        yield from notices

    def _read_page(
        self, entry: etree._Element, root: etree._Element, folder: str, about: tuple[int, str, list[Notice]]
    ) -> Page:
        number, label, notices = about
        box = self._area(root)
        extra = [(folder, part.text) for part in root if local(part) == "PageRes" and part.text]
        held = resources(self._package, self._document, extra) if extra else self._held
        content = Content(held.composites)
        origin = moved(IDENTITY, -box[0], -box[1])
        for layer in self._layers(root, number, notices):
            content.take(layer, origin)
        seals = self._annotate(attribute(entry, "ID"), content, box)
        lines = lines_of(content.runs, box[2], box[3])
        page = Page(
            number, box[2] * _MM_TO_POINTS, box[3] * _MM_TO_POINTS, lines=renumbered(lines), seals=tuple(seals),
            label=label, picture=False,
        )  # fmt: skip
        return self._finish(page, content, held, (box, notices))

    def _finish(self, page: Page, content: Content, held: Resources, about: tuple[Rectangle, list[Notice]]) -> Page:
        box, notices = about
        return self._pictures.completed(page, content.pictures, held, (box[2], box[3]), notices)

    def _layers(self, root: etree._Element, number: int, notices: list[Notice]) -> Iterator[etree._Element]:
        """Yield templates and the page itself, from the back to the front."""
        behind: list[etree._Element] = []
        before: list[etree._Element] = []
        for use in root:
            if local(use) != "Template":
                continue
            name = locate(self._package, self._document.folder, self._templates.get(attribute(use, "TemplateID"), ""))
            try:
                if name is None:
                    raise BrokenFileError("The file does not hold a template of the page.")  # noqa: TRY301  as damage
                tree = self._trees.get(name)
                if tree is None:
                    tree = self._trees[name] = self._package.tree(name, recover=True)
            except BrokenFileError as error:
                notices.append(Notice("template-unreadable", error.what, number, partial=True))
                continue
            (before if attribute(use, "ZOrder") == "Foreground" else behind).append(tree)
        yield from [*behind, root, *before]

    def _area(self, root: etree._Element | None) -> Rectangle:
        common = child(self._document.root, "CommonData")
        for holder, name in ((root, "Area"), (common, "PageArea")):
            area = child(holder, name) if holder is not None else None
            box = rectangle(child_text(area, "PhysicalBox")) if area is not None else None
            if box is not None and box[2] > _LEAST_SIDE and box[3] > _LEAST_SIDE:
                return box
        return _A4

    def _annotate(self, page: str, content: Content, box: Rectangle) -> list[Seal]:
        """Add the words of annotations; return the seals of the page."""
        seals = [
            Seal(_fraction(stamp.bounds, box), stamp.name, 1.0 if stamp.name else 0.0)
            for stamp in self._document.stamps
            if stamp.page == page
        ]
        folder, target = self._annotations.get(page, ("", ""))
        name = locate(self._package, folder, target)
        if name is None:
            return seals
        try:
            root = self._package.tree(name, recover=True)
        except BrokenFileError:
            return seals
        for note in root:
            area = child(note, "Appearance")
            place = rectangle(attribute(area, "Boundary")) if area is not None else None
            if local(note) != "Annot" or area is None or place is None or attribute(note, "Visible") == "false":
                continue
            before = len(content.runs)
            content.take(area, moved(IDENTITY, place[0] - box[0], place[1] - box[1]), Role.COMMENT)
            is_seal = attribute(note, "Type") == "Stamp" and attribute(note, "Subtype") != "SignatureInFile"
            if is_seal and len(content.runs) == before:
                seals.append(Seal(_fraction(place, box)))
        return seals

    def _attachments(self) -> Iterator[Member | Notice]:
        name = locate(self._package, self._document.folder, child_text(self._document.root, "Attachments"))
        if name is None:
            return
        for entry in self._package.tree(name, recover=True):
            if local(entry) != "Attachment":
                continue
            target = child_text(entry, "FileLoc")
            part = locate(self._package, posixpath.dirname(name), target)
            title = attribute(entry, "Name") or posixpath.basename(target)
            try:
                if part is None:
                    raise BrokenFileError(f"The attachment {title} is not in the file.")  # noqa: TRY301  as damage
                data = self._package.part(part)
            except BrokenFileError as error:
                yield Notice("member-refused", error.what, partial=True)
                continue
            ending = posixpath.splitext(target)[1]
            shown = title if title.endswith(ending) else title + ending
            yield member(data, shown, self._options.work_folder, "attachment")


def _fraction(bounds: Rectangle, page: Rectangle) -> Box:
    x0, y0 = (bounds[0] - page[0]) / page[2], (bounds[1] - page[1]) / page[3]
    x1, y1 = x0 + bounds[2] / page[2], y0 + bounds[3] / page[3]
    inside = [round(min(max(value, 0.0), 1.0), 5) for value in (x0, y0, x1, y1)]
    return inside[0], inside[1], max(inside[2], inside[0]), max(inside[3], inside[1])
