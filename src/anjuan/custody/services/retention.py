"""Computing how long cases are kept, and legal holds on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case
from anjuan.archive.models.cases import CaseState
from anjuan.archive.services.custody import custody_write
from anjuan.custody.models import Hold, Retention
from anjuan.custody.rules import tables
from anjuan.custody.rules.retention import Keep, RetentionTable, keep_until
from anjuan.custody.selectors.dates import case_dates
from anjuan.custody.services.rights import need
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import NotFoundError, RefusedError, UsageError
from anjuan.kit.periods import PartialDate

_STATED = ("cycle_end", "valid_until", "withdrawn_on")
_ROUND_CASES = 500


class RetentionStatementError(UsageError):
    """A class, a date or a reason given for retention is none."""

    code = "CUST-004"


class HoldUnknownError(NotFoundError):
    """A legal hold is not there, or was lifted."""

    code = "CUST-005"


class CaseDestroyedError(RefusedError):
    """A deed is done to a case whose papers were destroyed."""

    code = "CUST-006"


def _today(deed: Deed) -> dt.date:
    return deed.now.astimezone(CHINA).date()


@durable_transaction()
def retention_compute(*, deed: Deed, case: Case) -> Retention:
    """Compute how long a case must be kept, from its papers, its cycle and what persons stated.

    Call it whenever dates of the case or its cycle change: renewed, suspended, withdrawn, transferred. It writes to
    the journal only when the outcome is another than before.
    """
    table = tables.retention().on(_today(deed))
    row = Retention.objects.select_for_update().filter(case=case).first()
    class_code = row.class_code if row else table.default_class
    keep = keep_until(table, class_code, case_dates(case, row.stated if row else {}))
    before = (row.outcome, row.keep_until, row.class_code) if row else None
    return _store(deed, case, keep, before)


def _store(deed: Deed, case: Case, keep: Keep, before: tuple[str, dt.date | None, str] | None) -> Retention:
    row, _ = Retention.objects.update_or_create(
        case=case,
        defaults={
            "class_code": keep.class_code,
            "outcome": keep.outcome,
            "keep_until": keep.until,
            "at_least": keep.at_least,
            "reasons": [
                {"rule": item.rule, "start": str(item.start), "until": str(item.until), "why": item.why}
                for item in keep.reasons
            ],
            "missing": list(keep.missing),
            "edition": keep.edition,
            "computed_at": deed.now,
        },
    )
    if (keep.outcome, keep.until, keep.class_code) != before:
        journal_write(
            deed=deed, action="retention.compute", subject=f"archive.case:{case.pk}", label=str(case),
            detail={"outcome": keep.outcome, "until": str(keep.until or ""), "class": keep.class_code,
                    "edition": keep.edition},
        )  # fmt: skip
    return row


@durable_transaction()
def retention_state(
    *, deed: Deed, viewer: Viewer, case: Case, dates: Mapping[str, str], why: str, class_code: str = ""
) -> Retention:
    """State dates or the class of a case by a person's word, where papers are silent or wrong, and compute again.

    Args:
        deed: Who and when.
        viewer: The same person with their rights: ``custody.manage``.
        case: The case.
        dates: ``cycle_end``, ``valid_until``, ``withdrawn_on`` as full ISO dates; an empty text takes one back.
        why: Why; kept with it.
        class_code: Another class; empty leaves it. A class never gets shorter than the one in the reference code.

    Raises:
        CustodyMayNotError: The person may not.
        RetentionStatementError: A name, date or class is none, or no reason is given.
        CaseDestroyedError: The papers were destroyed.

    """
    need(deed, viewer, "custody.manage")
    _need_papers(case)
    table = tables.retention().on(_today(deed))
    faults = [*_date_faults(dates), *_class_faults(table, case, class_code)]
    if not why.strip():
        faults.append("no reason is given")
    if faults:
        raise RetentionStatementError(
            f"The retention of {case.number} cannot be stated: {'; '.join(faults)}.",
            why="A case is destroyed by these dates.",
            remedy="Give full dates, a class of the table and a reason.",
        )
    row = retention_compute(deed=deed, case=case)
    stated = {name: text for name, text in {**row.stated, **dates}.items() if text}
    Retention.objects.filter(pk=row.pk).update(
        stated=stated, stated_by=deed.actor, stated_why=why[:300], class_code=class_code or row.class_code
    )
    journal_write(
        deed=deed, action="retention.state", subject=f"archive.case:{case.pk}", label=str(case),
        detail={"dates": dict(dates), "class": class_code, "why": why},
    )  # fmt: skip
    return retention_compute(deed=deed, case=case)


def _date_faults(dates: Mapping[str, str]) -> list[str]:
    faults = [f"{name!r} is none of {', '.join(_STATED)}" for name in dates if name not in _STATED]
    for name, text in dates.items():
        if not text:
            continue
        try:
            is_whole = PartialDate.parse(text).day is not None
        except ValueError:
            is_whole = False
        if not is_whole:
            faults.append(f"{name} {text!r} is no full date")
    return faults


def _class_faults(table: RetentionTable, case: Case, class_code: str) -> list[str]:
    if not class_code:
        return []
    years = {item.code: item.years for item in table.classes}
    if class_code not in years:
        return [f"the class {class_code!r} is none of {', '.join(years)}"]
    given = Retention.objects.filter(case=case).values_list("class_code", flat=True).first()
    lasts = {code: float("inf") if number is None else number for code, number in years.items()}
    if case.reference_code and given in lasts and lasts[class_code] < lasts[given]:
        return [f"the class {class_code} is shorter than {given}, which stands in the reference code"]
    return []


def _need_papers(case: Case) -> None:
    if Case.objects.filter(pk=case.pk, state=CaseState.DESTROYED).exists():
        raise CaseDestroyedError(f"The papers of {case.number} were destroyed.", remedy="Nothing is left to do.")


@durable_transaction()
def hold_place(
    *, deed: Deed, viewer: Viewer, case: Case, reason_code: str, reason: str, begins: dt.date | None = None
) -> Hold:
    """Place a legal hold on a case: it may not be destroyed while the hold stands. Several may stand at once.

    Args:
        deed: Who and when.
        viewer: The same person with their rights: ``custody.manage``.
        case: The case.
        reason_code: ``complaint``, ``appeal``, ``dispute``, ``supervision``, ``random_check`` or ``other``.
        reason: In words.
        begins: Since which day the reason is known; today when not given. The hold acts at once either way.

    Raises:
        CustodyMayNotError: The person may not.
        RetentionStatementError: The reason is none of the table, or has no words.
        CaseDestroyedError: The papers were destroyed.

    """
    need(deed, viewer, "custody.manage")
    Case.objects.select_for_update().get(pk=case.pk)
    _need_papers(case)
    known = [item.code for item in tables.retention().on(_today(deed)).holds]
    if reason_code not in known or not reason.strip():
        raise RetentionStatementError(
            f"A hold needs a reason in words and one of {', '.join(known)}, not {reason_code!r}.",
            remedy="Say why the case must not be destroyed.",
        )
    hold = Hold.objects.create(
        case=case, reason_code=reason_code, reason=reason[:500], begins=begins or _today(deed),
        placed_at=deed.now, placed_by=deed.actor,
    )  # fmt: skip
    custody_write(deed=deed, event="hold", about=case, detail=f"{reason_code}: {reason}")
    journal_write(
        deed=deed, action="hold.place", subject=f"archive.case:{case.pk}", label=str(case),
        detail={"hold": hold.pk, "reason_code": reason_code, "reason": reason},
    )  # fmt: skip
    return hold


@durable_transaction()
def hold_lift(*, deed: Deed, viewer: Viewer, hold_id: int, reason: str) -> Hold:
    """Lift a legal hold; it stays as history.

    Raises:
        CustodyMayNotError: The person may not.
        HoldUnknownError: There is no such hold, or it was lifted.
        RetentionStatementError: No reason is given.

    """
    need(deed, viewer, "custody.manage")
    hold = Hold.objects.select_for_update().select_related("case").filter(pk=hold_id, lifted_at=None).first()
    if hold is None:
        raise HoldUnknownError(f"There is no legal hold {hold_id} that stands.", remedy="Look at the list of holds.")
    if not reason.strip():
        raise RetentionStatementError("No reason is given for lifting the hold.", remedy="Say why.")
    hold.lifted_at, hold.lifted_by, hold.lift_reason = deed.now, deed.actor, reason[:500]
    hold.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    custody_write(deed=deed, event="hold lifted", about=hold.case, detail=reason)
    journal_write(
        deed=deed, action="hold.lift", subject=f"archive.case:{hold.case_id}", label=str(hold.case),
        detail={"hold": hold.pk, "reason": reason},
    )  # fmt: skip
    return hold


def retention_round(*, deed: Deed, after: int = 0) -> int:
    """Compute the next portion of sealed and filed cases again; return the key to go on after, 0 at the end.

    Dates change without anybody telling: papers are corrected, cycles are matched, editions come into force.
    """
    cases = Case.objects.exclude(state__in=[CaseState.DESTROYED, CaseState.COLLECTING]).filter(pk__gt=after)
    portion = list(cases.order_by("pk")[:_ROUND_CASES])
    for case in portion:
        retention_compute(deed=deed, case=case)
    return portion[-1].pk if len(portion) == _ROUND_CASES else 0
