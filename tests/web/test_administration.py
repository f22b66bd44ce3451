"""Pages of administration: tables, codes, jobs, backups, options, tokens, first run."""

from __future__ import annotations

import io
import time

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.made import NOW, person

from anjuan.accounts.models import AccessToken, JournalEntry, User
from anjuan.accounts.services.founding import ROLES, SETUP_VARIABLE, setup_code
from anjuan.archive.models import BodyTable
from anjuan.archive.services.body_tables import template
from anjuan.config.options import Options
from anjuan.jobs.models import Job
from anjuan.registry.models import CodeEdition
from anjuan.web import adminwords

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(person("system_administrator", "admin"))
    session = client.session
    session["aj_confirmed"] = time.time()
    session.save()
    return client


def text(answer) -> str:
    return answer.content.decode()


def book(content: bytes, name: str = "t.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def sheet(rows) -> bytes:
    made, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(buffer)
    return buffer.getvalue()


def changed_checklist(cell: str = "") -> bytes:
    made, buffer = openpyxl.load_workbook(io.BytesIO(template("checklist"))), io.BytesIO()
    made.active.append(["Z01", "本机构审核小结", *(["必备"] * 6)])
    if cell:
        made.active["A2"] = cell
    made.save(buffer)
    return buffer.getvalue()


def tried(client: Client, content: bytes):
    sent = {"workbook": book(content), "sort": "checklist", "mode": "extend", "first": "2026-03-01"}
    return client.post(reverse("web:table_try"), sent)


def test_a_trial_names_the_faulty_cell_and_writes_nothing(administrator):
    answer = text(tried(administrator, changed_checklist(cell="??")))
    assert "A2" in answer
    assert "这不是文件种类的代码" in answer
    assert not BodyTable.objects.exists()


def test_a_trial_tells_what_would_change_and_the_load_makes_an_edition(administrator):
    answer = tried(administrator, changed_checklist())
    assert "新增 Z01 本机构审核小结" in text(answer)
    handed = answer.context["handed"]
    sent = {"handed": handed.sha256, "filename": "t.xlsx", "sort": "checklist", "mode": "extend", "first": "2026-03-01"}
    assert administrator.post(reverse("web:table_load"), sent)["Location"] == "/tables/C1/"
    assert "本机构审核小结" in text(administrator.get("/tables/requirements/"))
    administrator.post("/tables/C1/withdraw/")
    assert "已撤下" in text(administrator.get("/tables/"))


def test_a_load_without_its_trial_is_refused(administrator):
    answer = administrator.post(
        reverse("web:table_load"), {"handed": "../../db", "sort": "forms", "first": "2026-03-01"}
    )
    assert answer.status_code == 404


def test_a_dangerous_deed_asks_for_the_password(administrator):
    session = administrator.session
    del session["aj_confirmed"]
    session.save()
    assert "aj_proof" in text(administrator.post(reverse("web:health_rebuild")))
    assert not Job.objects.exists()


def test_codes_are_tried_then_imported(administrator):
    content = sheet([["17.10.02", "冲压件"], ["17.10.03", "铸件"]])
    sent = {"workbook": book(content), "edition": "2026", "first": "2026-03-01"}
    handed = administrator.post(reverse("web:codes_try"), sent).context["handed"]
    assert not CodeEdition.objects.exists()
    more = {"handed": handed.sha256, "filename": "代码.xlsx", "edition": "2026", "first": "2026-03-01"}
    administrator.post(reverse("web:codes_load"), more)
    assert CodeEdition.objects.get().source == "代码.xlsx"


def test_a_wrong_row_of_codes_is_named(administrator):
    content = sheet([["17.10.02", "冲压件"], ["x", "铸件"]])
    answer = administrator.post(reverse("web:codes_try"), {"workbook": book(content), "first": "2026-03-01"})
    assert "不是专业代码" in text(answer)


@pytest.mark.parametrize("route", ["health_rebuild", "health_fixity"])
def test_an_order_is_a_job_and_is_journalled_once(administrator, route):
    administrator.post(reverse(f"web:{route}"))
    administrator.post(reverse(f"web:{route}"))
    assert Job.objects.count() == 1
    assert JournalEntry.objects.filter(action__endswith=".order").count() == 1


def job(state: str, kind: str = "preservation.backup") -> Job:
    return Job.objects.create(
        kind=kind, subject_id=1, state=state, run_after=NOW, created_at=NOW, error_code="JOB-001", error="x"
    )  # fmt: skip


def test_a_failed_job_is_tried_again(administrator):
    administrator.post(reverse("web:jobs_again"), {"job": job("failed").pk})
    assert Job.objects.filter(state="waiting").count() == 1


def test_a_waiting_job_is_cancelled(administrator):
    administrator.post(reverse("web:jobs_cancel"), {"job": job("waiting").pk})
    assert Job.objects.get().state == "cancelled"


@pytest.mark.parametrize("kind", ["archive.file_item", "custody.destroy_case"])
def test_jobs_with_pages_of_their_own_are_not_cancelled_from_the_list(administrator, kind):
    assert administrator.post(reverse("web:jobs_cancel"), {"job": job("waiting", kind).pk}).status_code == 403
    assert Job.objects.get().state == "waiting"


def test_no_backup_is_made_without_a_folder(administrator):
    assert administrator.post(reverse("web:backups_now")).status_code == 400


def test_a_backup_is_ordered_where_a_folder_is_set(administrator, settings, tmp_path):
    settings.ANJUAN_OPTIONS = Options.model_validate({"backup": {"folder": str(tmp_path)}})
    administrator.post(reverse("web:backups_now"))
    assert Job.objects.get().kind == "preservation.backup"
    assert "还没有做过备份" in text(administrator.get(reverse("web:backups")))


@pytest.mark.parametrize(
    ("route", "most"),
    [("tables", 12), ("table_kinds", 12), ("table_requirements", 12), ("codes", 10), ("jobs", 12), ("backups", 10),
     ("options", 10), ("watch", 10), ("tokens", 10), ("health", 24)],
)  # fmt: skip
def test_a_page_of_administration_asks_few_questions(administrator, django_assert_max_num_queries, route, most):
    administrator.get(reverse(f"web:{route}"))
    with django_assert_max_num_queries(most):
        assert administrator.get(reverse(f"web:{route}")).status_code == 200


def test_secrets_stay_off_the_page_of_options(administrator, settings):
    settings.ANJUAN_OPTIONS = Options.model_validate({"reading": {"passwords": ["hush-hush"]}})
    answer = text(administrator.get(reverse("web:options")))
    assert "hush-hush" not in answer
    assert "已设置，不显示" in answer


def test_a_token_is_shown_once_and_revoked(archivist):
    session = archivist.session
    session["aj_confirmed"] = time.time()
    session.save()
    answer = archivist.post(reverse("web:tokens"), {"name": "统计", "scope": ["cases:read"], "days": "30"})
    token = AccessToken.objects.get()
    assert f"anjuan_{token.prefix}_" in text(answer)
    assert f"anjuan_{token.prefix}_" not in text(archivist.get(reverse("web:tokens")))
    archivist.post(reverse("web:token_revoke"), {"token": token.pk})
    token.refresh_from_db()
    assert token.revoked_at is not None


def founding() -> dict[str, str]:
    names = {f"{role}_username": f"p{at}" for at, role in enumerate(ROLES)}
    return {**names, "password": "correct horse battery", "again": "correct horse battery", "body_name": "华信"}


def test_nobody_sets_up_without_the_printed_code(monkeypatch):
    monkeypatch.setenv(SETUP_VARIABLE, setup_code()[1])
    Client().post(reverse("web:setup"), founding())
    assert not User.objects.exists()


def test_who_types_the_code_sets_up_and_is_logged_in(monkeypatch, settings):
    code, kept = setup_code()
    monkeypatch.setenv(SETUP_VARIABLE, kept)
    client = Client()
    assert client.get(reverse("web:login"))["Location"] == "/setup/"
    client.post(reverse("web:setup"), {"code": code})
    assert "设置完成" in text(client.post(reverse("web:setup"), founding()))
    assert client.get(reverse("web:health")).status_code == 200
    assert "华信" in (settings.ANJUAN_HOME / "anjuan.toml").read_text("utf-8")


def test_the_wizard_is_shut_once_there_is_a_person(archivist):
    assert Client().get(reverse("web:setup"))["Location"] == "/login/"
    assert Client().post(reverse("web:setup"), {"code": "x"}).status_code == 403


def test_a_wrong_folder_makes_nobody(monkeypatch):
    code, kept = setup_code()
    monkeypatch.setenv(SETUP_VARIABLE, kept)
    client = Client()
    client.post(reverse("web:setup"), {"code": code})
    assert "监视文件夹不能使用" in text(client.post(reverse("web:setup"), founding() | {"folder": "/nowhere/at/all"}))
    assert not User.objects.exists()


def test_every_kind_of_background_work_has_a_name(settings):
    assert set(settings.ANJUAN_JOB_HANDLERS) == set(adminwords.TABLES["job_kind"])
