"""The words of one Word paragraph: runs, fields, tick boxes, notes, drawings.

What is deleted is left out and counted; what is hidden is kept apart; of alternative contents
the first is taken; of fields the result.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

from lxml import etree

from anjuan.reading.blocks import Stamp
from anjuan.reading.office.docx.shown_sizes import shown_size
from anjuan.reading.office.docx.styles import is_on
from anjuan.reading.office.docx.surroundings import Surroundings
from anjuan.reading.office.packages import attribute, local
from anjuan.reading.office.stamp_pictures import seal_shape
from anjuan.reading.office.symbols import CHECKED, UNCHECKED, is_symbol_font, symbol, symbols
from anjuan.reading.stamps import may_be_seal

_IGNORED = frozenset({
    "rPr", "pPr", "sdtPr", "sdtEndPr", "tblPr", "Fallback", "rt", "rubyPr", "instrText", "delText", "delInstrText",
    "binData",
    "proofErr", "bookmarkStart", "bookmarkEnd", "fldData", "del", "moveFrom", "ctrlPr", "oMathParaPr", "softHyphen",
})  # fmt: skip
_ON = frozenset({"1", "true", "on", ""})


@dataclasses.dataclass(slots=True)
class Inlines:
    """What a paragraph holds.

    Attributes:
        pieces: Its text; None stands for a page break within it.
        hidden: Text that is not printed.
        boxes: Containers of blocks: text boxes drawn in it.
        notes: Kind and element of the notes and comments it refers to.
        drawn: Words of its diagrams and charts.
        stamps: Pictures of seals in it.

    """

    pieces: list[str | None] = dataclasses.field(default_factory=list)
    hidden: list[str] = dataclasses.field(default_factory=list)
    boxes: list[etree._Element] = dataclasses.field(default_factory=list)
    notes: list[tuple[str, etree._Element]] = dataclasses.field(default_factory=list)
    drawn: list[str] = dataclasses.field(default_factory=list)
    stamps: list[Stamp] = dataclasses.field(default_factory=list)

    def texts(self) -> Iterator[str | None]:
        """Yield the text between page breaks, and None for each break."""
        run: list[str] = []
        for piece in self.pieces:
            if piece is None:
                yield "".join(run)
                yield None
                run = []
            else:
                run.append(piece)
        yield "".join(run)


class InlineWalker:
    """Collects the words of one paragraph.

    Args:
        around: The rest of the document.
        hidden: Whether the style of the paragraph hides it.

    """

    def __init__(self, around: Surroundings, *, hidden: bool = False) -> None:
        self.around = around
        self.found = Inlines()
        self._hidden = hidden
        self._default_hidden = hidden
        self._font = ""
        self._fields: list[str] = []  # "code" until the separator of a field, then "result"
        self._handlers: dict[str, Callable[[etree._Element], None]] = {
            "t": self._text,
            "r": self._run,
            "tab": lambda _: self._add("\t"),
            "ptab": lambda _: self._add("\t"),
            "br": self._break,
            "cr": lambda _: self._add("\n"),
            "noBreakHyphen": lambda _: self._add("-"),
            "lastRenderedPageBreak": lambda _: self.found.pieces.append(None),
            "sym": self._symbol,
            "fldChar": self._field_mark,
            "AlternateContent": self._alternative,
            "txbxContent": self.found.boxes.append,
            "sdt": self._control,
            "ins": self._inserted,
            "moveTo": self._inserted,
            "footnoteReference": self._note,
            "endnoteReference": self._note,
            "commentReference": self._note,
            "footnote": self._own_note,
            "endnote": self._own_note,
            "annotation": self._annotation,
            "relIds": lambda element: self._drawing(attribute(element, "dm")),
            "blip": lambda element: self._picture(element, attribute(element, "embed")),
            "imagedata": lambda element: self._picture(element, attribute(element, "id")),
            "chart": lambda element: self._drawing(attribute(element, "id")),
            "textpath": lambda element: self._add_drawn(attribute(element, "string")),
        }

    def walk(self, element: etree._Element) -> None:
        """Take in the children of an element."""
        for child in element:
            name = local(child)
            if name in _IGNORED:
                if name in {"del", "moveFrom"}:
                    self.around.counts.deleted += 1
                continue
            handler = self._handlers.get(name)
            if handler is None:
                self.walk(child)
            else:
                handler(child)

    def _add(self, text: str) -> None:
        if "code" in self._fields:
            return
        (self.found.hidden if self._hidden else self.found.pieces).append(text)

    def _add_drawn(self, text: str) -> None:
        if text.strip():
            self.found.drawn.append(text)

    def _text(self, element: etree._Element) -> None:
        text = (element.text or "").replace("\n", " ").replace("\xad", "")
        if text:
            self._add(symbols(text, self._font) if is_symbol_font(self._font) else text)

    def _run(self, element: etree._Element) -> None:
        hidden, font = self._hidden, self._font
        self._hidden, self._font = self._default_hidden, ""
        for properties in element:
            if local(properties) == "rPr":
                self._run_properties(properties)
                break
        self.walk(element)
        self._hidden, self._font = hidden, font

    def _run_properties(self, properties: etree._Element) -> None:
        for child in properties:
            name = local(child)
            if name == "rStyle":
                style = self.around.styles.style(attribute(child, "val"))
                self._hidden, self._font = self._hidden or style.hidden, style.font
            elif name == "vanish":
                self._hidden = is_on(child)
            elif name == "rFonts":
                self._font = attribute(child, "ascii") or attribute(child, "hAnsi")

    def _break(self, element: etree._Element) -> None:
        if attribute(element, "type") == "page":
            self.found.pieces.append(None)
        else:
            self._add("\n")

    def _symbol(self, element: etree._Element) -> None:
        try:
            code = int(attribute(element, "char"), 16)
        except ValueError:
            return
        self._add(symbol(code, attribute(element, "font")))

    def _field_mark(self, element: etree._Element) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            for data in element:
                self._form_field(data)
            self._fields.append("code")
        elif kind == "separate" and self._fields:
            self._fields[-1] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _form_field(self, data: etree._Element) -> None:
        for field in data:
            if local(field) == "checkBox":
                values = {local(part): part for part in field}
                state = values.get("checked", values.get("default"))
                self._add(CHECKED if state is not None and is_on(state) else UNCHECKED)
            elif local(field) == "ddList":
                entries = [attribute(part, "val") for part in field if local(part) == "listEntry"]
                chosen = next((attribute(part, "val") for part in field if local(part) == "result"), "0")
                if chosen.isdigit() and int(chosen) < len(entries):
                    self._add(entries[int(chosen)])

    def _alternative(self, element: etree._Element) -> None:
        choices = [child for child in element if local(child) == "Choice"]
        for choice in choices[:1] or [child for child in element if local(child) == "Fallback"]:
            self.walk(choice)

    def _control(self, element: etree._Element) -> None:
        ticked = tick_of(element)
        if ticked:
            self._add(ticked)
            return
        for child in element:
            if local(child) == "sdtContent":
                self.walk(child)

    def _inserted(self, element: etree._Element) -> None:
        self.around.counts.inserted += 1
        self.walk(element)

    def _note(self, element: etree._Element) -> None:
        kind = local(element).removesuffix("Reference")
        key = (kind, attribute(element, "id"))
        note = self.around.notes.get(key)
        if note is not None and key not in self.around.told:
            self.around.told.add(key)
            self.found.notes.append((kind, note))

    def _own_note(self, element: etree._Element) -> None:
        self.found.notes.append((local(element), element))

    def _annotation(self, element: etree._Element) -> None:
        """Follow the marks of Word 2003, which names insertions, deletions and comments alike."""
        kind = attribute(element, "type").rpartition(".")[2]
        if kind == "Deletion":
            self.around.counts.deleted += 1
        elif kind == "Comment":
            self.found.notes.append(("comment", element))
        else:
            self.around.counts.inserted += kind == "Insertion"
            self.walk(element)

    def _picture(self, element: etree._Element, relationship: str) -> None:
        width, height = shown_size(element)
        if self._hidden or not relationship or not may_be_seal(width, height):
            return
        shape = seal_shape(self.around.picture(relationship), width, height)
        if shape:
            self.found.stamps.append(Stamp(shape, width, height))

    def _drawing(self, relationship: str) -> None:
        if relationship:
            self._add_drawn(self.around.drawn_text(relationship))


def tick_of(control: etree._Element) -> str:
    """Return ☑ or ☐ for a content control that is a tick box; empty for any other."""
    for properties in control:
        if local(properties) != "sdtPr":
            continue
        for box in properties:
            if local(box) == "checkbox":
                state = next((attribute(part, "val") for part in box if local(part) == "checked"), "0")
                return CHECKED if state in _ON else UNCHECKED
    return ""
