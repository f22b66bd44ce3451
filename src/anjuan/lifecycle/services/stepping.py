"""Taking a step: the one way in which the state of anything in the process changes."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import RefusedError, UsageError
from anjuan.lifecycle.models import Step
from anjuan.lifecycle.rules.process_guards import step_attempted
from anjuan.lifecycle.rules.process_machine import Asked, Offer, Refusal
from anjuan.lifecycle.rules.process_tables import Book, book
from anjuan.lifecycle.selectors.facts import facts_of
from anjuan.lifecycle.selectors.subjects import Subject, state_column, subject_of
from anjuan.lifecycle.services.duties import due_refresh
from anjuan.lifecycle.services.effects import EFFECTS
from anjuan.lifecycle.services.inputs import StepInput, given_of, inputs_apply
from anjuan.lifecycle.services.papers import papers_file


class ProcessMayNotError(RefusedError):
    """A step of the process that none of the person's roles allows."""

    code = "LIFE-102"


class StepUnknownError(UsageError):
    """A state offers no such step."""

    code = "LIFE-103"
    http_status = 409


class StepRefusedError(RefusedError):
    """A rule refuses the step. ``refusals`` names every rule with its edition and the way out."""

    code = "LIFE-104"
    http_status = 409

    def __init__(self, what: str, *, why: str = "", remedy: str = "", refusals: tuple[Refusal, ...] = ()) -> None:
        super().__init__(what, why=why, remedy=remedy)
        self.refusals = refusals


@dataclasses.dataclass(frozen=True, slots=True)
class Done:
    """A step that was taken.

    Attributes:
        before: The state before it.
        after: The state after it.
        minded: Warnings that stood.
        papers: Kinds of the papers that it produced.

    """

    subject: Subject
    before: str
    after: str
    minded: tuple[Refusal, ...]
    papers: tuple[str, ...]


def today_of(deed: Deed) -> dt.date:
    """Return the civil day in China of a deed."""
    return deed.now.astimezone(CHINA).date()


def may_not(deed: Deed, viewer: Viewer, capability: str) -> None:
    """Do nothing when the person who acts may do a thing.

    Raises:
        ProcessMayNotError: None of the person's roles allows it, or somebody else's rights are shown.

    """
    if viewer.name != deed.actor or not viewer.may(capability):
        raise ProcessMayNotError(
            f"{deed.actor} may not do this: it needs {capability}.",
            remedy="Ask the security keeper for a role that allows it.",
        )


def step_take(
    *, deed: Deed, viewer: Viewer, machine: str, key: int, step: str, said: Mapping[str, str] | None = None
) -> Done:
    """Take a step of a machine, with all that follows from it: state, records, tasks, papers, journal.

    Args:
        deed: Who and when.
        viewer: The same person's rights.
        machine: ``application``, ``project``, ``audit``, ``finding``, ``certificate``, ``special``, ``transfer`` or
            ``task``.
        key: Key of the row; for ``certificate`` that of the project.
        step: Key of the step in the table of machines.
        said: What is said with it, by the names of the step's inputs.

    Raises:
        ProcessUnknownError: There is no such thing for this person.
        ProcessMayNotError: No role of theirs allows the step.
        StepUnknownError: The state offers no such step.
        StepInputError: What is said with it cannot be read.
        StepRefusedError: A rule refuses it.

    """
    with durable_transaction():
        subject = subject_of(viewer, machine, key, locked=True)
        rules = book(subject.field, today_of(deed))
        after, offer = _judged(deed, viewer, subject, rules, (step, said or {}))
        done = _write(deed, subject, after, offer, rules, StepInput(step, said or {}, viewer))
    papers_file(deed=deed, subject=subject, kinds=done.papers)
    return done


def _judged(
    deed: Deed, viewer: Viewer, subject: Subject, rules: Book, asked: tuple[str, Mapping[str, str]]
) -> tuple[str, Offer]:
    step, said = asked
    leaving = rules.machines.machine(subject.machine).leaving(subject.state, subject.kind)
    found = next((one for one in leaving if one.key == step), None)
    if found is None:
        raise StepUnknownError(
            f"In the state {subject.state} there is no step {step}.", remedy="Reload the page and choose again."
        )
    may_not(deed, viewer, found.needs)
    inputs_apply(subject, step, said, deed)
    facts = facts_of(subject, viewer, today_of(deed), given_of(said, subject), rules)
    after, offer = step_attempted(subject.machine, _asked(subject, rules), step, facts, rules)
    if after is None:
        first = offer.refusals[0]
        raise StepRefusedError(
            f"{first.rule}: {first.en}", why=f"{len(offer.refusals)} rules refuse it ({first.edition}).",
            remedy=first.en_remedy, refusals=offer.refusals,
        )  # fmt: skip
    return after, offer


def _asked(subject: Subject, rules: Book) -> Asked:
    return Asked(subject.state, subject.kind, subject.tags, rules.edition)


def _write(deed: Deed, subject: Subject, after: str, offer: Offer, rules: Book, told: StepInput) -> Done:
    before, row, step = subject.state, subject.row, offer.transition
    setattr(row, state_column(subject.machine), after)
    effect = EFFECTS.get((subject.machine, step.key))
    if effect is not None:
        effect(deed, subject, told, offer.warnings)
    if hasattr(row, "updated_at"):
        row.updated_at = deed.now
    row.save()
    minded = "；".join(f"{one.rule} {one.zh}" for one in offer.warnings)
    Step.objects.create(
        machine=subject.machine, subject_id=row.pk, project=subject.project, application=subject.application,
        step=step.key, before=before, after=after, edition=rules.edition[:120], minded=minded, by=deed.actor,
        at=deed.now,
    )  # fmt: skip
    if subject.project is not None:
        due_refresh(subject.project, deed)
    journal_write(
        deed=deed, action="process.step", subject=f"lifecycle.{subject.machine}:{row.pk}",
        label=str(subject.project or subject.application or row)[:300],
        detail={"step": step.key, "from": before, "to": after, "edition": rules.edition, "minded": minded},
    )  # fmt: skip
    return Done(subject, before, after, offer.warnings, step.papers)
