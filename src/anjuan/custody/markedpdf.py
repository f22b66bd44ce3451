"""A PDF whose pages are pictures with the mark burnt into them: nothing can be taken off, no text taken out."""

from __future__ import annotations

import io
from pathlib import Path

import img2pdf
import pypdfium2 as pdfium
from PIL import Image

from anjuan.custody.watermarks import picture_mark

_DOTS, _POINTS_AN_INCH, _QUALITY = 150, 72, 80
#: A page is drawn with so many pixels at most, however large it is.
_MOST_PIXELS = 12_000_000


def picture_pdf(path: Path, text: str) -> bytes:
    """Return the pages of a PDF as pictures with a text across each, in a PDF of the same page sizes.

    Raises:
        WatermarkError: A page cannot be marked.

    """
    made = []
    with pdfium.PdfDocument(path) as pdf:
        for page in pdf:
            made.append(_drawn(page, text))
            page.close()
    return bytes(img2pdf.convert(made))


def _drawn(page: pdfium.PdfPage, text: str) -> bytes:
    width, height = page.get_size()
    scale = min(_DOTS / _POINTS_AN_INCH, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    plain, out = io.BytesIO(), io.BytesIO()
    page.render(scale=scale).to_pil().convert("RGB").save(plain, format="PNG", compress_level=1)
    with Image.open(io.BytesIO(picture_mark(plain.getvalue(), text))) as marked:
        dots = scale * _POINTS_AN_INCH
        marked.save(out, format="JPEG", quality=_QUALITY, dpi=(dots, dots))
    return out.getvalue()
