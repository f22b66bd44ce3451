"""What one line says: the recogniser network, its alphabet, and the place of every character."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np
import numpy.typing as npt

from anjuan.reading.recognition import geometry
from anjuan.reading.recognition.geometry import Picture, Quad
from anjuan.reading.recognition.nets import Nets

#: The height of a line, in pixels, that the recogniser was made for.
HEIGHT = 48

#: Wider lines are shrunk to it: 3200 pixels are about 70 characters.
WIDEST = 3200

#: Widths are padded to a multiple of a step, so that the runtime prepares for few shapes and memory stays flat.
#: The cost grows with the width, so short lines, which are most, get small steps: (up to this width, step).
_STEPS = ((640, 40), (1280, 80), (WIDEST, 160))

#: Pixels of width for one step of the recogniser's answer.
_STRIDE = 8


@dataclasses.dataclass(frozen=True, slots=True)
class Sign:
    """One recognised character.

    Attributes:
        text: The character.
        centre: Its middle, as a fraction of the line's width.
        confidence: 0 to 1.

    """

    text: str
    centre: float
    confidence: float


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What the recogniser says of one line, from the left to the right."""

    signs: tuple[Sign, ...] = ()

    @property
    def text(self) -> str:
        """The characters."""
        return "".join(sign.text for sign in self.signs)

    @property
    def confidence(self) -> float:
        """The mean confidence of the characters; 0 for an empty reading."""
        return sum(sign.confidence for sign in self.signs) / len(self.signs) if self.signs else 0.0


def read_line(picture: Picture, quad: Quad, nets: Nets) -> Reading:
    """Return what stands in a quad of the picture."""
    return read_strip(geometry.cut(picture, quad, HEIGHT), nets)


def read_strip(strip: Picture, nets: Nets) -> Reading:
    """Return what stands on a strip of one line, :data:`HEIGHT` pixels high."""
    if strip.shape[1] > WIDEST:
        strip = np.asarray(cv2.resize(strip, (WIDEST, HEIGHT), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    width = strip.shape[1]
    batch = np.zeros((1, 3, HEIGHT, _padded(width)), dtype=np.float32)
    batch[0, :, :, :width] = strip.transpose(2, 0, 1)
    batch[0, :, :, :width] /= 127.5
    batch[0, :, :, :width] -= 1.0
    scores = nets.recogniser.run(batch)[0, : -(-width // _STRIDE)]
    return _decode(scores, nets.alphabet, width)


def _padded(width: int) -> int:
    step = next(step for limit, step in _STEPS if width <= limit)
    return -(-width // step) * step


def _decode(scores: npt.NDArray[np.float32], alphabet: tuple[str, ...], width: int) -> Reading:
    best = scores.argmax(axis=1)
    sure = scores[np.arange(len(best)), best]
    starts = np.flatnonzero((best != 0) & np.concatenate(([True], best[1:] != best[:-1])))
    ends = [_run_end(best, int(start)) for start in starts]
    centres = [min((int(start) + end) / 2 * _STRIDE / width, 1.0) for start, end in zip(starts, ends, strict=True)]
    signs = (
        Sign(letter, centre, float(sure[start]))
        for start, centre in zip(starts, centres, strict=True)
        for letter in alphabet[best[start]]  # a few classes are signs of two code points
    )
    return Reading(tuple(signs))


def _run_end(best: npt.NDArray[np.intp], start: int) -> int:
    end = start + 1
    while end < len(best) and best[end] == best[start]:
        end += 1
    return end
