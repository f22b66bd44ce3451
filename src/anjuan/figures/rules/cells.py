"""What a cell of a printed table says: a number, a zero, a dash or nothing are four things."""

from __future__ import annotations

import dataclasses
import enum
import re
from decimal import Decimal


class Missing(enum.StrEnum):
    """Why a cell has no number.

    ``NOT_APPLICABLE``: the question does not arise for this row. ``NOT_STATED``: nobody said. ``SUPPRESSED``: too
    small to be shown.
    """

    NOT_APPLICABLE = "not_applicable"
    NOT_STATED = "not_stated"
    SUPPRESSED = "suppressed"


Value = int | Decimal | str | Missing
_SIGNS = {Missing.NOT_APPLICABLE: "—", Missing.NOT_STATED: "", Missing.SUPPRESSED: "<5"}


class Kind(enum.StrEnum):
    """What stands in a printed cell."""

    NUMBER = "number"
    ZERO = "zero"
    DASH = "dash"
    BLANK = "blank"
    WORDS = "words"


_DASHES = frozenset({"-", "—", "－", "–", "——", "--", "/", "…"})
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")


@dataclasses.dataclass(frozen=True, slots=True)
class Printed:
    """A cell as printed, beside what it says.

    Attributes:
        text: The characters as they stood, without blanks around them.
        kind: What they are.
        number: The value of a number or a zero; None otherwise.

    """

    text: str
    kind: Kind
    number: Decimal | None = None

    @property
    def is_number(self) -> bool:
        """Whether a value is stated; a printed 0 is one."""
        return self.number is not None

    @property
    def whole(self) -> int | None:
        """The value when it is a whole number; None otherwise."""
        if self.number is None or self.number != self.number.to_integral_value():
            return None
        return int(self.number)

    @property
    def places(self) -> int:
        """How many digits stand after the point."""
        return len(self.text.rstrip("%％").partition(".")[2]) if self.number is not None else 0


def printed(text: str | None) -> Printed:
    """Return a cell of a table as what it says; thousands separators and a percent sign are read, not dropped."""
    shown = (text or "").strip()
    bare = shown.replace(",", "").replace("，", "").replace(" ", "").rstrip("%％")
    if not shown:
        return Printed("", Kind.BLANK)
    if shown in _DASHES:
        return Printed(shown, Kind.DASH)
    if not _NUMBER.fullmatch(bare):
        return Printed(shown, Kind.WORDS)
    number = Decimal(bare)
    return Printed(shown, Kind.NUMBER if number else Kind.ZERO, number)


def shown(value: Value | None, *, places: int | None = None) -> str:
    """Return a value as pages print it: thousands grouped, so many places, a sign for what is missing."""
    if value is None:
        return _SIGNS[Missing.NOT_STATED]
    if isinstance(value, Missing):
        return _SIGNS[value]
    if isinstance(value, str):
        return value
    return f"{value:,.{places}f}" if places is not None else f"{value:,}"
