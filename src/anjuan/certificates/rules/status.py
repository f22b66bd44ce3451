"""States of a certificate: which deed leads where, and what must hold before it is done."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Mapping

import pydantic

from anjuan.certificates.rules.writing import last_day
from anjuan.kit.rulefiles import RuleFile, Strict

VALID, SUSPENDED, WITHDRAWN, CANCELLED, EXPIRED = "01", "02", "03", "04", "05"


class Named(Strict):
    """A code with its name in both languages."""

    code: str
    zh: str
    en: str


class State(Named):
    """A state and its short name in English."""

    key: str


class Move(Strict):
    """What a deed does: from which states, to which, with reasons of which list, after which guards."""

    deed: str
    before: tuple[str, ...]
    after: str
    reasons: str
    guards: tuple[str, ...]


class MoveExample(Strict):
    """A worked example: state, deed, and the state it leads to; empty when it may not be done."""

    state: str
    deed: str
    expected: str


class StatusTable(RuleFile):
    """States, deeds, reasons of one edition.

    Attributes:
        cancellation_blocks: Whether a cancellation for the holder's own reasons begins the waiting year (T15).
        suspension_months: Longest suspension (T14).
        cycle_months: Length of a cycle (T05).
        block_months: Waiting time before a new application (T15).

    """

    cancellation_blocks: bool
    suspension_months: int
    cycle_months: int
    block_months: int
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    reasons: Mapping[str, tuple[Named, ...]]
    marks: tuple[Named, ...]
    examples: tuple[MoveExample, ...]

    @pydantic.model_validator(mode="after")
    def _whole(self) -> StatusTable:
        codes = {state.code for state in self.states}
        for move in self.moves:
            if not {*move.before, move.after} <= codes or not set(move.guards) <= set(GUARDS):
                message = f"the deed {move.deed} names an unknown state or guard"
                raise ValueError(message)
            if move.reasons and move.reasons not in self.reasons:
                message = f"the deed {move.deed} names the unknown list of reasons {move.reasons}"
                raise ValueError(message)
        return self

    def move(self, deed: str) -> Move:
        """Return what a deed does."""
        return next(one for one in self.moves if one.deed == deed)

    def state(self, code: str) -> State:
        """Return a state by its code."""
        return next(one for one in self.states if one.code == code)

    def reason_codes(self, name: str) -> frozenset[str]:
        """Return the codes of a list of reasons."""
        return frozenset(one.code for one in self.reasons.get(name, ()))

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            move = self.move(example.deed)
            got = move.after if example.state in move.before else ""
            if got != example.expected:
                yield f"{example.deed} from {example.state} should give {example.expected!r}, not {got!r}"


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """A deed on a certificate, with all that its guards look at.

    Attributes:
        deed: suspend, restore, withdraw, cancel, expire or reissue.
        state: The state it stands in.
        today: The day in China.
        on: The day from which the new state holds.
        expires_on: The last valid day of the certificate.
        reason: Code of the reason; empty for none.
        ends_on: Last day of the suspension: the new one for ``suspend``, the running one otherwise.
        is_resolved: Whether it is recorded that the cause is resolved.
        change: Code of the change, for a new printing.

    """

    deed: str
    state: str
    today: dt.date
    on: dt.date
    expires_on: dt.date
    reason: str = ""
    ends_on: dt.date | None = None
    is_resolved: bool = False
    change: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands against a deed.

    Attributes:
        rule: The rule, as the table of the field names it, and the guard.
        values: What the sentence needs.

    """

    rule: str
    values: Mapping[str, str]


def _reason_known(table: StatusTable, asked: Asked) -> Obstacle | None:
    known = table.reason_codes(table.move(asked.deed).reasons)
    if asked.reason in known:
        return None
    return Obstacle("reason_known", {"reason": asked.reason, "known": ", ".join(sorted(known))})


def _change_known(table: StatusTable, asked: Asked) -> Obstacle | None:
    known = table.reason_codes("change")
    if asked.change in known:
        return None
    return Obstacle("change_known", {"reason": asked.change, "known": ", ".join(sorted(known))})


def _end_given(_table: StatusTable, asked: Asked) -> Obstacle | None:
    if asked.ends_on is not None and asked.ends_on >= asked.on:
        return None
    return Obstacle("end_given", {"day": str(asked.ends_on or "-"), "first": str(asked.on)})


def _end_within_months(table: StatusTable, asked: Asked) -> Obstacle | None:
    longest = last_day(asked.on, table.suspension_months)
    if asked.ends_on is None or asked.ends_on <= longest:
        return None
    return Obstacle(
        "end_within_months",
        {"day": str(asked.ends_on), "longest": str(longest), "months": str(table.suspension_months)},
    )


def _day_not_past_expiry(_table: StatusTable, asked: Asked) -> Obstacle | None:
    if asked.on <= asked.expires_on:
        return None
    return Obstacle("day_not_past_expiry", {"day": str(asked.on), "expires": str(asked.expires_on)})


def _cause_resolved(_table: StatusTable, asked: Asked) -> Obstacle | None:
    return None if asked.is_resolved else Obstacle("cause_resolved", {})


def _not_expired(_table: StatusTable, asked: Asked) -> Obstacle | None:
    if asked.today <= asked.expires_on:
        return None
    return Obstacle("not_expired", {"expires": str(asked.expires_on)})


def _suspension_not_over(_table: StatusTable, asked: Asked) -> Obstacle | None:
    if asked.ends_on is None or asked.on <= asked.ends_on:
        return None
    return Obstacle("suspension_not_over", {"day": str(asked.ends_on)})


def _unresolved_after_end(_table: StatusTable, asked: Asked) -> Obstacle | None:
    """Refuse only the reason 'suspension ended unresolved' before the suspension has ended; other reasons stand."""
    if asked.reason != "0115" or (
        asked.state == SUSPENDED and asked.ends_on is not None and asked.on > asked.ends_on and not asked.is_resolved
    ):
        return None
    return Obstacle("unresolved_after_end", {"day": str(asked.ends_on or "-")})


def _expiry_passed(_table: StatusTable, asked: Asked) -> Obstacle | None:
    if asked.today > asked.expires_on:
        return None
    return Obstacle("expiry_passed", {"expires": str(asked.expires_on)})


GUARDS: Mapping[str, Callable[[StatusTable, Asked], Obstacle | None]] = {
    "reason_known": _reason_known,
    "change_known": _change_known,
    "end_given": _end_given,
    "end_within_months": _end_within_months,
    "day_not_past_expiry": _day_not_past_expiry,
    "cause_resolved": _cause_resolved,
    "not_expired": _not_expired,
    "suspension_not_over": _suspension_not_over,
    "unresolved_after_end": _unresolved_after_end,
    "expiry_passed": _expiry_passed,
}
#: The rule of the field that a guard stands for; shown with every refusal.
RULES: Mapping[str, str] = {
    "state": "1.6", "reason_known": "1.6", "change_known": "1.6", "end_given": "T14", "end_within_months": "T14",
    "day_not_past_expiry": "T05", "cause_resolved": "SP3", "not_expired": "T08", "suspension_not_over": "T14",
    "unresolved_after_end": "T04", "expiry_passed": "T05",
}  # fmt: skip


def obstacles(table: StatusTable, asked: Asked) -> tuple[Obstacle, ...]:
    """Return all that stands against a deed; empty when it may be done."""
    move = table.move(asked.deed)
    if asked.state not in move.before:
        return (Obstacle("state", {"state": asked.state, "before": ", ".join(move.before)}),)
    found = (GUARDS[name](table, asked) for name in move.guards)
    return tuple(one for one in found if one)


def blocked_until(table: StatusTable, state: str, since: dt.date, suspended_on: dt.date | None) -> dt.date | None:
    """Return the last day on which a new application must wait, or None when nothing bars it (T15).

    After a withdrawal that followed a suspension the year counts from the suspension.
    """
    if state == SUSPENDED:
        return last_day(since, table.block_months)
    if state == WITHDRAWN:
        return last_day(suspended_on or since, table.block_months)
    if state == CANCELLED and table.cancellation_blocks:
        return last_day(since, table.block_months)
    return None


def state_shown(state: str, expires_on: dt.date, today: dt.date) -> str:
    """Return the state on a day: a certificate whose last day is over is expired even before the nightly round."""
    return EXPIRED if state in (VALID, SUSPENDED) and today > expires_on else state
