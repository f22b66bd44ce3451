"""What of lending and destruction waits for a person. Each is one query."""

from __future__ import annotations

import datetime as dt

from anjuan.accounts.selectors.people import Viewer
from anjuan.custody.models import AppraisalList, Loan, Share
from anjuan.custody.models.destruction import ListState
from anjuan.custody.models.loans import LoanState
from anjuan.custody.selectors.shares import standings_at

#: A loan that ends within so many days is told to its borrower.
ENDING_DAYS = 3
_OPEN = (ListState.DRAFT, ListState.SUBMITTED)


def loans_to_decide(viewer: Viewer) -> int:
    """Return how many requests of others a person who allows loans has to answer."""
    if not viewer.may("loan.approve"):
        return 0
    return Loan.objects.filter(state=LoanState.REQUESTED).exclude(borrower=viewer.name).count()


def shares_to_decide(viewer: Viewer, *, now: dt.datetime) -> int:
    """Return how many shares of others a person who allows them has to answer."""
    if not viewer.may("share.approve"):
        return 0
    return Share.objects.filter(standings_at(now)["requested"]).exclude(created_by=viewer.name).count()


def loans_ending(viewer: Viewer, today: dt.date) -> int:
    """Return how many of a person's own loans end within :data:`ENDING_DAYS`, or are over and not given back."""
    mine = Loan.objects.filter(borrower_id=viewer.user_id or -1, state=LoanState.APPROVED)
    return mine.filter(last_day__lte=today + dt.timedelta(days=ENDING_DAYS)).count()


def appraisals_to_decide(viewer: Viewer) -> int:
    """Return how many lists wait for the leave of a person who had no other part in them."""
    if not viewer.may("destruction.approve"):
        return 0
    waiting = AppraisalList.objects.filter(state=ListState.SUBMITTED).exclude(made_by=viewer.name)
    return waiting.exclude(opinions__member=viewer.name).count()


def appraisals_to_opine(viewer: Viewer) -> int:
    """Return on how many open lists a member of the appraisal group has not given an opinion yet."""
    if not viewer.may("destruction.appraise"):
        return 0
    return AppraisalList.objects.filter(state__in=_OPEN).exclude(opinions__member=viewer.name).count()
