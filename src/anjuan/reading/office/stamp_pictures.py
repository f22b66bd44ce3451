"""Whether a picture inside an office file is a red seal."""

from __future__ import annotations

import io
import warnings

import numpy as np
from PIL import Image

from anjuan.reading.stamps import DPI, find, may_be_seal

_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
#: Pictures with more pixels are photographs and scans, and cost too much to look at.
_MOST_PIXELS = 9_000_000
_MARGIN = 24
#: Share of the picture that a seal must fill; a scan with a seal on it is no seal.
_FILLED = 0.5


def seal_shape(data: bytes, width: float, height: float) -> str:
    """Return ``round``, ``oval`` or ``square`` for the picture of a red seal; empty for any other.

    Args:
        data: The bytes of the picture.
        width: Points it is shown wide.
        height: Points it is shown high.

    """
    if not may_be_seal(width, height):
        return ""
    picture = _shown(data, width, height)
    if picture is None:
        return ""
    whole = picture.size[0] * picture.size[1]
    spots = find(np.asarray(_framed(picture), dtype=np.uint8), DPI)
    return next((spot.shape for spot in spots if spot.width * spot.height >= _FILLED * whole), "")


def _shown(data: bytes, width: float, height: float) -> Image.Image | None:
    """Return the picture as it is seen on white paper; None when it cannot be drawn."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # too large a picture is refused below
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                if picture.size[0] * picture.size[1] > _MOST_PIXELS:
                    return None
                clear = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    paper = Image.new("RGBA", clear.size, "white")
    paper.alpha_composite(clear)
    size = (max(round(width * DPI / 72), 1), max(round(height * DPI / 72), 1))
    return paper.convert("RGB").resize(size, Image.Resampling.BOX)


def _framed(picture: Image.Image) -> Image.Image:
    """Return the picture with white around it, as it would stand on a page."""
    framed = Image.new("RGB", (picture.size[0] + 2 * _MARGIN, picture.size[1] + 2 * _MARGIN), "white")
    framed.paste(picture, (_MARGIN, _MARGIN))
    return framed
