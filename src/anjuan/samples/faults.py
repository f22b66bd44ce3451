"""Planted gaps and contradictions, each with the truth of what was done where."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from typing import Any

from anjuan.samples import numbers
from anjuan.samples.casedates import ORDER, printed
from anjuan.samples.dice import Dice
from anjuan.samples.facts import CaseFacts
from anjuan.samples.world import CasePlan, Person, add_years, organisation, person_name
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
_SIGNED = ("A01", "B05", "C06", "D08", "D12", "E01", "E03")
_SEALED = ("A01", "B05", "C06", "A09", "D13")


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


def _differs(
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


def _name(facts: CaseFacts, dice: Dice) -> str:
    name = facts.org.name
    place = dice.randint(2, min(5, len(name) - 5))
    other = dice.one([char for char in "禾合和河荷恒衡宏弘洪" if char != name[place]])
    return name[:place] + other + name[place + 1 :]


def _scope(facts: CaseFacts, dice: Dice) -> str:
    scope = facts.org.scope
    for old, new in (
        ("的生产和销售", "的设计、生产和销售"),
        ("的设计、制造和销售", "的制造和销售"),
        ("服务", "及相关咨询服务"),
    ):
        if old in scope and new not in scope:
            return scope.replace(old, new, 1)
    return scope + dice.one(("和售后服务", "及安装", "和进出口"))


def _address(facts: CaseFacts, dice: Dice) -> str:
    address = facts.org.registered_address
    head = address.rstrip("0123456789号")
    return f"{head}{dice.randint(1000, 1999)}号"


def _edition(facts: CaseFacts, _dice: Dice) -> str:
    return {
        "QMS": "GB/T 19001-2008/ISO 9001:2008",
        "EMS": "GB/T 24001-2004/ISO 14001:2004",
        "OHSMS": "GB/T 28001-2011/OHSAS 18001:2007",
    }[facts.plan.field]


def _expiry(facts: CaseFacts, dice: Dice) -> str:
    right = facts.dates["expires"]
    wrong = dice.one((right + dt.timedelta(days=1), add_years(right, 1)))
    return printed(wrong, facts.style.dates)


def _number(facts: CaseFacts, dice: Dice) -> str:
    number = facts.values["certificate_no"]
    return number[:7] + str((int(number[7]) + dice.randint(1, 8)) % 10) + number[8:]


def _plus(field: str, low: int, high: int) -> Callable[[CaseFacts, Dice], str]:
    def change(facts: CaseFacts, dice: Dice) -> str:
        return f"{float(facts.values[field]) + dice.randint(low, high):g}"

    return change


def _less_days(facts: CaseFacts, _dice: Dice) -> str:
    return f"{max(0.5, facts.plan.person_days - 1):g}"


def _missing(facts: CaseFacts, dice: Dice) -> Planting:
    mine = [kind for kind in _REQUIRED if kind in present(facts)]
    kind = dice.one(mine)
    return _without(facts, kind), Planted("", "3.1", f"缺少必备文件{kind}", (kind,))


def _without(facts: CaseFacts, kind: str) -> CaseFacts:
    return dataclasses.replace(facts, dropped=facts.dropped | {kind})


def _dropped(rule: str, kind: str, what: str) -> Planter:
    def plant(facts: CaseFacts, _dice: Dice) -> Planting:
        if kind not in present(facts):
            return None
        return _without(facts, kind), Planted("", rule, what, (kind,))

    return plant


def _bare(part: str, kinds: Sequence[str], what: str) -> Planter:
    def plant(facts: CaseFacts, dice: Dice) -> Planting:
        kind = dice.one([kind for kind in kinds if kind in present(facts)])
        changed = dataclasses.replace(facts, bare={**facts.bare, kind: part})
        return changed, Planted("", "3.1", what, (kind,), part)

    return plant


def _in_team(field: str, kind: str, what: str) -> Planter:
    def plant(facts: CaseFacts, dice: Dice) -> Planting:
        wrong = dice.one(facts.plan.team).name
        planted = Planted("", "K11", what, (kind, "D12"), field, facts.values[field], wrong)
        return _everywhere(facts, **{field: wrong}), planted

    return plant


def _team_report(facts: CaseFacts, dice: Dice) -> Planting:
    right = facts.values["team"]
    wrong = f"{right}、{person_name(dice)}"
    return _override(facts, "D12", team=wrong), Planted(
        "", "K06", "审核报告的审核组与任务书不一致", ("C02", "D12"), "team", right, wrong
    )


def _team_sign_in(facts: CaseFacts, dice: Dice) -> Planting:
    rows = facts.lists["attend_team"]
    stranger = person_name(dice)
    changed = (*rows[:-1], {**rows[-1], "name": stranger})
    right, wrong = "、".join(row["name"] for row in rows), "、".join(row["name"] for row in changed)
    return _rows(facts, "D03", "attend_team", changed), Planted(
        "", "K06", "末次会议签到的审核组成员与任务书不一致", ("C02", "D03"), "team", right, wrong
    )


def _no_top(facts: CaseFacts, _dice: Dice) -> Planting:
    rows = tuple(row for row in facts.lists["attend_client"] if row["dept"] not in {"总经理", "管理者代表"})
    return _rows(facts, "D02", "attend_client", rows), Planted(
        "", "K05", "首次会议最高管理者和管理者代表均未签到且无理由", ("D02",)
    )


def _on_site(facts: CaseFacts, _dice: Dice) -> Planting:
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


def _late_closure(facts: CaseFacts, dice: Dice) -> Planting:
    if "nc" not in facts.conditions:
        return None
    late = printed(facts.dates["decision"] + dt.timedelta(days=dice.randint(5, 20)), facts.style.dates)
    planted = Planted(
        "", "K10", "不符合关闭日期晚于认证决定日期", ("D09", "E03"), "nc_closed", facts.values["d_nc_closed"], late
    )
    return _override(facts, "D09", d_nc_closed=late), planted


def _licence(facts: CaseFacts, dice: Dice) -> Planting:
    rows = facts.lists["licences"]
    if not rows:
        return None
    ended = facts.dates["audit_start"] - dt.timedelta(days=dice.randint(5, 80))
    wrong = printed(ended, "chinese")
    changed = ({**rows[0], "licence_until": wrong, "licence_from": printed(add_years(ended, -4), "chinese")}, *rows[1:])
    planted = Planted("", "K12", "许可证在审核前已过期", ("A03",), "licence_until", rows[0]["licence_until"], wrong)
    return dataclasses.replace(facts, lists={**facts.lists, "licences": changed}), planted


def _young(facts: CaseFacts, dice: Dice) -> Planting:
    if facts.plan.event != "initial":
        return None
    wrong = printed(facts.dates["application"] - dt.timedelta(days=dice.randint(20, 70)), facts.style.dates)
    planted = Planted(
        "", "K02", "体系运行不足三个月即申请", ("A01", "A05"), "release", facts.values["d_release"], wrong
    )
    return _everywhere(facts, d_release=wrong), planted


def _moved(rule: str, name: str, base: str, low: int, kinds: tuple[str, ...], what: str) -> Planter:
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


def _order(before: str, after: str) -> Planter:
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


def _pages(facts: CaseFacts, dice: Dice) -> Planting:
    place = str(dice.randint(3, 20))
    return _override(facts, "X01", contents_shift=place), Planted(
        "", "K17", "归档清单页数与实际不符", ("X01",), "pages"
    )


def _reused(facts: CaseFacts, _dice: Dice) -> Planting:
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


def _foreign(facts: CaseFacts, _dice: Dice) -> Planting:
    other = organisation(facts.plan.seed, facts.plan.organisation_index + 5)
    changed = _override(facts, "D18", organisation=other.name, client=other.name)
    return changed, Planted("", "K09", "卷内混入其他组织的文件", ("D18",), "organisation", facts.org.name, other.name)


def _unaudited(facts: CaseFacts, _dice: Dice) -> Planting:
    sheets = facts.lists["note_sheets"]
    if len(sheets) < 2:  # noqa: PLR2004  one sheet must stay
        return None
    stay = {row["dept"] for place in range(len(sheets) - 1) for row in facts.lists[f"sheet_points@{place}"]}
    gone = "、".join(dept for dept in sheets[-1]["sheet_depts"].split("、") if dept not in stay)
    if not gone:
        return None
    changed = dataclasses.replace(facts, lists={**facts.lists, "note_sheets": sheets[:-1]})
    return changed, Planted("", "K13", f"计划审核的部门没有审核记录：{gone}", ("C06", "D04"), "department", gone)


def _uncovered(facts: CaseFacts, _dice: Dice) -> Planting:
    rows = tuple({**row, "code": "—"} for row in facts.lists["team"])
    changed = dataclasses.replace(facts, lists={**facts.lists, "team": rows})
    return changed, Planted(
        "", "P08", "审核组无人具备专业代码", ("C02", "C03"), "professional_codes", facts.org.trade.code, "—"
    )


FAULTS: dict[str, Planter] = {
    "missing_paper": _missing,
    "missing_signature": _bare("signature", _SIGNED, "缺少签字"),
    "missing_seal": _bare("seal", _SEALED, "缺少盖章"),
    "missing_date": _bare("date", _SIGNED, "缺少日期"),
    "internal_audit_missing": _dropped("K02", "A06", "缺少内部审核和管理评审资料"),
    "nc_without_closure": _dropped("K10", "D09", "不符合没有关闭证据"),
    "nc_closed_late": _late_closure,
    "headcount_differs": _differs(
        "K09", ("D12", "A09", "B01"), "headcount", "体系覆盖人数不一致", _plus("headcount", 6, 30)
    ),
    "scope_differs": _differs("K08", ("D12", "E03", "F01", "F03"), "scope", "认证范围表述不一致", _scope),
    "name_differs": _differs("K09", ("C02", "D12", "E03", "F01", "F04"), "organisation", "组织名称一字之差", _name),
    "credit_code_wrong": _differs(
        "K09",
        ("A01", "D12", "E03", "F01"),
        "credit_code",
        "统一社会信用代码校验位不符",
        lambda facts, dice: numbers.broken_credit_code(facts.org.credit_code, dice),
    ),
    "address_differs": _differs("K09", ("D12", "D13", "F01", "D15"), "registered_address", "注册地址不一致", _address),
    "standard_edition_differs": _differs(
        "K08", ("C06", "C02", "E03", "D12"), "standards", "认证依据的版本不一致", _edition
    ),
    "expiry_miscomputed": _differs("T05", ("F01", "F02", "F03"), "expires_on", "证书有效期计算错误", _expiry),
    "certificate_no_differs": _differs(
        "K09", ("F01", "F02", "F03", "F04", "E03"), "certificate_no", "证书编号不一致", _number
    ),
    "certificate_no_reused": _reused,
    "findings_count_differs": _differs(
        "K10", ("D12", "E01", "E03"), "findings_minor", "不符合数量与不符合报告不一致", _plus("findings_minor", 1, 2)
    ),
    "days_differ": _differs("K07", ("C06", "C02", "C09", "D12"), "audit_days", "审核人日低于核定人日", _less_days),
    "on_site_share_low": _on_site,
    "team_differs_report": _team_report,
    "team_differs_sign_in": _team_sign_in,
    "top_management_absent": _no_top,
    "decision_maker_in_team": _in_team("decision_maker", "E03", "认证决定人员参加了本项目审核"),
    "reviewer_in_team": _in_team("reviewer", "E01", "评定人员参加了本项目审核"),
    "licence_expired": _licence,
    "system_too_young": _young,
    "declaration_late": _moved("K03", "declaration", "audit_start", 1, ("C04",), "公正性声明晚于首次会议签署"),
    "platform_plan_late": _moved("K04", "platform_plan", "audit_start", 1, ("C09",), "审核计划在审核开始后才上报"),
    "page_count_wrong": _pages,
    "foreign_paper": _foreign,
    "department_not_audited": _unaudited,
    "code_not_covered": _uncovered,
} | {f"date_order_{before}_{after}": _order(before, after) for (before, _), (after, _) in itertools.pairwise(ORDER)}


def overlap(plan: CasePlan, plans: Sequence[CasePlan]) -> tuple[CasePlan, Planted] | None:
    """Return the plan with an auditor who is at another organisation on the same days (K16), if one can be found."""
    for other in plans:
        if other.organisation_index == plan.organisation_index or other.body.short != plan.body.short:
            continue
        if abs((other.start - plan.start).days) >= min(other.calendar_days, plan.calendar_days):
            continue
        busy = next((person for person in other.team if person not in plan.team), None)
        if busy:
            team: tuple[Person, ...] = (*plan.team[:3], busy)
            what = f"审核员同期在两家组织审核（另一案卷序号{other.index}）"
            return dataclasses.replace(plan, team=team), Planted(
                "auditor_in_two_places", "K16", what, ("D02", "D20"), "team", "", busy.name
            )
    return None


def plant(facts: CaseFacts, count: int, dice: Dice) -> tuple[CaseFacts, tuple[Planted, ...]]:
    """Return the facts with some different faults planted, no two on the same value or kind of paper.

    Args:
        facts: Facts without faults.
        count: How many; fewer when the case has no place for more.
        dice: The stream that chooses.

    """
    planted: list[Planted] = []
    touched: set[str] = set()
    order = list(FAULTS)
    dice.shuffle(order)
    for name in order:
        if len(planted) == count:
            break
        result = FAULTS[name](facts, dice)
        if result is None:
            continue
        changed, fault = result
        if touched & {*fault.kinds, fault.field or name}:
            continue
        touched |= {*fault.kinds, fault.field or name}
        facts = changed
        planted.append(dataclasses.replace(fault, id=name))
    return facts, tuple(planted)
