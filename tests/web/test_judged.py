from __future__ import annotations

import pytest
from django.urls import reverse
from tests.web.made import DEED, NOW, described

from anjuan.accounts.selectors.journal import journal_recent
from anjuan.archive.models import CaseField, CaseJudgement, CaseReader, Ruling
from anjuan.archive.models.cases import CaseState
from anjuan.archive.services.cases import case_grant_reading

TABS = ("case_fields", "case_missing", "case_clashes", "case_properties", "case_events")
MOST_QUERIES = {"case_fields": 25, "case_missing": 22, "case_clashes": 22, "case_properties": 22, "case_events": 18}


@pytest.fixture
def judged(shelf):
    described(shelf)
    return shelf


def look(client, name, shelf) -> str:
    return client.get(reverse(f"web:{name}", args=[shelf.case.number])).content.decode()


def say(client, route, shelf, **sent):
    return client.post(reverse(f"web:{route}", args=[shelf.case.number]), sent)


@pytest.mark.parametrize("name", TABS)
def test_a_tab_asks_the_database_few_times(archivist, judged, django_assert_max_num_queries, name):
    look(archivist, name, judged)
    with django_assert_max_num_queries(MOST_QUERIES[name]):
        look(archivist, name, judged)


@pytest.mark.parametrize("name", TABS)
def test_who_looks_at_a_tab_stands_in_the_journal(archivist, judged, name):
    look(archivist, name, judged)
    assert [entry.action for entry in journal_recent()].count("case.read") == 1


@pytest.mark.parametrize("name", TABS[:4])
def test_who_was_lent_one_document_sees_nothing_of_the_others(auditor, judged, name):
    token = f"user:{auditor.session['_auth_user_id']}"
    CaseReader.objects.create(case=judged.case, document=judged.text, token=token, granted_at=NOW, granted_by="li")
    answer = auditor.get(reverse(f"web:{name}", args=[judged.case.number]))
    assert answer.status_code == 404
    assert reverse("web:case_fields", args=[judged.case.number]) not in look(auditor, "case_events", judged)


def test_who_reads_the_case_sees_findings_and_no_button(auditor, judged):
    case_grant_reading(deed=DEED, case=judged.case, token=f"user:{auditor.session['_auth_user_id']}")
    page = look(auditor, "case_missing", judged)
    assert "认证合同" in page
    assert reverse("web:finding_rule", args=[judged.case.number]) not in page


def test_doubtful_fields_come_first_with_the_way_to_their_place(archivist, judged):
    page = look(archivist, "case_fields", judged)
    assert page.index("法定代表人") < page.index("总人数")
    assert f"/{judged.scan.pk}/1/?box=0.1000,0.2000,0.6000,0.2300" in page


def test_a_field_is_corrected_and_taken_back(archivist, judged):
    say(archivist, "field_set", judged, name="standards", value="GB/T 19001-2016、GB/T 24001-2016")
    row = CaseField.objects.get(case=judged.case, name="standards")
    assert (row.value, row.source) == (["GB/T 19001-2016", "GB/T 24001-2016"], "person")
    say(archivist, "field_set", judged, name="standards", back="1")
    assert not CaseField.objects.filter(case=judged.case, name="standards", source="person").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("headcount", "六十"), ("headcount", "²"), ("audit_days", "1.²"), ("nonsense", "x"), ("scope", " ")],
)
def test_a_value_that_cannot_be_one_is_not_kept(archivist, judged, name, value):
    say(archivist, "field_set", judged, name=name, value=value)
    assert not CaseField.objects.filter(source="person").exclude(name__in=["organisation"]).filter(name=name).exists()


@pytest.mark.parametrize(("answer", "kept"), [("yes", [True]), ("no", [False]), ("open", [])])
def test_a_question_is_answered(archivist, judged, answer, kept):
    assert "临时场所" in look(archivist, "case_fields", judged)
    say(archivist, "condition_set", judged, code="temp_site", answer=answer)
    assert list(CaseField.objects.filter(name="condition.temp_site").values_list("value", flat=True)) == kept


def test_a_condition_that_nobody_asked_for_is_not_kept(archivist, judged):
    say(archivist, "condition_set", judged, code="nonsense", answer="yes")
    assert not CaseField.objects.filter(name__startswith="condition.").exists()


def test_a_miss_says_in_chinese_why(archivist, judged):
    assert "初次认证一阶段审核须有B05" in look(archivist, "case_missing", judged)


def test_a_finding_is_accepted_with_a_reason_and_opened_again(archivist, judged):
    key = archivist.get(reverse("web:case_missing", args=[judged.case.number])).context["judged"].of("miss")[0].key
    say(archivist, "finding_rule", judged, key=key, verdict="accepted", reason=" ", group="miss")
    assert not Ruling.objects.exists()
    say(archivist, "finding_rule", judged, key=key, verdict="accepted", reason="合同由总部保存", group="miss")
    assert "合同由总部保存" in look(archivist, "case_missing", judged)
    say(archivist, "finding_rule", judged, key=key, verdict="reopened", reason="重新打开", group="miss")
    assert "合同由总部保存" not in look(archivist, "case_missing", judged)


def test_both_pieces_of_a_contradiction_lead_to_their_boxes(archivist, judged):
    page = look(archivist, "case_clashes", judged)
    assert "审核日期先后不一。" in page
    for number in (1, 2):
        assert f"/{judged.scan.pk}/{number}/?box=0.1000,0.1000,0.6000,0.1300" in page


@pytest.mark.parametrize(("stale", "asks"), [(True, True), (False, False)])
def test_a_page_of_an_old_judgement_asks_again_by_itself(archivist, judged, stale, asks):
    CaseJudgement.objects.update(stale=stale)
    assert ('hx-trigger="every 4s"' in look(archivist, "case_missing", judged)) is asks


def test_a_sealed_case_offers_no_correction(archivist, judged):
    type(judged.case).objects.update(state=CaseState.SEALED)
    assert reverse("web:field_set", args=[judged.case.number]) not in look(archivist, "case_fields", judged)
    assert say(archivist, "field_set", judged, name="scope", value="x").status_code >= 400


@pytest.mark.parametrize(
    ("problem", "number"), [("blocking", 1), ("missing", 1), ("contradiction", 1), ("nonsense", 1), ("", 1)]
)
def test_the_list_is_narrowed_to_cases_with_problems(archivist, judged, problem, number):
    answer = archivist.get(reverse("web:cases"), {"problem": problem})
    assert answer.context["found"].total == number
    assert answer.context["found"].rows[0].blocking == 2


@pytest.mark.parametrize("order", ["blocking", "-blocking"])
def test_the_list_is_ordered_by_problems(archivist, judged, order):
    assert archivist.get(reverse("web:cases"), {"order": order}).context["asked"].order == order


@pytest.mark.parametrize("problem", ["blocking", "missing", "contradiction"])
def test_a_case_without_problems_is_not_listed_among_them(archivist, shelf, problem):
    assert archivist.get(reverse("web:cases"), {"problem": problem}).context["found"].total == 0


def test_the_work_list_counts_what_waits_for_who_may_act(archivist, auditor, judged):
    counted = archivist.get(reverse("web:counts")).json()
    assert (counted["blocking"], counted["doubts"], counted["matches"]) == (1, 2, 1)
    assert not set(auditor.get(reverse("web:counts")).json()) & {"blocking", "doubts", "matches"}


@pytest.mark.parametrize("name", ["doubts", "matches"])
def test_a_waiting_page_asks_the_database_few_times(archivist, judged, django_assert_max_num_queries, name):
    with django_assert_max_num_queries(10):
        assert judged.case.number in archivist.get(reverse(f"web:{name}")).content.decode()


@pytest.mark.parametrize(("take", "linked"), [("yes", True), ("no", False)])
def test_a_match_is_decided(archivist, judged, take, linked):
    row = archivist.get(reverse("web:matches")).context["found"].rows[0]
    archivist.post(
        reverse("web:match_decide"), {"case": row.case_number, "organisation": row.organisation_id, "take": take}
    )
    judged.case.refresh_from_db()
    assert (judged.case.organisation_id == row.organisation_id) is linked
    assert archivist.get(reverse("web:matches")).context["found"].rows == []


def test_english_pages_speak_english(archivist, judged):
    archivist.post(reverse("web:language"), {"language": "en"})
    assert "required in stage 1" in look(archivist, "case_missing", judged)
