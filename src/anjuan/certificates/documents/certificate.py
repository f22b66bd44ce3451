"""A certificate in Chinese and English as PDF/A, set with Typst: one sheet, then the annex of its sites."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

from anjuan.certificates.documents.qr import qr_svg
from anjuan.certificates.issuer import Issuer
from anjuan.certificates.models import Printing
from anjuan.certificates.rules import tables
from anjuan.preservation.printing import print_pdf

_TEMPLATE = Path(__file__).with_name("certificate.typ")
_TITLES = {
    "A": ("管理体系认证证书", "MANAGEMENT SYSTEM CERTIFICATE"),
    "B": ("产品认证证书", "PRODUCT CERTIFICATE"),
    "C": ("服务认证证书", "SERVICE CERTIFICATE"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Paper:
    """What is printed besides the facts.

    Attributes:
        issuer: The body.
        is_specimen: Whether the paper is marked as no certificate, for looking at the layout.

    """

    issuer: Issuer
    is_specimen: bool = False


def certificate_pdf(printing: Printing, paper: Paper) -> bytes:
    """Return one printing of a certificate as a PDF/A-2b file; the same printing gives the same pages.

    Raises:
        NoFontError: No font with Chinese characters is on this machine.
        CopyFailedError: The pages could not be set.

    """
    return print_pdf(_TEMPLATE.read_text(encoding="utf-8"), printed_values(printing, paper), printing.printed_at)


def printed_values(printing: Printing, paper: Paper) -> dict[str, Any]:
    """Return what the template needs, as plain values."""
    row, issuer = printing.certificate, paper.issuer
    marks = {one.code: one for one in tables.status().on(row.issued_on).marks}
    mark = marks.get(printing.mark)
    number = row.certificate.number
    titles = _TITLES.get(row.category, _TITLES["A"])
    return {
        "number": number, "body": issuer.name, "body-en": issuer.name_en, "approval": issuer.approval_number,
        "body-address": issuer.address, "title": titles[0], "title-en": titles[1], "holder": printing.holder,
        "holder-en": printing.holder_en, "code": printing.credit_code, "address": printing.address,
        "address-en": printing.address_en, "scope": printing.scope, "scope-en": printing.scope_en,
        "standard": printing.standard, "standard-en": printing.standard_en, "grade": printing.grade,
        "mark": _mark(mark.zh, printing.mark_number) if mark else "",
        "first": _day(row.first_issued_on), "issued": _day(printing.issued_on), "expires": _day(printing.expires_on),
        "reissued": _day(printing.printed_on) if printing.number > 1 else "", "edition": printing.number,
        "main": row.main.certificate.number if row.main else "",
        "qr": qr_svg(issuer.qr_text(printing.statement)), "key": printing.key.kid, "verify": issuer.verify_address,
        "specimen": paper.is_specimen,
        "sites": [
            {
                "place": str(site.place), "name": site.name, "name-en": site.name_en, "address": site.address,
                "address-en": site.address_en, "activities": site.activities, "activities-en": site.activities_en,
            }
            for site in printing.sites.all()
        ],
    }  # fmt: skip


def _mark(name: str, number: str) -> str:
    return number if number.startswith(name) else f"{name} {number}".strip()


def _day(day: dt.date) -> str:
    return day.isoformat()
