"""How often pages ask the database: never oftener for many rows than for few."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.made import described, made_shelf, person
from tests.web.rows import ROWS, add_papers, make_cases

from anjuan.archive.models import CaseReader
from anjuan.archive.services.indexing import index_drain, search_engine

pytestmark = pytest.mark.django_db
FEW, MANY = 4, 16
#: No list asks oftener. The desk and the counts are many lists at once.
MOST = 12
_MANY_LISTS = {"desk", "counts"}
TABS = ("", "events/", "fields/", "scene/", "people/", "findings/", "similar/", "missing/", "contradictions/",
        "compare/", "properties/", "keeping/")  # fmt: skip


def queries(client: Client, address: str) -> int:
    """Return how often a page asks when what may be kept is kept."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return len(caught)


def logged_in(role: str) -> Client:
    client = Client()
    client.force_login(person(role, "wu"))
    return client


@pytest.mark.parametrize("name", ROWS)
def test_a_list_asks_as_often_for_many_rows_as_for_few_and_seldom(name):
    role, address, fill = ROWS[name]
    client = logged_in(role)
    asked = []
    for first, last in ((0, FEW), (FEW, MANY)):
        make_cases(first, last)
        fill(first, last)
        asked.append(queries(client, address))
    assert asked[1] <= (asked[0] if name in _MANY_LISTS else min(asked[0], MOST))


@pytest.mark.parametrize("role", ["archivist", "auditor"])
@pytest.mark.parametrize("tab", TABS)
def test_a_tab_of_a_case_asks_as_often_for_many_papers_as_for_few(tab, role):
    shelf = made_shelf()
    described(shelf)
    client = logged_in(role)
    if role == "auditor":
        token = f"user:{client.session['_auth_user_id']}"
        CaseReader.objects.create(case=shelf.case, token=token, granted_at=shelf.case.created_at, granted_by="li")
    asked = []
    for first, last in ((0, FEW), (FEW, MANY)):
        add_papers(shelf.case, first, last)
        asked.append(queries(client, f"/cases/{shelf.case.number}/{tab}"))
    assert asked[1] <= asked[0]


def test_a_search_asks_as_often_for_many_hits_as_for_few(archivist):
    shelf = made_shelf()
    asked = []
    for first, last in ((0, FEW), (FEW, MANY)):
        add_papers(shelf.case, first, last)
        index_drain(search_engine())
        asked.append(queries(archivist, "/search/?q=首件检验"))
    assert asked[1] <= asked[0]
