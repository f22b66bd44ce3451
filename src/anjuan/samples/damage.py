"""What scanners, fax machines and phones do to a page; the truth of the lines goes along."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from anjuan.samples.dice import Dice
from anjuan.samples.to_image import Line, Picture, Polygon

_CLEAN_SHARE = 0.9985

Array = npt.NDArray[np.float64]


@dataclasses.dataclass(frozen=True, slots=True)
class _Hurt:
    """A picture under way, and where its points went: a 3 × 3 matrix."""

    image: Image.Image
    matrix: Array


def _noise_seed(dice: Dice) -> np.random.Generator:
    return np.random.default_rng(dice.getrandbits(48))


def _grain(image: Image.Image, dice: Dice, strength: float) -> Image.Image:
    pixels = np.asarray(image)
    height, width = pixels.shape[:2]
    raw = np.frombuffer(_noise_seed(dice).bytes(height * width), dtype=np.int8).reshape(height, width)
    grain = cv2.convertScaleAbs(raw, alpha=strength / 64)  # 0 to twice the strength
    brighter = cv2.add(pixels, cv2.merge([grain] * 3) if pixels.ndim > 2 else grain)  # noqa: PLR2004  colour
    return Image.fromarray(cv2.subtract(brighter, np.full_like(brighter, int(strength))))


def _warp(hurt: _Hurt, matrix: Array, size: tuple[int, int], edge: tuple[int, int, int]) -> _Hurt:
    pixels = cv2.warpPerspective(
        np.asarray(hurt.image.convert("RGB")), matrix, size, flags=cv2.INTER_LINEAR, borderValue=edge
    )
    return _Hurt(Image.fromarray(pixels), matrix @ hurt.matrix)


def _clean(hurt: _Hurt, _dice: Dice) -> _Hurt:
    return hurt


def _skew(hurt: _Hurt, dice: Dice) -> _Hurt:
    angle = dice.uniform(1.0, 3.5) * dice.choice((-1, 1))
    width, height = hurt.image.size
    flat = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return _warp(hurt, np.vstack([flat, [0, 0, 1]]), (width, height), (236, 236, 236))


def _noise(hurt: _Hurt, dice: Dice) -> _Hurt:
    pixels = np.asarray(_grain(hurt.image, dice, 9)).copy()
    specks = _noise_seed(dice).random(pixels.shape[:2])
    pixels[specks > _CLEAN_SHARE] = 40
    return _Hurt(Image.fromarray(pixels), hurt.matrix)


def _blur(hurt: _Hurt, dice: Dice) -> _Hurt:
    return _Hurt(hurt.image.filter(ImageFilter.GaussianBlur(dice.uniform(1.0, 1.7))), hurt.matrix)


def _faded(hurt: _Hurt, dice: Dice) -> _Hurt:
    low = dice.uniform(120, 165)
    image = hurt.image.point(lambda value: int(low + value * (244 - low) / 255))
    return _Hurt(_grain(image, dice, 4), hurt.matrix)


def _fax(hurt: _Hurt, dice: Dice) -> _Hurt:
    width, height = hurt.image.size
    small = hurt.image.convert("L").resize((int(width * 0.72), int(height * 0.6)), Image.Resampling.BOX)
    coarse = _grain(small, dice, 10).resize((width, height), Image.Resampling.BILINEAR)
    return _Hurt(coarse.point(lambda value: 255 if value > 176 else 0).convert("RGB"), hurt.matrix)  # noqa: PLR2004


def _lowres(hurt: _Hurt, dice: Dice) -> _Hurt:
    scale = dice.uniform(0.48, 0.58)
    width, height = hurt.image.size
    small = hurt.image.resize((int(width * scale), int(height * scale)), Image.Resampling.BILINEAR)
    return _Hurt(small, np.diag([small.width / width, small.height / height, 1.0]) @ hurt.matrix)


def _photo(hurt: _Hurt, dice: Dice) -> _Hurt:
    width, height = hurt.image.size
    pull = [dice.uniform(0.01, 0.055) for _ in range(8)]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    moved = np.array(
        [
            (width * pull[0], height * pull[1]),
            (width * (1 - pull[2]), height * pull[3]),
            (width * (1 - pull[4]), height * (1 - pull[5])),
            (width * pull[6], height * (1 - pull[7])),
        ],
        dtype=np.float32,
    )
    matrix = cv2.getPerspectiveTransform(corners, moved).astype(np.float64)
    tilted = _warp(hurt, matrix, (width, height), (92, 78, 64))
    across = np.linspace(dice.uniform(0.62, 0.85), 1.0, width)[None, :, None]
    down = np.linspace(1.0, dice.uniform(0.78, 0.95), height)[:, None, None]
    shaded = np.asarray(tilted.image, dtype=np.float32) * across * down
    return _Hurt(_grain(Image.fromarray(shaded.astype(np.uint8)), dice, 3), tilted.matrix)


def _jpeg(hurt: _Hurt, dice: Dice) -> _Hurt:
    buffer = io.BytesIO()
    hurt.image.save(buffer, "JPEG", quality=dice.randint(14, 24))
    return _Hurt(Image.open(buffer).convert("RGB"), hurt.matrix)


def _turned(times: int) -> Callable[[_Hurt, Dice], _Hurt]:
    def turn(hurt: _Hurt, _dice: Dice) -> _Hurt:
        width, height = hurt.image.size
        if times == 1:
            matrix = np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1]], dtype=np.float64)
            return _Hurt(hurt.image.transpose(Image.Transpose.ROTATE_90), matrix @ hurt.matrix)
        matrix = np.array([[-1, 0, width], [0, -1, height], [0, 0, 1]], dtype=np.float64)
        return _Hurt(hurt.image.transpose(Image.Transpose.ROTATE_180), matrix @ hurt.matrix)

    return turn


def _punched(hurt: _Hurt, dice: Dice) -> _Hurt:
    image = hurt.image.copy()
    draw = ImageDraw.Draw(image, "RGBA")
    width, height = image.size
    for share in (0.36, 0.64):
        x, y, reach = width * 0.028, height * share, width * 0.013
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=(70, 70, 70, 255))
    x, y, reach = width * dice.uniform(0.5, 0.9), height * dice.uniform(0.1, 0.9), width * 0.07
    draw.ellipse((x - reach, y - reach, x + reach, y + reach), outline=(150, 100, 40, 90), width=max(3, width // 160))
    return _Hurt(image, hurt.matrix)


KINDS: dict[str, Callable[[_Hurt, Dice], _Hurt]] = {
    "clean": _clean,
    "skew": _skew,
    "noise": _noise,
    "blur": _blur,
    "faded": _faded,
    "fax": _fax,
    "lowres": _lowres,
    "photo": _photo,
    "jpeg": _jpeg,
    "rot90": _turned(1),
    "rot180": _turned(2),
    "punched": _punched,
}


def damage(picture: Picture, kind: str, dice: Dice) -> Picture:
    """Return the picture with one kind of damage, its lines where they went.

    Args:
        picture: The clean picture.
        kind: A key of ``KINDS``.
        dice: The stream that decides how bad it is.

    """
    hurt = KINDS[kind](_Hurt(picture.image, np.eye(3)), dice)
    lines = tuple(Line(line.text, _moved(line.polygon, hurt.matrix)) for line in picture.lines)
    return Picture(hurt.image, lines)


def _moved(polygon: Polygon, matrix: Array) -> Polygon:
    points = np.array([(x, y, 1.0) for x, y in polygon]) @ matrix.T
    return tuple((round(float(x / w), 1), round(float(y / w), 1)) for x, y, w in points)


def scanned(picture: Picture, dice: Dice) -> Picture:
    """Return the picture as an office scanner gives it: a little skew, a little grain, grey paper."""
    width, height = picture.image.size
    flat = cv2.getRotationMatrix2D((width / 2, height / 2), dice.uniform(-0.7, 0.7), 1.0)
    hurt = _warp(_Hurt(picture.image, np.eye(3)), np.vstack([flat, [0, 0, 1]]), (width, height), (248, 248, 246))
    paper = hurt.image.point(lambda value: int(value * 0.965))
    lines = tuple(Line(line.text, _moved(line.polygon, hurt.matrix)) for line in picture.lines)
    return Picture(_grain(paper, dice, 2), lines)
