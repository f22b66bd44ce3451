"""The cases that a batch of files went into, and how they stand."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Intake, IntakeItem
from anjuan.archive.selectors.sight import whole_cases_of

#: So long after its end a batch is watched for the check of its cases; a check that takes longer is looked up there.
WATCHED = dt.timedelta(minutes=10)


@dataclasses.dataclass(frozen=True, slots=True)
class BatchCase:
    """A case of a batch.

    Attributes:
        misses: How many papers and marks it lacks, those that somebody accepted left out.
        contradictions: How many contradictions, those that somebody ruled left out.
        is_checked: Whether the two figures stand for its papers as they are now.

    """

    number: str
    title: str
    documents: int
    pages: int
    misses: int
    contradictions: int
    is_checked: bool

    @property
    def is_awaited(self) -> bool:
        """Whether it has papers whose check is still to come."""
        return bool(self.documents) and not self.is_checked


def batch_cases(viewer: Viewer, intake_id: int, *, limit: int = 20) -> list[BatchCase]:
    """Return the cases of a batch that a person may read as a whole, the first ones first. One query."""
    of_batch = IntakeItem.objects.filter(intake=intake_id).exclude(case=None).values("case")
    cases = whole_cases_of(viewer).filter(pk__in=of_batch).select_related("judgement").order_by("number")
    return [
        BatchCase(
            one.number, one.title, one.documents_count, one.pages_count, one.misses, one.contradictions,
            is_checked=bool(one.documents_count) and hasattr(one, "judgement") and not one.judgement.stale,
        )
        for one in cases[:limit]
    ]  # fmt: skip


def is_watched(intake_id: int, *, now: dt.datetime) -> bool:
    """Say whether a batch is still at work, or ended so lately that the check of its cases may follow. One query."""
    ended = Intake.objects.filter(pk=intake_id).values_list("finished_at", flat=True).first()
    return ended is None or now - ended < WATCHED
