"""Planted gaps and contradictions, each with the truth of what was done where."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence

from anjuan.samples import faulty_dates, faulty_papers, faulty_people, faulty_values, numbers
from anjuan.samples.casedates import ORDER
from anjuan.samples.dice import Dice
from anjuan.samples.facts import CaseFacts
from anjuan.samples.planting import Planted, Planter
from anjuan.samples.world import CasePlan, Person

FAULTS: dict[str, Planter] = {
    "missing_paper": faulty_papers.plant_missing,
    "missing_signature": faulty_papers.plant_bare("signature", faulty_papers.SIGNED, "缺少签字"),
    "missing_seal": faulty_papers.plant_unsealed,
    "missing_date": faulty_papers.plant_bare("date", faulty_papers.SIGNED, "缺少日期"),
    "internal_audit_missing": faulty_papers.plant_dropped("K02", "A06", "缺少内部审核和管理评审资料"),
    "nc_without_closure": faulty_papers.plant_dropped("K10", "D09", "不符合没有关闭证据"),
    "nc_closed_late": faulty_dates.plant_late_closure,
    "headcount_differs": faulty_values.plant_differs(
        "K09", ("D12", "A09", "B01"), "headcount", "体系覆盖人数不一致", faulty_values.more_than("headcount", 6, 30)
    ),
    "scope_differs": faulty_values.plant_differs(
        "K08", ("D12", "E03", "F01", "F03"), "scope", "认证范围表述不一致", faulty_values.other_scope
    ),
    "name_differs": faulty_values.plant_differs(
        "K09", ("C02", "D12", "E03", "F01", "F04"), "organisation", "组织名称一字之差", faulty_values.other_name
    ),
    "credit_code_wrong": faulty_values.plant_differs(
        "K09",
        ("A01", "D12", "E03", "F01"),
        "credit_code",
        "统一社会信用代码校验位不符",
        lambda facts, dice: numbers.broken_credit_code(facts.org.credit_code, dice),
    ),
    "address_differs": faulty_values.plant_differs(
        "K09", ("D12", "D13", "F01", "D15"), "registered_address", "注册地址不一致", faulty_values.other_address
    ),
    "standard_edition_differs": faulty_values.plant_differs(
        "K08", ("C06", "C02", "E03", "D12"), "standards", "认证依据的版本不一致", faulty_values.old_edition
    ),
    "expiry_miscomputed": faulty_values.plant_differs(
        "T05", ("F01", "F02", "F03"), "expires_on", "证书有效期计算错误", faulty_values.wrong_expiry
    ),
    "certificate_no_differs": faulty_values.plant_differs(
        "K09", ("F01", "F02", "F03", "F04", "E03"), "certificate_no", "证书编号不一致", faulty_values.other_number
    ),
    "certificate_no_reused": faulty_values.plant_reused,
    "findings_count_differs": faulty_values.plant_differs(
        "K10",
        ("D12", "E01", "E03"),
        "findings_minor",
        "不符合数量与不符合报告不一致",
        faulty_values.more_than("findings_minor", 1, 2),
    ),
    "days_differ": faulty_values.plant_differs(
        "K07", ("C06", "C02", "C09", "D12"), "audit_days", "审核人日低于核定人日", faulty_values.fewer_days
    ),
    "on_site_share_low": faulty_values.plant_on_site,
    "team_differs_report": faulty_people.plant_team_report,
    "team_differs_sign_in": faulty_people.plant_team_sign_in,
    "top_management_absent": faulty_people.plant_no_top,
    "decision_maker_in_team": faulty_people.plant_in_team("decision_maker", "E03", "认证决定人员参加了本项目审核"),
    "reviewer_in_team": faulty_people.plant_in_team("reviewer", "E01", "评定人员参加了本项目审核"),
    "licence_expired": faulty_dates.plant_licence,
    "system_too_young": faulty_dates.plant_young,
    "declaration_late": faulty_dates.plant_moved(
        "K03", "declaration", "audit_start", 1, ("C04",), "公正性声明晚于首次会议签署"
    ),
    "platform_plan_late": faulty_dates.plant_moved(
        "K04", "platform_plan", "audit_start", 1, ("C09",), "审核计划在审核开始后才上报"
    ),
    "page_count_wrong": faulty_papers.plant_pages,
    "foreign_paper": faulty_values.plant_foreign,
    "department_not_audited": faulty_papers.plant_unaudited,
    "code_not_covered": faulty_people.plant_uncovered,
} | {
    f"date_order_{before}_{after}": faulty_dates.plant_order(before, after)
    for (before, _), (after, _) in itertools.pairwise(ORDER)
}


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
