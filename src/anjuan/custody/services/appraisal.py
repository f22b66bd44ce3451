"""Appraisal 鉴定: a list is made, the group gives opinions, the head decides, supervisors sign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case
from anjuan.custody.models import AppraisalItem, AppraisalList, Opinion, Supervision
from anjuan.custody.models.destruction import AppraisalState, ListState
from anjuan.custody.rules import tables
from anjuan.custody.selectors.due import destruction_obstacles
from anjuan.custody.services.retention import retention_compute
from anjuan.custody.services.rights import need_another, need_person
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import NotFoundError, RefusedError

#: The job that destroys one case of a list.
DESTROY_CASE = "custody.destroy_case"
#: Machines that are switched off again and again must not leave a destruction half done.
_MOST_ATTEMPTS = 100


class DestructionRefusedError(RefusedError):
    """A case may not be destroyed: it must still be kept, a legal hold stands, or how long is not known."""

    code = "CUST-020"
    http_status = 409


class AppraisalStateError(RefusedError):
    """A deed does not fit how far an appraisal list is."""

    code = "CUST-021"
    http_status = 409


class AppraisalUnknownError(NotFoundError):
    """There is no such appraisal list."""

    code = "CUST-022"


def _today(deed: Deed) -> dt.date:
    return deed.now.astimezone(CHINA).date()


def _list(number: str, *states: ListState) -> AppraisalList:
    found = AppraisalList.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise AppraisalUnknownError(f"There is no appraisal list {number!r}.", remedy="Look at the lists.")
    if found.state not in states:
        raise AppraisalStateError(
            f"The appraisal list {number} is {found.state}; this needs one that is {' or '.join(states)}.",
            remedy="Look at what was done with it.",
        )
    return found


def _journal(deed: Deed, listed: AppraisalList, *, action: str, detail: Mapping[str, object]) -> None:
    journal_write(
        deed=deed, action=action, subject=f"custody.appraisal:{listed.pk}", label=str(listed), detail=detail
    )  # fmt: skip


@durable_transaction()
def appraisal_open(*, deed: Deed, viewer: Viewer, title: str, cases: Sequence[Case]) -> AppraisalList:
    """Put cases whose retention is over on a new list.

    Raises:
        CustodyMayNotError: The person may not.
        DestructionRefusedError: One of them may not be destroyed; names each with its reason.
        AppraisalStateError: One of them stands on another open list, or there is none.

    """
    need_person(deed, viewer, "destruction.propose")
    if not cases:
        raise AppraisalStateError("The list would be empty.", remedy="Name the cases.")
    open_states = (AppraisalState.PROPOSED, AppraisalState.EXECUTING)
    listed = AppraisalItem.objects.filter(case__in=cases, state__in=open_states).select_related("case", "list")
    if listed:
        raise AppraisalStateError(
            f"{listed[0].case.number} stands on the open list {listed[0].list.number} already.",
            remedy="Leave it out.",
        )
    kept = {case.pk: retention_compute(deed=deed, case=case) for case in cases}
    refuse_obstacles(cases, _today(deed))
    made = AppraisalList.objects.create(
        number=_next_number(deed), title=title[:200], made_at=deed.now, made_by=deed.actor
    )  # fmt: skip
    AppraisalItem.objects.bulk_create(
        AppraisalItem(list=made, case=case, keep_until=kept[case.pk].keep_until or _today(deed)) for case in cases
    )
    _journal(deed, made, action="appraisal.open", detail={"cases": [case.number for case in cases]})
    return made


def refuse_obstacles(cases: Iterable[Case], today: dt.date) -> None:
    """Do nothing when all of these cases may be destroyed today.

    Raises:
        DestructionRefusedError: Some may not; names each with its reasons.

    """
    refused = []
    for case in cases:
        obstacles = destruction_obstacles(case, today)
        if obstacles:
            refused.append(f"{case.number}: {'; '.join(obstacles)}")
    if refused:
        raise DestructionRefusedError(
            f"{len(refused)} cases may not be destroyed. {' — '.join(refused[:10])}.",
            why="Records must be kept as long as law, standard and holds demand.",
            remedy="Take them off the list, or wait until what stands against it is over.",
        )


def _next_number(deed: Deed) -> str:
    prefix = f"JD-{_today(deed).year}-"
    last = AppraisalList.objects.filter(number__startswith=prefix).order_by("number").last()
    return f"{prefix}{int(last.number.removeprefix(prefix)) + 1 if last else 1:04d}"


@durable_transaction()
def appraisal_opine(*, deed: Deed, viewer: Viewer, number: str, agrees: bool, text: str = "") -> Opinion:
    """Give one's opinion on a list as a member of the appraisal group; a later one takes the place of the former.

    Raises:
        CustodyMayNotError: The person may not.
        AppraisalStateError: The list is decided already.

    """
    need_person(deed, viewer, "destruction.appraise")
    listed = _list(number, ListState.DRAFT, ListState.SUBMITTED)
    opinion, _ = Opinion.objects.update_or_create(
        list=listed, member=deed.actor, defaults={"agrees": agrees, "text": text[:500], "at": deed.now}
    )
    _journal(deed, listed, action="appraisal.opine", detail={"agrees": agrees, "text": text})
    return opinion


@durable_transaction()
def appraisal_keep(*, deed: Deed, viewer: Viewer, number: str, case: Case, reason: str) -> AppraisalItem:
    """Take a case off a list that is not decided: it is worth keeping, for a reason.

    Raises:
        CustodyMayNotError: The person may not.
        AppraisalStateError: The list is decided, or the case does not stand on it.

    """
    need_person(deed, viewer, "destruction.appraise")
    listed = _list(number, ListState.DRAFT, ListState.SUBMITTED)
    item = AppraisalItem.objects.filter(list=listed, case=case, state=AppraisalState.PROPOSED).first()
    if item is None or not reason.strip():
        raise AppraisalStateError(
            f"{case.number} does not stand on {number} any more, or no reason is given.", remedy="Say why it is kept."
        )
    item.state, item.reason = AppraisalState.KEPT, reason[:500]
    item.save(update_fields=["state", "reason"])
    _journal(deed, listed, action="appraisal.keep", detail={"case": case.number, "reason": reason})
    return item


@durable_transaction()
def appraisal_submit(*, deed: Deed, viewer: Viewer, number: str) -> AppraisalList:
    """Put a list before the head.

    Raises:
        CustodyMayNotError: The person may not.
        AppraisalStateError: It is no draft, nothing is left on it, or too few members agree.

    """
    need_person(deed, viewer, "destruction.propose")
    listed = _list(number, ListState.DRAFT)
    least = tables.tombstones().on(_today(deed)).group_least
    agreeing = listed.opinions.filter(agrees=True).count()
    against = list(listed.opinions.filter(agrees=False).values_list("member", flat=True))
    if agreeing < least or against or not listed.cases.filter(state=AppraisalState.PROPOSED).exists():
        raise AppraisalStateError(
            f"The list {number} cannot go to the head: {agreeing} of {least} members agree"
            f"{', against it: ' + ', '.join(against) if against else ''}.",
            why="A list goes forward when the whole appraisal group agrees and something is left on it.",
            remedy="Ask the members, or take off what they want kept.",
        )
    AppraisalList.objects.filter(pk=listed.pk).update(state=ListState.SUBMITTED)
    _journal(deed, listed, action="appraisal.submit", detail={"agreeing": agreeing})
    listed.refresh_from_db()
    return listed


@durable_transaction()
def appraisal_decide(
    *, deed: Deed, viewer: Viewer, number: str, approves: bool, method: str = "", text: str = ""
) -> AppraisalList:
    """Approve or refuse a list as the head of the body, who neither made it nor sat in the group.

    Raises:
        CustodyMayNotError: The person may not.
        SamePersonError: The person made the list or gave an opinion.
        AppraisalStateError: It was not submitted, or the method is none of the table.
        DestructionRefusedError: A case on it may not be destroyed any more.

    """
    need_person(deed, viewer, "destruction.approve")
    listed = _list(number, ListState.SUBMITTED)
    members = list(listed.opinions.values_list("member", flat=True))
    need_another(deed, [listed.made_by, *members], "approve what they proposed or appraised")
    methods = {item.code for item in tables.tombstones().on(_today(deed)).methods}
    if approves and method not in methods:
        raise AppraisalStateError(
            f"The method {method!r} is none of {', '.join(sorted(methods))}.", remedy="Choose one of them."
        )
    if approves:
        items = listed.cases.filter(state=AppraisalState.PROPOSED).select_related("case")
        refuse_obstacles((item.case for item in items), _today(deed))
    AppraisalList.objects.filter(pk=listed.pk).update(
        state=ListState.APPROVED if approves else ListState.REFUSED,
        method=method if approves else "",
        decided_at=deed.now,
        decided_by=deed.actor,
        decision=text[:500],
        ended_at=None if approves else deed.now,
    )
    if not approves:
        listed.cases.filter(state=AppraisalState.PROPOSED).update(
            state=AppraisalState.KEPT, reason=f"The head refused the list: {text}"[:500]
        )
    _journal(deed, listed, action="appraisal.decide", detail={"approves": approves, "method": method, "text": text})
    listed.refresh_from_db()
    return listed


@durable_transaction()
def destruction_supervise(*, deed: Deed, viewer: Viewer, number: str) -> Supervision:
    """Sign as a supervisor 监销人 of an approved list. Signing twice changes nothing.

    Raises:
        CustodyMayNotError: The person may not.
        SamePersonError: The person made or approved the list.
        AppraisalStateError: It is not approved, or begun already.

    """
    need_person(deed, viewer, "destruction.supervise")
    listed = _list(number, ListState.APPROVED)
    need_another(deed, [listed.made_by, listed.decided_by], "supervise what they proposed or approved")
    signed, made = Supervision.objects.get_or_create(
        list=listed, supervisor=deed.actor, defaults={"at": deed.now}
    )  # fmt: skip
    if made:
        _journal(deed, listed, action="destruction.supervise", detail={})
    return signed


@durable_transaction()
def destruction_begin(*, deed: Deed, viewer: Viewer, number: str) -> int:
    """Begin the destruction of an approved and supervised list; return how many cases jobs will destroy.

    Raises:
        CustodyMayNotError: The person may not.
        SamePersonError: The person approved it or supervises it.
        AppraisalStateError: It is not approved, or too few supervisors signed.
        DestructionRefusedError: A case on it may not be destroyed any more.

    """
    need_person(deed, viewer, "destruction.propose")
    listed = _list(number, ListState.APPROVED)
    supervisors = list(listed.supervisions.values_list("supervisor", flat=True))
    need_another(deed, [listed.decided_by, *supervisors], "destroy what they approved or supervise")
    wanted = tables.tombstones().on(_today(deed)).supervisors
    if len(supervisors) < wanted:
        raise AppraisalStateError(
            f"{len(supervisors)} of {wanted} supervisors have signed the list {number}.",
            why="Nobody destroys records alone.",
            remedy="Have the others sign.",
        )
    items = list(listed.cases.filter(state=AppraisalState.PROPOSED).select_related("case"))
    refuse_obstacles((item.case for item in items), _today(deed))
    AppraisalList.objects.filter(pk=listed.pk).update(
        state=ListState.EXECUTING, begun_at=deed.now, begun_by=deed.actor
    )  # fmt: skip
    _give_out(deed, listed, items)
    _journal(deed, listed, action="destruction.begin", detail={"cases": len(items), "supervisors": supervisors})
    return len(items)


@durable_transaction()
def destruction_resume(*, deed: Deed, viewer: Viewer, number: str) -> int:
    """Give out again the jobs of a destruction that stood still, after whatever stopped it was mended.

    Returns how many cases are still to be destroyed; jobs that wait or run already are not doubled.

    Raises:
        CustodyMayNotError: The person may not.
        AppraisalStateError: The list is not in execution.

    """
    need_person(deed, viewer, "destruction.propose")
    listed = _list(number, ListState.EXECUTING)
    items = list(listed.cases.filter(state__in=[AppraisalState.PROPOSED, AppraisalState.EXECUTING]))
    _give_out(deed, listed, items)
    _journal(deed, listed, action="destruction.resume", detail={"cases": len(items)})
    return len(items)


def _give_out(deed: Deed, listed: AppraisalList, items: Iterable[AppraisalItem]) -> None:
    for item in items:
        spec = JobSpec(DESTROY_CASE, item.pk, group=f"destruction:{listed.pk}", max_attempts=_MOST_ATTEMPTS)
        TableQueue().add(spec, now=deed.now)
