"""What one case lacks: papers its audit type and its conditions demand, and marks its papers should carry."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from anjuan.judging.casefile import CaseFile, Miss, PaperFacts, Severity
from anjuan.judging.completeness.alternatives import could_be, stand_ins
from anjuan.judging.completeness.checklist import Checklist, apply_checklist
from anjuan.judging.completeness.conditions import Truth, truths
from anjuan.judging.completeness.marks import missing_marks, seals_shown
from anjuan.judging.completeness.requirements import COLUMNS, Demand, Need, PaperRule, Piece, RequirementTable
from anjuan.judging.completeness.rulebook import Rulebook, Rules, rules_on
from anjuan.judging.rules.sayings import Words, joined, say, sentence
from anjuan.papers.facts import DOUBTFUL

#: Audit types whose common papers are asked for when the type is not known.
_USUAL_TYPES = ("initial", "surveillance", "recertification")


@dataclasses.dataclass(frozen=True, slots=True)
class Completeness:
    """What a case lacks and what could not be told.

    Attributes:
        misses: The misses, the blocking ones first, then in the order of the table.
        conditions: Every condition as far as the case tells it, in the order of the table.
        open: The conditions that nobody knows and on which a paper of this audit type depends: questions for a person.
        edition: The edition of the requirements that was applied.
        required: How many kinds of paper are surely required.
        held: How many of these the case holds, itself or in a paper that stands in for them fully.

    """

    misses: tuple[Miss, ...]
    conditions: tuple[Truth, ...]
    open: tuple[Truth, ...]
    edition: str
    required: int = 0
    held: int = 0

    @property
    def percent(self) -> int | None:
        """How many of a hundred required papers the case holds, rounded down; None when none is required."""
        return self.held * 100 // self.required if self.required else None


@dataclasses.dataclass(frozen=True, slots=True)
class _Ask:
    """That one column asks for one kind, with how much and why."""

    column: str
    stage: str
    severity: Severity
    why: Words


@dataclasses.dataclass(frozen=True, slots=True)
class _Desk:
    """All that is needed to look at the rows one by one."""

    case: CaseFile
    rules: Rules
    table: RequirementTable
    known: Mapping[str, Truth]
    kinds: Mapping[str, tuple[PaperFacts, ...]]
    unclear: tuple[PaperFacts, ...]
    sealed: int


def missing(case: CaseFile, *, requirements: Rulebook, checklist: Checklist | None = None) -> tuple[Miss, ...]:
    """Return what a case lacks, the blocking misses first.

    Args:
        case: The case.
        requirements: The rule tables; the editions are chosen by the day of the case.
        checklist: The body's own checklist, which replaces rows of the table or all of it.

    Raises:
        NoEditionError: No edition is in force on the day of the case.

    """
    return completeness(case, requirements=requirements, checklist=checklist).misses


def completeness(case: CaseFile, *, requirements: Rulebook, checklist: Checklist | None = None) -> Completeness:
    """Return what a case lacks, with every condition and the questions that remain open.

    Raises:
        NoEditionError: No edition is in force on the day of the case.

    """
    rules = rules_on(requirements, case.on)
    table = apply_checklist(rules.requirements, checklist)
    desk = _desk(case, rules, table)
    misses = [miss for row in table.rows for miss in _of_row(desk, row)]
    return Completeness(
        tuple(sorted(misses, key=lambda miss: miss.severity is not Severity.BLOCK)),
        tuple(desk.known.values()),
        _open(desk),
        table.edition,
        *_held(desk),
    )


def _held(desk: _Desk) -> tuple[int, int]:
    """Return how many kinds are surely required, and how many of them are held."""
    required = [
        row.code for row in desk.table.rows if any(ask.severity is Severity.BLOCK for ask in _asks(desk, row))
    ]  # fmt: skip
    held = [code for code in required if code in desk.kinds or _is_stood_in(desk, code)]
    return len(required), len(held)


def _is_stood_in(desk: _Desk, code: str) -> bool:
    return stand_ins(desk.rules.alternatives, code, desk.case.papers)[1] == "full"


def _desk(case: CaseFile, rules: Rules, table: RequirementTable) -> _Desk:
    kinds: dict[str, tuple[PaperFacts, ...]] = {}
    for paper in case.papers:
        kinds[paper.kind] = (*kinds.get(paper.kind, ()), paper)
    unclear = tuple(paper for paper in case.papers if not paper.kind or paper.confidence < DOUBTFUL)
    known = truths(case, rules.conditions, rules.licences)
    return _Desk(case, rules, table, known, kinds, unclear, seals_shown(table, case.papers))


def _of_row(desk: _Desk, row: PaperRule) -> Iterator[Miss]:
    asks = _asks(desk, row)
    papers = desk.kinds.get(row.code, ())
    if papers or asks:
        yield from _paper_misses(desk, row, asks, papers)
    if papers:
        firm = any(ask.severity is Severity.BLOCK for ask in asks)
        column = asks[0].column if asks else "ANY"
        yield from missing_marks(row, papers, desk.table, column=column, firm=firm, sealed=desk.sealed)


def _asks(desk: _Desk, row: PaperRule) -> list[_Ask]:
    if desk.case.audit_type in COLUMNS:
        asked = (_ask(desk, row, *item) for item in row.demands_on(desk.case.audit_type))
        return [ask for ask in asked if ask is not None]
    if all(_surely(row, audit_type) for audit_type in _USUAL_TYPES):
        why = say("type_unknown", code=row.code, column=say("ANY"))
        return [_Ask("ANY", "", Severity.WARN, why)]
    return []


def _surely(row: PaperRule, audit_type: str) -> bool:
    return any(demand.need is Need.REQUIRED for _, _, demand in row.demands_on(audit_type))


def _ask(desk: _Desk, row: PaperRule, column: str, stage: str, demand: Demand) -> _Ask | None:
    firm = Severity.WARN if row.weak else Severity.BLOCK
    where = say(column)
    if demand.remark == "link":
        return None
    if demand.need is Need.EXPECTED:
        return _Ask(column, stage, Severity.WARN, say("expected", code=row.code, column=where))
    if demand.need is Need.REQUIRED:
        return _Ask(column, stage, firm, _hinted(row, say("required", code=row.code, column=where)))
    truth = desk.known.get(demand.condition)
    if truth is None or (truth.holds is None and _quiet(desk, demand.condition)) or truth.holds is False:
        return None
    if truth.holds is None:
        return _Ask(column, stage, Severity.WARN, _conditional("required_if", row, where, truth))
    why = _conditional("required_because", row, where, truth)
    return _Ask(column, stage, firm if truth.sure else Severity.WARN, _hinted(row, why))


def _hinted(row: PaperRule, why: Words) -> Words:
    """Return why a paper is asked for, with the reason why a weak row only warns."""
    return joined(why, say("weak")) if row.weak else why


def _conditional(name: str, row: PaperRule, where: Words, truth: Truth) -> Words:
    why = Words(truth.why, truth.why_zh)
    return say(name, code=row.code, column=where, condition=truth.code, name=truth.name, why=why)


def _quiet(desk: _Desk, code: str) -> bool:
    condition = desk.rules.conditions.by_code.get(code)
    return condition is None or condition.unknown == "silent"


def _paper_misses(desk: _Desk, row: PaperRule, asks: list[_Ask], papers: tuple[PaperFacts, ...]) -> Iterator[Miss]:
    if not asks:
        return
    if not papers:
        yield from _whole_misses(desk, row, asks)
    else:
        yield from _stage_misses(desk, row, asks, papers)
        yield from _piece_misses(desk, row, _strongest(asks), papers)


def _whole_misses(desk: _Desk, row: PaperRule, asks: list[_Ask]) -> Iterator[Miss]:
    """Yield the miss of a kind of which the case has no paper, unless another paper stands for it.

    Where each stage needs its own, a paper of stage 1 does not stand for one of stage 2.
    """
    apart = row.code in desk.table.staged and any(ask.stage == "2" for ask in asks)
    candidates = [paper for paper in desk.case.papers if not (apart and paper.stage == "1")]
    others, how = stand_ins(desk.rules.alternatives, row.code, candidates)
    if how != "full":
        ask = next((ask for ask in asks if ask.stage == "2"), _strongest(asks)) if apart else _strongest(asks)
        stage = "" if len(asks) > 1 else ask.stage
        yield _softened(desk, row, dataclasses.replace(ask, stage=stage), others)


def _strongest(asks: list[_Ask]) -> _Ask:
    return min(asks, key=lambda ask: ask.severity is not Severity.BLOCK)


def _softened(desk: _Desk, row: PaperRule, ask: _Ask, others: list[PaperFacts]) -> Miss:
    """Return the miss, as a warning where another paper of the case may hold what is missing."""
    severity, why = ask.severity, ask.why
    if others:
        severity = Severity.WARN
        paper = f"{others[0].kind} {others[0].title}"
        why = joined(why, say("may_hold", paper=paper.strip()))
    else:
        apart = ask.stage == "2" and row.code in desk.table.staged
        maybe = [
            paper
            for paper in desk.unclear
            if could_be(desk.rules.alternatives, paper, row.code, row.name) and not (apart and paper.stage == "1")
        ]
        if maybe:
            severity = Severity.WARN
            why = joined(why, say("doubtful_papers", number=len(maybe)))
    return _miss(desk, row, ask, severity, why)


def _miss(desk: _Desk, row: PaperRule, ask: _Ask, severity: Severity, why: Words, piece: str = "") -> Miss:
    rule = f"3.1/{row.code}/{ask.column}" + (f"/{piece}" if piece else "")
    told = say("table", why=why, table=desk.table.told(row.code))
    if not desk.rules.dated:
        told = joined(told, say("no_date"))
    whole = sentence(told)
    edition = desk.table.edition
    return Miss(row.code, row.name, rule, edition, "paper", severity, whole.en, ask.stage, why_zh=whole.zh)


def _stage_misses(desk: _Desk, row: PaperRule, asks: list[_Ask], papers: tuple[PaperFacts, ...]) -> Iterator[Miss]:
    """Yield the stages of an initial audit that only have the paper of the other stage."""
    if row.code not in desk.table.staged:
        return
    stages = {paper.stage for paper in papers}
    for ask in asks:
        if ask.stage and "" not in stages and ask.stage not in stages:
            same_stage = [paper for paper in desk.case.papers if paper.stage == ask.stage]
            if stand_ins(desk.rules.alternatives, row.code, same_stage)[1] == "full":
                continue
            severity = ask.severity if ask.stage == "2" else Severity.WARN
            why = say("other_stage", why=ask.why, code=row.code)
            yield _miss(desk, row, ask, severity, why)


def _piece_misses(desk: _Desk, row: PaperRule, ask: _Ask, papers: tuple[PaperFacts, ...]) -> Iterator[Miss]:
    """Yield the parts a kind must hold together, where some papers show a part and none shows this one.

    When no paper shows any part, nothing is said: the papers may hold them without naming them in the title.
    """
    pieces = [piece for piece in desk.table.pieces if piece.code == row.code]
    shown = [piece for piece in pieces if any(_shows(paper, piece) for paper in papers)]
    if not shown or len(shown) == len(pieces):
        return
    told = all(_tells(paper, pieces) for paper in papers)
    for piece in pieces:
        if piece not in shown:
            severity = ask.severity if told else Severity.WARN
            why = say("piece", why=ask.why, piece=piece.name, code=row.code)
            yield dataclasses.replace(_miss(desk, row, ask, severity, why, piece.piece), name=piece.name)


def _shows(paper: PaperFacts, piece: Piece) -> bool:
    if any(all(word in paper.title for word in words.split("+")) for words in piece.titles):
        return True
    return any(found.name in piece.fields and str(found.value) for found in paper.found)


def _tells(paper: PaperFacts, pieces: list[Piece]) -> bool:
    return any(_shows(paper, piece) for piece in pieces)


def _open(desk: _Desk) -> tuple[Truth, ...]:
    if desk.case.audit_type not in COLUMNS:
        return ()
    asked = {
        demand.condition
        for row in desk.table.rows
        for _, _, demand in row.demands_on(desk.case.audit_type)
        if demand.need is Need.CONDITIONAL and row.code not in desk.kinds
    }
    return tuple(truth for code, truth in desk.known.items() if code in asked and truth.holds is None)
