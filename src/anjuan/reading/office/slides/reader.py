"""Reads presentations: .pptx with the places of its shapes; one page a slide."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from anjuan.reading.errors import BrokenFileError, LimitReachedError
from anjuan.reading.office.docx.reader import drawing_text, package_members
from anjuan.reading.office.packages import Package, Relationship, attribute, local
from anjuan.reading.office.properties import caution_notices, package_properties
from anjuan.reading.office.slides.geometry import EMU_PER_POINT, Placed, placeholder_bounds, shapes
from anjuan.reading.office.slides.setting import SlideSetter, body_text, points, set_shape
from anjuan.reading.pages import Event, Notice, Opened, Page, TextSource
from anjuan.reading.protocol import ReadOptions, Source

_NOT_NOTES = frozenset({"sldNum", "sldImg", "dt", "hdr", "ftr"})
_WIDE, _TALL = 12_192_000.0, 6_858_000.0


class PptxReader:
    """Reads presentation packages, one page a slide."""

    name = "pptx-walker/1"
    media_types = frozenset({
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
        "application/vnd.openxmlformats-officedocument.presentationml.template",
        "application/vnd.ms-powerpoint.presentation.macroenabled.12",
    })  # fmt: skip

    def available(self) -> bool:
        """Say yes: all it needs is a requirement of the package."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the slides in the order of the show; errors as in the protocol."""
        package = Package(source.path, options.limits)
        try:
            main = next(
                (link.target for link in package.relationships("").values() if link.kind == "officeDocument"),
                "ppt/presentation.xml",
            )
            root = package.tree(main)
            links = package.relationships(main)
            slides = _slides(root, links)
            yield Opened(source.media_type, self.name, len(slides), package_properties(package))
            if 0 < options.limits.pages < len(slides):
                raise LimitReachedError(f"The presentation has {len(slides)} slides, more than {options.limits.pages}.")
            yield from caution_notices(package)
            for number, name in enumerate(slides, 1):
                if number >= options.first_page:
                    yield from _slide(package, name, number, _size(root))
            yield from package_members(package, options.work_folder)
        finally:
            package.close()


def _slides(root: etree._Element, links: dict[str, Relationship]) -> list[str]:
    found = []
    for element in root.iter("{*}sldId"):
        identity = next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")
        link = links.get(identity)
        if link is not None and not link.external:
            found.append(link.target)
    return found


def _size(root: etree._Element) -> tuple[float, float]:
    for element in root.iter("{*}sldSz"):
        wide, tall = attribute(element, "cx"), attribute(element, "cy")
        if wide.isdigit() and tall.isdigit() and int(wide) and int(tall):
            return int(wide) / EMU_PER_POINT, int(tall) / EMU_PER_POINT
    return _WIDE / EMU_PER_POINT, _TALL / EMU_PER_POINT


def _slide(package: Package, name: str, number: int, size: tuple[float, float]) -> Iterator[Event]:
    setter = SlideSetter(*size)
    try:
        root = package.tree(name)
        links = package.relationships(name)
    except BrokenFileError as error:
        yield Notice("page-unreadable", error.what, number, partial=True)
        yield Page(number, *size, source=TextSource.NONE, reason="page-unreadable", picture=False)
        return
    if attribute(root, "show") in {"0", "false"}:
        yield Notice("hidden-slide", f"Slide {number} is hidden; it was read all the same.", number)
    tree = next(root.iter("{*}spTree"), root)
    for shape in shapes(tree, _inherited(package, links)):
        set_shape(shape, setter)
        _set_drawing(package, links, shape, setter)
    setter.notes.extend(_notes(package, links))
    yield setter.page(number)


def _set_drawing(package: Package, links: dict[str, Relationship], shape: Placed, setter: SlideSetter) -> None:
    """Set the words of a diagram or chart, which lie in a part of their own."""
    for element in shape.element.iter("{*}relIds", "{*}chart"):
        link = links.get(attribute(element, "dm") or attribute(element, "id"))
        if link is None or not package.has(link.target):
            continue
        try:
            setter.text(drawing_text(package.tree(link.target, recover=True)).split("\n"), 12.0, points(shape.bounds))
        except BrokenFileError:
            continue


def _inherited(package: Package, links: dict[str, Relationship]) -> dict[str, tuple[float, float, float, float]]:
    """Return the bounds of placeholders: of the layout, and where it says nothing of the master."""
    bounds: dict[str, tuple[float, float, float, float]] = {}
    for kind in ("slideLayout", "slideMaster"):
        link = next((link for link in links.values() if link.kind == kind), None)
        if link is None or not package.has(link.target):
            break
        try:
            bounds = placeholder_bounds(package.tree(link.target)) | bounds
            links = package.relationships(link.target)
        except BrokenFileError:
            break
    return bounds


def _notes(package: Package, links: dict[str, Relationship]) -> Iterator[str]:
    for link in links.values():
        if link.kind not in {"notesSlide", "comments"} or not package.has(link.target):
            continue
        try:
            root = package.tree(link.target)
        except BrokenFileError:
            continue
        for shape in root.iter("{*}sp"):
            yield from _note_texts(shape)
        for comment in root.iter("{*}cm"):
            text = "".join(part.text or "" for part in comment.iter("{*}text", "{*}t"))
            if text.strip():
                yield text.strip()


def _note_texts(shape: etree._Element) -> Iterator[str]:
    kinds = {attribute(element, "type") for element in shape.iter("{*}ph")}
    if kinds & _NOT_NOTES:
        return
    for body in shape:
        if local(body) == "txBody":
            yield from (text for text in body_text(body) if text.strip())
