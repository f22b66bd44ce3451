"""Building a PDF/A-2b file from a file and what was read of it."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import img2pdf
import pikepdf
import pikepdf.pdfa
from PIL import Image

from anjuan.preservation.faults import CopyFailedError
from anjuan.preservation.pdf.fonts import CarriedFont, shaped_font, shapeless_font
from anjuan.preservation.pdf.layer import Sheet, printable, rule_operators, text_operators, texts_of
from anjuan.preservation.pdf.tidying import drop_unseen_text, tidy
from anjuan.reading.pages import Line, Page, TextSource
from anjuan.reading.pictures import DrawnPage

FLAVOUR = "2b"
_FONT = "AnjuanF"
_QUALITY = 88
#: Keys that programs write and PDF/A does not know; none of them changes what a page shows.
_STRAY_ROOT_KEYS = ("/AA", "/OpenAction", "/PieceInfo")


def with_text_layer(source: Path, pages: Sequence[Page], password: str, target: Path) -> None:
    """Write pages of a PDF as they are, with what was recognised laid over them unseen.

    Raises:
        CopyFailedError: It cannot be made valid without changing what its pages show.

    """
    with _opened(source, password) as given, pikepdf.new() as pdf:
        for page in pages:
            pdf.pages.append(given.pages[page.number - 1])
        _add_layer(pdf, pages)
        _save(pdf, target)


def from_pictures(pages: Sequence[Page], draw: Callable[[Page], DrawnPage], target: Path) -> None:
    """Write pictures of pages with all their text laid over them unseen.

    Raises:
        CopyFailedError: The result is not valid.

    """
    with pikepdf.new() as pdf:
        for page in pages:
            _append_picture(pdf, draw(page), page)
        _add_layer(pdf, pages, everything=True)
        _save(pdf, target)


def from_images(source: Path, pages: Sequence[Page], target: Path) -> None:
    """Write a picture file as PDF without encoding its pictures anew, with its text laid over unseen.

    Raises:
        CopyFailedError: The file cannot be taken over as it is.

    """
    try:
        made = img2pdf.convert(str(source), rotation=img2pdf.Rotation.ifvalid)
    except (img2pdf.ImageOpenError, img2pdf.AlphaChannelError, img2pdf.JpegColorspaceError, ValueError,
            NotImplementedError, OSError, TypeError) as error:  # fmt: skip
        raise _failed(str(error)) from error
    with pikepdf.open(io.BytesIO(made)) as given, pikepdf.new() as pdf:
        if len(given.pages) < max(page.number for page in pages):
            raise _failed("it holds fewer pictures than pages were read")
        for page in pages:
            pdf.pages.append(given.pages[page.number - 1])
        _add_layer(pdf, pages)
        _save(pdf, target)


def from_office(source: Path, target: Path) -> int:
    """Write a PDF that an office program made as PDF/A, and return its pages.

    Raises:
        CopyFailedError: It cannot be made valid.

    """
    with _opened(source, "") as pdf:
        with contextlib.suppress(KeyError):
            del pdf.trailer["/DocChecksum"]
        for page in pdf.pages:
            tidy(pdf, page)
        _save(pdf, target)
        return len(pdf.pages)


def typeset(pages: Sequence[Page], target: Path) -> None:
    """Write pages that have no pictures of their own from their lines, seen, in a font of the machine.

    Raises:
        NoFontError: No font with Chinese characters is on this machine.
        CopyFailedError: The result is not valid.

    """
    with pikepdf.new() as pdf:
        shown = [[printable(line) for line in page.lines] for page in pages]
        font = shaped_font(pdf, (line.text for lines in shown for line in lines))
        for page, lines in zip(pages, shown, strict=True):
            sheet = Sheet(0, 0, page.width, page.height)
            content = rule_operators(page.tables, sheet) + text_operators(lines, sheet, font, _FONT, seen=True)
            _append_sheet(pdf, page, content, {f"/{_FONT}": font.reference})
        _save(pdf, target)


@contextlib.contextmanager
def _opened(path: Path, password: str) -> Iterator[pikepdf.Pdf]:
    try:
        pdf = pikepdf.open(path, password=password)
    except pikepdf.PdfError as error:
        raise _failed(str(error)) from error
    with pdf:
        yield pdf


def _add_layer(pdf: pikepdf.Pdf, pages: Sequence[Page], *, everything: bool = False) -> None:
    font = shapeless_font(pdf, texts_of(pages))
    for row, page in zip(pdf.pages, pages, strict=True):
        if not everything and page.source is TextSource.OCR:
            drop_unseen_text(pdf, row)
        tidy(pdf, row)
        turn = (int(row.obj.get("/Rotate", 0)) + (0 if everything else page.rotation)) % 360
        row.obj.Rotate = turn
        box = [float(value) for value in row.cropbox]
        sheet = Sheet(min(box[0], box[2]), min(box[1], box[3]), abs(box[2] - box[0]), abs(box[3] - box[1]), turn)
        lines = [printable(line) for line in _recognised(page, everything=everything)]
        if lines:
            _lay_over(pdf, row, sheet, font, lines)


def _recognised(page: Page, *, everything: bool) -> Iterable[Line]:
    """Return the lines that the page itself cannot give: those that were recognised on its picture."""
    if everything or page.source is TextSource.OCR:
        return page.lines
    return [line for line in page.lines if line.confidence is not None]


def _lay_over(pdf: pikepdf.Pdf, row: pikepdf.Page, sheet: Sheet, font: CarriedFont, lines: Sequence[Line]) -> None:
    name = row.add_resource(font.reference, pikepdf.Name.Font, pikepdf.Name(f"/{_FONT}"), replace_existing=True)
    content = text_operators(lines, sheet, font, str(name).lstrip("/"), seen=False)
    # The page's own content may leave the state changed: it is put into brackets.
    row.contents_add(pdf.make_stream(b"q\n"), prepend=True)
    row.contents_add(pdf.make_stream(b"\nQ\n" + content))


def _append_picture(pdf: pikepdf.Pdf, drawn: DrawnPage, page: Page) -> None:
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(drawn.content)) as picture:
        plain = picture.convert("RGB")
        plain.save(buffer, "JPEG", quality=_QUALITY)
    image = pdf.make_stream(
        buffer.getvalue(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image,
        Width=plain.width, Height=plain.height,
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    content = f"q {page.width:.3f} 0 0 {page.height:.3f} 0 0 cm /Picture Do Q\n".encode("ascii")
    _append_sheet(pdf, page, content, {}, {"/Picture": image})


def _append_sheet(
    pdf: pikepdf.Pdf, page: Page, content: bytes, fonts: dict[str, pikepdf.Object],
    pictures: dict[str, pikepdf.Object] | None = None,
) -> None:  # fmt: skip
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts), XObject=pikepdf.Dictionary(pictures or {}))
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Page, MediaBox=[0, 0, round(page.width, 3), round(page.height, 3)], Resources=resources,
        Contents=pdf.make_stream(content),
    ))))  # fmt: skip


def _save(pdf: pikepdf.Pdf, target: Path) -> None:
    for key in _STRAY_ROOT_KEYS:
        if key in pdf.Root:
            del pdf.Root[key]
    try:
        pikepdf.pdfa.save(pdf, target, FLAVOUR)
    except pikepdf.pdfa.PdfaError as error:
        told = "; ".join(sorted({f"{finding.rule}: {finding.message}" for finding in error.report.findings})[:3])
        raise _failed(told) from error
    except (pikepdf.PdfError, ValueError) as error:
        raise _failed(str(error)) from error


def _failed(why: str) -> CopyFailedError:
    return CopyFailedError(
        f"No valid PDF/A-{FLAVOUR} file came of it: {why}.",
        why="A copy that is not valid would not last.",
        remedy="Keep the original; its digest proves it.",
    )
