"""What stands before the publication of a work, and the words of works as they are kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from anjuan.compiling.identities.leaks import Leak
from anjuan.compiling.works.checking import Unproven
from anjuan.compiling.works.checking import Work as Content
from anjuan.compiling.works.shapes import Exhibition, Story, TrainingSet
from anjuan.compiling.works.stories import released

STORY, TRAINING, EXHIBITION = "story", "training", "exhibition"
SORTS = (STORY, TRAINING, EXHIBITION)
_SHAPES: Mapping[str, type[Story | TrainingSet | Exhibition]] = {
    STORY: Story, TRAINING: TrainingSet, EXHIBITION: Exhibition,
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Point:
    """Something that a person must do before a work is published.

    Attributes:
        place: Where, as the work names it.
        code: ``agree``, ``empty``, ``unread``, ``unlooked``, ``seal``, ``gone``, ``reference``.

    """

    place: str
    code: str


@dataclasses.dataclass(frozen=True)
class WorkGate:
    """What stands before the publication of a work.

    Attributes:
        leaks: Texts that tell an identity, or look as if they did; those of pictures as well.
        unproven: Sentences that none of their pages says.
        points: What a person must still do.

    """

    leaks: tuple[Leak, ...]
    unproven: tuple[Unproven, ...]
    points: tuple[Point, ...]

    @property
    def is_open(self) -> bool:
        """Whether the work may be published."""
        return not self.unproven and not self.points and not any(leak.blocks for leak in self.leaks)


def content_of(sort: str, kept: Mapping[str, Any]) -> Content:
    """Return the words of a work as they were kept."""
    return _SHAPES[sort].model_validate(kept)


def kept_of(content: Content) -> dict[str, Any]:
    """Return the words of a work as plain values to be kept."""
    return content.model_dump(mode="json")


def leaving(content: Content) -> Content:
    """Return a work as it leaves: without what its editor left out."""
    if isinstance(content, Story):
        return released(content)
    if isinstance(content, TrainingSet):
        questions = tuple(one for one in content.questions if not one.hidden)
        return content.model_copy(update={"questions": questions})
    return content
