"""Drives the process through its services, as tests want it: each part up to where it is wanted."""

from __future__ import annotations

import datetime as dt

from tests.lifecycle.notes import note

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.kit.clock import FrozenClock
from anjuan.lifecycle.models import Application, Audit, Finding, Project
from anjuan.lifecycle.services.applying import ApplicationFacts, LookUp, application_draft, condition_check
from anjuan.lifecycle.services.auditing import (
    HalfDay,
    Person,
    audit_set,
    declarations_set,
    meeting_sign,
    notes_receive,
    plan_set,
    team_set,
)
from anjuan.lifecycle.services.findings import FindingDraft, finding_raise
from anjuan.lifecycle.services.projects import PlannedAudit, programme_set, project_set
from anjuan.lifecycle.services.stepping import Done, step_take

CONDITIONS = (
    "legal_valid", "licences_valid", "not_stopped", "credit_clean", "safety_clean", "no_accident", "spot_check_clear",
    "no_consultancy", "product_listed", "service_sites",
)  # fmt: skip
TODAY = dt.date(2026, 3, 2)
FACTS = ApplicationFacts(
    applicant="宁波海棠精密模具有限公司", credit_code="91330201MA2AB1234X", field_code="A01",
    standards="GB/T 19001-2016", scope="精密模具的设计和制造", professional_codes="17.10.02", contact="王敏",
    applied_on=TODAY, released_on=dt.date(2025, 9, 1), internal_audit_on=dt.date(2025, 12, 1),
    management_review_on=dt.date(2025, 12, 20), qualified_auditors=3,
)  # fmt: skip


class Body:
    """People of a body, who take steps."""

    def __init__(self, viewers: dict[str, Viewer], clock: FrozenClock) -> None:
        self.viewers = viewers
        self.clock = clock

    def by(self, name: str) -> dict[str, object]:
        return {"deed": Deed(name, self.clock.now()), "viewer": self.viewers[name]}

    def step(self, who: str, machine: str, row, step: str, **said: str) -> Done:
        done = step_take(**self.by(who), machine=machine, key=row.pk, step=step, said=said)
        row.refresh_from_db()
        return done

    def applied(self, **changes) -> Application:
        facts = {**{name: getattr(FACTS, name) for name in FACTS.__slots__}, "credit_code": "", **changes}
        facts.setdefault("applicant", "甲")
        application = application_draft(**self.by("pm"), facts=ApplicationFacts(**facts))
        # Without a credit code nothing is matched, so that every test has an organisation of its own.
        Application.objects.filter(pk=application.pk).update(credit_code=facts["credit_code"] or "待补")
        application.refresh_from_db()
        self.step("pm", "application", application, "submit")
        return application

    def looked_up(self, application: Application, **outcomes: str) -> Application:
        for key in CONDITIONS:
            found = LookUp(key, outcomes.get(key, "yes"), self.today)
            condition_check(**self.by("pm"), machine="application", key=application.pk, found=found)
        return application

    @property
    def today(self) -> dt.date:
        return self.clock.now().date()

    def accepted(self, **changes) -> Project:
        application = self.looked_up(self.applied(**changes))
        Application.objects.filter(pk=application.pk).update(credit_code="")
        self.step("pm", "application", application, "accept")
        return application.project

    def contracted(self, **changes) -> Project:
        project = self.accepted(**changes)
        self.step("pm", "project", project, "contract", day=str(self.today), number="HT-1", fee="yes")
        return project

    def programmed(self, **changes) -> Project:
        project = self.contracted(**changes)
        first = self.today + dt.timedelta(days=10)
        renewal = changes.get("audit_type") == "recertification"
        kinds = ["recertification"] if renewal else ["stage1", "stage2"]
        audits = [PlannedAudit(kind, first + dt.timedelta(days=10 * n), 2) for n, kind in enumerate(kinds)]
        audits += [PlannedAudit("surveillance", first + dt.timedelta(days=355 * years), 2) for years in (1, 2)]
        project_set(**self.by("pm"), key=project.pk, values={"minimum_days": 2, "minimum_reason": "人数 40"})
        programme_set(**self.by("pm"), key=project.pk, audits=audits)
        self.step("pm", "project", project, "programme")
        return project

    def audit(self, project: Project, kind: str = "stage2") -> Audit:
        return project.audits.get(kind=kind)

    def team(self, audit: Audit, **changes) -> None:
        leader = Person("赵磊", "leader", 1.0, "zhao", codes="17.10.02")
        people = [leader, Person("钱进", "auditor", 1.0, "qian")]
        team_set(**self.by("pm"), key=audit.pk, people=changes.get("people", people))

    def ordered(self, project: Project, kind: str = "stage2") -> Audit:
        audit = self.audit(project, kind)
        self.team(audit)
        self.step("pm", "audit", audit, "order")
        return audit

    def planned(self, project: Project, kind: str = "stage2") -> Audit:
        audit = self.ordered(project, kind)
        rows = [
            HalfDay(audit.first_day, "am", "管理层", "赵磊", "4.1 5.1", "总部"),
            HalfDay(audit.first_day, "pm", "生产部", "钱进", "8.5", "总部"),
        ]
        plan_set(**self.by("zhao"), key=audit.pk, rows=rows)
        audit.refresh_from_db()
        self.step("zhao", "audit", audit, "plan")
        return audit

    def confirmed(self, project: Project, kind: str = "stage2") -> Audit:
        audit = self.planned(project, kind)
        values = {"team_accepted_on": self.today, "plan_reported_on": self.today}
        audit_set(**self.by("pm"), key=audit.pk, values=values)
        audit.refresh_from_db()
        self.step("pm", "audit", audit, "confirm")
        return audit

    def opened(self, project: Project, kind: str = "stage2") -> Audit:
        audit = self.confirmed(project, kind)
        declarations_set(**self.by("zhao"), key=audit.pk, days=dict.fromkeys(("赵磊", "钱进"), self.today))
        self.go_to(audit.first_day)
        meeting_sign(**self.by("zhao"), key=audit.pk, names=["赵磊", "钱进"], client=True)
        audit.refresh_from_db()
        self.step("zhao", "audit", audit, "open")
        return audit

    def go_to(self, day: dt.date) -> None:
        self.clock.moment = dt.datetime(day.year, day.month, day.day, 1, 30, tzinfo=dt.UTC)

    def closed(self, project: Project, kind: str = "stage2", grades: tuple[str, ...] = ()) -> Audit:
        audit = self.opened(project, kind)
        self.noted(audit)
        for grade in grades:
            draft = FindingDraft(
                grade, "未见首件检验记录", "8.5.1", "受控条件", "生产部", due_on=self.today + dt.timedelta(days=30)
            )
            finding_raise(**self.by("zhao"), key=audit.pk, draft=draft)
        meeting_sign(**self.by("zhao"), key=audit.pk, names=["赵磊", "钱进"], client=True)
        audit.refresh_from_db()
        self.step("zhao", "audit", audit, "close")
        return audit

    def noted(self, audit: Audit) -> None:
        notes_receive(**self.by("zhao"), key=audit.pk, notes=[note(1, "4.1 5.1"), note(2, "8.5")])

    def stage1_done(self, project: Project) -> Audit:
        audit = self.closed(project, "stage1")
        self.step("zhao", "audit", audit, "conclude")
        return audit

    def reported(self, project: Project, kind: str = "stage2", grades: tuple[str, ...] = ()) -> Audit:
        if kind == "stage2" and not project.audits.filter(kind="stage1", state="concluded").exists():
            self.stage1_done(project)
        audit = self.closed(project, kind, grades)
        for finding in audit.findings.all():
            self.step("pm", "finding", finding, "acknowledge")
        self.step("zhao", "audit", audit, "report", conclusion="推荐认证")
        return audit

    def settled(self, finding: Finding) -> Finding:
        self.step("pm", "finding", finding, "answer", cause="培训不足", correction="补做", action="修订规程")
        self.step("zhao", "finding", finding, "verify", text="有效", evidence="首件检验记录 3 份")
        return finding

    def reviewed(self, project: Project, kind: str = "stage2", grades: tuple[str, ...] = ()) -> Audit:
        audit = self.reported(project, kind, grades)
        for finding in audit.findings.exclude(grade="observation"):
            self.settled(finding)
        self.step("sun", "audit", audit, "review", text="资料齐全")
        return audit

    def decided(self, project: Project, kind: str = "stage2") -> Audit:
        audit = self.reviewed(project, kind)
        self.step("zhou", "audit", audit, "decide", text="同意")
        return audit

    def certified(self, **changes) -> Project:
        project = self.programmed(**changes)
        self.decided(project, "recertification" if changes.get("audit_type") == "recertification" else "stage2")
        self.step("zhou", "project", project, "certify", number=f"03426Q{project.pk:05d}R0S", day=str(self.today))
        return project
