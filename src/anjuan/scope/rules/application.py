"""The application of a scope: what is asked for, what is licensed, what was really done."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import pydantic

from anjuan.kit.rulefiles import Strict
from anjuan.scope.rules.faults import ApplicationFileError


def _listed(value: object) -> object:
    if value in (None, ""):
        return ()
    return (value,) if isinstance(value, str) else value


def _no_day(value: object) -> object:
    return None if value in ("", "长期", "long") else value


Texts = Annotated[tuple[str, ...], pydantic.BeforeValidator(_listed)]
Day = Annotated[dt.date | None, pydantic.BeforeValidator(_no_day)]


class Proof(Strict):
    """A record that something was really done: its kind, its day, and where it stands."""

    kind: str = "record"
    on: Day = None
    document: str = ""
    page: int = 0


class Line(Strict):
    """A product or service with what is done about it, and the proofs of it."""

    name: str = pydantic.Field(min_length=1)
    activities: Texts = ()
    evidence: tuple[Proof, ...] = ()
    outputs: str = ""


class Licence(Strict):
    """A licence, record or qualification as the application has it; the last day is inclusive."""

    name: str
    number: str = ""
    holder: str = ""
    holder_code: str = ""
    content: str = ""
    grade: str = ""
    issuer: str = ""
    valid_from: Day = None
    valid_until: Day = None
    checked_on: Day = None
    checked_by: str = ""
    renewal_accepted: bool = False


class Clause(Strict):
    """A clause said not to apply, with its reason and the two tests of 4.3."""

    clause: str
    applies: bool = False
    reason: str = ""
    evidence: str = ""
    no_effect_on_conformity: bool | None = None
    no_effect_on_satisfaction: bool | None = None
    reviewed_by: str = ""


class Outsourced(Strict):
    """A process or product that comes from others."""

    process: str
    by: str = ""
    is_product: bool = False
    to_own_specification: bool = True
    affects_conformity: bool = True
    control_evidence: str = ""


class Branch(Strict):
    """A branch, sales company or other place with a name of its own."""

    name: str
    address: str = ""
    activity: str = ""
    own_legal_person: bool = False
    own_system: bool = False
    under_central_control: bool = True


class TemporarySite(Strict):
    """A place of work for a time: a building site, an installation, a service at the customer's."""

    project: str
    stage: str = ""
    begins: Day = None
    ends: Day = None
    address: str = ""
    is_visited: bool = False


class Application(Strict):
    """An application of a scope.

    Attributes:
        organisation: The client.
        credit_code: Its unified social credit code.
        registered_address: Its registered address.
        operating_address: Where it works.
        standards: The standards.
        audit_type: ``initial``, ``surveillance``, ``recertification``, ``special`` or ``transfer``.
        scope: The scope as applied for.
        scope_en: The same in English.
        business_scope: What the business licence allows.
        licence_until: Last day of the business licence; None without an end.
        decided_on: The day by which licences must be valid; the day of the check where it is not said.
        cycle_begins: First day of the cycle, inclusive.
        cycle_ends: Last day of the cycle, inclusive.
        lines: What is made or done, with proofs.
        licences: Licences and qualifications.
        industries: Classes of GB/T 4754.
        clauses: Clauses said not to apply.
        signs: What speaks for clauses, in words: drawings of its own, a calibrated instrument, welding …
        outsourced: What comes from others.
        branches: Branches and companies.
        temporary_sites: Places for a time.
        codes: Professional codes of the application.
        team_codes: Professional codes of the team.
        accredited_codes: Codes for which the body is accredited; empty where it is not said.
        wants_mark: Whether the accreditation mark is asked for.
        days: Audit days planned.
        extends: A scope that is certified already and would be extended.

    """

    organisation: str = ""
    credit_code: str = ""
    registered_address: str = ""
    operating_address: str = ""
    standards: Texts = ("GB/T 19001-2016",)
    audit_type: str = "initial"
    scope: str = ""
    scope_en: str = ""
    business_scope: str = ""
    licence_until: Day = None
    decided_on: Day = None
    cycle_begins: Day = None
    cycle_ends: Day = None
    lines: tuple[Line, ...] = ()
    licences: tuple[Licence, ...] = ()
    industries: Texts = ()
    clauses: tuple[Clause, ...] = ()
    signs: Texts = ()
    outsourced: tuple[Outsourced, ...] = ()
    branches: tuple[Branch, ...] = ()
    temporary_sites: tuple[TemporarySite, ...] = ()
    codes: Texts = ()
    team_codes: Texts = ()
    accredited_codes: Texts = ()
    wants_mark: bool = False
    days: float | None = None
    extends: str = ""


def application_of(content: object) -> Application:
    """Return the application of plain values.

    Raises:
        ApplicationFileError: A value is missing or wrong; the place is named.

    """
    try:
        return Application.model_validate(content)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "file"
        raise ApplicationFileError(
            f"The application is wrong at {place!r}: {first['msg']}",
            why="A scope that is half understood would be judged wrongly.",
            remedy="Correct it; `anjuan scope template` prints an example.",
        ) from error


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
