"""What a comparison takes and answers."""

from __future__ import annotations

import dataclasses
import enum


class Likeness(enum.StrEnum):
    """How two values stand to each other."""

    EQUAL = "equal"
    NEAR = "near"
    DIFFERENT = "different"


class Why(enum.StrEnum):
    """What the answer rests on.

    ``SAME``: letter by letter. ``STYLE``: written otherwise, the same value. ``LEFT_OUT``: one of the two leaves
    out a part that the other has. ``LOOK_ALIKE``: recognised text, and only signs that look alike differ.
    ``FEW_SIGNS``: recognised text, and so few signs differ that it may be a slip. ``VALUE``: another value.
    """

    SAME = "same"
    STYLE = "style"
    LEFT_OUT = "left_out"
    LOOK_ALIKE = "look_alike"
    FEW_SIGNS = "few_signs"
    VALUE = "value"


@dataclasses.dataclass(frozen=True, slots=True)
class Stated:
    """A value as one paper states it.

    Attributes:
        text: The value.
        recognised: Whether it was recognised from a picture; given text knows no slips of recognition.

    """

    text: str
    recognised: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Comparison:
    """The answer, and what it rests on."""

    likeness: Likeness
    why: Why

    @property
    def agrees(self) -> bool:
        """Whether no reader would call it a contradiction: equal, or another style."""
        return self.likeness is Likeness.EQUAL or self.why in (Why.STYLE, Why.LEFT_OUT)


SAME = Comparison(Likeness.EQUAL, Why.SAME)
STYLE = Comparison(Likeness.EQUAL, Why.STYLE)
LEFT_OUT = Comparison(Likeness.NEAR, Why.LEFT_OUT)
LOOK_ALIKE = Comparison(Likeness.NEAR, Why.LOOK_ALIKE)
FEW_SIGNS = Comparison(Likeness.DIFFERENT, Why.FEW_SIGNS)
DIFFERENT = Comparison(Likeness.DIFFERENT, Why.VALUE)
