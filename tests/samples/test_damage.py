from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from anjuan.samples.damage import KINDS, damage, scanned
from anjuan.samples.dice import Dice
from anjuan.samples.to_image import Line, Picture

BOX = ((300.0, 400.0), (420.0, 400.0), (420.0, 440.0), (300.0, 440.0))


def page() -> Picture:
    image = Image.new("RGB", (620, 877), "white")
    ImageDraw.Draw(image).rectangle((300, 400, 420, 440), fill="black")
    return Picture(image, (Line("字", BOX),))


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_line_is_where_its_polygon_went(kind: str) -> None:
    hurt = damage(page(), kind, Dice(kind))
    x, y = np.mean(hurt.lines[0].polygon, axis=0)
    pixels = np.asarray(hurt.image.convert("L"), dtype=float)
    assert pixels[int(y), int(x)] < pixels.mean() - 20


@pytest.mark.parametrize("kind", ["skew", "photo", "noise", "fax"])
def test_damage_comes_out_the_same_again(kind: str) -> None:
    first, second = (damage(page(), kind, Dice("again")) for _ in range(2))
    assert first.image.tobytes() == second.image.tobytes()


def test_fax_has_two_tones() -> None:
    assert set(np.unique(np.asarray(damage(page(), "fax", Dice(1)).image))) <= {0, 255}


def test_a_quarter_turn_swaps_the_sides() -> None:
    assert damage(page(), "rot90", Dice(1)).image.size == (877, 620)


def test_an_office_scan_keeps_its_size() -> None:
    assert scanned(page(), Dice(1)).image.size == (620, 877)
