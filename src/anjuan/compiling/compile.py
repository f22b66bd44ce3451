"""A guide out of the reviewed facts of the cases of one scope."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from anjuan.compiling.flows import flow_lines
from anjuan.compiling.guide import Diagram, Guide, Line, Section
from anjuan.compiling.identities.known import IdentityBook
from anjuan.compiling.lines.findings import finding_lines
from anjuan.compiling.lines.making import Maker
from anjuan.compiling.lines.sections import section_lines
from anjuan.compiling.rules.sections import SectionRow
from anjuan.compiling.rules.tables import guide_sections, identities
from anjuan.compiling.sources import Sources

_Built = tuple[tuple[Line, ...], Diagram]


def compile_guide(sources: Sources, book: IdentityBook, *, stand_in: str = "") -> Guide:
    """Return the guide that the sources support.

    Every line is made from facts only and cites all of them; identities of the book and shapes that tell one are
    replaced. Nothing is said that no fact says.

    Args:
        sources: The cases of the scope and their reviewed facts.
        book: Identities of all clients and persons.
        stand_in: What a client is called in the lines, such as ``某轴承企业``.

    """
    table = guide_sections().latest
    maker = Maker(sources, book, stand_in)
    sections = []
    for row in table.sections:
        lines, diagram = _BUILDERS[row.builder](row, maker)
        if lines:
            sections.append(Section(row.id, lines, diagram))
    return Guide(
        cases=len(sources.cases),
        clients=sources.clients,
        facts=len({citation.fact for section in sections for line in section.lines for citation in line.citations}),
        sections=tuple(sections),
        made_with=f"compiling/{table.edition} identities/{identities().latest.edition}",
    )


def _lines(row: SectionRow, maker: Maker) -> _Built:
    return section_lines(row, maker), Diagram()


def _findings(row: SectionRow, maker: Maker) -> _Built:
    return finding_lines(row, maker), Diagram()


def _flow(row: SectionRow, maker: Maker) -> _Built:
    del row
    return flow_lines(maker)


_BUILDERS: Mapping[str, Callable[[SectionRow, Maker], _Built]] = {
    "lines": _lines,
    "findings": _findings,
    "flow": _flow,
}
