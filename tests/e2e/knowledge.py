"""A released guide with its cases, and an audit that was assigned to an auditor, for the flows of knowledge."""

from __future__ import annotations

import datetime as dt

from tests.mining.made import LineExtractor, made_case

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import User
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseReader
from anjuan.mining.models import Guide, MinedFact
from anjuan.mining.scopes import Scope
from anjuan.mining.services.features import features_keep
from anjuan.mining.services.guides import guide_compile
from anjuan.mining.services.releasing import edition_publish, edition_submit
from anjuan.mining.services.running import case_mine

FIELD, CODE = "A01", "17.99.02"
FIRMS = ("台州市鸬鹚轴承有限公司", "衢州市白鹇机械有限公司", "丽水市朱鹮传动有限公司")
ASSIGNED = "金华市戴胜轴承有限公司"
LINES = (
    "flow: step=下料; step=锻造; step=淬火; step=磨削; step=装配",
    "control: step=淬火; parameter=加热温度; value=840±10 ℃; method=仪表记录",
    "control: step=磨削; parameter=沟道圆度; value=≤0.0025 mm; method=圆度仪抽检",
    "audit_point: clause=8.5.1; ask=查淬火炉温度记录; seen=记录与工艺一致; sample=3份",
    "audit_point: clause=8.6; ask=查首件检验记录; seen=记录齐全; sample=5份",
    "finding: clause=8.5.1; fact=淬火炉温度记录未标注日期; cause=操作者不了解要求",
    "reference: number=GB/T 19001-2016; title=质量管理体系 要求; type=standard",
)


def knowledge_made() -> None:
    """Make cases, facts, a released guide and an assigned audit, once."""
    now = dt.datetime.now(dt.UTC)
    if Guide.objects.filter(professional_code=CODE, editions__state="published").exists():
        return
    made = [made_case(f"ZS-{place}", firm, *LINES, code=CODE, field=FIELD) for place, firm in enumerate(FIRMS, 1)]
    made.append(made_case("ZS-9", ASSIGNED, *LINES[:2], code=CODE, field=FIELD))
    for case in made:
        case_mine(deed=Deed("system", now), case_id=case.pk, extractor=LineExtractor())
    MinedFact.objects.filter(case__in=made).update(state="accepted")
    for case in made:
        features_keep(case_id=case.pk)
    token = f"user:{User.objects.get(username='qin').pk}"
    for case in made:
        CaseReader.objects.get_or_create(
            case=case, token=token, document=None, defaults={"granted_at": now, "granted_by": "li"}
        )
    Case.objects.filter(pk__in=[case.pk for case in made[:3]]).update(documents_count=1, pages_count=1)
    all_of = frozenset({"case.read_all", "knowledge.edit", "knowledge.publish", "knowledge.read"})
    first, second = (Viewer(None, name, frozenset(), all_of, frozenset()) for name in ("bian", "shen"))
    edition = guide_compile(deed=Deed("bian", now), viewer=first, wanted=Scope(FIELD, CODE), least_clients=3)
    edition_submit(deed=Deed("bian", now), viewer=first, edition=edition)
    edition_publish(deed=Deed("shen", now), viewer=second, edition=edition, least_clients=3)
