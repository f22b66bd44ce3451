"""Reading bulletins and the queries behind their numbers."""

from __future__ import annotations

import dataclasses
import itertools
from decimal import Decimal

from anjuan.figures.faults import NoSuchBulletinError, NoSuchQueryError
from anjuan.figures.models import Bulletin, BulletinPiece, FigureQuery
from anjuan.figures.rules.cells import shown
from anjuan.figures.rules.measuring import Question, answer
from anjuan.figures.rules.numbers import rounded
from anjuan.figures.selectors.snapshots import cells_of


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """Words, or a number with the query that gave it (0 for words)."""

    words: str
    query: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class SectionText:
    """A heading with its sentences."""

    heading: str
    sentences: tuple[tuple[Piece, ...], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class BulletinText:
    """A bulletin as it is read."""

    bulletin: Bulletin
    sections: tuple[SectionText, ...]

    @property
    def title(self) -> str:
        """Its title, in Chinese."""
        year, month = self.bulletin.month.split("-")
        return f"认证统计月报（{year} 年 {int(month)} 月）"

    @property
    def queries(self) -> list[int]:
        """The queries of all its numbers, in order."""
        return [piece.query for section in self.sections for line in section.sentences for piece in line if piece.query]


def bulletin_list() -> list[Bulletin]:
    """Return the bulletins, the latest first, with their snapshots. One query."""
    return list(Bulletin.objects.select_related("snapshot").order_by("-month", "-revision"))


def bulletin_get(month: str, revision: int = 0) -> Bulletin:
    """Return a bulletin of a month: a revision, or the last. One query.

    Raises:
        NoSuchBulletinError: There is none.

    """
    rows = Bulletin.objects.select_related("snapshot").filter(month=month)
    found = (rows.filter(revision=revision) if revision else rows).order_by("-revision").first()
    if found is None:
        raise NoSuchBulletinError(f"There is no bulletin of {month}.", remedy="Open one from the list of bulletins.")
    return found


def bulletin_text(bulletin: Bulletin) -> BulletinText:
    """Return a bulletin as sections of sentences of pieces. One query."""
    rows = BulletinPiece.objects.filter(bulletin=bulletin).order_by("place")
    sections = []
    for heading, of_section in itertools.groupby(rows, key=lambda row: row.section):
        sentences = tuple(
            tuple(Piece(row.words, row.query_id or 0) for row in of_sentence)
            for _, of_sentence in itertools.groupby(of_section, key=lambda row: row.sentence)
        )
        sections.append(SectionText(heading, sentences))
    return BulletinText(bulletin, tuple(sections))


def query_get(key: int) -> FigureQuery:
    """Return a stored query with its snapshots. One query.

    Raises:
        NoSuchQueryError: There is none.

    """
    found = FigureQuery.objects.select_related("snapshot", "earlier").filter(pk=key).first()
    if found is None:
        raise NoSuchQueryError(f"There is no stored query {key}.", remedy="Open it from the number of a bulletin.")
    return found


def asked_of(query: FigureQuery) -> Question:
    """Return what a stored query asks."""
    return Question(query.figure, query.field_code, query.region_code, query.year, query.measure)


def asked_again(query: FigureQuery) -> Decimal | None:
    """Return the answer of a stored query on its snapshot, computed anew. Two queries."""
    earlier = cells_of(query.earlier) if query.earlier else None
    found = answer(asked_of(query), cells_of(query.snapshot), earlier)
    return None if found is None else Decimal(found)


def answer_shown(value: Decimal | int, places: int) -> str:
    """Return an answer as bulletins print it."""
    return shown(rounded(Decimal(value), places) if places else int(value), places=places)
