"""Reads Word documents in one XML file: flat packages (``pkg:package``) and Word 2003, often named .doc."""

from __future__ import annotations

import base64
import binascii
import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from anjuan.reading.blocks import Flow
from anjuan.reading.errors import BrokenFileError
from anjuan.reading.office.docx.document import Document
from anjuan.reading.office.docx.numbering import Numbering
from anjuan.reading.office.docx.reader import read_package
from anjuan.reading.office.docx.styles import Styles
from anjuan.reading.office.docx.surroundings import Surroundings
from anjuan.reading.office.members import may_be_scan, member
from anjuan.reading.office.packages import Package, attribute, local, parse_xml
from anjuan.reading.office.properties import MACRO_TEXT
from anjuan.reading.pages import Event, Notice, Opened
from anjuan.reading.protocol import ReadOptions, Source
from anjuan.reading.typesetting import typeset

_PROPERTIES = {
    "Title": "title",
    "Author": "author",
    "LastAuthor": "changed_by",
    "Created": "made_on",
    "LastSaved": "changed_on",
}


class FlatWordReader:
    """Reads Word documents that are one XML file."""

    name = "flat-word-walker/1"
    media_types = frozenset({"application/vnd.ms-wordml+xml", "application/vnd.ms-package.flat-opc+xml"})

    def available(self) -> bool:
        """Say yes: all it needs is a requirement of the package."""
        return True

    def read(self, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Yield the document as pages; errors as in the protocol."""
        root = parse_xml(source.path.read_bytes())
        if local(root) == "package":
            yield from self._flat_package(root, source, options)
        elif local(root) == "wordDocument":
            yield from self._word_2003(root, source, options)
        else:
            raise BrokenFileError("The XML is no Word document.", remedy="Ask for it once more.")

    def _flat_package(self, root: etree._Element, source: Source, options: ReadOptions) -> Iterator[Event]:
        """Write the parts to a package as Word would, and read that."""
        options.work_folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=options.work_folder, suffix=".docx", delete=False) as stream:
            stream.write(_zipped(root))
        package = Package(Path(stream.name), options.limits)
        try:
            yield from read_package(package, Opened(source.media_type, self.name), options)
        finally:
            package.close()
            Path(stream.name).unlink(missing_ok=True)

    def _word_2003(self, root: etree._Element, source: Source, options: ReadOptions) -> Iterator[Event]:
        parts = {local(child): child for child in root}
        body = parts.get("body")
        if body is None:
            raise BrokenFileError("The Word document has no body.", remedy="Ask for it once more.")
        yield Opened(source.media_type, self.name, None, _properties(parts.get("DocumentProperties")))
        if attribute(root, "macrosPresent") == "yes" or "docSuppData" in parts:
            yield Notice("macros", MACRO_TEXT)
        styles = Styles(parts.get("styles"))
        around = Surroundings(styles, Numbering(None))
        flow = Document(body, around, _NoParts()).flow()
        try:
            yield from typeset(_with_pictures(flow, root, options.work_folder), options)
        except RecursionError as error:
            raise BrokenFileError("The document nests its parts too deep to be read.") from error


class _NoParts:
    """Word 2003 writes headers into the section itself."""

    def story(self, relationship: str) -> tuple[str, etree._Element] | None:
        """Return nothing, whatever is asked."""
        del relationship
        return None


def _zipped(root: etree._Element) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in root:
            name = attribute(part, "name").lstrip("/")
            for content in part:
                if local(content) == "xmlData" and len(content):
                    archive.writestr(name, etree.tostring(content[0], encoding="utf-8", xml_declaration=True))
                elif local(content) == "binaryData":
                    archive.writestr(name, _binary(content.text))
    return buffer.getvalue()


def _binary(text: str | None) -> bytes:
    try:
        return base64.b64decode(text or "")
    except (binascii.Error, ValueError):
        return b""


def _with_pictures(flow: Iterator[Flow], root: etree._Element, folder: Path) -> Iterator[Flow]:
    yield from flow
    for element in root.iter("{*}binData"):
        data = _binary(element.text)
        if may_be_scan(data):
            yield member(data, attribute(element, "name").rpartition("/")[2] or "image", folder)


def _properties(element: etree._Element | None) -> dict[str, str]:
    return {
        _PROPERTIES[local(child)]: (child.text or "").strip()
        for child in (element if element is not None else ())
        if local(child) in _PROPERTIES and (child.text or "").strip()
    }
