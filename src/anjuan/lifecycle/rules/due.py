"""What is due: every date that follows from the facts of certificates, with rule, reason and days left."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from anjuan.lifecycle.rules.certificate_facts import CertificateFacts
from anjuan.lifecycle.rules.corrections import major_verified, response_due
from anjuan.lifecycle.rules.renewal import Renewal, expiry_of, renewal_audit, renewal_finished, restoration
from anjuan.lifecycle.rules.reporting import national_report
from anjuan.lifecycle.rules.rulebook import Book
from anjuan.lifecycle.rules.surveillance import Cycle, surveillance_overdue, surveillance_verdicts
from anjuan.lifecycle.rules.suspensions import short_notice_audit, suspension_length
from anjuan.lifecycle.rules.verdicts import Outcome, Verdict, Words

#: Gives the rules of a field on a day.
Books = Callable[[str, dt.date], Book]
_OPEN = frozenset({Outcome.RUNNING, Outcome.BROKEN})


@dataclasses.dataclass(frozen=True, slots=True)
class DueThing:
    """Something that is to be done by a day.

    Attributes:
        kind: ``surveillance``, ``suspend``, ``renewal``, ``restoration``, ``suspension_end``, ``licence``,
            ``finding``, ``spot_check`` or ``report``.
        certificate: The certificate's number.
        organisation: The holder.
        what: What it is about, such as a finding's number.
        due: The last day that is in time.
        days_left: Days from today to it; negative when late.
        verdict: The rule with its reason and way out.

    """

    kind: str
    certificate: str
    organisation: str
    what: str
    due: dt.date
    days_left: int
    verdict: Verdict

    @property
    def is_late(self) -> bool:
        """Whether the day has passed."""
        return self.days_left < 0

    def as_dict(self) -> dict[str, object]:
        """Return it as the commands print it."""
        return {
            "kind": self.kind,
            "certificate": self.certificate,
            "organisation": self.organisation,
            "what": self.what,
            "due": self.due.isoformat(),
            "days_left": self.days_left,
            "late": self.is_late,
        } | {key: value for key, value in self.verdict.as_dict().items() if key not in {"due", "days", "actual"}}


KINDS: dict[str, Words] = {
    "surveillance": Words("监督审核", "surveillance"),
    "suspend": Words("应暂停证书", "certificate to be suspended"),
    "renewal": Words("再认证审核", "recertification audit"),
    "renewal_finish": Words("再认证全部完成", "recertification finished"),
    "restoration": Words("到期后恢复", "restoration after the expiry"),
    "suspension_end": Words("暂停期满", "end of a suspension"),
    "licence": Words("许可到期", "end of a licence"),
    "finding": Words("不符合期限", "deadline of a finding"),
    "spot_check": Words("国抽后审核", "audit after a spot check"),
    "report": Words("国家平台上报", "national report"),
}


def due_things(
    certificates: Iterable[CertificateFacts], books: Books, today: dt.date, within: int | None = None
) -> tuple[DueThing, ...]:  # fmt: skip
    """Return everything that is due, the most urgent first.

    Args:
        certificates: The facts.
        books: Gives the rules of a field on a day.
        today: The day of looking.
        within: Only what is late or due within so many days; None for all.

    """
    found = [thing for facts in certificates for thing in _of_certificate(facts, books, today)]
    wanted = [thing for thing in found if within is None or thing.days_left <= within]
    return tuple(sorted(wanted, key=lambda thing: (thing.due, thing.certificate, thing.kind, thing.what)))


def _of_certificate(facts: CertificateFacts, books: Books, today: dt.date) -> Iterator[DueThing]:
    for kind, what, verdict in _matters(facts, books, today):
        if verdict.outcome in _OPEN and verdict.due is not None and verdict.actual is None:
            days = (verdict.due - today).days
            yield DueThing(kind, facts.number, facts.organisation, what, verdict.due, days, verdict)


def _matters(facts: CertificateFacts, books: Books, today: dt.date) -> Iterator[tuple[str, str, Verdict]]:
    book = books(facts.field, today)
    if facts.stands:
        yield from _audits(facts, books, today)
        yield from (("licence", one.name, _licence(book, one.name, one.valid_until, today))
                    for one in facts.licences if one.valid_until)  # fmt: skip
    if facts.status == "suspended" and facts.suspended_on:
        rules = books(facts.field, facts.suspended_on)
        verdict = suspension_length(rules, facts.suspended_on, facts.suspension_ends_on, None, today)
        yield "suspension_end", "", dataclasses.replace(verdict, actual=None)
    if facts.status == "expired":
        renewal = renewal_of(facts)
        yield "restoration", "", restoration(books(facts.field, renewal.expires_on), renewal, today)
    yield from _findings(facts, books, today)
    yield from (
        ("report", one.what, national_report(books(facts.field, one.on), one.on, one.reported_on, today))
        for one in facts.events
    )


def cycle_of(facts: CertificateFacts) -> Cycle:
    """Return the dates that surveillance counts from."""
    ends = facts.expires_on or expiry_of(facts.issued_on)
    return Cycle(facts.issued_on, ends, facts.decided_on, facts.is_renewal, facts.surveillances)


def renewal_of(facts: CertificateFacts) -> Renewal:
    """Return the dates of the recertification that follows a certificate."""
    ends = facts.expires_on or expiry_of(facts.issued_on)
    return Renewal(ends, facts.renewal_audit_ended_on, facts.renewal_is_on_site, facts.renewal_finished_on)


def _audits(facts: CertificateFacts, books: Books, today: dt.date) -> Iterator[tuple[str, str, Verdict]]:
    def of_field(day: dt.date) -> Book:
        return books(facts.field, day)

    for verdict in surveillance_verdicts(cycle_of(facts), of_field, today):
        if verdict.actual is None and verdict.due is not None:
            yield "surveillance", "", verdict
            if verdict.is_broken and facts.status == "valid":
                yield "suspend", "", surveillance_overdue(of_field(today), verdict.due, facts.status, today)
    renewal = renewal_of(facts)
    rules = of_field(renewal.expires_on)
    yield "renewal", "", renewal_audit(rules, renewal, today)
    if renewal.audit_ended_on is not None:
        yield "renewal_finish", "", renewal_finished(rules, renewal, today)
    if facts.spot_check_notified_on:
        notified = facts.spot_check_notified_on
        yield "spot_check", "", short_notice_audit(of_field(notified), notified, facts.short_notice_audited_on, today)


def _licence(book: Book, name: str, until: dt.date, today: dt.date) -> Verdict:
    days = (until - today).days
    outcome, saying = (Outcome.RUNNING, "running") if days >= 0 else (Outcome.BROKEN, "missed")
    return book.verdict("L01", outcome, saying, due=until, days=days, name=name)


def _findings(facts: CertificateFacts, books: Books, today: dt.date) -> Iterator[tuple[str, str, Verdict]]:
    for one in facts.findings:
        book = books(facts.field, one.found_on)
        if one.grade == "major" and facts.stage2_ended_on:
            yield "finding", one.number, major_verified(book, facts.stage2_ended_on, one.closed_on, today)
        if one.due_on or one.grade == "minor":
            yield "finding", one.number, response_due(book, one.found_on, one.closed_on, today, one.due_on)
