from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from tests.reading.pdf.papers import changed, paper, prose

from anjuan.reading.errors import BrokenFileError, PasswordNeededError
from anjuan.reading.pictures import DrawnPage, draw_page, draw_thumbnail, has_picture

PDF = "application/pdf"


def decoded(drawn: DrawnPage) -> Image.Image:
    return Image.open(io.BytesIO(drawn.content)).convert("L")


def corner(canvas: Canvas) -> None:
    canvas.rect(0, 742, 100, 100, fill=1)


def darkest_quarter(image: Image.Image) -> tuple[int, int]:
    small = image.resize((2, 2), Image.Resampling.BOX)
    return min(((across, down) for across in (0, 1) for down in (0, 1)), key=small.getpixel)


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [(PDF, True), ("image/jpeg", True), ("image/tiff", True), ("text/plain", False), ("application/msword", False)],
)
def test_only_files_with_pictures_of_pages_are_drawn(media_type: str, expected: bool) -> None:
    assert has_picture(media_type) is expected


def test_page_is_drawn_as_wide_as_asked(tmp_path: Path) -> None:
    drawn = draw_page(paper(tmp_path / "a.pdf", prose), PDF, 1, width=900)
    assert (drawn.width, drawn.media_type) == (900, "image/webp")
    assert decoded(drawn).size == (drawn.width, drawn.height)
    assert drawn.height == pytest.approx(900 * 842 / 595, abs=2)


@pytest.mark.parametrize(("rotation", "quarter"), [(0, (0, 0)), (90, (1, 0)), (180, (1, 1)), (270, (0, 1))])
def test_page_is_turned_clockwise_to_stand_upright(tmp_path: Path, rotation: int, quarter: tuple[int, int]) -> None:
    drawn = draw_page(paper(tmp_path / "a.pdf", corner), PDF, 1, width=400, rotation=rotation)
    assert darkest_quarter(decoded(drawn)) == quarter
    assert drawn.width == 400


@pytest.mark.parametrize(("rotation", "quarter"), [(0, (0, 0)), (90, (1, 0)), (180, (1, 1)), (270, (0, 1))])
def test_picture_file_is_turned_clockwise_to_stand_upright(
    tmp_path: Path, rotation: int, quarter: tuple[int, int]
) -> None:
    image = Image.new("RGB", (600, 800), "white")
    image.paste((0, 0, 0), (0, 0, 150, 150))
    image.save(tmp_path / "a.jpg")
    drawn = draw_page(tmp_path / "a.jpg", "image/jpeg", 1, width=300, rotation=rotation)
    assert darkest_quarter(decoded(drawn)) == quarter
    assert drawn.width == 300


def test_page_of_a_scan_with_several_pages_is_drawn(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    pages = [Image.new("L", (100, 140), shade) for shade in (255, 0)]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    assert decoded(draw_page(path, "image/tiff", 2, width=50)).getpixel((20, 20)) == 0


def test_small_picture_is_not_blown_up(tmp_path: Path) -> None:
    Image.new("RGB", (100, 50)).save(tmp_path / "a.png")
    assert draw_page(tmp_path / "a.png", "image/png", 1, width=900).width == 100


def test_width_beyond_reason_is_cut(tmp_path: Path) -> None:
    def flatten(document: pikepdf.Pdf) -> None:
        document.pages[0].MediaBox = [0, 0, 595, 60]

    path = changed(paper(tmp_path / "a.pdf", lambda _: None), flatten)
    assert draw_page(path, PDF, 1, width=100_000).width == 4000


def test_endless_page_is_drawn_within_bounds(tmp_path: Path) -> None:
    def stretch(document: pikepdf.Pdf) -> None:
        document.pages[0].MediaBox = [0, 0, 100, 14000]

    drawn = draw_page(changed(paper(tmp_path / "a.pdf", prose), stretch), PDF, 1, width=4000)
    assert drawn.width * drawn.height <= 25_000_000
    assert drawn.height <= 16_001


def test_thumbnail_is_small(tmp_path: Path) -> None:
    drawn = draw_thumbnail(paper(tmp_path / "a.pdf", prose), PDF, 1)
    assert drawn.width == 240
    assert len(drawn.content) < 20_000


def test_thumbnail_of_a_page_that_lies_stands_upright(tmp_path: Path) -> None:
    drawn = draw_thumbnail(paper(tmp_path / "a.pdf", prose), PDF, 1, rotation=90)
    assert (drawn.width, drawn.height < drawn.width) == (240, True)


def test_thumbnail_of_a_page_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError, match="Page 2"):
        draw_thumbnail(paper(tmp_path / "a.pdf", prose), PDF, 2)


@pytest.mark.parametrize("number", [0, 2])
def test_page_that_is_not_there_is_refused(tmp_path: Path, number: int) -> None:
    with pytest.raises(BrokenFileError, match=f"Page {number}"):
        draw_page(paper(tmp_path / "a.pdf", prose), PDF, number, width=100)


def test_file_without_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError, match="text/plain"):
        draw_page(tmp_path / "a.txt", "text/plain", 1, width=100)


def test_protected_file_is_drawn_with_its_password(tmp_path: Path) -> None:
    secret = pikepdf.Encryption(user="审核", owner="x")
    path = changed(paper(tmp_path / "a.pdf", prose), lambda _: None, encryption=secret)
    with pytest.raises(PasswordNeededError):
        draw_page(path, PDF, 1, width=100)
    assert draw_page(path, PDF, 1, width=100, passwords=("审核",)).width == 100
