"""The facts of one case: everything its papers print, said once."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping

from anjuan.samples import casedates as days_of
from anjuan.samples.arrangements import arrange
from anjuan.samples.dice import Dice, spin
from anjuan.samples.trades import Finding, Point, common
from anjuan.samples.values import texts_of, values_of
from anjuan.samples.world import (
    CasePlan,
    HeldLicence,
    Organisation,
    Style,
    add_years,
    licences,
    organisation,
    person_name,
    pools,
)

Item = Mapping[str, str]


@dataclasses.dataclass(frozen=True)
class CaseFacts:
    """One case, before it is written on papers.

    Attributes:
        plan: The audit event.
        org: The organisation.
        style: The style of the body's forms.
        dates: Every date by its name.
        values: What templates print, by name.
        lists: Rows that templates print, by name.
        conditions: The conditions that hold, which decide what papers the case has.
        held: The licences of the organisation.
        overrides: Values that one kind of paper prints differently: planted contradictions.
        list_overrides: The same for rows.
        dropped: Kinds of paper that were left out: planted gaps.
        bare: Kinds of paper without their signature, seal or date: ``kind → what is missing``.
        drawn: Kinds of paper that come as pages with their seals on them; the others are flowing files, where no
            seal stands, whether one is missing or not.

    """

    plan: CasePlan
    org: Organisation
    style: Style
    dates: dict[str, dt.date]
    values: dict[str, str]
    lists: dict[str, tuple[Item, ...]]
    conditions: frozenset[str]
    held: tuple[HeldLicence, ...]
    overrides: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    list_overrides: dict[str, dict[str, tuple[Item, ...]]] = dataclasses.field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    bare: dict[str, str] = dataclasses.field(default_factory=dict)
    drawn: frozenset[str] = frozenset()


def label_of(style: Style, key: str) -> str:
    """Return the wording a style uses for the label of a value."""
    return pools().labels[key][style.labels]


def _makers(dates: dict[str, dt.date], org: Organisation) -> dict[str, Callable[[Dice], str]]:
    audit = dates["audit_start"]
    names = [person for _, person in org.heads]

    def record(dice: Dice) -> str:
        return f"{dice.one(('QR', 'JL', 'BG', 'YX'))}-{dice.randint(10, 99)}-{audit.year % 100}{dice.randint(100, 999)}"

    def day(dice: Dice) -> str:
        return days_of.printed(audit - dt.timedelta(days=dice.randint(8, 140)), "chinese")

    def month(dice: Dice) -> str:
        then = audit - dt.timedelta(days=dice.randint(31, 150))
        return f"{then.year}年{then.month}月"

    def lot(dice: Dice) -> str:
        return f"{audit - dt.timedelta(days=dice.randint(9, 120)):%y%m%d}-{dice.randint(1, 30):02d}"

    return {
        "rec": record,
        "date": day,
        "month": month,
        "n": lambda dice: str(dice.randint(3, 12)),
        "qty": lambda dice: str(dice.randint(4, 60) * 10),
        "lot": lot,
        "eq": lambda dice: f"（编号{dice.one('ABCJS')}{dice.randint(100, 999)}）",
        "pct": lambda dice: f"{dice.randint(880, 992) / 10:.1f}%",
        "person": lambda dice: dice.one(names) if dice.maybe(0.5) else person_name(dice),
        "ia": lambda _: days_of.printed(dates["internal_audit"], "chinese"),
        "mr": lambda _: days_of.printed(dates["management_review"], "chinese"),
    }


_SALES = ("销售部", "业务部", "市场部", "营销部", "经营合约部", "客服部", "客户服务部")


def _spun(
    row: Point | Finding, org: Organisation, dice: Dice, makers: Mapping[str, Callable[[Dice], str]]
) -> dict[str, str]:
    """Return the row with its choices made and the sales department called what this trade calls it."""
    values = {name: spin(value, dice, makers) for name, value in row}
    if values["dept"] == "销售部":
        values["dept"] = next((name for name in _SALES if name in org.trade.departments), "销售部")
    return values


def _findings(
    facts: CasePlan, org: Organisation, dice: Dice, makers: Mapping[str, Callable[[Dice], str]]
) -> tuple[Item, ...]:
    mine = [row for row in org.trade.findings if row.field == facts.letter]
    shared = [row for row in common().findings if row.field == facts.letter]
    main = facts.event in {"initial", "recertification"}
    count = dice.choice((1, 2, 2, 3, 4, 5)) if main else dice.choice((0, 1, 1, 2, 3))
    pool = mine + shared
    chosen = dice.some(pool, min(count, len(pool)), min(count, len(pool)))
    heads = dict(org.heads)
    auditors = [person.name for person in facts.team]
    rows = []
    for place, row in enumerate(chosen, 1):
        grade = "严重不符合" if dice.maybe(0.05) else "一般不符合"
        extra = {
            "no": str(place),
            "of": str(len(chosen)),
            "grade": grade,
            "auditor": dice.one(auditors),
            "nc_no": f"NC-{facts.start.year % 100}{facts.index:04d}-{place:02d}",
        }
        values = _spun(row, org, dice, makers)
        head = heads.get(values["dept"]) or dice.one(org.heads)[1]
        rows.append(values | extra | {"department": values["dept"], "head": head})
    return tuple(rows)


def _points(
    plan: CasePlan, org: Organisation, dice: Dice, makers: Mapping[str, Callable[[Dice], str]]
) -> tuple[Item, ...]:
    pool = [row for row in (*common().points, *org.trade.points) if row.field in {plan.letter, "A"}]
    if plan.event.startswith("surveillance"):
        pool = [row for row in pool if row.clause in {"9.2", "9.3", "10.2", "6.2"} or dice.maybe(0.7)]
    order = [dept for dept, _ in org.heads]
    rows = [_spun(row, org, dice, makers) | {"note": dice.one(common().notes)} for row in pool]
    rows.sort(key=lambda row: order.index(row["dept"]) if row["dept"] in order else len(order))
    return tuple(rows)


def _conditions(
    plan: CasePlan, org: Organisation, held: tuple[HeldLicence, ...], findings: tuple[Item, ...], dice: Dice
) -> frozenset[str]:
    facts = {
        "licence": bool(held),
        "multi_site": bool(org.sites),
        "temp_site": bool(org.trade.temporary_sites),
        "ems": plan.field == "EMS",
        "ohs": plan.field == "OHSMS",
        "food": org.trade.code.startswith("03"),
        "exclusion": plan.field == "QMS" and bool(org.trade.exclusion),
        "outsourced": bool(org.trade.outsourced),
        "nc": bool(findings),
        "ofi": dice.maybe(0.7),
        "prev_nc": plan.previous_start is not None and dice.maybe(0.7),
        "expert": plan.technical_expert is not None,
        "stage1_issue": bool(plan.stage1_days) and dice.maybe(0.6),
        "test_report": plan.field == "QMS" and org.trade.code[:2] < "28",
        "complaint": dice.maybe(0.25),
        "review_issue": dice.maybe(0.4),
        "change": plan.event == "recertification" and dice.maybe(0.4),
        "doc_changed": plan.event != "initial" and dice.maybe(0.3),
        "committee": dice.maybe(0.15),
        "overdue": False,
        "status": False,
        "observer": dice.maybe(0.15),
        "ict": dice.maybe(0.2),
        "always": True,
        "never": False,
    }
    return frozenset(name for name, holds in facts.items() if holds)


def build(plan: CasePlan) -> CaseFacts:
    """Return the facts of one audit event, free of contradictions."""
    org = organisation(plan.seed, plan.organisation_index)
    style = pools().styles[plan.body.style]
    dates = days_of.calendar(plan)
    dice = Dice(plan.seed, "facts", plan.index)
    makers = _makers(dates, org)
    held = licences(org, plan.seed, plan.organisation_index, plan.first_start)
    held = tuple(_renewed(item, dates) for item in held)
    findings = _findings(plan, org, dice, makers)
    conditions = _conditions(plan, org, held, findings, dice)
    lists = _lists(plan, org, dice, makers) | {"findings": findings, "licences": _licence_rows(held, style)}
    lists |= arrange(plan, org, style, lists)
    values = values_of(plan, org, style, dates, dice)
    values |= texts_of(org, dice, makers, findings, lists)
    return CaseFacts(plan, org, style, dates, values, lists, conditions, held)


def _renewed(item: HeldLicence, dates: dict[str, dt.date]) -> HeldLicence:
    """Return the licence in the edition that is valid from before the audit until after the case."""
    begin, until = dates["first_day"] - dt.timedelta(days=90), dates["archived"]
    issued, expires = item.issued, item.expires
    while expires < until + dt.timedelta(days=60):
        length = expires.year - issued.year
        issued = min(expires + dt.timedelta(days=1), begin)
        expires = add_years(issued, length) - dt.timedelta(days=1)
    return dataclasses.replace(item, issued=issued, expires=expires)


def _licence_rows(held: tuple[HeldLicence, ...], style: Style) -> tuple[Item, ...]:
    return tuple(
        {
            "licence": item.name,
            "licence_no": item.number,
            "licence_content": item.content,
            "authority": item.authority,
            "licence_from": days_of.printed(item.issued, "chinese"),
            "licence_until": days_of.printed(item.expires, "chinese"),
            "licence_until_styled": days_of.printed(item.expires, style.dates),
        }
        for item in held
    )


def _lists(
    plan: CasePlan, org: Organisation, dice: Dice, makers: Mapping[str, Callable[[Dice], str]]
) -> dict[str, tuple[Item, ...]]:
    trade = org.trade
    laws = [row for row in (*common().laws, *trade.laws) if row.field in {plan.letter, "A"}]
    return {
        "points": _points(plan, org, dice, makers),
        "flow": tuple(dict(row) | {"no": str(place)} for place, row in enumerate(trade.flow, 1)),
        "key_steps": tuple(dict(row) for row in trade.flow if row.kind != "普通"),
        "branches": tuple({"text": text} for text in trade.branches),
        "controls": tuple(dict(row) | {"no": str(place)} for place, row in enumerate(trade.controls, 1)),
        "aspects": tuple(dict(row) | {"no": str(place)} for place, row in enumerate(trade.aspects, 1)),
        "hazards": tuple(dict(row) | {"no": str(place)} for place, row in enumerate(trade.hazards, 1)),
        "laws": tuple({"no": str(place), "law": row.printed} for place, row in enumerate(laws, 1)),
        "practice": tuple({"text": spin(text, dice, makers)} for text in trade.practice),
        "observations": tuple(
            {"text": text, "no": str(n)} for n, text in enumerate(dice.some(common().observations, 1, 3), 1)
        ),
        "team": _team_rows(plan),
        "departments": tuple({"dept": dept, "head": head} for dept, head in org.heads),
        "equipment": tuple(
            {"no": str(n), "name": name, "count": str(dice.randint(1, 9))} for n, name in enumerate(trade.equipment, 1)
        ),
        "measuring": tuple(
            {"no": str(n), "name": name, "count": str(dice.randint(1, 4)), "cert": makers["rec"](dice)}
            for n, name in enumerate(trade.measuring, 1)
        ),
        "outsourced": tuple({"no": str(n), "name": name} for n, name in enumerate(trade.outsourced, 1)),
        "sites": tuple(
            {"no": str(n), "name": name, "address": place, "people": str(people)}
            for n, (name, place, people) in enumerate(org.sites, 1)
        ),
        "projects": tuple(
            {"no": str(n), "name": name, "person": person_name(dice), "place": org.town.address}
            for n, name in enumerate(trade.temporary_sites, 1)
        ),
        "prev_findings": (
            {
                "no": "1",
                "text": spin(dice.one(trade.findings).fact, dice, makers),
                "result": "已完成整改，经现场验证有效",
            },
        ),
    }


def _team_rows(plan: CasePlan) -> tuple[Item, ...]:
    rows = []
    for place, person in enumerate(plan.team):
        role = "组长" if place == 0 else "组员"
        code = organisation(plan.seed, plan.organisation_index).trade.code
        rows.append(
            {
                "name": person.name,
                "role": role,
                "grade": person.grade,
                "number": person.number,
                "code": code if place == 0 or place == len(plan.team) - 1 else "—",
                "letter": "ABCD"[place],
            }
        )
    return tuple(rows)
