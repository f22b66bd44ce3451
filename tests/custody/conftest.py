from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from tests.archive.conftest import bench, blobs, deed, desk, take_in, work  # noqa: F401

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import viewer_of
from anjuan.accounts.services.people import role_grant, user_create
from anjuan.archive.models import Case, CaseField
from anjuan.archive.services.cases import case_describe
from anjuan.custody.services.appraisal import (
    DESTROY_CASE,
    appraisal_decide,
    appraisal_open,
    appraisal_opine,
    appraisal_submit,
    destruction_begin,
    destruction_supervise,
)
from anjuan.custody.services.destruction import case_destroy
from anjuan.custody.services.sealing import case_seal
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Worker

FONDS = "J001"


@pytest.fixture
def person(clock) -> Callable[..., dict[str, object]]:
    """Give a function that makes a person with a role and returns the arguments that services want of them."""

    def make(name: str, *roles: str) -> dict[str, object]:
        user = user_create(deed=Deed("root", clock.now()), username=name, password="correct horse battery")
        for role in roles:
            role_grant(deed=Deed("root", clock.now()), user=user, role=role)
        return {"deed": Deed(name, clock.now()), "viewer": viewer_of(user, dt.date(2026, 3, 2))}

    return make


@pytest.fixture
def archivist(person, db):
    return person("li", "archivist")


@pytest.fixture
def chief(person, db):
    return person("chief", "chief_archivist")


@pytest.fixture
def case(take_in, desk, deed) -> Case:  # noqa: F811
    """A case of two papers whose retention is over."""
    take_in(desk)
    found = Case.objects.get(title="甲公司")
    describe(found, deed)
    return found


def describe(found: Case, deed: Deed, expires_on: str = "2013-05-31") -> None:  # noqa: F811
    case_describe(
        deed=deed, case=found, source="person", values={"field_code": "A01", "audit_type": "initial", "year": 2010}
    )
    CaseField.objects.update_or_create(
        case=found, name="expires_on", defaults={"value": expires_on, "text": expires_on, "source": "person"}
    )
    CaseField.objects.update_or_create(
        case=found, name="phone", defaults={"value": "0574-1234", "text": "0574-1234", "source": "person"}
    )


@pytest.fixture
def sealed(case, archivist) -> Case:
    case_seal(**archivist, case=case, fonds=FONDS)
    case.refresh_from_db()
    return case


@pytest.fixture
def staff(person, archivist, chief, db) -> dict[str, dict[str, object]]:
    """Everybody whom a destruction takes."""
    return {
        "archivist": archivist,
        "chief": chief,
        "reviewer": person("zhao", "reviewer"),
        "manager": person("qian", "project_manager"),
        "head": person("sun", "head"),
        "auditor": person("zhou", "security_auditor"),
    }


@pytest.fixture
def begun(staff) -> Callable[..., str]:
    """Give a function that brings cases to the beginning of their destruction and returns the list's number."""

    def run(*cases: Case) -> str:
        number = appraisal_open(**staff["archivist"], title="2026 年鉴定", cases=cases).number
        for member in ("archivist", "reviewer"):
            appraisal_opine(**staff[member], number=number, agrees=True)
        appraisal_submit(**staff["archivist"], number=number)
        appraisal_decide(**staff["head"], number=number, approves=True, method="erase")
        for supervisor in ("chief", "auditor"):
            destruction_supervise(**staff[supervisor], number=number)
        destruction_begin(**staff["archivist"], number=number)
        return number

    return run


@pytest.fixture
def destroy(blobs, clock) -> Callable[[], int]:  # noqa: F811
    """Give a function that does all waiting destruction jobs."""

    def run() -> int:
        handlers = {DESTROY_CASE: lambda ticket: case_destroy(ticket=ticket, blobs=blobs)}
        return Worker(handlers, TableQueue(), clock, stop=threading.Event()).run(until_idle=True)

    return run
