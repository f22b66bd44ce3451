"""What people type for the calculators: standards, factors, groups of people and of sites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from anjuan.kit.errors import UsageError
from anjuan.lifecycle.rules.asked_time import Adjustment, Standard
from anjuan.lifecycle.rules.personnel import Group
from anjuan.lifecycle.rules.sampling import SiteGroup

_PARTS = 3


def fraction(text: str) -> Fraction:
    """Return a number as it was typed, exactly.

    Raises:
        UsageError: It is none.

    """
    try:
        return Fraction(text.strip())
    except (ValueError, ZeroDivisionError) as error:
        raise UsageError(f"{text!r} is no number.", remedy="Write it like 7 or 7.5.") from error


def _count(text: str) -> int:
    try:
        return int(text.strip())
    except ValueError as error:
        raise UsageError(f"{text!r} is no whole number.", remedy="Write it like 25.") from error


def standards(
    given: Iterable[str], people: int, factors: Mapping[str, Sequence[Adjustment]]
) -> tuple[Standard, ...]:  # fmt: skip
    """Return standards from ``FIELD[:RISK][:PEOPLE]``; people from elsewhere stand where none are given."""
    found = []
    for text in given:
        field, *more = text.split(":")
        count = people
        if more and more[-1].lstrip("-").isdigit():
            count = int(more.pop())
        risk = more[0] if more else ""
        found.append(Standard(field, count, risk, (*factors.get("", ()), *factors.get(field, ()))))
    return tuple(found)


def adjustments(given: Iterable[str]) -> dict[str, list[Adjustment]]:
    """Return factors from ``[FIELD:]KEY=PERCENT=REASON`` by field; those of every standard under the empty one.

    Raises:
        UsageError: A factor has no percentage.

    """
    found: dict[str, list[Adjustment]] = {}
    for text in given:
        parts = text.split("=", 2)
        if len(parts) < 2:  # noqa: PLR2004  key and percentage
            raise UsageError(f"{text!r} is no KEY=PERCENT=REASON.", remedy="Write it like mature=10=体系运行六年.")
        field, _, key = parts[0].rpartition(":")
        reason = parts[2] if len(parts) == _PARTS else ""
        found.setdefault(field, []).append(Adjustment(key, fraction(parts[1]), reason))
    return found


def groups(given: Iterable[str]) -> tuple[Group, ...]:
    """Return people from ``NAME=PEOPLE[=PERCENT[=REASON]]``; a reason says that they all do the same task."""
    found = []
    for text in given:
        name, *more = text.split("=", _PARTS)
        if not more:
            raise UsageError(f"{text!r} is no NAME=PEOPLE.", remedy="Write it like 生产=80 or 兼职=20=50.")
        share = _count(more[1]) if len(more) > 1 else 100
        reason = more[2] if len(more) == _PARTS else ""
        found.append(Group(name, _count(more[0]), share, is_same_task=bool(reason), reason=reason))
    return tuple(found)


def site_groups(given: Iterable[str]) -> tuple[SiteGroup, ...]:
    """Return groups of sites from ``[NAME=]COUNT[=EXTRA=REASON]``."""
    found = []
    for number, text in enumerate(given, start=1):
        parts = text.split("=", _PARTS)
        if len(parts) == 1:
            parts = [f"{number}", *parts]
        extra = _count(parts[2]) if len(parts) > 2 else 0  # noqa: PLR2004  the third part
        reason = parts[3] if len(parts) > _PARTS else ""
        found.append(SiteGroup(parts[0], _count(parts[1]), extra, reason))
    return tuple(found)
