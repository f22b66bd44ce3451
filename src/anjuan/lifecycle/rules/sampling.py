"""Sampling of sites: how many, which, and in which cases sampling is not allowed."""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict
from anjuan.lifecycle.rules.rulebook import Book
from anjuan.lifecycle.rules.verdicts import Basis, Outcome, Step, Verdict, Words, number_text
from anjuan.lifecycle.rules.wording import listed, say, title_of

_PERCENT = 100


class SampleKind(Strict):
    """A kind of audit: the factor before the root, and the share of sites when sampling is not allowed."""

    key: str
    zh: str
    en: str
    factor: Decimal
    effective_factor: Decimal | None = None
    unsampled_percent: int = pydantic.Field(ge=1, le=_PERCENT)


class Condition(Strict):
    """A condition without which sites may not be sampled."""

    key: str
    zh: str
    en: str


class SampleExample(Strict):
    """A worked example: kind of audit, sites, whether the system proved effective, size of the sample."""

    kind: str
    sites: int
    effective: bool
    size: int


class SamplingTable(RuleFile):
    """One edition of the sampling of sites."""

    kinds: tuple[SampleKind, ...]
    conditions: tuple[Condition, ...]
    examples: tuple[SampleExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for one in self.examples:
            found = root_size(self.factor(one.kind, is_effective=one.effective), one.sites)
            if found != one.size:
                yield f"{one.kind} of {one.sites} sites takes {found}, not {one.size}"

    def kind(self, key: str) -> SampleKind:
        """Return a kind of audit.

        Raises:
            KeyError: There is none of the name.

        """
        for one in self.kinds:
            if one.key == key:
                return one
        raise KeyError(key)

    def factor(self, key: str, *, is_effective: bool) -> Fraction:
        """Return the factor before the root; the smaller one only when the system proved effective."""
        kind = self.kind(key)
        effective = kind.effective_factor
        return Fraction(effective if is_effective and effective is not None else kind.factor)


def root_size(factor: Fraction, count: int) -> int:
    """Return factor × √count, rounded up once, without floating point: the least y with y² ≥ factor²·count."""
    wanted = factor * factor * count
    floor = math.isqrt(wanted.numerator // wanted.denominator)
    return floor if floor * floor >= wanted else floor + 1


@dataclasses.dataclass(frozen=True, slots=True)
class SiteGroup:
    """Sites that are alike: how many, and how many more than the root because of risk, with the reason."""

    name: str
    sites: int
    extra: int = 0
    reason: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class SampleAsked:
    """What sample is asked for.

    Attributes:
        kind: ``initial``, ``surveillance`` or ``recertification``.
        groups: The groups of sites, without the central function.
        is_effective: Whether the system proved effective over the cycle; counts for a recertification.
        conditions: Key of a condition → whether it is met; conditions that are not named are met.

    """

    kind: str
    groups: tuple[SiteGroup, ...]
    is_effective: bool = False
    conditions: Mapping[str, bool] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Sample:
    """How many sites are audited.

    Attributes:
        size: All sites together, without the central function; None when the question was refused.
        by_group: Name of the group → how many.
        random: How many of them are drawn at random.
        is_sampled: Whether sampling is allowed; otherwise the numbers are those of M05.
        steps: The computation.
        refusals: Why there is no answer.
        notes: What should be looked at although there is one.
        edition: The edition of the table.

    """

    size: int | None
    by_group: Mapping[str, int]
    random: int
    is_sampled: bool
    steps: tuple[Step, ...]
    refusals: tuple[Verdict, ...]
    notes: tuple[Verdict, ...]
    edition: str

    @property
    def weak(self) -> tuple[Basis, ...]:
        """The rules used whose figures no text confirms."""
        return tuple({step.basis.rule: step.basis for step in self.steps if step.basis.is_weak}.values())


def eligibility(book: Book, table: SamplingTable, met: Mapping[str, bool], count: int) -> Verdict:
    """Return M01: whether sites may be sampled at all."""
    missing = [Words(one.zh, one.en) for one in table.conditions if not met.get(one.key, True)]
    if count < 2:  # noqa: PLR2004  sampling needs more than one site besides the centre
        missing.append(Words("除中心外只有一个场所", "only one site besides the centre"))
    outcome = Outcome.BROKEN if missing else Outcome.KEPT
    return book.verdict("M01", outcome, outcome.value, count=count, missing=listed(missing))


def site_sample(book: Book, table: SamplingTable, asked: SampleAsked) -> Sample:
    """Return how many sites are audited, group by group, with every step.

    Source: IAF MD 1:2018. The central function is audited besides.
    """
    refusals = tuple(_faults(book, asked.groups))
    if refusals:
        return Sample(None, {}, 0, True, (), refusals, (), table.edition)  # noqa: FBT003  a dataclass, in order
    count = sum(group.sites for group in asked.groups)
    allowed = eligibility(book, table, asked.conditions, count)
    if allowed.is_broken:
        return _whole(book, table, asked, allowed)
    factor = table.factor(asked.kind, is_effective=asked.is_effective)
    steps: list[Step] = []
    by_group: dict[str, int] = {}
    for group in asked.groups:
        by_group[group.name] = _group_size(book, group, factor, steps)
    size = sum(by_group.values())
    if len(asked.groups) > 1:
        slots = {"groups": len(asked.groups), "size": size}
        steps.append(_step(book, "M09", "step", str(list(by_group.values())), size, **slots))
    random = _ceiling(Fraction(book.number("M03", "percent"), _PERCENT) * size)
    slots = {"size": size, "percent": book.number("M03", "percent"), "random": random}
    steps.append(_step(book, "M03", "step", str(size), random, **slots))
    steps.append(_step(book, "M04", "step", "1", 1, count=1))
    steps.append(_step(book, "M10", "step", str(size), size))
    return Sample(size, by_group, random, True, tuple(steps), (), (), table.edition)  # noqa: FBT003  in order


def _step(book: Book, rule: str, saying: str, given: str, result: int, **slots: object) -> Step:
    why = say(book.speech, rule, saying, **slots)
    return Step(book.basis(rule), title_of(book.speech, rule), given, Fraction(result), "sites", why)


def _ceiling(value: Fraction) -> int:
    return math.ceil(value)


def _group_size(book: Book, group: SiteGroup, factor: Fraction, steps: list[Step]) -> int:
    size = min(root_size(factor, group.sites), group.sites)
    exact = f"{float(factor) * math.sqrt(group.sites):.2f}".rstrip("0").rstrip(".")
    slots = {"group": group.name, "count": group.sites, "factor": number_text(factor), "exact": exact, "size": size}
    steps.append(_step(book, "M02", "step", f"n = {group.sites}", size, **slots))
    if not group.extra:
        return size
    whole = min(size + group.extra, group.sites)
    reason = group.reason.strip()
    steps.append(
        _step(book, "M07", "step", f"+{group.extra}", whole, group=group.name, extra=group.extra, reason=reason)
    )
    return whole


def _whole(book: Book, table: SamplingTable, asked: SampleAsked, allowed: Verdict) -> Sample:
    """Return the sites that are audited when sampling is not allowed."""
    percent = table.kind(asked.kind).unsampled_percent
    count = sum(group.sites for group in asked.groups)
    by_group = {group.name: _ceiling(Fraction(percent * group.sites, _PERCENT)) for group in asked.groups}
    size = _ceiling(Fraction(percent * count, _PERCENT))
    if len(asked.groups) > 1:
        size = sum(by_group.values())
    exact = number_text(Fraction(percent * count, _PERCENT))
    if percent == _PERCENT:
        step = _step(book, "M05", "all", str(count), count, count=count)
    else:
        step = _step(book, "M05", "part", str(count), size, count=count, percent=percent, exact=exact, size=size)
    centre = _step(book, "M04", "step", "1", 1, count=1)
    return Sample(size, by_group, 0, False, (step, centre), (), (allowed,), table.edition)  # noqa: FBT003  in order


def _faults(book: Book, groups: Sequence[SiteGroup]) -> Iterable[Verdict]:
    if not groups:
        yield book.verdict("M02", Outcome.BROKEN, "none", group="—", count=0)
    seen: set[str] = set()
    for group in groups:
        if group.sites < 1:
            yield book.verdict("M02", Outcome.BROKEN, "none", group=group.name, count=group.sites)
        if group.extra < 0:
            yield book.verdict("M07", Outcome.BROKEN, "negative", group=group.name, extra=group.extra)
        elif group.extra and not group.reason.strip():
            yield book.verdict("M07", Outcome.BROKEN, "no_reason", group=group.name, extra=group.extra)
        if group.name in seen:
            yield book.verdict("M09", Outcome.BROKEN, "twice", group=group.name)
        seen.add(group.name)


@dataclasses.dataclass(frozen=True, slots=True)
class Draw:
    """The sites that are chosen: by lot, and to spread over the cycle; the seed repeats the lot."""

    by_lot: tuple[str, ...]
    by_spread: tuple[str, ...]
    seed: str


def draw(sites: Mapping[str, int], size: int, random: int, seed: str) -> Draw:
    """Return which sites are audited; the same sites and seed give the same draw on every machine.

    Args:
        sites: Site → how often it was audited in this cycle.
        size: How many are audited.
        random: How many of them are drawn by lot.
        seed: Any text; it is kept with the draw.

    """

    def lot(site: str) -> str:
        return hashlib.sha256(f"{seed}\n{site}".encode()).hexdigest()

    order = sorted(sites, key=lot)
    by_lot = order[: min(random, size)]
    rest = sorted((site for site in order if site not in by_lot), key=lambda site: (sites[site], lot(site)))
    return Draw(tuple(by_lot), tuple(rest[: max(0, size - len(by_lot))]), seed)


def site_nonconformities(book: Book, open_majors: Sequence[str]) -> Verdict:
    """Return M08: whether the whole may be certified while sites have open major nonconformities."""
    outcome = Outcome.BROKEN if open_majors else Outcome.KEPT
    return book.verdict("M08", outcome, outcome.value, names="、".join(open_majors))
