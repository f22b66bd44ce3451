"""What stands before the publication of a work: identities told, sentences that no page says."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping

from anjuan.compiling.works.shapes import Evidence, Exhibition, Question, Statement, Story, TrainingSet

Work = Story | TrainingSet | Exhibition


@dataclasses.dataclass(frozen=True, slots=True)
class Unproven:
    """A sentence of a work that none of its pages says."""

    place: str
    text: str


def statements_of(work: Work) -> Iterator[tuple[str, Statement]]:
    """Yield every sentence that would leave, with its place."""
    if isinstance(work, Story):
        for part in work.parts:
            yield from ((f"{part.id}/{one.key}", one) for one in part.statements if not one.hidden)
    elif isinstance(work, TrainingSet):
        for question in work.questions:
            if not question.hidden:
                yield f"{question.key}/stem", question.stem
                yield f"{question.key}/proof", question.proof


def texts_of(work: Work) -> dict[str, str]:
    """Return every text that would leave, by its place; words of templates are the program's own and are left out."""
    texts = {"title": work.title}
    texts |= {place: one.text for place, one in statements_of(work)}
    if isinstance(work, TrainingSet):
        texts |= {place: text for question in work.questions for place, text in _options(question)}
    elif isinstance(work, Exhibition):
        texts |= dict(_exhibited(work))
    return {place: text for place, text in texts.items() if text}


def _options(question: Question) -> Iterator[tuple[str, str]]:
    if not question.hidden:
        for number, option in enumerate(question.options):
            yield f"{question.key}/option-{number}", option.text


def _exhibited(work: Exhibition) -> Iterator[tuple[str, str]]:
    yield "intro", work.intro
    for room in work.rooms:
        yield from ((f"{room.key}/{name}", getattr(room, name)) for name in ("title", "text", "when"))
        for exhibit in room.exhibits:
            yield f"{room.key}/{exhibit.key}", exhibit.caption


def unproven(work: Work, told: Callable[[Evidence], str]) -> list[Unproven]:
    """Return the sentences that none of their pages says; an editor's own ones are marked as such instead.

    Args:
        work: The work.
        told: What a place says: its page's words and the values of its fact; empty when it is there no more.

    """
    return [
        Unproven(place, one.text)
        for place, one in statements_of(work)
        if not one.mark and not any(one.passage.replays_in(told(evidence)) for evidence in one.evidence)
    ]


def evidence_in(work: Work) -> tuple[Evidence, ...]:
    """Return all places that the sentences of a work cite, each once."""
    found: dict[Evidence, None] = {}
    for _, one in statements_of(work):
        found.update(dict.fromkeys(one.evidence))
    return tuple(found)


@dataclasses.dataclass(frozen=True, slots=True)
class WorkChange:
    """A text that came, went or reads otherwise."""

    place: str
    what: str
    before: str
    after: str


def work_changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[WorkChange]:
    """Return what came (``new``), went (``gone``) and reads otherwise (``changed``), by the texts of two editions."""
    found = [
        WorkChange(place, "new" if place not in before else "changed", before.get(place, ""), text)
        for place, text in after.items()
        if before.get(place) != text
    ]
    return found + [WorkChange(place, "gone", text, "") for place, text in before.items() if place not in after]


def cases_in(evidence: Iterable[Evidence]) -> frozenset[int]:
    """Return the cases that places belong to."""
    return frozenset(one.case for one in evidence)
