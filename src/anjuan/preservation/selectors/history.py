"""The history of a case as events and agents, in the words of PREMIS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from anjuan.archive.models import Case, CustodyEvent


def case_history(case: Case) -> QuerySet[CustodyEvent]:
    """Return the events of a case, its documents and its originals; not what other cases did with the same bytes."""
    own = Q(case=case) | Q(case=None, document=None, original__documents__case=case)
    return CustodyEvent.objects.filter(own).select_related("document", "original").distinct().order_by("id")


def events_of(case: Case) -> Iterator[dict[str, Any]]:
    """Yield the events of a case, the oldest first."""
    for number, event in enumerate(case_history(case).iterator(chunk_size=500), start=1):
        objects: list[dict[str, object]] = []
        if event.case_id:
            objects.append({"type": "case", "identifier": case.number})
        if event.document:
            objects.append({"type": "document", "identifier": event.document.sequence})
        if event.original:
            objects.append({"type": "original", "identifier": event.original.sha256})
        yield {
            "entity": "event",
            "eventIdentifier": number,
            "eventType": event.event,
            "eventDateTime": event.at.isoformat(),
            "eventDetail": event.detail,
            "eventOutcome": event.outcome,
            "linkingAgentIdentifier": [name for name in (event.actor, event.tool) if name],
            "actor": event.actor,
            "tool": event.tool,
            "linkingObjectIdentifier": objects,
        }


def agents_of(case: Case) -> Iterator[dict[str, Any]]:
    """Yield who and what acted on a case."""
    history = case_history(case).order_by()
    for kind, column in (("person", "actor"), ("software", "tool")):
        for name in sorted(set(history.values_list(column, flat=True)) - {""}):
            told = "software" if name == "system" else kind
            yield {"entity": "agent", "agentIdentifier": name, "agentType": told}
