"""Results of training sets: one's own, counts where they are open, and how hard a question is."""

from __future__ import annotations

import dataclasses
from collections import Counter

from anjuan.accounts.selectors.people import Viewer
from anjuan.kit.errors import NotFoundError
from anjuan.mining.models import TrainingResult, Work, WorkEdition
from anjuan.mining.selectors.guides import PUBLISH

#: Fewer people than this make no difficulty and no count: single persons could be guessed.
LEAST_TAKERS = 5


class ResultUnknownError(NotFoundError):
    """There is no such result of this person."""

    code = "MINE-048"


@dataclasses.dataclass(frozen=True, slots=True)
class Difficulty:
    """How many people answered a question wrong at their first run."""

    wrong: int
    of: int

    @property
    def share(self) -> float:
        """The share that answered wrong, 0 to 1."""
        return self.wrong / self.of


@dataclasses.dataclass(frozen=True, slots=True)
class Counts:
    """How many people took a set, and the mean share of right answers at their first run."""

    people: int
    mean: float


def own_results(viewer: Viewer, work: Work) -> list[TrainingResult]:
    """Return the results of this person, the last first. One query."""
    return list(TrainingResult.objects.filter(edition__work=work, by=viewer.name).select_related("edition"))


def result_get(viewer: Viewer, result_id: int) -> TrainingResult:
    """Return a result of this person.

    Raises:
        ResultUnknownError: There is none, or it is somebody else's.

    """
    found = (
        TrainingResult.objects.filter(pk=result_id, by=viewer.name).select_related("edition", "edition__work").first()
    )
    if found is None:
        raise ResultUnknownError("There is no such result of yours.", remedy="Open it from the training set.")
    return found


def _firsts(work: Work) -> list[TrainingResult]:
    """Return the first run of every person: later ones know the answers."""
    first: dict[str, TrainingResult] = {}
    for result in TrainingResult.objects.filter(edition__work=work).order_by("id"):
        first.setdefault(result.by, result)
    return list(first.values())


def difficulties(edition: WorkEdition) -> dict[str, Difficulty]:
    """Return how hard each question is, by its key; questions that too few people answered are left out."""
    body = edition.content if edition.body is None else edition.body
    right = {one["key"]: one["answer"] for one in body["questions"]}
    of: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for result in _firsts(edition.work):
        for key, place in result.answers.items():
            if key in right:
                of[key] += 1
                wrong[key] += place != right[key]
    return {key: Difficulty(wrong[key], count) for key, count in of.items() if count >= LEAST_TAKERS}


def training_counts(viewer: Viewer, work: Work) -> Counts | None:
    """Return how many took a set; None when counts are off, too few took it, or the person may not see them."""
    if not work.counts_shown or not viewer.may(PUBLISH):
        return None
    runs = _firsts(work)
    if len(runs) < LEAST_TAKERS:
        return None
    return Counts(len(runs), sum(run.right / run.of for run in runs if run.of) / len(runs))
