"""Organisations that may be one, with what is known of both side by side."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from django.db.models import Count, Q

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, OrganisationPair
from anjuan.archive.selectors.organisation_facts import facts_of
from anjuan.judging.matching.pairs import OrganisationFacts
from anjuan.kit.text.folding import squeeze
from anjuan.registry.models import Organisation

MOST_PAIRS = 200
_MOST_CASES = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Side:
    """What is known of one of the two."""

    id: int
    name: str
    cases: int
    newest: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class ComparedLine:
    """One thing that both are compared by.

    Attributes:
        name: ``names``, ``credit_code``, ``addresses``, ``legal_representative`` or ``phones``.
        left: What the first states.
        right: What the second states.
        agrees: Whether something is the same; None when one of them states nothing, or it takes more to tell.

    """

    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    agrees: bool | None


@dataclasses.dataclass(frozen=True, slots=True)
class PairView:
    """Two organisations that may be one; ``may_merge`` says whether their credit codes let them be."""

    id: int
    confidence: float
    reasons: tuple[str, ...]
    left: Side
    right: Side
    lines: tuple[ComparedLine, ...]
    may_merge: bool

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both."""
        return self.left, self.right


def pair_total(viewer: Viewer) -> int:
    """Return how many pairs wait for a person. One query."""
    return OrganisationPair.objects.filter(state="waiting").count() if viewer.sees_all else 0


def pair_list(viewer: Viewer, *, organisation: int | None = None, offset: int = 0, limit: int = 50) -> list[PairView]:
    """Return the pairs that wait for a person, the surest first; none for who may not see all cases. Six queries."""
    if not viewer.sees_all:
        return []
    rows = OrganisationPair.objects.filter(state="waiting", first__merged_into=None, second__merged_into=None)
    if organisation is not None:
        rows = rows.filter(Q(first=organisation) | Q(second=organisation))
    mine = list(rows.order_by("-confidence", "id")[offset : offset + min(limit, MOST_PAIRS)])
    keys = [key for row in mine for key in (row.first_id, row.second_id)]
    facts, sides = facts_of(keys), _sides(keys)
    return [_pair(row, facts, sides) for row in mine if row.first_id in facts and row.second_id in facts]


def compared(viewer: Viewer, first: int, second: int) -> PairView | None:
    """Return two organisations side by side, whether or not they were proposed; None when one is not to be seen."""
    facts = facts_of([first, second]) if viewer.sees_all and first != second else {}
    if len(facts) < 2:  # noqa: PLR2004  two
        return None
    row = OrganisationPair.objects.filter(first=min(first, second), second=max(first, second), state="waiting").first()
    row = row or OrganisationPair(first_id=first, second_id=second, confidence=0.0)
    return _pair(row, facts, _sides([first, second]))


def _sides(keys: Sequence[int]) -> dict[int, Side]:
    names = dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name"))
    cases = Case.objects.filter(organisation__in=list(keys)).order_by()
    counts = dict(cases.values_list("organisation").annotate(number=Count("id")))
    newest: dict[int, list[str]] = {}
    for owner, number in cases.order_by("-id").values_list("organisation", "number")[: _MOST_CASES * len(keys) * 4]:
        newest.setdefault(owner, []).append(number)
    return {
        key: Side(key, name, counts.get(key, 0), tuple(newest.get(key, ())[:_MOST_CASES]))
        for key, name in names.items()
    }  # fmt: skip


_COMPARED: dict[str, Callable[[OrganisationFacts], tuple[str, ...]]] = {
    "names": lambda one: (one.name, *one.former_names, *one.short_names),
    "credit_code": lambda one: (one.credit_code,) if one.credit_code else (),
    "addresses": lambda one: one.addresses,
    "legal_representative": lambda one: (one.legal_representative,) if one.legal_representative else (),
    "phones": lambda one: one.phones,
}


def _pair(row: OrganisationPair, facts: dict[int, OrganisationFacts], sides: dict[int, Side]) -> PairView:
    left, right = facts[row.first_id], facts[row.second_id]
    lines = tuple(_line(name, told(left), told(right)) for name, told in _COMPARED.items())
    codes = {one.credit_code for one in (left, right) if one.credit_code}
    return PairView(
        row.pk or 0, row.confidence, tuple(str(one) for one in row.reasons), sides[left.key], sides[right.key],
        tuple(line for line in lines if line.left or line.right), len(codes) < 2,  # noqa: PLR2004  one code or none
    )  # fmt: skip


def _line(name: str, left: tuple[str, ...], right: tuple[str, ...]) -> ComparedLine:
    agrees: bool | None = bool({squeeze(one) for one in left} & {squeeze(one) for one in right})
    # Names that are not written alike may well mean the same: the reasons say which.
    if not (left and right) or (name == "names" and not agrees):
        agrees = None
    return ComparedLine(name, left, right, agrees)
