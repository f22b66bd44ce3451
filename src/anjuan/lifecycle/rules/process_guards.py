"""What each guard looks at. A guard whose facts are not known does not hold: nothing is assumed.

The words of a refusal stand in the table ``process_guards``; here are the conditions alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from anjuan.lifecycle.rules.process_facts import Facts
from anjuan.lifecycle.rules.process_guards_application import APPLICATION
from anjuan.lifecycle.rules.process_guards_audit import AUDIT
from anjuan.lifecycle.rules.process_guards_certificate import CERTIFICATE
from anjuan.lifecycle.rules.process_guards_decision import DECISION
from anjuan.lifecycle.rules.process_guards_finding import FINDING
from anjuan.lifecycle.rules.process_machine import Asked, Judge, Offer, Verdict, attempt, offers
from anjuan.lifecycle.rules.process_tables import Book

#: Every guard by its key.
GUARDS: Mapping[str, Callable[[Facts, Book], Verdict]] = {
    **APPLICATION, **AUDIT, **DECISION, **CERTIFICATE, **FINDING,
}  # fmt: skip


def judge_of(facts: Facts, rules: Book) -> Judge:
    """Return the function that answers guards by these facts and rules."""
    return lambda key: GUARDS[key](facts, rules)


def steps_offered(machine: str, asked: Asked, facts: Facts, rules: Book) -> tuple[Offer, ...]:
    """Return the steps that a thing's state offers, each with what refuses it and what to mind."""
    return offers(rules.machines.machine(machine), rules.words, asked, judge_of(facts, rules))


def step_attempted(machine: str, asked: Asked, step: str, facts: Facts, rules: Book) -> tuple[str | None, Offer]:
    """Return the state after a step, or None with what refuses it.

    Raises:
        KeyError: The state offers no such step.

    """
    return attempt(rules.machines.machine(machine), rules.words, asked, step, judge_of(facts, rules))
