"""Texts without identities: what tells somebody is replaced by a word for what it was."""

from __future__ import annotations

import string
from collections.abc import Mapping

from anjuan.compiling.identities.known import IdentityBook
from anjuan.compiling.identities.shapes import shapes_in
from anjuan.compiling.identities.sightings import Sighting, Sort, settled
from anjuan.compiling.passages import Passage, Piece, joined
from anjuan.compiling.rules.tables import identities


def generalised(
    text: str, book: IdentityBook, *, stand_ins: Mapping[str, str] | None = None, is_term: bool = False
) -> Passage:
    """Return the text for publication: identities replaced, everything else word for word.

    Args:
        text: As printed.
        book: The identities that are known.
        stand_ins: Words for single sorts that are better than the table's, such as ``{"organisation": "某轴承企业"}``.
        is_term: Whether the text is a short term of the trade (a step, a parameter, a value), in which only known
            identities count: 车加工 is no person.

    """
    words = {**identities().latest.stand_ins, **(stand_ins or {})}
    seen = settled((*book.seen_in(text), *(() if is_term else shapes_in(text))))
    letters: dict[tuple[Sort, str], str] = {}
    pieces: list[Piece] = []
    place = 0
    for one in _without_repeats(text, seen):
        pieces.append(Piece(text[place : one.start]))
        key = (one.sort, one.whose or text[one.start : one.end])
        letter = letters.setdefault(key, _letter(sum(each[0] is one.sort for each in letters)))
        pieces.append(Piece(words[one.sort].replace("{letter}", letter), str(one.sort)))
        place = one.end
    pieces.append(Piece(text[place:]))
    return joined(pieces)


def _without_repeats(text: str, seen: list[Sighting]) -> list[Sighting]:
    """Return sightings with neighbours of one sort joined: a name in two halves is one stand-in."""
    kept: list[Sighting] = []
    for one in seen:
        last = kept[-1] if kept else None
        if last and last.sort is one.sort and not text[last.end : one.start].strip("（）()·- "):
            whose = last.whose if one.how == "shape" or one.whose == last.whose else f"{last.whose}{one.whose}"
            kept[-1] = Sighting(last.start, one.end, one.sort, last.how, whose)
        else:
            kept.append(one)
    return kept


def _letter(count: int) -> str:
    """Return A for the first, B for the second …, AA after Z."""
    rest, place = divmod(count, 26)
    return (_letter(rest - 1) if rest else "") + string.ascii_uppercase[place]
