"""Cases like a case, with the reasons and the differing points, by inverted lists of features."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence

from django.db.models import QuerySet

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case
from anjuan.archive.selectors.sight import case_whole, whole_cases_of
from anjuan.mining.models import CaseFeature, Feature
from anjuan.mining.rules.similarity import Alikeness, Differing, Shared, Trait, likeness, weights
from anjuan.mining.rules.tables import similarity

MOST_SIMILAR = 30
#: So many of a case's features are looked up, those that count most …
_MOST_FEATURES = 40
#: … of each the newest so many cases …
_MOST_OF_ONE = 600
#: … and so many of the cases found so are compared in full.
_MOST_COMPARED = 150


@dataclasses.dataclass(frozen=True, slots=True)
class SimilarCase:
    """A case like the one asked for.

    Attributes:
        codes: Professional codes that both have.
        same_field: Whether both are of one certification field.
        same_type: Whether both are the same type of audit.
        score: 0 to 1; 1 when it shares all that counts.
        shared: Why it is alike, what counts most first.
        differing: Where the two differ.

    """

    number: str
    title: str
    organisation_name: str
    audit_type: str
    audited_on: str
    year: int | None
    state: str
    codes: tuple[str, ...]
    same_field: bool
    same_type: bool
    misses: int
    contradictions: int
    score: float
    shared: tuple[Shared, ...]
    differing: tuple[Differing, ...]


def cases_alike(viewer: Viewer, number: str, *, most: int = MOST_SIMILAR) -> tuple[SimilarCase, ...]:
    """Return the cases most like a case that the person may read as a whole.

    One query for each feature that is looked up, and seven more.

    Raises:
        CaseUnknownError: There is none that this person may read as a whole.

    """
    case = case_whole(viewer, number)
    return alike(viewer, traits_of([case.pk]).get(case.pk, ()), without=[case.pk], most=most)


def alike(
    viewer: Viewer, mine: Sequence[Trait], *, without: Collection[int] = (), most: int = MOST_SIMILAR
) -> tuple[SimilarCase, ...]:
    """Return the cases that the person may read whose features are most like some features.

    Args:
        viewer: Who asks.
        mine: The features.
        without: Keys of cases that are not wanted.
        most: How many.

    """
    if not mine:
        return ()
    of = Case.objects.count()
    readable = whole_cases_of(viewer)
    near = _near(viewer, mine, readable, of, set(without))
    held = traits_of(near)
    table = similarity().latest
    ranked = sorted(
        ((likeness(mine, traits, of=of, table=table), key) for key, traits in held.items()),
        key=lambda pair: (-pair[0].score, -pair[1]),
    )[:most]
    rows = readable.exclude(state="destroyed").in_bulk([key for _, key in ranked])
    return tuple(_row(rows[key], one) for one, key in ranked if key in rows)


def _near(viewer: Viewer, mine: Sequence[Trait], readable: QuerySet[Case], of: int, without: set[int]) -> list[int]:
    """Return the cases that share most of what counts. The newest of each list are looked at, not all."""
    counts = weights(mine, of=of, table=similarity().latest)
    chosen = sorted(mine, key=lambda trait: -counts[trait.key])[:_MOST_FEATURES]
    lists = []
    for trait in chosen:
        rows = CaseFeature.objects.filter(feature=trait.key).order_by("-case_id")
        if not viewer.sees_all:
            rows = rows.filter(case__in=readable)
        lists.append(rows.values_list("case_id", flat=True)[:_MOST_OF_ONE])
    scores: dict[int, float] = {}
    for trait, keys in zip(chosen, lists, strict=True):
        worth = counts[trait.key]
        for key in keys:
            scores[key] = scores.get(key, 0.0) + worth
    ranked = sorted((key for key in scores if key not in without), key=lambda key: (-scores[key], -key))
    return ranked[:_MOST_COMPARED]


def traits_of(cases: Iterable[int]) -> dict[int, tuple[Trait, ...]]:
    """Return the features of cases, by their keys. Two queries."""
    pairs = list(CaseFeature.objects.filter(case__in=list(cases)).values_list("case_id", "feature_id"))
    known = Feature.objects.in_bulk({feature for _, feature in pairs})
    found: dict[int, list[Trait]] = {}
    for case, feature in pairs:
        row = known[feature]
        found.setdefault(case, []).append(Trait(row.pk, row.kind, row.said, row.cases_count))
    return {case: tuple(traits) for case, traits in found.items()}


def _row(case: Case, one: Alikeness) -> SimilarCase:
    said = {shared.kind: shared.values for shared in one.shared}
    return SimilarCase(
        case.number, case.title, case.organisation_name, case.audit_type, case.audited_on, case.year, case.state,
        said.get("code", ()), "field" in said, "type" in said, case.misses, case.contradictions, one.score, one.shared,
        one.differing,
    )  # fmt: skip
