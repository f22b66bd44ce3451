"""Whether the text layer of a page can be believed.

A pure judgement: what was counted on a page goes in, what to do comes out. A layer is refused when
characters are missing from its map, when its characters are not those of any Chinese text, when it
holds far less than can be seen; in doubt a strip of lines is recognised and compared.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict, load
from anjuan.kit.text.folding import fold
from anjuan.reading.pages import Line
from anjuan.reading.pdf.characters import blank
from anjuan.reading.pdf.glyphs import Glyphs

_HERE = Path(__file__).parent

_PLANE = 0xFFFF

# Measured on layers without a character map and with a shuffled one: docs/decisions/pdf-text-layer.md.
BAD_SHARE = 0.01
_FEWEST_BAD = 3
COMMON_SHARE = 0.45
_HOPELESS_SHARE = 0.25
_FEWEST_HAN = 100
_FEW_CHARACTERS = 80
COVERS_PAGE = 0.8
_INVISIBLE = 0.5
#: Share of page pixels with a sharp step between light and dark: nothing stands there / a line of text does.
NO_INK = 0.0002
_LOOSE_INK = 0.0015
#: Share of the page from which a picture may hold text worth reading, such as a pasted certificate.
PICTURE_SHARE = 0.02


class _CommonHan(RuleFile):
    characters: tuple[str, ...]

    @pydantic.field_validator("characters")
    @classmethod
    def _once(cls, rows: tuple[str, ...]) -> tuple[str, ...]:
        joined = "".join(rows)
        if len(set(joined)) != len(joined):
            msg = "a character stands twice"
            raise ValueError(msg)
        return rows


class Meaning(Strict):
    """What a reason code means, in Chinese and in English."""

    zh: str
    en: str


class _Reasons(RuleFile):
    reasons: dict[str, Meaning]


@functools.cache
def reasons() -> dict[str, Meaning]:
    """Return every code that ``Page.reason`` may hold, with its meaning."""
    return load(_HERE / "reasons.yaml", _Reasons).reasons


@functools.cache
def _common() -> npt.NDArray[np.bool_]:
    table = np.zeros(_PLANE + 1, dtype=bool)
    table[[ord(sign) for sign in "".join(load(_HERE / "common_han.yaml", _CommonHan).characters)]] = True
    return table


class Step(enum.Enum):
    """What to do with a page."""

    USE = "use"
    USE_WITH_PICTURES = "use with pictures"
    USE_AND_LOOK = "use, and look at the whole page"
    COMPARE = "compare"
    RECOGNISE = "recognise"
    BLANK = "blank"


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a page, and the reason code when its layer is not simply used."""

    step: Step
    reason: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    """What was counted on a page.

    Attributes:
        printed: Characters without blanks.
        bad: Of these, characters that stand for nothing: no map, control, private use, U+FFFD.
        han: Chinese characters.
        common_han: Of these, those of the commonest four hundred.
        objects: Things drawn on the page.
        picture_cover: Largest share of the page that one picture covers.
        pictures: How many pictures are large enough to hold text.
        invisible: Share of characters written without ink.
        loose_ink: Sharp pixels outside text, rules and pictures, share of the page; None when not measured.
        picture_ink: Sharp pixels in pictures but outside text, share of the page; None when not measured.

    """

    printed: int
    bad: int = 0
    han: int = 0
    common_han: int = 0
    objects: int = 1
    picture_cover: float = 0.0
    pictures: int = 0
    invisible: float = 0.0
    loose_ink: float | None = None
    picture_ink: float | None = None


def counted(glyphs: Glyphs) -> Facts:
    """Return what the characters of a page say of themselves."""
    codes = glyphs.codes
    printed = ~blank(codes) & ~glyphs.made & (codes != 0xFFFE) & (codes != 0x02)  # noqa: PLR2004  pdfium's hyphens
    control = (codes < 0x20) | ((codes >= 0x7F) & (codes < 0xA0)) | (codes == 0xFFFD) | (codes == 0xFFFF)  # noqa: PLR2004
    private = ((codes >= 0xE000) & (codes < 0xF900)) | (codes >= 0xF0000)  # noqa: PLR2004
    bad = printed & (control | private | glyphs.unmapped)
    han = printed & _is_han(codes)
    plain = codes[han]
    common = _common()[np.minimum(plain, _PLANE)]
    if plain.size and common.mean() < COMMON_SHARE:
        folded = fold("".join(map(chr, plain.tolist())))
        common = _common()[np.minimum([ord(sign) for sign in folded], _PLANE)]
    return Facts(int(printed.sum()), int(bad.sum()), int(han.sum()), int(common.sum()))


def _is_han(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = ((codes >= 0x3400) & (codes < 0xA000)) | ((codes >= 0x20000) & (codes < 0x32000))  # noqa: PLR2004
    return found


def wants_ink(facts: Facts) -> bool:
    """Say whether the judgement needs to know what ink stands outside the text."""
    return facts.objects > 0 and (facts.pictures > 0 or facts.printed < _FEW_CHARACTERS)


def judge(facts: Facts) -> Verdict:
    """Return what to do with a page."""
    if facts.printed == 0:
        ink = None if facts.loose_ink is None else facts.loose_ink + (facts.picture_ink or 0.0)
        nothing = facts.objects == 0 or (ink is not None and ink < NO_INK)
        return Verdict(Step.BLANK) if nothing else Verdict(Step.RECOGNISE, "no-text-layer")
    return _characters(facts) or _amount(facts) or _pictures(facts)


def _characters(facts: Facts) -> Verdict | None:
    if facts.bad >= max(_FEWEST_BAD, BAD_SHARE * facts.printed) or facts.bad == facts.printed:
        return Verdict(Step.RECOGNISE, "unmapped-glyphs")
    share = facts.common_han / facts.han if facts.han >= _FEWEST_HAN else 1.0
    if share < COMMON_SHARE:
        return Verdict(Step.RECOGNISE if share < _HOPELESS_SHARE else Step.COMPARE, "shuffled-glyphs")
    return None


def _amount(facts: Facts) -> Verdict | None:
    loose = facts.loose_ink or 0.0
    inside = facts.picture_ink or 0.0
    scanned = facts.picture_cover >= COVERS_PAGE
    if facts.printed < _FEW_CHARACTERS and scanned and inside + loose > _LOOSE_INK:
        return Verdict(Step.RECOGNISE, "too-little-text")
    if facts.printed < _FEW_CHARACTERS and loose > _LOOSE_INK:
        return Verdict(Step.USE_AND_LOOK, "too-little-text")
    if scanned and facts.invisible >= _INVISIBLE:
        return Verdict(Step.COMPARE, "text-layer-disagrees")
    return None


def _pictures(facts: Facts) -> Verdict:
    if facts.pictures and (facts.picture_ink is None or facts.picture_ink > NO_INK):
        return Verdict(Step.USE_WITH_PICTURES, "picture-with-text")
    return Verdict(Step.USE)


def sample_strip(lines: tuple[Line, ...], most: int = 5) -> tuple[Line, ...]:
    """Return up to five neighbouring lines with much text, to be recognised and compared."""
    candidates = [line for line in lines if line.edges and len(line.text) > 3] or list(lines)  # noqa: PLR2004
    ordered = sorted(candidates, key=lambda line: line.box[1])
    if len(ordered) <= most:
        return tuple(ordered)
    weights = [sum(len(line.text) for line in ordered[at : at + most]) for at in range(len(ordered) - most + 1)]
    best = max(range(len(weights)), key=lambda at: weights[at])
    return tuple(ordered[best : best + most])
