"""One Word document as a flow: sections with their headers and footers, the body, what it holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Protocol

from lxml import etree

from anjuan.reading.blocks import Block, Flow, PageBreak, Sheet, flattened, in_role
from anjuan.reading.errors import BrokenFileError
from anjuan.reading.office.docx.story import TWIPS, Story, without_breaks
from anjuan.reading.office.docx.surroundings import Surroundings
from anjuan.reading.office.packages import attribute, local
from anjuan.reading.pages import Notice, Role

_NO_NEW_PAGE = frozenset({"continuous", "nextColumn"})
_HEADER_ORDER = {"first": 0, "default": 1, "odd": 1, "even": 2}


class Parts(Protocol):
    """Gives the headers and footers that a section names."""

    def story(self, relationship: str) -> tuple[str, etree._Element] | None:
        """Return the name and the root of the part behind a relationship; None when it is not there."""
        ...


class Document:
    """Walks the body of a document.

    Args:
        body: The ``w:body`` element.
        around: What the body refers to.
        parts: Where its headers and footers come from.

    """

    def __init__(self, body: etree._Element, around: Surroundings, parts: Parts) -> None:
        self._body = body
        self._around = around
        self._parts = parts
        self._story = Story(around)
        self._given: set[str] = set()
        # Word leaves a mark wherever it broke the page when it last showed the document.
        self._rendered = next(body.iter("{*}lastRenderedPageBreak"), None) is not None

    def flow(self) -> Iterator[Flow]:
        """Yield the document block by block, and at the end what should be known of it."""
        sections = [element for element in self._body.iter("{*}sectPr") if not _is_former(element)]
        index = 0
        yield from self._section(sections, index)
        for child in self._children(self._body):
            yield from self._story.block(child)
            if _ends_section(child):
                index += 1
                yield from self._section(sections, index)
        yield from self._notes_left()
        yield from self._notices()

    def _children(self, element: etree._Element) -> Iterator[etree._Element]:
        for child in element:
            if local(child) in {"sect", "sub-section"}:  # Word 2003 groups the body by sections and headings
                yield from self._children(child)
            else:
                yield child

    def _section(self, sections: list[etree._Element], index: int) -> Iterator[Block]:
        if index >= len(sections):
            if index == 0:
                yield Sheet(fitted=self._rendered)
            return
        section = sections[index]
        kind = next((attribute(child, "val") for child in section if local(child) == "type"), "nextPage")
        if index == 0 or kind not in _NO_NEW_PAGE:
            yield PageBreak()
            yield _sheet(section, fitted=self._rendered)
        yield from self._heads_and_feet(section)

    def _heads_and_feet(self, section: etree._Element) -> Iterator[Block]:
        named = [child for child in section if local(child) in {"headerReference", "footerReference", "hdr", "ftr"}]
        named.sort(key=lambda child: (local(child)[0] == "f", _HEADER_ORDER.get(attribute(child, "type"), 3)))
        for reference in named:
            story = self._named_story(reference)
            if story is None or story[0] in self._given:
                continue
            self._given.add(story[0])
            blocks = without_breaks(self._story.blocks(story[1]))
            if local(reference).startswith("f"):
                for block in blocks:
                    for paragraph in flattened(block):
                        yield in_role(paragraph, Role.FOOTER)
            else:
                yield from (in_role(block, Role.HEADER) for block in blocks)

    def _named_story(self, reference: etree._Element) -> tuple[str, etree._Element] | None:
        if local(reference) in {"hdr", "ftr"}:
            return str(id(reference)), reference
        try:
            return self._parts.story(attribute(reference, "id"))
        except BrokenFileError as error:
            self._around.counts.unreadable.append(error.what)
            return None

    def _notes_left(self) -> Iterator[Block]:
        """Yield comments and notes that no run refers to: some programs lose the mark, not the note."""
        for key, note in self._around.notes.items():
            if key not in self._around.told and key[0] == "comment":
                self._around.told.add(key)
                yield from self._story.note(key[0], note)

    def _notices(self) -> Iterator[Notice]:
        counts = self._around.counts
        if counts.inserted or counts.deleted:
            yield Notice(
                "tracked-changes",
                f"The document keeps tracked changes: {counts.inserted} insertions, which are read as text, and "
                f"{counts.deleted} deletions, which are left out.",
            )
        for what in dict.fromkeys(counts.unreadable):
            yield Notice("part-unreadable", what, partial=True)


def _is_former(section: etree._Element) -> bool:
    parent = section.getparent()
    return parent is not None and local(parent) == "sectPrChange"


def _ends_section(element: etree._Element) -> bool:
    if local(element) != "p":
        return False
    return any(local(mark) == "sectPr" for part in element if local(part) == "pPr" for mark in part)


def _sheet(section: etree._Element, *, fitted: bool) -> Sheet:
    sizes: dict[str, float] = {}
    for child in section:
        names = {"pgSz": ("w", "h"), "pgMar": ("left", "top", "right", "bottom")}.get(local(child), ())
        for name in names:
            value = attribute(child, name).lstrip("-")
            if value.replace(".", "", 1).isdigit():
                sizes[name] = float(value) / TWIPS
    sheet = Sheet(fitted=fitted)
    width, height = sizes.get("w", sheet.width), sizes.get("h", sheet.height)
    margins = [sizes.get(name, 72.0) for name in ("left", "top", "right", "bottom")]
    if not (100 < width < 3000 and 100 < height < 3000):  # noqa: PLR2004  points; else no sheet of paper
        width, height = sheet.width, sheet.height
    left, top, right, bottom = margins
    left, right = min(left, width * 0.3), min(right, width * 0.3)
    top, bottom = min(top, height * 0.3), min(bottom, height * 0.3)
    return dataclasses.replace(sheet, width=width, height=height, left=left, top=top, right=right, bottom=bottom)
