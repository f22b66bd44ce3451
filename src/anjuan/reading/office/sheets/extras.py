"""What stands beside the cells of an .xlsx: comments, text boxes, heads and feet, formulas never calculated."""

from __future__ import annotations

import dataclasses
import re

from lxml import etree

from anjuan.reading.errors import BrokenFileError
from anjuan.reading.office.packages import Package, local

_REFERENCE = re.compile(r"^\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
# a formula with no value, or with an empty one, before the cell ends
_NOT_CALCULATED = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_OVERLAP = 4096
_CODES = re.compile(r'&(?:[LCR]|"[^"]*"|[0-9]+|K[0-9A-F]{6}|[BIUESXY])')
_FIELDS = re.compile(r"&[PNDTZFAG]")


@dataclasses.dataclass(slots=True)
class SheetExtras:
    """What one sheet holds beside its cells.

    Attributes:
        comments: By row and column, from 0.
        boxes: Words of text boxes and shapes.
        head: Printed above.
        foot: Printed below.
        not_calculated: Formulas without a value.

    """

    comments: dict[tuple[int, int], str] = dataclasses.field(default_factory=dict)
    boxes: list[str] = dataclasses.field(default_factory=list)
    head: str = ""
    foot: str = ""
    not_calculated: int = 0


def sheet_parts(package: Package) -> dict[str, str]:
    """Return the part of each sheet by the name of the sheet."""
    try:
        links = package.relationships("xl/workbook.xml")
        root = package.tree("xl/workbook.xml")
    except BrokenFileError:
        return {}
    parts = {}
    for element in root.iter("{*}sheet"):
        identity = next((value for key, value in element.attrib.items() if str(key).endswith("}id")), "")
        link = links.get(str(identity))
        if link is not None and package.has(link.target):
            parts[element.get("name", "")] = link.target
    return parts


def sheet_extras(package: Package, part: str) -> SheetExtras:
    """Return what a sheet holds beside its cells; a damaged part is passed over."""
    extras = SheetExtras()
    _scan(package, part, extras)
    try:
        links = package.relationships(part)
    except BrokenFileError:
        return extras
    for link in links.values():
        if link.external or not package.has(link.target):
            continue
        try:
            if link.kind in {"comments", "threadedComment"}:
                _comments(package.tree(link.target), extras, threaded=link.kind == "threadedComment")
            elif link.kind == "drawing":
                _boxes(package.tree(link.target), extras)
        except BrokenFileError:
            continue
    return extras


def _scan(package: Package, part: str, extras: SheetExtras) -> None:
    """Look through the XML of a sheet without building it: sheets are large."""
    rest = b""
    tail = b""
    for piece in package.pieces(part):
        data = rest + piece
        end = 0
        if b"<f" in data:
            for found in _NOT_CALCULATED.finditer(data):
                extras.not_calculated += 1
                end = found.end()
        rest = data[max(end, len(data) - _OVERLAP) :]
        tail = (tail + piece)[-65_536:]
    place = tail.rfind(b"<headerFooter")
    if place >= 0:
        _heads(tail[place:].decode("utf-8", "replace"), extras)


def _heads(text: str, extras: SheetExtras) -> None:
    for name, target in (
        ("oddHeader", "head"),
        ("firstHeader", "head"),
        ("oddFooter", "foot"),
        ("firstFooter", "foot"),
    ):
        found = re.search(rf"<{name}[^>]*>([^<]*)</{name}>", text)
        if found and not getattr(extras, target):
            plain = found[1].replace("&amp;", "&").replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
            setattr(extras, target, " ".join(_FIELDS.sub("", _CODES.sub(" ", plain)).split()))


def _comments(root: etree._Element, extras: SheetExtras, *, threaded: bool) -> None:
    for comment in root.iter("{*}threadedComment" if threaded else "{*}comment"):
        place = cell_place(comment.get("ref", ""))
        text = "".join(part.text or "" for part in comment.iter("{*}t", "{*}text") if local(part) == "t" or threaded)
        if place is None or not text.strip():
            continue
        before = extras.comments.get(place, "")
        if threaded and before.startswith("[Threaded comment]"):
            before = ""
        extras.comments[place] = f"{before}\n{text.strip()}".strip()


def _boxes(root: etree._Element, extras: SheetExtras) -> None:
    for body in root.iter("{*}txBody"):
        rows = ["".join(part.text or "" for part in row.iter("{*}t")) for row in body if local(row) == "p"]
        text = "\n".join(row for row in rows if row.strip())
        if text:
            extras.boxes.append(text)


def cell_place(reference: str) -> tuple[int, int] | None:
    """Return row and column, from 0, of a reference such as ``B7``; None when it is none."""
    found = _REFERENCE.match(reference.upper())
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1
