"""What is said with a step: read, and put on the row that the guards look at."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import UsageError
from anjuan.lifecycle.models import FindingAnswer
from anjuan.lifecycle.selectors.facts import Given
from anjuan.lifecycle.selectors.subjects import Subject
from anjuan.registry.models import Certificate

_YES = {"yes", "on", "true", "1"}


class StepInputError(UsageError):
    """What is said with a step cannot be read."""

    code = "LIFE-105"


@dataclasses.dataclass(frozen=True, slots=True)
class StepInput:
    """A step with what was said and by whom."""

    step: str
    said: Mapping[str, str]
    viewer: Viewer

    def text(self, name: str, most: int = 500) -> str:
        """Return a text that was said; empty when it was not."""
        return self.said.get(name, "").strip()[:most]

    def day(self, name: str) -> dt.date | None:
        """Return a day that was said, or None.

        Raises:
            StepInputError: It is no day.

        """
        return day_of(self.said.get(name, ""))


def day_of(text: str) -> dt.date | None:
    """Return a day in ISO form, or None for no text.

    Raises:
        StepInputError: It is no day.

    """
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise StepInputError(f"{text[:40]!r} is no day.", remedy="Write it like 2026-03-02.") from error


def _text(most: int) -> Callable[[str], Any]:
    return lambda text: text.strip()[:most]


def _yes(text: str) -> bool:
    return text.strip().lower() in _YES


def _day_if(text: str, today: dt.date) -> dt.date | None:
    return today if _yes(text) else day_of(text)


#: Which column an input fills, and how it is read; by machine and input.
_COLUMNS: Mapping[tuple[str, str], tuple[str, Callable[[str], Any]]] = {
    ("application", "reason"): ("reason", _text(500)),
    ("project", "fee"): ("fee_direct", _yes),
    ("project", "short_notice"): ("short_notice_agreed", _yes),
    ("project", "reason"): ("reason", _text(500)),
    ("certificate", "code"): ("status_reason", _text(4)),
    ("certificate", "begins"): ("suspended_on", day_of),
    ("certificate", "ends"): ("suspension_ends_on", day_of),
    ("audit", "reason"): ("reason", _text(500)),
    ("audit", "conclusion"): ("conclusion", _text(5000)),
    ("finding", "reason"): ("reason", _text(500)),
    ("special", "reason"): ("reason", _text(500)),
    ("transfer", "reason"): ("reason", _text(500)),
}
#: The same for one step alone.
_BY_STEP: Mapping[tuple[str, str, str], tuple[str, Callable[[str], Any]]] = {
    ("project", "contract", "day"): ("contract_on", day_of),
    ("project", "contract", "number"): ("contract_no", _text(60)),
}


def inputs_apply(subject: Subject, step: str, said: Mapping[str, str], deed: Deed) -> None:
    """Put what is said with a step on its row, in memory: guards look at it, and it is saved when none refuses.

    Raises:
        StepInputError: A value cannot be read.

    """
    today = deed.now.astimezone(CHINA).date()
    for name, text in said.items():
        column = _BY_STEP.get((subject.machine, step, name)) or _COLUMNS.get((subject.machine, name))
        if column is not None:
            setattr(subject.row, column[0], column[1](text))
    if subject.machine == "certificate":
        row = subject.row
        row.cause_resolved_on = _day_if(said.get("resolved", ""), today) or row.cause_resolved_on
        row.restoration_on = _day_if(said.get("decided", ""), today) or row.restoration_on
        row.cancellation_on = _day_if(said.get("asked", ""), today) or row.cancellation_on
    if subject.machine == "audit" and step in ("open", "close") and "signed" in said:
        subject.row.client_signed = _yes(said["signed"])
    if subject.machine == "finding" and step == "answer":
        _answer(subject, said, deed)


def _answer(subject: Subject, said: Mapping[str, str], deed: Deed) -> None:
    """Keep what the client answers; a transaction that ends in a refusal takes it back."""
    FindingAnswer.objects.create(
        finding=subject.row, revision=subject.row.answers.count() + 1, cause=said.get("cause", "")[:5000],
        correction=said.get("correction", "")[:5000], action=said.get("action", "")[:5000],
        answered_by=deed.actor, answered_at=deed.now,
    )  # fmt: skip


def given_of(said: Mapping[str, str], subject: Subject) -> Given:
    """Return what is said with a step and stands in no row.

    Raises:
        StepInputError: A day cannot be read.

    """
    number = said.get("number", "").strip()[:60] if subject.machine in ("project", "certificate") else ""
    known = Certificate.objects.filter(number=number).exclude(
        pk=(subject.project.certificate_id if subject.project else None) or 0
    )
    return Given(
        reason=(said.get("reason") or said.get("text") or "").strip(),
        number=number,
        number_taken=bool(number) and known.exists(),
        day=day_of(said.get("day", "")),
        cause=said.get("cause", "").strip(),
        adjustment=said.get("adjustment", "").strip(),
        new_due_on=day_of(said.get("due", "")),
        evidence=said.get("evidence", "").strip(),
    )
