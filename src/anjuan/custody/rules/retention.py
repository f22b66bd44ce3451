"""How long a case must be kept: the longest of all periods that the law, the standard and the body itself set."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping

import pydantic

from anjuan.kit.periods import PartialDate, add_months
from anjuan.kit.rulefiles import RuleFile, Strict

UNTIL, PERMANENT, NOT_KNOWN = "until", "permanent", "not-known"


class RetentionClass(Strict):
    """One class of retention: its code, Chinese name, and years; empty years are for ever."""

    code: str = pydantic.Field(pattern="^(Y|D[0-9]{1,3})$")
    name: str
    years: int | None = None

    @pydantic.field_validator("years", mode="before")
    @classmethod
    def _for_ever(cls, value: object) -> object:
        return None if value == "" else value


class RetentionRule(Strict):
    """A period that a text sets: its id, from which day it counts, how many months, why."""

    id: str
    start: str = pydantic.Field(pattern="^(cycle_end|validity_end|last_end)$")
    months: int = pydantic.Field(ge=0)
    why: str


class HoldReason(Strict):
    """A reason for a legal hold: its code and Chinese name."""

    code: str
    name: str


class RetentionExample(Strict):
    """A worked example: dates as papers print them, and what follows."""

    class_code: str
    cycle_end: str = ""
    valid_until: str = ""
    withdrawn_on: str = ""
    outcome: str
    until: str = ""


class RetentionTable(RuleFile):
    """All periods of one edition.

    Attributes:
        classes: The classes of retention.
        default_class: The class of certification cases when the body chose no other.
        cycle_ends_with_certificate: Whether a cycle whose end is not known ends with the certificate.
        rules: The periods that texts set.
        holds: Reasons for legal holds.
        examples: Worked examples.

    """

    classes: tuple[RetentionClass, ...]
    default_class: str
    cycle_ends_with_certificate: bool
    rules: tuple[RetentionRule, ...]
    holds: tuple[HoldReason, ...]
    examples: tuple[RetentionExample, ...]

    @pydantic.model_validator(mode="after")
    def _known_default(self) -> RetentionTable:
        if self.default_class not in {item.code for item in self.classes}:
            message = f"the default class {self.default_class!r} is not among the classes"
            raise ValueError(message)
        return self

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            dates = CaseDates(example.cycle_end, example.valid_until, example.withdrawn_on)
            keep = keep_until(self, example.class_code, dates)
            if (keep.outcome, str(keep.until or "")) != (example.outcome, example.until):
                yield f"{example} gives {keep.outcome} {keep.until}"


@dataclasses.dataclass(frozen=True, slots=True)
class CaseDates:
    """The dates that retention counts from, as ISO texts, maybe partial; empty when not known.

    Attributes:
        cycle_end: The last day of the certification cycle the case belongs to.
        valid_until: The last valid day of the certificate, as printed.
        withdrawn_on: The day the certificate was withdrawn or cancelled; empty when it was not.

    """

    cycle_end: str = ""
    valid_until: str = ""
    withdrawn_on: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Reason:
    """One period that applies: the rule, the day it counts from, its last day, a sentence."""

    rule: str
    start: dt.date
    until: dt.date
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class Keep:
    """How long a case must be kept.

    Attributes:
        outcome: ``until``, ``permanent`` or ``not-known``.
        until: The last day on which it must be kept, inclusive; None unless the outcome is ``until``.
        at_least: What the dates that are known demand already; None when they demand nothing.
        reasons: Every period that applies, the longest first.
        missing: What is not known, as sentences; empty unless the outcome is ``not-known``.
        class_code: The class.
        edition: The edition of the table that computed it.

    """

    outcome: str
    until: dt.date | None
    at_least: dt.date | None
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    class_code: str
    edition: str


_NAMES = {
    "cycle_end": "the end of the certification cycle",
    "valid_until": "the end of the certificate's validity",
    "withdrawn_on": "the day of the withdrawal",
}


def keep_until(table: RetentionTable, class_code: str, dates: CaseDates) -> Keep:
    """Return how long a case must be kept: the longest of all periods that apply.

    The clock starts at the end of the cycle and at the end of the validity, never at filing. A date that is missing
    or known in part only makes the outcome ``not-known``: nothing is guessed.

    Source: ISO/IEC 17021-1:2015 9.9.4; 认证机构管理办法; formula of the table.

    Raises:
        KeyError: The class is not in the table.

    """
    kind = next((item for item in table.classes if item.code == class_code), None)
    if kind is None:
        raise KeyError(class_code)
    starts, missing = _starts(table, dates)
    reasons = [
        Reason(rule.id, starts[rule.start], add_months(starts[rule.start], rule.months), rule.why)
        for rule in table.rules
        if rule.start in starts
    ]
    if kind.years is not None and "last_end" in starts:
        start = starts["last_end"]
        reasons.append(Reason(f"class-{kind.code}", start, add_months(start, 12 * kind.years), kind.name))
    reasons.sort(key=lambda reason: reason.until, reverse=True)
    longest = reasons[0].until if reasons else None
    outcome = PERMANENT if kind.years is None else NOT_KNOWN if missing else UNTIL
    return Keep(
        outcome=outcome,
        until=longest if outcome == UNTIL else None,
        at_least=longest,
        reasons=tuple(reasons),
        missing=() if outcome == PERMANENT else tuple(missing),
        class_code=class_code,
        edition=table.edition,
    )


def _starts(table: RetentionTable, dates: CaseDates) -> tuple[dict[str, dt.date], list[str]]:
    """Return the days that periods count from, and sentences on those that are not known."""
    faults: dict[str, str] = {}
    days = {name: _day(name, getattr(dates, name), faults) for name in _NAMES}
    cycle_end = days["cycle_end"]
    if cycle_end is None and not dates.cycle_end and table.cycle_ends_with_certificate:
        cycle_end = days["valid_until"]
        faults.pop("cycle_end", None)
    # A certificate that was withdrawn ends that day, whatever is printed on it; a withdrawal after the end is none.
    ends = [day for day in (days["valid_until"], days["withdrawn_on"]) if day]
    validity_end = min(ends) if ends and "withdrawn_on" not in faults else None
    if days["withdrawn_on"] and not dates.valid_until:
        faults.pop("valid_until", None)
    if cycle_end is None and not dates.cycle_end:
        faults["cycle_end"] = f"{_NAMES['cycle_end']} is not known"
    known = {"cycle_end": cycle_end, "validity_end": validity_end}
    starts = {name: day for name, day in known.items() if day}
    if len(starts) == len(known):
        starts["last_end"] = max(starts.values())
    return starts, list(faults.values())


def _day(name: str, text: str, faults: dict[str, str]) -> dt.date | None:
    if not text:
        if name != "withdrawn_on":
            faults[name] = f"{_NAMES[name]} is not known"
        return None
    try:
        date = PartialDate.parse(text)
    except ValueError:
        faults[name] = f"{_NAMES[name]} is no date: {text!r}"
        return None
    if date.day is None:
        faults[name] = f"{_NAMES[name]} is known as {text} only"
        return None
    return date.earliest


def obstacles(keep: Keep, holds: Mapping[str, int], today: dt.date) -> tuple[str, ...]:
    """Return why a case may not be destroyed today, as sentences; nothing when it may.

    Args:
        keep: How long it must be kept.
        holds: How many legal holds stand, by reason.
        today: The day.

    """
    found = [f"{count} legal hold{'s' if count > 1 else ''} for {reason}" for reason, count in holds.items() if count]
    if keep.outcome == PERMANENT:
        found.append("it is to be kept for ever")
    elif keep.until is None:
        found.append(f"how long it must be kept is not known: {'; '.join(keep.missing)}")
    elif today <= keep.until:
        found.append(f"it must be kept until {keep.until}")
    return tuple(found)
