"""Small counts kept from those who may not see the rows behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from anjuan.figures.rules.cells import Missing

#: Counts from 1 to less than this are kept back. A setting of its own kind: no text prescribes it.
LEAST_SHOWN = 5


def suppressed(
    values: Mapping[str, int | None],
    sums: Sequence[tuple[str, Sequence[str]]] = (),
    least: int = LEAST_SHOWN,
) -> dict[str, int | Missing | None]:
    """Return the values of a table with small counts kept back, and others where one could be worked out.

    Args:
        values: Count by row.
        sums: (total row, its parts) for every total that stands beside its parts.
        least: Counts from 1 to less than this are kept back.

    What is kept back cannot be worked out by taking parts from their total: where a single part of a total is hidden,
    the smallest of the others that are not 0 is hidden too, and where none is, the total itself.
    """
    hidden = {row for row, value in values.items() if value is not None and 0 < value < least}
    changed = True
    while changed:
        changed = False
        for total, parts in sums:
            more = _second(total, parts, values, hidden, least)
            if more and more not in hidden:
                hidden.add(more)
                changed = True
    return {row: Missing.SUPPRESSED if row in hidden else value for row, value in values.items()}


def _second(
    total: str, parts: Sequence[str], values: Mapping[str, int | None], hidden: set[str], least: int
) -> str | None:
    """Return what must be hidden besides: from total and open parts the sum of the hidden ones is known."""
    there = [part for part in parts if values.get(part) is not None]
    covered = [part for part in there if part in hidden]
    if not covered or total in hidden or values.get(total) is None:
        return None
    known = sum(values[part] or 0 for part in covered)
    if len(covered) > 1 and known >= least:
        return None
    rest = [part for part in there if part not in hidden and values[part]]
    return min(rest, key=lambda part: (values[part] or 0, part)) if rest else total
