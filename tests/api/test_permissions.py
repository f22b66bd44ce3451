"""Every address with every role, scope and kind of object: made from the interface's own table and the role table."""

from __future__ import annotations

import dataclasses
import json

import pytest
from django.db import transaction
from django.test import Client
from tests.api.conftest import SCOPES, bearer, caller
from tests.web.made import DEED, NOW, Shelf, person

from anjuan.accounts.rules import tables
from anjuan.api.door import description
from anjuan.archive.models import Case, Intake, Match
from anjuan.archive.services.cases import case_grant_reading
from anjuan.registry.models import Organisation

pytestmark = pytest.mark.django_db
ROLES = [*(role.key for role in tables.roles().latest.roles), "nobody"]
MAY = {role.key: set(role.capabilities) for role in tables.roles().latest.roles} | {"nobody": set()}
SECRET = "宁波海棠"
_ALL, _OWN = "case.read_all", "case.read_assigned"


@dataclasses.dataclass(frozen=True)
class Route:
    method: str
    path: str
    scope: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.path.removeprefix('/api/v1')}"


ROUTES = [
    Route(method.upper(), path, operation["x-scope"])
    for path, operations in description()["paths"].items()
    for method, operation in operations.items()
]
GUARDED = [route for route in ROUTES if route.scope != "everybody"]

#: Whom an address opens for: any one of these capabilities.
LISTS = {"GET /organisations", "GET /cases", "GET /cases/choices", "GET /search", "GET /search/suggestions"}
#: There is nothing to print before the first test.
NEVER_MADE = {"GET /cases/{number}/properties/report.pdf"}
#: Answers that repeat the case that was asked for.
REPEATING = {"POST /loans"}
EVERYBODY = {"GET /version", "GET /me", "GET /kinds"}
SENT = {
    "PUT /cases/{number}/fields/{name}": {"value": "模具"},
    "PUT /cases/{number}/conditions/{code}": {"holds": True},
    "POST /cases/{number}/rulings": {"key": "x", "verdict": "accepted", "reason": "x"},
    "PUT /documents/{document_id}/kind": {"kind": "D08"},
    "PUT /documents/{document_id}/cuts": {"starts": [1, 2], "before": [1]},
    "POST /intakes": {"mode": "one_case", "paths": ["a.txt"]},
    "POST /intakes/{intake_id}/retry": {},
    "POST /documents/{document_id}/care": {"pages": [1], "turn": 90},
    "PUT /cases/{number}/fields/{name}/verdict": {"verdict": "accept"},
    "PUT /documents/{document_id}/title": {"title": "x"},
    "PUT /documents/{document_id}/place": {"place": 2},
    "POST /searches/saved": {"name": "x", "q": "x"},
    "PUT /searches/saved/{search}": {"watched": True},
    "POST /searches/batches": {"rows": ["x"]},
    "POST /loans/{number}/decision": {"approves": True},
    "POST /organisations/{organisation}/merge": {"into": 10**9},
    "PUT /knowledge/facts/{fact}/verdict": {"verdict": "accept"},
    "POST /knowledge/subscriptions": {"field_code": "A01"},
    "POST /organisations/{organisation}/split": {"cases": ["AJ-0"], "name": "x"},
}


_KNOWS = {"knowledge.read", "knowledge.edit", "knowledge.publish"}
_BORROWS, _LENDS = "loan.request", "loan.approve"
OWN = {
    "GET /loans": {_BORROWS, _LENDS}, "POST /loans": {_BORROWS}, "POST /loans/{number}/decision": {_LENDS},
    "GET /waiting/failures": {"case.file"},
    "POST /loans/{number}/return": {_BORROWS, _LENDS}, "GET /documents/{document_id}/copy.pdf": {"case.export"},
    **{name: set() for name in EVERYBODY},
    **dict.fromkeys(("GET /knowledge/guides", "GET /knowledge/guide"), frozenset(_KNOWS)),
    **dict.fromkeys(("GET /knowledge/facts", "GET /knowledge/facts/{fact}"), frozenset({_ALL, _OWN})),
    "PUT /knowledge/facts/{fact}/verdict": {"knowledge.review"},
    **dict.fromkeys(
        (
            "GET /knowledge/subscriptions", "POST /knowledge/subscriptions", "POST /knowledge/subscriptions/seen",
            "DELETE /knowledge/subscriptions/{subscription}",
        ),
        frozenset(_KNOWS | {_ALL, _OWN}),
    ),
}  # fmt: skip


def needed(route: Route) -> set[str]:
    if route.name in OWN:
        return OWN[route.name]
    if route.name in LISTS or "/searches" in route.path:
        return {_ALL, _OWN}
    if "/intakes" in route.path:
        return {"case.file"}
    if route.method != "GET" or "/waiting" in route.path or "/pairs" in route.path:
        return {"case.describe"}
    return {_ALL}


@pytest.fixture
def batch(shelf) -> Intake:
    return Intake.objects.create(way="upload", mode="into_case", root="上传", started_by="zhao", started_at=NOW)


def owner_of(shelf: Shelf) -> int:
    """Return the organisation of the shelf's case."""
    found = Organisation.objects.filter(name=f"{SECRET}精密模具有限公司").first()
    if found is None:
        found = Organisation.objects.create(name=f"{SECRET}精密模具有限公司", created_at=NOW, updated_at=NOW)
    Case.objects.filter(pk=shelf.case.pk).update(organisation=found)
    return found.pk


def call(client: Client, route: Route, shelf: Shelf, batch: Intake):
    places = {
        "number": shelf.case.number, "name": "scope", "code": "temp_site", "document_id": shelf.scan.pk,
        "page_number": 1, "intake_id": batch.pk, "pair": 1, "change": 1, "deed": 1, "search": 1, "fact": 1,
        "subscription": 1,
        "organisation": owner_of(shelf),
    }  # fmt: skip
    if "/uploads/" in route.path:
        places["name"] = "0" * 32
    address = route.path.format(**places)
    query = {"q": SECRET} if route.path.endswith(("/search", "/suggestions", "/why")) else {}
    query |= {"offset": 0} if "/uploads/" in route.path else {}
    query |= {"field": "A01"} if route.path.endswith("/knowledge/guide") else {}
    query |= {"left": shelf.scan.pk, "right": shelf.text.pk} if route.path.endswith("/compare") else {}
    if route.method == "GET":
        return client.get(address, query)
    match = Match.objects.first()
    sent = SENT.get(route.name)
    if route.path.endswith("/uploads"):
        sent = {"path": "a.txt", "case": shelf.case.number, "size_bytes": 3, "sha256": "0" * 64}
    if route.name == "PUT /documents/{document_id}/case":
        sent = {"case": shelf.case.number}
    if route.name == "POST /loans":
        days = {"first_day": "2026-03-02", "last_day": "2026-03-05"}
        sent = {"case": shelf.case.number, "purpose_code": "work", "purpose": "x", **days}
    if route.path.endswith("/waiting/matches"):
        sent = {"case": shelf.case.number, "organisation": match.organisation_id, "take": False}
    return client.generic(
        route.method, address, json.dumps(sent) if sent is not None else b"", "application/json", query_params=query
    )


def answered(client: Client, route: Route, shelf: Shelf, batch: Intake):
    """Return the answer of an address; what it did is undone, so that the next one finds the same shelf."""
    with transaction.atomic():
        answer = call(client, route, shelf, batch)
        transaction.set_rollback(True)
    return answer


def refused_with(client: Client, routes: list[Route], shelf: Shelf, batch: Intake) -> dict[str, tuple[int, str]]:
    answers = {route.name: answered(client, route, shelf, batch) for route in routes}
    assert not [name for name, answer in answers.items() if SECRET in answer.content.decode(errors="replace")]
    return {name: (answer.status_code, answer.json().get("code", "")) for name, answer in answers.items()}


def every(routes: list[Route], status: int, code: str) -> dict[str, tuple[int, str]]:
    return {route.name: (status, code) for route in routes}


def test_who_sends_no_token_learns_nothing(shelf, batch):
    assert refused_with(Client(), GUARDED, shelf, batch) == every(GUARDED, 401, "API-001")


def test_who_is_logged_in_on_the_pages_is_nobody_here(shelf, batch):
    client = Client()
    client.force_login(person("archivist"))
    assert refused_with(client, GUARDED, shelf, batch) == every(GUARDED, 401, "API-001")


def test_a_person_who_may_not_log_in_any_more_has_no_programs_either(shelf, batch):
    user = person("archivist")
    client = Client(headers=bearer(user))
    user.is_active = False
    user.save()
    assert refused_with(client, GUARDED, shelf, batch) == every(GUARDED, 401, "API-001")


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_without_the_scope_opens_nothing(scope, shelf, batch):
    client = caller(person("chief_archivist"), [one for one in SCOPES if one != scope])
    routes = [route for route in GUARDED if route.scope == scope]
    assert routes
    assert refused_with(client, routes, shelf, batch) == every(routes, 403, "API-002")


#: What is named is not there.
LACKING = (
    "ARCH-032",
    "ARCH-043",
    "ARCH-089",
    "ARCH-065",
    "REG-043",
    "REG-044",
    "WEB-030",
    "CUST-042",
    "API-063",
    "MINE-001",
    "MINE-013",
    "MINE-062",
)


def is_as_it_should_be(route: Route, role: str, answer) -> bool:
    wanted = needed(route)
    if wanted and not wanted & MAY[role]:
        return answer.status_code in (403, 404)
    # A deed may be refused for what was sent, but not for who sent it.
    lacking = answer.status_code == 404 and answer.json()["code"] in LACKING
    return lacking or answer.status_code not in (401, 403, 404, 500)


@pytest.mark.parametrize("role", ROLES)
def test_every_address_opens_for_the_roles_it_is_for_and_for_no_other(role, shelf, batch):
    Intake.objects.update(started_by=f"u-{role}")
    client = caller(person("" if role == "nobody" else role, f"u-{role}"))
    answers = {route: answered(client, route, shelf, batch) for route in GUARDED}
    wrong = {
        route.name: (answer.status_code, answer.content[:200])
        for route, answer in answers.items()
        if not is_as_it_should_be(route, role, answer)
    }
    assert wrong == {}


@pytest.mark.parametrize("role", [role for role in ROLES if _ALL not in MAY[role]])
def test_no_list_count_or_suggestion_tells_of_a_hidden_case(role, shelf, batch):
    client = caller(person("" if role == "nobody" else role, f"u-{role}"))
    for route in GUARDED:
        answer = answered(client, route, shelf, batch)
        text = answer.content.decode(errors="replace")
        assert f"{SECRET}精密" not in text, route.name
        # What was asked for may be repeated.
        is_refused = answer.status_code in (403, 404) or route.name in REPEATING
        assert shelf.case.number not in text or is_refused, route.name


@pytest.mark.parametrize("role", ["auditor", "client"])
def test_an_assigned_case_opens_for_who_it_is_assigned_to(role, shelf, batch):
    user = person(role, f"u-{role}")
    case_grant_reading(deed=DEED, case=shelf.case, token=f"user:{user.pk}")
    routes = [route for route in GUARDED if route.method == "GET" and needed(route) == {_ALL}]
    routes = [route for route in routes if route.name not in NEVER_MADE]
    client = caller(user)
    assert {route.name: answered(client, route, shelf, batch).status_code for route in routes} == dict.fromkeys(
        [route.name for route in routes], 200
    )


def test_of_a_case_with_one_paper_lent_the_rest_stays_closed(shelf, batch):
    user = person("auditor", "u-auditor")
    case_grant_reading(deed=DEED, case=shelf.case, token=f"user:{user.pk}", document_id=shelf.text.pk)
    client = caller(user)
    closed = [route for route in GUARDED if route.method == "GET" and "{document_id}" in route.path]
    closed += [route for route in GUARDED if route.path.endswith(("/fields", "/misses", "/contradictions"))]
    assert closed
    assert {route.name: answered(client, route, shelf, batch).status_code for route in closed} == dict.fromkeys(
        [route.name for route in closed], 404
    )
