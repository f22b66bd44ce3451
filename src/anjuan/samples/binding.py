"""Pictures of pages as files hold them: encoded, described, stacked to a bound scan."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from PIL import Image

from anjuan.samples import damage, to_image
from anjuan.samples.dice import Dice
from anjuan.samples.pages import Page
from anjuan.samples.to_image import Picture


class Stack:
    """The pages of a bound scan in order, with the accidents of the feeder."""

    def __init__(self, dpi: int, dice: Dice, *, odd: bool) -> None:
        self.dpi, self.dice, self.odd = dpi, dice, odd
        self.images: list[Image.Image] = []
        self.blank: list[int] = []
        self.doubled: list[list[int]] = []
        self.upside_down: list[int] = []

    def add(self, pages: Sequence[Page], *, halfway: bool) -> int:
        """Add the pages of one paper and return the number of the first, from 1."""
        first = len(self.images) + 1
        for page in pages:
            image = self._scan(page)
            if halfway and self.odd and page is pages[0]:
                image = image.transpose(Image.Transpose.ROTATE_180)
                self.upside_down.append(len(self.images) + 1)
            self.images.append(image)
        if not self.odd:
            return first
        if halfway:
            self.images.append(self.images[-1])
            self.doubled.append([len(self.images) - 1, len(self.images)])
        elif self.dice.maybe(0.05):
            self.images.append(self._scan(Page()))
            self.blank.append(len(self.images))
        return first

    def _scan(self, page: Page) -> Image.Image:
        return damage.scanned(to_image.draw(page, self.dpi), self.dice).image


def encoded(image: Image.Image, quality: int) -> bytes:
    """Return a picture as JPEG."""
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def picture_row(path: str, kind: str, row: dict[str, Any], picture: Picture) -> dict[str, Any]:
    """Return the line of ``ocr.jsonl`` about a picture."""
    lines = [{"text": line.text, "polygon": [list(point) for point in line.polygon]} for line in picture.lines]
    return {
        "image": path,
        "kind": kind,
        "type": row["kind"],
        "case": row["case"],
        "file": row["file"],
        "width": picture.image.width,
        "height": picture.image.height,
        "lines": lines,
        "fields": row["fields"],
    }
