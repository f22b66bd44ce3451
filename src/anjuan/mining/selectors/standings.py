"""How far a released guide is of today: superseded standards it cites, cases that are newer than it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence

from anjuan.mining.models import GuideEdition
from anjuan.mining.rendering.view import GuideView
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.sources import cases_in
from anjuan.registry.rules.standards import StandardBook, StandardState, Standing
from anjuan.registry.selectors.standards import standard_book


@dataclasses.dataclass(frozen=True, slots=True)
class CitedOld:
    """A superseded standard that a guide cites, and the lines that do."""

    state: StandardState
    lines: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class GuideStanding:
    """How far a guide is of today.

    Attributes:
        superseded: Superseded standards that it cites.
        new_cases: Cases of its scope that came after it was compiled.

    """

    superseded: tuple[CitedOld, ...] = ()
    new_cases: int = 0

    @property
    def is_amber(self) -> bool:
        """Whether it cites what is superseded."""
        return bool(self.superseded)


def guide_standing(edition: GuideEdition, view: GuideView, *, today: dt.date) -> GuideStanding:
    """Return how far an edition is of today. Three queries."""
    return GuideStanding(superseded_in(view, standard_book(today), today), new_cases(edition))


def superseded_in(view: GuideView, book: StandardBook, today: dt.date) -> tuple[CitedOld, ...]:
    """Return the superseded standards that the lines of a guide cite."""
    cited: dict[str, list[str]] = {}
    for section in view.sections:
        for group in section.groups:
            for line in group.lines:
                for number in book.cited("\n".join(line.cells.values())):
                    cited.setdefault(number, []).append(line.key)
    return tuple(
        CitedOld(state, tuple(lines))
        for number, lines in cited.items()
        if (state := book.state(number, today)).standing is Standing.SUPERSEDED
    )


def new_cases(edition: GuideEdition) -> int:
    """Return how many cases of an edition's scope came since it was compiled. Two queries."""
    scope = Scope(edition.guide.field_code, edition.scope_code)
    found = cases_in(scope)
    return max(found.filter(created_at__gt=edition.compiled_at).count(), found.count() - edition.cases_count, 0)


def ambers(editions: Iterable[GuideEdition], *, today: dt.date) -> dict[int, tuple[str, ...]]:
    """Return the superseded standards that released editions cite, by the editions' keys; others are left out."""
    book = standard_book(today)
    found = {}
    for edition in editions:
        text = "\n".join(_texts(edition.body or ()))
        states = [book.state(number, today) for number in book.cited(text)]
        old = tuple(state.number for state in states if state.standing is Standing.SUPERSEDED)
        if old:
            found[edition.pk] = old
    return found


def _texts(body: Sequence[dict[str, list[dict[str, list[tuple[str, list[tuple[str, str]]]]]]]]) -> Iterable[str]:
    for section in body:
        for line in section["lines"]:
            yield from ("".join(piece[0] for piece in pieces) for _, pieces in line["cells"])


def guide_ambers(*, today: dt.date) -> dict[int, tuple[str, ...]]:
    """Return the superseded standards that released guides cite, by the guides' keys. Two queries."""
    released = list(GuideEdition.objects.filter(state="published").only("pk", "body", "guide_id"))
    found = ambers(released, today=today)
    return {edition.guide_id: found[edition.pk] for edition in released if edition.pk in found}
