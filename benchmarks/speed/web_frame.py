"""What stands around very many cases: people, organisations, batches, loans, terms, jobs, the journal."""

from __future__ import annotations

import datetime as dt
import random
import sys

from lists import made_case
from web_rows import NOW, moment, packed, put

from anjuan.accounts.models import JournalEntry, Preference, RoleGrant, SavedSearch, SavedView, User
from anjuan.accounts.rules.chain import GENESIS, Entry, entry_hash, moment_text
from anjuan.archive.models import Case, CaseReader, Intake
from anjuan.custody.models import AppraisalItem, AppraisalList, Loan, Retention
from anjuan.jobs.models import Job
from anjuan.registry.models import Organisation, OrganisationName

#: Log-in names of one person of every role that is measured; the rest of the people are auditors.
ROLES = ("archivist", "chief_archivist", "head", "reviewer", "auditor", "client", "system_administrator",
         "security_keeper", "security_auditor")  # fmt: skip
AUDITORS, ASSIGNED, CLIENT_CASES = 300, 400, 6
_ACTIONS = ("case.read", "document.read", "case.describe", "case.judge", "list.export", "case.open")


def fill_people(organisations: int) -> None:
    """Make organisations with names, and people with roles, before the cases."""
    dice = random.Random(3)
    at = moment(NOW)
    names = [f"{made_case(key, dice)['title'][:-4]}{key}有限公司" for key in range(1, organisations + 1)]
    put(Organisation, ("id", "name", "credit_code", "region_code", "registered_address", "created_at", "updated_at"), (
        (key, name, f"91{key:016}", "320000", "工业园区", at, at) for key, name in enumerate(names, 1)
    ))  # fmt: skip
    put(OrganisationName, ("organisation", "name", "squeezed", "kind"), (
        (key, name, name, "present") for key, name in enumerate(names, 1)
    ))  # fmt: skip
    people = [*ROLES, *(f"auditor{number:03}" for number in range(AUDITORS))]
    User.objects.bulk_create(
        User(username=name, display_name=f"人员{key}", organisation_id=1 if name == "client" else None)
        for key, name in enumerate(people, 1)
    )  # fmt: skip
    users = {user.username: user for user in User.objects.all()}
    RoleGrant.objects.bulk_create(
        RoleGrant(user=users[name], role=name if name in ROLES else "auditor", granted_at=NOW) for name in people
    )
    Intake.objects.bulk_create(
        Intake(
            way="command", mode="case_per_folder", root=f"移交/{number:04}", state="finished", started_by="archivist",
            started_at=NOW, finished_at=NOW, pages_read=2000,
        )
        for number in range(600)
    )  # fmt: skip


def fill_frame(cases: int, journal: int) -> None:
    """Make who reads which cases, terms, loans, appraisals, jobs, the journal and what persons kept."""
    dice = random.Random(4)
    users = {user.username: user.pk for user in User.objects.all()}
    _readers(cases, users, dice)
    _custody(cases, users, dice)
    put(Job, ("kind", "subject_id", "group", "state", "run_after", "created_at", "finished_at", "attempts"), (
        ("archive.judge_case", number, "", "failed" if number % 500 == 0 else "done", moment(NOW), moment(NOW),
         moment(NOW), 1)
        for number in range(1, cases // 2)
    ))  # fmt: skip
    _kept(users["archivist"])
    _journal(journal, cases, dice)


def _readers(cases: int, users: dict[str, int], dice: random.Random) -> None:
    rows: list[tuple[int, str, str, str]] = []
    for name, key in users.items():
        if name.startswith("auditor"):
            mine = dice.sample(range(1, cases + 1), min(ASSIGNED, cases))
            rows += [(case, f"user:{key}", moment(NOW), "archivist") for case in {1, *mine}]
    theirs = dice.sample(range(2, cases + 1), min(CLIENT_CASES, cases - 1))
    rows += [(case, "organisation:1", moment(NOW), "archivist") for case in (1, *theirs)]
    put(CaseReader, ("case", "token", "granted_at", "granted_by"), rows)


def _custody(cases: int, users: dict[str, int], dice: random.Random) -> None:
    day = NOW.date()
    put(Retention, ("case", "class_code", "outcome", "keep_until", "at_least", "edition", "computed_at", "reasons",
                    "missing", "stated"), (
        (number, "D10", "until", str(day + dt.timedelta(days=dice.randrange(-400, 4000))), None, "2026", moment(NOW),
         "[]", "[]", "{}")
        for number in range(1, cases + 1)
    ))  # fmt: skip
    states = ("requested", "approved", "returned", "returned", "refused")
    put(Loan, ("number", "case", "borrower_id", "borrower", "purpose_code", "purpose", "first_day", "last_day",
               "state", "requested_at"), (
        (f"JY-2026-{number:05}", dice.randrange(1, cases + 1), users["reviewer"], "reviewer", "work", "查考", str(day),
         str(day + dt.timedelta(days=7)), states[number % 5], moment(NOW))
        for number in range(1, min(cases, 3000))
    ))  # fmt: skip
    sealed = list(Case.objects.filter(state="sealed").values_list("pk", flat=True)[:2000])
    for number in range(0, len(sealed), 100):
        made = AppraisalList.objects.create(
            number=f"JD-2026-{number:04}", title="到期鉴定", made_at=NOW, made_by="archivist"
        )
        AppraisalItem.objects.bulk_create(
            AppraisalItem(list=made, case_id=key, keep_until=day) for key in sealed[number : number + 100]
        )


def _kept(owner: int) -> None:
    for number, query in enumerate(("problem=missing", "field_code=A01&state=filed", "words=海棠", "leader=陈静")):
        SavedView.objects.create(owner_id=owner, list="cases", name=f"视图{number}", query=query, created_at=NOW)
    for number, query in enumerate(("q=校准证书", "q=审核组+过期的")):
        SavedSearch.objects.create(owner_id=owner, name=f"检索{number}", query=query, seen_at=NOW, created_at=NOW)
    Preference.objects.create(user_id=owner, name="list.cases.density", value="compact")


def _journal(entries: int, cases: int, dice: random.Random) -> None:
    def rows() -> list[tuple[object, ...]]:
        previous, made = GENESIS, []
        for number in range(1, entries + 1):
            at = moment_text(NOW - dt.timedelta(seconds=7 * (entries - number)))
            case = dice.randrange(1, cases + 1)
            actor = f"auditor{dice.randrange(AUDITORS):03}"
            entry = Entry(number, at, actor, dice.choice(_ACTIONS), f"archive.case:{case}", f"AJ-2024-{case:06}", {})
            digest = entry_hash(previous, entry)
            made.append((number, at, actor, entry.action, entry.subject, entry.label, packed({}), previous, digest))
            previous = digest
        return made

    put(JournalEntry, ("number", "at", "actor", "action", "subject", "label", "detail", "previous", "hash"), rows())
    print(f"{entries} entries of the journal", file=sys.stderr)
