"""The pages of a picture file, as upright RGB pictures with their resolution."""

from __future__ import annotations

import contextlib
import dataclasses
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pi_heif
from PIL import Image, ImageFile, ImageOps, ImageSequence, UnidentifiedImageError

from anjuan.reading.errors import BrokenFileError, LimitReachedError

_PAGED = frozenset({"TIFF"})
_A4_INCHES = (8.27, 11.69)
_A4_RATIO = _A4_INCHES[1] / _A4_INCHES[0]
_RATIO_SLACK = 0.06
_DPI_RANGE = (50.0, 1300.0)
#: A sheet larger than A2 or smaller than a business card, both in inches, means that the stated resolution is not true.
_SHEET_RANGE = (1.5, 24.0)
_GUESS_RANGE = (72.0, 600.0)
_EIGHT_BITS = 255
#: What a damaged file makes Pillow raise, beside OSError.
_FAULTS = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, ZeroDivisionError)

pi_heif.register_heif_opener()


@dataclasses.dataclass(frozen=True, slots=True)
class Frame:
    """One page of a picture file.

    Attributes:
        number: 1 for the first.
        picture: The upright picture, RGB; None when nothing of it can be read.
        dpi: Dots per inch, stated or guessed.
        cut: Whether its end is missing.

    """

    number: int
    picture: Image.Image | None
    dpi: float
    cut: bool = False


@contextlib.contextmanager
def opened(path: Path, most_pixels: int) -> Iterator[Image.Image]:
    """Open a picture file without decoding it.

    Args:
        path: The file.
        most_pixels: Most pixels of one page; zero or less is no limit.

    Raises:
        BrokenFileError: It is no picture that can be read.
        LimitReachedError: It has more pixels than allowed.

    """
    try:
        with _quiet():
            image = Image.open(path)
    except Image.DecompressionBombError as error:
        raise _too_large(str(error)) from error
    except (UnidentifiedImageError, *_FAULTS) as error:
        raise _broken(path, error) from error
    with image:
        _check_size(image, most_pixels)
        yield image


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep back Pillow's warnings: where it warns of size we refuse, and odd metadata is of no interest."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def frames_of(image: Image.Image, most_pixels: int, first: int = 1) -> Iterator[Frame]:
    """Yield the pages of an opened file from page ``first``; of a moving picture only its first.

    Raises:
        LimitReachedError: A page has more pixels than allowed.

    """
    for number, raw in enumerate(_raw_frames(image), start=1):
        if number < first:
            continue
        if raw is None:
            yield Frame(number, None, _GUESS_RANGE[0])
            return
        _check_size(raw, most_pixels)
        yield _frame(raw, number)


def count_of(image: Image.Image) -> int:
    """Return how many pages an opened file has."""
    if image.format not in _PAGED:
        return 1
    try:
        with _quiet():
            return int(getattr(image, "n_frames", 1))
    except _FAULTS:
        return 1


def _raw_frames(image: Image.Image) -> Iterator[Image.Image | None]:
    if image.format not in _PAGED:
        yield image
        return
    frames = iter(ImageSequence.Iterator(image))
    while True:
        try:
            with _quiet():
                frame = next(frames)
        except StopIteration:
            return
        except _FAULTS:
            yield None
            return
        yield frame


def _frame(raw: Image.Image, number: int) -> Frame:
    dpi = resolution(raw.size, raw.info.get("dpi"))
    cut = False
    with _quiet():
        try:
            raw.load()
        except _FAULTS:
            cut = True
            if not _loaded_in_part(raw):
                return Frame(number, None, dpi, cut=True)
        try:
            picture = rgb(_upright(raw))
        except _FAULTS:
            return Frame(number, None, dpi, cut=True)
    return Frame(number, picture, dpi, cut)


def _loaded_in_part(raw: Image.Image) -> bool:
    """Decode what is there; Pillow knows only a switch for the whole process, so it is put back at once."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        raw.load()
    except _FAULTS:
        return False
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
    return True


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except _FAULTS:
        return image


def rgb(image: Image.Image) -> Image.Image:
    """Return the picture in RGB: on white where it is transparent, with 16 bits brought down to 8."""
    if image.mode in ("I", "F", "I;16", "I;16B", "I;16L", "I;16N"):
        image = _eight_bits(image)
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        layered = image.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(white, layered).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    wide = image.convert("F")
    brightest = float(np.asarray(wide).max(initial=0.0))
    top = 65535.0 if brightest > _EIGHT_BITS else float(_EIGHT_BITS)
    return wide.point(lambda value: value * (_EIGHT_BITS / top) + 0.0).convert("L")


def resolution(size: tuple[int, int], stated: object) -> float:
    """Return dots per inch: as stated when that makes a sheet of paper, else guessed.

    Args:
        size: Width and height in pixels.
        stated: What the file says, one number for each direction.

    """
    long, short = max(size), max(1, min(size))
    if isinstance(stated, tuple) and stated:
        try:
            dpi = float(stated[0])
        except (TypeError, ValueError, ZeroDivisionError):
            dpi = 0.0
        if _DPI_RANGE[0] <= dpi <= _DPI_RANGE[1] and _SHEET_RANGE[0] <= long / dpi <= _SHEET_RANGE[1]:
            return dpi
    is_a4 = abs(long / short - _A4_RATIO) <= _RATIO_SLACK
    guess = (short / _A4_INCHES[0] + long / _A4_INCHES[1]) / 2 if is_a4 else long / _A4_INCHES[1]
    return min(_GUESS_RANGE[1], max(_GUESS_RANGE[0], guess))


def _check_size(image: Image.Image, most_pixels: int) -> None:
    if 0 < most_pixels < image.width * image.height:
        raise _too_large(f"It has {image.width} x {image.height} pixels, more than the {most_pixels} allowed.")


def _too_large(what: str) -> LimitReachedError:
    return LimitReachedError(
        f"The picture is too large to be read. {what}",
        why="Decoding it would take more memory than one file may have.",
        remedy="Make it smaller; 300 dots per inch are plenty for a page.",
    )


def _broken(path: Path, error: Exception) -> BrokenFileError:
    size = path.stat().st_size
    what = "The file is empty (0 bytes)." if size == 0 else f"The file is no picture that can be read ({error})."
    return BrokenFileError(
        what,
        why="It was cut short, damaged, or is something else.",
        remedy="Get the file again from where it came from.",
    )
