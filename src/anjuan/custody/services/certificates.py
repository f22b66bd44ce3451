"""The certificate of destruction 销毁证明 of a case, from its entry in the register."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from anjuan.custody.rules import tables
from anjuan.custody.selectors.destruction import RegisterRow
from anjuan.kit.clock import CHINA
from anjuan.preservation.printing import print_pdf

_TEMPLATE = Path(__file__).with_name("certificate.typ")


def destruction_certificate(entry: RegisterRow) -> bytes:
    """Return the certificate of a destroyed case as a PDF/A file, in Chinese, with places to sign.

    Raises:
        NoFontError: No font with Chinese characters is on this machine.

    """
    destroyed = dt.datetime.fromisoformat(entry.destroyed_at)
    day = destroyed.astimezone(CHINA).date()
    methods = {item.code: item.name for item in tables.tombstones().on(day).methods}
    classes = {item.code: item.name for item in tables.retention().on(day).classes}
    values = {
        "case": entry.case, "code": entry.reference_code, "title": entry.title,
        "organisation": entry.organisation_name, "year": str(entry.year or ""),
        "class": f"{classes.get(entry.class_code, entry.class_code)}（{entry.class_code}）",
        "keep_until": entry.keep_until, "method": methods.get(entry.method, entry.method), "list": entry.list_number,
        "made_by": entry.made_by, "approved_by": entry.approved_by, "approved_at": _said(entry.approved_at),
        "supervisors": "、".join(entry.supervisors), "destroyed_by": entry.destroyed_by,
        "destroyed_at": _said(entry.destroyed_at), "pages": str(entry.pages),
        "documents": [
            [str(one["sequence"]), one["code"], one["title"], str(one["pages"]), one["sha256"][:16]]
            for one in entry.documents
        ],
        "kept": [[one["sha256"][:16], "、".join(one["cases"])] for one in entry.kept_originals],
    }  # fmt: skip
    return print_pdf(_TEMPLATE.read_text(encoding="utf-8"), values, destroyed)


def _said(moment: str) -> str:
    return dt.datetime.fromisoformat(moment).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
