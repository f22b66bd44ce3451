"""The dates of one case, in the order in which a case happens."""

from __future__ import annotations

import datetime as dt

from anjuan.samples.dice import Dice
from anjuan.samples.world import CasePlan, add_years, workday

ORDER = (
    ("application", "认证申请"),
    ("review", "申请评审"),
    ("contract", "认证合同"),
    ("task", "审核任务下达"),
    ("plan", "审核计划"),
    ("audit_start", "首次会议"),
    ("audit_end", "末次会议"),
    ("report", "审核报告"),
    ("file_review", "案卷评定"),
    ("decision", "认证决定"),
    ("issued", "证书签发"),
    ("platform_cert", "证书信息上报"),
)


def _later(day: dt.date, days: int) -> dt.date:
    return workday(day + dt.timedelta(days=days))


def decided(plan: CasePlan, start: dt.date) -> dt.date:
    """Return the day of the decision on the audit that started on a day."""
    return _later(start, 36 + Dice(plan.seed, "decision", plan.organisation_index).randint(0, 5))


def validity(plan: CasePlan) -> tuple[dt.date, dt.date]:
    """Return when the certificate of the plan's cycle was issued and its last day.

    Three years less a day from the first issue; a renewed certificate counts on from the former last day.
    """
    first = _later(decided(plan, plan.first_start), 1)
    last = add_years(first, 3) - dt.timedelta(days=1)
    if plan.cycle == 0:
        return first, last
    return _later(decided(plan, plan.initial_start), 1), add_years(last, 3)


def calendar(plan: CasePlan) -> dict[str, dt.date]:
    """Return every date of the case by its name."""
    dice = Dice(plan.seed, "calendar", plan.index)
    start = plan.start
    end = start + dt.timedelta(days=plan.calendar_days - 1)
    first = start - dt.timedelta(days=21) if plan.stage1_days else start
    days = {"audit_start": start, "audit_end": end, "first_day": first, "stage1_start": first, "stage1_end": first}
    if plan.event in {"initial", "recertification"}:
        days |= _commercial(first, dice)
    else:
        days |= _old_contract(plan)
    days["task"] = _later(first, -16)
    days["notice"] = _later(first, -14)
    days["plan"] = _later(first, -10)
    days["plan2"] = _later(start, -6) if plan.stage1_days else days["plan"]
    days["platform_plan"] = _later(first, -7)
    days["declaration"] = _later(first, -4)
    days["briefing"] = _later(first, -4)
    days["stage1_report"] = _later(first, 3)
    days["stage1_closed"] = _later(first, 12)
    days["report"] = _later(end, 4 + dice.randint(0, 3))
    days["nc_due"] = end + dt.timedelta(days=30)
    days["nc_corrected"] = _later(end, 10)
    days["nc_closed"] = _later(end, 17)
    days["decision"] = decided(plan, start)
    days["file_review"] = days["decision"] - dt.timedelta(days=dice.randint(2, 4))
    days["review_answer"] = days["decision"] - dt.timedelta(days=1)
    days["fee"] = _later(first, -8)
    return days | _issue(plan, days["decision"]) | _system(plan, days, dice)


def _issue(plan: CasePlan, decision: dt.date) -> dict[str, dt.date]:
    """Return what follows from the decision."""
    issued, expires = validity(plan)
    return {
        "issued": issued,
        "expires": expires,
        "maintained": _later(decision, 1),
        "platform_cert": _later(decision, 5),
        "archived": _later(decision, 12),
    }


def _commercial(first: dt.date, dice: Dice) -> dict[str, dt.date]:
    application = _later(first, -62 + dice.randint(0, 8))
    review = _later(application, 5)
    return {
        "application": application,
        "licence_check": _later(application, 2),
        "review": review,
        "acceptance": _later(review, 1),
        "contract": _later(review, 6),
        "programme": _later(review, 9),
    }


def _old_contract(plan: CasePlan) -> dict[str, dt.date]:
    contract = _later(plan.initial_start, -70 if plan.cycle == 0 else -50)
    return {"contract": contract, "programme": _later(contract, 3), "licence_check": _later(plan.start, -20)}


def _system(plan: CasePlan, days: dict[str, dt.date], dice: Dice) -> dict[str, dt.date]:
    """Return the release of the system and its last internal audit and management review."""
    anchor = days.get("application", days["task"])
    first_application = plan.first_start - dt.timedelta(days=90)
    release = _later(first_application, -dice.randint(130, 260))
    audit = _later(anchor, -dice.randint(40, 60))
    return {"release": release, "internal_audit": audit, "management_review": _later(audit, 14)}


def printed(day: dt.date, form: str) -> str:
    """Return the day as a body of this date form prints it."""
    return {
        "chinese": f"{day.year}年{day.month}月{day.day}日",
        "chinese0": f"{day.year}年{day.month:02d}月{day.day:02d}日",
        "dotted": f"{day.year}.{day.month:02d}.{day.day:02d}",
        "iso": day.isoformat(),
    }[form]
