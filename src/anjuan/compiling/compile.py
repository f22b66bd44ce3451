"""A guide out of the reviewed facts of the cases of one scope."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from anjuan.compiling.flows import flow_lines
from anjuan.compiling.guide import Diagram, Guide, Line, Section
from anjuan.compiling.identities.known import IdentityBook
from anjuan.compiling.lines.findings import finding_lines
from anjuan.compiling.lines.making import Maker
from anjuan.compiling.lines.sections import section_lines
from anjuan.compiling.rules.sections import SectionRow, SectionTable
from anjuan.compiling.rules.tables import guide_sections, identities
from anjuan.compiling.sources import Sources


def compile_guide(
    sources: Sources, book: IdentityBook, *, stand_in: str = "", sections: SectionTable | None = None
) -> Guide:
    """Return the guide that the sources support.

    Every line is made from facts only and cites all of them; identities of the book and shapes that tell one are
    replaced. Nothing is said that no fact says.

    Args:
        sources: The cases of the scope and their reviewed facts.
        book: Identities of all clients and persons.
        stand_in: What a client is called in the lines, such as ``某轴承企业``.
        sections: The table of sections; that of guides when None.

    """
    table = sections or guide_sections().latest
    maker = Maker(sources, book, stand_in)
    steps, drawing = flow_lines(maker)
    process = [line.cell("name").text for line in steps]
    made = []
    for row in table.sections:
        if row.builder == "flow":
            lines, diagram = steps, drawing
        else:
            lines, diagram = _BUILDERS[row.builder](row, maker, process), Diagram()
        if lines:
            made.append(Section(row.id, lines, diagram))
    return Guide(
        cases=len(sources.cases),
        clients=sources.clients,
        facts=len({citation.fact for section in made for line in section.lines for citation in line.citations}),
        sections=tuple(made),
        made_with=f"compiling/{table.edition} identities/{identities().latest.edition}",
    )


def _findings(row: SectionRow, maker: Maker, process: Sequence[str]) -> tuple[Line, ...]:
    del process
    return finding_lines(row, maker)


_BUILDERS: Mapping[str, Callable[[SectionRow, Maker, Sequence[str]], tuple[Line, ...]]] = {
    "lines": section_lines,
    "findings": _findings,
}
