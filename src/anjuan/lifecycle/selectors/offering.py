"""Which steps a thing offers to a person now, each with what refuses it."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.accounts.selectors.people import Viewer
from anjuan.lifecycle.rules.process_guards import steps_offered
from anjuan.lifecycle.rules.process_machine import Asked, Offer, Refusal
from anjuan.lifecycle.rules.process_tables import book
from anjuan.lifecycle.selectors.facts import Given, facts_of
from anjuan.lifecycle.selectors.subjects import Subject


@dataclasses.dataclass(frozen=True, slots=True)
class Offered:
    """A step as it is offered to a person.

    Attributes:
        offer: The step with what refuses it.
        is_mine: Whether a role of the person allows it.

    """

    offer: Offer
    is_mine: bool

    @property
    def is_open(self) -> bool:
        """Whether the person may try it now: what is said with it may still lift what refuses it."""
        return self.is_mine and all(one.guard in SAID_WITH for one in self.offer.refusals)

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """What refuses it, without what is going to be said with the step while that is all."""
        return () if self.is_open else self.offer.refusals


#: Guards that hold or not by what is said with the step itself: they do not grey a step.
SAID_WITH = frozenset(
    {
        "reason_stated", "fee_direct", "contract_after_review", "number_given", "suspension_reason",
        "suspension_length", "withdrawal_reason", "cancellation_asked", "cause_stated", "adjusted", "answer_complete",
        "evidence_attached", "cause_resolved", "restoration_decided", "suspension_over",
    }
)  # fmt: skip


def offers_of(subject: Subject, viewer: Viewer, today: dt.date) -> tuple[Offered, ...]:
    """Return every step that a thing's state offers, for a person. About ten queries."""
    rules = book(subject.field, today)
    facts = facts_of(subject, viewer, today, Given(), rules)
    asked = Asked(subject.state, subject.kind, subject.tags, rules.edition)
    return tuple(
        Offered(offer, viewer.may(offer.transition.needs))
        for offer in steps_offered(subject.machine, asked, facts, rules)
    )
