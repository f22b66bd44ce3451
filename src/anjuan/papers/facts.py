"""What papers says of pages: cuts, kinds, entries of forms, and fields with the place where they stand.

Pages of a paper count from 1 within the paper; pages of a file count from 1 within the file. Boxes are
fractions of the upright page, as :mod:`anjuan.reading.pages` defines them.
"""

from __future__ import annotations

import dataclasses
import enum
from typing import TypeAlias

from anjuan.reading.pages import Box, Page

#: Confidence below which a person is asked.
DOUBTFUL = 0.75

Scalar: TypeAlias = str | int | float | bool


@dataclasses.dataclass(frozen=True, slots=True)
class Reason:
    """Why something was judged so: a stable code, and a sentence with the words of the page in it."""

    code: str
    text: str
    page: int | None = None
    box: Box | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Paper:
    """The pages of one paper, with what is known from outside.

    Attributes:
        pages: In order; never empty.
        filename: The name of the file as it came, a hint and no more; empty for a cut of a bound scan.
        folder: The folder inside the case, a hint as well.

    """

    pages: tuple[Page, ...]
    filename: str = ""
    folder: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Guess:
    """A kind that a paper may have, with how sure that is (0 to 1)."""

    kind: str
    confidence: float


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """What kind of paper it is.

    Attributes:
        kind: ``A01`` … ``X03`` or a code of the body's own; empty when not known.
        confidence: 0 to 1; 0 when not known.
        stage: ``1`` or ``2`` where the paper says so; else empty.
        title: The title as printed; empty when the paper has none.
        form_no: The form number as printed; empty when it has none.
        reasons: What spoke for it, the strongest first.
        others: Other kinds it may be, the likeliest first.

    """

    kind: str = ""
    confidence: float = 0.0
    stage: str = ""
    title: str = ""
    form_no: str = ""
    reasons: tuple[Reason, ...] = ()
    others: tuple[Guess, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at it."""
        return not self.kind or self.confidence < DOUBTFUL


@dataclasses.dataclass(frozen=True, slots=True)
class Cut:
    """One paper in a file: its first and last page (of the file, both inclusive), and why it begins there."""

    first_page: int
    last_page: int
    confidence: float
    reasons: tuple[Reason, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Remark:
    """Something a person should know of pages of a file.

    Attributes:
        code: ``blank``, ``doubled``, ``missing``, ``upside-down``, ``foreign``, …
        pages: Pages of the file it concerns; for ``missing`` the pages on both sides of the gap.
        text: A full sentence.

    """

    code: str
    pages: tuple[int, ...]
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Split:
    """How a file divides into papers. The cuts follow each other and leave out blank separators only."""

    cuts: tuple[Cut, ...]
    remarks: tuple[Remark, ...] = ()


class Layout(enum.StrEnum):
    """Where the value of a form stands in relation to its label."""

    CELL = "cell"
    BESIDE = "beside"
    BELOW = "below"
    INLINE = "inline"
    TICK = "tick"
    COLUMN = "column"


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One label of a form with its value, as printed.

    Attributes:
        label: The label without colon and blanks inside, such as ``组织名称``.
        value: The value as printed; empty when the field was left blank. For ticked boxes the chosen words,
            several joined by ``、``.
        page: Page of the paper, from 1.
        label_box: Where the label stands.
        value_box: Where the value stands; the empty place when it was left blank.
        layout: How the two stand to each other.
        confidence: Lowest confidence of the lines it was taken from; 1.0 for text that was not recognised.
        row: For a value from a table with a heading row: which row of that table, from 1; else 0.
        table: Which table of the page, from 1; 0 outside tables.
        ticked: For ticked boxes, the chosen words.
        choices: For ticked boxes, all words offered.
        section: What the entry stands under, as printed: a cell that spans its rows, a heading over its column,
            or the title of its part of the form; empty when there is none.

    """

    label: str
    value: str
    page: int
    label_box: Box
    value_box: Box
    layout: Layout
    confidence: float = 1.0
    row: int = 0
    table: int = 0
    ticked: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    section: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """One field as one paper states it.

    Attributes:
        name: A name of the field glossary, such as ``organisation`` or ``finding.clause``.
        value: The normalised value: ISO dates (``2017-09`` when the day is not known), numbers, texts.
        printed: The text as it stands on the page.
        page: Page of the paper, from 1.
        box: Where the value stands.
        confidence: 0 to 1.
        label: The label it stood with; empty when it was found in running text.
        how: A layout of a form, ``pattern`` or ``sentence``.
        group: What belongs together: ``finding-1``, ``member-2``, ``licence-1``; empty for single values.

    """

    name: str
    value: Scalar
    printed: str
    page: int
    box: Box
    confidence: float
    label: str = ""
    how: str = ""
    group: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at it."""
        return self.confidence < DOUBTFUL


@dataclasses.dataclass(frozen=True, slots=True)
class Marks:
    """What a paper shows besides text, as far as its pages show it.

    Attributes:
        signed: Whether a signature place is filled; None when the paper shows no such place.
        sealed: Whether a seal stands on it; None when it cannot be told (a text file).
        dated: Whether the date that belongs to the signature is filled; None when there is no place for it.
        seals: The texts of the seals as far as read.
        asks_seal: Whether a place for a seal is printed on it.

    """

    signed: bool | None = None
    sealed: bool | None = None
    dated: bool | None = None
    seals: tuple[str, ...] = ()
    asks_seal: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Description:
    """What one paper says: its fields, its marks, and the labels nobody has a field for yet."""

    found: tuple[Found, ...] = ()
    marks: Marks = dataclasses.field(default_factory=Marks)
    unknown_labels: tuple[str, ...] = ()
