"""Which columns of a table hold which slots of a fact."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Sequence

from anjuan.extraction.grids import Grid
from anjuan.extraction.rules.rows import Profile
from anjuan.extraction.rules.tables import fact_columns

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
#: A heading is at most this long.
_LONGEST = 16
_DEEPEST = 3
#: A heading row has at least this share of cells that are short and not empty.
_FILLED = 0.5
_SERIAL = re.compile(r"序号|编号|No\.?|NO\.?|№")
#: Columns that only lists of people, places, plans and papers have.
_FOREIGN = re.compile(r"姓名|签[字名到]|职务|地址|电话|身份证|审核员|时间|学历|页[数码次]|金额|负责人|评分|得分")


@dataclasses.dataclass(frozen=True)
class Heading:
    """A heading of a table.

    Attributes:
        profile: What its rows state.
        columns: The columns of each slot; the first that is filled in a row counts.
        first: The first row under it.
        depth: How many rows it has.

    """

    profile: Profile
    columns: dict[str, tuple[int, ...]]
    first: int
    depth: int
    others: tuple[str, ...] = ()


def _headings(grid: Grid, row: int) -> tuple[dict[int, tuple[str, ...]], int]:
    """Return the texts over each column, the lowest first, and how many rows they take."""
    cells = grid.row(row)
    depth = max((cell.row + cell.row_span - row for cell in cells if cell.row == row and cell.plain), default=1)
    depth = min(depth, _DEEPEST)
    wide = any(cell.column_span > 1 and cell.row_span < depth for cell in cells)
    depth = depth if wide else 1
    if depth == 1 and any(cell.row_span > 1 for cell in cells if cell.row == row):
        depth = max(cell.row_span for cell in cells if cell.row == row)
    texts: dict[int, tuple[str, ...]] = {}
    for column in range(grid.right):
        names: list[str] = []
        for level in range(row + depth - 1, row - 1, -1):
            cell = grid.at.get((level, column))
            if cell is not None and cell.plain and cell.plain not in names:
                names.append(cell.plain)
        # A heading over several columns is read together with what each is called below it.
        texts[column] = ("".join(reversed(names)), names[0]) if len(names) > 1 else tuple(names)
    return texts, depth


def find(grid: Grid, row: int) -> list[Heading]:
    """Return what the rows below a row state if it is a heading, the surest first."""
    cells = grid.row(row)
    if len(cells) < 2 and grid.right > 1:  # noqa: PLR2004  a title over the table
        return []
    if sum(0 < len(_bare(cell.plain)) <= _LONGEST for cell in cells) < _FILLED * len(cells):
        return []
    if any(len(cell.plain) > 2 * _LONGEST for cell in cells):
        return []
    texts, depth = _headings(grid, row)
    names = tuple(texts.get(column, ()) for column in range(grid.right))
    return [Heading(profile, columns, row + depth, depth, _flat(names)) for profile, columns in match(names)]


def _flat(names: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(one[0] if one else "" for one in names)


@functools.lru_cache(maxsize=4096)
def match(names: tuple[tuple[str, ...], ...]) -> tuple[tuple[Profile, dict[str, tuple[int, ...]]], ...]:
    """Return the profiles that a row of headings fits, with the column of each slot, the surest first."""
    if sum(bool(_FOREIGN.search(name)) for texts in names for name in texts[:1]) > 1:
        return ()
    found: list[tuple[float, Profile, dict[str, tuple[int, ...]]]] = []
    for profile in fact_columns().latest.profiles:
        columns = _assign(profile, names)
        listed = len(columns) > 1 or any(_SERIAL.search(texts[0]) for texts in names if texts)
        if listed and all(any(slot in columns for slot in group) for group in profile.needs):
            found.append((len(columns) - 0.01 * len(found), profile, columns))
        elif profile.lonely and set(columns) >= set(profile.lonely) and _is_lonely(names):
            found.append((1.0, profile, columns))
    found.sort(key=lambda entry: -entry[0])
    return tuple((profile, columns) for _, profile, columns in found)


def _is_lonely(names: Sequence[tuple[str, ...]]) -> bool:
    return sum(1 for texts in names if texts and not _SERIAL.search(texts[0])) == 1


def _assign(profile: Profile, names: Sequence[tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    columns: dict[str, tuple[int, ...]] = {}
    rounds = ((profile.sure_patterns, 1), (profile.weak_patterns, 1), (profile.sure_patterns, len(names)))
    for number, (patterns, most) in enumerate(rounds):
        if number == 1 and len(columns) < 2:  # noqa: PLR2004  weak words count beside two that are sure
            continue
        for slot, pattern in patterns:
            taken = {place for some in columns.values() for place in some}
            if most > 1 or slot not in columns:
                places = columns.get(slot, ()) + _places(pattern, names, taken)[:most]
                columns |= {slot: places} if places else {}
    return columns


def _places(pattern: re.Pattern[str], names: Sequence[tuple[str, ...]], taken: set[int]) -> tuple[int, ...]:
    return tuple(
        column
        for column, texts in enumerate(names)
        if column not in taken and any(pattern.fullmatch(text) or pattern.fullmatch(_bare(text)) for text in texts)
    )


def _bare(text: str) -> str:
    return _BRACKETS.sub("", text).strip(":：*★")
