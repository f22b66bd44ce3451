"""Who can do an audit: people whom no rule excludes, ranked, with the reasons for every place."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from anjuan.kit.rulefiles import RuleFile, Strict
from anjuan.lifecycle.rules.competence import Code, uncovered
from anjuan.lifecycle.rules.people import Consultancy, consulted, same_leader
from anjuan.lifecycle.rules.rulebook import Book
from anjuan.lifecycle.rules.verdicts import Outcome, Verdict, Words, number_text
from anjuan.lifecycle.rules.workload import Load, Stay, overlaps, stay_of, workload

_WHOLE = Fraction(1)


class Weights(Strict):
    """Points for what speaks for somebody; ``load`` is taken off in proportion to the days already used."""

    codes: int
    leader: int
    region: int
    language: int
    knows_client: int
    load: int


class WeightExample(Strict):
    """A worked example: what somebody has, and the points."""

    codes: bool
    region: bool
    language: bool
    share: Decimal
    points: int


class CandidateTable(RuleFile):
    """The weights by which people are ranked."""

    weights: Weights
    examples: tuple[WeightExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for one in self.examples:
            had = _Points(self.weights)
            had.plain(codes=one.codes, region=one.region, language=one.language, share=Fraction(one.share))
            if had.total != one.points:
                yield f"{one} gives {had.total} points"


@dataclasses.dataclass(frozen=True, slots=True)
class Need:
    """The audit that people are looked for.

    Attributes:
        case: Its name, for overlaps.
        client: The key of the client.
        field: The field, such as ``QMS``.
        codes: The professional codes of the scope.
        region: The region of the sites, first two digits of the code; empty when it does not matter.
        languages: The languages needed besides Chinese.
        starts_on: The first day on site.
        ends_on: The last day on site, inclusive.
        days: Days on site of one person.
        as_leader: Whether a leader is looked for.

    """

    case: str
    client: str
    field: str
    codes: tuple[Code, ...]
    region: str
    languages: tuple[str, ...]
    starts_on: dt.date
    ends_on: dt.date
    days: Fraction
    as_leader: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Auditor:
    """Somebody who audits.

    Attributes:
        person: The key of the person.
        name: As people know them.
        fields: The fields in which the person is a registered auditor.
        trainee_fields: The fields in which the person is a trainee.
        may_lead: Whether the person is qualified to lead.
        codes: The professional codes the person holds.
        region: Where the person lives, first two digits of the region's code.
        languages: The languages the person can audit in.
        load: What was done and promised in the cycle year.
        stays: When the person is on site elsewhere.
        consultancies: Consultancy and internal audits for the client.
        conflicts: Other reasons why the person may not audit the client, as sentences.
        led_before: The leaders of the client's cycles, the latest first.

    """

    person: str
    name: str
    fields: tuple[str, ...]
    trainee_fields: tuple[str, ...] = ()
    may_lead: bool = False
    codes: tuple[Code, ...] = ()
    region: str = ""
    languages: tuple[str, ...] = ()
    load: Load | None = None
    stays: tuple[Stay, ...] = ()
    consultancies: tuple[Consultancy, ...] = ()
    conflicts: tuple[str, ...] = ()
    led_before: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """One person's place in the ranking.

    Attributes:
        person: The key of the person.
        name: As people know them.
        is_free: Whether no rule excludes the person.
        points: The more, the better; 0 for people who are excluded.
        missing: The codes the person does not hold: somebody else of the team must.
        reasons: What speaks for and against, in order.
        excluded: What excludes the person, with rule and way out.

    """

    person: str
    name: str
    is_free: bool
    points: Fraction
    missing: tuple[Code, ...]
    reasons: tuple[Words, ...]
    excluded: tuple[Verdict, ...]

    def as_dict(self) -> dict[str, object]:
        """Return the candidate as the commands print it."""
        return {
            "person": self.person,
            "name": self.name,
            "free": self.is_free,
            "points": float(self.points),
            "missing_codes": [code.code for code in self.missing],
            "reasons": [words.zh for words in self.reasons],
            "reasons_en": [words.en for words in self.reasons],
            "excluded": [verdict.as_dict() for verdict in self.excluded],
        }


def ranked(book: Book, table: CandidateTable, need: Need, people: Iterable[Auditor]) -> tuple[Candidate, ...]:
    """Return everybody, those who are free first, the best first; equal points by name and key."""
    found = [_candidate(book, table.weights, need, one) for one in people]
    return tuple(sorted(found, key=lambda one: (not one.is_free, -one.points, one.name, one.person)))


def _candidate(book: Book, weights: Weights, need: Need, one: Auditor) -> Candidate:
    excluded = _excluded(book, need, one)
    missing = uncovered(need.codes, one.codes)
    had = _Points(weights)
    knows = any(stay.case == need.client for stay in one.stays) or one.person in one.led_before
    share = _used(book, one)
    had.plain(
        codes=bool(need.codes) and not missing,
        region=bool(need.region) and one.region == need.region,
        language=bool(need.languages) and set(need.languages) <= set(one.languages),
        share=share,
    )
    had.partly(len(need.codes) - len(missing), len(need.codes))
    had.lead(is_able=need.as_leader and one.may_lead)
    had.known(is_known=knows)
    had.missing(missing)
    had.rotate(leader_rotation(book, one) if need.as_leader else None)
    points = Fraction(0) if excluded else had.total
    return Candidate(one.person, one.name, not excluded, points, missing, tuple(had.reasons), excluded)


def _used(book: Book, one: Auditor) -> Fraction:
    if one.load is None or not book.rule("T18").applies:
        return Fraction(0)
    return min(_WHOLE, one.load.days / book.number("T18", "days"))


def _excluded(book: Book, need: Need, one: Auditor) -> tuple[Verdict, ...]:
    found: list[Verdict] = []
    if need.field not in one.fields:
        saying = "trainee_only" if need.field in one.trainee_fields else "no_field"
        found.append(_unfit(book, "W01", saying, auditor=one.name, field=need.field))
    if need.as_leader and not one.may_lead:
        found.append(_unfit(book, "W02", "broken", auditor=one.name))
    found += [_unfit(book, "W03", "broken", auditor=one.name, reason=reason) for reason in one.conflicts]
    past = consulted(book, [one.person], one.consultancies, need.starts_on)
    load = one.load or Load(one.name, Fraction(0), 0)
    loads = workload(book, load, need.days)
    mine = stay_of(need.case, need.starts_on, need.ends_on)
    clashes = [verdict for stay in one.stays for verdict in overlaps(book, one.name, (mine, stay))]
    found += [verdict for verdict in (past, *loads, *clashes) if verdict.is_broken]
    return tuple(found)


def _unfit(book: Book, rule: str, saying: str, **slots: object) -> Verdict:
    return book.verdict(rule, Outcome.BROKEN, saying, **slots)  # type: ignore[arg-type]


class _Points:
    """Points under way, each with its reason."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.total = Fraction(0)
        self.reasons: list[Words] = []

    def plain(self, *, codes: bool, region: bool, language: bool, share: Fraction) -> None:
        """Add what is simply there or not, and take off the load."""
        weights = self.weights
        self._add(weights.codes, "专业全部覆盖", "all codes covered", holds=codes)
        self._add(weights.region, "同一地区", "same region", holds=region)
        self._add(weights.language, "语言符合", "languages fit", holds=language)
        self.total += weights.load * (1 - share)
        percent = number_text(share * 100)
        self.reasons.append(
            Words(f"本认证年度已用现场天数{percent}%", f"{percent} % of the year's on-site days are used")
        )

    def partly(self, held: int, wanted: int) -> None:
        """Add a part for codes that are held in part."""
        if 0 < held < wanted:
            self.total += Fraction(self.weights.codes * held, wanted)
            self.reasons.append(Words(f"覆盖{wanted}个专业中的{held}个", f"{held} of {wanted} codes covered"))

    def lead(self, *, is_able: bool) -> None:
        """Add for people who can lead when a leader is looked for."""
        self._add(self.weights.leader, "可任组长", "can lead", holds=is_able)

    def known(self, *, is_known: bool) -> None:
        """Add for people who have audited the client."""
        self._add(self.weights.knows_client, "以前审核过该客户", "has audited the client", holds=is_known)

    def missing(self, codes: Sequence[Code]) -> None:
        """Say which codes somebody else must hold."""
        if codes:
            shown = "、".join(code.code for code in codes)
            self.reasons.append(
                Words(f"缺专业{shown}，须由组内其他人覆盖", f"codes {shown} must be held by others of the team")
            )

    def rotate(self, verdict: Verdict | None) -> None:
        """Say when somebody would lead for too many cycles; it warns and excludes nobody."""
        if verdict is not None and verdict.is_broken:
            self.reasons.append(verdict.sentence)

    def _add(self, points: int, zh: str, en: str, *, holds: bool) -> None:
        if holds:
            self.total += points
            self.reasons.append(Words(zh, en))


def leader_rotation(book: Book, one: Auditor) -> Verdict:
    """Return P12 for somebody who is to lead."""
    return same_leader(book, one.person, one.led_before)
