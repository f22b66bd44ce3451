"""Writing the monthly bulletin: every number of it becomes a stored query."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Max

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.figures.models import Bulletin, BulletinPiece, FigureQuery, FigureSnapshot
from anjuan.figures.rules import tables
from anjuan.figures.rules.bulletins import Sentence, Slot, filled
from anjuan.figures.rules.measuring import Cells, Question, answer, nth
from anjuan.figures.selectors.bulletins import answer_shown
from anjuan.figures.selectors.snapshots import cells_of, snapshot_before, snapshot_get
from anjuan.figures.selectors.trees import name_of

_PLACES = {"share": 2, "month": 2, "twelvemonth": 2, "top": 2}
_BACK = {"month": 1, "twelvemonth": 12}


@dataclasses.dataclass(frozen=True, slots=True)
class Answered:
    """A slot with its answer: question, value, digits after the point, row's name, months back."""

    asked: Question
    value: Decimal
    places: int
    name: str
    back: int


@dataclasses.dataclass(frozen=True, slots=True)
class Ground:
    """What a bulletin is written from: its snapshot and those of a month and of a year before, with their cells."""

    snapshot: FigureSnapshot
    cells: Cells
    earlier: dict[int, tuple[FigureSnapshot, Cells]]


def bulletin_write(*, deed: Deed, day: dt.date | None = None) -> Bulletin:
    """Write the bulletin of the month of a snapshot; a month that has one gets a new revision.

    The same snapshot is not written about twice: the bulletin there is returned.

    Args:
        deed: Who and when.
        day: Of the snapshot; the last one when left out.

    Raises:
        NoSnapshotError: Nothing was counted, or not on that day.

    """
    snapshot = snapshot_get(day)
    known = Bulletin.objects.filter(snapshot=snapshot).order_by("-revision").first()
    if known is not None:
        return known
    ground = _ground(snapshot)
    table = tables.bulletins().on(snapshot.day)
    month = f"{snapshot.day:%Y-%m}"
    with durable_transaction():
        number = Bulletin.objects.filter(month=month).aggregate(last=Max("revision"))["last"] or 0
        bulletin = Bulletin.objects.create(
            month=month, revision=number + 1, snapshot=snapshot, edition=table.edition, made_at=deed.now,
            made_by=deed.actor,
        )  # fmt: skip
        sentences = ((section.heading, one) for section in table.sections for one in section.sentences)
        pieces: list[BulletinPiece] = []
        for place, (heading, sentence) in enumerate(sentences, 1):
            for words, query in _pieces(deed, ground, sentence):
                pieces.append(
                    BulletinPiece(
                        bulletin=bulletin, place=len(pieces) + 1, section=heading, sentence=place, words=words,
                        query=query,
                    )
                )  # fmt: skip
        BulletinPiece.objects.bulk_create(pieces)
        journal_write(
            deed=deed, action="figures.bulletin", subject=f"figures.bulletin:{bulletin.pk}", label=str(bulletin),
            detail={"month": month, "numbers": sum(piece.query is not None for piece in pieces)},
        )  # fmt: skip
    return bulletin


def _ground(snapshot: FigureSnapshot) -> Ground:
    earlier = {months: snapshot_before(snapshot, months) for months in _BACK.values()}
    known = {months: (one, cells_of(one)) for months, one in earlier.items() if one is not None}
    return Ground(snapshot, cells_of(snapshot), known)


def _pieces(deed: Deed, ground: Ground, sentence: Sentence) -> Iterator[tuple[str, FigureQuery | None]]:
    """Yield the pieces of a sentence with their queries; none when one of its slots has no answer."""
    answers = {key: _answered(slot, ground) for key, slot in sentence.slots.items()}
    known = {key: one for key, one in answers.items() if one is not None}
    if len(known) < len(answers):
        return
    queries = {key: _query(deed, ground, one) for key, one in known.items()}
    values = {key: answer_shown(one.value, one.places) for key, one in known.items()}
    values |= {f"{key}_name": one.name for key, one in known.items()}
    for key, words in filled(sentence.text, values):
        yield words, queries.get(key)


def _answered(slot: Slot, ground: Ground) -> Answered | None:
    asked = Question(slot.figure, slot.field, slot.region, slot.year, slot.measure)
    if slot.first:
        code = nth(asked, ground.cells, slot.among, slot.first)
        if not code:
            return None
        place = {"region": code} if slot.among == "province" else {"field": code}
        asked = dataclasses.replace(asked, **place)
    back = _BACK.get(slot.measure, 0)
    earlier = ground.earlier.get(back)
    value = answer(asked, ground.cells, earlier[1] if earlier else None)
    if value is None:
        return None
    definition = ground.cells.table.figure(slot.figure)
    places = _PLACES.get(slot.measure, definition.places if definition and slot.measure == "value" else 0)
    return Answered(asked, Decimal(value), places, name_of(asked.region or asked.field), back)


def _query(deed: Deed, ground: Ground, one: Answered) -> FigureQuery:
    earlier = ground.earlier.get(one.back)
    return FigureQuery.objects.create(
        snapshot=ground.snapshot, figure=one.asked.figure, field_code=one.asked.field, region_code=one.asked.region,
        year=one.asked.year, measure=one.asked.measure, value=one.value, places=one.places,
        earlier=earlier[0] if earlier else None, made_at=deed.now,
    )  # fmt: skip
