"""Every route with every role and every kind of object: made from the URL table and the role table."""

from __future__ import annotations

import time

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.web.asked import own_search
from tests.web.kept import destroyed, held, kept_list, lent
from tests.web.knowing import known_words, sent_to_knowledge
from tests.web.linked import link_of, shared
from tests.web.made import DEED, NOW, Shelf, described, made_shelf, person
from tests.web.routes import ALLOWS as ALLOWED_BY_PART
from tests.web.routes import MISSES as MISSED_BY_PART
from tests.web.routes import POLICY as POLICY_BY_PART
from tests.web.routes import POSTED as POSTED_BY_PART
from tests.web.routes import sent_to, words_of

from anjuan.accounts.models import SavedView, User
from anjuan.accounts.rules import tables
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.models import BulkDeed, BulkItem, Case, CaseJudgement, DocumentDescription, Intake, Match
from anjuan.archive.rules.findings import contradiction_key
from anjuan.archive.services.body_tables import Workbook, checklist_load, template
from anjuan.archive.services.cases import case_grant_reading
from anjuan.custody.models import Share
from anjuan.kit.clock import today_in_china
from anjuan.registry.models import CodeEdition, Organisation
from anjuan.web.urls import urlpatterns
from anjuan.web.visitor import CLOCK

pytestmark = pytest.mark.django_db
ROLES = [*(role.key for role in tables.roles().latest.roles), "nobody"]
MAY = {role.key: set(role.capabilities) for role in tables.roles().latest.roles} | {"nobody": set()}
SECRET = "宁波海棠"

#: Who may call a route: everybody, whoever is logged in, reads, exports or files, sees the case, or began the batch.
POLICY = POLICY_BY_PART | {
    "login": "everybody", "language": "everybody", "theme": "everybody",
    "home": "logged in", "logout": "logged in",
    "counts": "logged in", "preference": "logged in", "list_look": "reads", "list_view": "reads",
    "list_deed": "describes", "list_deed_form": "describes",
    "view_restore": "logged in", **dict.fromkeys(("bulks", "bulk", "bulk_undo"), "deeds"),
    "list_export": "exports",
    "view_delete": "logged in", "cases": "reads", "search": "reads", "suggest": "reads",
    "case": "case", "case_events": "case", "case_page": "case", "picture": "case",
    "intakes": "files", "intake_begin": "files", "intake": "files", "intake_retry": "files", "intake_cancel": "files",
    "case_fields": "case", "case_missing": "case", "case_clashes": "case", "case_properties": "case",
    "properties_report": "case",
    **dict.fromkeys(("case_scene", "case_people", "case_nonconformities", "case_similar", "case_compare"), "case"),
    **dict.fromkeys(("case_clash", "case_pane"), "case"),
    **dict.fromkeys(("field_judge", "cutting", "cuts_save"), "describes"),
    **dict.fromkeys(("pages_care", "paper_undo", "document_title", "document_place", "document_move"), "describes"),
    "field_set": "describes", "condition_set": "describes", "finding_rule": "describes", "properties_test": "describes",
    "document_kind": "describes", "document_cut": "describes", "doubts": "describes", "matches": "describes",
    "failures": "files", "failures_retry": "files",
    "organisations": "reads", "organisation": "case",
    **dict.fromkeys(
        ("organisation_pairs", "organisation_find", "organisation_differ", "organisation_undo", "organisation_beside",
         "organisation_merge", "organisation_split", "organisation_split_off"), "describes",
    ),
    "match_decide": "describes",
    "intake_file": "sender", "intake_received": "sender",
    "loans": "loans", "loan_ledger": "loans", "loan_ask": "borrows", "loan_answer": "lends", "loan_return": "loans",
    "case_keeping": "case", "keeping_state": "keeps", "hold_set": "keeps", "hold_lift": "keeps",
    "case_accept": "describes",
    "appraisals": "destroys", "appraisal": "destroys", "appraisal_certificate": "destroys",
    "appraisal_make": "proposes", "appraisal_submit": "proposes", "appraisal_begin": "proposes",
    "appraisal_opine": "appraises", "appraisal_keep": "appraises", "appraisal_decide": "approves",
    "appraisal_supervise": "supervises",
    "setup": "everybody", **dict.fromkeys(("tokens", "token_revoke"), "logged in"),
    **dict.fromkeys(("tables", "table", "table_source", "table_template", "table_kinds"), "sees tables"),
    **dict.fromkeys(("table_requirements", "codes", "codes_edition"), "sees tables"),
    **dict.fromkeys(("table_try", "table_load", "table_withdraw", "codes_try", "codes_load"), "keeps tables"),
    **dict.fromkeys(("health", "health_doctor", "health_rebuild", "health_fixity", "jobs"), "runs"),
    **dict.fromkeys(("jobs_again", "jobs_cancel", "backups", "backups_now"), "runs"),
    "options": "sees options", "watch": "watches",
    "second": "everybody", "outer": "provider", "outer_back": "provider",
    **dict.fromkeys(("security", "password", "totp", "passkey", "factor_remove"), "logged in"),
    **dict.fromkeys(("recovery", "device_end"), "logged in"),
    **dict.fromkeys(("people", "person"), "officers"), "roles": "officers and auditor",
    **dict.fromkeys(("person_add", "person_edit", "person_lock", "person_reset"), "manages people"),
    **dict.fromkeys(("person_grant", "person_withdraw"), "grants"),
    **dict.fromkeys(("person_factors_reset", "person_device_end"), "keeps log-ins"),
    "search_why": "case",
    **dict.fromkeys(("search_save", "search_change", "search_delete", "history_clear"), "reads"),
    **dict.fromkeys(("batches", "batch_make", "batch", "batch_again", "batch_delete", "batch_table"), "reads"),
    **dict.fromkeys(("share_form", "document_download"), "case"), "share_make": "shares",
    **dict.fromkeys(("shares", "share", "share_revoke"), "sees shares"), "share_answer": "allows shares",
    **dict.fromkeys(("share_gate", "share_paper", "share_picture", "share_copy"), "everybody"),
    **dict.fromkeys(("parcels", "parcel_order", "parcel_take"), "reads"),
    **dict.fromkeys(("mailbox", "mailbox_look"), "watches"), "mailbox_test": "runs",
    **dict.fromkeys(("journal", "journal_check", "journal_table"), "reads the journal"),
    **dict.fromkeys(("knowledge", "knowledge_guide", "knowledge_field", "knowledge_file"), "knows"),
    **dict.fromkeys(("knowledge_build", "knowledge_line"), "compiles"),
    "knowledge_edition": "works on guides", "knowledge_step": "compiles", "knowledge_harmless": "releases",
    **dict.fromkeys(("facts", "fact", "facts_quality", "facts_accept"), "reviews facts"),
}  # fmt: skip
ALLOWS = ALLOWED_BY_PART | {
    "everybody": set(), "logged in": set(), "reads": {"case.read_all", "case.read_assigned"}, "case": {"case.read_all"},
    "exports": {"case.export"}, "files": {"case.file"}, "describes": {"case.describe"}, "sender": {"case.file"},
    "loans": {"loan.request", "loan.approve"}, "borrows": {"loan.request"}, "lends": {"loan.approve"},
    "keeps": {"custody.manage"}, "proposes": {"destruction.propose"}, "appraises": {"destruction.appraise"},
    "approves": {"destruction.approve"}, "supervises": {"destruction.supervise"},
    "destroys": {"destruction.propose", "destruction.appraise", "destruction.approve", "destruction.supervise",
                 "journal.read"},
    "provider": {"nobody may: none is set up"}, "officers": {"person.manage", "role.grant", "login.manage"},
    "officers and auditor": {"person.manage", "role.grant", "login.manage", "journal.read"},
    "manages people": {"person.manage"}, "grants": {"role.grant"}, "keeps log-ins": {"login.manage"},
    "shares": {"share.create"}, "allows shares": {"share.approve"},
    "sees shares": {"share.create", "share.approve", "custody.manage"},
    "deeds": {"case.describe", "custody.manage", "loan.request", "case.file"},
    "reads the journal": {"journal.read"}, "runs": {"system.run"}, "keeps tables": {"registry.manage"},
    "sees tables": {"registry.manage", "case.describe", "case.read_all"}, "watches": {"system.run", "case.file"},
    "sees options": {"system.run", "login.manage", "journal.read"},
    "knows": {"knowledge.read", "knowledge.edit", "knowledge.publish"}, "compiles": {"knowledge.edit"},
    "works on guides": {"knowledge.edit", "knowledge.publish"}, "releases": {"knowledge.publish"},
    "reviews facts": {"knowledge.review"},
}  # fmt: skip
POSTED = POSTED_BY_PART | {
    "knowledge_build", "knowledge_line", "knowledge_step", "knowledge_harmless", "fact", "facts_accept",
    "organisation_find", "organisation_differ", "organisation_undo", "organisation_merge", "organisation_split_off",
    "logout", "language", "theme", "preference", "list_look", "list_view", "view_delete", "list_deed", "bulk_undo",
    "view_restore", "failures_retry",
    "intake_begin", "intake_file", "intake_received", "intake_retry",
    "field_judge", "cuts_save", "pages_care", "paper_undo", "document_title", "document_place", "document_move",
    "intake_cancel", "field_set", "condition_set", "finding_rule", "properties_test", "document_kind", "document_cut",
    "match_decide", "loan_ask", "loan_answer", "loan_return", "keeping_state", "hold_set", "case_accept", "hold_lift",
    "appraisal_make", "appraisal_submit", "appraisal_begin", "appraisal_opine", "appraisal_keep", "appraisal_decide",
    "appraisal_supervise",
    "search_save", "search_change", "search_delete", "history_clear", "batch_make", "batch_again", "batch_delete",
    "factor_remove", "recovery", "device_end", "person_edit", "person_lock", "person_reset",
    "person_grant", "person_withdraw", "person_factors_reset", "person_device_end", "journal_check", "journal_table",
    "token_revoke", "table_try", "table_load", "table_withdraw", "codes_try", "codes_load", "health_rebuild",
    "health_fixity", "jobs_again", "jobs_cancel", "backups_now", "share_make", "share_answer", "share_revoke",
    "parcel_order", "mailbox_test", "mailbox_look",
}  # fmt: skip
#: What is sent names a thing that the person does not have.
MISSES = MISSED_BY_PART | {
    "factor_remove", "organisation_differ", "organisation_undo", "organisation_merge", "token_revoke",
    "jobs_again", "jobs_cancel", "table_load", "codes_load", "paper_undo", "parcel_take",
}  # fmt: skip
OF_PERSON = (
    "person", "person_edit", "person_lock", "person_reset", "person_grant", "person_withdraw", "person_factors_reset",
    "person_device_end",
)  # fmt: skip

LISTS = (
    "home", "cases", "organisations", "organisation_pairs",
    "list_export", "counts", "failures", "search", "suggest", "intakes", "doubts", "matches",
    "loans", "loan_ledger", "appraisals", "shares", "parcels", "batches", "batch", "batch_table",
)  # fmt: skip
OF_ORGANISATION = (
    "organisation",
    "organisation_beside",
    "organisation_merge",
    "organisation_split",
    "organisation_split_off",
)
OF_CASE = (
    "case_fields", "case_missing", "case_clashes", "case_properties", "properties_report", "field_set", "condition_set",
    "finding_rule", "properties_test", "case_keeping", "keeping_state", "hold_set",
    "case_accept", "case_scene", "case_people", "case_nonconformities", "case_similar", "case_compare", "field_judge",
)  # fmt: skip
OF_LINK = ("share_gate", "share_paper", "share_picture", "share_copy")
OF_SHARE = ("share", "share_answer", "share_revoke")
OF_SEARCH = ("search_change", "search_delete", "batch", "batch_again", "batch_delete", "batch_table")
OF_LIST = (
    "appraisal", "appraisal_submit", "appraisal_begin", "appraisal_opine", "appraisal_keep", "appraisal_decide",
    "appraisal_supervise",
)  # fmt: skip


#: Parts of the names of routes that look into the search index.
SEARCHING = ("search", "suggest", "batch", "home", "counts", "health")


@pytest.fixture
def shelf(db, request) -> Shelf:
    name = request.node.callspec.params.get("name", "") if hasattr(request.node, "callspec") else ""
    return made_shelf(is_found=any(part in name for part in SEARCHING))


@pytest.fixture
def batch(shelf) -> Intake:
    return Intake.objects.create(way="upload", mode="into_case", root="上传", started_by="zhao", started_at=NOW)


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(person("" if role == "nobody" else role, f"u-{role}"))
    session = client.session
    session["aj_confirmed"] = time.time()  # the page that asks for the password again has its own tests
    session.save()
    return client


def somebody() -> int:
    """Return the key of a person whom nobody of these tests is."""
    known = User.objects.filter(username="qian").first() or person("", "qian")
    return known.pk


def contradicted(shelf: Shelf) -> str:
    """Return the key of a contradiction of the case."""
    if not DocumentDescription.objects.filter(document=shelf.scan).exists():
        described(shelf)
    return contradiction_key(CaseJudgement.objects.get(case=shelf.case).contradictions[0])


def address_of(name: str, shelf: Shelf, batch: Intake) -> str:
    asked = name
    words = {
        "case": [shelf.case.number], "case_events": [shelf.case.number],
        "case_page": [shelf.case.number, shelf.scan.pk, 1], "picture": [shelf.scan.pk, 1],
        **{name: [shelf.case.number] for name in OF_CASE},
        **{name: [somebody()] for name in OF_PERSON},
        **({"case_clash": [shelf.case.number, contradicted(shelf)]} if asked == "case_clash" else {}),
        "case_pane": [shelf.case.number, shelf.scan.pk, 1],
        "cutting": [shelf.scan.pk], "cuts_save": [shelf.scan.pk], "paper_undo": [1],
        **{key: [shelf.scan.pk] for key in ("pages_care", "document_title", "document_place", "document_move")},
        "document_kind": [shelf.scan.pk], "document_cut": [shelf.scan.pk],
        **{name: [kept_list(name, shelf).number] for name in OF_LIST if name == asked},
        **{name: [lent(name, shelf).number] for name in ("loan_answer", "loan_return") if name == asked},
        **({"hold_lift": [held(shelf).pk]} if asked == "hold_lift" else {}),
        **({"appraisal_certificate": [destroyed(shelf).case_number]} if asked == "appraisal_certificate" else {}),
        **{name: [owner_of(shelf)] for name in OF_ORGANISATION if name == asked},
        "organisation_differ": [1], "organisation_undo": [1],
        "intake": [batch.pk], "intake_file": [batch.pk], "intake_received": [batch.pk], "intake_retry": [batch.pk],
        "intake_cancel": [batch.pk], "list_look": ["cases"], "list_view": ["cases"], "list_export": ["cases", "csv"],
        "view_delete": [batch.pk], "list_deed": ["cases", "judge"],
        "list_deed_form": ["cases", "judge"], "bulk": [batch.pk], "bulk_undo": [batch.pk],
        "search_why": [shelf.scan.pk, 1],
        **{name: [batch.pk] for name in OF_SEARCH},
        "table_template": ["checklist"],
        "share_form": [shelf.case.number], "share_make": [shelf.case.number],
        "document_download": [shelf.scan.pk, "pictures"], "parcel_take": ["DC-2026-00001"],
        **({asked: link_of(asked, shelf)} if asked in OF_LINK else {}),
        **({asked: [shared(shelf).number]} if asked in OF_SHARE else {}),
        **({"codes_edition": [edition()]} if asked == "codes_edition" else {}),
        **({asked: [loaded_checklist()]} if asked in ("table", "table_source", "table_withdraw") else {}),
    }.get(name, [])  # fmt: skip
    words = words or known_words(name, shelf) or words_of(name, shelf)
    return reverse(f"web:{name}", args=words)


def owner_of(shelf: Shelf) -> int:
    """Return the organisation of the shelf's case."""
    found, _ = Organisation.objects.get_or_create(
        name="宁波海棠精密模具有限公司", defaults={"created_at": NOW, "updated_at": NOW}
    )
    Case.objects.filter(pk=shelf.case.pk).update(organisation=found)
    return found.pk


def loaded_checklist() -> str:
    """Return the name of an edition of the body's own checklist."""
    viewer, book = system_viewer(), Workbook(template("checklist"), "checklist.xlsx")
    return checklist_load(deed=DEED, viewer=viewer, workbook=book, valid_from=NOW.date()).edition


def edition() -> int:
    """Return the key of an edition of a code list."""
    found, _ = CodeEdition.objects.get_or_create(
        list_id="fields", edition="x",
        defaults={
            "title": "x", "valid_from": NOW.date(), "source": "x", "origin": "import", "fingerprint": "x",
            "loaded_at": NOW,
        },
    )  # fmt: skip
    return found.pk


def offered(shelf: Shelf) -> int:
    organisation = Organisation.objects.create(name="宁波海棠", created_at=NOW, updated_at=NOW)
    return Match.objects.create(
        case=shelf.case, organisation=organisation, confidence=0.7, at=NOW, by="rules"
    ).organisation_id


def ordered(user: User, shelf: Shelf) -> int:
    bulk = BulkDeed.objects.create(kind="assign", actor=user.username, ordered_at=NOW, total=1, finished_at=NOW)
    BulkItem.objects.create(
        bulk=bulk, subject_id=shelf.case.pk, label=SECRET, state="done", before={"token": "user:0"}
    )  # fmt: skip
    return bulk.pk


def call(client: Client, name: str, shelf: Shelf, batch: Intake):
    address = address_of(name, shelf, batch)
    user_id = client.session.get("_auth_user_id")
    if name == "view_delete" and user_id:
        own = SavedView.objects.create(owner_id=user_id, list="cases", name="own", created_at=NOW)
        address = reverse("web:view_delete", args=[own.pk])
    if name in ("bulk", "bulk_undo") and user_id:
        address = reverse(f"web:{name}", args=[ordered(User.objects.get(pk=user_id), shelf)])
    if name in OF_SHARE and user_id and name != "share_answer":
        Share.objects.update(created_by_id=user_id, created_by=User.objects.get(pk=user_id).username)
    if name in OF_SEARCH and user_id:
        address = reverse(f"web:{name}", args=[own_search(name, int(user_id))])
    if name not in POSTED:
        return client.get(address, {"q": SECRET} if name in ("search", "suggest", "search_why") else {})
    sent = {
        "field_set": {"name": "scope", "value": "模具"}, "condition_set": {"code": "nc", "answer": "yes"},
        "finding_rule": {"key": "x", "verdict": "accepted", "reason": ""}, "document_kind": {"kind": "D08"},
        "document_cut": {"starts": "1,2", "before": "1"},
        "pages_care": {"pages": "1", "turn": "90"}, "document_title": {"title": "报告"},
        "document_place": {"place": "2"}, "document_move": {"case": shelf.case.number},
        "paper_undo": {"document": str(shelf.scan.pk)},
        "match_decide": {"case": shelf.case.number, "organisation": offered(shelf), "take": "no"},
        "language": {"language": "en"}, "theme": {"theme": "dark"},
        "loan_ask": {
            "case": shelf.case.number, "purpose_code": "work", "purpose": "查考",
            "first_day": str(today_in_china(CLOCK)), "last_day": str(today_in_china(CLOCK)),
        },
        "share_make": {"receiver": "王芳", "reason": "检查", "days": "7"},
        "share_answer": {"approves": "no", "text": "不宜外传"},
        "loan_answer": {"approves": "no", "text": "不宜外借"}, "keeping_state": {"why": "核对", "class_code": "D10"},
        "hold_set": {"reason_code": "complaint", "reason": "客户投诉"}, "hold_lift": {"reason": "已结案"},
        "case_accept": {"accepts": "yes", "text": "逐页核对"},
        "appraisal_make": {"case": shelf.case.number}, "appraisal_opine": {"agrees": "yes"},
        "appraisal_keep": {"case": shelf.case.number, "reason": "重要"}, "appraisal_begin": {"confirm": ""},
        "appraisal_decide": {"approves": "no", "text": "再议"},
        "list_deed": {"pick": shelf.case.number}, "list_look": {"density": "tight"}, "list_view": {"name": "我的"},
        "search_save": {"query": f"q={SECRET}", "name": "海棠"}, "batch_make": {"rows": SECRET},
        "search_change": {"watched": "0"},
        "organisation_merge": {"into": "999999"}, "organisation_split_off": {"case": "AJ-0", "name": "x"},
        "factor_remove": {"factor": "0"}, "person_grant": {"role": "auditor"}, "person_withdraw": {"role": "auditor"},
        "person_lock": {"locked": "yes", "reason": "x"},
        "intake_begin": {"mode": "into_case", "case": shelf.case.number, "paths": '["a.txt"]'},
        "intake_file": {"file": SimpleUploadedFile("a.txt", b"x"), "path": "a.txt", "case": shelf.case.number},
    }.get(name, {})  # fmt: skip
    return client.post(address, sent or sent_to_knowledge(name) or sent_to(name))


def test_every_route_has_a_policy():
    assert {pattern.name for pattern in urlpatterns} == set(POLICY)


@pytest.mark.parametrize("name", sorted(POLICY))
def test_who_is_not_logged_in_sees_only_the_log_in(name, shelf, batch):
    answer = call(Client(), name, shelf, batch)
    if POLICY[name] == "provider":
        assert answer.status_code == 404
    elif POLICY[name] == "everybody":
        assert answer.status_code < 400
    else:
        assert answer.status_code in (302, 401, 403)
        assert SECRET not in answer.content.decode(errors="replace")
        assert answer.status_code != 302 or "/login/" in answer["Location"]


@pytest.mark.parametrize("name", sorted(POLICY))
def test_a_route_opens_for_the_roles_it_is_for_and_for_no_other(name, shelf, batch):
    told = {role: _status(name, role, shelf, batch) for role in ROLES}
    # A deed may be refused for what was sent, but not for who sent it.
    never = {401, 403, 500} if name in MISSES else {401, 403, 404, 500}
    needed = ALLOWS[POLICY[name]]
    opened = {role for role in ROLES if not needed or needed & MAY[role]}
    assert {role: told[role] for role in opened if told[role] in never} == {}
    assert {role: told[role] for role in set(ROLES) - opened if told[role] not in (403, 404)} == {}


def _status(name: str, role: str, shelf: Shelf, batch: Intake) -> int:
    """Return what a route answers a role; what it does is undone, so that every role finds the same."""
    with transaction.atomic():
        Intake.objects.update(started_by=f"u-{role}")
        if name == "loan_return":
            lent(name, shelf, borrower=f"u-{role}")
        answer = call(client_of(role), name, shelf, batch)
        transaction.set_rollback(True)
    cache.clear()
    return answer.status_code


@pytest.mark.parametrize("name", ["intake_file", "intake_received"])
def test_nobody_adds_to_a_batch_that_somebody_else_began(name, shelf, batch):
    assert call(client_of("archivist"), name, shelf, batch).status_code == 404


@pytest.mark.parametrize("role", [role for role in ROLES if "case.read_all" not in MAY[role]])
@pytest.mark.parametrize("name", LISTS)
def test_no_list_count_or_suggestion_tells_of_a_hidden_case(name, role, shelf, batch):
    answer = call(client_of(role), name, shelf, batch)
    text = answer.content.decode(errors="replace").replace(f'value="{SECRET}"', "")
    assert f"{SECRET}精密" not in text
    assert shelf.case.number not in text


@pytest.mark.parametrize("role", ["auditor", "client"])
@pytest.mark.parametrize("name", [name for name, who in POLICY.items() if who == "case"])
def test_an_assigned_case_opens_for_who_it_is_assigned_to(name, role, shelf, batch):
    user = person(role, f"u-{role}")
    case_grant_reading(deed=DEED, case=shelf.case, token=f"user:{user.pk}")
    client = Client()
    client.force_login(user)
    # The report of a test that was never made leads back to the page of the test.
    assert call(client, name, shelf, batch).status_code == (302 if name == "properties_report" else 200)


@pytest.mark.parametrize("name", sorted(POSTED - {"logout"}))
def test_a_deed_without_the_pages_own_token_is_refused(name, shelf, batch):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("archivist"))
    assert call(client, name, shelf, batch).status_code == 403


@pytest.mark.parametrize("name", sorted(POSTED))
def test_looking_never_does_a_deed(name, shelf, batch):
    client = client_of("archivist")
    assert client.get(address_of(name, shelf, batch)).status_code == 405
