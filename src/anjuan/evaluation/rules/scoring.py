"""The score of a scheme: exact, explained item by item, never rounded up across a limit.

Numbers are fractions until they are shown. An item without a mark is never taken as met: the score then is a span from
the least to the most it can become, and there is no level yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from anjuan.evaluation.rules.faults import MarksFaultyError
from anjuan.evaluation.rules.marks import Mark, Taken, need_fitting, taken
from anjuan.evaluation.rules.results import Line, Score, SpecialMark, shown
from anjuan.evaluation.rules.schemes import Item, Level, Scheme, missing_points
from anjuan.evaluation.rules.words import Said, said


def score(
    scheme: Scheme,
    marks: Sequence[Mark],
    *,
    deductions: Sequence[SpecialMark] = (),
    bonuses: Sequence[SpecialMark] = (),
) -> Score:
    """Return the score of marks by a scheme.

    Raises:
        MarksFaultyError: A mark does not fit the scheme, nothing applies, or special points are beyond their limit.

    """
    need_fitting(scheme, marks)
    _need_specials(scheme, deductions, bonuses)
    by_item: dict[str, list[Mark]] = {}
    for mark in marks:
        by_item.setdefault(mark.item, []).append(mark)
    lines = _lines(scheme.items, by_item, 0)
    tops = [line for line in lines if line.depth == 0]
    applicable = sum((line.applicable for line in tops), Fraction(0))
    if not applicable:
        raise MarksFaultyError(
            "No item applies, so there is nothing to score.",
            why="A score is what was obtained of what applies.",
            remedy="Mark at least one item as applying.",
        )
    open_items = tuple(line.code for line in lines if line.state == "open")
    extra = _extra(scheme, deductions, bonuses)
    least, most = (_bounded(scheme, _combined(scheme, tops, full=full) + extra) for full in (False, True))
    value = least if not open_items else None
    failed = () if value is None else _failures(scheme, value, lines, len(deductions))
    level = None if value is None or failed else _level(scheme, value, lines)
    return Score(
        scheme=scheme.id, edition=scheme.edition, total=Fraction(scheme.total), value=value, least=least, most=most,
        base=None if value is None else _combined(scheme, tops, full=False),
        obtained=sum((line.obtained for line in tops), Fraction(0)), applicable=applicable,
        deductions=tuple(deductions), bonuses=tuple(bonuses), level=level, failed=failed, lines=tuple(lines),
        open_items=open_items, warnings=_warnings(scheme, by_item),
        why=_told(scheme, tops, len(deductions), len(bonuses), value),
    )  # fmt: skip


def _need_specials(scheme: Scheme, deductions: Sequence[SpecialMark], bonuses: Sequence[SpecialMark]) -> None:
    for given, limit, what in (
        (deductions, scheme.deduction, "special deductions"),
        (bonuses, scheme.bonus, "special additions"),
    ):
        if given and limit is None:
            raise MarksFaultyError(
                f"The scheme knows no {what}, and {len(given)} were given.", remedy="Leave them out."
            )
        if limit and limit.most is not None and len(given) > limit.most:
            raise MarksFaultyError(
                f"{len(given)} {what} were given, and the scheme allows {limit.most}.",
                why=f"By {scheme.standard}, edition {scheme.edition}.",
                remedy="Leave out what is over the limit.",
            )
        if any(not one.reason.strip() for one in given):
            raise MarksFaultyError(f"One of the {what} says no reason.", remedy="Write what it was for.")


def _lines(items: Sequence[Item], by_item: Mapping[str, list[Mark]], depth: int) -> list[Line]:
    lines: list[Line] = []
    for item in items:
        marks = by_item.get(item.code, [])
        if not item.children or marks:
            lines.append(_marked(item, marks, depth))
            continue
        below = _lines(item.children, by_item, depth + 1)
        direct = [line for line in below if line.depth == depth + 1]
        lines += [_group(item, direct, depth), *below]
    return lines


def _group(item: Item, direct: Sequence[Line], depth: int) -> Line:
    applicable, obtained, lost, unmarked = (
        sum((getattr(line, name) for line in direct), Fraction(0))
        for name in ("applicable", "obtained", "lost", "unmarked")
    )
    hidden = any(line.points is None and line.state == "open" for line in direct)
    if hidden and item.worth is not None:
        # The points of what is below are not known, those of the group are: all of it that is not judged is open.
        applicable, unmarked = item.worth, item.worth - obtained - lost
    told = said("group", obtained=shown(obtained), applicable=shown(applicable), lost=shown(lost))
    state = "na" if not applicable and all(line.state == "na" for line in direct) else "group"
    return Line(
        item.code, item.name, item.name_en, depth, item.worth, applicable, obtained, lost, state, told,
        is_leaf=False, unmarked=unmarked,
    )  # fmt: skip


def _marked(item: Item, marks: Sequence[Mark], depth: int) -> Line:
    worth = item.worth
    if not marks:
        points = worth or Fraction(0)
        why = said("open" if worth is not None else "no_points")
        return Line(
            item.code, item.name, item.name_en, depth, worth, points, Fraction(0), Fraction(0), "open", why,
            unmarked=points,
        )  # fmt: skip
    found = taken(item, marks)
    applicable = Fraction(0) if found.is_na else worth or Fraction(0)
    lost = applicable - found.obtained
    return Line(
        item.code, item.name, item.name_en, depth, worth, applicable, found.obtained, lost, _state(found, lost),
        _why(item, found, lost), found.samples, found.bad, marks=found.marks,
    )  # fmt: skip


def _state(found: Taken, lost: Fraction) -> str:
    if found.is_na:
        return "na"
    if found.has_failed:
        return "failed"
    return "partly" if lost else "met"


def _why(item: Item, found: Taken, lost: Fraction) -> Said:
    worth = shown(item.worth or Fraction(0))
    if found.is_na:
        return said("na", reason=found.marks[0].reason, points=worth)
    if found.samples:
        return said("sampled", bad=found.bad, samples=found.samples, points=worth, lost=shown(lost))
    if found.has_failed:
        return said("failed", points=worth)
    return said("partly", points=worth, lost=shown(lost)) if lost else said("met", points=worth)


def _combined(scheme: Scheme, tops: Sequence[Line], *, full: bool) -> Fraction:
    """Return the score before special points; what is open counts as met where ``full``, else as failed."""
    applying = [line for line in tops if line.applicable]
    gained = {line.code: line.obtained + (line.unmarked if full else 0) for line in applying}
    total = Fraction(scheme.total)
    if scheme.combine == "points":
        return sum(gained.values(), Fraction(0)) / sum(line.applicable for line in applying) * total
    shares = {line.code: gained[line.code] / line.applicable for line in applying}
    if scheme.combine == "lowest":
        return min(shares.values()) * total
    weights = {item.code: Fraction(item.weight) for item in scheme.items if item.code in shares}
    return sum((shares[code] * weight for code, weight in weights.items()), Fraction(0)) / sum(weights.values()) * total


def _extra(scheme: Scheme, deductions: Sequence[SpecialMark], bonuses: Sequence[SpecialMark]) -> Fraction:
    off = Fraction(scheme.deduction.points) * len(deductions) if scheme.deduction else Fraction(0)
    added = Fraction(scheme.bonus.points) * len(bonuses) if scheme.bonus else Fraction(0)
    return added - off


def _bounded(scheme: Scheme, value: Fraction) -> Fraction:
    value = max(value, Fraction(0))
    return min(value, Fraction(scheme.total)) if scheme.choice("cap_at_total") == "yes" else value


def _failures(scheme: Scheme, value: Fraction, lines: Sequence[Line], deductions: int) -> tuple[Said, ...]:
    failures = []
    lowest = scheme.levels[0]
    if value < Fraction(lowest.at):
        failures.append(said("below", score=shown(value, scheme), at=f"{lowest.at:f}"))
    limit = scheme.deduction.fails_at if scheme.deduction else None
    if limit is not None and deductions >= limit:
        failures.append(said("too_many", number=deductions, limit=limit))
    vetoes = {item.code for item in _all(scheme.items) if item.is_veto}
    failures += [said("veto", item=line.code, name=line.name) for line in lines if line.code in vetoes and line.lost]
    failures += [
        said("minimum", item=one.item, share=f"{one.share:f}")
        for one in scheme.minimums
        if not one.level and not _reaches(lines, one.item, Fraction(one.share))
    ]
    return tuple(failures)


def _all(items: Sequence[Item]) -> list[Item]:
    return [found for item in items for found in (item, *_all(item.children))]


def _reaches(lines: Sequence[Line], code: str, share: Fraction) -> bool:
    line = next((line for line in lines if line.code == code), None)
    return line is None or line.share is None or line.share >= share


def _level(scheme: Scheme, value: Fraction, lines: Sequence[Line]) -> Level | None:
    found = None
    for level in scheme.levels:
        held = [one for one in scheme.minimums if one.level == level.code]
        if value < Fraction(level.at) or not all(_reaches(lines, one.item, Fraction(one.share)) for one in held):
            break
        found = level
    return found


def _warnings(scheme: Scheme, by_item: Mapping[str, list[Mark]]) -> tuple[Said, ...]:
    found = [
        Said(f"setting:{one.key}", one.note, one.note_en or one.note)
        for one in scheme.choices
        if one.certainty == "weak"
    ]
    if any(source.certainty == "weak" for source in scheme.source):
        found.append(said("weak_scheme", standard=scheme.standard))
    groups = [item.code for item in _all(scheme.items) if item.children and item.code in by_item]
    if groups:
        found.append(said("as_a_whole", items="、".join(groups)))
    lacking = missing_points(scheme)
    if lacking and not groups:
        found.append(said("points_missing", number=len(lacking)))
    return tuple(found)


def _told(
    scheme: Scheme, tops: Sequence[Line], deductions: int, bonuses: int, value: Fraction | None
) -> tuple[Said, ...]:
    obtained = sum((line.obtained for line in tops), Fraction(0))
    applicable = sum((line.applicable for line in tops), Fraction(0))
    if value is None:
        return (said("not_complete"),)
    told = [
        said(f"combined_{scheme.combine}", obtained=shown(obtained), applicable=shown(applicable),
             total=f"{scheme.total:f}", score=shown(_combined(scheme, tops, full=False), scheme))
    ]  # fmt: skip
    if deductions or bonuses:
        told.append(said("specials", deductions=deductions, bonuses=bonuses, score=shown(value, scheme)))
    return tuple(told)
