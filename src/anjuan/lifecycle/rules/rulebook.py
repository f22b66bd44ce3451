"""The rules of one field on one day: numbers by rule id, the document they stand in, and the sentences."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping

import pydantic

from anjuan.kit.rulefiles import Editions, RuleFile, Strict
from anjuan.lifecycle.rules.verdicts import NOTHING, Basis, Outcome, Severity, Verdict, Words
from anjuan.lifecycle.rules.wording import SpeechTable, fact_name, listed, remedy_of, say, title_of

#: Documents of the layer below, by the name under which rules cite them.
NATIONAL = "national"


class Rule(Strict):
    """One rule of a generation.

    Attributes:
        severity: What breaking it does.
        document: The document it stands in; ``national`` for the national rule of the field.
        clause: Its clause; empty when not known.
        certainty: ``solid``, ``fair`` or ``weak``.
        applies: Whether this generation knows the rule at all.
        numbers: Its figures by name: months, days, counts.
        switches: Its yes and no by name.
        note: What a reader of the table should know of it.

    """

    severity: Severity
    document: str = NATIONAL
    clause: str = ""
    certainty: str = pydantic.Field(default="fair", pattern="^(solid|fair|weak)$")
    applies: bool = True
    numbers: Mapping[str, int] = {}
    switches: Mapping[str, bool] = {}
    note: str = ""


class RuleTable(RuleFile):
    """One generation of the rules of time and of people.

    Attributes:
        generation: Its name, by which fields choose it.
        rules: The rules by id.

    """

    generation: str
    rules: Mapping[str, Rule]


class Start(Strict):
    """From which day a field follows a generation, and the name of its national document."""

    field: str
    starts: dt.date
    generation: str
    document: str
    certainty: str = pydantic.Field(default="fair", pattern="^(solid|fair|weak)$")


class StartExample(Strict):
    """A worked example: field, day, the generation in force."""

    field: str
    day: dt.date
    generation: str


class GenerationTable(RuleFile):
    """Which field follows which generation of rules from which day.

    Attributes:
        starts: A row for every field and generation; ``other`` stands for all fields that have no row.
        examples: Worked examples.

    """

    starts: tuple[Start, ...]
    examples: tuple[StartExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            found = generation_on(self, example.field, example.day).generation
            if found != example.generation:
                yield f"{example.field} on {example.day} follows {found}, not {example.generation}"


def generation_on(table: GenerationTable, field: str, day: dt.date) -> Start:
    """Return the row of the generation that a field follows on a day; the first one for days before all of them."""
    rows = [row for row in table.starts if row.field == field] or [row for row in table.starts if row.field == "other"]
    rows.sort(key=lambda row: row.starts)
    return next((row for row in reversed(rows) if row.starts <= day), rows[0])


@dataclasses.dataclass(frozen=True, slots=True)
class Book:
    """The rules in force for one field on one day.

    Attributes:
        field: The field, such as ``QMS``.
        start: The row that chose the generation.
        table: The generation's rules of time.
        standing: The rules that all generations share.
        speech: The sentences.

    """

    field: str
    start: Start
    table: RuleTable
    standing: RuleTable
    speech: SpeechTable

    @property
    def generation(self) -> str:
        """The name of the generation."""
        return self.table.generation

    def rule(self, name: str) -> Rule:
        """Return a rule.

        Raises:
            KeyError: There is no such rule.

        """
        own = self.table.rules.get(name)
        return own if own is not None else self.standing.rules[name]

    def basis(self, name: str) -> Basis:
        """Return where a rule stands."""
        rule = self.rule(name)
        is_national = rule.document == NATIONAL
        weak = rule.certainty == "weak" or (is_national and self.start.certainty == "weak")
        document = self.start.document if is_national else rule.document
        return Basis(name, document, rule.clause, rule.severity, "weak" if weak else rule.certainty)

    def number(self, name: str, key: str) -> int:
        """Return a figure of a rule."""
        return self.rule(name).numbers[key]

    def verdict(  # noqa: PLR0913  a verdict has so many parts, all but three optional
        self, name: str, outcome: Outcome, saying: str, /, *,
        start: dt.date | None = None, due: dt.date | None = None, actual: dt.date | None = None,
        days: int | None = None, **slots: object,
    ) -> Verdict:  # fmt: skip
        """Return what a rule says, with the sentence ``saying`` of its speech; the days are slots as well."""
        days_said = {key: value or "—" for key, value in {"start": start, "due": due, "actual": actual}.items()}
        known = days_said | {"days": abs(days or 0)} | slots
        why = say(self.speech, name, saying, **known)
        remedy = remedy_of(self.speech, name) if outcome in {Outcome.BROKEN, Outcome.UNKNOWN} else NOTHING
        title = title_of(self.speech, name)
        return Verdict(self.basis(name), title, outcome, why, remedy, start, due, actual, days)

    def unknown(self, name: str, *missing: str) -> Verdict:
        """Return that a rule cannot be judged because facts are missing."""
        names = listed(fact_name(self.speech, one) for one in missing)
        why = Words(f"缺少{names.zh}，无法判断。", f"{names.en} is not known, so this cannot be judged.")
        remedy = Words(f"请补充{names.zh}。", f"State {names.en}.")
        return Verdict(self.basis(name), title_of(self.speech, name), Outcome.UNKNOWN, why, remedy)

    def silent(self, name: str) -> Verdict:
        """Return that the generation in force knows no such rule, or that it does not concern the matter."""
        why = Words("现行规则对此无要求。", "The rules in force ask nothing here.")
        return Verdict(self.basis(name), title_of(self.speech, name), Outcome.SILENT, why)


@dataclasses.dataclass(frozen=True, slots=True)
class Library:
    """All generations, from which the book of a field and day is taken."""

    generations: GenerationTable
    tables: Editions[RuleTable]
    standing: Editions[RuleTable]
    speech: SpeechTable

    def book(self, field: str, day: dt.date) -> Book:
        """Return the rules in force for a field on a day."""
        start = generation_on(self.generations, field, day)
        table = next(one for one in self.tables.all if one.generation == start.generation)
        return Book(field, start, table, self.standing.on(day), self.speech)


def deadline(
    book: Book, name: str, /, *, start: dt.date, due: dt.date, done: dt.date | None, today: dt.date, **slots: object
) -> Verdict:
    """Return whether a deadline was kept, is broken, or is still running; ``due`` itself is in time."""
    if done is not None:
        days = (due - done).days
        outcome, saying = (Outcome.KEPT, "kept") if days >= 0 else (Outcome.BROKEN, "late")
    else:
        days = (due - today).days
        outcome, saying = (Outcome.RUNNING, "running") if days >= 0 else (Outcome.BROKEN, "missed")
    return book.verdict(name, outcome, saying, start=start, due=due, actual=done, days=days, **slots)
