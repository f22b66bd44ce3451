"""For each line of a work instruction: which professional codes of the field support it, and with how many clients."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence

from anjuan.compiling.guide import Guide, Line
from anjuan.compiling.sources import Sources

#: Figures of a line that count the clients of one code begin with this.
CODE_FIGURE = "code:"


def with_codes(guide: Guide, sources: Sources, codes: Mapping[str, Sequence[str]]) -> Guide:
    """Return the guide with the support of each code at every line.

    Args:
        guide: As compiled over a whole field.
        sources: What it was compiled from.
        codes: Professional codes by case; a case without a known code supports a line without one.

    """
    sections = tuple(
        dataclasses.replace(section, lines=tuple(_line(line, sources, codes) for line in section.lines))
        for section in guide.sections
    )
    return dataclasses.replace(guide, sections=sections)


def _line(line: Line, sources: Sources, codes: Mapping[str, Sequence[str]]) -> Line:
    clients: dict[str, set[str]] = defaultdict(set)
    for citation in line.citations:
        for code in codes.get(citation.case, ()):
            clients[code].add(sources.cases[citation.case].client)
    figures = tuple((f"{CODE_FIGURE}{code}", float(len(clients[code]))) for code in sorted(clients))
    return dataclasses.replace(line, figures=(*line.figures, *figures))
