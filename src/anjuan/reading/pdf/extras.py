"""What a PDF holds beside the text of its pages: form fields, annotations, attachments, properties."""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from anjuan.reading.errors import LimitReachedError
from anjuan.reading.pages import Box, Line, Member, Notice, Role
from anjuan.reading.pdf.geometry import Sheet, on_page

_HIDDEN = 0x02
_TICKED, _OPEN = "☑", "☐"
_TICKS = (pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON)
_SPOKEN = (
    pdfium_c.FPDF_FORMFIELD_TEXTFIELD,
    pdfium_c.FPDF_FORMFIELD_COMBOBOX,
    pdfium_c.FPDF_FORMFIELD_LISTBOX,
)
#: Annotations whose words stand on the page itself; those of the others pop up beside it.
_ON_PAPER = (pdfium_c.FPDF_ANNOT_FREETEXT,)
_SILENT = (
    pdfium_c.FPDF_ANNOT_POPUP,
    pdfium_c.FPDF_ANNOT_LINK,
    pdfium_c.FPDF_ANNOT_WIDGET,
    pdfium_c.FPDF_ANNOT_FILEATTACHMENT,
)
_PROPERTIES = {
    "title": "Title",
    "author": "Author",
    "subject": "Subject",
    "made_on": "CreationDate",
    "made_by": "Producer",
}
_DATE = re.compile(r"^D?:?(\d{4})(\d{2})?(\d{2})?")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
_MOST_ANNOTATIONS = 5000


def properties_of(document: pdfium.PdfDocument) -> dict[str, str]:
    """Return what the file says of itself; nothing of it is checked but the shape of the date."""
    found = {}
    for name, key in _PROPERTIES.items():
        value = _UNPRINTABLE.sub("", document.get_metadata_value(key)).strip()
        if name == "made_on" and value:
            match = _DATE.match(value)
            value = "-".join(part for part in match.groups() if part) if match else ""
        if value:
            found[name] = value
    return found


def annotation_lines(page: pdfium.PdfPage, form: Any, sheet: Sheet, turn: int) -> Iterator[Line]:  # noqa: ANN401
    """Yield the values of form fields and the words of annotations, in the order of the file.

    Args:
        page: The page.
        form: The form environment of the document, or None when it has no form.
        sheet: The visible part of the page.
        turn: Clockwise degrees by which the shown page is turned to stand upright.

    """
    upright = dataclasses.replace(sheet, turned=(sheet.turned + turn) % 360)
    for annotation in _annotations(page):
        box = _box(annotation, upright)
        if box is None:
            continue
        role, words = _words(annotation, form)
        rows = [row.strip() for row in re.split(r"[\r\n\v\f\x85\u2028\u2029]+", words) if row.strip()]
        height = (box[3] - box[1]) / max(1, len(rows))
        for number, row in enumerate(rows):
            place = (box[0], box[1] + number * height, box[2], box[1] + (number + 1) * height)
            yield Line(_UNPRINTABLE.sub("", row), on_page(place), role=role)


def stamp_boxes(page: pdfium.PdfPage, sheet: Sheet, turn: int) -> list[Box]:
    """Return where stamps and form fields stand, electronic signatures among them; arguments as above."""
    upright = dataclasses.replace(sheet, turned=(sheet.turned + turn) % 360)
    boxes = [
        _box(annotation, upright)
        for annotation in _annotations(page)
        if pdfium_c.FPDFAnnot_GetSubtype(annotation) in (pdfium_c.FPDF_ANNOT_STAMP, pdfium_c.FPDF_ANNOT_WIDGET)
    ]
    return [box for box in boxes if box is not None]


def _words(annotation: Any, form: Any) -> tuple[Role, str]:  # noqa: ANN401  handles of the C library
    kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
    hidden = bool(pdfium_c.FPDFAnnot_GetFlags(annotation) & _HIDDEN)
    if kind == pdfium_c.FPDF_ANNOT_WIDGET:
        return (Role.HIDDEN if hidden else Role.FORM_FIELD), (_field_value(annotation, form) if form else "")
    if kind in _SILENT:
        return Role.COMMENT, ""
    words = _wide(lambda buffer, size: pdfium_c.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size))
    role = Role.TEXT_BOX if kind in _ON_PAPER else Role.COMMENT
    return (Role.HIDDEN if hidden else role), words


def _field_value(annotation: Any, form: Any) -> str:  # noqa: ANN401  handles of the C library
    kind = pdfium_c.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in _TICKS:
        return _TICKED if pdfium_c.FPDFAnnot_IsChecked(form, annotation) else _OPEN
    if kind in _SPOKEN:
        return _wide(lambda buffer, size: pdfium_c.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))
    return ""


def _annotations(page: pdfium.PdfPage) -> Iterator[Any]:
    for index in range(min(_MOST_ANNOTATIONS, pdfium_c.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
        if annotation:
            try:
                yield annotation
            finally:
                pdfium_c.FPDFPage_CloseAnnot(annotation)


def _box(annotation: Any, upright: Sheet) -> Box | None:  # noqa: ANN401  a handle of the C library
    rect = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDFAnnot_GetRect(annotation, rect):
        return None
    width, height = upright.size
    x0, y0, x1, y1 = upright.shown([rect.left, rect.top, rect.right, rect.bottom])[0].tolist()
    return on_page((x0 / width, y0 / height, x1 / width, y1 / height))


def _wide(read: Callable[[Any, int], int]) -> str:
    """Return a string that the library writes as UTF-16 into a buffer."""
    size = read(None, 0)
    if size <= 2:  # noqa: PLR2004  the closing zero alone
        return ""
    buffer = ctypes.create_string_buffer(size)
    read(ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


class Attachments:
    """Writes the files inside a PDF into the work folder, each one once.

    Args:
        work_folder: Where they are written.
        most_bytes: Most bytes of all of them together; zero or less is no limit.

    """

    def __init__(self, work_folder: Path, most_bytes: int) -> None:
        self._folder = work_folder
        self._most = most_bytes
        self._taken = 0
        self._seen: set[tuple[str, bytes]] = set()

    def of_document(self, document: pdfium.PdfDocument) -> Iterator[Member | Notice]:
        """Yield the attachments of the document itself."""
        for index in range(max(0, pdfium_c.FPDFDoc_GetAttachmentCount(document))):
            handle = pdfium_c.FPDFDoc_GetAttachment(document, index)
            if handle:
                yield from self._take(handle, None)

    def of_page(self, page: pdfium.PdfPage, number: int) -> Iterator[Member | Notice]:
        """Yield the files pinned to a page."""
        for annotation in _annotations(page):
            if pdfium_c.FPDFAnnot_GetSubtype(annotation) == pdfium_c.FPDF_ANNOT_FILEATTACHMENT:
                handle = pdfium_c.FPDFAnnot_GetFileAttachment(annotation)
                if handle:
                    yield from self._take(handle, number)

    def _take(self, handle: Any, page: int | None) -> Iterator[Member | Notice]:  # noqa: ANN401
        name = _wide(lambda buffer, size: pdfium_c.FPDFAttachment_GetName(handle, buffer, size))
        shown = shown_name(name, f"attachment-{len(self._seen) + 1}")
        size = ctypes.c_ulong()
        if not pdfium_c.FPDFAttachment_GetFile(handle, None, 0, size):
            yield Notice("member-unreadable", f"The attachment {shown} has no readable content.", page, partial=True)
            return
        self._taken += size.value
        if 0 < self._most < self._taken:
            raise LimitReachedError(
                f"The attachments of the PDF unpack to more than {self._most} bytes.",
                why="A file like this can fill the disk.",
                remedy="Take the attachments out by hand and file them one by one.",
            )
        buffer = ctypes.create_string_buffer(max(1, size.value))
        pdfium_c.FPDFAttachment_GetFile(handle, buffer, size.value, size)
        content = memoryview(buffer)[: size.value]
        key = (shown, hashlib.sha256(content).digest())
        if key in self._seen:
            return
        self._seen.add(key)
        path = self._folder / f"attachment-{len(self._seen):04d}"
        path.write_bytes(content)
        yield Member(shown, str(path), size.value, "attachment")


def shown_name(name: str, otherwise: str) -> str:
    """Return the name of a member as a person may see it: no control characters, no steps upwards."""
    plain = _UNPRINTABLE.sub("", name).replace("\\", "/")
    parts = [part.strip() for part in plain.split("/") if part.strip() not in ("", ".", "..")]
    return "/".join(parts) or otherwise


@contextlib.contextmanager
def form_of(document: pdfium.PdfDocument) -> Iterator[Any]:
    """Open the form of a document, if it has one, before its first page is opened."""
    try:
        document.init_forms()
    except pdfium.PdfiumError:
        yield None
        return
    yield document.formenv
