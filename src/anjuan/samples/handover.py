"""The intake manifest of a sample archive: what an archivist would write by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl

_HEADERS = ("文件", "案卷", "组织", "领域", "审核类型", "年份", "标准", "专业代码", "题名", "文件类型", "阶段")
#: First letter of a paper's kind and the stage of the certification process it belongs to.
_STAGES = {
    "A": "受理",
    "B": "合同评审",
    "C": "审核策划",
    "D": "现场审核",
    "E": "认证决定",
    "F": "颁证",
    "G": "证后",
    "X": "归档",
}
#: Title of a file that holds many papers bound together.
_BOUND = "全卷扫描件"
_FIELDS = {"QMS": "A01", "EMS": "A02", "OHSMS": "A03", "SC": "SC03", "SERVICE": "SC03"}


def write_manifest(archive: Path) -> Path:
    """Write ``manifest.xlsx`` into a sample archive from its truth and return its path."""
    book = openpyxl.Workbook()
    sheet = book.active
    if sheet is None:  # pragma: no cover  a new workbook has a sheet
        sheet = book.create_sheet()
    sheet.append(_HEADERS)
    truths = {path.name.removesuffix(".truth.json"): _read(path) for path in archive.glob("*.truth.json")}
    papers: dict[str, list[dict[str, Any]]] = {}
    for line in (archive / "files.jsonl").read_text(encoding="utf-8").splitlines():
        paper = json.loads(line)
        papers.setdefault(paper["file"], []).append(paper)
    for file, inside in papers.items():
        row = inside[0] if len(inside) == 1 else {**inside[0], "file": file, "title": _BOUND, "kind": ""}
        sheet.append(_row(row, truths[row["case"]]))
    path = archive / "manifest.xlsx"
    book.save(path)
    return path


def _read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def _row(row: dict[str, Any], truth: dict[str, Any]) -> list[str]:
    values = truth["fields"]
    standards = values.get("standards") or ""
    codes = values.get("professional_codes") or truth["trade"]["code"]
    started = str(truth["dates"].get("audit_start") or truth["dates"].get("application") or "")
    return [
        row["file"],
        row["case"],
        values["organisation"],
        _FIELDS.get(truth["field"], ""),
        str(values.get("audit_type", "")),
        started[:4],
        _several(standards),
        _several(codes),
        row["title"],
        row["kind"],
        _STAGES.get(row["kind"][:1], ""),
    ]


def _several(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "；".join(value)
