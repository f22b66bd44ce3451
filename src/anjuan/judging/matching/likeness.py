"""How alike two names of organisations are: a level, its weight, and the sentence why."""

from __future__ import annotations

import dataclasses
import enum

from anjuan.judging.matching.names import NameParts
from anjuan.judging.matching.slips import Slips, slips_between

#: Lengths (in characters of the name without its legal form) from which one and two slips are forgiven.
_ONE_SLIP, _TWO_SLIPS = 6, 10
_SHORT = 2
_CORE = 5
_FEW_SIGNS = 4


class NameLevel(enum.StrEnum):
    """How two names stand to each other."""

    EQUAL = "equal"
    FORMER = "former"
    SHORT_NAME = "short_name"
    UNPLACED = "unplaced"
    FORMLESS = "formless"
    SLIP = "slip"
    BRAND_SLIP = "brand_slip"
    SLIPS = "slips"
    OTHER_FORM = "other_form"
    GROUP = "group"
    BRAND = "brand"
    NEAR = "near"
    OTHER_BRAND = "other_brand"
    BRANCH = "branch"
    OTHER_PLACE = "other_place"
    OTHER = "other"


#: What each level is worth when nothing but the names is known.
WEIGHTS = {
    NameLevel.EQUAL: 0.95,
    NameLevel.FORMER: 0.92,
    NameLevel.SHORT_NAME: 0.92,
    NameLevel.UNPLACED: 0.87,
    NameLevel.FORMLESS: 0.87,
    NameLevel.SLIP: 0.88,
    NameLevel.BRAND_SLIP: 0.8,
    NameLevel.SLIPS: 0.76,
    NameLevel.OTHER_FORM: 0.75,
    NameLevel.GROUP: 0.68,
    NameLevel.BRAND: 0.68,
    NameLevel.NEAR: 0.62,
    NameLevel.OTHER_BRAND: 0.55,
    NameLevel.BRANCH: 0.05,
    NameLevel.OTHER_PLACE: 0.1,
    NameLevel.OTHER: 0.1,
}


@dataclasses.dataclass(frozen=True, slots=True)
class NameLikeness:
    """How alike two names are."""

    level: NameLevel
    why: str

    @property
    def weight(self) -> float:
        """What the level is worth, 0 to 1."""
        return WEIGHTS[self.level]


def name_likeness(one: NameParts, other: NameParts) -> NameLikeness:
    """Return how alike two names are; the same whichever comes first."""
    if one.plain == other.plain and one.places == other.places:
        return NameLikeness(NameLevel.EQUAL, "the names are the same")
    if one.branch != other.branch:
        return _branches(one, other)
    slips = slips_between(one.plain, other.plain)
    parts = _by_parts(one, other)
    by_slips = _by_slips(one, other, slips) if slips else None
    if parts is None:
        return by_slips or NameLikeness(NameLevel.OTHER, "the names are different")
    if by_slips is None:
        return parts
    if parts.level is NameLevel.OTHER_PLACE:
        alike = slips is not None and slips.alike and not slips.other and not slips.gaps
        return NameLikeness(NameLevel.NEAR, f"{parts.why} by characters that look alike") if alike else parts
    return max(parts, by_slips, key=lambda likeness: (likeness.weight, likeness.level))


def places_clash(one: tuple[tuple[str, ...], ...], other: tuple[tuple[str, ...], ...]) -> bool:
    """Say whether two lists of places cannot be the same region; unknown places clash with nothing.

    The most exact place of each list counts; a place inside the other, or one of several places of the same
    name, is no clash.
    """
    if not one or not other:
        return False
    return not any(
        mine.startswith(theirs) or theirs.startswith(mine) for mine in _most_exact(one) for theirs in _most_exact(other)
    )


def _most_exact(places: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return max(places, key=lambda codes: max(map(len, codes)))


def _branches(one: NameParts, other: NameParts) -> NameLikeness:
    same_head = one.core == other.core and not places_clash(one.places, other.places)
    if not same_head:
        return NameLikeness(NameLevel.OTHER, "the names are different, and a branch stands in one of them")
    if one.branch and other.branch:
        slips = slips_between(one.branch, other.branch)
        if slips and not slips.other and not slips.gaps and len(one.branch) >= _FEW_SIGNS:
            return NameLikeness(NameLevel.SLIPS, f"the branches differ by characters that look alike: {slips.told}")
        told = "、".join(sorted((one.branch, other.branch)))
        return NameLikeness(NameLevel.BRANCH, f"they are two branches of one head office: {told}")
    branch = one.branch or other.branch
    return NameLikeness(NameLevel.BRANCH, f"one is a branch of the other ({branch})")


def _by_parts(one: NameParts, other: NameParts) -> NameLikeness | None:
    if one.core == other.core:
        return _same_core(one, other)
    short, full = sorted((one, other), key=lambda parts: (len(parts.core), parts.core))
    bare = not short.form and not short.branch
    if bare and len(short.core) >= _SHORT and full.core.startswith(short.core) and len(short.core) >= len(full.brand):
        if places_clash(one.places, other.places):
            return None
        return NameLikeness(NameLevel.BRAND, f"{short.core} may be short for the other name")
    if short.core and full.core.endswith(short.core) and _is_place_left(full, short):
        return NameLikeness(NameLevel.UNPLACED, "the names are the same but for the place they begin with")
    return None


def _is_place_left(full: NameParts, short: NameParts) -> bool:
    """Whether what the longer core has more is a place that the other name gives with its suffix."""
    more = full.core[: -len(short.core)]
    return bool(more) and more in short.plain.removesuffix(short.core) and len(short.core) >= _CORE


def _same_core(one: NameParts, other: NameParts) -> NameLikeness:
    if places_clash(one.places, other.places):
        return NameLikeness(NameLevel.OTHER_PLACE, "the names are the same but for their places, which differ")
    if one.group != other.group:
        return NameLikeness(
            NameLevel.GROUP, "one name says 集团 and the other does not; the two are often two companies"
        )
    if one.form != other.form and one.form and other.form:
        return NameLikeness(NameLevel.OTHER_FORM, "the names differ in their legal form")
    if one.form != other.form:
        placed = bool(one.places) == bool(other.places)
        level = NameLevel.FORMLESS if placed and len(one.core) >= _CORE else NameLevel.BRAND
        return NameLikeness(level, "one of the names leaves out its legal form")
    if bool(one.places) != bool(other.places):
        level = NameLevel.UNPLACED if len(one.core) >= _CORE else NameLevel.BRAND
        return NameLikeness(level, "the names are the same, and one leaves out its place")
    return NameLikeness(NameLevel.EQUAL, "the names are the same but for their style")


def _by_slips(one: NameParts, other: NameParts, slips: Slips) -> NameLikeness | None:
    length = min(len(one.plain.partition("|")[0]), len(other.plain.partition("|")[0]))
    if slips.other or slips.gaps:
        return _rough(one, other, slips, length)
    exchanges = len(slips.alike)
    told = f"the names differ by characters that look alike: {slips.told}"
    if exchanges == 1 and length >= _ONE_SLIP:
        short, long = sorted((one.brand, other.brand), key=len)
        same_brand = long.startswith(short) or long.endswith(short)
        return NameLikeness(NameLevel.SLIP if same_brand else NameLevel.BRAND_SLIP, told)
    if exchanges == _SHORT and length >= _TWO_SLIPS:
        return NameLikeness(NameLevel.SLIPS, told)
    return NameLikeness(NameLevel.NEAR, told) if length >= _FEW_SIGNS else None


def _rough(one: NameParts, other: NameParts, slips: Slips, length: int) -> NameLikeness | None:
    """Return the likeness of names with a character dropped or exchanged for one that does not look alike.

    An exchange inside the brand makes another brand, unless other things than the name speak for it; a character that
    is dropped or doubled may be a slip anywhere.
    """
    if slips.weight > 1 + 0.5 * (length >= _TWO_SLIPS) or length < _FEW_SIGNS:
        return None
    if places_clash(one.places, other.places):
        return None
    in_brand = one.brand != other.brand and (bool(slips.other) or length < _ONE_SLIP)
    return NameLikeness(NameLevel.OTHER_BRAND if in_brand else NameLevel.NEAR, f"the names differ by {slips.told}")
