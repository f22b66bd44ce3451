from __future__ import annotations

import pytest

from anjuan.judging.casefile import PaperFacts
from anjuan.judging.rules.scene_table import scene_tables
from anjuan.judging.scenes.points import names_in, points_of
from anjuan.judging.scenes.scene import Clash, Gap, scene_of
from anjuan.judging.scenes.steps import Spot, steps_of
from anjuan.papers.facts import Found

TABLE = scene_tables().latest
BOX = (0.1, 0.2, 0.5, 0.25)


def found(name, value, *, group="", page=1, box=BOX):
    return Found(name, value, str(value), page, box, 1.0, group=group)


def row(prefix, place, /, **parts):
    top = 0.1 * place
    return [
        found(f"{prefix}.{name}", value, group=f"{prefix}-{place}", box=(0.1, top, 0.9, top + 0.05))
        for name, value in parts.items()
    ]  # fmt: skip


def paper(key, kind, *fields, stage="", title="文件"):
    return PaperFacts(key, kind, stage, title, tuple(fields))


PLAN = paper(
    3, "C06", found("planned_on", "2024-02-20"),
    *row("plan", 1, date="2024-03-01", time="8：30～9：00", department="首次会议", auditor="毕颖、杨宏图"),
    *row("plan", 2, date="2024-03-01", time="09:00-10:30", department="生产部", clauses="8.5", auditor="毕颖"),
    *row("plan", 3, date="2024-03-01", time="09:00-10:30", department="行政部", clauses="7.2", auditor="杨宏图"),
)  # fmt: skip
OPENING = paper(
    4, "D02", found("paper_date", "2024-03-01"), *row("signature", 1, name="毕颖", post="组长", kind="auditor"),
    *row("signature", 2, name="王海棠", post="总经理", kind="client"),
)  # fmt: skip
NOTE = paper(
    5, "D04", found("paper_date", "2024-03-02"), *row("note", 1, department="生产部", clause="8.5.1"),
    *row("note", 2, department="生产部", clause="8.6"),
)  # fmt: skip
NC = paper(
    6,
    "D08",
    *row("finding", 1, number="NC-1", grade="minor", clause="8.5.1", fact="未见首件检验", found_on="2024-03-02"),
)
ANSWER = paper(7, "D09", *row("finding", 1, number="NC-1", cause="未培训", closed_on="2024-03"))


def scene(*papers, **more):
    return scene_of(papers, "initial", TABLE, **more)


def test_every_paper_of_the_catalogue_has_a_step_or_is_of_no_step():
    assert list(TABLE.check()) == []


def test_rows_of_a_plan_are_points_with_time_place_and_auditor():
    point = points_of([PLAN], TABLE)[2]
    assert (point.date, point.begins, point.ends, point.department) == ("2024-03-01", "09:00", "10:30", "生产部")
    assert (point.auditors, point.clauses) == (("毕颖",), ("8.5",))


def test_full_width_times_are_read():
    assert points_of([PLAN], TABLE)[1].begins == "08:30"


def test_a_day_has_a_lane_for_each_auditor_with_rows():
    day = next(day for day in scene(PLAN).days if day.date == "2024-03-01")
    assert day.lanes == ("毕颖", "杨宏图")
    assert [slot.time for slot in day.slots] == ["08:30", "09:00"]


def test_who_signed_stands_at_the_meeting():
    opening = points_of([OPENING], TABLE)[0]
    assert [(one.name, one.kind) for one in opening.attendants] == [("毕颖", "auditor"), ("王海棠", "client")]


def test_the_meeting_opens_its_day_and_notes_end_it():
    note = paper(5, "D04", found("paper_date", "2024-03-01"), *row("note", 1, department="生产部", clause="8.5"))
    day = next(day for day in scene(note, PLAN, OPENING).days if day.date == "2024-03-01")
    codes = [point.code for slot in day.slots for point in slot.points]
    assert (codes[0], codes[-1]) == ("opening", "note")


def test_notes_of_one_department_on_one_page_are_one_point():
    assert [point.clauses for point in points_of([NOTE], TABLE)] == [("8.5.1", "8.6")]


def test_a_finding_tells_its_fact_and_its_answer_its_cause():
    told = [(point.code, [part.name for part in point.parts]) for point in points_of([NC, ANSWER], TABLE)]
    assert told == [("finding", ["finding.fact"]), ("answer", ["finding.cause", "finding.closed_on"])]


def test_a_partial_date_stays_partial():
    assert scene(ANSWER).days[0].date == "2024-03"


def test_what_no_paper_dates_stands_last_without_a_date():
    days = scene(paper(1, "A01", found("organisation", "甲公司")), NC).days
    assert [day.date for day in days] == ["2024-03-02", ""]


def test_a_row_without_a_date_gets_none_from_an_audit_of_several_days():
    several = [found("audit_start", "2024-03-01"), found("audit_end", "2024-03-02")]
    plan = paper(3, "C06", *several, *row("plan", 1, time="09:00", department="生产部", auditor="毕颖"))
    assert points_of([plan], TABLE)[1].date == ""


def test_a_gap_stands_on_the_last_day_of_its_step():
    gaps = [Gap("k", "D12", "", "block"), Gap("c", "B05", "", "block")]
    told = scene(OPENING, NC, gaps=gaps)
    assert [(day.date, [gap.code for gap in day.gaps]) for day in told.days if day.gaps] == [("2024-03-01", ["D12"])]
    assert [gap.code for gap in told.gaps] == ["B05"]


def test_a_contradiction_marks_the_row_in_which_its_evidence_stands():
    clash = Clash("k", "block", (Spot(3, 1, (0.1, 0.3, 0.9, 0.35)),))
    marked = [
        point.department for day in scene(PLAN, clashes=[clash]).days for slot in day.slots for point in slot.points
        if point.clashes
    ]  # fmt: skip
    assert marked == ["行政部"]


def test_nothing_is_told_of_a_case_without_papers():
    assert scene().points_count == 0


@pytest.mark.parametrize(("kind", "shown"), [("initial", True), ("surveillance", False)])
def test_stage_one_is_shown_where_the_audit_has_one(kind, shown):
    assert ("stage1" in [step.code for step in steps_of([], kind, TABLE)]) is shown


def test_a_step_has_the_days_its_papers_give_and_none_otherwise():
    report = paper(9, "D12", found("audit_start", "2024-03-01"), found("audit_end", "2024-03-02"))
    steps = {step.code: step for step in steps_of([report], "initial", TABLE)}
    assert (steps["onsite"].begins, steps["onsite"].ends) == ("2024-03-01", "2024-03-02")
    assert (steps["decision"].begins, steps["decision"].documents) == ("", ())


def test_names_in_a_cell_are_told_apart():
    assert names_in("毕颖、杨宏图/毕颖") == ("毕颖", "杨宏图")
