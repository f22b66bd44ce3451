"""Questions out of findings: given what was found, which clause, which grade? Options from real confusions."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from anjuan.compiling.identities.generalising import generalised
from anjuan.compiling.identities.known import IdentityBook
from anjuan.compiling.lines.sections import clause_order
from anjuan.compiling.passages import Passage, Piece, joined
from anjuan.compiling.works.shapes import Option, Question, Statement, pieces_of, statement_key
from anjuan.compiling.works.telling import Told, ToldFact
from anjuan.extraction.facts import FactKind
from anjuan.kit.text.folding import squeeze

_CLAUSE = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}")
_STANDARD_NAMES = re.compile(
    r"(?:GB/?T|GB|ISO|IEC|RB/?T|JJF)[ /]*[\d.]+(?:[-—:]\d{4})?(?:/ISO ?[\d.]+:\d{4})?", re.IGNORECASE
)
_GRADE_WORDS = re.compile(r"严重不符合|一般不符合|轻微不符合|观察项|严重程度")
#: A question has so many options, the right one among them; with fewer than three it asks nothing.
_OPTIONS, _LEAST = 4, 3
#: A stem shorter than this tells too little to be judged.
_SHORTEST = 10
_GRADES = {"major": "严重不符合", "minor": "一般不符合", "observation": "观察项"}
#: What a reader sees where the stem would give the answer away.
_BLANK = "（略）"


@dataclasses.dataclass(frozen=True)
class FindingSource:
    """A finding with the standard of its case and the identities near it."""

    fact: ToldFact
    standard: str
    book: IdentityBook
    stand_in: str = ""


def clause_questions(sources: Sequence[FindingSource]) -> list[Question]:
    """Return a question for each finding whose clause has enough near clauses in the same standard."""
    found = []
    for standard in sorted({one.standard for one in sources}):
        group = [one for one in sources if one.standard == standard and _clause(one.fact)]
        confusions = _confusions(group)
        for one in group:
            question = _clause_question(one, group, confusions)
            if question:
                found.append(question)
    return _unlike(found)


def grade_questions(sources: Sequence[FindingSource]) -> list[Question]:
    """Return a question for each finding whose grade is stated."""
    found = []
    for one in sources:
        grade = one.fact.value("grade")
        told = next(iter(one.fact.told("grade")), None)
        if grade in _GRADES and told:
            stem = _stem(one)
            if stem:
                options = tuple(
                    Option(text=text, because="right" if key == grade else "grade") for key, text in _GRADES.items()
                )
                proof = _proof(told, Passage((Piece(_GRADES[grade], "code"),)))
                found.append(_question("grade", one, stem, options, _GRADES[grade], proof))
    return _unlike(found)


def _clause(fact: ToldFact) -> str:
    match = _CLAUSE.search(fact.value("clause"))
    return match.group() if fact.kind is FactKind.FINDING and match else ""


def _confusions(group: Iterable[FindingSource]) -> Counter[tuple[str, str]]:
    """Count which clause a person put in the place of which: what is mixed up in earnest."""
    counted: Counter[tuple[str, str]] = Counter()
    for one in group:
        before = _CLAUSE.search(one.fact.corrected_from)
        if before and before.group() != _clause(one.fact):
            counted[_clause(one.fact), before.group()] += 1
            counted[before.group(), _clause(one.fact)] += 1
    return counted


def _clause_question(
    one: FindingSource, group: Sequence[FindingSource], confusions: Counter[tuple[str, str]]
) -> Question | None:
    right = _clause(one.fact)
    stem = _stem(one)
    told = next(iter(one.fact.told("clause")), None)
    near = near_clauses(right, one.fact.value("fact"), group, confusions)[: _OPTIONS - 1]
    if stem is None or told is None or len(near) + 1 < _LEAST:
        return None
    options = (Option(text=right, because="right"), *near)
    ordered = tuple(sorted(options, key=lambda option: clause_order(option.text)))
    return _question("clause", one, stem, ordered, right, _proof(told, Passage((Piece(right),))))


def near_clauses(
    right: str, said: str, group: Sequence[FindingSource], confusions: Counter[tuple[str, str]]
) -> list[Option]:
    """Return clauses that could be taken for the right one, the likeliest first, each once.

    First those that a person really put right, then clauses of findings that read alike, then siblings in the
    standard; all of them stand in findings of the same standard.
    """
    known = {_clause(one.fact) for one in group} | {clause for pair in confusions for clause in pair}
    likeness: Counter[str] = Counter()
    for one in group:
        clause = _clause(one.fact)
        likeness[clause] = max(likeness[clause], round(fuzz.ratio(squeeze(said), squeeze(one.fact.value("fact")))))
    parent = right.rsplit(".", 1)[0]

    def rank(clause: str) -> tuple[object, ...]:
        is_sibling = clause.rsplit(".", 1)[0] == parent
        return (-confusions[right, clause], not is_sibling, -likeness[clause], clause_order(clause))

    ranked = sorted(known - {right, ""}, key=rank)
    return [Option(text=clause, because=_because(clause, right, confusions)) for clause in ranked]


def _because(clause: str, right: str, confusions: Counter[tuple[str, str]]) -> str:
    if confusions[right, clause]:
        return "confused"
    return "sibling" if clause.rsplit(".", 1)[0] == right.rsplit(".", 1)[0] else "alike"


def _stem(one: FindingSource) -> Statement | None:
    told = next(iter(one.fact.told("fact")), None)
    if told is None or len(squeeze(told.value)) < _SHORTEST:
        return None
    stand_ins = {"organisation": one.stand_in} if one.stand_in else None
    passage = without_answer(generalised(told.value, one.book, stand_ins=stand_ins))
    return Statement(
        key=statement_key("stem", passage.text), pieces=pieces_of(passage), evidence=(told.evidence,)
    )  # fmt: skip


def without_answer(passage: Passage) -> Passage:
    """Return a passage whose clauses, standards and grades are left blank."""
    pieces: list[Piece] = []
    for piece in passage.pieces:
        if piece.stands_for:
            pieces.append(piece)
            continue
        place = 0
        spans = sorted(
            match.span()
            for pattern in (_STANDARD_NAMES, _CLAUSE_SAID, _GRADE_WORDS)
            for match in pattern.finditer(piece.text)
        )
        for start, end in spans:
            if start >= place:
                pieces += [Piece(piece.text[place:start]), Piece(_BLANK, "answer")]
            place = max(place, end)
        pieces.append(Piece(piece.text[place:]))
    return joined(pieces)


#: A clause as sentences name it; bare figures with a unit behind them are measures.
_CLAUSE_SAID = re.compile(
    r"第?(?<![\d.])\d{1,2}(?:\.\d{1,2}){1,4}(?![\d.]*\s*(?:mm|cm|m|kg|g|MPa|℃|%|V|A|h|min|s|t|μm|万|元))(?:\s*条款?)?"
)


def _proof(told: Told, passage: Passage) -> Statement:
    return Statement(key=statement_key("proof", passage.text), pieces=pieces_of(passage), evidence=(told.evidence,))


def _question(
    asks: str, one: FindingSource, stem: Statement, options: tuple[Option, ...], right: str, proof: Statement
) -> Question:
    key = hashlib.sha256(f"{asks}|{one.standard}|{stem.key}|{right}".encode()).hexdigest()[:12]
    answer = [option.text for option in options].index(right)
    return Question(
        key=key, asks=asks, standard=one.standard, stem=stem, options=options, answer=answer, proof=proof
    )  # fmt: skip


def _unlike(questions: Sequence[Question]) -> list[Question]:
    """Return questions without those that read like an earlier one; two with different answers would be unfair."""
    kept: list[Question] = []
    for one in questions:
        text = squeeze(one.stem.text)
        if all(fuzz.ratio(text, squeeze(other.stem.text)) < _ALIKE for other in kept):
            kept.append(one)
    return kept


#: Stems this like (0 to 100) are one question.
_ALIKE = 88.0
