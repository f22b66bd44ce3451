"""Finding organisations that may be one: kept as pairs that wait for a person."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import OrganisationPair
from anjuan.archive.selectors.organisation_facts import facts_of
from anjuan.archive.services.matching import BY_RULES, registry_known
from anjuan.archive.services.merging import WAITING, need_mover
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue
from anjuan.judging.matching.matches import match
from anjuan.judging.matching.pairs import Likeness, Pair
from anjuan.judging.rules.tables import name_words
from anjuan.registry.models import Organisation

COMPARE_ORGANISATIONS = "archive.compare_organisations"
_PRIORITY = -40
_AT_ONCE = 500


def organisation_compare(*, deed: Deed, organisation_id: int) -> int:
    """Compare one organisation with all others and keep the pairs that may be one; return how many wait.

    What a person said of a pair stays; a pair that waited and is different by what is known now goes.
    """
    mine = facts_of([organisation_id]).get(organisation_id)
    if mine is None:
        return 0
    near = [pair.key for pair in registry_known().matches(mine).pairs if pair.key != organisation_id]
    others = facts_of(near)
    found = match(mine, list(others.values()), words=name_words()).pairs
    wanted = {_ends(organisation_id, pair.key): pair for pair in found if _may_be_one(pair)}
    with transaction.atomic():
        rows = OrganisationPair.objects.filter(Q(first=organisation_id) | Q(second=organisation_id))
        kept = {(row.first_id, row.second_id): row for row in rows}
        for ends, row in kept.items():
            if row.state == WAITING and row.by == BY_RULES and ends not in wanted:
                row.delete()
        for ends, pair in wanted.items():
            _keep(deed, kept.get(ends), ends, pair)
    return len(wanted)


def _ends(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _may_be_one(pair: Pair) -> bool:
    return pair.likeness in (Likeness.SAME, Likeness.DOUBTFUL)


def _keep(deed: Deed, row: OrganisationPair | None, ends: tuple[int, int], pair: Pair) -> None:
    told = {"confidence": round(pair.confidence, 3), "reasons": list(pair.reasons)}
    if row is None:
        OrganisationPair.objects.create(first_id=ends[0], second_id=ends[1], at=deed.now, by=BY_RULES, **told)
    elif row.state == WAITING and (row.confidence, row.reasons) != (told["confidence"], told["reasons"]):
        OrganisationPair.objects.filter(pk=row.pk).update(at=deed.now, **told)


def organisations_compare(*, deed: Deed) -> Iterator[int]:
    """Compare every organisation with all others; yield one for each, so that whoever runs it can stop in between."""
    last = 0
    living = Organisation.objects.filter(merged_into=None).order_by("pk").values_list("pk", flat=True)
    while keys := list(living.filter(pk__gt=last)[:_AT_ONCE]):
        for key in keys:
            organisation_compare(deed=deed, organisation_id=key)
            yield 1
        last = keys[-1]


def compare_order(*, deed: Deed, viewer: Viewer) -> None:
    """Order all organisations to be compared with each other.

    Raises:
        DescribeMayNotError: The person may not correct cases.
        AllCasesNeededError: The person may not see all cases.

    """
    need_mover(deed, viewer)
    TableQueue().add(JobSpec(COMPARE_ORGANISATIONS, 0, priority=_PRIORITY, again=True), now=deed.now)
