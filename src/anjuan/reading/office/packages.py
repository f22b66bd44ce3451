"""Office packages: ZIP files of XML parts with relationships, opened without trust.

The parser resolves no entity, loads no DTD and reaches no network. Namespaces of the strict
form of the standard and of Word 2003 are turned into the common ones while parsing, so that
one walker reads all three.
"""

from __future__ import annotations

import dataclasses
import posixpath
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from anjuan.reading.errors import BrokenFileError, LimitReachedError, PasswordNeededError
from anjuan.reading.protocol import Limits

_SAME_NAMESPACES = (

       (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/presentationml/main", b"http://schemas.openxmlformats.org/presentationml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),

       (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),

       (b"http://schemas.microsoft.com/office/word/2003/wordml", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
)  # fmt: skip

_RATIO_FREE_BYTES = 10 << 20
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def parse_xml(data: bytes, *, recover: bool = False) -> etree._Element:
    """Return the root of an XML part.

    Raises:
        BrokenFileError: It is not well-formed XML.

    """
    for strict, common in _SAME_NAMESPACES:
        if strict in data[:20_000]:
            data = data.replace(strict, common)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BrokenFileError(
            f"A part of the document is not well-formed XML ({error.msg}).", remedy="Save it again with its program."
        ) from error
    if root is None:
        raise BrokenFileError("A part of the document holds no XML.", remedy="Save it again with its program.")
    return root


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; empty for what is no element."""
    tag: object = element.tag  # of an entity a function, whatever the stubs say
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its local name, whatever its namespace; empty when absent."""
    plain = element.get(name)
    if plain is not None:
        return plain
    ending = "}" + name
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith(ending)), "")


@dataclasses.dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another part, or to something outside the file."""

    kind: str
    target: str
    external: bool


class Package:
    """A ZIP package, read part by part within limits.

    Raises:
        BrokenFileError: The file is no readable ZIP.
        PasswordNeededError: The file is an encrypted office file.

    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self._limits = limits
        self._unpacked = 0
        self._counted: set[str] = set()
        with path.open("rb") as stream:
            if stream.read(8) == _OLE_MAGIC:
                raise PasswordNeededError(
                    "The document is encrypted.", remedy="Give its password, or file a copy without one."
                )
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise BrokenFileError(
                f"The document is cut short or damaged ({error}).", remedy="Ask for it once more."
            ) from error
        self._names = {name.replace("\\", "/").lstrip("/").casefold(): name for name in self._zip.namelist()}

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def names(self) -> list[str]:
        """Return the names of all parts, in the order of the package."""
        return [name.replace("\\", "/").lstrip("/") for name in self._zip.namelist() if not name.endswith("/")]

    def has(self, name: str) -> bool:
        """Say whether a part exists; letter case does not count."""
        return name.lstrip("/").casefold() in self._names

    def size(self, name: str) -> int:
        """Return the unpacked size of a part in bytes, as the package declares it."""
        return self._zip.getinfo(self._names[name.lstrip("/").casefold()]).file_size

    def part(self, name: str) -> bytes:
        """Return the bytes of a part.

        Raises:
            BrokenFileError: It is missing or damaged.
            LimitReachedError: The package unpacks to more than the limits allow.

        """
        info = self._info(name)
        self._count(info)
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError) as error:
            raise BrokenFileError(f"The part {name} of the document is damaged ({error}).") from error
        except RuntimeError as error:  # what zipfile raises for an encrypted entry
            raise PasswordNeededError(f"The part {name} of the document is encrypted.") from error

    def pieces(self, name: str, size_bytes: int = 1 << 20) -> Iterator[bytes]:
        """Yield the bytes of a part piece by piece; a damaged end ends the pieces."""
        info = self._info(name)
        self._count(info)
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(size_bytes):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError):
            return

    def check_sizes(self) -> None:
        """Refuse the package when all of it together would unpack to too much.

        Raises:
            LimitReachedError: It would.

        """
        for info in self._zip.infolist():
            self._count(info)

    def tree(self, name: str, *, recover: bool = False) -> etree._Element:
        """Return the root of an XML part; errors as in :meth:`part` and :func:`parse_xml`."""
        return parse_xml(self.part(name), recover=recover)

    def relationships(self, name: str) -> dict[str, Relationship]:
        """Return the relationships of a part by their id; of the package itself for an empty name."""
        folder, base = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", base + ".rels")
        if not self.has(rels):
            return {}
        found = {}
        for element in self.tree(rels, recover=True):
            if local(element) != "Relationship":
                continue
            external = element.get("TargetMode", "") == "External"
            target = element.get("Target", "")
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relationship(
                kind, target if external else resolved(folder, target), external
            )
        return found

    def _info(self, name: str) -> zipfile.ZipInfo:
        stored = self._names.get(name.lstrip("/").casefold())
        if stored is None:
            raise BrokenFileError(f"The part {name} of the document is missing.", remedy="Ask for it once more.")
        return self._zip.getinfo(stored)

    def _count(self, info: zipfile.ZipInfo) -> None:
        if info.filename not in self._counted:  # a part read again costs no more room
            self._counted.add(info.filename)
            self._unpacked += info.file_size
        limits = self._limits
        too_much = 0 < limits.unpacked_bytes < self._unpacked
        suspicious = info.file_size > _RATIO_FREE_BYTES and info.file_size > limits.ratio * max(info.compress_size, 1)
        if too_much or (limits.ratio > 0 and suspicious):
            raise LimitReachedError(
                f"The part {info.filename} unpacks to {info.file_size} bytes.",
                why="That is more than a document of its size may hold.",
                remedy="Check where the file comes from, or raise the limits.",
            )


def resolved(folder: str, target: str) -> str:
    """Return the name of the part that a relationship of a part in a folder points to."""
    target = urllib.parse.unquote(target.replace("\\", "/"))
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
