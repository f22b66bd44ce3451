"""Every page for every role: no English in Chinese pages and no Chinese in English ones, but for data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client
from tests.web.kept import held, lent
from tests.web.made import DEED, NOW, described
from tests.web.readable import foreign_in_chinese, foreign_in_english, offered_by
from tests.web.test_permissions import ALLOWS, MAY, POLICY, POSTED, ROLES, call, client_of

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Intake, IntakeItem
from anjuan.jobs.models import Job
from anjuan.registry.services.codelists import code_lists_load

#: Every page of every role is a lot for a machine that is busy otherwise.
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(1200)]
#: Pictures, files and the answers to scripts are no pages.
NO_PAGES = {
    "picture", "case_pane", "list_export", "counts", "suggest", "properties_report", "batch_table", "table_template",
    "table_source", "appraisal_certificate", "outer", "outer_back",
}  # fmt: skip
PAGES = sorted(set(POLICY) - POSTED - NO_PAGES)
#: Which deed and which list it is decides; what they need is asked for where the buttons are drawn.
OF_THE_LIST = {"list_deed", "list_deed_form", "list_export", "list_look", "list_view"}
#: Who may depends on the thing, too.
SEEN_BY_GRANT = {"case", "sender", "provider"}
#: Chinese in the archive of these tests: names, titles, what papers state, what persons wrote.
DATA = frozenset({
    "王芳", "上级查阅", "宁波海棠精密模具有限公司",
    "宁波海棠模具有限公司", "宁波海棠", "李明", "李", "不符合项报告", "审核计划",
    "审核日期", "王海棠", "未见首件检验结论", "首件检验已补做", "首件检验", "示例认证公司", "现场审核", "认证合同",
    "模具的设计和生产", "浙江省宁波市海棠路 8 号", "宁波示例电器有限公司", "某企业：条款 8.6 不符合案例", "起步",
    "第一展室", "初次认证", "培训题集", "淬火", "售后服务体系", "商品售后服务评价体系",
    "商业企业品牌评价与企业文化建设",
    "审核计划信息表", "审核结果信息表", "证书信息表", "能源绩效信息表",  # sheets as the national platform names them
    "客户投诉", "查考", "到期鉴定", "名单", "海棠", "上传", "上传批", "案卷", "中文", "模具",
})  # fmt: skip
#: Examples of queries, and rows of tables whose Chinese names are what they are about.
EXAMPLES = {
    "search": {"未见首件检验", "首件检验 热处理", "不符合 OR 观察项", "关闭", "热处理", "组织:轴承 年份",
               "组织", "年份"},
}  # fmt: skip
#: Pages that list Chinese terms: titles of forms, names of codes of lists that are Chinese only.
TERMS = {
    "figures_regions",
    "figures_bulletin",
    "figures_printed_one",
    "table_kinds",
    "codes_edition",
    "table",
    "table_requirements",
    "cutting",
}


@pytest.fixture
def batch(shelf) -> Intake:
    """An archive in which every page has something to say: fields, findings, loans, holds, failures, jobs, deeds."""
    described(shelf)
    code_lists_load(deed=DEED)
    lent("loans", shelf)
    held(shelf)
    made = Intake.objects.create(way="upload", mode="into_case", root="上传批", started_by="system", started_at=NOW)
    for number, (code, reason) in enumerate(
        (("READ-002", "The file is empty."), ("READ-010", "a.pdf has more than 20 pages."), ("READ-003", "Unheard of."))
    ):
        IntakeItem.objects.create(
            intake=made, path=f"{number}.pdf", state="failed", reason_code=code, reason=reason, finished_at=NOW
        )
    Job.objects.create(
        kind="archive.index_rebuild", subject_id=1, state="failed", error_code="SRCH-003", error="Broken.",
        created_at=NOW, run_after=NOW, finished_at=NOW,
    )  # fmt: skip
    details = (
        ("case.describe", {"source": "manifest", "values": {"organisation_name": "宁波海棠", "audit_type": "initial"}}),
        ("case.grant_reading", {"token": "role:auditor"}), ("list.export", {"form": "xlsx"}),
        ("intake.finish", {"filed": 3, "failed": 1}),
        ("case.properties_test", {"moment": "schedule", "result": "fail"}),
    )  # fmt: skip
    for action, detail in details:
        journal_write(deed=Deed("system", NOW + dt.timedelta(hours=1)), action=action, detail=detail)
    return made


#: The pages of a language, fetched by the first test that wants them.
_FETCHED: dict[str, list[tuple[str, str, str]]] = {}


def pages_in(language: str, shelf, batch) -> list[tuple[str, str, str]]:
    """Return every page that a role may open, with the role and the name of the page."""
    if language not in _FETCHED:
        _FETCHED[language] = [
            (role, name, page) for role in ROLES for name, page in _pages_of(role, language, shelf, batch)
        ]
    return _FETCHED[language]


def _pages_of(role: str, language: str, shelf, batch) -> Iterator[tuple[str, str]]:
    client: Client = client_of(role)
    client.cookies["aj_language"] = language
    for name in PAGES:
        answer = call(client, name, shelf, batch)
        if answer.get("Content-Type", "").startswith("text/html"):
            yield name, answer.content.decode()


def test_a_chinese_page_says_nothing_in_english(shelf, batch):
    found = {(name, text) for _, name, page in pages_in("zh-hans", shelf, batch) for text in foreign_in_chinese(page)}
    assert sorted(found) == []


def test_an_english_page_says_nothing_in_chinese(shelf, batch):
    found = {
        (name, text)
        for _, name, page in pages_in("en", shelf, batch)
        if name not in TERMS
        for text in foreign_in_english(page, DATA | EXAMPLES.get(name, set()))
    }
    assert sorted(found) == []


def test_no_page_offers_a_role_what_it_may_not_do(shelf, batch):
    refused = {
        (role, name, offered)
        for role, name, page in pages_in("zh-hans", shelf, batch)
        for offered in offered_by(page)
        if not may(role, offered)
    }
    assert sorted(refused) == []


def may(role: str, route: str) -> bool:
    policy = POLICY[route]
    return policy in SEEN_BY_GRANT or route in OF_THE_LIST or not ALLOWS[policy] or bool(ALLOWS[policy] & MAY[role])


def test_every_role_was_shown_pages(shelf, batch):
    assert {role for role, _, _ in pages_in("zh-hans", shelf, batch)} == set(ROLES)


def test_what_is_offered_is_told_from_links_forms_and_buttons(db):
    page = '<a href="/people/">x</a><form action="/people/add/"><button formaction="/system/jobs/cancel/">y</button>'
    assert set(offered_by(page)) == {"people", "person_add", "jobs_cancel"}
