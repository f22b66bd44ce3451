"""Two records of one organisation with a certification cycle that has a gap, for the flows in a browser."""

from __future__ import annotations

from tests.e2e.papers import paper_copied
from tests.web.made import DEED, NOW, Shelf

from anjuan.archive.models import Case
from anjuan.archive.services.doubles import organisation_compare
from anjuan.archive.services.judging import case_judge
from anjuan.registry.models import Organisation
from anjuan.registry.services.organisations import organisation_learn, organisation_register

CODE = "91350100M000100Y43"
NAME, TWIN = "温州白鹭阀门有限公司", "温州市白鹭阀门有限公司"


def organisations_made(shelf: Shelf) -> None:
    """Make the records, and judge their cases: the cycle and its gap are found, so that a new judgement finds them."""
    one = organisation_register(deed=DEED, name=NAME, credit_code=CODE)
    organisation_learn(deed=DEED, organisation=one, former_names=["温州白鹭阀门厂"])
    twin = organisation_register(deed=DEED, name=TWIN)
    _case(shelf, one, "BL-1", "initial", "2024-02-01", headcount=60, decision_date="2024-03-01", certified=True)
    _case(shelf, one, "BL-2", "surveillance", "2025-12-01", headcount=72, certified=True)
    _case(shelf, twin, "BL-3", "special", "2025-06-01", headcount=70)
    organisation_compare(deed=DEED, organisation_id=one.pk)


#: What the certificate of the first states.
HELD = {"certificate_no": "00124Q30001R0M", "issued_on": "2024-03-01", "expires_on": "2027-02-28"}


def _case(
    shelf: Shelf,
    owner: Organisation,
    number: str,
    audit_type: str,
    day: str,
    *,
    certified: bool = False,
    **more: object,
) -> None:
    case = Case.objects.create(
        number=number, title=f"{owner.name} {number}", organisation=owner, organisation_name=owner.name, state="filed",
        audit_type=audit_type, field_code="A01", created_at=NOW, updated_at=NOW, created_by="li",
    )  # fmt: skip
    told = {"organisation": owner.name, "credit_code": owner.credit_code, "phone": "0577-1", "audit_type": audit_type}
    told |= {"audit_start": day, "audit_end": day, "fields": ["A01"], **more}
    paper_copied(shelf.text, case, "D12", "审核报告", {name: value for name, value in told.items() if value})
    if certified:
        paper_copied(shelf.scan, case, "F01", "认证证书", {"organisation": owner.name, "fields": ["A01"], **HELD})
    case_judge(deed=DEED, case_id=case.pk)
