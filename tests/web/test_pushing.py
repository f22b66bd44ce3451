"""Pages of subscriptions, briefing packs and similar cases tell what a person may read."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.mining.test_news import guide, line
from tests.web.made import DEED, NOW, person

from anjuan.accounts.models import JournalEntry, User
from anjuan.archive.models import Case
from anjuan.archive.services.cases import case_grant_reading
from anjuan.kit.clock import SystemClock
from anjuan.mining.models import Subscription
from anjuan.mining.rendering.digest import LEAVE_PATH, LIST_PATH
from anjuan.mining.services.features import features_keep
from anjuan.mining.services.subscriptions import leave_token
from anjuan.registry.models import Organisation

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def auditor(db) -> User:
    return person("auditor", "qin")


@pytest.fixture
def firm(shelf, auditor) -> Organisation:
    made = Organisation.objects.create(name="宁波海棠精密模具有限公司", created_at=NOW, updated_at=NOW)
    Case.objects.filter(pk=shelf.case.pk).update(organisation=made)
    deed = DEED.__class__("li", SystemClock().now())
    case_grant_reading(deed=deed, case=shelf.case, token=f"user:{auditor.pk}")
    return made


def text(client: Client, name: str, *words: object) -> str:
    answer = client.get(reverse(f"web:{name}", args=words))
    assert answer.status_code == 200
    return answer.content.decode()


def test_mails_point_to_the_pages_there_are():
    assert reverse("web:subscriptions") == LIST_PATH
    assert reverse("web:subscription_leave", args=["x"]) == LEAVE_PATH.format(token="x")


def test_a_subscription_is_made_on_its_page(auditor):
    client = client_of(auditor)
    client.post(reverse("web:subscription_add"), {"field_code": "A01", "clause": "8.5.1"})
    assert "A01 8.5.1" in text(client, "subscriptions")


def test_news_stand_with_their_subscription_and_in_the_work_list(auditor):
    Subscription.objects.create(owner=auditor, field_code="A01", created_at=NOW, seen_at=NOW)
    guide(at=NOW.replace(hour=3))
    client = client_of(auditor)
    assert "A01 17.10.02 发布第 1 版" in text(client, "subscriptions")
    assert "A01 17.10.02 发布第 1 版" in text(client, "subscriptions_card")


def test_what_was_marked_as_read_is_gone(auditor):
    own = Subscription.objects.create(owner=auditor, field_code="A01", created_at=NOW, seen_at=NOW)
    guide(at=NOW.replace(hour=3))
    client = client_of(auditor)
    client.post(reverse("web:subscription_change", args=[own.pk]), {"what": "seen"})
    assert "发布第" not in text(client, "subscriptions")


def test_all_can_be_marked_as_read(auditor):
    Subscription.objects.create(owner=auditor, field_code="A01", created_at=NOW, seen_at=NOW)
    guide(at=NOW.replace(hour=3))
    client = client_of(auditor)
    client.post(reverse("web:subscriptions_seen"))
    assert "发布第" not in text(client, "subscriptions_card")


@pytest.mark.parametrize(("what", "left"), [("delete", 0), ("nomail", 1)])
def test_a_subscription_is_removed_or_its_mail_ended(auditor, what, left):
    own = Subscription.objects.create(owner=auditor, words="x", by_mail=True, created_at=NOW, seen_at=NOW)
    client_of(auditor).post(reverse("web:subscription_change", args=[own.pk]), {"what": what})
    assert Subscription.objects.count() == left
    assert not Subscription.objects.filter(by_mail=True).exists()


def test_the_link_of_a_mail_asks_before_it_ends_the_mail(auditor):
    Subscription.objects.create(owner=auditor, words="x", by_mail=True, created_at=NOW, seen_at=NOW)
    address = reverse("web:subscription_leave", args=[leave_token(auditor.pk)])
    stranger = Client()
    assert "确认退订" in stranger.get(address).content.decode()
    assert Subscription.objects.get().by_mail
    assert "已退订邮件" in stranger.post(address).content.decode()
    assert not Subscription.objects.get().by_mail


def test_a_made_up_link_ends_nothing(auditor):
    assert Client().get(reverse("web:subscription_leave", args=["abc"])).status_code == 404


def test_an_assigned_case_offers_its_briefing_pack(firm, auditor, shelf):
    told = text(client_of(auditor), "subscriptions_card")
    assert shelf.case.number in told
    assert reverse("web:briefing", args=[firm.pk]) in told


def test_a_briefing_pack_is_shown_and_stands_in_the_journal(firm, auditor, shelf):
    told = text(client_of(auditor), "briefing", firm.pk)
    assert firm.name in told
    assert shelf.case.number in told
    assert JournalEntry.objects.filter(action="briefing.read", actor="qin").count() == 1


def test_a_briefing_pack_has_the_guide_with_its_warning(firm, auditor):
    guide("17.10.02", "A01", NOW, line("按 GB/T 19001-2008 审核"))
    told = text(client_of(auditor), "briefing", firm.pk)
    assert "GB/T 19001-2008 已由 GB/T 19001-2016 代替" in told


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF"), ("html", b"<!doctype html>")])
def test_a_briefing_pack_is_taken_as_a_file(firm, auditor, form, start):
    answer = client_of(auditor).get(reverse("web:briefing_file", args=[firm.pk, form]))
    assert answer.content.startswith(start)
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"


def test_a_form_that_there_is_not_is_told(firm, auditor):
    assert client_of(auditor).get(reverse("web:briefing_file", args=[firm.pk, "doc"])).status_code == 404


def test_who_may_not_see_the_organisation_gets_no_pack(firm):
    assert client_of(person("auditor", "wu")).get(reverse("web:briefing", args=[firm.pk])).status_code == 404


def test_the_guide_and_the_list_of_guides_turn_amber(auditor):
    guide("17.10.02", "A01", NOW, line("按 GB/T 19001-2008 审核"))
    client = client_of(auditor)
    assert "标准已更替" in text(client, "knowledge")
    told = text(client, "knowledge_guide", "A01", "17.10.02")
    assert "1 行须复核" in told
    assert 'href="#line-k"' in told


def test_a_guide_of_current_standards_is_not_amber(auditor):
    guide("17.10.02", "A01", NOW, line("按 GB/T 19001-2016 审核"))
    client = client_of(auditor)
    assert "标准已更替" not in text(client, "knowledge")
    assert "须复核" not in text(client, "knowledge_guide", "A01", "17.10.02")


def test_similar_cases_stand_with_reasons_and_a_way_to_the_pack(firm, shelf):
    other = Case.objects.create(
        number="AJ-X", title="另一卷", field_code="A01", province="320000", created_at=NOW, updated_at=NOW,
        created_by="li",
    )  # fmt: skip
    for one in (shelf.case.pk, other.pk):
        features_keep(case_id=one)
    told = text(client_of(person("archivist")), "case_similar", shelf.case.number)
    assert "另一卷" in told
    assert "认证领域" in told
    assert re.search(r"\+ 江苏省", told)
    assert reverse("web:briefing", args=[firm.pk]) in told


def test_archivists_read_guides(db):
    guide()
    assert "17.10.02" in text(client_of(person("archivist")), "knowledge")
    assert "17.10.02" in text(client_of(person("chief_archivist", "zhou")), "knowledge")
