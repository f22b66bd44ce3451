"""The description of a volume and its items by DA/T 18-2022, from plain values.

Source: DA/T 18-2022, elements of the levels 案卷级 and 文件级; mandatory are 著录层级, 档号, 题名, 日期, 责任者,
保管期限 and 开放标识. Dates are eight digits; what is not known of a date is left off, never filled in.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

MANDATORY = ("著录层级", "档号", "题名", "日期", "责任者", "保管期限", "开放标识")
#: The columns of the table, in order.
COLUMNS = (*MANDATORY, "文件编号", "文种", "页数", "文件大小", "格式", "生成方式", "附注")
OPENNESS = ("开放", "控制", "延期开放", "未审核")
_RETENTION = re.compile(r"(?<![A-Z0-9])(Y|D\d{1,3})(?![A-Z0-9])")
_WHOLE_DATE = 8


@dataclasses.dataclass(frozen=True, slots=True)
class Volume:
    """What is known of a case. Dates are ISO, maybe partial; empty when not known."""

    reference_code: str
    title: str
    date: str
    creator: str
    pages: int
    note: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """What is known of a document of a case.

    Attributes:
        digitised: Whether its text was recognised on pictures.

    """

    sequence: int
    title: str
    date: str
    creator: str
    form_no: str
    kind_name: str
    pages: int
    size_bytes: int
    media_type: str
    digitised: bool


def described(volume: Volume, items: Sequence[Item]) -> list[dict[str, str]]:
    """Return the rows of the description, the volume first; what is not known is empty."""
    retention = retention_of(volume.reference_code)
    rows = [
        {
            "著录层级": "案卷级", "档号": volume.reference_code, "题名": volume.title,
            "日期": compact_date(volume.date),
            "责任者": volume.creator, "保管期限": retention, "开放标识": "未审核", "页数": str(volume.pages),
            "附注": volume.note,
        }
    ]  # fmt: skip
    for item in items:
        code = f"{volume.reference_code}-{item.sequence:04d}" if volume.reference_code else ""
        rows.append({
            "著录层级": "文件级", "档号": code, "题名": item.title, "日期": compact_date(item.date),
            "责任者": item.creator, "保管期限": retention, "开放标识": "未审核", "文件编号": item.form_no,
            "文种": item.kind_name, "页数": str(item.pages), "文件大小": str(item.size_bytes), "格式": item.media_type,
            "生成方式": "数字化" if item.digitised else "原生",
        })  # fmt: skip
    return [{column: row.get(column, "") for column in COLUMNS} for row in rows]


def compact_date(iso: str) -> str:
    """Return an ISO date, maybe partial, without its hyphens: ``2017-09`` gives ``201709``."""
    digits = iso.replace("-", "")
    return digits if digits.isdigit() and len(digits) in (4, 6, _WHOLE_DATE) else ""


def retention_of(reference_code: str) -> str:
    """Return the retention period that a reference code carries: ``永久``, ``10年``; empty when it carries none."""
    found = _RETENTION.search(reference_code)
    if not found:
        return ""
    return "永久" if found[1] == "Y" else f"{found[1][1:]}年"


def gaps(rows: Sequence[dict[str, str]]) -> list[tuple[str, str]]:
    """Return what is mandatory and missing, as title and element."""
    return [(row["题名"], name) for row in rows for name in MANDATORY if not row[name]]
