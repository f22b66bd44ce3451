from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.archive.conftest import LI

from anjuan.accounts.deeds import Deed
from anjuan.accounts.rules import tables
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, Correction, Document
from anjuan.archive.services.correcting import (
    case_condition_set,
    case_field_set,
    document_set_kind,
    file_recut,
    finding_rule,
)
from anjuan.archive.services.matching import match_decide
from anjuan.archive.services.rights import DescribeMayNotError

pytestmark = pytest.mark.django_db

DEEDS: dict[str, Callable[[Deed, Viewer], object]] = {
    "kind": lambda deed, viewer: document_set_kind(
        deed=deed, viewer=viewer, document=Document(), kind="B05", scholar=None
    ),
    "cut": lambda deed, viewer: file_recut(deed=deed, viewer=viewer, document=Document(), starts=[1], scholar=None),
    "field": lambda deed, viewer: case_field_set(deed=deed, viewer=viewer, case=Case(), name="scope", value="模具"),
    "condition": lambda deed, viewer: case_condition_set(
        deed=deed, viewer=viewer, case=Case(), condition="outsourced", holds=True
    ),
    "ruling": lambda deed, viewer: finding_rule(
        deed=deed, viewer=viewer, case=Case(), key="x", verdict="accepted", reason="原件另存"
    ),
    "match": lambda deed, viewer: match_decide(
        deed=deed, viewer=viewer, case=Case(), organisation_id=1, take=True
    ),
}  # fmt: skip
ROLES = [role for role in tables.roles().latest.roles if "case.describe" not in role.capabilities]


@pytest.mark.parametrize("role", [*ROLES, None], ids=lambda role: role.key if role else "nobody")
@pytest.mark.parametrize("name", sorted(DEEDS))
def test_who_may_not_describe_corrects_nothing(name, role, deed):
    may = frozenset(role.capabilities) if role else frozenset()
    with pytest.raises(DescribeMayNotError):
        DEEDS[name](deed, Viewer(7, "li", frozenset(), may, frozenset()))
    assert not Correction.objects.exists()


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_nobody_corrects_with_the_rights_of_somebody_else(name, deed):
    with pytest.raises(DescribeMayNotError):
        DEEDS[name](Deed("wang", deed.now), LI)
