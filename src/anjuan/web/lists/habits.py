"""What a person chose for their lists, read once for each request."""

from __future__ import annotations

import dataclasses

from django.http import HttpRequest

from anjuan.accounts.selectors.preferences import ViewRow, preferences_of, views_of
from anjuan.web.lists.spec import Column, ListSpec
from anjuan.web.visitor import viewer

DENSITIES = ("middle", "compact", "loose")
SIZES = (20, 50, 100)
NARROWEST, WIDEST = 48, 900
#: The name of the choice of fields, and how many fields a person may follow.
FOLLOWED, MOST_FOLLOWED = "home.fields", 6
_KEPT, _KEPT_VIEWS = "_anjuan_habits", "_anjuan_views"


def habits(request: HttpRequest) -> dict[str, str]:
    """Return everything the person chose. One query, once a request."""
    kept: dict[str, str] | None = getattr(request, _KEPT, None)
    if kept is None:
        kept = preferences_of(viewer(request))
        setattr(request, _KEPT, kept)
    return kept


def followed_fields(request: HttpRequest) -> list[str]:
    """Return the certification fields whose new cases the person wants told."""
    codes = habits(request).get(FOLLOWED, "").split()
    return [code for code in dict.fromkeys(codes) if code.isascii() and code.isalnum()][:MOST_FOLLOWED]


def saved_views(request: HttpRequest) -> list[ViewRow]:
    """Return the views the person may open. One query, once a request."""
    kept: list[ViewRow] | None = getattr(request, _KEPT_VIEWS, None)
    if kept is None:
        kept = views_of(viewer(request))
        setattr(request, _KEPT_VIEWS, kept)
    return kept


def habit_name(spec: ListSpec, what: str) -> str:
    """Return the name under which a choice for a list is kept: ``columns``, ``density``, ``size``, ``order``."""
    return f"list.{spec.name}.{what}"


@dataclasses.dataclass(frozen=True, slots=True)
class Placed:
    """A column as it is shown: with its width, and whether a person chose that."""

    column: Column
    width: int
    is_chosen: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """How a list looks for a person.

    Attributes:
        shown: The columns shown, in order.
        hidden: The others, in their usual order.
        density: ``middle`` (40 px rows), ``compact`` (32 px) or ``loose``.

    """

    shown: tuple[Placed, ...]
    hidden: tuple[Placed, ...]
    density: str

    @property
    def all(self) -> tuple[Placed, ...]:
        """All columns in the order of the settings."""
        return (*self.shown, *self.hidden)

    @property
    def keys(self) -> frozenset[str]:
        """Names of the columns shown."""
        return frozenset(placed.column.key for placed in self.shown)


def look_of(spec: ListSpec, chosen: dict[str, str], columns: str = "") -> Look:
    """Return how a list looks by a person's habits, or with the columns of a view."""
    widths = _unpacked(columns or chosen.get(habit_name(spec, "columns"), ""))
    by_key = {column.key: column for column in spec.columns}
    keys = [key for key in widths if key in by_key] or [column.key for column in spec.columns if column.is_shown]
    # A column that cannot be hidden and that no choice knows takes its usual place at the end.
    keys += [column.key for column in spec.columns if column.is_fixed and column.key not in keys]
    density = chosen.get(habit_name(spec, "density"), "")
    placed = {key: _placed(column, widths.get(key, 0)) for key, column in by_key.items()}
    return Look(
        tuple(placed[key] for key in keys),
        tuple(placed[key] for key in by_key if key not in keys),
        density if density in DENSITIES else DENSITIES[0],
    )


def _placed(column: Column, width: int) -> Placed:
    return Placed(column, min(max(width, NARROWEST), WIDEST) if width else column.width, bool(width))


def _unpacked(text: str) -> dict[str, int]:
    pairs = (part.partition(":") for part in text.split())
    return {key: int(width) if width.isascii() and width.isdigit() and len(width) < 5 else 0 for key, _, width in pairs}  # noqa: PLR2004


def packed(keys: list[str], widths: dict[str, int]) -> str:
    """Return columns as preferences hold them: names in order, with the width where a person chose one."""
    return " ".join(f"{key}:{widths[key]}" if widths.get(key) else key for key in dict.fromkeys(keys))
