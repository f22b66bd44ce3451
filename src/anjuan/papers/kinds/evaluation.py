"""How often kinds are told right: counts by kind, for benchmarks and tests."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping

from anjuan.papers.facts import Verdict


@dataclasses.dataclass(frozen=True, slots=True)
class Score:
    """How many papers of one kind, or of all, were told right.

    Attributes:
        papers: How many there were.
        right: How many got a right kind.
        unknown: How many got none.
        doubtful: How many would be shown to a person, right or wrong.
        wrong_and_sure: How many got a wrong kind that nobody would look at.

    """

    papers: int
    right: int
    unknown: int
    doubtful: int
    wrong_and_sure: int

    @property
    def accuracy(self) -> float:
        """The share told right; 1.0 of none."""
        return self.right / self.papers if self.papers else 1.0


@dataclasses.dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores of all papers and by the right kind, and which kind was taken for which, the most often first."""

    all: Score
    by_kind: Mapping[str, Score]
    confusions: tuple[tuple[str, str, int], ...]

    def as_dict(self) -> dict[str, object]:
        """Return the evaluation as plain values for one line of JSON."""
        return {
            "papers": self.all.papers,
            "accuracy": round(self.all.accuracy, 4),
            "unknown": self.all.unknown,
            "doubtful": self.all.doubtful,
            "wrong_and_sure": self.all.wrong_and_sure,
            "by_kind": {kind: round(score.accuracy, 4) for kind, score in sorted(self.by_kind.items())},
            "confusions": [list(row) for row in self.confusions[:20]],
        }


def evaluate(pairs: Iterable[tuple[str, Verdict]]) -> Evaluation:
    """Return how well verdicts meet the right kinds.

    Args:
        pairs: The right kind and the verdict; several right kinds are parted by ``/`` (any of them will do).

    """
    rows = [(truth, verdict) for truth, verdict in pairs]
    kinds = dict.fromkeys(truth.split("/")[0] for truth, _ in rows)
    mistakes = Counter(
        (truth.split("/")[0], verdict.kind) for truth, verdict in rows if verdict.kind not in truth.split("/")
    )
    return Evaluation(
        _score(rows),
        {kind: _score([row for row in rows if row[0].split("/")[0] == kind]) for kind in kinds},
        tuple((truth, told, count) for (truth, told), count in mistakes.most_common()),
    )


def _score(rows: list[tuple[str, Verdict]]) -> Score:
    right = [verdict.kind in truth.split("/") for truth, verdict in rows]
    return Score(
        papers=len(rows),
        right=sum(right),
        unknown=sum(not verdict.kind for _, verdict in rows),
        doubtful=sum(verdict.doubtful for _, verdict in rows),
        wrong_and_sure=sum(
            not fine and bool(verdict.kind) and not verdict.doubtful
            for fine, (_, verdict) in zip(right, rows, strict=True)
        ),
    )
