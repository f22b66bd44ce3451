"""What the papers of a case print, by name."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping

from anjuan.samples import casedates as days_of
from anjuan.samples import numbers
from anjuan.samples.dice import Dice, spin
from anjuan.samples.world import (
    EVENT_NAMES,
    FIELD_NAMES,
    STANDARDS,
    CasePlan,
    Organisation,
    Style,
    base_days,
    person_name,
)

Item = Mapping[str, str]
# Source: IAF MD 5:2019; planning and reporting take at most a fifth of the audit time.
_ON_SITE_SHARE = 0.8
_OFFICE = ("officer", "planner", "archivist")


def texts_of(
    org: Organisation,
    dice: Dice,
    makers: Mapping[str, Callable[[Dice], str]],
    findings: tuple[Item, ...],
    lists: dict[str, tuple[Item, ...]],
) -> dict[str, str]:
    """Return the values that follow from the rows: lines of steps, counts of findings, the complaint."""
    majors = sum(item["grade"].startswith("严重") for item in findings)
    return {
        "findings_major": str(majors),
        "findings_minor": str(len(findings) - majors),
        "findings_all": str(len(findings)),
        "complaint": spin(org.trade.complaint, dice, makers),
        "flow_line": " → ".join(item["name"] for item in lists["flow"]),
        "key_line": "、".join(item["name"] for item in lists["flow"] if item["kind"] == "关键") or "无",
        "special_line": "、".join(item["name"] for item in lists["flow"] if item["kind"] == "特殊") or "无",
        "outsourced_line": "、".join(org.trade.outsourced) or "无",
        "equipment_line": "、".join(org.trade.equipment),
        "measuring_line": "、".join(org.trade.measuring),
        "clauses_line": "、".join(item["clause"] for item in findings) or "无",
        "points_count": str(len(lists["points"])),
        "output": str(dice.randint(12, 180) * 10),
        "exclusion_reason": "产品按顾客图样或国家现行标准提供，组织不承担设计和开发责任，"
        "不影响组织确保产品和服务合格的能力和责任",
    }


def values_of(plan: CasePlan, org: Organisation, style: Style, dates: dict[str, dt.date], dice: Dice) -> dict[str, str]:
    """Return the values that follow from the plan, the organisation and the dates."""
    days = {f"d_{name}": days_of.printed(day, style.dates) for name, day in dates.items()}
    return (
        days
        | _organisation(plan, org)
        | _references(plan, org, dates)
        | _people(plan, dice)
        | _outcome(plan, org, dates, days)
        | _time_values(plan, org)
    )


def _organisation(plan: CasePlan, org: Organisation) -> dict[str, str]:
    return {
        "organisation": org.name,
        "client": org.name,
        "organisation_en": org.name_en,
        "former_name": org.former_name or "无",
        "credit_code": org.credit_code,
        "registered_address": org.registered_address,
        "operating_address": org.operating_address,
        "legal_representative": org.legal_representative,
        "management_representative": org.management_representative,
        "contact": org.contact,
        "phone": org.phone,
        "capital": org.capital,
        "founded": days_of.printed(org.founded, "chinese"),
        "headcount": str(plan.headcount),
        "effective_headcount": str(max(1, plan.headcount - plan.headcount // 12)),
        "scope": org.scope,
        "scope_en": org.scope_en,
        "product": org.product,
        "trade": org.trade.name,
        "professional_codes": org.trade.code,
        "industry": org.trade.industry,
        "risk": org.trade.risk["Q"],
        "site_count": str(1 + len(org.sites)),
        "registry": f"{org.town.address}市场监督管理局",
    }


def _references(plan: CasePlan, org: Organisation, dates: dict[str, dt.date]) -> dict[str, str]:
    body, letter = plan.body, plan.letter
    year, contracted = dates["issued"].year, dates["contract"].year
    return {
        "body": body.name,
        "body_en": body.name_en,
        "approval": body.approval,
        "contract_no": body.contract.format(year=contracted, letter=letter, serial=plan.serial % 10000),
        "project_no": body.project.format(year=plan.start.year, letter=letter, serial=plan.index),
        "certificate_no": numbers.certificate_number(
            body.approval[-3:], year, letter, plan.serial, renewals=plan.cycle, headcount=org.headcount
        ),
        "renewals": str(plan.cycle),
        "manual_no": f"{latin_initials(org.name_en)}/{letter}M-{dates['release'].year}",
        "manual_edition": "A/0" if plan.cycle == 0 else "B/0",
    }


def _people(plan: CasePlan, dice: Dice) -> dict[str, str]:
    names = [person.name for person in plan.team]
    taken = {*names, plan.reviewer.name, plan.decision_maker.name}
    office: list[str] = []
    while len(office) < len(_OFFICE):
        name = person_name(dice)
        if name not in taken:
            taken.add(name)
            office.append(name)
    return {
        "leader": names[0],
        "team_leader": names[0],
        "team": "、".join(names),
        "members": "、".join(names[1:]) or "无",
        "team_size": str(len(names)),
        "expert": plan.technical_expert.name if plan.technical_expert else "无",
        "reviewer": plan.reviewer.name,
        "decision_maker": plan.decision_maker.name,
    } | dict(zip(_OFFICE, office, strict=True))


def _outcome(plan: CasePlan, org: Organisation, dates: dict[str, dt.date], days: dict[str, str]) -> dict[str, str]:
    granted = {"initial": "认证注册", "recertification": "再认证注册"}.get(plan.event, "保持认证注册")
    return {
        "field": plan.field,
        "field_name": FIELD_NAMES[plan.field],
        "standards": STANDARDS[plan.field],
        "standards_en": STANDARDS[plan.field].split("/")[-1],
        "audit_type": EVENT_NAMES[plan.event],
        "audit_dates": f"{days['d_audit_start']}至{days['d_audit_end']}",
        "stage1_dates": days["d_stage1_start"],
        "decision": f"同意{granted}",
        "conclusion": f"推荐{granted}",
        "decision_date": days["d_decision"],
        "issued_on": days["d_issued"],
        "expires_on": days["d_expires"],
        "issued_iso": dates["issued"].isoformat(),
        "expires_iso": dates["expires"].isoformat(),
        "exclusions": org.trade.exclusion if plan.field == "QMS" and org.trade.exclusion else "无",
        "fee": str(int(plan.person_days * 3000) + 2000),
        "stage1_concern": "1. 部分岗位的作业指导文件未体现关键参数；2. 外来标准清单需补充现行版本。",
    }


def _time_values(plan: CasePlan, org: Organisation) -> dict[str, str]:
    risk = org.trade.risk["E" if plan.field == "EMS" else "S"] if plan.field != "QMS" else "medium"
    base = base_days(plan.field, plan.headcount, risk)
    share = {"initial": "1", "recertification": "2/3"}.get(plan.event, "1/3")
    return {
        "base_days": f"{base:g}",
        "time_share": share,
        "audit_days": f"{plan.person_days:g}",
        "onsite_days": f"{max(1.0, math.ceil(plan.person_days * _ON_SITE_SHARE * 2) / 2):g}",
        "stage1_days": f"{plan.stage1_days:g}",
        "stage2_days": f"{plan.person_days - plan.stage1_days:g}",
        "calendar_days": str(plan.calendar_days),
    }


def latin_initials(name: str) -> str:
    """Return the capital letters of a Latin name, at most four."""
    return "".join(char for char in name if char.isupper())[:4]
