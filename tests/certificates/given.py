"""What the tests of certificates begin with."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer, system_viewer
from anjuan.certificates.issuer import Issuer
from anjuan.certificates.models import IssuedCertificate
from anjuan.certificates.rules.facts import HolderFacts, IssueFacts
from anjuan.certificates.services.issuing import certificate_issue
from anjuan.registry.services.organisations import organisation_register

NOW = dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
DEED = Deed("li", NOW)
BODY = Issuer("示例认证有限公司", "Example Certification", "CNCA-R-2018-454", "杭州市", "https://verify.example.cn")
HOLDER = HolderFacts(
    "宁波海棠模具有限公司", "浙江省宁波市海棠路 8 号", "Ningbo Haitang Mould", "8 Haitang Road, Ningbo"
)
FACTS = IssueFacts(
    HOLDER, "A01", "GB/T 19001-2016/ISO 9001:2015", "模具的设计和生产", 86, TODAY, TODAY - dt.timedelta(days=1),
    standard_en="ISO 9001:2015", scope_en="Design and manufacture of moulds",
)  # fmt: skip
ALL = system_viewer()
NOBODY = Viewer(1, "nobody", frozenset(), frozenset(), frozenset())


def later(days: int = 0, *, by: Deed = DEED) -> Deed:
    return Deed(by.actor, by.now + dt.timedelta(days=days))


def issued(deed: Deed = DEED, **changes: object) -> IssuedCertificate:
    facts = dataclasses.replace(FACTS, **changes)
    holder = organisation_register(deed=deed, name=facts.holder.name or "无名")
    return certificate_issue(deed=deed, organisation=holder, facts=facts, issuer=BODY)
