"""K16 and C02: an auditor in two places at once, and a certificate number that belongs to somebody else."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from anjuan.judging.casefile import CaseFile, Contradiction, Evidence, Severity
from anjuan.judging.comparing.likeness import Stated
from anjuan.judging.comparing.organisations import compare_organisations, identifier_key, person_key
from anjuan.judging.contradictions.conflicts import Conflict, Statement, day, evidence, paper_name, written
from anjuan.judging.contradictions.dates import Dated, dated
from anjuan.judging.contradictions.rulebook import ContradictionTables
from anjuan.judging.contradictions.team import members_of, team_statements
from anjuan.judging.contradictions.view import CaseView
from anjuan.registry.rules.credit_codes import clean_credit_code

_STATING = ("D12", "C02", "C06", "C09")
_CERTIFYING = ("F01", "F03", "F04", "E03")


@dataclasses.dataclass(frozen=True, slots=True)
class AuditorStay:
    """One person at one client on the days of an audit.

    Attributes:
        person: The name.
        body: The code or name of the certification body that sent the person; empty when not known.
        start: The first day.
        end: The last day (inclusive).
        case: The key of the case.
        client: The name of the client.
        document: The key of a paper that names the person; None when it is not known.

    """

    person: str
    body: str
    start: dt.date
    end: dt.date
    case: int
    client: str = ""
    document: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class CertificateHolder:
    """A certificate number and whose it is.

    Attributes:
        number: As printed.
        organisation: The holder.
        case: The key of the case.
        credit_code: The holder's code; empty when not known.
        document: The key of a paper that prints the number; None when it is not known.

    """

    number: str
    organisation: str
    case: int
    credit_code: str = ""
    document: int | None = None


def stays(case: CaseFile, *, tables: ContradictionTables, body: str = "") -> tuple[AuditorStay, ...]:
    """Return who of the team was at the client on which days, for comparison with other cases.

    Nothing when the case does not state both days of its audit in full. Experts and observers count as well: nobody
    is in two places.

    Args:
        case: The case.
        tables: The tables in the editions of its day.
        body: The code of the certification body; empty when not known.

    """
    return _stays(CaseView(case, tables), body)


def stays_and_holders(
    case: CaseFile, *, tables: ContradictionTables, body: str = ""
) -> tuple[tuple[AuditorStay, ...], tuple[CertificateHolder, ...]]:
    """Return what :func:`stays` and :func:`holders` return, looking at the case once."""
    view = CaseView(case, tables)
    return _stays(view, body), _holders(view)


def _stays(view: CaseView, body: str) -> tuple[AuditorStay, ...]:
    period = _period(view)
    if period is None:
        return ()
    client = _client(view)
    found: dict[str, AuditorStay] = {}
    for statement in team_statements(view):
        if statement.paper.stage != "1":
            for member in members_of(view, statement):
                stay = AuditorStay(member.key, body, *period, view.case.case, client, statement.paper.document)
                found.setdefault(member.key, stay)
    return tuple(found.values())


def holders(case: CaseFile, *, tables: ContradictionTables) -> tuple[CertificateHolder, ...]:
    """Return the certificate numbers of a case with their holder, for comparison with other cases."""
    return _holders(CaseView(case, tables))


def _holders(view: CaseView) -> tuple[CertificateHolder, ...]:
    client = _client(view)
    code = next((clean_credit_code(item.text) for item in view.of("credit_code")), "")
    found: dict[str, CertificateHolder] = {}
    for item in view.of("certificate_no", kinds=_CERTIFYING):
        holder = CertificateHolder(item.printed, client, view.case.case, code, item.paper.document)
        found.setdefault(identifier_key(item.text), holder)
    return tuple(found.values())


def contradictions_across(
    case: CaseFile,
    others: Sequence[AuditorStay],
    certificates: Sequence[CertificateHolder],
    *,
    tables: ContradictionTables,
    body: str = "",
) -> tuple[Contradiction, ...]:
    """Return what a case contradicts in other cases.

    Args:
        case: The case.
        others: Stays of auditors in other cases; those of this case are passed over.
        certificates: Certificate numbers of other cases, likewise.
        tables: The tables in the editions of the case's day.
        body: The code of the certification body of this case.

    """
    found: list[Conflict] = []
    view = CaseView(case, tables)
    if others and tables.rules.rules["K16"].on:
        found.extend(_overlaps(_stays(view, body), others, case, tables))
    if certificates and tables.rules.rules["C02"].on:
        found.extend(_reused(view, certificates))
    return tuple(written(conflict, tables.rules) for conflict in found)


def _period(view: CaseView) -> tuple[dt.date, dt.date] | None:
    for kind in _STATING:
        start = _full(view.of_stage_2("audit_start", kinds=(kind,)))
        end = _full(view.of_stage_2("audit_end", kinds=(kind,)))
        if start and end and start <= end:
            return start, end
    return None


def _full(statements: Iterable[Statement]) -> dt.date | None:
    """Return the first date that names a day."""
    dates: Iterator[Dated | None] = (dated(item) for item in statements)
    return next((item.date.earliest for item in dates if item and item.date.day), None)


def _client(view: CaseView) -> str:
    derived = view.case.derived.get("organisation")
    if derived:
        return str(derived)
    return next((item.text for item in view.of("organisation", kinds=("D12", "C02", "A02", "A01", "E03"))), "")


def _overlaps(
    mine: Sequence[AuditorStay], others: Sequence[AuditorStay], case: CaseFile, tables: ContradictionTables
) -> Iterator[Conflict]:
    by_person: dict[str, list[AuditorStay]] = {}
    for other in others:
        by_person.setdefault(person_key(other.person, tables.comparing), []).append(other)
    papers = {paper.document: paper for paper in case.papers}
    for stay in mine:
        for other in by_person.get(stay.person, ()):
            together = stay.start <= other.end and other.start <= stay.end
            # A combined audit of one client is kept as several cases.
            if other.case == case.case or not together or _same_client(stay.client, other.client, tables):
                continue
            certain = bool(stay.body) and stay.body == other.body
            touching = (stay.end == other.start or other.end == stay.start) and not (
                stay.start == other.start or stay.end == other.end
            )
            pieces = [Evidence(stay.document or 0, None, stay.person)]
            if other.document is not None:
                pieces.append(Evidence(other.document, None, other.person))
            yield Conflict(
                "K16",
                "overlap" if certain else "doubtful",
                "auditor_in_two_places",
                {
                    "person": stay.person,
                    "paper": paper_name(papers[stay.document or 0]),
                    "start": day(stay.start),
                    "end": day(stay.end),
                    "other": other.client or str(other.case),
                    "other_start": day(other.start),
                    "other_end": day(other.end),
                },
                tuple(pieces),
                # Two audits that only touch may share the day between them by halves.
                Severity.BLOCK if certain and not touching else Severity.WARN,
            )


def _same_client(one: str, other: str, tables: ContradictionTables) -> bool:
    return bool(one and other) and compare_organisations(Stated(one), Stated(other), tables.comparing).agrees


def _reused(view: CaseView, certificates: Sequence[CertificateHolder]) -> Iterator[Conflict]:
    client = _client(view)
    code = next((clean_credit_code(item.text) for item in view.of("credit_code")), "")
    by_number: dict[str, list[CertificateHolder]] = {}
    for holder in certificates:
        by_number.setdefault(identifier_key(holder.number), []).append(holder)
    told: set[str] = set()
    for item in view.of("certificate_no", kinds=_CERTIFYING):
        key = identifier_key(item.text)
        for holder in by_number.get(key, ()) if key not in told else ():
            same = (code and code == clean_credit_code(holder.credit_code)) or _same_client(
                client, holder.organisation, view.tables
            )
            if holder.case == view.case.case or same or not holder.organisation:
                continue
            told.add(key)
            pieces = [evidence(item)]
            if holder.document is not None:
                pieces.append(Evidence(holder.document, None, holder.number))
            yield Conflict(
                "C02",
                "reused",
                "certificate_no",
                {"number": item.printed, "paper": paper_name(item.paper), "other": holder.organisation},
                tuple(pieces),
                Severity.BLOCK if item.sure and not item.recognised else Severity.WARN,
            )
            break
