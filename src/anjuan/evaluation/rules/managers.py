"""After-sales service managers 售后服务管理师: how many are needed, and whose certificate counts."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Sequence
from fractions import Fraction

from anjuan.evaluation.rules.schemes import Scheme
from anjuan.evaluation.rules.words import Said, said


@dataclasses.dataclass(frozen=True, slots=True)
class Manager:
    """A person with a certificate; its last day is inclusive, None when it has no end."""

    name: str
    certificate_no: str
    valid_until: dt.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class ManagerCheck:
    """How many are needed, how many count, and why.

    Attributes:
        needed: How many are needed.
        valid: How many certificates count.
        is_met: Whether that is enough.
        reasons: What was counted and what not.

    """

    needed: int
    valid: int
    is_met: bool
    reasons: tuple[Said, ...]


def managers_needed(scheme: Scheme, management_staff: int) -> int:
    """Return how many managers a number of service management staff takes: a share, rounded as the scheme is set."""
    if management_staff <= 0:
        return 0
    exact = Fraction(scheme.choice("manager_share", "10")) * management_staff / 100
    rounded = math.ceil(exact) if scheme.choice("manager_rounding", "ceil") == "ceil" else math.floor(exact)
    return max(rounded, 1)


def managers_check(scheme: Scheme, managers: Sequence[Manager], *, management_staff: int, day: dt.date) -> ManagerCheck:
    """Return whether the managers suffice on a day; one certificate number counts once, an ended one not at all."""
    ended = [one for one in managers if one.valid_until is not None and one.valid_until < day]
    valid = len({one.certificate_no or one.name for one in managers if one not in ended})
    needed = managers_needed(scheme, management_staff)
    is_met = valid >= needed
    told = said("managers_met" if is_met else "managers_short", valid=valid, needed=needed)
    late = [said("managers_expired", name=one.name, day=one.valid_until) for one in ended]
    return ManagerCheck(needed, valid, is_met, (told, *late))
