from __future__ import annotations

import datetime as dt
import re

import pypdfium2 as pdfium
import pytest
from django.test import Client
from django.urls import reverse
from tests.web.kept import agreed, destroyed, held, kept_list, lent, over, signed
from tests.web.made import DEED, Shelf, described, person

from anjuan.archive.models import Case
from anjuan.archive.services.cases import case_grant_reading
from anjuan.custody.models import AppraisalList, Hold, Loan, Retention
from anjuan.custody.models.destruction import ListState
from anjuan.jobs.models import Job
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Worker
from anjuan.kit.clock import today_in_china
from anjuan.preservation.models import PropertyTest
from anjuan.preservation.tasks import properties_case
from anjuan.web.visitor import CLOCK

pytestmark = pytest.mark.django_db


def client_for(role: str, name: str) -> Client:
    client = Client()
    client.force_login(person(role, name))
    return client


def page(client: Client, name: str, *words: object, **query: str) -> str:
    answer = client.get(reverse(f"web:{name}", args=words), query)
    assert answer.status_code == 200
    return answer.content.decode()


def say(client: Client, name: str, *words: object, **sent: str) -> str:
    answer = client.post(reverse(f"web:{name}", args=words), sent, follow=True)
    assert answer.status_code == 200, answer.content.decode()[-800:]
    return answer.content.decode()


@pytest.fixture
def borrower(db) -> Client:
    return client_for("auditor", "wu")


@pytest.fixture
def chief(db) -> Client:
    return client_for("chief_archivist", "chief")


def ask(borrower: Client, shelf: Shelf) -> str:
    today = today_in_china(CLOCK)
    return say(
        borrower, "loan_ask", case=shelf.case.number, purpose_code="audit_preparation", purpose="准备监督审核",
        first_day=str(today), last_day=str(today + dt.timedelta(days=2)),
    )  # fmt: skip


def test_a_loan_is_asked_for_allowed_read_and_given_back(borrower, chief, shelf):
    number = re.search(r"JY-\d{4}-\d{5}", ask(borrower, shelf)).group()
    assert borrower.get(reverse("web:case", args=[shelf.case.number])).status_code == 404
    assert "准备监督审核" in page(chief, "loans")
    say(chief, "loan_answer", number, approves="yes")
    assert borrower.get(reverse("web:case", args=[shelf.case.number])).status_code == 200
    say(borrower, "loan_return", number)
    assert borrower.get(reverse("web:case", args=[shelf.case.number])).status_code == 404
    assert Loan.objects.get().state == "returned"


def test_a_loan_refused_without_a_reason_stays_asked_for(borrower, chief, shelf):
    ask(borrower, shelf)
    assert "请写明理由" in say(chief, "loan_answer", Loan.objects.get().number, approves="no")
    assert Loan.objects.get().state == "requested"


def test_nobody_sees_the_loans_of_others(borrower, shelf):
    lent("loans", shelf, borrower="zhao")
    assert "JY-2026-00001" not in page(borrower, "loans")


def test_a_day_that_is_none_is_asked_for_again(borrower, shelf):
    told = say(borrower, "loan_ask", case=shelf.case.number, first_day="x", last_day="", purpose_code="work")
    assert "请填写借阅的起止日期" in told


@pytest.fixture
def reading(shelf) -> Client:
    """One who reads the case by a running loan."""
    user = person("auditor", "wu")
    loan = lent("loans", shelf, borrower="wu", borrower_id=user.pk, state="approved")
    case_grant_reading(deed=DEED, case=shelf.case, token=loan.token)
    client = Client()
    client.force_login(user)
    return client


def test_a_page_without_a_picture_bears_the_mark_of_the_loan(reading, shelf):
    mark = f"wu {today_in_china(CLOCK)} 借阅 JY-2026-00001"
    assert mark in page(reading, "case_page", shelf.case.number, shelf.text.pk, 1)
    drawn = reading.get(reverse("web:picture", args=[shelf.text.pk, 1]))
    assert mark in drawn.content.decode()
    assert drawn["Cache-Control"] == "private, no-store"


def test_a_page_read_without_a_loan_bears_no_mark(archivist, shelf):
    assert "aj-mark" not in page(archivist, "case_page", shelf.case.number, shelf.text.pk, 1)


def test_a_case_is_held_and_the_hold_is_lifted_with_a_reason(archivist, shelf):
    say(archivist, "hold_set", shelf.case.number, reason_code="complaint", reason="客户投诉")
    assert "冻结" in page(archivist, "case", shelf.case.number)
    told = say(archivist, "hold_lift", Hold.objects.get().pk, reason="已结案")
    assert "已结案" in told
    assert Hold.objects.get().lifted_by == "li"


def test_a_stated_date_computes_how_long_the_case_is_kept(archivist, shelf):
    told = say(archivist, "keeping_state", shelf.case.number, valid_until="2025-06-30", why="证书原件")
    assert "2035-06-30" in told
    assert Retention.objects.get().stated == {"valid_until": "2025-06-30"}
    assert "2035-06-30" in page(archivist, "case", shelf.case.number)


def test_a_date_that_is_none_is_refused_with_its_name(archivist, shelf):
    answer = archivist.post(reverse("web:keeping_state", args=[shelf.case.number]), {"valid_until": "x", "why": "y"})
    assert answer.status_code == 400
    assert Retention.objects.count() == 0


def test_a_list_is_made_of_what_is_due(archivist, shelf):
    over(shelf.case)
    assert shelf.case.number in page(archivist, "appraisals", tab="due")
    told = say(archivist, "appraisal_make", case=shelf.case.number, title="2026 年鉴定")
    assert "2026 年鉴定" in told
    assert AppraisalList.objects.get().made_by == "li"


def test_what_is_held_is_not_due(archivist, shelf):
    over(shelf.case)
    held(shelf)
    assert shelf.case.number not in page(archivist, "appraisals", tab="due")
    assert "客户投诉" in page(archivist, "appraisals", tab="holds")


def test_a_list_goes_from_opinion_to_decision(archivist, shelf):
    listed = kept_list("appraisal", shelf)
    agreed(listed, "zhao")
    say(archivist, "appraisal_opine", listed.number, agrees="yes")
    say(archivist, "appraisal_submit", listed.number)
    head = client_for("head", "sun")
    assert "批准销毁" in page(head, "appraisal", listed.number)
    say(head, "appraisal_decide", listed.number, approves="yes", method="erase")
    listed.refresh_from_db()
    assert (listed.state, listed.decided_by) == (ListState.APPROVED, "sun")


def test_who_appraised_is_not_offered_the_decision(shelf):
    listed = kept_list("appraisal_decide", shelf)
    agreed(listed, "sun")
    assert reverse("web:appraisal_decide", args=[listed.number]) not in page(
        client_for("head", "sun"), "appraisal", listed.number
    )


def test_a_case_is_kept_for_a_reason(archivist, shelf):
    listed = kept_list("appraisal", shelf)
    assert "继续保存" in say(archivist, "appraisal_keep", listed.number, case=shelf.case.number, reason="重要")
    assert listed.cases.get().reason == "重要"


@pytest.mark.parametrize(("written", "jobs"), [("JD-2026-0001", 1), ("JD-2026-9999", 0), ("", 0)])
def test_a_destruction_begins_only_when_the_number_of_its_list_is_written_out(archivist, shelf, written, jobs):
    listed = kept_list("appraisal_supervise", shelf)
    signed(listed, "chief", "zhou")
    say(archivist, "appraisal_begin", listed.number, confirm=written)
    assert Job.objects.filter(kind="custody.destroy_case").count() == jobs


def test_a_supervisor_signs_once_and_is_not_asked_again(chief, shelf):
    listed = kept_list("appraisal_supervise", shelf)
    say(chief, "appraisal_supervise", listed.number)
    assert reverse("web:appraisal_supervise", args=[listed.number]) not in page(chief, "appraisal", listed.number)


def test_the_register_leads_to_a_certificate_that_names_the_papers(officer, shelf, chinese_font):
    destroyed(shelf)
    assert "J001-A01-2010-D10-0001" in page(officer, "appraisals", tab="register")
    answer = officer.get(reverse("web:appraisal_certificate", args=[shelf.case.number]))
    text = words_of(answer.content)
    assert "档案销毁证明" in text
    assert "审核报告" in text
    assert "chief、zhou" in text


def words_of(content: bytes) -> str:
    with pdfium.PdfDocument(content) as pdf:
        return "".join(pdf[number].get_textpage().get_text_range() for number in range(len(pdf)))


def test_a_certificate_of_a_case_that_was_not_destroyed_is_not_there(officer, shelf):
    assert officer.get(reverse("web:appraisal_certificate", args=[shelf.case.number])).status_code == 404


def work_off() -> None:
    Worker({"preservation.properties_case": properties_case}, TableQueue(), CLOCK).run(until_idle=True)


def test_a_four_property_test_is_a_job_whose_page_asks_until_it_is_done(archivist, shelf):
    described(shelf)
    told = say(archivist, "properties_test", shelf.case.number)
    assert 'hx-trigger="every 2s"' in told
    assert PropertyTest.objects.count() == 0
    work_off()
    told = page(archivist, "case_properties", shelf.case.number)
    assert "hx-trigger" not in told
    assert "真实性" in told
    assert PropertyTest.objects.get().actor == "li"


def test_a_four_property_test_asked_for_twice_is_made_once(archivist, shelf):
    for _ in range(2):
        say(archivist, "properties_test", shelf.case.number)
    assert Job.objects.filter(kind="preservation.properties_case").count() == 1


def test_the_report_of_the_test_is_a_pdf_in_chinese(archivist, shelf, chinese_font):
    say(archivist, "properties_test", shelf.case.number)
    work_off()
    answer = archivist.get(reverse("web:properties_report", args=[shelf.case.number]))
    text = words_of(answer.content)
    assert "电子档案四性检测报告" in text
    assert "宁波海棠精密模具有限公司" in text
    assert "安全性" in text


@pytest.mark.parametrize("role", ["auditor", "security_auditor", "system_administrator", "client", ""])
def test_who_does_not_see_the_case_gets_no_report(archivist, shelf, role):
    say(archivist, "properties_test", shelf.case.number)
    work_off()
    answer = client_for(role, "other").get(reverse("web:properties_report", args=[shelf.case.number]))
    assert answer.status_code in (403, 404)


def test_a_destroyed_case_offers_nothing_to_keep(archivist, shelf):
    Case.objects.filter(pk=shelf.case.pk).update(state="destroyed")
    answer = archivist.get(reverse("web:case_keeping", args=[shelf.case.number]))
    assert reverse("web:hold_set", args=[shelf.case.number]) not in answer.content.decode()
