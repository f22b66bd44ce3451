from __future__ import annotations

import datetime as dt

import pytest

from anjuan.accounts.selectors.people import Viewer, system_viewer, viewer_of
from anjuan.accounts.services.people import role_grant, user_create
from anjuan.archive.findable.finding import find, lit_on_page, suggest
from anjuan.archive.findable.records import SCHEMA, texts_of
from anjuan.archive.models import Case, Document, IndexOrder, Page
from anjuan.archive.selectors.case_filters import CaseFilter
from anjuan.archive.selectors.cases import case_choices, case_events, case_get, case_list, document_get
from anjuan.archive.selectors.intakes import IntakeUnknownError, intake_get, intake_items, intake_list
from anjuan.archive.selectors.pages import page_get, page_list
from anjuan.archive.selectors.sight import CaseUnknownError, DocumentUnknownError
from anjuan.archive.services.assignments import assign_cases
from anjuan.archive.services.cases import case_describe, case_grant_reading, case_withdraw_reading
from anjuan.archive.services.indexing import index_drain, index_rebuild
from anjuan.kit.errors import NotFoundError, UsageError
from anjuan.search.backends.memory import MemoryBackend
from anjuan.search.engine import SearchEngine

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def engine() -> SearchEngine:
    return SearchEngine(MemoryBackend(SCHEMA), SCHEMA, texts_of)


@pytest.fixture
def filed(take_in, desk, deed):
    intake = take_in(desk)
    case_describe(
        deed=deed, case=Case.objects.get(title="甲公司"), source="person",
        values={
            "organisation_name": "宁波甲轴承有限公司", "year": 2024, "field_code": "A01", "standard": "GB/T 19001-2016",
        },
    )  # fmt: skip
    return intake


@pytest.fixture
def person(deed):
    def make(role: str, name: str = "wang") -> Viewer:
        user = user_create(deed=deed, username=name, password="correct horse battery")
        if role:
            role_grant(deed=deed, user=user, role=role)
        return viewer_of(user, TODAY)

    return make


@pytest.fixture
def auditor(filed, person, deed) -> Viewer:
    viewer = person("auditor")
    token = f"user:{viewer.user_id}"
    case_grant_reading(deed=deed, case=Case.objects.get(title="甲公司"), token=token)
    return viewer


def test_an_auditor_sees_the_assigned_case_and_no_other(auditor, engine):
    index_drain(engine)
    assert [row.title for row in case_list(auditor, CaseFilter()).rows] == ["甲公司"]
    assert find(auditor, engine, "").total == 2
    assert find(auditor, engine, "合同").total == 0
    assert find(system_viewer(), engine, "").total == 4


def test_no_count_facet_or_suggestion_tells_of_hidden_cases(auditor, engine, deed):
    hidden = Case.objects.get(title="乙公司")
    case_describe(
        deed=deed, case=hidden, source="person", values={"organisation_name": "苏州乙电子有限公司", "year": 2023}
    )
    index_drain(engine)
    found = find(auditor, engine, "")
    assert {item.value for item in found.facets["organisation"]} == {"宁波甲轴承有限公司"}
    assert {item.value for item in found.facets["year"]} == {"2024"}
    assert suggest(auditor, engine, "苏州") == []
    assert case_choices(auditor)["year"] == [2024]
    assert case_list(auditor, CaseFilter()).states[""] == 1


def test_a_hidden_case_is_told_like_one_that_does_not_exist(auditor):
    hidden = Case.objects.get(title="乙公司")
    with pytest.raises(CaseUnknownError) as secret:
        case_get(auditor, hidden.number)
    with pytest.raises(CaseUnknownError) as absent:
        case_get(auditor, "AJ-1999-000001")
    assert secret.value.what.replace(hidden.number, "") == absent.value.what.replace("AJ-1999-000001", "")


@pytest.mark.parametrize("look", [document_get, page_list, lambda v, d: page_get(v, d, 1)])
def test_a_document_of_a_hidden_case_cannot_be_looked_at(auditor, look):
    hidden = Document.objects.get(case__title="乙公司")
    with pytest.raises(DocumentUnknownError):
        look(auditor, hidden.pk)


def test_an_open_page_of_a_hidden_case_lights_nothing(auditor):
    page = Page.objects.get(document__case__title="乙公司")
    assert lit_on_page(auditor, "合同", page.pk, fuzzy=True) is None


def test_an_index_that_lags_behind_shows_no_page_that_was_withdrawn(auditor, engine, deed):
    index_drain(engine)
    case_withdraw_reading(deed=deed, case=Case.objects.get(title="甲公司"), token=f"user:{auditor.user_id}")
    assert find(auditor, engine, "轴承").hits == ()
    index_drain(engine)
    assert find(auditor, engine, "轴承").total == 0


@pytest.mark.parametrize("role", ["", "security_keeper", "system_administrator", "security_auditor"])
def test_officers_and_strangers_see_no_case(filed, person, engine, role):
    index_drain(engine)
    viewer = person(role)
    assert case_list(viewer, CaseFilter()).total == 0
    assert find(viewer, engine, "公司").total == 0


def test_a_batch_is_seen_by_those_who_file_and_by_who_brought_it(filed, person):
    assert intake_get(person("archivist", "li2"), filed.pk, now=filed.started_at).id == filed.pk
    stranger = person("auditor", "zhao")
    with pytest.raises(IntakeUnknownError):
        intake_items(stranger, filed.pk)
    assert intake_list(stranger, now=filed.started_at) == []


def test_a_case_is_shown_whole(filed):
    view = case_get(system_viewer(), "甲公司")
    assert [document.title for document in view.documents] == ["申请书", "审核记录"]
    assert view.row.standards == ("GB/T 19001-2016",)
    assert view.troubles == ()


def test_a_list_is_narrowed_and_counts_by_state(filed):
    rows = case_list(system_viewer(), CaseFilter(words="轴承", year=2024, standard="GB/T 19001-2016"))
    assert [row.title for row in rows.rows] == ["甲公司"]
    assert case_list(system_viewer(), CaseFilter(state="filed")).states == {"collecting": 3, "": 3}


@pytest.mark.parametrize(("order", "limit"), [("password", 10), ("number", 0), ("number", 501)])
def test_a_list_cannot_be_asked_out_of_bounds(order, limit):
    with pytest.raises(UsageError):
        case_list(system_viewer(), CaseFilter(), order=order, limit=limit)


def test_a_list_costs_as_many_queries_for_two_hundred_as_for_two(filed, deed, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        case_list(system_viewer(), CaseFilter(words="公司"))


def test_hits_carry_the_boxes_of_what_is_lit(filed, engine):
    index_drain(engine)
    hit = find(system_viewer(), engine, '"淬火温度"').hits[0]
    page = page_get(system_viewer(), hit.document_id, hit.page).page
    (box,) = hit.boxes[0]
    line = next(line for line in page.lines if "淬火" in line.text)
    assert line.box[0] <= box[0] < box[2] <= line.box[2]
    assert len(hit.boxes) == 1


def test_lit_boxes_of_an_open_page_equal_those_of_the_hit(filed, engine):
    index_drain(engine)
    hit = find(system_viewer(), engine, '"淬火温度"').hits[0]
    assert lit_on_page(system_viewer(), '"淬火温度"', hit.page_id, fuzzy=False).boxes == hit.boxes


def test_the_index_is_in_step_after_draining_and_after_a_rebuild(filed, engine):
    assert index_drain(engine) == 4
    assert not IndexOrder.objects.exists()
    before = find(system_viewer(), engine, "").total
    assert index_rebuild(engine) == before == 4


def test_custody_of_a_case_tells_its_whole_way(filed):
    told = [event.event for event in case_events(system_viewer(), "甲公司")]
    assert {"creation", "ingestion", "filing", "reading"} <= set(told)


def test_what_was_done_with_the_same_bytes_in_a_hidden_case_is_not_told(take_in, desk, person, deed):
    (desk / "甲公司" / "合同.txt").write_bytes((desk / "乙公司" / "合同.txt").read_bytes())
    (desk / "乙公司" / "合同.txt").rename(desk / "乙公司" / "机密合同.txt")
    take_in(desk)
    viewer = person("auditor")
    case_grant_reading(deed=deed, case=Case.objects.get(title="甲公司"), token=f"user:{viewer.user_id}")
    told = case_events(viewer, "甲公司")
    assert "ingestion" in {event.event for event in told}
    assert "机密合同" not in {event.document_title for event in told}


def test_a_case_with_two_codes_of_one_branch_counts_once(filed, deed):
    case = Case.objects.get(title="甲公司")
    case_describe(deed=deed, case=case, source="person", values={"professional_code": ("17.10.01", "17.10.02")})
    found = case_list(system_viewer(), CaseFilter(professional_code="17.10"))
    assert (found.total, len(found.rows)) == (1, 1)


def test_cases_are_given_to_nobody_but_people(filed, deed):
    with pytest.raises(NotFoundError, match="nobody-here"):
        assign_cases(deed=deed, username="nobody-here", most=3)
