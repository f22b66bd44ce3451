"""The shape of the table on sentences: whose names stand where, and what sentences state."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from anjuan.kit.rulefiles import RuleFile, Strict

#: A slot of a sentence: a field, with the slot's name where it is not the one of the field's type.
_SHARED = re.compile(r"(?<!\?P)<([a-z_]+)>")
_SLOT = re.compile(r"\{([a-z][a-z_.]*)(?::([a-z_]+))?\}")


class PartyRow(Strict):
    """Words around a name of an organisation that say whose name it is.

    Attributes:
        party: ``organisation``, ``body``, or ``other`` for somebody else.
        before: An expression on what stands before the name, up to it.
        after: An expression on what follows the name.
        kinds: Beginnings of the kinds of paper it holds for; all when empty.
        sure: How sure a name is that stands so.

    """

    party: str
    before: str = ""
    after: str = ""
    kinds: tuple[str, ...] = ()
    sure: float = 0.9

    @functools.cached_property
    def before_expression(self) -> re.Pattern[str]:
        """The expression for what stands before, bound to its end."""
        return re.compile(f"(?:{self.before})$")

    @functools.cached_property
    def after_expression(self) -> re.Pattern[str]:
        """The expression for what follows."""
        return re.compile(self.after)


class Parties(Strict):
    """How names of organisations are found in running text, and whose they are.

    Attributes:
        ends: An expression for how a name ends.
        cuts: Words that are no part of a name, wherever they stand.
        leads: Words that may stand before a name and are no part of it.
        never: Words that a name never contains.
        bodies: Words that the name of a certification body contains.
        shortest: How many signs stand before the ending at least.
        longest: How many at most.
        contexts: Whose name it is by the words around it; the first row that fits counts.
        lone: Beginnings of the kinds of paper that speak of no other organisation than the one audited.
        lone_sure: How sure the only name of such a paper is.

    """

    ends: str
    cuts: str
    leads: str
    never: str
    bodies: str
    shortest: int
    longest: int
    contexts: tuple[PartyRow, ...]
    lone: tuple[str, ...]
    lone_sure: float

    @functools.cached_property
    def ends_expression(self) -> re.Pattern[str]:
        """How a name ends."""
        return re.compile(self.ends)

    @functools.cached_property
    def cuts_expression(self) -> re.Pattern[str]:
        """What no name contains and what may stand before it."""
        return re.compile(self.cuts)

    @functools.cached_property
    def leads_expression(self) -> re.Pattern[str]:
        """What may stand before a name."""
        return re.compile(self.leads)

    @functools.cached_property
    def never_expression(self) -> re.Pattern[str]:
        """What no name contains."""
        return re.compile(self.never)

    @functools.cached_property
    def bodies_expression(self) -> re.Pattern[str]:
        """What names of certification bodies contain."""
        return re.compile(self.bodies)


class ClaimRow(Strict):
    """Sentences that state fields.

    Attributes:
        says: The sentences, with slots such as ``{headcount}``; each is tried.
        kinds: Beginnings of the kinds of paper; all when empty.
        without: Beginnings of the kinds in which such a sentence speaks of something else.
        unless: Words that may not stand before it in the same sentence.
        unless_near: Words that may not stand before it in the same clause.
        unless_after: Words that may not follow it in the same sentence.
        sure: How sure a value is that is stated so.
        rank: As for labels: 3 counts where neither label nor form says the field.
        role: The role of the people named.
        value: The value, where the words stand for it.

    """

    says: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    unless: str = ""
    unless_near: str = ""
    unless_after: str = ""
    sure: float = 0.9
    rank: int = 3
    role: str = ""
    value: str = ""


class ProseTable(RuleFile):
    """Sentences and the fields they state."""

    never: tuple[str, ...]
    slots: dict[str, str]
    parties: Parties
    claims: tuple[ClaimRow, ...]

    def expression(self, says: str) -> re.Pattern[str]:
        """Return the expression of a sentence with its slots filled in."""
        return re.compile(self._filled(_SLOT.sub(self._slot, says)))

    def _slot(self, slot: re.Match[str]) -> str:
        field, name = slot.groups()
        return f"(?P<{field.replace('.', '__')}>{self.slots[name or field]})"

    def _filled(self, text: str) -> str:
        filled = _SHARED.sub(lambda name: self.slots[name.group(1)], text)
        return filled if filled == text else self._filled(filled)

    def check(self) -> Iterable[str]:
        """Yield a sentence for an expression that cannot be read and for a slot that is not known."""
        texts = [text for row in self.claims for text in (*row.says, row.unless, row.unless_near, row.unless_after)]
        for says in texts:
            try:
                self.expression(says)
            except (re.error, KeyError) as error:
                yield f"{says!r} is no sentence: {error!r}"
