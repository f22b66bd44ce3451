"""From a score to a certificate: what stands in the way, which level is given, what a new level ends."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection

from anjuan.evaluation.rules.faults import UploadRefusedError
from anjuan.evaluation.rules.results import Score
from anjuan.evaluation.rules.schemes import Level, Scheme
from anjuan.evaluation.rules.words import Said, said

#: The steps of an assessment in their order: the five of practice, with acceptance, correction and decision between.
STEPS = (
    "applied", "accepted", "contracted", "documents_reviewed", "assessed", "scored", "corrected", "decided", "issued",
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Given:
    """The level that is given.

    Attributes:
        level: The level on the certificate; None when none is.
        label: How it is called, with a higher level that waits.

    """

    level: Level | None
    label: Said


@dataclasses.dataclass(frozen=True, slots=True)
class Regrade:
    """What a surveillance changes: a new certificate, and the last day of the old mark."""

    needs_new_certificate: bool
    old_mark_ends_on: dt.date | None


def level_given(scheme: Scheme, score: Score, *, is_first_year: bool, has_exception: bool) -> Given | None:
    """Return the level a score gives; in the first year only the lowest where the scheme is set so.

    Args:
        scheme: The scheme; its setting ``first_year_level`` switches the rule on.
        score: The score.
        is_first_year: Whether it is the organisation's first assessment.
        has_exception: Whether an exception was approved.

    """
    level = score.level
    if level is None:
        return None
    lowest = scheme.levels[0]
    if scheme.choice("first_year_level") == "on" and is_first_year and not has_exception and level.code != lowest.code:
        label = said("waiting_level", given=lowest.name, earned=level.name.removesuffix("级"))
        english = f"{lowest.name_en} ({level.name_en} to be given later)"
        return Given(lowest, dataclasses.replace(label, en=english))
    return Given(level, Said(level.code, level.name, level.name_en or level.name))


def obstacles(
    score: Score,
    *,
    signed_by: str,
    decided_by: str,
    team: Collection[str],
    unsettled: Collection[str] = (),
) -> tuple[Said, ...]:
    """Return why no certificate can be issued; nothing when it can.

    A certificate takes a complete score that passes, the leader's signature, an independent decision, corrected
    special deductions and no open difference between assessors.
    """
    found = []
    if not score.is_complete:
        found.append(said("need_sheet"))
    elif score.level is None:
        found.append(said("need_pass"))
    if unsettled:
        found.append(said("need_settled", items="、".join(sorted(unsettled))))
    if not signed_by:
        found.append(said("need_signature"))
    open_deductions = sum(not one.corrected_on for one in score.deductions)
    if open_deductions:
        found.append(said("need_corrected", number=open_deductions))
    if not decided_by:
        found.append(said("need_decision"))
    elif decided_by in team:
        found.append(said("need_independent", name=decided_by))
    return tuple(found)


def regrade(old: str, new: str, *, day: dt.date) -> Regrade:
    """Return what follows from a level that changed on a day: the old mark may be used to that day, no longer."""
    if old == new:
        return Regrade(needs_new_certificate=False, old_mark_ends_on=None)
    return Regrade(needs_new_certificate=bool(new), old_mark_ends_on=day)


def need_own_upload(*, owner: str, by: str) -> None:
    """Do nothing unless the body's people would write papers of the client.

    Raises:
        UploadRefusedError: They would: a body reviews papers and records gaps, it does not write them.

    """
    if owner == "client" and by != "client":
        raise UploadRefusedError(
            "Papers of the client are uploaded by the client alone.",
            why="Whoever certifies does not write what is certified: that would be consulting.",
            remedy="Record the gap as a finding of the document review.",
        )


def certificate_text(scheme: Scheme, given: Given, *, organisation: str, scope: str, sites: Collection[str]) -> Said:
    """Return the text of a star certificate in both languages, from what was assessed alone."""
    stars = "★" * given.level.stars if given.level else ""
    places = "；".join(sites)
    zh = f"兹证明 {organisation} 的{scheme.title}符合 {scheme.standard}，评价等级：{given.label.zh}{stars}。"
    zh += f"范围：{scope}。"
    en = (
        f"This certifies that {organisation} conforms to {scheme.standard} ({scheme.title_en}). "
        f"Level: {given.label.en} {stars}".rstrip()
        + f". Scope: {scope}."
    )
    return Said(
        "certificate", zh + (f"场所：{places}。" if places else ""), en + (f" Sites: {places}." if places else "")
    )
