"""Whether a certificate is what it says: asked by its number, or by the signed statement of its QR code.

One query fetches only what may be told: a confidential certificate is found only together with its holder's name.
So unknown and confidential numbers take one way through the database and through this code, and get one answer.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence

from django.db.models import Prefetch, Q, QuerySet

from anjuan.certificates.models import IssuedCertificate, Printing, StatusChange
from anjuan.certificates.rules.marks import holder_mark
from anjuan.certificates.rules.statement import Checked, PublicKey, Statement, statement_check
from anjuan.certificates.rules.status import state_shown
from anjuan.certificates.rules.writing import written_number

#: How many can be verified at once.
MOST_STAFF, MOST_PUBLIC = 5000, 50


@dataclasses.dataclass(frozen=True, slots=True)
class StateDay:
    """A state and the day from which it held."""

    code: str
    on: dt.date
    ends_on: dt.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """What is told of a certificate that was found."""

    number: str
    holder: str
    holder_en: str
    standard: str
    scope: str
    scope_en: str
    address: str
    status: str
    issued_on: dt.date
    expires_on: dt.date
    first_issued_on: dt.date
    printing: int
    history: tuple[StateDay, ...]
    sites: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    Attributes:
        asked: The number as asked.
        told: What is told; None when nothing was found that may be told.
        name_agrees: Whether the name given is the holder's; None when none was given.
        statement: ``""`` when no statement was given, ``holds`` when it does, else why it does not.
        said: What the statement says, where its signature holds.
        is_old: Whether the certificate was printed anew since the statement was signed.
        at: The moment of the answer.

    """

    asked: str
    told: Told | None
    name_agrees: bool | None
    statement: str
    said: Statement | None
    is_old: bool
    at: dt.datetime


def verify_number(number: str, holder: str = "", *, now: dt.datetime, today: dt.date) -> Answer:
    """Return what may be told of a certificate by its number; a confidential one needs the holder's name."""
    return verify_list([(number, holder)], now=now, today=today)[0]


def verify_list(asked: Sequence[tuple[str, str]], *, now: dt.datetime, today: dt.date) -> list[Answer]:
    """Return the answers to many numbers, each with a holder's name or none. Three queries for up to 500."""
    answers: list[Answer] = []
    for start in range(0, len(asked), 500):
        part = [(number, written_number(number), holder_mark(name)) for number, name in asked[start : start + 500]]
        wanted = {written for _, written, _ in part if written}
        marks = {mark for _, _, mark in part if mark}
        open_or_known = Q(is_confidential=False) | Q(holder_mark__in=marks) | Q(holder_mark_en__in=marks - {""})
        found = {one.written: one for one in _rows(Q(written__in=wanted) & open_or_known)}
        answers += [_answer(number, found.get(written), mark, now, today) for number, written, mark in part]
    return answers


def verify_statement(
    text: str, keys: Mapping[str, PublicKey], *, now: dt.datetime, today: dt.date, holder: str = ""
) -> Answer:
    """Return what may be told to somebody who has the QR code of a certificate.

    Whoever shows a statement that holds has the certificate in hand: its number is answered even where its holder is
    confidential, but a name is told only when it was given.
    """
    checked = statement_check(text, keys)
    if checked.fault or checked.statement is None:
        return Answer("", None, None, checked.fault or "shape", None, is_old=False, at=now)
    return _stated_answer(checked, holder, now, today)


def _stated_answer(checked: Checked, holder: str, now: dt.datetime, today: dt.date) -> Answer:
    said = checked.statement
    if said is None:  # pragma: no cover  the caller has looked
        message = "no statement"
        raise ValueError(message)
    row = _rows(Q(written=written_number(said.number))).first()
    mark = holder_mark(holder)
    if row is None:
        return Answer(said.number, None, None, "holds", said, is_old=False, at=now)
    told = _told(row, today)
    knows = bool(mark) and mark in {row.holder_mark, row.holder_mark_en}
    if row.is_confidential and not knows:
        told = dataclasses.replace(told, holder="", holder_en="", scope="", scope_en="", address="", sites=())
    return Answer(
        said.number, told, knows if mark else None, "holds", said, is_old=said.printing < told.printing, at=now
    )


def _rows(wanted: Q) -> QuerySet[IssuedCertificate]:
    last = Printing.objects.order_by("-number").prefetch_related("sites")
    return (
        IssuedCertificate.objects.filter(wanted)
        .select_related("certificate")
        .prefetch_related(Prefetch("printings", last), Prefetch("changes", StatusChange.objects.order_by("pk")))
    )


def _answer(number: str, row: IssuedCertificate | None, mark: str, now: dt.datetime, today: dt.date) -> Answer:
    own = {row.holder_mark, row.holder_mark_en} if row else set()
    knows = bool(mark) and mark in own
    if row is None or (row.is_confidential and not knows):
        # The name of another confidential holder in the same list does not open this one.
        return Answer(number, None, None, "", None, is_old=False, at=now)
    return Answer(number, _told(row, today), knows if mark else None, "", None, is_old=False, at=now)


def _told(row: IssuedCertificate, today: dt.date) -> Told:
    printed = row.printings.all()[0]
    state = state_shown(row.status, row.expires_on, today)
    history = [StateDay(change.after, change.on, change.ends_on) for change in row.changes.all()]
    if state != row.status:
        history.append(StateDay(state, row.expires_on + dt.timedelta(days=1), None))
    return Told(
        row.certificate.number, printed.holder, printed.holder_en, printed.standard, printed.scope, printed.scope_en,
        printed.address, state, row.issued_on, row.expires_on, row.first_issued_on, printed.number, tuple(history),
        tuple(f"{site.name} {site.address}".strip() for site in printed.sites.all()),
    )  # fmt: skip


def answer_json(answer: Answer) -> dict[str, object]:
    """Return an answer as JSON: the same shape on the page's interface, in the commands and for programs."""
    told = answer.told
    return {
        "number": answer.asked,
        "found": told is not None,
        "status": told.status if told else "",
        "certificate": dataclasses.asdict(told) if told else None,
        "name_agrees": answer.name_agrees,
        "statement": answer.statement,
        "is_old_printing": answer.is_old,
        "at": answer.at.isoformat(),
        "note": "" if told else "Not found does not mean false: ask the certification body.",
    }
