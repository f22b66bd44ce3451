"""How each kind of gap and contradiction is planted into the facts of a case."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from anjuan.samples import numbers
from anjuan.samples.casedates import ORDER, printed
from anjuan.samples.dice import Dice
from anjuan.samples.facts import CaseFacts
from anjuan.samples.world import add_years, organisation, person_name
from anjuan.samples.writing import wanted


@dataclasses.dataclass(frozen=True)
class Planted:
    """A fault that was planted.

    Attributes:
        id: The kind of fault, a key of ``FAULTS``.
        rule: The rule it breaks (K01 to K17, or what the field calls it).
        what: What is wrong, in words.
        kinds: The kinds of paper a reader has to look at.
        field: The value concerned; empty for gaps.
        right: The value the other papers print.
        wrong: The value planted; empty for gaps.

    """

    id: str
    rule: str
    what: str
    kinds: tuple[str, ...]
    field: str = ""
    right: str = ""
    wrong: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the fault as truth files store it."""
        return dataclasses.asdict(self) | {"kinds": list(self.kinds)}


Planting = tuple[CaseFacts, Planted] | None
Planter = Callable[[CaseFacts, Dice], Planting]

_REQUIRED = (
    "A09",
    "A10",
    "C02",
    "C03",
    "C05",
    "C09",
    "D02",
    "D03",
    "D12",
    "D13",
    "D15",
    "D18",
    "D21",
    "E01",
    "E03",
    "X02",
)
SIGNED = ("A01", "B05", "C06", "D08", "D12", "E01", "E03")
#: Kinds of paper that must carry a seal.
SEALED = ("A01", "A09", "A16", "B05", "B06", "C06", "D13", "D14", "D15")


def present(facts: CaseFacts) -> frozenset[str]:
    """Return the kinds of paper the case has."""
    return frozenset(form.kind for form in wanted(facts))


def _override(facts: CaseFacts, kind: str, **values: str) -> CaseFacts:
    mine = {**facts.overrides.get(kind, {}), **values}
    return dataclasses.replace(facts, overrides={**facts.overrides, kind: mine})


def _rows(facts: CaseFacts, kind: str, name: str, rows: tuple[Any, ...]) -> CaseFacts:
    mine = {**facts.list_overrides.get(kind, {}), name: rows}
    return dataclasses.replace(facts, list_overrides={**facts.list_overrides, kind: mine})


def _everywhere(facts: CaseFacts, **values: str) -> CaseFacts:
    return dataclasses.replace(facts, values={**facts.values, **values})


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
        return _override(facts, kind, **{field: wrong}, **also), planted

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


def plant_missing(facts: CaseFacts, dice: Dice) -> Planting:
    """Leave out one paper that every case must have."""
    mine = [kind for kind in _REQUIRED if kind in present(facts)]
    kind = dice.one(mine)
    return _without(facts, kind), Planted("", "3.1", f"缺少必备文件{kind}", (kind,))


def _without(facts: CaseFacts, kind: str) -> CaseFacts:
    return dataclasses.replace(facts, dropped=facts.dropped | {kind})


def plant_dropped(rule: str, kind: str, what: str) -> Planter:
    """Return a planter that leaves out one kind of paper."""

    def plant(facts: CaseFacts, _dice: Dice) -> Planting:
        if kind not in present(facts):
            return None
        return _without(facts, kind), Planted("", rule, what, (kind,))

    return plant


def plant_bare(part: str, kinds: Sequence[str], what: str) -> Planter:
    """Return a planter that leaves out the signature or date of one kind of paper."""

    def plant(facts: CaseFacts, dice: Dice) -> Planting:
        kind = dice.one([kind for kind in kinds if kind in present(facts)])
        changed = dataclasses.replace(facts, bare={**facts.bare, kind: part})
        return changed, Planted("", "3.1", what, (kind,), part)

    return plant


def plant_unsealed(facts: CaseFacts, dice: Dice) -> Planting:
    """Leave out the seals of one kind of paper, where a reader can see that they are missing."""
    mine = [kind for kind in SEALED if kind in present(facts) & facts.drawn]
    if not mine or not facts.style.seal:
        return None
    kind = dice.one(mine)
    changed = dataclasses.replace(facts, bare={**facts.bare, kind: "seal"})
    return changed, Planted("", "3.1", "缺少盖章", (kind,), "seal")


def plant_in_team(field: str, kind: str, what: str) -> Planter:
    """Return a planter that lets somebody of the team review or decide."""

    def plant(facts: CaseFacts, dice: Dice) -> Planting:
        wrong = dice.one(facts.plan.team).name
        planted = Planted("", "K11", what, (kind, "D12"), field, facts.values[field], wrong)
        return _everywhere(facts, **{field: wrong}), planted

    return plant


def plant_team_report(facts: CaseFacts, dice: Dice) -> Planting:
    """Name somebody in the report who was not sent."""
    right = facts.values["team"]
    wrong = f"{right}、{person_name(dice)}"
    return _override(facts, "D12", team=wrong), Planted(
        "", "K06", "审核报告的审核组与任务书不一致", ("C02", "D12"), "team", right, wrong
    )


def plant_team_sign_in(facts: CaseFacts, dice: Dice) -> Planting:
    """Let a stranger sign in instead of a member of the team."""
    rows = facts.lists["attend_team"]
    stranger = person_name(dice)
    changed = (*rows[:-1], {**rows[-1], "name": stranger})
    right, wrong = "、".join(row["name"] for row in rows), "、".join(row["name"] for row in changed)
    return _rows(facts, "D03", "attend_team", changed), Planted(
        "", "K06", "末次会议签到的审核组成员与任务书不一致", ("C02", "D03"), "team", right, wrong
    )


def plant_no_top(facts: CaseFacts, _dice: Dice) -> Planting:
    """Let nobody of the top management sign in."""
    rows = tuple(row for row in facts.lists["attend_client"] if row["dept"] not in {"总经理", "管理者代表"})
    return _rows(facts, "D02", "attend_client", rows), Planted(
        "", "K05", "首次会议最高管理者和管理者代表均未签到且无理由", ("D02",)
    )


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
    return _everywhere(facts, onsite_days=wrong), planted


def plant_late_closure(facts: CaseFacts, dice: Dice) -> Planting:
    """Close the nonconformities after the decision."""
    if "nc" not in facts.conditions:
        return None
    late = printed(facts.dates["decision"] + dt.timedelta(days=dice.randint(5, 20)), facts.style.dates)
    planted = Planted(
        "", "K10", "不符合关闭日期晚于认证决定日期", ("D09", "E03"), "nc_closed", facts.values["d_nc_closed"], late
    )
    return _override(facts, "D09", d_nc_closed=late), planted


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
    return _everywhere(facts, d_release=wrong), planted


def plant_moved(rule: str, name: str, base: str, low: int, kinds: tuple[str, ...], what: str) -> Planter:
    """Return a planter that puts a date some days after another one."""

    def plant(facts: CaseFacts, dice: Dice) -> Planting:
        if not present(facts) & set(kinds):
            return None
        wrong = facts.dates[base] + dt.timedelta(days=low + dice.randint(0, 3))
        planted = Planted("", rule, what, kinds, name, facts.values[f"d_{name}"], printed(wrong, facts.style.dates))
        changed = _everywhere(facts, **{f"d_{name}": printed(wrong, facts.style.dates)})
        return dataclasses.replace(changed, dates={**facts.dates, name: wrong}), planted

    return plant


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
            return _override(facts, "D03", d_audit_end=text), planted
        changed = _everywhere(facts, **dict.fromkeys(names, text))
        return dataclasses.replace(changed, dates={**facts.dates, name: wrong}), planted

    return plant


def plant_pages(facts: CaseFacts, dice: Dice) -> Planting:
    """List a wrong number of pages."""
    place = str(dice.randint(3, 20))
    return _override(facts, "X01", contents_shift=place), Planted(
        "", "K17", "归档清单页数与实际不符", ("X01",), "pages"
    )


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
    return _everywhere(facts, certificate_no=number), planted


def plant_foreign(facts: CaseFacts, _dice: Dice) -> Planting:
    """Put in a paper that names another organisation."""
    other = organisation(facts.plan.seed, facts.plan.organisation_index + 5)
    changed = _override(facts, "D18", organisation=other.name, client=other.name)
    return changed, Planted("", "K09", "卷内混入其他组织的文件", ("D18",), "organisation", facts.org.name, other.name)


def plant_unaudited(facts: CaseFacts, _dice: Dice) -> Planting:
    """Leave out the notes of departments that the plan holds."""
    sheets = facts.lists["note_sheets"]
    if len(sheets) < 2:  # noqa: PLR2004  one sheet must stay
        return None
    stay = {row["dept"] for place in range(len(sheets) - 1) for row in facts.lists[f"sheet_points@{place}"]}
    gone = "、".join(dept for dept in sheets[-1]["sheet_depts"].split("、") if dept not in stay)
    if not gone:
        return None
    changed = dataclasses.replace(facts, lists={**facts.lists, "note_sheets": sheets[:-1]})
    return changed, Planted("", "K13", f"计划审核的部门没有审核记录：{gone}", ("C06", "D04"), "department", gone)


def plant_uncovered(facts: CaseFacts, _dice: Dice) -> Planting:
    """Send a team of which nobody has the professional code."""
    rows = tuple({**row, "code": "—"} for row in facts.lists["team"])
    changed = dataclasses.replace(facts, lists={**facts.lists, "team": rows})
    return changed, Planted(
        "", "P08", "审核组无人具备专业代码", ("C02", "C03"), "professional_codes", facts.org.trade.code, "—"
    )
