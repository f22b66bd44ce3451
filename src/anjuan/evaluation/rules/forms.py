"""Forms of visits and surveys: their questions, and what the answers come to."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict


class Question(Strict):
    """A question of a form: answered by a grade from 1 to ``most``, by yes or no, or in words."""

    code: str
    name: str
    name_en: str
    kind: str = pydantic.Field(pattern="^(grade|yes_no|words)$")
    most: int = 5
    item: str = ""


class Form(Strict):
    """A form: its questions in order."""

    code: str
    name: str
    name_en: str
    questions: tuple[Question, ...]


class Contact(Strict):
    """How a service reaches the customer, and by which visits it is looked at."""

    code: str
    name: str
    name_en: str
    modes: tuple[str, ...]


class FormTable(RuleFile):
    """The forms, and which visits suit which contact."""

    forms: tuple[Form, ...]
    contacts: tuple[Contact, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every question that stands twice in a form."""
        for form in self.forms:
            codes = [question.code for question in form.questions]
            yield from (f"{form.code} asks {code} twice" for code in sorted({c for c in codes if codes.count(c) > 1}))

    def form(self, code: str) -> Form:
        """Return a form.

        Raises:
            KeyError: There is none.

        """
        found = next((form for form in self.forms if form.code == code), None)
        if found is None:
            raise KeyError(code)
        return found


@dataclasses.dataclass(frozen=True, slots=True)
class Answered:
    """What the answers to a question come to.

    Attributes:
        code: The question.
        answered: How many answered.
        missing: How many did not.
        mean: The mean grade; the share of yes of yes-or-no questions; None where nobody answered.

    """

    code: str
    answered: int
    missing: int
    mean: Fraction | None


def answer_faults(form: Form, answers: Mapping[str, str]) -> list[str]:
    """Return a sentence for every answer that does not fit its question; an empty answer is none."""
    known = {question.code: question for question in form.questions}
    faults = [f"{code}: the form has no such question" for code in answers if code not in known]
    for code, question in known.items():
        answer = answers.get(code, "").strip()
        if not answer or question.kind == "words":
            continue
        if question.kind == "yes_no" and answer not in ("yes", "no"):
            faults.append(f"{code}: {answer!r} is neither yes nor no")
        elif question.kind == "grade" and not (answer.isdecimal() and 1 <= int(answer) <= question.most):
            faults.append(f"{code}: {answer!r} is no grade from 1 to {question.most}")
    return faults


def survey(form: Form, sheets: Sequence[Mapping[str, str]]) -> tuple[Answered, ...]:
    """Return what sheets of answers come to, question by question; missing answers are counted, never guessed."""
    found = []
    for question in form.questions:
        if question.kind == "words":
            continue
        given = [sheet[question.code].strip() for sheet in sheets if sheet.get(question.code, "").strip()]
        values = [int(answer == "yes") if question.kind == "yes_no" else int(answer) for answer in given]
        mean = Fraction(sum(values), len(values)) if values else None
        found.append(Answered(question.code, len(given), len(sheets) - len(given), mean))
    return tuple(found)


def may_see_visit(*, is_client: bool, mode: str, is_decided: bool) -> bool:
    """Say whether somebody may know of a visit: a client learns of a mystery visit only after the decision."""
    return not is_client or mode != "mystery" or is_decided
