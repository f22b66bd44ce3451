"""Two records of one organisation with a certification cycle that has a gap, for the flows in a browser."""

from __future__ import annotations

from tests.web.made import DEED, NOW

from anjuan.archive.models import Case, CaseField, Cycle
from anjuan.archive.services.doubles import organisation_compare
from anjuan.registry.models import Organisation
from anjuan.registry.services.organisations import organisation_learn, organisation_register

NAME, TWIN = "温州白鹭阀门有限公司", "温州市白鹭阀门有限公司"


def organisations_made() -> None:
    one = organisation_register(deed=DEED, name=NAME, credit_code="91350100M000100Y43")
    organisation_learn(deed=DEED, organisation=one, former_names=["温州白鹭阀门厂"])
    twin = organisation_register(deed=DEED, name=TWIN)
    gap = {
        "code": "SV", "name": "第1次监督案卷", "rule": "T01/SV1", "edition": "2016", "what": "paper",
        "severity": "block",
        "why": "Surveillance 1 is missing.", "why_zh": "第1次监督应在2025-03-01前进行，没有案卷。",
    }  # fmt: skip
    cycle = Cycle.objects.create(
        organisation=one, field_code="A01", ordinal=1, begins="2024-03-01", ends="2027-02-28", misses=[gap]
    )
    _case(one, "BL-1", "initial", "2024-02-01", cycle, headcount="60", phone="0577-1")
    _case(one, "BL-2", "surveillance", "2025-12-01", cycle, headcount="72", phone="0577-1")
    _case(twin, "BL-3", "special", "2025-06-01", None, headcount="70", phone="0577-1")
    organisation_compare(deed=DEED, organisation_id=one.pk)


def _case(owner: Organisation, number: str, audit_type: str, day: str, cycle: Cycle | None, **said: str) -> None:
    case = Case.objects.create(
        number=number, title=f"{owner.name} {number}", organisation=owner, organisation_name=owner.name, state="filed",
        audit_type=audit_type, audited_on=day, expires_on="2027-02-28", field_code="A01", cycle=cycle, created_at=NOW,
        updated_at=NOW, created_by="li",
    )  # fmt: skip
    for name, text in said.items():
        CaseField.objects.create(case=case, name=name, value=text, text=text, confidence=1.0)
