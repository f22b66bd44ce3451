"""The faces of a case: scene, description, pages side by side, cuts, people, similar cases."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.web.made import DEED, NOW, described

from anjuan.archive.models import Case, CaseField, CaseJudgement, CaseReader, Document, DocumentDescription
from anjuan.archive.rules.findings import contradiction_key
from anjuan.archive.services.cases import case_describe, case_grant_reading
from anjuan.mining.services.features import features_keep

MOST_QUERIES = {
    "case_scene": 33, "case_people": 18, "case_nonconformities": 18, "case_similar": 20, "case_compare": 28,
    "case_fields": 25,
}  # fmt: skip


@pytest.fixture
def judged(shelf):
    described(shelf)
    return shelf


def look(client, name, *words):
    return client.get(reverse(f"web:{name}", args=words))


def finding(name, value):
    return {
        "name": f"finding.{name}", "value": value, "printed": value, "page": 1, "box": [0.1, 0.2, 0.6, 0.23],
        "confidence": 1.0, "group": "finding-1",
    }  # fmt: skip


@pytest.fixture
def found(judged):
    rows = [finding("number", "NC-1"), finding("grade", "minor"), finding("fact", "未见首件检验结论")]
    DocumentDescription.objects.filter(document=judged.scan).update(found=rows)
    return judged


@pytest.mark.parametrize("name", sorted(MOST_QUERIES))
def test_a_face_of_a_case_asks_the_database_few_times(archivist, judged, django_assert_max_num_queries, name):
    look(archivist, name, judged.case.number)
    with django_assert_max_num_queries(MOST_QUERIES[name]):
        assert look(archivist, name, judged.case.number).status_code == 200


@pytest.mark.parametrize("name", sorted(MOST_QUERIES))
def test_who_was_lent_one_document_is_told_nothing_of_the_case(auditor, judged, name):
    token = f"user:{auditor.session['_auth_user_id']}"
    CaseReader.objects.create(case=judged.case, document=judged.text, token=token, granted_at=NOW, granted_by="li")
    assert look(auditor, name, judged.case.number).status_code == 404


def test_a_pane_lights_the_box_asked_for_and_refuses_a_page_of_others(archivist, auditor, judged):
    address = reverse("web:case_pane", args=[judged.case.number, judged.scan.pk, 1]) + "?box=0.1,0.2,0.6,0.23"
    assert archivist.get(address).content.decode().count('class="aj-lit"') == 1
    assert auditor.get(address).status_code == 404


def test_the_scene_tells_a_finding_with_the_way_to_its_page(archivist, found):
    page = look(archivist, "case_scene", found.case.number).content.decode()
    assert "未见首件检验结论" in page
    assert reverse("web:case_pane", args=[found.case.number, found.scan.pk, 1]) in page


def test_the_step_bar_names_what_is_missing_at_its_step(archivist, judged):
    steps = {step.code: step for step in look(archivist, "case", judged.case.number).context["head"].steps}
    assert [miss.code for miss in steps["contract"].misses] == ["B05"]
    assert not steps["contract"].is_reached


def test_the_tree_shows_the_gap_in_its_step(archivist, judged):
    tree = look(archivist, "case", judged.case.number).context["tree"]
    assert [miss.code for branch in tree for miss in branch.misses] == ["B05"]


def test_an_accepted_value_keeps_its_place(archivist, judged):
    archivist.post(
        reverse("web:field_judge", args=[judged.case.number]), {"name": "legal_representative", "verdict": "accept"}
    )
    row = CaseField.objects.get(case=judged.case, name="legal_representative")
    assert (row.source, row.value, row.document_id, row.page) == ("person", "王海棠", judged.scan.pk, 1)


def test_a_rejected_value_is_empty_until_it_is_taken_back(archivist, judged):
    judge = reverse("web:field_judge", args=[judged.case.number])
    archivist.post(judge, {"name": "legal_representative", "verdict": "reject"})
    assert CaseField.objects.get(case=judged.case, name="legal_representative").value == ""
    page = look(archivist, "case_fields", judged.case.number).content.decode()
    assert "已驳回，留空" in page


def test_a_value_that_is_gone_is_said_so(archivist, judged):
    answer = archivist.post(
        reverse("web:field_judge", args=[judged.case.number]), {"name": "phone", "verdict": "accept"}
    )
    assert answer.status_code == 404


def test_a_contradiction_stands_with_both_pages(archivist, judged):
    key = contradiction_key(CaseJudgement.objects.get(case=judged.case).contradictions[0])
    page = look(archivist, "case_clash", judged.case.number, key).content.decode()
    assert page.count("data-pane-page") == 2
    assert look(archivist, "case_clash", judged.case.number, "0" * 64).status_code == 404


def test_two_papers_are_compared_value_by_value(archivist, judged):
    page = look(archivist, "case_compare", judged.case.number)
    assert [row.name for row in page.context["rows"]] == ["organisation", "audit_start", "planned_on"]


def test_the_cut_editor_cuts_names_and_offers_to_undo(archivist, judged):
    address = reverse("web:cuts_save", args=[judged.scan.pk])
    answer = archivist.post(address, {"starts": "1,2", "before": "1", "kind-2": "D12 审核报告"})
    papers = Document.objects.filter(original=judged.scan.original, removed=False).order_by("first_page")
    assert [(one.first_page, one.kind) for one in papers][1] == (2, "D12")
    assert answer["Location"].endswith("?undo=1")


def test_the_cut_editor_keeps_nothing_of_a_kind_that_does_not_exist(archivist, judged):
    address = reverse("web:cuts_save", args=[judged.scan.pk])
    archivist.post(address, {"starts": "1,2", "before": "1", "kind-2": "没有这种"})
    assert Document.objects.filter(original=judged.scan.original, removed=False).count() == 1


def test_the_cut_editor_refuses_cuts_that_somebody_moved_meanwhile(archivist, judged):
    archivist.post(reverse("web:cuts_save", args=[judged.scan.pk]), {"starts": "1,2", "before": "1,2"})
    assert Document.objects.filter(original=judged.scan.original, removed=False).count() == 1


def test_a_finding_without_an_answer_is_not_closed(archivist, found):
    rows = look(archivist, "case_nonconformities", found.case.number).context["rows"]
    assert [(row.number, row.grade, row.closed_on) for row in rows] == [("NC-1", "minor", "")]


def test_similar_cases_say_why_and_hide_those_of_others(archivist, auditor, judged):
    other = Case.objects.exclude(pk=judged.case.pk).first() or Case.objects.create(
        number="AJ-9", title="另一卷", created_at=NOW, updated_at=NOW, created_by="li"
    )
    case_describe(deed=DEED, case=other, source="person", values={"professional_code": ["17.10.02"]})
    for case in (judged.case, other):
        features_keep(case_id=case.pk)
    rows = look(archivist, "case_similar", judged.case.number).context["rows"]
    assert [row.number for row in rows] == [other.number]
    assert "17.10.02" in {value for one in rows[0].shared for value in one.values}
    case_grant_reading(deed=DEED, case=judged.case, token=f"user:{auditor.session['_auth_user_id']}")
    assert look(auditor, "case_similar", judged.case.number).context["rows"] == ()
