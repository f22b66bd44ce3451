"""A case story out of what one case tells: the parts of a template, filled sentence by sentence, nothing added."""

from __future__ import annotations

from collections.abc import Iterator

from anjuan.compiling.identities.generalising import generalised
from anjuan.compiling.identities.known import IdentityBook
from anjuan.compiling.passages import Passage, Piece
from anjuan.compiling.rules.stories import PartRow, StoryTable, Take
from anjuan.compiling.works.nonconformities import nonconformities, told_by
from anjuan.compiling.works.shapes import Statement, Story, StoryPart, pieces_of, statement_key
from anjuan.compiling.works.telling import Material, Told, ToldFact

#: Values with terms of the trade: what looks like a name there is none.
_TERMS = frozenset({"clause", "grade", "standards", "step", "parameter", "value", "headcount", "effective_headcount"})


def told_story(  # noqa: PLR0913  a story has so many sides; all but two by name
    material: Material,
    book: IdentityBook,
    *,
    template: str,
    table: StoryTable,
    about: str = "",
    title: str = "",
    stand_in: str = "",
) -> Story:
    """Return the story that the case tells: a sentence for each value, each with its page.

    Args:
        material: The usable facts and the values of the case.
        book: Identities of the case's client and persons.
        template: ``finding`` or ``audit``.
        table: The edition of the templates.
        about: Key of the finding that is told; empty for a whole audit.
        title: Of the story.
        stand_in: What the client is called.

    """
    main = next((fact for fact in material.facts if fact.key == about), None)
    filler = _Filler(material, book, main, stand_in, table)
    parts = tuple(StoryPart(id=row.id, statements=filler.part(row)) for row in table.templates[template])
    return Story(title=title, template=template, clause=main.value("clause") if main else "", parts=parts)


class _Filler:
    """Fills the parts of one story; what was told once is not told again."""

    def __init__(
        self, material: Material, book: IdentityBook, main: ToldFact | None, stand_in: str, table: StoryTable
    ) -> None:
        self._material = material
        self._book = book
        self._main = main
        groups = nonconformities(material.facts)
        self._own = next((group for group in groups if main in group), (main,) if main else ())
        self._stand_ins = {"organisation": stand_in} if stand_in else None
        self._table = table
        self._said: set[str] = set()

    def part(self, row: PartRow) -> tuple[Statement, ...]:
        found = []
        for take in row.takes:
            for told in self._taken(take):
                statement = self._statement(told)
                if statement.text.strip() and statement.key not in self._said:
                    self._said.add(statement.key)
                    found.append(statement)
        return tuple(found)

    def _taken(self, take: Take) -> Iterator[Told]:
        if take.value:
            yield from (told for told in self._material.values if told.name == take.value)
            return
        if take.near == "own":
            for slot in take.slots:
                yield from told_by(self._own, slot)
            return
        for fact in self._facts(take):
            for slot in take.slots:
                yield from fact.told(slot)

    def _facts(self, take: Take) -> list[ToldFact]:
        wanted = [fact for fact in self._material.facts if fact.kind in take.facts]
        if take.near == "clause":
            clause = self._main.value("clause") if self._main else ""
            wanted = [fact for fact in wanted if clause and fact.value("clause") == clause]
        return wanted[: take.most]

    def _statement(self, told: Told) -> Statement:
        label = self._table.labels[told.name].zh
        word = self._table.values.get(told.value)
        passage = (
            Passage((Piece(word.zh, "code"),))
            if word
            else generalised(told.value, self._book, stand_ins=self._stand_ins, is_term=told.name in _TERMS)
        )
        return Statement(
            key=statement_key(told.name, told.value),
            label=label, pieces=pieces_of(passage), evidence=(told.evidence,),
        )  # fmt: skip


def refilled(before: Story, anew: Story) -> Story:
    """Return a story filled anew that keeps what its editor did: title, own sentences, wordings, what is left out."""
    kept = {part.id: part for part in before.parts}
    parts = []
    for part in anew.parts:
        old = {one.key: one for one in kept[part.id].statements} if part.id in kept else {}
        told = [old.get(one.key, one) for one in part.statements]
        own = [one for one in old.values() if one.mark == "own"]
        parts.append(StoryPart(id=part.id, statements=(*told, *own)))
    return anew.model_copy(update={"title": before.title, "parts": tuple(parts)})


def released(story: Story) -> Story:
    """Return a story as it leaves: without what its editor left out."""
    parts = (
        StoryPart(id=part.id, statements=tuple(one for one in part.statements if not one.hidden))
        for part in story.parts
    )
    return story.model_copy(update={"parts": tuple(parts)})
