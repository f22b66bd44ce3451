"""In which form a person may take papers out of the archive, and what then stands on them."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Iterable, Mapping

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict


class Way(enum.StrEnum):
    """A form in which papers leave, from the strictest to the freest."""

    NONE = "none"
    PICTURES = "pictures"
    MARKED = "marked"
    ORIGINAL = "original"

    @property
    def rank(self) -> int:
        """Its place among the ways; a freer one is higher."""
        return list(Way).index(self)


class DownloadExample(Strict):
    """A worked example: what somebody with these roles may take."""

    roles: tuple[str, ...]
    expected: Way


class DownloadTable(RuleFile):
    """Which role takes papers in which form.

    Attributes:
        roles: The way of each role; one that is not named takes nothing.
        download_mark: The text on what is loaded down; ``{name}``, ``{moment}`` and ``{number}`` are filled in.
        share_mark: The text on what is shared; ``{name}``, ``{date}`` and ``{number}`` are filled in.
        examples: Worked examples.

    """

    roles: dict[str, Way]
    download_mark: str = pydantic.Field(min_length=1)
    share_mark: str = pydantic.Field(min_length=1)
    examples: tuple[DownloadExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for each part that a mark lacks, and for every example that does not hold."""
        for mark, parts in (
            (self.download_mark, ("{name}", "{moment}", "{number}")),
            (self.share_mark, ("{name}", "{date}", "{number}")),
        ):
            yield from (f"the mark {mark!r} lacks {part}" for part in parts if part not in mark)
        for example in self.examples:
            if way_of(self, example.roles, {}) is not example.expected:
                yield f"{', '.join(example.roles)} should take papers as {example.expected}"


def way_of(table: DownloadTable, roles: Collection[str], changes: Mapping[str, Way]) -> Way:
    """Return the freest way of somebody's roles.

    Args:
        table: The edition in force.
        roles: The roles held.
        changes: What this installation says of roles, before the table.

    """
    ways = {**table.roles, **changes}
    return max((ways.get(role, Way.NONE) for role in roles), key=lambda way: way.rank, default=Way.NONE)


def download_mark(table: DownloadTable, *, name: str, at: dt.datetime, number: str) -> str:
    """Return the text that marks what a person loads down; ``at`` in the time zone it is to be told in."""
    return table.download_mark.format(name=name, moment=f"{at:%Y-%m-%d %H:%M}", number=number)


def share_mark(table: DownloadTable, *, name: str, date: dt.date, number: str) -> str:
    """Return the text that marks what is read by a link."""
    return table.share_mark.format(name=name, date=date.isoformat(), number=number)
