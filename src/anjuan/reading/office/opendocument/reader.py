"""Reads OpenDocument text and presentations: .odt, .ott, .odp, and flat .fodt."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from anjuan.reading.blocks import Block, Flow, PageBreak, flattened, in_role
from anjuan.reading.errors import BrokenFileError, PasswordNeededError
from anjuan.reading.office.members import may_be_scan, member
from anjuan.reading.office.opendocument.styles import OdfStyles
from anjuan.reading.office.opendocument.text import TextWalker
from anjuan.reading.office.packages import Package, attribute, local, parse_xml
from anjuan.reading.office.properties import MACRO_TEXT
from anjuan.reading.pages import Event, Notice, Opened, Role
from anjuan.reading.protocol import ReadOptions, Source
from anjuan.reading.typesetting import typeset

_META = {
    "title": "title",
    "creator": "changed_by",
    "initial-creator": "author",
    "creation-date": "made_on",
    "date": "changed_on",
    "generator": "application",
}
_HEADS = ("header", "header-first", "header-left")
_FEET = ("footer", "footer-first", "footer-left")


class OdfReader:
    """Reads OpenDocument text and presentations with a walker of our own."""

    name = "odf-walker/1"
    media_types = frozenset({
        "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-template",
        "application/vnd.oasis.opendocument.text-flat-xml", "application/vnd.oasis.opendocument.presentation",
    })  # fmt: skip

    def available(self) -> bool:
        """Say yes: all it needs is a requirement of the package."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the document as pages; errors as in the protocol."""
        with source.path.open("rb") as stream:
            is_package = stream.read(2) == b"PK"
        if not is_package:
            root = parse_xml(source.path.read_bytes())
            yield from self._read(root, [root], None, (source, options))
            return
        package = Package(source.path, options.limits)
        try:
            if package.has("META-INF/manifest.xml") and b"encryption-data" in package.part("META-INF/manifest.xml"):
                raise PasswordNeededError(
                    "The document is encrypted.", remedy="Give its password, or file a copy without."
                )
            content = package.tree("content.xml")
            roots = [content] + [
                package.tree(name, recover=True) for name in ("styles.xml", "meta.xml") if package.has(name)
            ]
            yield from self._read(content, roots, package, (source, options))
        finally:
            package.close()

    def _read(
        self,
        content: etree._Element,
        roots: list[etree._Element],
        package: Package | None,
        how: tuple[Source, ReadOptions],
    ) -> Iterator[Event]:
        source, options = how
        yield Opened(source.media_type, self.name, None, _properties(roots))
        names = package.names() if package is not None else []
        if any(
            name.startswith(("Basic/", "Scripts/")) and not name.endswith(("script-lc.xml", "script-lb.xml"))
            for name in names
        ):
            yield Notice("macros", MACRO_TEXT)
        yield from _outside(content)
        body = next(iter(content.iter("{*}body")), content)
        walker = TextWalker(OdfStyles(roots))
        try:
            yield from typeset(_flow(walker, body, roots), options)
        except RecursionError as error:
            raise BrokenFileError("The document nests its parts too deep to be read.") from error
        for name in names:
            folder = posixpath.dirname(name)
            data = (
                package.part(name)
                if package is not None and (folder == "Pictures" or name.startswith("Object "))
                else b""
            )
            is_object = name.startswith("Object ") and "/" not in name
            if data and (is_object or (folder == "Pictures" and may_be_scan(data))):
                yield member(data, posixpath.basename(name), options.work_folder)


def _flow(walker: TextWalker, body: etree._Element, roots: list[etree._Element]) -> Iterator[Flow]:
    for page in (page for root in roots for page in root.iter("{*}master-page")):
        yield from _margin_stories(walker, page)
    slides = [page for show in body.iter("{*}presentation") for page in show if local(page) == "page"]
    if slides:
        for slide in slides:
            yield PageBreak()
            yield from walker.blocks(slide)
    else:
        yield from walker.blocks(body)
    changes = list(body.iter("{*}changed-region"))
    if changes:
        deleted = sum(next(iter(change.iter("{*}deletion")), None) is not None for change in changes)
        yield Notice(
            "tracked-changes",
            f"The document keeps tracked changes: {len(changes) - deleted} insertions and others, which are read as "
            f"text, and "
            f"{deleted} deletions, which are left out.",
        )


def _margin_stories(walker: TextWalker, page: etree._Element) -> Iterator[Block]:
    for story in page:
        role = Role.HEADER if local(story) in _HEADS else Role.FOOTER if local(story) in _FEET else None
        if role is None or attribute(story, "display") == "false":
            continue
        for block in walker.blocks(story):
            for paragraph in flattened(block):
                if paragraph.text.strip():
                    yield in_role(paragraph, role)


def _properties(roots: list[etree._Element]) -> dict[str, str]:
    found = {}
    for root in roots:
        for meta in root.iter("{*}meta"):
            for element in meta:
                name = _META.get(local(element))
                if name and (element.text or "").strip():
                    found[name] = (element.text or "").strip()
    return found


def _outside(content: etree._Element) -> Iterator[Notice]:
    targets = [
        attribute(element, "href")
        for name in ("image", "object", "section-source", "object-ole")
        for element in content.iter("{*}" + name)
        if attribute(element, "href").casefold().startswith(("http:", "https:", "file:", "ftp:", "//"))
    ]
    if targets:
        shown = targets[0][:200]
        text = f"The file refers to {len(targets)} things outside of it, such as {shown}; they were not fetched."
        yield Notice("external-reference", text)
