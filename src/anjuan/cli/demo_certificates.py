"""Certificates of the demo, in every state; all of it is invented."""

from __future__ import annotations

import datetime as dt

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.certificates.issuer import Issuer, issuer_here
from anjuan.certificates.rules.facts import HolderFacts, IssueFacts, SiteRow
from anjuan.certificates.rules.writing import last_day
from anjuan.certificates.selectors.issued import CertificateFilter, certificate_total
from anjuan.certificates.services.issuing import certificate_issue
from anjuan.certificates.services.reporting import audit_note
from anjuan.certificates.services.status import (
    ReissueWish,
    StatusWish,
    certificate_reissue,
    certificates_expire,
    status_change,
)
from anjuan.kit.clock import SystemClock, today_in_china
from anjuan.registry.services.organisations import organisation_register

#: Name, English name, city, field, standard, scope, English scope, persons, days since the issue, what became of it.
_ROWS = (
    (
        "宁波青禾精密模具有限公司",
        "Ningbo Qinghe Precision Mould Co., Ltd.",
        "浙江省宁波市",
        "A01",
        "精密模具的设计和生产",
        "Design and manufacture of precision moulds",
        86,
        40,
        "sites",
    ),
    (
        "苏州临泽光电科技有限公司",
        "Suzhou Linze Optoelectronics Co., Ltd.",
        "江苏省苏州市",
        "A01",
        "光学镜片的加工",
        "Processing of optical lenses",
        240,
        400,
        "reissued",
    ),
    (
        "合肥望岳机械制造有限公司",
        "Hefei Wangyue Machinery Co., Ltd.",
        "安徽省合肥市",
        "A02",
        "通用机械零部件的生产",
        "Manufacture of machine parts",
        45,
        300,
        "suspended",
    ),
    (
        "郑州云栖食品有限公司",
        "Zhengzhou Yunqi Food Co., Ltd.",
        "河南省郑州市",
        "A01",
        "速冻米面制品的生产",
        "Manufacture of frozen rice and flour products",
        130,
        700,
        "withdrawn",
    ),
    (
        "昆明澜沧建筑工程有限公司",
        "Kunming Lancang Construction Co., Ltd.",
        "云南省昆明市",
        "A03",
        "房屋建筑工程施工总承包",
        "General contracting of building construction",
        1200,
        500,
        "cancelled",
    ),
    (
        "青岛海岱物流有限公司",
        "Qingdao Haidai Logistics Co., Ltd.",
        "山东省青岛市",
        "A01",
        "道路普通货物运输",
        "Road transport of general cargo",
        75,
        1200,
        "expired",
    ),
    (
        "武汉鹤渚软件有限公司",
        "Wuhan Hezhu Software Co., Ltd.",
        "湖北省武汉市",
        "A01",
        "应用软件的开发和服务",
        "Development and service of application software",
        28,
        1050,
        "due",
    ),
    (
        "西安曲江航科有限公司",
        "Xi'an Qujiang Hangke Co., Ltd.",
        "陕西省西安市",
        "A01",
        "机械加工件的生产",
        "Manufacture of machined parts",
        150,
        200,
        "confidential",
    ),
    (
        "成都锦里环境技术有限公司",
        "Chengdu Jinli Environmental Technology Co., Ltd.",
        "四川省成都市",
        "A02",
        "环境保护设备的安装",
        "Installation of environmental equipment",
        60,
        150,
        "restored",
    ),
    (
        "广州越秀纺织有限公司",
        "Guangzhou Yuexiu Textile Co., Ltd.",
        "广东省广州市",
        "A03",
        "针织服装的生产",
        "Manufacture of knitwear",
        420,
        90,
        "",
    ),
)
_STANDARDS = {
    "A01": ("GB/T 19001-2016/ISO 9001:2015", "ISO 9001:2015"),
    "A02": ("GB/T 24001-2016/ISO 14001:2015", "ISO 14001:2015"),
    "A03": ("GB/T 45001-2020/ISO 45001:2018", "ISO 45001:2018"),
}


def certificates_make() -> int:
    """Issue the certificates of the demo unless some are there; return how many."""
    today = today_in_china(SystemClock())
    if certificate_total(system_viewer(), CertificateFilter(), today=today):
        return 0
    here = issuer_here()
    body = Issuer(
        here.name or "示例认证有限公司", here.name_en or "Example Certification Co., Ltd.",
        here.approval_number or "CNCA-R-2018-999", here.address, here.verify_address,
    )  # fmt: skip
    for row in _ROWS:
        _one(row, body, today)
    certificates_expire(deed=_deed())
    _audits(today)
    return len(_ROWS)


def _deed() -> Deed:
    return Deed("system", SystemClock().now())


def _one(row: tuple[str, str, str, str, str, str, int, int, str], body: Issuer, today: dt.date) -> None:
    name, name_en, city, field, scope, scope_en, persons, days, what = row
    issued = today - dt.timedelta(days=days)
    standard, standard_en = _STANDARDS[field]
    address = f"{city}示例路 {persons} 号"
    sites = (
        SiteRow("总部", address, "管理、设计", "Head office", "", "Management, design"),
        SiteRow("二厂", f"{city}工业园 6 号", "生产", "Plant 2", "", "Manufacture"),
        SiteRow("仓库", f"{city}物流园 3 号", "仓储", "Warehouse", "", "Storage"),
    )
    facts = IssueFacts(
        HolderFacts(name, address, name_en, ""), field, standard, scope, persons, issued,
        issued - dt.timedelta(days=2), last_day(issued, 36), standard_en=standard_en, scope_en=scope_en,
        sites=sites if what == "sites" else (), mark="01", mark_number="CNAS C999-M",
        confidential="on_request" if what == "confidential" else "",
    )  # fmt: skip
    holder = organisation_register(deed=_deed(), name=name)
    number = certificate_issue(deed=_deed(), organisation=holder, facts=facts, issuer=body).certificate.number
    _become(number, what, issued, today, body)


def _become(number: str, what: str, issued: dt.date, today: dt.date, body: Issuer) -> None:
    end = today + dt.timedelta(days=25)
    wishes = {
        "suspended": (StatusWish("suspend", "0116", today - dt.timedelta(days=60), end, note="停产搬迁"),),
        "withdrawn": (StatusWish("withdraw", "0112", today - dt.timedelta(days=30), note="拒绝接受监督审核"),),
        "cancelled": (StatusWish("cancel", "own_wish", today - dt.timedelta(days=20)),),
        "restored": (
            StatusWish("suspend", "0112", issued + dt.timedelta(days=60), issued + dt.timedelta(days=200)),
            StatusWish("restore", on=issued + dt.timedelta(days=110), is_resolved=True, note="费用已结清"),
        ),
    }
    for wish in wishes.get(what, ()):
        status_change(deed=_deed(), viewer=system_viewer(), number=number, wish=wish)
    if what == "reissued":
        wanted = ReissueWish("0104", "02", note="地址变更")
        certificate_reissue(deed=_deed(), viewer=system_viewer(), number=number, wish=wanted, issuer=body)


def _audits(today: dt.date) -> None:
    """Note an audit plan and its result in the month before, so that the report has rows."""
    day = today.replace(day=1) - dt.timedelta(days=12)
    plan = "R099900" + day.strftime("%Y%m") + "0001"
    common = {
        "plan_number": plan, "organisation": "广州越秀纺织有限公司", "item": "A03", "stage": "0102", "mode": "FS01",
        "audit_start": day.isoformat(), "audit_end": (day + dt.timedelta(days=2)).isoformat(), "audit_days": "6",
        "team": "示例审核员甲；示例审核员乙",
    }  # fmt: skip
    audit_note(
        deed=_deed(), kind="plan", key=plan, on=day,
        cells={**common, "body_number": "CNCA-R-2018-999", "place": "广东省广州市示例路 420 号", "roles": "01；02"},
    )  # fmt: skip
    audit_note(
        deed=_deed(), kind="result", key=plan, on=day,
        cells={**common, "major": "0", "minor": "2", "conclusion": "01"},
    )  # fmt: skip
