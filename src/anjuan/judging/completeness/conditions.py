"""Whether the conditions of a case hold: yes, no or not known, each with the sentence why."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping

import pydantic

from anjuan.judging.casefile import CaseFile, PaperFacts
from anjuan.judging.completeness.licences import LicenceTable, licences_for
from anjuan.judging.rules.sayings import Words, say
from anjuan.kit.rulefiles import RuleFile, Strict
from anjuan.kit.text.folding import fold, squeeze
from anjuan.papers.facts import Found


@dataclasses.dataclass(frozen=True, slots=True)
class Truth:
    """Whether a condition holds.

    Attributes:
        code: The condition, such as ``nc``.
        name: Its Chinese name.
        holds: True, False, or None when nothing in the case tells.
        sure: Whether it may carry a blocking miss; a doubtful reading or a weak rule may not.
        why: The sentence that says what told it.
        why_zh: The same in Chinese.

    """

    code: str
    name: str
    holds: bool | None
    sure: bool
    why: str
    why_zh: str = ""


class Condition(Strict):
    """One condition and what tells it; the comment of the table explains each key."""

    code: str
    name: str
    certainty: str = pydantic.Field(pattern="^(solid|fair|weak)$")
    unknown: str = pydantic.Field(pattern="^(warn|silent)$")
    papers: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    over: int = 0
    flags: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = pydantic.Field(default_factory=dict)
    titles: tuple[str, ...] = ()
    industries: bool = False


class ConditionExample(Strict):
    """A worked example: one paper with one field, and what it tells of a condition."""

    kind: str
    field: str
    value: str
    code: str
    expected: str = pydantic.Field(pattern="^(yes|no|unknown)$")


class ConditionTable(RuleFile):
    """One edition of the conditions."""

    nothing: tuple[str, ...]
    conditions: tuple[Condition, ...]
    examples: tuple[ConditionExample, ...]

    @functools.cached_property
    def by_code(self) -> Mapping[str, Condition]:
        """The conditions by their code."""
        return {condition.code: condition for condition in self.conditions}

    @functools.cached_property
    def empty_words(self) -> frozenset[str]:
        """The words that say there is nothing, folded."""
        return frozenset(fold(word).strip() for word in self.nothing)

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold, the licence table left out."""
        for example in self.examples:
            condition = self.by_code[example.code]
            if condition.industries:
                continue
            case = CaseFile(0, (_example_paper(example),))
            found = {True: "yes", False: "no", None: "unknown"}[truth_of(condition, case, self, None).holds]
            if found != example.expected:
                yield f"{example.code} is {found} for {example.field}={example.value!r}, not {example.expected}"


def _example_paper(example: ConditionExample) -> PaperFacts:
    found = Found(example.field, example.value, example.value, 1, (0.0, 0.0, 1.0, 1.0), 1.0)
    return PaperFacts(1, example.kind, found=(found,) if example.field else ())


@dataclasses.dataclass(frozen=True, slots=True)
class _Sign:
    """One thing of the case that tells a condition."""

    holds: bool
    why: Words
    sure: bool = True
    paper: bool = False


def truths(case: CaseFile, table: ConditionTable, licences: LicenceTable | None) -> Mapping[str, Truth]:
    """Return every condition of the table as far as the case tells it, by code."""
    return {item.code: truth_of(item, case, table, licences) for item in table.conditions}


def truth_of(condition: Condition, case: CaseFile, table: ConditionTable, licences: LicenceTable | None) -> Truth:
    """Return whether a condition holds in a case.

    What a person said counts first. A sign that it holds outweighs signs that it does not, because the paper is
    needed if either is right; but where papers contradict each other it is not sure, unless a paper itself shows it.
    """
    given = case.conditions.get(condition.code)
    if given is not None:
        return _truth(condition, given, say("stated_holds" if given else "stated_not"), sure=True)
    signs = list(_signs(condition, case, table, licences))
    for wanted in (True, False):
        told = sorted(
            (sign for sign in signs if sign.holds is wanted), key=lambda sign: (not sign.paper, not sign.sure)
        )
        if told:
            best, against = told[0], next((sign for sign in signs if sign.holds is not wanted), None)
            sure = condition.certainty != "weak" and best.sure and (best.paper or against is None)
            alone = best.paper or against is None
            why = best.why if alone or against is None else say("though", why=best.why, against=against.why)
            return _truth(condition, wanted, why, sure=sure)
    return _truth(condition, None, say("not_told"), sure=False)


def _truth(condition: Condition, holds: bool | None, why: Words, *, sure: bool) -> Truth:  # noqa: FBT001  three values
    return Truth(condition.code, condition.name, holds, sure=sure, why=why.en, why_zh=why.zh)


def _signs(
    condition: Condition, case: CaseFile, table: ConditionTable, licences: LicenceTable | None
) -> Iterator[_Sign]:
    for teller in _TELLERS:
        yield from teller(condition, case, table)
    if condition.industries and licences is not None:
        yield from _licence_signs(case, licences)


def _paper_signs(condition: Condition, case: CaseFile, _table: ConditionTable) -> Iterator[_Sign]:
    for wanted in condition.papers:
        kind, _, stage = wanted.partition("@")
        for paper in case.of_kind(kind):
            if not stage or paper.stage == stage:
                yield _Sign(holds=True, why=say("holds_paper", paper=_paper(paper)), paper=True)


def _title_signs(condition: Condition, case: CaseFile, _table: ConditionTable) -> Iterator[_Sign]:
    if not condition.titles and not condition.groups:
        return
    for paper in case.papers:
        word = next((word for word in condition.titles if word in paper.title), "")
        if word:
            yield _Sign(holds=True, why=say("title_says", paper=_paper(paper), word=word), sure=False)
        groups = {found.group for found in paper.found if found.group.partition("-")[0] in condition.groups}
        if len(groups) > condition.over:
            yield _Sign(holds=True, why=say("lists_some", paper=_paper(paper), number=len(groups)))


def _count_signs(condition: Condition, case: CaseFile, _table: ConditionTable) -> Iterator[_Sign]:
    """Yield one sign a paper: that one of its counts is over the limit, else that none of them is."""
    if not condition.counts and not condition.flags:
        return
    names = (*condition.counts, *condition.flags)
    for paper in case.papers:
        told = []
        for found in paper.found:
            number = _number(found.value) if found.name in names else None
            if number is not None:
                why = _told("states_number", paper, found)
                told.append(_Sign(holds=_over(condition, found.name, number), why=why, sure=not found.doubtful))
        yield from _one_for_all(told)
    derived = {name: number for name in names if (number := _number(case.derived.get(name))) is not None}
    yield from _one_for_all(
        [
            _Sign(holds=_over(condition, name, number), why=say("case_number", field=name, value=f"{number:g}"))
            for name, number in derived.items()
        ]
    )


def _over(condition: Condition, name: str, number: float) -> bool:
    return number > (condition.over if name in condition.counts else 0)


def _one_for_all(signs: list[_Sign]) -> Iterator[_Sign]:
    """Yield the surest sign that it holds; where there is none, the surest that it does not."""
    if signs:
        yield min(signs, key=lambda sign: (not sign.holds, not sign.sure))


def _list_signs(condition: Condition, case: CaseFile, table: ConditionTable) -> Iterator[_Sign]:
    for _, found, paper in _fields(case, condition.lists):
        text = fold(str(found.value)).strip(" .;,()")
        if text:
            why = _told("states_field", paper, found)
            yield _Sign(holds=text not in table.empty_words, why=why, sure=not found.doubtful)
    for name, words in condition.words.items():
        for _, found, paper in _fields(case, (name,)):
            for word in words:
                if word in str(found.value):
                    yield _Sign(holds=True, why=_told("states_word", paper, found))


def _role_signs(condition: Condition, case: CaseFile, _table: ConditionTable) -> Iterator[_Sign]:
    if not condition.roles:
        return
    told = []
    for _, found, paper in _fields(case, ("member.role",)):
        role = str(found.value)
        word = next((word for word in condition.roles if word in role), "")
        none = say("names_no_role", paper=_paper(paper), roles="、".join(condition.roles))
        why = say("names_role", paper=_paper(paper), role=role) if word else none
        told.append(_Sign(holds=bool(word), why=why, sure=not found.doubtful))
    yield from _one_for_all(told)


def _field_signs(condition: Condition, case: CaseFile, _table: ConditionTable) -> Iterator[_Sign]:
    if not condition.fields:
        return
    told = [
        _Sign(holds=field.startswith(condition.fields), why=say("case_field", field=field)) for field in case.fields
    ]
    for _, found, paper in _fields(case, ("standards",)):
        text = squeeze(str(found.value))
        holds = any(part in text for part in condition.standards)
        why = _told("names_standard", paper, found)
        told.append(_Sign(holds=holds, why=why, sure=not found.doubtful))
    yield from _one_for_all(told)


def _licence_signs(case: CaseFile, licences: LicenceTable) -> Iterator[_Sign]:
    industries = {str(found.value) for _, found, _ in _fields(case, ("industry",))}
    scopes = {str(found.value) for _, found, _ in _fields(case, ("scope",))}
    for row, hint in licences_for(licences, sorted(industries), sorted(scopes)):
        yield _Sign(holds=True, why=say("licence", hint=hint, name=row.name), sure=False)


_TELLERS: tuple[Callable[[Condition, CaseFile, ConditionTable], Iterator[_Sign]], ...] = (
    _paper_signs,
    _title_signs,
    _count_signs,
    _list_signs,
    _role_signs,
    _field_signs,
)


def _fields(case: CaseFile, names: Iterable[str]) -> Iterator[tuple[str, Found, PaperFacts]]:
    wanted = frozenset(names)
    if wanted:
        for paper in case.papers:
            for found in paper.found:
                if found.name in wanted:
                    yield found.name, found, paper


def _paper(paper: PaperFacts) -> Words:
    kind = Words(paper.kind, paper.kind) if paper.kind else say("unknown_paper")
    return Words(f"{kind.en} {paper.title}".strip(), f"{kind.zh} {paper.title}".strip())


def _told(name: str, paper: PaperFacts, found: Found) -> Words:
    value = found.printed or found.value
    return say(name, paper=_paper(paper), page=found.page, field=found.name, value=value)


def _number(value: object) -> float | None:
    if isinstance(value, bool | int | float):
        return float(value)
    try:
        return float(str(value).strip())
    except ValueError:
        return None
