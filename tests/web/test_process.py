"""Pages of certification projects, applications and tasks."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.made import NOW, person
from tests.web.routes.process import made

from anjuan.lifecycle.models import Application, Audit, Condition, Project, Task, TeamMember
from anjuan.registry.models import Organisation

pytestmark = pytest.mark.django_db


def client_of(role: str, name: str = "") -> Client:
    client = Client()
    client.force_login(person(role, name or role))
    return client


@pytest.fixture
def manager() -> Client:
    return client_of("project_manager", "pm")


@pytest.fixture
def audit() -> Audit:
    return made()


def test_the_list_shows_a_project_with_its_state_and_what_is_due(manager, audit):
    Project.objects.update(due_on=dt.date(2026, 2, 1), due_title="签订认证合同")
    page = manager.get(reverse("web:projects")).content.decode()
    assert "宁波海棠精密模具有限公司" in page
    assert "认证审核" in page
    assert "签订认证合同" in page


def test_the_tab_of_late_projects_counts_those_alone(manager, audit):
    Project.objects.update(due_on=dt.date(2026, 2, 1))
    page = manager.get(reverse("web:projects"), {"standing": "late"}).content.decode()
    assert "宁波海棠精密模具有限公司" in page
    assert "宁波海棠" not in manager.get(reverse("web:projects"), {"standing": "suspended"}).content.decode()


def test_a_step_that_rules_refuse_is_grey_and_says_rule_and_way_out(manager, audit):
    page = manager.get(reverse("web:project", args=[audit.project.number])).content.decode()
    assert "P07" in page
    assert "审核组须有且仅有一名组长" in page
    assert "指定一名组长" in page


def test_a_step_of_another_role_names_the_right_it_takes(manager, audit):
    assert "需要“作出认证决定”权限" in manager.get(reverse("web:project", args=[audit.project.number])).content.decode()


def test_a_refused_step_keeps_what_was_written_and_names_every_rule(manager, audit):
    said = {"machine": "project", "key": audit.project_id, "step": "reprogramme", "reason": "客户要求提前"}
    response = manager.post(reverse("web:project_step", args=[audit.project.number]), said)
    page = response.content.decode()
    assert response.status_code == 409
    assert "客户要求提前" in page
    assert "T03" in page


def test_a_step_that_is_taken_leads_back_to_the_project(manager, audit):
    said = {"machine": "audit", "key": audit.pk, "step": "cancel", "reason": "客户推迟"}
    response = manager.post(reverse("web:project_step", args=[audit.project.number]), said)
    assert response.status_code == 302
    audit.refresh_from_db()
    assert audit.state == "cancelled"


def test_an_english_page_says_the_same_in_english(audit):
    client = client_of("project_manager", "pm")
    client.post(reverse("web:language"), {"language": "en", "next": "/"})
    page = client.get(reverse("web:project", args=[audit.project.number])).content.decode()
    assert "The team needs exactly one leader" in page


def test_an_auditor_opens_the_project_of_an_own_audit_and_no_other(audit):
    user = person("auditor", "zhao")
    client = Client()
    client.force_login(user)
    address = reverse("web:project", args=[audit.project.number])
    assert client.get(address).status_code == 404
    TeamMember.objects.create(audit=audit, name="赵磊", role="leader", user=user)
    assert client.get(address).status_code == 200


def test_a_client_opens_no_page_of_the_staff(audit):
    client = client_of("client")
    for name, words in (("project", [audit.project.number]), ("projects", []), ("duties", [])):
        assert client.get(reverse(f"web:{name}", args=words)).status_code == 403


def test_a_client_sees_and_drafts_own_applications_alone(audit):
    client = client_of("client")
    response = client.post(reverse("web:application_new"), {"applicant": "苏州云杉电子有限公司", "kind": "system"})
    own = Application.objects.get(applicant="苏州云杉电子有限公司")
    assert response["Location"] == reverse("web:application", args=[own.pk])
    page = client.get(reverse("web:applications")).content.decode()
    assert "苏州云杉" in page
    assert "宁波海棠" not in page


def test_a_condition_is_recorded_with_its_day(manager, audit):
    key = audit.project.application_id
    manager.post(
        reverse("web:application_check", args=[key]),
        {"condition": "legal_valid", "outcome": "yes", "checked_on": "2026-03-01", "note": "系统查询"},
    )
    assert Condition.objects.get().checked_on == dt.date(2026, 3, 1)
    assert "系统查询" in manager.get(reverse("web:application", args=[key])).content.decode()


def test_what_an_application_lacks_is_said_when_it_is_accepted(manager, audit):
    key = audit.project.application_id
    said = {"machine": "application", "key": key, "step": "accept"}
    response = manager.post(reverse("web:application_step", args=[key]), said)
    assert response.status_code == 409
    assert "法律地位尚未查实有效" in response.content.decode()


def test_a_team_is_set_by_rows_and_empty_ones_are_passed_over(manager, audit):
    rows = {"what": "team", "name": ["赵磊", "", "钱进"], "role": ["leader", "auditor", "auditor"],
            "days": ["1", "", "0.5"], "username": ["", "", ""], "codes": ["17.10.02", "", ""]}  # fmt: skip
    manager.post(reverse("web:project_audit_set", args=[audit.project.number, audit.pk]), rows)
    assert list(audit.team.values_list("name", "role")) == [("赵磊", "leader"), ("钱进", "auditor")]


def test_a_programme_is_set_by_rows(manager, audit):
    rows = {
        "minimum_days": "2.5",
        "minimum_reason": "人数",
        "kind": ["stage1", "stage2", ""],
        "planned_on": ["2026-02-01", "2026-02-20", ""],
        "days": ["1", "1.5", ""],
        "clauses": ["", "8.5", ""],
    }
    manager.post(reverse("web:project_programme", args=[audit.project.number]), rows)
    assert [line.kind for line in audit.project.programme.all()] == ["stage1", "stage2"]


def test_a_number_that_is_none_is_told_and_nothing_is_written(manager, audit):
    rows = {"minimum_days": "两天", "kind": [], "planned_on": [], "days": [], "clauses": []}
    response = manager.post(reverse("web:project_programme", args=[audit.project.number]), rows)
    assert response.status_code == 400
    assert audit.project.programme.count() == 1


def test_a_change_of_a_certified_organisation_is_asked_for(manager, audit):
    Project.objects.update(state="certified")
    address = reverse("web:project_special", args=[audit.project.number])
    manager.post(address, {"code": "SP7", "trigger": "更名"})
    page = manager.get(reverse("web:project", args=[audit.project.number])).content.decode()
    assert "SP7" in page
    assert "无需审核办结" in page


def test_a_surveillance_is_opened_from_the_project(manager, audit):
    Project.objects.update(state="certified")
    address = reverse("web:project_audit_open", args=[audit.project.number])
    manager.post(address, {"kind": "surveillance", "day": "2027-01-05"})
    assert audit.project.audits.get(kind="surveillance").case.audit_type == "surveillance"


def test_the_plan_is_printed_as_pdf(manager, audit, chinese_font):
    response = manager.get(reverse("web:project_plan", args=[audit.project.number, audit.pk]))
    assert response.content.startswith(b"%PDF")


def test_a_task_stands_under_its_span_and_is_moved_with_a_cause(manager, audit):
    task = Task.objects.get()
    assert "已逾期" in manager.get(reverse("web:duties")).content.decode()
    said = {"machine": "task", "key": task.pk, "step": "adjust", "cause": "overfull", "text": "出差",
            "adjustment": "postpone", "due": "2099-01-01"}  # fmt: skip
    assert manager.post(reverse("web:duty_step"), said).status_code == 302
    assert "已调整 1 次" in manager.get(reverse("web:duties")).content.decode()


def test_a_task_is_not_moved_silently(manager, audit):
    task = Task.objects.get()
    said = {"machine": "task", "key": task.pk, "step": "adjust", "adjustment": "postpone", "due": "2099-01-01"}
    response = manager.post(reverse("web:duty_step"), said)
    assert response.status_code == 409
    assert "没有选择原因" in response.content.decode()


def test_text_that_people_wrote_is_shown_as_text(manager, audit):
    Organisation.objects.update(name="<script>甲</script>")
    page = manager.get(reverse("web:project", args=[audit.project.number])).content.decode()
    assert "&lt;script&gt;甲" in page
    assert NOW
