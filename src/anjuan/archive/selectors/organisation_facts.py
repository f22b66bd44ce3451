"""What is known of organisations from the registry and from what their cases state, for comparing them."""

from __future__ import annotations

from collections.abc import Sequence

from anjuan.archive.models import CaseField
from anjuan.judging.matching.pairs import OrganisationFacts
from anjuan.registry.models import Organisation

_STATED = ("legal_representative", "phone", "registered_address", "operating_address")
_PAST = ("former", "other")


def facts_of(keys: Sequence[int]) -> dict[int, OrganisationFacts]:
    """Return what is known of organisations, by key; records that were merged are left out. Three queries."""
    stated: dict[int, dict[str, dict[str, None]]] = {key: {name: {} for name in _STATED} for key in keys}
    rows = CaseField.objects.filter(case__organisation__in=list(keys), name__in=_STATED).order_by("-case_id")
    for key, name, text in rows.values_list("case__organisation_id", "name", "text"):
        stated[key][name][text] = None
    found = Organisation.objects.filter(pk__in=list(keys), merged_into=None).prefetch_related("names")
    return {one.pk: _facts(one, stated[one.pk]) for one in found}


def _facts(one: Organisation, stated: dict[str, dict[str, None]]) -> OrganisationFacts:
    names = [(row.kind, row.name) for row in one.names.all()]
    addresses = dict.fromkeys(filter(None, (one.registered_address,)))
    addresses |= stated["registered_address"] | stated["operating_address"]
    return OrganisationFacts(
        one.pk,
        one.name,
        tuple(name for kind, name in names if kind in _PAST),
        tuple(name for kind, name in names if kind == "short"),
        one.credit_code or "",
        tuple(addresses),
        next(iter(stated["legal_representative"]), ""),
        tuple(stated["phone"]),
    )
