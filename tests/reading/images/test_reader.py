from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.contracts.readers import ReaderContract, events_of, pages_of
from tests.reading.pdf.papers import FakeEngine, Read, source_of

from anjuan.reading.errors import BrokenFileError, LimitReachedError, MissingPartError
from anjuan.reading.images.frames import resolution, rgb
from anjuan.reading.images.reader import ImageReader
from anjuan.reading.pages import Line, Page, TextSource
from anjuan.reading.protocol import Engine, Limits, Reader, ReadOptions, Recognised, Source

A4_200 = (1654, 2339)


class CornerEngine(FakeEngine):
    """Says which corner of the picture is dark: tells how a picture was turned."""

    def recognise(self, picture: np.ndarray, dpi: float) -> Recognised:
        height, width = picture.shape[:2]
        quarters = {
            "upper left": picture[: height // 2, : width // 2],
            "upper right": picture[: height // 2, width // 2 :],
            "lower left": picture[height // 2 :, : width // 2],
            "lower right": picture[height // 2 :, width // 2 :],
        }
        darkest = min(quarters, key=lambda name: float(quarters[name].mean()))
        return Recognised((Line(f"{darkest} {width}x{height} {dpi:.0f}", (0, 0, 1, 1), 0.9),))


def dark_corner(size: tuple[int, int] = (300, 200), mode: str = "RGB") -> Image.Image:
    image = Image.new("RGB", size, "white")
    image.paste((0, 0, 0), (0, 0, size[0] // 3, size[1] // 3))
    return image.convert(mode)


def read(path: Path, media_type: str, engine: Engine | None = None, **options: object) -> Read:
    work = path.parent / "work"
    work.mkdir(exist_ok=True)
    chosen = engine or CornerEngine()
    reader = ImageReader(lambda: chosen)
    return Read.of(list(reader.read(source_of(path, media_type), ReadOptions(work_folder=work, **options))))  # type: ignore[arg-type]


class TestImageReaderKeepsTheContract(ReaderContract):
    @pytest.fixture
    def reader(self) -> Reader:
        return ImageReader(FakeEngine)

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source:
        folder = tmp_path / "case"
        folder.mkdir()
        path = folder / "scan.tif"
        first, *others = (dark_corner() for _ in range(3))
        first.save(path, save_all=True, append_images=others, dpi=(200, 200))
        return source_of(path, "image/tiff")

    @pytest.fixture
    def phrase(self) -> str:
        return "识别出的文字"


@pytest.mark.parametrize(
    ("suffix", "media_type", "mode"),
    [
        ("jpg", "image/jpeg", "RGB"),
        ("jpg", "image/jpeg", "CMYK"),
        ("jpg", "image/jpeg", "L"),
        ("png", "image/png", "RGBA"),
        ("png", "image/png", "P"),
        ("png", "image/png", "I;16"),
        ("bmp", "image/bmp", "RGB"),
        ("gif", "image/gif", "P"),
        ("webp", "image/webp", "RGB"),
        ("tif", "image/tiff", "1"),
    ],
)
def test_every_kind_of_picture_comes_as_it_looks(tmp_path: Path, suffix: str, media_type: str, mode: str) -> None:
    path = tmp_path / f"a.{suffix}"
    if mode == "I;16":
        Image.fromarray(np.asarray(dark_corner(mode="L")).astype(np.uint16) * 257).save(path)
    else:
        dark_corner(mode=mode).save(path)
    assert read(path, media_type).text.startswith("upper left 300x200")


def test_fax_in_group_4_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    dark_corner().convert("1").save(path, compression="group4")
    assert read(path, "image/tiff").text.startswith("upper left")


def test_photo_of_a_phone_that_is_no_photo_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.heic"
    path.write_bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64)
    with pytest.raises(BrokenFileError):
        read(path, "image/heic")


def test_photos_of_phones_have_their_decoder() -> None:
    assert "HEIF" in Image.OPEN


_TURNS = [(1, "upper left"), (3, "lower right"), (6, "upper right"), (8, "lower left")]


@pytest.mark.parametrize(("orientation", "corner"), _TURNS)
def test_turn_noted_by_the_camera_is_carried_out(tmp_path: Path, orientation: int, corner: str) -> None:
    path = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[0x0112] = orientation
    dark_corner().save(path, exif=exif)
    assert read(path, "image/jpeg").text.startswith(corner)


def test_only_the_first_picture_of_a_moving_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    dark_corner().save(path, save_all=True, append_images=[Image.new("RGB", (300, 200), "black")])
    assert len(read(path, "image/gif").pages) == 1


def test_transparent_ground_is_white() -> None:
    assert rgb(Image.new("RGBA", (2, 2), (0, 0, 0, 0))).getpixel((0, 0)) == (255, 255, 255)


def test_page_has_the_size_of_the_paper(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    dark_corner(A4_200).save(path, dpi=(200, 200))
    page = read(path, "image/png").pages[0]
    assert (page.width, page.height) == pytest.approx((595, 842), abs=1)
    assert (page.source, page.reason) == (TextSource.OCR, "picture")


@pytest.mark.parametrize(
    ("size", "stated", "dpi"),
    [
        (A4_200, (200, 200), 200),
        (A4_200, None, 200),
        (A4_200, (72, 72), 200),
        ((2339, 1654), (0, 0), 200),
        ((4000, 3000), (72, 72), 342),
        ((300, 100), None, 72),
        (A4_200, ("a", "b"), 200),
    ],
)
def test_resolution_is_stated_or_guessed_from_a_sheet(
    size: tuple[int, int], stated: tuple[object, object] | None, dpi: float
) -> None:
    assert resolution(size, stated) == pytest.approx(dpi, abs=1)


@given(st.tuples(st.integers(1, 60000), st.integers(1, 60000)), st.none() | st.tuples(st.floats(), st.floats()))
def test_resolution_is_always_a_sensible_number(size: tuple[int, int], stated: tuple[float, float] | None) -> None:
    assert 50 <= resolution(size, stated) <= 1300


def test_picture_cut_short_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    buffer = io.BytesIO()
    dark_corner((900, 600)).save(buffer, "JPEG")
    path.write_bytes(buffer.getvalue()[: len(buffer.getvalue()) // 2])
    read_ = read(path, "image/jpeg")
    assert "900x600" in read_.text
    assert [(notice.code, notice.partial) for notice in read_.notices] == [("page-cut-short", True)]


def test_later_page_that_is_cut_off_does_not_cost_the_first(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (300, 300, 3), dtype=np.uint8))
    dark_corner().save(path, save_all=True, append_images=[noise, noise])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    read_ = read(path, "image/tiff")
    assert read_.pages[0].text.startswith("upper left")
    assert any(notice.partial for notice in read_.notices)


def test_too_many_pixels_are_refused_before_decoding(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    dark_corner((400, 300)).save(path)
    with pytest.raises(LimitReachedError, match="400 x 300"):
        read(path, "image/png", limits=Limits(picture_pixels=100_000))


def test_picture_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    path = tmp_path / "a.png"
    dark_corner((400, 300)).save(path)
    with pytest.raises(LimitReachedError):
        read(path, "image/png")


def test_picture_without_recognition_comes_without_text(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    dark_corner().save(path)
    page = read(path, "image/png", recognise=False).pages[0]
    assert (page.source, page.lines) == (TextSource.NONE, ())


def test_missing_engine_is_told(tmp_path: Path) -> None:
    def missing() -> Engine:
        raise MissingPartError("No engine is installed.", remedy="Install one.")

    path = tmp_path / "a.png"
    dark_corner().save(path)
    events = events_of(ImageReader(missing), source_of(path, "image/png"), tmp_path / "w")
    assert [event.code for event in events if hasattr(event, "code")] == ["page-not-recognised"]
    assert [page.source for page in pages_of(events)] == [TextSource.NONE]


def test_page_on_which_the_engine_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    class Stumbling(FakeEngine):
        def recognise(self, picture: np.ndarray, dpi: float) -> Recognised:
            if not self.seen:
                self.seen.append((picture.shape, dpi))
                raise ValueError("planted")
            return super().recognise(picture, dpi)

    path = tmp_path / "a.tif"
    dark_corner().save(path, save_all=True, append_images=[dark_corner()])
    read_ = read(path, "image/tiff", Stumbling())
    assert [page.source for page in read_.pages] == [TextSource.NONE, TextSource.OCR]
    assert [notice.page for notice in read_.notices] == [1]


def test_picture_of_one_colour_without_text_is_blank(tmp_path: Path) -> None:
    silent = FakeEngine()
    silent.found = Recognised(())
    path = tmp_path / "a.png"
    Image.new("RGB", (300, 200), "white").save(path)
    pages: list[Page] = read(path, "image/png", silent).pages
    assert pages[0].blank
