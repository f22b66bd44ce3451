"""Putting two records of one organisation together, and taking one record apart: what the registry keeps of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.kit.errors import UsageError
from anjuan.registry.models import Certificate, Organisation, OrganisationName, Site
from anjuan.registry.services.row_changes import RowChange, row_alter

#: A writing under which an organisation was kept a second time.
OTHER = "other"


class MergeImpossibleError(UsageError):
    """Two records cannot be one organisation, or are one already."""

    code = "REG-040"


class NotTheirsError(UsageError):
    """Something that should move does not belong to the organisation it should move from."""

    code = "REG-041"


@transaction.atomic
def organisations_join(*, deed: Deed, source: Organisation, target: Organisation) -> list[RowChange]:
    """Move names, sites, certificates and what the target does not know from one record to another.

    The emptied record stays, and points to the other; nothing finds it by itself any more. Returns every row that
    changed, in order.

    Raises:
        MergeImpossibleError: They are one record, one of them was merged already, or their credit codes differ.

    """
    _need_joinable(source, target)
    changes = _names(source, target)
    for model in (Site, Certificate):
        rows = model._default_manager.filter(organisation=source).order_by("pk")  # noqa: SLF001  Django's own name for it
        changes += [row_alter(row, organisation_id=target.pk) for row in rows]
    given = {
        name: getattr(source, name)
        for name in ("credit_code", "region_code", "registered_address")
        if getattr(source, name) and not getattr(target, name)
    }
    freed: dict[str, Any] = {"credit_code": None} if "credit_code" in given else {}
    changes.append(row_alter(source, merged_into_id=target.pk, **freed))
    if given:
        changes.append(row_alter(target, **given))
    touched(deed, source, target)
    return changes


def _need_joinable(source: Organisation, target: Organisation) -> None:
    if source.pk == target.pk or source.merged_into_id or target.merged_into_id:
        raise MergeImpossibleError(
            f"{source.name!r} and {target.name!r} cannot be merged: one of them was merged already, or both are one.",
            remedy="Load the page again.",
        )
    if source.credit_code and target.credit_code and source.credit_code != target.credit_code:
        raise MergeImpossibleError(
            f"{source.name!r} and {target.name!r} have different credit codes:"
            f" {source.credit_code} and {target.credit_code}.",
            why="A credit code belongs to one legal person, and both are right by their check digits.",
            remedy="Keep them apart; if a case lies with the wrong one, split it off.",
        )


def _names(source: Organisation, target: Organisation) -> list[RowChange]:
    """Move the names the target does not have; the present name of the source becomes another writing."""
    known = set(target.names.values_list("squeezed", flat=True))
    changes = []
    for row in source.names.order_by("pk"):
        if row.squeezed not in known:
            known.add(row.squeezed)
            kind = OTHER if row.kind == "present" else row.kind
            changes.append(row_alter(row, organisation_id=target.pk, kind=kind))
    return changes


@transaction.atomic
def names_move(
    *, deed: Deed, source: Organisation, target: Organisation, names: Sequence[int], certificates: Sequence[int] = ()
) -> list[RowChange]:
    """Move chosen names and certificates from one record to another; return every row that changed, in order.

    Raises:
        NotTheirsError: A name or a certificate is not the source's, or the name is its present one.

    """
    mine = list(OrganisationName.objects.filter(organisation=source, pk__in=names).exclude(kind="present"))
    held = list(Certificate.objects.filter(organisation=source, pk__in=certificates))
    if len(mine) < len(set(names)) or len(held) < len(set(certificates)):
        raise NotTheirsError(
            f"Not everything chosen belongs to {source.name!r}, or its present name was chosen.",
            remedy="Load the page again and choose once more.",
        )
    known = set(target.names.values_list("squeezed", flat=True))
    changes = [row_alter(row, organisation_id=target.pk) for row in mine if row.squeezed not in known]
    changes += [row_alter(row, organisation_id=target.pk) for row in held]
    touched(deed, source, target)
    return changes


def touched(deed: Deed, *organisations: Organisation) -> None:
    """Note that organisations changed, so that whoever matches against them looks again."""
    Organisation.objects.filter(pk__in=[one.pk for one in organisations]).update(updated_at=deed.now)
