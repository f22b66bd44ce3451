"""The scope over time: which text was in force on a day, and why it changed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from anjuan.scope.rules.faults import NoScopeError, ScopeNotApprovedError
from anjuan.scope.rules.wording import ScopeItem, WordingTable, items_of


@dataclasses.dataclass(frozen=True, slots=True)
class ScopeVersion:
    """A scope text from a day on, inclusive, with the reason of the change."""

    valid_from: dt.date
    text: str
    text_en: str = ""
    reason: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Changed:
    """What one text holds and the other does not."""

    added: tuple[ScopeItem, ...]
    removed: tuple[ScopeItem, ...]


def scope_on(versions: Sequence[ScopeVersion], day: dt.date) -> ScopeVersion:
    """Return the version in force on a day; a version begins with its first day and ends before the next one's.

    Raises:
        NoScopeError: The day lies before the first version.

    """
    begun = [one for one in versions if one.valid_from <= day]
    if not begun:
        raise NoScopeError(f"There was no scope on {day}.", remedy="Ask for a later day.")
    return max(begun, key=lambda one: one.valid_from)


def compared(table: WordingTable, old: str, new: str) -> Changed:
    """Return what a new text adds to an old one and what it leaves out, product by product and activity by activity."""
    before, after = _pairs(table, old), _pairs(table, new)
    return Changed(
        tuple(ScopeItem(*one) for one in after if one not in before),
        tuple(ScopeItem(*one) for one in before if one not in after),
    )


def _pairs(table: WordingTable, text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (item.product, (activity,)) for item in items_of(table, text) for activity in item.activities or ("",)
    ]  # fmt: skip


def need_approved(table: WordingTable, text: str, approved: Sequence[ScopeItem]) -> None:
    """Do nothing when a certificate text holds approved items alone.

    Raises:
        ScopeNotApprovedError: It holds something else; the items are named.

    """
    allowed = {(item.product, activity) for item in approved for activity in item.activities or ("",)}
    strange = [f"{product}{''.join(done)}" for product, done in _pairs(table, text) if (product, *done) not in allowed]
    if strange:
        raise ScopeNotApprovedError(
            f"The certificate text holds what was not approved: {'、'.join(strange)}.",
            why="A certificate covers what was audited and decided, nothing else.",
            remedy="Take it out, or have it approved first.",
        )
