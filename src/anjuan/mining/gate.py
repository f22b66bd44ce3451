"""The gate before publication: what may not leave, and why."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence

from anjuan.compiling.guide import Guide, Section
from anjuan.compiling.identities.known import IdentityBook
from anjuan.compiling.identities.leaks import Leak, leaks_in
from anjuan.compiling.replay import Unsupported, unsupported
from anjuan.mining.editing import EditedLine, EditedSection


@dataclasses.dataclass(frozen=True)
class Gate:
    """What stands before the publication of a guide.

    Attributes:
        leaks: Texts that tell an identity, or look as if they did.
        unsupported: Lines whose words no cited page says.
        rare: Keys of lines that too few clients support and nobody agreed to; they are left out.

    """

    leaks: tuple[Leak, ...]
    unsupported: tuple[Unsupported, ...]
    rare: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether the guide may be published."""
        return not self.unsupported and not any(leak.blocks for leak in self.leaks)


def published_sections(sections: Iterable[EditedSection], *, least_clients: int) -> tuple[EditedSection, ...]:
    """Return what would leave: without hidden lines, and without rare ones that nobody agreed to."""
    kept = []
    for one in sections:
        lines = tuple(line for line in one.lines if not line.is_hidden and not _is_rare(line, least_clients))
        if lines:
            kept.append(EditedSection(one.section, lines))
    return tuple(kept)


def rare_lines(sections: Iterable[EditedSection], *, least_clients: int) -> tuple[str, ...]:
    """Return the keys of lines that are left out because too few clients support them."""
    return tuple(
        line.line.key for one in sections for line in one.lines if not line.is_hidden and _is_rare(line, least_clients)
    )


def _is_rare(one: EditedLine, least_clients: int) -> bool:
    return not one.is_agreed and one.line.clients < least_clients


def gate(
    sections: Sequence[EditedSection],
    *,
    told: Mapping[str, str],
    book: IdentityBook,
    least_clients: int,
    harmless: Collection[str] = (),
) -> Gate:
    """Return what stands before publication.

    Args:
        sections: The guide as its editor left it.
        told: What each cited fact says, by its key.
        book: All identities that the archive knows.
        least_clients: From how many clients on a line needs nobody's agreement.
        harmless: Texts that a person found to name nobody.

    """
    leaving = published_sections(sections, least_clients=least_clients)
    replayed = Guide(0, 0, 0, tuple(_compiled_part(one) for one in leaving), "")
    return Gate(
        tuple(leaks_in(texts_of(leaving), book, harmless=harmless)),
        tuple(unsupported(replayed, told)),
        rare_lines(sections, least_clients=least_clients),
    )


def texts_of(sections: Iterable[EditedSection]) -> dict[str, str]:
    """Return every text of a publication by its place: section, line, cell."""
    texts = {}
    for one in sections:
        for edited in one.lines:
            line = edited.line
            place = f"{one.section.id}/{line.key}"
            texts[f"{place}/heading"] = line.heading
            texts.update({f"{place}/{name}": passage.text for name, passage in line.cells})
            texts.update({f"{place}/variant-{n}": variant.text.text for n, variant in enumerate(line.variants)})
    return {place: text for place, text in texts.items() if text}


def _compiled_part(one: EditedSection) -> Section:
    """Return the lines whose words must stand on their pages: an editor's own words are marked as such instead."""
    return Section(one.section.id, tuple(line.line for line in one.lines if not line.is_own and not line.is_reworded))
