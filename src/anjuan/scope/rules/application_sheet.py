"""An application as a workbook: its sheets and headings, and the plain values they come to."""

from __future__ import annotations

from typing import Any

from anjuan.scope.rules.faults import ApplicationFileError

#: The sheets of a workbook, each with its columns and the names they have here.
SHEETS: dict[str, tuple[str, dict[str, str]]] = {
    "产品与活动": (
        "lines",
        {
            "产品或服务": "name",
            "活动": "activities",
            "证据种类": "kind",
            "证据日期": "on",
            "文件": "document",
            "页": "page",
        },
    ),
    "许可资质": (
        "licences",
        {
            "名称": "name",
            "编号": "number",
            "持有人": "holder",
            "许可内容": "content",
            "有效期起": "valid_from",
            "有效期至": "valid_until",
            "核查日期": "checked_on",
        },
    ),
    "条款": (
        "clauses",
        {
            "条款": "clause",
            "理由": "reason",
            "不影响合格能力": "no_effect_on_conformity",
            "不影响顾客满意": "no_effect_on_satisfaction",
        },
    ),
    "外包": (
        "outsourced",
        {
            "过程": "process",
            "外包方": "by",
            "购买产品": "is_product",
            "影响符合性": "affects_conformity",
            "控制证据": "control_evidence",
        },
    ),
    "分支机构": (
        "branches",
        {
            "名称": "name",
            "地址": "address",
            "活动": "activity",
            "独立法人": "own_legal_person",
            "独立体系": "own_system",
        },
    ),
    "临时场所": (
        "temporary_sites",
        {"项目": "project", "阶段": "stage", "开始": "begins", "结束": "ends", "已抽样": "is_visited"},
    ),
}
#: Rows of the first sheet, a name and a value each.
HEAD = {
    "组织名称": "organisation",
    "统一社会信用代码": "credit_code",
    "注册地址": "registered_address",
    "经营地址": "operating_address",
    "认证标准": "standards",
    "审核类型": "audit_type",
    "申请范围": "scope",
    "申请范围（英文）": "scope_en",
    "营业执照经营范围": "business_scope",
    "执照有效期至": "licence_until",
    "决定日期": "decided_on",
    "周期开始": "cycle_begins",
    "周期结束": "cycle_ends",
    "专业代码": "codes",
    "审核组代码": "team_codes",
    "设计等迹象": "signs",
    "已获证范围": "extends",
}
_YES = {"是": True, "有": True, "yes": True, "否": False, "无": False, "no": False}
_TYPES = {
    "初次": "initial",
    "初次认证": "initial",
    "监督": "surveillance",
    "监督审核": "surveillance",
    "再认证": "recertification",
    "特殊": "special",
    "扩大": "special",
    "转机构": "transfer",
}


def content_of_sheets(sheets: dict[str, tuple[tuple[str, ...], ...]]) -> dict[str, Any]:
    """Return the plain values of a workbook made from the template: the first sheet holds names and values.

    Raises:
        ApplicationFileError: A heading is none of the template; sheet and cell are named.

    """
    content: dict[str, Any] = {}
    names = list(sheets)
    for number, row in enumerate(sheets[names[0]] if names else (), start=1):
        name, value = (*(cell.strip() for cell in row), "", "")[:2]
        if not name or (number == 1 and name not in HEAD):
            continue
        if name not in HEAD:
            raise _strange(names[0], f"A{number}", name)
        if value:
            content[HEAD[name]] = _value(HEAD[name], value)
    for title, rows in list(sheets.items())[1:]:
        if title not in SHEETS:
            raise _strange(title, "A1", title)
        key, columns = SHEETS[title]
        content[key] = _rows(title, rows, columns, is_lines=key == "lines")
    return content


def _strange(sheet: str, cell: str, value: str) -> ApplicationFileError:
    return ApplicationFileError(
        f"The sheet {sheet} holds {value!r} in {cell}, which the template does not have.",
        why="What is not understood would be left out without a word.",
        remedy="Begin with `anjuan scope template --to application.xlsx`.",
    )


def _value(key: str, value: str) -> Any:  # noqa: ANN401  the model checks it
    if key in ("codes", "team_codes", "standards", "signs"):
        return [part.strip() for part in value.replace("；", ";").replace("、", ";").split(";") if part.strip()]
    return _TYPES.get(value, value) if key == "audit_type" else value


def _rows(
    title: str, rows: tuple[tuple[str, ...], ...], columns: dict[str, str], *, is_lines: bool
) -> list[dict[str, Any]]:
    head = [cell.strip() for cell in rows[0]] if rows else []
    for place, name in enumerate(head):
        if name and name not in columns:
            raise _strange(title, f"{chr(65 + place)}1", name)
    found: list[dict[str, Any]] = []
    for row in rows[1:]:
        one = {
            columns[name]: _YES.get(cell.strip(), cell.strip()) for name, cell in zip(head, row, strict=False) if name
        }
        one = {key: value for key, value in one.items() if value != ""}
        if one:
            found.append(one)
    return _joined(found) if is_lines else found


def _joined(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return lines with their proofs: rows of one product are one line."""
    lines: dict[str, dict[str, Any]] = {}
    for row in rows:
        line = lines.setdefault(
            str(row.get("name", "")), {"name": row.get("name", ""), "activities": [], "evidence": []}
        )
        for activity in str(row.get("activities", "")).replace("；", "、").split("、"):
            if activity and activity not in line["activities"]:
                line["activities"].append(activity)
        proof = {key: row[key] for key in ("kind", "on", "document", "page") if key in row}
        if proof:
            line["evidence"].append(proof)
    return list(lines.values())
