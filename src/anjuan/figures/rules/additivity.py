"""Whether parts may be added, and what a forbidden sum would count twice."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True, slots=True)
class Total:
    """The total over a dimension, or why the parts are not added.

    Attributes:
        value: The total; None when neither a sum is allowed nor a total is given.
        is_sum: Whether the value is the sum of the parts.
        refused: The sum that was asked for and refused; None when it was allowed.
        overlap: How much the refused sum counts more than once; None when no total is given.
        reason: Why, in Chinese; empty when the sum was allowed and agrees.
        reason_en: The same in English.

    """

    value: int | None
    is_sum: bool
    refused: int | None = None
    overlap: int | None = None
    reason: str = ""
    reason_en: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Measure:
    """What is added.

    Attributes:
        name: In Chinese.
        name_en: In English.
        additive: Dimensions over which parts may be added.

    """

    name: str
    name_en: str
    additive: frozenset[str]


def total_over(measure: Measure, dimension: str, parts: Sequence[int], given: int | None = None) -> Total:
    """Return the total of parts over a dimension.

    Args:
        measure: What is added.
        dimension: Over what.
        parts: The values of the parts.
        given: The total that was counted by itself; None when there is none.

    """
    added = sum(parts)
    if dimension in measure.additive:
        return Total(added if given is None else given, given is None or given == added)
    if given is None:
        return Total(
            None, is_sum=False, refused=added,
            reason=f"{measure.name}按不同主体计数，不能相加；须重新去重统计。",
            reason_en=f"{measure.name_en} are counted once each and do not add up; count them anew.",
        )  # fmt: skip
    return Total(
        given, is_sum=False, refused=added, overlap=added - given,
        reason=f"{measure.name}已去重：各项之和 {added} 比总数 {given} 多 {added - given}，同一主体在多项中各计一次。",
        reason_en=f"{measure.name_en} are counted once each: the parts add up to {added}, which is {added - given} more"
        f" than {given}; one subject is in several parts.",
    )  # fmt: skip
