"""Faults of people: who may not decide, who was not sent, who did not come."""

from __future__ import annotations

import dataclasses

from anjuan.samples.dice import Dice
from anjuan.samples.facts import CaseFacts
from anjuan.samples.planting import Planted, Planter, Planting, everywhere, override, with_rows
from anjuan.samples.world import person_name


def plant_in_team(field: str, kind: str, what: str) -> Planter:
    """Return a planter that lets somebody of the team review or decide."""

    def plant(facts: CaseFacts, dice: Dice) -> Planting:
        wrong = dice.one(facts.plan.team).name
        planted = Planted("", "K11", what, (kind, "D12"), field, facts.values[field], wrong)
        return everywhere(facts, **{field: wrong}), planted

    return plant


def plant_team_report(facts: CaseFacts, dice: Dice) -> Planting:
    """Name somebody in the report who was not sent."""
    right = facts.values["team"]
    wrong = f"{right}、{person_name(dice)}"
    return override(facts, "D12", team=wrong), Planted(
        "", "K06", "审核报告的审核组与任务书不一致", ("C02", "D12"), "team", right, wrong
    )


def plant_team_sign_in(facts: CaseFacts, dice: Dice) -> Planting:
    """Let a stranger sign in instead of a member of the team."""
    rows = facts.lists["attend_team"]
    stranger = person_name(dice)
    changed = (*rows[:-1], {**rows[-1], "name": stranger})
    right, wrong = "、".join(row["name"] for row in rows), "、".join(row["name"] for row in changed)
    return with_rows(facts, "D03", "attend_team", changed), Planted(
        "", "K06", "末次会议签到的审核组成员与任务书不一致", ("C02", "D03"), "team", right, wrong
    )


def plant_no_top(facts: CaseFacts, _dice: Dice) -> Planting:
    """Let nobody of the top management sign in."""
    rows = tuple(row for row in facts.lists["attend_client"] if row["dept"] not in {"总经理", "管理者代表"})
    return with_rows(facts, "D02", "attend_client", rows), Planted(
        "", "K05", "首次会议最高管理者和管理者代表均未签到且无理由", ("D02",)
    )


def plant_uncovered(facts: CaseFacts, _dice: Dice) -> Planting:
    """Send a team of which nobody has the professional code."""
    rows = tuple({**row, "code": "—"} for row in facts.lists["team"])
    changed = dataclasses.replace(facts, lists={**facts.lists, "team": rows})
    return changed, Planted(
        "", "P08", "审核组无人具备专业代码", ("C02", "C03"), "professional_codes", facts.org.trade.code, "—"
    )
