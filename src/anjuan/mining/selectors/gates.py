"""An edition as it stands, and what stands before its publication."""

from __future__ import annotations

from collections.abc import Iterable

from anjuan.compiling.guide import Guide as Compiled
from anjuan.compiling.rules.tables import sections_of
from anjuan.mining.codec import guide_from_json
from anjuan.mining.editing import Edit, EditedSection, edited
from anjuan.mining.gate import Gate, gate
from anjuan.mining.models import GuideEdition, Harmless, MinedFact
from anjuan.mining.selectors.identities import identity_book
from anjuan.mining.selectors.sources import source_fact


def edition_sections(edition: GuideEdition) -> tuple[EditedSection, ...]:
    """Return an edition as its editor left it. One query."""
    compiled = guide_from_json(edition.compiled)
    edits = [
        Edit(edit.section, edit.line, edit.what, edit.value) for edit in edition.guide.edits.order_by("id").iterator()
    ]
    return edited(compiled, edits, order=(row.id for row in sections_of(edition.guide.form).sections))


def edition_gate(edition: GuideEdition, *, least_clients: int) -> Gate:
    """Return what stands before the publication of an edition; every identity of the archive is looked for."""
    sections = edition_sections(edition)
    compiled = guide_from_json(edition.compiled)
    facts = cited_facts(compiled)
    told = {
        str(fact.pk): source_fact(fact).told for fact in MinedFact.objects.filter(pk__in=[int(key) for key in facts])
    }
    cases = {int(citation.case) for one in compiled.sections for line in one.lines for citation in line.citations}
    return gate(
        sections,
        told=told,
        book=identity_book(cases, everybody=True),
        least_clients=least_clients,
        harmless=frozenset(Harmless.objects.values_list("text", flat=True)),
    )


def cited_facts(guide: Compiled) -> frozenset[str]:
    """Return the keys of all facts that a guide cites."""
    return frozenset(_cited(guide))


def _cited(guide: Compiled) -> Iterable[str]:
    for section in guide.sections:
        for line in section.lines:
            yield from (citation.fact for citation in line.citations)
            yield from (citation.fact for variant in line.variants for citation in variant.citations)
