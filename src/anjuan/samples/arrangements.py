"""What is arranged around an audit: timetables, attendance, note sheets, check-ins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from anjuan.samples.casedates import printed
from anjuan.samples.dice import Dice
from anjuan.samples.world import CasePlan, Organisation, Style

Item = Mapping[str, str]
Lists = dict[str, tuple[Item, ...]]

_MOST_ROWS_OF_A_SHEET = 7
_SLOTS = ("09:00-10:30", "10:30-12:00", "13:00-15:00", "15:00-17:00")


def arrange(plan: CasePlan, org: Organisation, style: Style, lists: Lists) -> Lists:
    """Return the rows that follow from who audits what on which day."""
    dice = Dice(plan.seed, "arrange", plan.index)
    return (
        _attendance(plan, org, dice)
        | _sheets(plan, org, lists)
        | {
            "timetable": _timetable(plan, style, lists["points"]),
            "checkins": _checkins(plan, style, dice),
            "report_points": lists["points"][: 6 + plan.index % 5],
        }
    )


def _attendance(plan: CasePlan, org: Organisation, dice: Dice) -> Lists:
    team: list[Item] = [
        {"name": person.name, "role": "审核组长" if place == 0 else "审核员"} for place, person in enumerate(plan.team)
    ]
    if plan.technical_expert:
        team.append({"name": plan.technical_expert.name, "role": "技术专家"})
    client: list[Item] = [
        {"head": org.legal_representative, "dept": "总经理"},
        {"head": org.management_representative, "dept": "管理者代表"},
    ]
    client += [{"head": head, "dept": dept} for dept, head in dice.some(org.heads[1:], 4, 8)]
    return {"attend_team": tuple(team), "attend_client": tuple(client)}


def _sheets(plan: CasePlan, org: Organisation, lists: Lists) -> Lists:
    """Return one note sheet for each run of departments, no longer than a few pages."""
    heads = dict(org.heads)
    points, found = lists["points"], lists["findings"]
    size = max(3, min(_MOST_ROWS_OF_A_SHEET, -(-len(points) // max(2, len(plan.team)))))
    sheets: list[Item] = []
    parts: Lists = {}
    for start in range(0, len(points), size):
        rows = points[start : start + size]
        place = len(sheets)
        depts = list(dict.fromkeys(row["dept"] for row in rows))
        sheets.append(
            {
                "sheet_depts": "、".join(depts),
                "sheet_heads": "、".join(heads[dept] for dept in depts if dept in heads)
                or org.management_representative,
                "sheet_auditor": plan.team[place % len(plan.team)].name,
            }
        )
        parts[f"sheet_points@{place}"] = rows
        parts[f"sheet_findings@{place}"] = ()
    for number, finding in enumerate(found):
        home = next(
            (n for n, sheet in enumerate(sheets) if finding["dept"] in sheet["sheet_depts"]), number % len(sheets)
        )
        key = f"sheet_findings@{home}"
        parts[key] = (*parts[key], finding)
    return parts | {"note_sheets": tuple(sheets)}


def _timetable(plan: CasePlan, style: Style, points: tuple[Item, ...]) -> tuple[Item, ...]:
    rows: list[Item] = []
    names = list(dict.fromkeys(row["dept"] for row in points))
    slots = [(day, time) for day in range(plan.calendar_days) for time in _SLOTS]
    everyone = "、".join(person.name for person in plan.team)
    start = printed(plan.start, style.dates)
    rows.append({"date": start, "time": "08:30-09:00", "dept": "首次会议", "clauses": "全体参加", "auditor": everyone})
    share = -(-len(names) // max(1, len(slots) * len(plan.team) - len(plan.team)))
    groups = [names[index : index + share] for index in range(0, len(names), share)]
    for number, group in enumerate(groups):
        day, time = slots[number * len(slots) // len(groups)]
        when = plan.start + dt.timedelta(days=day)
        clauses = "4、5、6、9.3、10" if "管理层" in group else "7、8.1、8.5、8.6、8.7、9.1"
        rows.append(
            {
                "date": printed(when, style.dates),
                "time": time,
                "dept": "、".join(group),
                "clauses": clauses,
                "auditor": plan.team[number % len(plan.team)].name,
            }
        )
    end = printed(plan.start + dt.timedelta(days=plan.calendar_days - 1), style.dates)
    rows.append(
        {"date": end, "time": "17:00-17:30", "dept": "末次会议", "clauses": "通报审核发现和结论", "auditor": everyone}
    )
    return tuple(rows)


def _checkins(plan: CasePlan, style: Style, dice: Dice) -> tuple[Item, ...]:
    return tuple(
        {
            "date": printed(plan.start + dt.timedelta(days=day), style.dates),
            "name": person.name,
            "in": f"08:{dice.randint(5, 28):02d}",
            "out": f"17:{dice.randint(20, 55):02d}",
        }
        for day in range(plan.calendar_days)
        for person in plan.team
    )
