"""The shapes of compiled works: statements with evidence, stories, questions, exhibitions. All can be kept as JSON."""

from __future__ import annotations

import hashlib

import pydantic

from anjuan.compiling.passages import Passage, Piece
from anjuan.kit.text.folding import squeeze

Box = tuple[float, float, float, float]


class Kept(pydantic.BaseModel):
    """Plain values that are kept as JSON; nothing unknown is read back."""

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid")


class Evidence(Kept):
    """Where a statement stands.

    Attributes:
        key: ``F12`` for a fact, ``V12`` for a value of the case.
        case: Key of the case.
        document: Key of the document.
        page: In the document, from 1.
        start: First character in the page's lines joined by line feeds; inclusive.
        end: Exclusive; equal to start where the words stand in cells only.
        boxes: Page fractions.

    The words themselves are not kept: they may name somebody, and they stand on the page.

    """

    key: str
    case: int
    document: int
    page: int
    start: int = 0
    end: int = 0
    boxes: tuple[Box, ...] = ()


class Statement(Kept):
    """One sentence of a work.

    Attributes:
        key: The same as long as it says the same.
        label: What it tells, in the words of the template; no word of a page.
        pieces: The text in pieces, each with what it stands for (empty for words of the page).
        evidence: Where it stands; empty for an editor's own sentence.
        mark: ``own`` for an editor's sentence, ``reworded`` for an editor's wording of a cited one, else empty.
        hidden: Left out of the publication.

    """

    key: str
    label: str = ""
    pieces: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...] = ()
    mark: str = ""
    hidden: bool = False

    @property
    def passage(self) -> Passage:
        """The text in pieces, as it replays."""
        return Passage(tuple(Piece(text, stands_for) for text, stands_for in self.pieces))

    @property
    def text(self) -> str:
        """The text as a reader sees it, without its label."""
        return "".join(text for text, _ in self.pieces)


class StoryPart(Kept):
    """A part of a story; its title and what is missing stand in the template."""

    id: str
    statements: tuple[Statement, ...] = ()


class Story(Kept):
    """A case story: one audit or one finding, told in the parts of its template.

    Attributes:
        title: Written by the program or an editor; names nobody.
        template: ``finding`` or ``audit``.
        clause: The clause of the finding; empty for a whole audit.
        parts: In the order of the template; a part without statements says what is missing.

    """

    title: str
    template: str
    clause: str = ""
    parts: tuple[StoryPart, ...] = ()


class Option(Kept):
    """An answer to choose; ``because`` tells why it stands there: right, confused, alike, sibling, grade."""

    text: str
    because: str


class Question(Kept):
    """A question made from one finding.

    Attributes:
        key: The same as long as the finding says the same.
        asks: ``clause`` or ``grade``.
        stem: What was found, without what is asked for.
        options: In a fixed order that tells nothing.
        answer: Place of the right one, from 0.
        proof: The right answer with its page.
        hidden: Left out of the publication.

    """

    key: str
    asks: str
    standard: str = ""
    stem: Statement
    options: tuple[Option, ...]
    answer: int
    proof: Statement
    hidden: bool = False


class TrainingSet(Kept):
    """Questions of one field, or of one standard in it."""

    title: str
    standard: str = ""
    questions: tuple[Question, ...] = ()


class Exhibit(Kept):
    """One thing in a room.

    Attributes:
        kind: ``page`` for the picture of a page, ``story``, ``first`` or ``text``.
        caption: What a visitor reads and hears.
        document: Of a picture.
        page: Of a picture, from 1.
        boxes: What is burnt out of the picture, page fractions.
        looked: Whether a person looked at the redacted picture and found nobody named.
        ref: Key of the story or of the first.

    """

    key: str
    kind: str
    caption: str = ""
    document: int = 0
    page: int = 0
    boxes: tuple[Box, ...] = ()
    looked: bool = False
    ref: int = 0


class Room(Kept):
    """A room: title, text, when it was, exhibits in the curator's order."""

    key: str
    title: str
    text: str = ""
    when: str = ""
    exhibits: tuple[Exhibit, ...] = ()


class Exhibition(Kept):
    """Rooms in the curator's order."""

    title: str
    intro: str = ""
    rooms: tuple[Room, ...] = ()


def statement_key(*words: str) -> str:
    """Return the key of a statement that says these words: 12 hexadecimal digits."""
    said = "|".join(squeeze(word) or word for word in words)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def pieces_of(passage: Passage) -> tuple[tuple[str, str], ...]:
    """Return a passage as pairs of text and what it stands for."""
    return tuple((piece.text, piece.stands_for) for piece in passage.pieces)


def own_statement(key: str, text: str) -> Statement:
    """Return an editor's own sentence."""
    return Statement(key=key, pieces=((text, "own"),), mark="own")
