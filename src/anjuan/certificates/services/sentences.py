"""What stands against a change, in a sentence that names rule, edition and the way out."""

from __future__ import annotations

from collections.abc import Mapping

from anjuan.certificates.rules.status import RULES, Obstacle

#: Sentence by guard, English; the pages have the same in Chinese.
_SAID: Mapping[str, str] = {
    "state": "its state is {state}; this needs one of {before}.",
    "reason_known": "the reason {reason} is none of {known}.",
    "change_known": "the change {reason} is none of {known}.",
    "end_given": "the last day of the suspension is missing or before its first ({day}, {first}).",
    "end_within_months": "a suspension until {day} is longer than {months} months; the latest day is {longest}.",
    "day_not_past_expiry": "it would begin on {day}, after the last valid day {expires}.",
    "cause_resolved": "it is not recorded that the cause of the suspension is resolved.",
    "not_expired": "its last valid day {expires} is over; renewal or a new certificate is needed.",
    "suspension_not_over": "the suspension ended on {day} unresolved; it has to be withdrawn.",
    "unresolved_after_end": "reason 0115 holds only when a suspension ended unresolved; this one ends on {day}.",
    "expiry_passed": "its last valid day {expires} is not over.",
}


def obstacle_said(obstacle: Obstacle, edition: str) -> str:
    """Return an obstacle as a sentence: rule, guard, edition, what is in the way."""
    what = _SAID[obstacle.rule].format(**obstacle.values)
    return f"{RULES[obstacle.rule]}/{obstacle.rule} ({edition}): {what}"
