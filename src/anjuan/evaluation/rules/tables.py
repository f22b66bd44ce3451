"""Loads the rule files of the evaluation room, once."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from anjuan.evaluation.rules.faults import SchemeUnknownError
from anjuan.evaluation.rules.forms import FormTable
from anjuan.evaluation.rules.marks import Mark
from anjuan.evaluation.rules.results import SpecialMark
from anjuan.evaluation.rules.schemes import Item, Scheme
from anjuan.evaluation.rules.scoring import score
from anjuan.evaluation.rules.words import FOLDER, SentenceTable, sentences
from anjuan.kit.rulefiles import Editions, RuleSet, load_editions


class CheckedScheme(Scheme):
    """A scheme whose worked examples are run when it is loaded."""

    def check(self) -> Iterable[str]:
        """Yield what is wrong with it and every example that does not hold."""
        yield from super().check()
        yield from example_faults(self)


def example_faults(scheme: Scheme) -> list[str]:
    """Return a sentence for every worked example of a scheme that does not hold."""
    return [
        f"{one.obtained:f} of {one.applicable:f} gives {found!r}, not {one.level!r}"
        for one in scheme.examples
        if (found := _level_of(scheme, one.obtained, one.applicable, one.deductions, one.bonuses)) != one.level
    ]


def _level_of(scheme: Scheme, obtained: Decimal, applicable: Decimal, deductions: int, bonuses: int) -> str:
    items = [Item(code="x", name="x", points=applicable)]
    if applicable < scheme.total:
        items.append(Item(code="y", name="y", points=scheme.total - applicable))
    bare = scheme.model_copy(update={"items": tuple(items), "minimums": ()})
    marks = [Mark("x", "obtained", points=Fraction(obtained)), Mark("y", "na", reason="example")][: len(items)]
    special = SpecialMark("example")
    found = score(bare, marks, deductions=[special] * deductions, bonuses=[special] * bonuses)
    return found.level.code if found.level else "fail"


@functools.cache
def after_sales() -> Editions[CheckedScheme]:
    """Return the editions of the scheme of after-sales service."""
    return load_editions(FOLDER, CheckedScheme, "scheme-gbt27922-*.yaml")


@functools.cache
def brands() -> Editions[CheckedScheme]:
    """Return the editions of the scheme of brands, on 1,000 points."""
    return load_editions(FOLDER, CheckedScheme, "scheme-gbt27925-*.yaml")


@functools.cache
def forms() -> Editions[FormTable]:
    """Return the editions of the forms of visits and surveys."""
    return load_editions(FOLDER, FormTable, "forms-*.yaml")


SCHEMES = {"gbt27922": after_sales, "gbt27925": brands}


def scheme_on(name: str, day: dt.date) -> Scheme:
    """Return the built-in edition of a scheme in force on a day.

    Raises:
        SchemeUnknownError: There is no such scheme.
        NoEditionError: None of its editions covers the day.

    """
    if name not in SCHEMES:
        raise SchemeUnknownError(f"There is no scheme {name!r}.", remedy=f"Known schemes: {', '.join(SCHEMES)}.")
    return SCHEMES[name]().on(day)


RULE_SETS = (
    RuleSet("gbt27922", FOLDER, "scheme-gbt27922-*.yaml", CheckedScheme, after_sales),
    RuleSet("gbt27925", FOLDER, "scheme-gbt27925-*.yaml", CheckedScheme, brands),
    RuleSet("evaluation_forms", FOLDER, "forms-*.yaml", FormTable, forms),
    RuleSet("evaluation_sentences", FOLDER, "sentences-*.yaml", SentenceTable, sentences),
)
