"""Places in an order, the largest value first."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping


class Ties(enum.StrEnum):
    """What equal values get."""

    COMPETITION = "competition"
    DENSE = "dense"
    ORDINAL = "ordinal"


def ranks(
    values: Mapping[str, int | None], *, excluded: Collection[str] = (), ties: Ties = Ties.COMPETITION
) -> dict[str, int | None]:
    """Return the place of every row, 1 for the largest value.

    Args:
        values: Value by row; rows without a value have no place.
        excluded: Rows that have no place and take none (totals, abroad, unknown).
        ties: ``competition`` gives 1, 2, 2, 4; ``dense`` 1, 2, 2, 3; ``ordinal`` 1, 2, 3, 4 in the order given.

    """
    counted = {row: value for row, value in values.items() if value is not None and row not in excluded}
    order = sorted(counted, key=lambda row: -counted[row])
    if ties is Ties.ORDINAL:
        places = {row: place for place, row in enumerate(order, 1)}
    else:
        distinct = sorted(set(counted.values()), reverse=True)
        above = {value: place for place, value in enumerate(distinct, 1)}
        if ties is Ties.COMPETITION:
            above = {}
            for place, row in enumerate(order, 1):
                above.setdefault(counted[row], place)
        places = {row: above[value] for row, value in counted.items()}
    return {row: places.get(row) for row in values}
