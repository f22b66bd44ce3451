"""The sheet of a verification, to be printed and kept: what was asked, when, and what the answer was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from anjuan.certificates.issuer import Issuer
from anjuan.certificates.rules import tables
from anjuan.certificates.selectors.verification import Answer
from anjuan.kit.clock import CHINA
from anjuan.preservation.printing import print_pdf

_TEMPLATE = Path(__file__).with_name("verification.typ")
_NOT_FOUND = (
    "未查到符合所给信息的证书。未查到不等于虚假：编号可能有误，或该证书须同时提供获证组织名称才能查询；请向发证机构核实。",
    (
        "Nothing was found for what was given. Not found does not mean false: the number may be mistyped,"
        " or the holder's name may be needed too. Ask the certification body."
    ),
)


def verification_pdf(answer: Answer, issuer: Issuer) -> bytes:
    """Return the sheet of an answer as a PDF/A-2b file, dated by the moment of the answer.

    Raises:
        NoFontError: No font with Chinese characters is on this machine.

    """
    return print_pdf(_TEMPLATE.read_text(encoding="utf-8"), sheet_values(answer, issuer), answer.at)


def sheet_values(answer: Answer, issuer: Issuer) -> dict[str, Any]:
    """Return what the template needs, as plain values."""
    told = answer.told
    names = {one.code: one for one in tables.status().latest.states}
    rows = []
    if told:
        state = names[told.status]
        rows = [
            ["证书状态 Status", f"{state.zh} {state.en}"],
            ["获证组织 Holder", " ".join(part for part in (told.holder, told.holder_en) if part) or "—"],
            ["认证依据 Standard", told.standard],
            ["认证范围 Scope", " ".join(part for part in (told.scope, told.scope_en) if part) or "—"],
            ["初次颁证 First issued", told.first_issued_on.isoformat()],
            ["本次颁证 Issued", told.issued_on.isoformat()],
            ["有效期至 Valid until", told.expires_on.isoformat()],
        ]
    return {
        "body": issuer.name, "asked": answer.asked[:80], "at": f"{answer.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}",
        "rows": rows, "not-found": "" if told else _NOT_FOUND[0], "not-found-en": "" if told else _NOT_FOUND[1],
        "old": answer.is_old,
        "history": [
            [f"{names[one.code].zh} {names[one.code].en}", one.on.isoformat(), str(one.ends_on or "")]
            for one in (told.history if told else ())
        ],
        "verify": issuer.verify_address,
    }  # fmt: skip
