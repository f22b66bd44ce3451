"""What stands before the publication of a work."""

from __future__ import annotations

from anjuan.compiling.identities.leaks import leaks_in
from anjuan.compiling.works.checking import Work as Content
from anjuan.compiling.works.checking import cases_in, evidence_in, texts_of, unproven
from anjuan.compiling.works.shapes import Exhibition, Story, TrainingSet
from anjuan.mining.models import Harmless, WorkEdition
from anjuan.mining.selectors.evidence import saying
from anjuan.mining.selectors.exhibits import cases_on_show, exhibit_texts
from anjuan.mining.selectors.identities import identity_book
from anjuan.mining.works import Point, WorkGate, content_of, leaving


def edition_content(edition: WorkEdition) -> Content:
    """Return an edition as readers see it: a published one as it was published, another one as its editor left it."""
    return content_of(edition.work.sort, edition.content if edition.body is None else edition.body)


def work_gate(edition: WorkEdition) -> WorkGate:
    """Return what stands before the publication of an edition; every identity of the archive is looked for."""
    content = leaving(content_of(edition.work.sort, edition.content))
    texts, points = texts_of(content), _empty(content)
    near = set(cases_in(evidence_in(content)))
    if isinstance(content, Exhibition):
        seen, more = exhibit_texts(content)
        texts |= seen
        points += more
        near |= cases_on_show(content)
    if isinstance(content, Story) and not edition.agreed_by:
        points.append(Point("", "agree"))
    if edition.work.case_id:
        near.add(edition.work.case_id)
    harmless = frozenset(Harmless.objects.values_list("text", flat=True))
    leaks = leaks_in(texts, identity_book(near, everybody=True), harmless=harmless)
    return WorkGate(tuple(leaks), tuple(unproven(content, saying())), tuple(points))


def _empty(content: Content) -> list[Point]:
    """Return a point when there is nothing to read."""
    if isinstance(content, Story):
        told = any(part.statements for part in content.parts)
    elif isinstance(content, TrainingSet):
        told = bool(content.questions)
    else:
        told = any(room.exhibits or room.text for room in content.rooms)
    return [] if told else [Point("", "empty")]
