"""The last look before publication: does anything that leaves tell an identity?"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from anjuan.compiling.identities.known import IdentityBook
from anjuan.compiling.identities.shapes import shapes_in
from anjuan.compiling.identities.sightings import Sort
from anjuan.compiling.rules.tables import identities

#: Shapes that block a publication by themselves; a firm or a person that only looks like one is shown to a person.
_BLOCKING_SHAPES = frozenset({Sort.CONTACT, Sort.NUMBER, Sort.ADDRESS})


@dataclasses.dataclass(frozen=True, slots=True)
class Leak:
    """A place at which a publication tells an identity.

    Attributes:
        place: Which text of the publication, as its maker names it.
        start: First character in that text; inclusive.
        end: Exclusive.
        sort: What is told.
        how: How it was seen: ``alike``, ``slip`` or ``shape``.
        text: The characters that tell it.
        blocks: Whether nothing may be published before it is mended; False when a person may say that it is harmless.

    """

    place: str
    start: int
    end: int
    sort: Sort
    how: str
    text: str
    blocks: bool


def leaks_in(texts: Mapping[str, str], book: IdentityBook, *, harmless: Iterable[str] = ()) -> list[Leak]:
    """Return every identity that the texts of a publication tell.

    Args:
        texts: Every text that leaves, by its place.
        book: All identities that are known, of all clients and persons.
        harmless: Texts that a person has looked at and found to name nobody.

    """
    allowed = {*harmless, *_stand_in_texts()}
    found = []
    for place, text in texts.items():
        for one in (*book.seen_in(text), *shapes_in(text)):
            said = text[one.start : one.end]
            blocks = one.how != "shape" or one.sort in _BLOCKING_SHAPES
            if one.sort is not Sort.DAY and said not in allowed:
                found.append(Leak(place, one.start, one.end, one.sort, one.how, said, blocks))
    return found


def _stand_in_texts() -> frozenset[str]:
    return frozenset(identities().latest.stand_ins.values())
