"""What persons say of facts: right, set right, wrong."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.compiling.statistics import rate
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue
from anjuan.kit.errors import RefusedError, UsageError
from anjuan.mining.models import FactReview, FactState, MinedFact
from anjuan.mining.selectors.facts import FactFilter, FactUnknownError, facts_of, rule_qualities
from anjuan.mining.services.features import features_keep
from anjuan.mining.services.rounds import MINE_CASE, PRIORITY

REVIEW = "knowledge.review"
#: Facts of one extractor may be accepted together once so many of them were looked at singly …
_LOOKED_AT = 30
#: … and the lower end of the interval of its precision is at least this.
_SURE = 0.9


class ReviewMayNotError(RefusedError):
    """None of the person's roles allows reviewing facts."""

    code = "MINE-002"


class SlotUnknownError(UsageError):
    """A correction names a value that the fact does not have."""

    code = "MINE-003"


class TooEarlyError(RefusedError):
    """An extractor was looked at too rarely, or is wrong too often, for its facts to be accepted together."""

    code = "MINE-004"
    http_status = 409


def need_reviewer(deed: Deed, viewer: Viewer) -> None:
    """Do nothing when the person who acts may review facts.

    Raises:
        ReviewMayNotError: None of the person's roles allows it.

    """
    if viewer.name != deed.actor or not viewer.may(REVIEW):
        raise ReviewMayNotError(
            f"{deed.actor} may not review facts: it needs {REVIEW}.",
            remedy="Ask the security keeper for the role of a knowledge editor.",
        )


def fact_accept(*, deed: Deed, viewer: Viewer, fact_id: int) -> None:
    """Say that a fact is right as it is.

    Raises:
        ReviewMayNotError: The person may not.
        FactUnknownError: There is none that this person may see.

    """
    _say(deed, viewer, fact_id, FactState.ACCEPTED, None)


def fact_reject(*, deed: Deed, viewer: Viewer, fact_id: int) -> None:
    """Say that a fact is wrong; it is not proposed again.

    Raises:
        ReviewMayNotError: The person may not.
        FactUnknownError: There is none that this person may see.

    """
    _say(deed, viewer, fact_id, FactState.REJECTED, None)


def fact_reopen(*, deed: Deed, viewer: Viewer, fact_id: int) -> None:
    """Take back what was said of a fact: it waits again.

    Raises:
        ReviewMayNotError: The person may not.
        FactUnknownError: There is none that this person may see.

    """
    _say(deed, viewer, fact_id, FactState.PROPOSED, None)


def fact_correct(*, deed: Deed, viewer: Viewer, fact_id: int, values: Mapping[str, str]) -> None:
    """Set values of a fact right; its words on the page stay its evidence.

    Raises:
        ReviewMayNotError: The person may not.
        FactUnknownError: There is none that this person may see.
        SlotUnknownError: A name is none of the fact's values.

    """
    _say(deed, viewer, fact_id, FactState.CORRECTED, values)


@durable_transaction()
def _say(deed: Deed, viewer: Viewer, fact_id: int, verdict: FactState, values: Mapping[str, str] | None) -> None:
    need_reviewer(deed, viewer)
    fact = facts_of(viewer, FactFilter()).filter(pk=fact_id).first()
    if fact is None:
        raise FactUnknownError(f"There is no fact {fact_id} that you may see.", remedy="Open it from its case.")
    corrected = _corrected(fact, values) if values is not None else None
    FactReview.objects.create(
        fact=fact, verdict=verdict, before=fact.state, corrected=corrected, rule=fact.rule, at=deed.now, by=deed.actor
    )
    fact.state, fact.corrected = verdict, corrected
    if corrected is not None:
        fact.clause = dict(corrected).get("clause", fact.clause)[:20]
    fact.save(update_fields=["state", "corrected", "clause"])
    features_keep(case_id=fact.case_id)


def _corrected(fact: MinedFact, values: Mapping[str, str]) -> list[list[str]]:
    known = {slot["name"] for slot in fact.slots}
    strange = sorted(set(values) - known)
    if strange:
        raise SlotUnknownError(
            f"The fact has no value {', '.join(map(repr, strange))}.",
            why="A value that no page states cannot be cited.",
            remedy=f"It has: {', '.join(sorted(known))}.",
        )
    return [[name, value.strip()] for name, value in values.items()]


@transaction.atomic
def facts_accept_alike(*, deed: Deed, viewer: Viewer, rule: str, least: float) -> int:
    """Accept all waiting facts of one extractor from a confidence on; return how many.

    Allowed once enough of its facts were looked at singly and nearly all of them were right.

    Raises:
        ReviewMayNotError: The person may not.
        TooEarlyError: Too few were looked at, or too many of them were wrong.

    """
    need_reviewer(deed, viewer)
    known = {each.rule: each.precision for each in rule_qualities()}.get(rule, rate(0, 0))
    if known.of < _LOOKED_AT or known.low < _SURE:
        raise TooEarlyError(
            f"Of {known.of} facts of {rule} that were looked at singly, {known.count} were right.",
            why=f"They are accepted together after {_LOOKED_AT} single looks, if surely {_SURE:.0%} are right.",
            remedy="Review more facts of this extractor one by one.",
        )
    waiting = facts_of(viewer, FactFilter(state=FactState.PROPOSED, rule=rule)).filter(confidence__gte=least)
    facts = list(waiting.only("id", "state", "rule", "case_id"))
    FactReview.objects.bulk_create(
        (
            FactReview(
                fact=fact, verdict=FactState.ACCEPTED, before=fact.state, is_single=False, rule=rule, at=deed.now,
                by=deed.actor,
            )
            for fact in facts
        ),
        batch_size=500,
    )  # fmt: skip
    for case_id in sorted({fact.case_id for fact in facts}):
        TableQueue().add(JobSpec(MINE_CASE, case_id, priority=PRIORITY, again=True), now=deed.now)
    return MinedFact.objects.filter(pk__in=[fact.pk for fact in facts]).update(state=FactState.ACCEPTED)
