"""A body in mid-life for demonstrations: invented organisations with projects at every stage, due, late, suspended."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import user_id_of
from anjuan.accounts.services.journal import journal_write
from anjuan.kit.clock import CHINA
from anjuan.kit.periods import add_months
from anjuan.lifecycle.models import (
    Application,
    Audit,
    Condition,
    Decision,
    Finding,
    PlanRow,
    ProgrammeLine,
    Project,
    Special,
    StatusChange,
    TeamMember,
)
from anjuan.lifecycle.rules.process_guards_certificate import last_valid_day
from anjuan.lifecycle.services import duties
from anjuan.lifecycle.services.numbering import next_number
from anjuan.registry.models import Organisation
from anjuan.registry.services.organisations import CertificateFacts, certificate_record, organisation_register

#: Cities with their codes (GB/T 2260).
_PLACES = (
    ("宁波", "330200"), ("苏州", "320500"), ("佛山", "440600"), ("青岛", "370200"), ("长沙", "430100"),
    ("合肥", "340100"), ("厦门", "350200"), ("成都", "510100"), ("无锡", "320200"), ("温州", "330300"),
)  # fmt: skip
_NAMES = ("海棠", "云杉", "白鹭", "青禾", "远山", "晨星", "松涛", "银杏", "朗月", "清泉", "新桥", "北辰")
_TRADES = (
    ("精密模具", "17.10.02", "精密模具的设计和制造"), ("电子", "19.05.01", "检测仪器的设计和制造"),
    ("食品", "03.01.01", "肉制品的生产"), ("软件", "33.02.01", "应用软件的开发"),
    ("物业服务", "35.12.00", "物业管理服务"),
    ("纺织", "04.01.01", "棉纺织品的生产"),
)  # fmt: skip
_FIELDS = (("A01", "GB/T 19001-2016", "Q"), ("A02", "GB/T 24001-2016", "E"), ("A03", "GB/T 45001-2020", "S"))
_CONDITIONS = (
    "legal_valid", "licences_valid", "not_stopped", "credit_clean", "safety_clean", "no_accident", "spot_check_clear",
    "no_consultancy",
)  # fmt: skip
#: Where projects stand, over and over.
_STAGES = (
    "certified", "certified", "late", "applied", "contract", "programme", "stage2", "report", "suspended", "decision",
    "certified", "expiring", "transfer", "withdrawn", "late", "certified",
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class _Invented:
    """One organisation with what is invented of it."""

    organisation: Organisation
    trade: tuple[str, str, str]
    field: tuple[str, str, str]
    number: int


def projects_invent(*, deed: Deed, count: int, seed: int = 2026) -> int:
    """Make projects of so many invented organisations, when there are none yet; return how many were made."""
    if Project.objects.exists() or Application.objects.exists():
        return 0
    dice = random.Random(seed)  # noqa: S311  invented names, nothing secret
    with transaction.atomic():
        for number in range(count):
            _one(deed, dice, number)
        journal_write(deed=deed, action="process.invent", label=str(count), detail={"people": count})
    return count


def _one(deed: Deed, dice: random.Random, number: int) -> None:
    trade = _TRADES[number % len(_TRADES)]
    (place, region), name = _PLACES[number % len(_PLACES)], _NAMES[(number // len(_PLACES) + number) % len(_NAMES)]
    who = organisation_register(deed=deed, name=f"{place}{name}{trade[0]}有限公司", region_code=region)
    one = _Invented(who, trade, _FIELDS[number % len(_FIELDS)], number)
    stage = _STAGES[number % len(_STAGES)]
    application = _application(deed, one, stage)
    if stage not in ("applied", "transfer"):
        _project(deed, dice, one, application, stage)


def _today(deed: Deed) -> dt.date:
    return deed.now.astimezone(CHINA).date()


def _application(deed: Deed, one: _Invented, stage: str) -> Application:
    today = _today(deed)
    waits = stage in ("applied", "transfer")
    applied = today - dt.timedelta(days=3 + one.number % 9) if waits else add_months(today, -8)
    row = Application.objects.create(
        number=next_number(Application, "SQ", deed), organisation=one.organisation, applicant=one.organisation.name,
        kind="system", audit_type="transfer" if stage == "transfer" else "initial", field_code=one.field[0],
        standards=one.field[1], scope=one.trade[2], professional_codes=one.trade[1], contact="王敏", headcount=46,
        applied_on=applied, released_on=add_months(applied, -5), internal_audit_on=add_months(applied, -2),
        management_review_on=add_months(applied, -1), qualified_auditors=3,
        state="submitted" if waits else "accepted", reviewed_on=None if waits else applied + dt.timedelta(days=5),
        reviewed_by="" if waits else "project_manager", created_at=deed.now, updated_at=deed.now, created_by="client",
    )  # fmt: skip
    for key in () if waits else _CONDITIONS:
        Condition.objects.create(
            application=row, key=key, outcome="yes", checked_on=applied + dt.timedelta(days=2),
            checked_by="project_manager", at=deed.now,
        )  # fmt: skip
    if stage == "transfer":
        Special.objects.create(
            number=next_number(Special, "TS", deed), code="SP5", application=row, trigger="转机构申请",
            old_body="示例认证中心", old_certificate_no=f"0992{one.number:05d}", old_expires_on=add_months(today, 9),
            requested_on=applied, created_at=deed.now, updated_at=deed.now,
        )  # fmt: skip
    return row


def _issued(today: dt.date, stage: str, dice: random.Random) -> dt.date | None:
    ago = {
        "certified": dice.randint(20, 300), "late": dice.randint(375, 420), "suspended": dice.randint(400, 520),
        "withdrawn": dice.randint(500, 700), "expiring": 1020,
    }.get(stage)  # fmt: skip
    return None if ago is None else today - dt.timedelta(days=ago)


def _project(deed: Deed, dice: random.Random, one: _Invented, application: Application, stage: str) -> None:
    today = _today(deed)
    issued = _issued(today, stage, dice)
    signed = application.reviewed_on if issued is None else add_months(issued, -2)
    planned = stage not in ("contract", "programme")
    status = {"suspended": "02", "withdrawn": "03"}.get(stage, "01") if issued else "none"
    project = Project.objects.create(
        number=next_number(Project, "XM", deed), application=application, organisation=one.organisation, kind="system",
        field_code=one.field[0], standards=one.field[1], scope=one.trade[2], professional_codes=one.trade[1],
        state={"contract": "accepted", "programme": "contracted"}.get(stage, "certified" if issued else "programmed"),
        manager="project_manager", contract_no="" if stage == "contract" else f"HT-{one.number:04d}",
        contract_on=None if stage == "contract" else signed, fee_direct=stage != "contract",
        minimum_days="4.00" if planned else None, minimum_reason="有效人数 46 人" if planned else "",
        programme_approved_on=signed if planned else None, status=status, issued_on=issued,
        expires_on=last_valid_day(issued, 36) if issued else None,
        suspended_on=today - dt.timedelta(days=60) if stage == "suspended" else None,
        suspension_ends_on=add_months(today - dt.timedelta(days=60), 6) if stage == "suspended" else None,
        status_reason={"suspended": "0112", "withdrawn": "0115"}.get(stage, ""), created_at=deed.now,
        updated_at=deed.now,
    )  # fmt: skip
    if planned:
        _audits(deed, project, stage, issued)
    if issued:
        _certificate(deed, project, one, issued)
    _tasks(deed, project, stage)
    duties.due_refresh(project, deed)


def _audits(deed: Deed, project: Project, stage: str, issued: dt.date | None) -> None:
    today = _today(deed)
    begin = issued - dt.timedelta(days=40) if issued else today - dt.timedelta(days=30 if stage != "stage2" else 5)
    days = [begin, begin + dt.timedelta(days=15), add_months(begin, 12), add_months(begin, 23)]
    for number, (kind, day) in enumerate(zip(("stage1", "stage2", "surveillance", "surveillance"), days, strict=True)):
        ProgrammeLine.objects.create(project=project, sequence=number + 1, kind=kind, planned_on=day, days="2.00")
    states = {"stage2": "confirmed", "report": "reported", "decision": "reviewed"}
    for number, kind in enumerate(("stage1", "stage2")):
        state = "concluded" if kind == "stage1" else "passed" if issued else states[stage]
        _audit(deed, project, number + 1, kind, (days[number], state))


def _audit(deed: Deed, project: Project, sequence: int, kind: str, when: tuple[dt.date, str]) -> None:
    day, state = when
    done = state not in ("confirmed", "planned")
    audit = Audit.objects.create(
        number=f"{project.number}-{sequence}", project=project, sequence=sequence, kind=kind, state=state,
        first_day=day, last_day=day, minimum_days="2.00", ordered_on=day - dt.timedelta(days=7),
        team_accepted_on=day - dt.timedelta(days=5), plan_reported_on=day - dt.timedelta(days=4),
        opened_on=day if done else None, closed_on=day if done else None, reported_on=day if done else None,
        created_at=deed.now, updated_at=deed.now,
    )  # fmt: skip
    leader = TeamMember.objects.create(
        audit=audit, user_id=user_id_of("auditor"), name="赵磊", role="leader", codes=project.professional_codes,
        days="1.00", declared_on=day - dt.timedelta(days=6), opening_signed=done, closing_signed=done,
    )  # fmt: skip
    other = TeamMember.objects.create(
        audit=audit, name="钱进", role="auditor", days="1.00", declared_on=day - dt.timedelta(days=6),
        opening_signed=done, closing_signed=done,
    )  # fmt: skip
    PlanRow.objects.create(audit=audit, day=day, half="am", process="管理层", clauses="4.1 5.1", member=leader)
    PlanRow.objects.create(audit=audit, day=day, half="pm", process="生产部", clauses="8.5", member=other)
    if kind == "stage2" and done:
        _finding(deed, audit, state)
    if state == "passed":
        Decision.objects.create(
            audit=audit, is_positive=True, decider="decision_maker", decider_name="decision_maker",
            decided_on=day + dt.timedelta(days=20), text="同意",
        )  # fmt: skip


def _finding(deed: Deed, audit: Audit, state: str) -> None:
    day = audit.first_day or _today(deed)
    Finding.objects.create(
        audit=audit, number="B01", grade="minor", first_grade="minor", clause="8.5.1", department="生产部",
        requirement="组织应在受控条件下进行生产和服务提供。", fact="查 3 号冲床首件检验记录，未见当班首件检验结论。",
        found_on=day, due_on=day + dt.timedelta(days=30), raised_by="auditor",
        state="closed" if state == "passed" else "accepted" if state == "reviewed" else "acknowledged",
        created_at=deed.now, updated_at=deed.now,
    )  # fmt: skip


def _certificate(deed: Deed, project: Project, one: _Invented, issued: dt.date) -> None:
    number = f"034{issued:%y}{one.field[2]}{one.number + 1:05d}R0S"
    certificate = certificate_record(
        deed=deed, organisation=one.organisation,
        facts=CertificateFacts(
            number, one.field[0], one.field[1], one.trade[2], issued_on=issued, expires_on=project.expires_on
        ),
    )  # fmt: skip
    project.certificate, project.certificate_no = certificate, number
    project.save(update_fields=["certificate", "certificate_no"])
    StatusChange.objects.create(
        project=project, step="issue", before="none", after="01", begins_on=issued, decided_by="decision_maker",
        at=deed.now,
    )  # fmt: skip


def _tasks(deed: Deed, project: Project, stage: str) -> None:
    today = _today(deed)
    kinds = {"contract": "contract", "programme": "programme", "report": "review", "decision": "decide"}
    if stage in kinds:
        duties.plan(deed, project, kinds[stage], days=4 + project.pk % 6)
    if stage == "suspended" and project.suspension_ends_on:
        duties.plan(deed, project, "suspension", due_on=project.suspension_ends_on)
    if project.status == "01" and project.issued_on and stage != "expiring":
        duties.plan(deed, project, "surveillance-3", due_on=add_months(project.issued_on, 12))
    if stage == "expiring":
        duties.plan(deed, project, "recertification", due_on=today + dt.timedelta(days=9))
    if stage == "stage2":
        duties.plan(deed, project, "report", days=12)
