"""The parts of an OFD file: documents, resources, signatures, attachments; paths as writers really write them."""

from __future__ import annotations

import dataclasses
import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from anjuan.reading.errors import BrokenFileError, PasswordNeededError
from anjuan.reading.ofd.geometry import Rectangle, rectangle
from anjuan.reading.office.packages import Package, attribute, local, resolved

_SEAL_NAME_REACH = 400
_HAN = re.compile(r"[\u4e00-\u9fff]")


def locate(package: Package, folder: str, target: str) -> str | None:
    """Return the name of the part a path means, or None when there is none.

    Args:
        package: The opened file.
        folder: The folder of the part that names the path.
        target: The path, with or without a leading ``/``; many writers leave it out or put it wrongly.

    """
    target = target.strip().replace("\\", "/")
    if not target:
        return None
    root = folder.split("/", maxsplit=1)[0]
    for candidate in (resolved(folder, target), resolved("", target), resolved(root, target.lstrip("/"))):
        if package.has(candidate):
            return candidate
    base = posixpath.basename(target).casefold()
    same = [name for name in package.names() if posixpath.basename(name).casefold() == base]
    return same[0] if len(same) == 1 else None


def child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first child of a name, or None."""
    return next((part for part in element if local(part) == name), None)


def child_text(element: etree._Element, name: str) -> str:
    """Return the text of the first child of a name; empty when there is none."""
    found = child(element, name)
    return (found.text or "").strip() if found is not None else ""


@dataclasses.dataclass(frozen=True, slots=True)
class Stamp:
    """A seal put on by a signature: the id of its page, its bounds in millimetres, its name."""

    page: str
    bounds: Rectangle
    name: str


@dataclasses.dataclass(slots=True)
class OfdDocument:
    """One document of the file.

    Attributes:
        folder: Where its parts lie.
        root: The root of its ``Document.xml``.
        properties: What it says of itself.
        stamps: Its seals.

    """

    folder: str
    root: etree._Element
    properties: dict[str, str]
    stamps: list[Stamp]


def documents(package: Package) -> Iterator[OfdDocument]:
    """Yield the documents of a file.

    Raises:
        BrokenFileError: There is no document in it.
        PasswordNeededError: It is encrypted.

    """
    entry = locate(package, "", "OFD.xml")
    if entry is None:
        if any(posixpath.basename(name) == "Encryptions.xml" for name in package.names()):
            raise PasswordNeededError("The OFD file is encrypted.", remedy="File a copy without encryption.")
        raise BrokenFileError("The file has no OFD.xml.", remedy="Ask for it once more.")
    root = package.tree(entry, recover=True)
    count = 0
    for body in root:
        if local(body) != "DocBody":
            continue
        name = locate(package, "", child_text(body, "DocRoot"))
        if name is None:
            continue
        count += 1
        properties = _properties(body)
        stamps = _stamps(package, body, properties)
        yield OfdDocument(posixpath.dirname(name), package.tree(name, recover=True), properties, stamps)
    if count == 0:
        raise BrokenFileError("The OFD file names no document that it holds.", remedy="Ask for it once more.")


_INFO = {
    "Title": "title",
    "Author": "author",
    "Subject": "subject",
    "CreationDate": "made_on",
    "ModDate": "changed_on",
    "Creator": "application",
    "DocID": "document_id",
}


def _properties(body: etree._Element) -> dict[str, str]:
    info = child(body, "DocInfo")
    found: dict[str, str] = {}
    for element in info if info is not None else ():
        name = _INFO.get(local(element))
        if name and (element.text or "").strip():
            found[name] = (element.text or "").strip()
        elif local(element) == "CustomDatas":
            found.update(
                {attribute(data, "Name"): (data.text or "").strip() for data in element if (data.text or "").strip()}
            )
    return found


def _stamps(package: Package, body: etree._Element, properties: dict[str, str]) -> list[Stamp]:
    listed = locate(package, "", child_text(body, "Signatures"))
    if listed is None:
        return []
    stamps: list[Stamp] = []
    for entry in package.tree(listed, recover=True):
        if local(entry) != "Signature":
            continue
        properties["signed"] = "yes"
        name = locate(package, posixpath.dirname(listed), attribute(entry, "BaseLoc"))
        if name is None:
            continue
        try:
            stamps.extend(_signature(package, name, properties))
        except BrokenFileError:
            continue
    return stamps


def _signature(package: Package, name: str, properties: dict[str, str]) -> Iterator[Stamp]:
    root = package.tree(name, recover=True)
    folder = posixpath.dirname(name)
    moment = next((part.text for part in root.iter("{*}SignatureDateTime") if part.text), "")
    if moment:
        properties.setdefault("signed_on", moment.strip())
    seal = _seal_name(package, root, folder)
    if seal:
        properties.setdefault("seal", seal)
    for stamp in root.iter("{*}StampAnnot"):
        bounds = rectangle(attribute(stamp, "Boundary"))
        if bounds is not None:
            yield Stamp(attribute(stamp, "PageRef"), bounds, seal)


def _seal_name(package: Package, root: etree._Element, folder: str) -> str:
    """Return the name that the electronic seal gives itself (GB/T 38540: header ``ES``, then its properties)."""
    targets = [part.findtext("{*}BaseLoc") or "" for part in root.iter("{*}Seal")]
    targets += [child_text(root, "SignedValue"), "SignedValue.dat", "Seal.esl"]
    for target in targets:
        name = locate(package, folder, target)
        if name is None:
            continue
        try:
            data = package.part(name)
        except BrokenFileError:
            continue
        found = _utf8_after_header(data)
        if found:
            return found
    return ""


def _utf8_after_header(data: bytes) -> str:
    start = data.find(b"\x16\x02ES")
    if start < 0:
        return ""
    for place in range(start + 4, min(start + _SEAL_NAME_REACH, len(data) - 2)):
        length = data[place + 1]
        if data[place] != 0x0C or not 0 < length < 0x80:  # noqa: PLR2004  a short UTF8String of ASN.1
            continue
        try:
            text = data[place + 2 : place + 2 + length].decode("utf-8")
        except UnicodeDecodeError:
            continue
        if _HAN.search(text) and text.isprintable():
            return text
    return ""


@dataclasses.dataclass(slots=True)
class Resources:
    """Pictures and reusable drawings of one document by id."""

    pictures: dict[str, tuple[str, str]] = dataclasses.field(default_factory=dict)  # id → part, format
    composites: dict[str, etree._Element] = dataclasses.field(default_factory=dict)


def resources(package: Package, document: OfdDocument, extra: list[tuple[str, str]]) -> Resources:
    """Return the resources of a document.

    Args:
        package: The opened file.
        document: Whose resources.
        extra: Folder and path of further resource files that pages name.

    """
    common = child(document.root, "CommonData")
    named = list(extra)
    named.extend(
        (document.folder, element.text)
        for element in (common if common is not None else ())
        if local(element) in {"PublicRes", "DocumentRes"} and element.text
    )
    found = Resources()
    for folder, target in named:
        name = locate(package, folder, target)
        if name is not None:
            try:
                _read_resources(package, name, found)
            except BrokenFileError:
                continue
    return found


def _read_resources(package: Package, name: str, found: Resources) -> None:
    root = package.tree(name, recover=True)
    folder = posixpath.dirname(name)
    base = posixpath.join(folder, attribute(root, "BaseLoc").strip("/")) if attribute(root, "BaseLoc") else folder
    for group in root:
        for element in group:
            identity = attribute(element, "ID")
            if local(element) == "MultiMedia":
                file = child_text(element, "MediaFile")
                part = locate(package, base, file) or locate(package, folder, file) or ""
                found.pictures[identity] = (part, attribute(element, "Format"))
            elif local(element) == "CompositeGraphicUnit":
                found.composites[identity] = element
