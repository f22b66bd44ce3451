"""Faults of dates: too late, too early, in the wrong order, no longer valid."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.samples.casedates import ORDER, printed
from anjuan.samples.dice import Dice
from anjuan.samples.facts import CaseFacts
from anjuan.samples.planting import Planted, Planter, Planting, everywhere, override, present
from anjuan.samples.world import add_years

_KIND_OF_DATE = {
    "application": "A01",
    "review": "B01",
    "contract": "B05",
    "task": "C02",
    "plan": "C06",
    "audit_start": "D02",
    "audit_end": "D03",
    "report": "D12",
    "file_review": "E01",
    "decision": "E03",
    "issued": "F01",
    "platform_cert": "F04",
}
_ALSO = {"decision": ("decision_date",), "issued": ("issued_on",), "plan": ("d_plan2",)}


def plant_late_closure(facts: CaseFacts, dice: Dice) -> Planting:
    """Close the nonconformities after the decision."""
    if "nc" not in facts.conditions:
        return None
    late = printed(facts.dates["decision"] + dt.timedelta(days=dice.randint(5, 20)), facts.style.dates)
    planted = Planted(
        "", "K10", "不符合关闭日期晚于认证决定日期", ("D09", "E03"), "nc_closed", facts.values["d_nc_closed"], late
    )
    return override(facts, "D09", d_nc_closed=late), planted


def plant_licence(facts: CaseFacts, dice: Dice) -> Planting:
    """Let a licence end before the audit."""
    rows = facts.lists["licences"]
    if not rows:
        return None
    ended = facts.dates["audit_start"] - dt.timedelta(days=dice.randint(5, 80))
    wrong = printed(ended, "chinese")
    changed = ({**rows[0], "licence_until": wrong, "licence_from": printed(add_years(ended, -4), "chinese")}, *rows[1:])
    planted = Planted("", "K12", "许可证在审核前已过期", ("A03",), "licence_until", rows[0]["licence_until"], wrong)
    return dataclasses.replace(facts, lists={**facts.lists, "licences": changed}), planted


def plant_young(facts: CaseFacts, dice: Dice) -> Planting:
    """Release the system less than three months before the application."""
    if facts.plan.event != "initial":
        return None
    wrong = printed(facts.dates["application"] - dt.timedelta(days=dice.randint(20, 70)), facts.style.dates)
    planted = Planted(
        "", "K02", "体系运行不足三个月即申请", ("A01", "A05"), "release", facts.values["d_release"], wrong
    )
    return everywhere(facts, d_release=wrong), planted


def plant_moved(rule: str, name: str, base: str, low: int, kinds: tuple[str, ...], what: str) -> Planter:
    """Return a planter that puts a date some days after another one."""

    def plant(facts: CaseFacts, dice: Dice) -> Planting:
        if not present(facts) & set(kinds):
            return None
        wrong = facts.dates[base] + dt.timedelta(days=low + dice.randint(0, 3))
        planted = Planted("", rule, what, kinds, name, facts.values[f"d_{name}"], printed(wrong, facts.style.dates))
        changed = everywhere(facts, **{f"d_{name}": printed(wrong, facts.style.dates)})
        return dataclasses.replace(changed, dates={**facts.dates, name: wrong}), planted

    return plant


def plant_order(before: str, after: str) -> Planter:
    """Return a planter that breaks one edge of the order of dates."""

    def plant(facts: CaseFacts, dice: Dice) -> Planting:
        pair = {_KIND_OF_DATE[before], _KIND_OF_DATE[after]}
        if before not in facts.dates or after not in facts.dates or not pair <= present(facts):
            return None
        if after == "audit_start":
            name, wrong = before, facts.dates["audit_start"] + dt.timedelta(days=dice.randint(1, 3))
        else:
            name, wrong = after, facts.dates[before] - dt.timedelta(days=dice.randint(2, 6))
        text = printed(wrong, facts.style.dates)
        names = (f"d_{name}", *_ALSO.get(name, ()))
        planted = Planted(
            "",
            "K01",
            f"{dict(ORDER)[before]}日期晚于{dict(ORDER)[after]}日期",
            tuple(sorted(pair)),
            name,
            facts.values[f"d_{name}"],
            text,
        )
        if name == "audit_end":
            return override(facts, "D03", d_audit_end=text), planted
        changed = everywhere(facts, **dict.fromkeys(names, text))
        return dataclasses.replace(changed, dates={**facts.dates, name: wrong}), planted

    return plant
