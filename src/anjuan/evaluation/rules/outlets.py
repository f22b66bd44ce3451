"""Outlets and days: how many are visited, how long that takes, and where a plan falls short."""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from anjuan.evaluation.rules.faults import SchemeFaultyError
from anjuan.evaluation.rules.schemes import Scheme
from anjuan.evaluation.rules.words import Said, said


@dataclasses.dataclass(frozen=True, slots=True)
class Outlet:
    """A place where service is given: ``own`` or ``commissioned``, or whatever kinds a body keeps apart."""

    name: str
    kind: str = "own"
    address: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Sample:
    """How many outlets of a kind are visited, and which.

    Attributes:
        kind: The kind.
        number: How many there are.
        needed: How many are visited at least.
        chosen: The outlets drawn, the same for the same seed.

    """

    kind: str
    number: int
    needed: int
    chosen: tuple[Outlet, ...]


def least_sample(scheme: Scheme, number: int) -> int:
    """Return how many of ``number`` outlets of one kind are visited at least: √n rounded up, or all.

    Raises:
        SchemeFaultyError: The scheme's rule of sampling is none that is known.

    """
    rule = scheme.choice("outlet_sample", "sqrt")
    if rule == "all":
        return number
    if rule == "sqrt":
        root = math.isqrt(number)
        return root if root * root == number else root + 1
    raise SchemeFaultyError(
        f"The scheme samples outlets by {rule!r}, which is neither sqrt nor all.", remedy="Correct outlet_sample."
    )


def draw(scheme: Scheme, outlets: Sequence[Outlet], *, seed: str) -> tuple[Sample, ...]:
    """Return the outlets to visit, drawn kind by kind; the same seed draws the same ones, so a draw can be repeated."""
    kinds: dict[str, list[Outlet]] = {}
    for outlet in outlets:
        kinds.setdefault(outlet.kind, []).append(outlet)
    found = []
    for kind, members in sorted(kinds.items()):
        needed = least_sample(scheme, len(members))
        order = sorted(members, key=lambda one: hashlib.sha256(f"{seed}|{one.kind}|{one.name}".encode()).digest())
        found.append(Sample(kind, len(members), needed, tuple(order[:needed])))
    return tuple(found)


def least_days(scheme: Scheme, *, outlets: int, families: int = 1) -> Fraction:
    """Return the least person-days for visited outlets and product families beyond the first."""
    days = Fraction(scheme.choice("outlet_days", "0.5")) * outlets
    return days + Fraction(scheme.choice("family_days", "0")) * max(families - 1, 0)


def plan_warnings(
    scheme: Scheme,
    *,
    numbers: Mapping[str, int],
    planned: Mapping[str, int],
    days: Fraction,
    families: int = 1,
) -> tuple[Said, ...]:
    """Return where a plan falls short: outlets by kind, and days for the outlets planned."""
    found = [
        said("outlets_short", planned=planned.get(kind, 0), needed=needed, kind=kind, number=number)
        for kind, number in sorted(numbers.items())
        if planned.get(kind, 0) < (needed := least_sample(scheme, number))
    ]
    least = least_days(scheme, outlets=sum(planned.values()), families=families)
    if days < least:
        found.append(said("days_short", planned=float(days), needed=float(least)))
    return tuple(found)
