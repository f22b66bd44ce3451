"""Text for publication in pieces: what a page says word for word, and words that stand for something left out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from anjuan.kit.text.folding import squeeze


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a passage.

    Attributes:
        text: The characters.
        stands_for: What the piece replaces (``organisation``, ``person`` …); empty for words of the page itself.

    """

    text: str
    stands_for: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Passage:
    """A text for publication; its pieces in their order."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The passage as a reader sees it."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def said(self) -> tuple[str, ...]:
        """What the page says word for word, in its order."""
        return tuple(piece.text for piece in self.pieces if not piece.stands_for)

    @property
    def is_generalised(self) -> bool:
        """Whether anything was replaced."""
        return any(piece.stands_for for piece in self.pieces)

    def replays_in(self, source: str) -> bool:
        """Say whether the source has every piece that claims to be its word, in the same order.

        Blanks, punctuation and width do not count; letters, digits and ideographs do, all of them.
        """
        rest = squeeze(source)
        for said in self.said:
            wanted = squeeze(said)
            place = rest.find(wanted)
            if place < 0:
                return False
            rest = rest[place + len(wanted) :]
        return True


def plain(text: str) -> Passage:
    """Return a passage that is word for word what the page says."""
    return Passage((Piece(text),)) if text else Passage(())


def joined(pieces: Iterable[Piece]) -> Passage:
    """Return a passage with neighbouring pieces of one sort joined and empty ones left out."""
    kept: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if kept and not piece.stands_for and not kept[-1].stands_for:
            kept[-1] = Piece(kept[-1].text + piece.text)
        else:
            kept.append(piece)
    return Passage(tuple(kept))


def as_rows(passage: Passage) -> list[list[str]]:
    """Return a passage as plain lists, to be kept."""
    return [[piece.text, piece.stands_for] for piece in passage.pieces]


def of_rows(rows: Sequence[Sequence[str]]) -> Passage:
    """Return a passage that was kept as plain lists."""
    return Passage(tuple(Piece(text, stands_for) for text, stands_for in rows))
