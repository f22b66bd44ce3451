from __future__ import annotations

import dataclasses
import datetime as dt
import io
import threading

import openpyxl
import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.archive.test_judging import add

from anjuan.accounts.models import JournalEntry
from anjuan.accounts.selectors.people import Viewer, system_viewer
from anjuan.archive.models import BodyTable, Case, CaseJudgement, Document, OriginalPage
from anjuan.archive.selectors.body_tables import (
    BodyTableRefusedError,
    BodyTableUnknownError,
    body_table,
    body_tables,
    checklist_on,
    desk_today,
)
from anjuan.archive.services.body_tables import (
    DESCRIBE_ROUND,
    Workbook,
    body_table_withdraw,
    checklist_load,
    checklist_try,
    forms_load,
    forms_try,
    template,
)
from anjuan.archive.services.cases import case_open
from anjuan.archive.services.describing import DescribeOrder, files_describe
from anjuan.archive.services.judging import case_judge
from anjuan.archive.tasks import describe_round, scholar
from anjuan.jobs.models import Job
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Worker
from anjuan.judging.completeness.checklist import ChecklistMode, apply_checklist
from anjuan.judging.completeness.checklist_sheet import ChecklistFaultyError
from anjuan.judging.rules.tables import requirements
from anjuan.kit.errors import AnjuanError, NoEditionError
from anjuan.kit.progress import Silent
from anjuan.papers.desk import Desk
from anjuan.papers.own.sheet import FormsFaultyError

pytestmark = pytest.mark.django_db

NEW_YEAR = dt.date(2026, 1, 1)
HEADS = ["代码", "名称", "监督", "盖章"]
ENERGY = ["Z01", "能源消耗说明", "必备", "√"]
FORM_HEADS = ["代码", "种类名称", "题名", "表单编号", "阶段"]


def workbook(*lines, more=(), name="清单.xlsx") -> Workbook:
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    if more:
        second = book.create_sheet("标签")
        for line in more:
            second.append(line)
    target = io.BytesIO()
    book.save(target)
    return Workbook(target.getvalue(), name)


@pytest.fixture
def keeper() -> Viewer:
    return Viewer(1, "wang", frozenset({"system_administrator"}), frozenset({"registry.manage"}), frozenset())


@pytest.fixture
def load(deed, keeper):
    def run(*lines, day=NEW_YEAR, **more):
        return checklist_load(deed=deed, viewer=keeper, workbook=workbook(HEADS, *lines), valid_from=day, **more)

    return run


@pytest.fixture
def load_forms(deed, keeper):
    def run(*lines, day=NEW_YEAR, more=()):
        book = workbook(FORM_HEADS, *lines, more=more, name="表单.xlsx")
        return forms_load(deed=deed, viewer=keeper, workbook=book, valid_from=day)

    return run


@pytest.fixture
def case(deed) -> Case:
    case = case_open(deed=deed, title="甲公司", source_key="desk/甲公司")
    add(case, deed, "D12", audit_type="surveillance", audit_end="2026-05-06")
    return case


def misses(case, deed):
    return {miss.code: miss for miss in case_judge(deed=deed, case_id=case.pk).misses}


def test_an_own_required_paper_is_missed_by_its_own_words_edition_and_row(case, deed, load):
    load(ENERGY)
    miss = misses(case, deed)["Z01"]
    assert (miss.name, miss.severity) == ("能源消耗说明", "block")
    assert "own checklist, edition C1, row 2" in miss.why
    assert "自有归档清单，版次 C1，第 2 行" in miss.why_zh


def test_a_miss_of_the_tables_still_names_the_table_alone(case, deed, load):
    load(ENERGY)
    assert "own checklist" not in misses(case, deed)["C09"].why
    assert f"edition {requirements().latest.edition})" in misses(case, deed)["C09"].why


def test_a_judgement_names_the_edition_of_the_checklist(case, deed, load):
    load(ENERGY)
    case_judge(deed=deed, case_id=case.pk)
    assert CaseJudgement.objects.get(case=case).editions["checklist"] == "C1"


def test_the_edition_is_chosen_by_the_day_of_the_case(case, deed, load):
    load(ENERGY, day=dt.date(2026, 6, 1))
    assert "Z01" not in misses(case, deed)
    load(["Z02", "节能承诺书", "必备", ""], day=dt.date(2026, 5, 6))
    assert "edition C2" in misses(case, deed)["Z02"].why


def test_a_load_of_the_same_day_takes_the_place_of_the_one_before(load):
    load(ENERGY)
    load(["Z02", "节能承诺书", "必备", ""])
    assert checklist_on(NEW_YEAR).title == "C2"
    assert [row.state for row in body_tables(system_viewer())] == ["in force", "superseded"]


def test_the_next_edition_ends_the_one_before(load):
    load(ENERGY)
    load(ENERGY, day=dt.date(2027, 1, 1))
    later, earlier = body_tables(system_viewer())
    assert (earlier.valid_to, later.valid_to) == (dt.date(2027, 1, 1), None)
    assert [checklist_on(day).title for day in (NEW_YEAR, None)] == ["C1", "C2"]


def test_what_is_withdrawn_gives_way_to_the_edition_before(deed, keeper, load):
    load(ENERGY)
    load(["Z02", "节能承诺书", "必备", ""], day=dt.date(2026, 3, 1))
    body_table_withdraw(deed=deed, viewer=keeper, edition="C2")
    assert checklist_on(dt.date(2026, 4, 1)).title == "C1"
    assert [row.state for row in body_tables(keeper)] == ["withdrawal", "withdrawn", "in force"]


def test_what_is_not_in_force_cannot_be_withdrawn(deed, keeper, load):
    load(ENERGY)
    body_table_withdraw(deed=deed, viewer=keeper, edition="C1")
    with pytest.raises(BodyTableRefusedError, match="not in force"):
        body_table_withdraw(deed=deed, viewer=keeper, edition="C1")


def test_a_template_loaded_as_it_was_written_changes_nothing(deed, keeper, case):
    before = misses(case, deed)
    report = checklist_load(
        deed=deed, viewer=keeper, workbook=Workbook(template("checklist"), "t.xlsx"), valid_from=NEW_YEAR
    )
    table = requirements().on(NEW_YEAR)
    assert report.differences == ()
    assert apply_checklist(table, checklist_on(NEW_YEAR)).rows == table.rows
    after = misses(case, deed)
    assert {code: (miss.severity, miss.why) for code, miss in after.items()} == {
        code: (miss.severity, miss.why) for code, miss in before.items()
    }


def test_a_checklist_that_stands_alone_asks_for_nothing_else(case, deed, load):
    report = load(ENERGY, mode=ChecklistMode.REPLACE)
    assert {miss.code for miss in misses(case, deed).values()} == {"Z01"}
    assert any("asked for no more" in one for one in report.differences)


def test_a_dry_run_tells_the_differences_and_writes_nothing(keeper, case):
    report = checklist_try(
        viewer=keeper, workbook=workbook(HEADS, ENERGY, ["C09", "", "不适用", ""]), valid_from=NEW_YEAR
    )
    assert (report.edition, report.rows, len(report.differences)) == ("", 2, 2)
    assert any(one.startswith("C09") and "SV R → -" in one for one in report.differences)
    assert (BodyTable.objects.count(), JournalEntry.objects.filter(action="table.load").count()) == (0, 0)
    assert not Job.objects.filter(kind="archive.judge_round").exists()


def test_a_load_is_journalled_and_its_workbook_kept(load, keeper):
    load(ENERGY)
    entry = JournalEntry.objects.get(action="table.load")
    view = body_table(keeper, "c1")
    assert (entry.actor, entry.detail["edition"], entry.detail["sha256"]) == ("li", "C1", view.row.source_sha256)
    assert openpyxl.load_workbook(io.BytesIO(view.source)).worksheets[0]["A2"].value == "Z01"


def test_a_load_makes_every_judgement_stale_and_orders_a_round(case, deed, load):
    case_judge(deed=deed, case_id=case.pk)
    before = CaseJudgement.objects.get(case=case).revision
    load(ENERGY)
    judgement = CaseJudgement.objects.get(case=case)
    assert (judgement.stale, judgement.revision > before) == (True, True)
    assert Job.objects.filter(kind="archive.judge_round").exists()


def test_editions_are_never_changed_or_removed(load):
    load(ENERGY)
    for deed_ in (lambda: BodyTable.objects.update(filename="x"), lambda: BodyTable.objects.all().delete()):
        with pytest.raises(DatabaseError, match="ARCH-048"), transaction.atomic():
            deed_()


@pytest.mark.parametrize("capabilities", [set(), {"journal.read"}, {"case.describe"}, {"case.read_all"}])
def test_only_the_keeper_of_tables_loads(capabilities, deed):
    person = Viewer(2, "zhao", frozenset(), frozenset(capabilities), frozenset())
    with pytest.raises(BodyTableRefusedError, match="may not load"):
        checklist_load(deed=deed, viewer=person, workbook=workbook(HEADS, ENERGY), valid_from=NEW_YEAR)
    with pytest.raises(BodyTableRefusedError, match="may not load"):
        forms_try(viewer=person, workbook=workbook(FORM_HEADS), valid_from=NEW_YEAR)


def test_the_security_auditor_may_not_look_and_an_archivist_may():
    auditor = Viewer(2, "sun", frozenset(), frozenset({"journal.read"}), frozenset())
    with pytest.raises(BodyTableRefusedError, match="may not look"):
        body_tables(auditor)
    assert body_tables(dataclasses.replace(auditor, capabilities=frozenset({"case.describe"}))) == []


def test_an_edition_that_does_not_exist_is_named():
    with pytest.raises(BodyTableUnknownError, match="C9"):
        body_table(system_viewer(), "C9")


def test_a_day_before_all_tables_is_refused(load):
    with pytest.raises(NoEditionError, match="1999"):
        load(ENERGY, day=dt.date(1999, 12, 31))


def test_every_wrong_cell_is_named_by_sheet_row_and_column_and_nothing_is_kept(load):
    with pytest.raises(ChecklistFaultyError) as caught:
        load(["?", "x", "R", ""], ["Z01", "能源消耗说明", "大概", ""], ["Z03", "=A1", "R", ""])
    faults = caught.value.as_dict()["faults"]
    assert [(one["sheet"], one["cell"]) for one in faults] == [("Sheet", "B4"), ("Sheet", "A2"), ("Sheet", "C3")]
    assert (faults[0]["row"], faults[0]["column"], "formula" in faults[0]["what"]) == (4, 2, True)
    assert all(one["remedy"] for one in faults)
    assert not BodyTable.objects.exists()


def test_without_own_tables_the_desk_is_that_of_the_program():
    assert scholar().made_with == Desk.of_today().made_with


def test_own_forms_change_what_the_desk_is_made_with_and_order_papers_to_be_studied(load_forms):
    before = desk_today().made_with
    load_forms(["C02", "", "", "QP-77-01", ""])
    assert desk_today().made_with.startswith(f"{before} F1/")
    assert Job.objects.filter(kind=DESCRIBE_ROUND).count() == 1


def test_a_template_of_forms_loaded_as_it_was_written_changes_no_kind_and_no_label(deed, keeper):
    report = forms_load(deed=deed, viewer=keeper, workbook=Workbook(template("forms"), "t.xlsx"), valid_from=NEW_YEAR)
    assert report.differences == ()
    mine, theirs = desk_today(), Desk.of_today()
    assert (mine.catalogue, mine.labels) == (theirs.catalogue, theirs.labels)


def test_forms_of_an_earlier_edition_stay_known_beside_those_of_a_later_one(load_forms):
    load_forms(["C02", "", "", "QP-77-01", ""])
    load_forms(["C05", "", "", "QP-77-02", ""], day=dt.date(2026, 7, 1))
    assert dict(desk_today().catalogue.form_numbers) == {"qp7701": "C02", "qp7702": "C05"}


def test_withdrawn_forms_are_known_no_more(deed, keeper, load_forms):
    load_forms(["C02", "", "", "QP-77-01", ""])
    body_table_withdraw(deed=deed, viewer=keeper, edition="F1")
    assert desk_today().made_with == Desk.of_today().made_with


def test_a_kind_that_a_checklist_names_can_be_given_to_papers(load):
    load(ENERGY)
    assert scholar().kind_names()["Z01"] == "能源消耗说明"
    assert Job.objects.filter(kind=DESCRIBE_ROUND).exists()


def test_forms_may_name_a_kind_of_the_checklist_and_outlive_it(deed, keeper, load, load_forms):
    load(ENERGY)
    load_forms(["Z01", "", "能耗情况表", "", ""])
    body_table_withdraw(deed=deed, viewer=keeper, edition="C1")
    assert scholar().kind_names()["Z01"] == "能源消耗说明"


def test_wrong_cells_of_forms_and_labels_are_named(load_forms):
    labels = [["标签", "字段", "适用代码"], ["厂名", "organisation_name", ""], ["厂址", "registered_address", "Q"]]
    with pytest.raises(FormsFaultyError) as caught:
        load_forms(
            ["Z77", "", "x表", "", ""], ["C02", "", "", "QP-77-01", "三"], ["C05", "", "", "QP-77-01", ""], more=labels
        )
    faults = [(one["sheet"], one["cell"]) for one in caught.value.as_dict()["faults"]]
    assert faults == [("Sheet", "A2"), ("Sheet", "E3"), ("Sheet", "D4"), ("标签", "B2"), ("标签", "C3")]
    assert not BodyTable.objects.exists()


def tried(attempt, keeper, book: Workbook):
    """Return the report of an attempt, or the failure that a person would see; anything else is raised."""
    try:
        return attempt(viewer=keeper, workbook=book, valid_from=NEW_YEAR)
    except AnjuanError as fault:
        return fault


def is_said(result) -> bool:
    """Say whether an attempt understood something or refused with sentences."""
    if isinstance(result, AnjuanError):
        return result.what.endswith((".", "。")) and bool(result.remedy)
    return result.rows > 0


_CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["代码", "名称", "监督", "条件", "Z01", "D12", "R", "C:nc", "题名", "=1+1", "#REF!", "*"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.lists(_CELLS, max_size=6), max_size=6), headed=st.booleans())
def test_any_sheet_is_understood_or_refused_with_a_sentence(keeper, lines, headed):
    for heads, attempt in ((HEADS, checklist_try), (FORM_HEADS, forms_try)):
        assert is_said(tried(attempt, keeper, workbook(*([heads] if headed else []), *lines)))
    assert not BodyTable.objects.exists()


_WHOLE = workbook(HEADS, ENERGY).content


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(
    st.binary(max_size=200),
    st.integers(0, len(_WHOLE) - 1).map(lambda cut: _WHOLE[:cut]),
    st.tuples(st.integers(0, len(_WHOLE) - 1), st.integers(1, 255)).map(
        lambda flip: _WHOLE[: flip[0]] + bytes([_WHOLE[flip[0]] ^ flip[1]]) + _WHOLE[flip[0] + 1 :]
    ),
))  # fmt: skip
def test_any_bytes_are_a_workbook_or_refused_with_a_sentence(keeper, content):
    for attempt in (checklist_try, forms_try):
        assert is_said(tried(attempt, keeper, Workbook(content, "x.xlsx")))


def test_papers_filed_before_are_told_by_forms_loaded_later_without_reading_them_again(
    deed, load_forms, take_in, tmp_path, clock
):
    root = tmp_path / "later"
    (root / "甲公司").mkdir(parents=True)
    (root / "甲公司" / "扫描件.txt").write_text("YSX-JL-外派-07\n外派联络笺\n甲\n乙", encoding="utf-8")
    take_in(root)
    files_describe(deed=lambda: deed, order=DescribeOrder(), scholar=scholar(), progress=Silent())
    before = Document.objects.get()
    pages = list(OriginalPage.objects.values_list("pk", flat=True))
    load_forms(["C02", "", "", "YSX-JL-外派-07", ""])
    Worker({DESCRIBE_ROUND: describe_round}, TableQueue(), clock, stop=threading.Event()).run(until_idle=True)
    after = Document.objects.get()
    assert (before.kind, after.kind, after.pk) == ("", "C02", before.pk)
    assert list(OriginalPage.objects.values_list("pk", flat=True)) == pages
    assert after.description.made_with == desk_today().made_with
    assert CaseJudgement.objects.get(case=after.case).stale
