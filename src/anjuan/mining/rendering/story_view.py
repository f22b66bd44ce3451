"""A story as it is shown: titles of its parts, sentences with their places, what is missing."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.compiling.rules.tables import story_templates
from anjuan.compiling.works.shapes import Evidence, Statement, Story
from anjuan.mining.models import WorkEdition
from anjuan.mining.rendering.storywords import WORDS
from anjuan.mining.selectors.guides import field_name
from anjuan.mining.works import content_of


@dataclasses.dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence as shown.

    Attributes:
        number: Of its place in the list of sources, from 1; 0 for an editor's own sentence.
        mark: ``own``, ``reworded`` or empty.

    """

    key: str
    label: str
    text: str
    mark: str
    hidden: bool
    number: int
    evidence: tuple[Evidence, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class PartView:
    """A part as shown; ``missing`` is said when it has no sentence."""

    id: str
    title: str
    missing: str
    sentences: tuple[SentenceView, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class StoryView:
    """A story as shown."""

    title: str
    field: tuple[str, str]
    code: str
    clause: str
    edition: int
    state: str
    published_at: dt.datetime | None
    parts: tuple[PartView, ...]
    sources: int


def story_view(edition: WorkEdition, language: str = "zh", *, with_hidden: bool = False) -> StoryView:
    """Return an edition of a story as shown; a published one as it was published."""
    use_body = edition.body is not None and not with_hidden
    story = content_of("story", edition.body if use_body and edition.body is not None else edition.content)
    parts, sources = _parts(story, language, with_hidden=with_hidden) if isinstance(story, Story) else ((), 0)
    work = edition.work
    return StoryView(
        story.title, (work.field_code, field_name(work.field_code, language)), work.professional_code, work.clause,
        edition.number, edition.state, edition.published_at, parts, sources,
    )  # fmt: skip


def _parts(story: Story, language: str, *, with_hidden: bool) -> tuple[tuple[PartView, ...], int]:
    table = story_templates().latest
    parts, number = [], 0
    for part in story.parts:
        row = table.part(story.template, part.id)
        sentences = []
        for one in part.statements:
            if one.hidden and not with_hidden:
                continue
            number += bool(one.evidence)
            sentences.append(_sentence(one, number if one.evidence else 0, language))
        title, missing = (getattr(row, language), getattr(row.missing, language)) if row else (part.id, "")
        parts.append(PartView(part.id, title, missing, tuple(sentences)))
    return tuple(parts), number


def _sentence(one: Statement, number: int, language: str) -> SentenceView:
    label = one.label
    if language == "en" and label:
        label = next((row.en for row in story_templates().latest.labels.values() if row.zh == label), label)
    return SentenceView(one.key, label, one.text, one.mark, one.hidden, number, one.evidence)


def head_of(view: StoryView, language: str) -> list[str]:
    """Return the lines under the title."""
    words = WORDS[language]
    told = [" ".join(part for part in (*view.field, view.code) if part)]
    if view.clause:
        told.append(words["clause"].format(clause=view.clause))
    if view.published_at:
        told.append(f"{words['edition'].format(number=view.edition)} · {view.published_at.date().isoformat()}")
    return [part for part in told if part]
