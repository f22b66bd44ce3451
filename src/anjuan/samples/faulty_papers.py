"""Faults of papers: missing, unsigned, undated, unsealed, miscounted."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from anjuan.samples.dice import Dice
from anjuan.samples.facts import CaseFacts
from anjuan.samples.planting import Planted, Planter, Planting, override, present, without

_REQUIRED = (
    "A09",
    "A10",
    "C02",
    "C03",
    "C05",
    "C09",
    "D02",
    "D03",
    "D12",
    "D13",
    "D15",
    "D18",
    "D21",
    "E01",
    "E03",
    "X02",
)
SIGNED = ("A01", "B05", "C06", "D08", "D12", "E01", "E03")
#: Kinds of paper that must carry a seal.
SEALED = ("A01", "A09", "A16", "B05", "B06", "C06", "D13", "D14", "D15")


def plant_missing(facts: CaseFacts, dice: Dice) -> Planting:
    """Leave out one paper that every case must have."""
    mine = [kind for kind in _REQUIRED if kind in present(facts)]
    kind = dice.one(mine)
    return without(facts, kind), Planted("", "3.1", f"缺少必备文件{kind}", (kind,))


def plant_dropped(rule: str, kind: str, what: str) -> Planter:
    """Return a planter that leaves out one kind of paper."""

    def plant(facts: CaseFacts, _dice: Dice) -> Planting:
        if kind not in present(facts):
            return None
        return without(facts, kind), Planted("", rule, what, (kind,))

    return plant


def plant_bare(part: str, kinds: Sequence[str], what: str) -> Planter:
    """Return a planter that leaves out the signature or date of one kind of paper."""

    def plant(facts: CaseFacts, dice: Dice) -> Planting:
        kind = dice.one([kind for kind in kinds if kind in present(facts)])
        changed = dataclasses.replace(facts, bare={**facts.bare, kind: part})
        return changed, Planted("", "3.1", what, (kind,), part)

    return plant


def plant_unsealed(facts: CaseFacts, dice: Dice) -> Planting:
    """Leave out the seals of one kind of paper, where a reader can see that they are missing."""
    mine = [kind for kind in SEALED if kind in present(facts) & facts.drawn]
    if not mine or not facts.style.seal:
        return None
    kind = dice.one(mine)
    changed = dataclasses.replace(facts, bare={**facts.bare, kind: "seal"})
    return changed, Planted("", "3.1", "缺少盖章", (kind,), "seal")


def plant_pages(facts: CaseFacts, dice: Dice) -> Planting:
    """List a wrong number of pages."""
    place = str(dice.randint(3, 20))
    return override(facts, "X01", contents_shift=place), Planted("", "K17", "归档清单页数与实际不符", ("X01",), "pages")


def plant_unaudited(facts: CaseFacts, _dice: Dice) -> Planting:
    """Leave out the notes of departments that the plan holds."""
    sheets = facts.lists["note_sheets"]
    if len(sheets) < 2:  # noqa: PLR2004  one sheet must stay
        return None
    stay = {row["dept"] for place in range(len(sheets) - 1) for row in facts.lists[f"sheet_points@{place}"]}
    gone = "、".join(dept for dept in sheets[-1]["sheet_depts"].split("、") if dept not in stay)
    if not gone:
        return None
    changed = dataclasses.replace(facts, lists={**facts.lists, "note_sheets": sheets[:-1]})
    return changed, Planted("", "K13", f"计划审核的部门没有审核记录：{gone}", ("C06", "D04"), "department", gone)
