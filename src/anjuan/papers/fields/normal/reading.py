"""What a normaliser returns, and the foldings all of them share."""

from __future__ import annotations

import dataclasses
import re
import unicodedata

from anjuan.papers.facts import Scalar

#: Confidence of a value that was kept as printed although it does not look like one of its kind.
AS_PRINTED = 0.5

_BLANK = re.compile(r"[\s\u3000_＿]+")
_BETWEEN_HAN = re.compile(
    r"(?<=[\u3400-\u9fff（）、，。；：《》“”])[ \t\u3000\n]+(?=[\u3400-\u9fff（）、，。；：《》“”])"
)
_NOTHING = re.compile(
    r"^(?:[-—–/\\|＼／、，。.:：;；_＿□☐○*﹨\s]*|n/?a|nil|none|见附件|见附页|同上|详见附件)$", re.IGNORECASE
)
_NONE_SAID = re.compile(r"^(?:无|没有|不适用|不涉及|未发现|none|n/?a|nil|/+|[-—–]+)[。.]?$", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """A value read from a text.

    Attributes:
        value: The normalised value; an empty text states that there is none (``无``).
        sure: 0 to 1.
        name: The field it belongs to where that is not the field asked for, such as ``audit_end``.
        extra: What else the text says of it, by the last part of a field name, such as ``role``.

    """

    value: Scalar
    sure: float = 1.0
    name: str = ""
    extra: tuple[tuple[str, Scalar], ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Printed:
    """A text as it stands, and whether it was recognised from a picture (so that signs may be mistaken)."""

    text: str
    recognised: bool = False


def narrow(text: str) -> str:
    """Return the text with full-width letters, digits and signs made half width, one for one."""
    return "".join(_narrow(sign) for sign in text)


def _narrow(sign: str) -> str:
    if sign.isascii():
        return sign
    folded = unicodedata.normalize("NFKC", sign)
    return folded if len(folded) == 1 else sign


def tidy(text: str) -> str:
    """Return the text in one line, without blanks between Chinese signs."""
    return _BLANK.sub(" ", _BETWEEN_HAN.sub("", text)).strip()


def empty(text: str) -> bool:
    """Say whether a field was left blank or struck through."""
    return bool(_NOTHING.match(text.strip()))


def says_none(text: str) -> bool:
    """Say whether a field states that there is nothing of its kind (``无``, ``不适用``)."""
    return bool(_NONE_SAID.match(tidy(text)))
