"""Small numbers are not told to who may not read the cases: they would tell a client."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from anjuan.mining.rules.counting import Cell


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """A cell as somebody may see it; its numbers are not told while ``is_hidden``."""

    cell: Cell
    is_hidden: bool = False


def shown(cells: Sequence[Cell], *, least_clients: int, sees_all: bool) -> list[Shown]:
    """Return cells with those hidden whose numbers rest on too few clients.

    A cell is hidden when its denominator rests on fewer clients than asked for, or when it counts something and that
    rests on fewer. When exactly one cell is hidden, the least of the others is hidden as well: else it could be taken
    from the total.

    Args:
        cells: As counted.
        least_clients: From how many clients on a number is told.
        sees_all: Whether the person may read every case; then nothing is hidden.

    """
    if sees_all:
        return [Shown(cell) for cell in cells]
    hidden = {place for place, cell in enumerate(cells) if is_rare(cell, least_clients)}
    if len(hidden) == 1 and len(cells) > 1:
        others = [place for place in range(len(cells)) if place not in hidden]
        hidden.add(min(others, key=lambda place: (cells[place].clients, cells[place].findings, place)))
    return [Shown(cell, place in hidden) for place, cell in enumerate(cells)]


def is_rare(cell: Cell, least_clients: int) -> bool:
    """Say whether a cell rests on too few clients to be told."""
    return cell.of_clients < least_clients or (cell.rate.count > 0 and cell.clients < least_clients)
