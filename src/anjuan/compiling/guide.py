"""The shape of a guide: sections of lines, each with its support, its other wordings and its citations."""

from __future__ import annotations

import dataclasses
import hashlib

from anjuan.compiling.passages import Passage
from anjuan.kit.text.folding import squeeze


@dataclasses.dataclass(frozen=True, slots=True)
class Citation:
    """A fact that supports a line, and the words of it that the line uses."""

    fact: str
    case: str


@dataclasses.dataclass(frozen=True, slots=True)
class Variant:
    """Another wording or value of a line, with the number of clients that have it."""

    text: Passage
    clients: int
    citations: tuple[Citation, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line of a guide.

    Attributes:
        key: The same in every edition as long as the line says the same.
        heading: The group in its section, such as a process or a clause; empty when the section has none.
        cells: Named texts: ``text`` for a sentence, the columns' names for a row of a table.
        clients: How many clients support it.
        cases: How many cases support it.
        citations: Its evidence; never empty for a line that was compiled.
        variants: Other wordings or values, the most frequent first.
        figures: Counts that belong to the line, such as ``{"of": 12}``.
        order: Its place in the section, rising.

    """

    key: str
    heading: str
    cells: tuple[tuple[str, Passage], ...]
    clients: int
    cases: int
    citations: tuple[Citation, ...]
    variants: tuple[Variant, ...] = ()
    figures: tuple[tuple[str, float], ...] = ()
    order: float = 0.0

    def cell(self, name: str) -> Passage:
        """Return the text of a cell; empty when the line has none of that name."""
        return next((passage for cell, passage in self.cells if cell == name), Passage(()))


@dataclasses.dataclass(frozen=True, slots=True)
class FlowNode:
    """A step of the drawn process: its line, its name, its class and how many clients have it."""

    line: str
    name: str
    step_class: str
    clients: int
    rank: int


@dataclasses.dataclass(frozen=True, slots=True)
class FlowEdge:
    """One step directly after another, and at how many clients."""

    before: str
    after: str
    clients: int


@dataclasses.dataclass(frozen=True, slots=True)
class Diagram:
    """The process as drawn: nodes in their order, edges between the lines' keys."""

    nodes: tuple[FlowNode, ...] = ()
    edges: tuple[FlowEdge, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """A section of a guide; its title stands in the table of sections."""

    id: str
    lines: tuple[Line, ...]
    diagram: Diagram = Diagram()


@dataclasses.dataclass(frozen=True, slots=True)
class Guide:
    """A compiled guide.

    Attributes:
        cases: How many cases were compiled.
        clients: How many clients they belong to.
        facts: How many facts were used.
        sections: In the order of the table; sections without a line are left out.
        made_with: The editions of the tables.

    """

    cases: int
    clients: int
    facts: int
    sections: tuple[Section, ...]
    made_with: str

    def section(self, name: str) -> Section:
        """Return a section; one without lines when the guide has none of that name."""
        return next((section for section in self.sections if section.id == name), Section(name, ()))


def line_key(section: str, *words: str) -> str:
    """Return the key of a line that says these words: 16 hexadecimal digits."""
    said = "|".join((section, *(squeeze(word) for word in words)))
    return hashlib.sha256(said.encode()).hexdigest()[:16]
