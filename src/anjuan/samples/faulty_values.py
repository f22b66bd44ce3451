"""Faults of values: papers of one case that do not say the same, and figures that cannot be right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from anjuan.samples import numbers
from anjuan.samples.casedates import printed
from anjuan.samples.dice import Dice
from anjuan.samples.facts import CaseFacts
from anjuan.samples.planting import Planted, Planter, Planting, everywhere, override, present
from anjuan.samples.world import add_years, organisation


def plant_differs(
    rule: str, kinds: Sequence[str], field: str, what: str, change: Callable[[CaseFacts, Dice], str]
) -> Planter:
    """Return a planter that prints another value of a field on one of some kinds of paper."""

    def plant(facts: CaseFacts, dice: Dice) -> Planting:
        mine = [kind for kind in kinds if kind in present(facts)]
        if not mine:
            return None
        kind, right, wrong = dice.one(mine), facts.values[field], change(facts, dice)
        if wrong == right:
            return None
        also = {"client": wrong} if field == "organisation" else {}
        planted = Planted("", rule, what, (kind,), field, right, wrong)
        return override(facts, kind, **{field: wrong}, **also), planted

    return plant


def other_name(facts: CaseFacts, dice: Dice) -> str:
    """Return the name of the organisation with one character changed."""
    name = facts.org.name
    place = dice.randint(2, min(5, len(name) - 5))
    other = dice.one([char for char in "禾合和河荷恒衡宏弘洪" if char != name[place]])
    return name[:place] + other + name[place + 1 :]


def other_scope(facts: CaseFacts, dice: Dice) -> str:
    """Return the scope with other words."""
    scope = facts.org.scope
    for old, new in (
        ("的生产和销售", "的设计、生产和销售"),
        ("的设计、制造和销售", "的制造和销售"),
        ("服务", "及相关咨询服务"),
    ):
        if old in scope and new not in scope:
            return scope.replace(old, new, 1)
    return scope + dice.one(("和售后服务", "及安装", "和进出口"))


def other_address(facts: CaseFacts, dice: Dice) -> str:
    """Return the registered address with another house number."""
    address = facts.org.registered_address
    head = address.rstrip("0123456789号")
    return f"{head}{dice.randint(1000, 1999)}号"


def old_edition(facts: CaseFacts, _dice: Dice) -> str:
    """Return the former edition of the standard."""
    return {
        "QMS": "GB/T 19001-2008/ISO 9001:2008",
        "EMS": "GB/T 24001-2004/ISO 14001:2004",
        "OHSMS": "GB/T 28001-2011/OHSAS 18001:2007",
    }[facts.plan.field]


def wrong_expiry(facts: CaseFacts, dice: Dice) -> str:
    """Return a last day of validity that is a day or a year too late."""
    right = facts.dates["expires"]
    wrong = dice.one((right + dt.timedelta(days=1), add_years(right, 1)))
    return printed(wrong, facts.style.dates)


def other_number(facts: CaseFacts, dice: Dice) -> str:
    """Return the certificate number with one digit changed."""
    number = facts.values["certificate_no"]
    return number[:7] + str((int(number[7]) + dice.randint(1, 8)) % 10) + number[8:]


def more_than(field: str, low: int, high: int) -> Callable[[CaseFacts, Dice], str]:
    """Return what makes a number larger by low to high (inclusive)."""

    def change(facts: CaseFacts, dice: Dice) -> str:
        return f"{float(facts.values[field]) + dice.randint(low, high):g}"

    return change


def fewer_days(facts: CaseFacts, _dice: Dice) -> str:
    """Return a person-day less than was computed."""
    return f"{max(0.5, facts.plan.person_days - 1):g}"


def plant_on_site(facts: CaseFacts, _dice: Dice) -> Planting:
    """Give less than four fifths of the audit time on site."""
    wrong = f"{max(0.5, int(facts.plan.person_days) * 0.5):g}"
    planted = Planted(
        "",
        "K07",
        "现场审核人日低于总人日的80%",
        ("C02", "C06", "D12"),
        "onsite_days",
        facts.values["onsite_days"],
        wrong,
    )
    return everywhere(facts, onsite_days=wrong), planted


def plant_reused(facts: CaseFacts, _dice: Dice) -> Planting:
    """Give the certificate the number of another organisation."""
    if "F01" not in present(facts):
        return None
    plan = facts.plan
    other = organisation(plan.seed, plan.organisation_index + 1)
    number = numbers.certificate_number(
        plan.body.approval[-3:],
        facts.dates["issued"].year,
        plan.letter,
        plan.serial + 3,
        renewals=plan.cycle,
        headcount=other.headcount,
    )
    planted = Planted(
        "", "4.5", "证书编号与其他获证组织重复", ("F01",), "certificate_no", facts.values["certificate_no"], number
    )
    return everywhere(facts, certificate_no=number), planted


def plant_foreign(facts: CaseFacts, _dice: Dice) -> Planting:
    """Put in a paper that names another organisation."""
    other = organisation(facts.plan.seed, facts.plan.organisation_index + 5)
    changed = override(facts, "D18", organisation=other.name, client=other.name)
    return changed, Planted("", "K09", "卷内混入其他组织的文件", ("D18",), "organisation", facts.org.name, other.name)
