"""Reads Word packages: .docx, .docm, .dotx, .dotm, in the transitional and the strict form."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from anjuan.reading.blocks import Flow
from anjuan.reading.errors import BrokenFileError
from anjuan.reading.office.docx.document import Document
from anjuan.reading.office.docx.numbering import Numbering
from anjuan.reading.office.docx.styles import Styles
from anjuan.reading.office.docx.surroundings import Surroundings
from anjuan.reading.office.members import may_be_scan, member
from anjuan.reading.office.ole_objects import objects_in_bytes
from anjuan.reading.office.packages import Package, Relationship, attribute, local
from anjuan.reading.office.properties import caution_notices, package_properties
from anjuan.reading.pages import Event, Member, Notice, Opened
from anjuan.reading.protocol import ReadOptions, Source
from anjuan.reading.typesetting import typeset

_NOTE_PARTS = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}
_NO_NOTE = frozenset({"separator", "continuationSeparator", "continuationNotice"})


class DocxReader:
    """Reads Word packages with a walker of our own, which also finds what lies outside the body."""

    name = "docx-walker/1"
    media_types = frozenset({
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
        "application/vnd.ms-word.document.macroenabled.12",
        "application/vnd.ms-word.template.macroenabled.12",
    })  # fmt: skip

    def available(self) -> bool:
        """Say yes: all it needs is a requirement of the package."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the document as pages; errors as in the protocol."""
        package = Package(source.path, options.limits)
        try:
            yield from read_package(package, Opened(source.media_type, self.name), options)
        finally:
            package.close()


def read_package(package: Package, opened: Opened, options: ReadOptions) -> Iterator[Event]:
    """Yield what a Word package holds.

    Args:
        package: The opened package.
        opened: What to say first; its properties are filled in here.
        options: How to read.

    """
    main = _main_part(package)
    root = package.tree(main)
    body = next((child for child in root if local(child) == "body"), root)
    yield Opened(opened.media_type, opened.reader, None, package_properties(package) | opened.properties)
    yield from caution_notices(package)
    parts = _PackageParts(package, main)
    document = Document(body, parts.surroundings(), parts)
    try:
        yield from typeset(_whole(document.flow(), package, options.work_folder), options)
    except RecursionError as error:
        raise BrokenFileError("The document nests its parts too deep to be read.") from error


def _whole(flow: Iterator[Flow], package: Package, folder: Path) -> Iterator[Flow]:
    yield from flow
    yield from package_members(package, folder)


def package_members(package: Package, folder: Path) -> Iterator[Member | Notice]:
    """Yield embedded documents, and pictures large enough to be scans."""
    for name in package.names():
        parent = posixpath.basename(posixpath.dirname(name)).casefold()
        base = posixpath.basename(name)
        if parent not in {"embeddings", "media"} and not base.casefold().startswith("afchunk"):
            continue
        try:
            data = package.part(name)
        except BrokenFileError as error:
            yield Notice("part-unreadable", error.what, partial=True)
            continue
        if parent == "media":
            if may_be_scan(data):
                yield member(data, base, folder)
            continue
        for found in objects_in_bytes(data, base):
            if found.data:
                yield member(found.data, found.name, folder)
            else:
                yield Notice(
                    "member-refused", f"The embedded object {found.name} could not be taken out.", partial=True
                )


def _main_part(package: Package) -> str:
    links = package.relationships("").values()
    named = next((link.target for link in links if link.kind == "officeDocument"), "")
    if package.has(named):
        return named
    for name in package.names():
        if posixpath.basename(name).casefold() in {"document.xml", "document2.xml"}:
            return name
    raise BrokenFileError("The file holds no Word document.", remedy="Ask for it once more.")


class _PackageParts:
    """The parts around the main part of a package."""

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._links = package.relationships(main)
        self._around: Surroundings | None = None

    def story(self, relationship: str) -> tuple[str, etree._Element] | None:
        """Return a header or footer; errors as in :meth:`Package.tree`."""
        link = self._links.get(relationship)
        if link is None or link.external or not self._package.has(link.target):
            return None
        return link.target, self._package.tree(link.target)

    def surroundings(self) -> Surroundings:
        """Return styles, lists and notes; a damaged part is counted and left out."""
        unreadable: list[str] = []
        styles = Styles(self._root("styles", unreadable))
        numbering = Numbering(self._root("numbering", unreadable), styles.list_styles())
        around = Surroundings(styles, numbering, drawn_text=self._drawn_text, picture=self._picture)
        for kind, name in _NOTE_PARTS.items():
            root = self._root(kind, unreadable)
            for note in root if root is not None else ():
                if local(note) == name and attribute(note, "type") not in _NO_NOTE:
                    around.notes[name, attribute(note, "id")] = note
        around.counts.unreadable.extend(unreadable)
        return around

    def _root(self, kind: str, unreadable: list[str]) -> etree._Element | None:
        link = self._link(kind)
        if link is None or not self._package.has(link.target):
            return None
        try:
            return self._package.tree(link.target)
        except BrokenFileError as error:
            unreadable.append(error.what)
            return None

    def _link(self, kind: str) -> Relationship | None:
        return next((link for link in self._links.values() if link.kind == kind and not link.external), None)

    def _picture(self, relationship: str) -> bytes:
        link = self._links.get(relationship)
        if link is None or link.external or not self._package.has(link.target):
            return b""
        try:
            return self._package.part(link.target)
        except BrokenFileError:
            return b""

    def _drawn_text(self, relationship: str) -> str:
        link = self._links.get(relationship)
        if link is None or not self._package.has(link.target):
            return ""
        try:
            return drawing_text(self._package.tree(link.target, recover=True))
        except BrokenFileError:
            return ""


def drawing_text(root: etree._Element) -> str:
    """Return the words of a diagram or a chart: its paragraphs, its series and categories."""
    words: list[str] = []
    for element in root.iter():
        kind = local(element)
        if kind == "p":
            words.append("".join(part.text or "" for part in element.iter("{*}t")))
        elif kind == "strCache":
            words.extend(part.text or "" for part in element.iter("{*}v"))
    return "\n".join(dict.fromkeys(word for word in words if word.strip()))
