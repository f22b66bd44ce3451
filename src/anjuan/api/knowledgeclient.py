"""The client of the interface with what is compiled and pushed: guides, facts, subscriptions, briefing packs.

It needs nothing but Python and ``client.py`` beside it.

Example:
    >>> archive = KnowledgeArchive("https://archive.example.org", token)  # doctest: +SKIP
    >>> for line in archive.guide("A01", "17.10.02").lines:  # doctest: +SKIP
    ...     print(line.heading, line.cells, line.clients)

"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from anjuan.api.client import Archive


@dataclasses.dataclass(frozen=True)
class GuideLine:
    """A line of a guide; ``sources`` are those pages that the person may open."""

    section: str
    section_title: str
    key: str
    heading: str
    cells: Mapping[str, str]
    clients: int
    cases: int
    marks: Sequence[str]
    citations: int
    sources: Sequence[Mapping[str, Any]]


@dataclasses.dataclass(frozen=True)
class Guide:
    """A released guide; ``superseded`` names standards that it cites and that were replaced."""

    field: str
    code: str
    scope_code: str
    edition: int
    clients: int
    cases: int
    superseded: Sequence[str]
    new_cases: int
    lines: Sequence[GuideLine]


@dataclasses.dataclass(frozen=True)
class Fact:
    """A fact with the words it stands on."""

    id: int
    case: str
    document_id: int
    kind: str
    quote: str
    page: int
    state: str
    slots: Sequence[Mapping[str, Any]]


class KnowledgeArchive(Archive):
    """An archive with its compiled knowledge."""

    def guides(self) -> list[dict[str, Any]]:
        """Return fields and codes with their cases, clients and the number of their released guide."""
        rows: list[dict[str, Any]] = self._json("GET", "/knowledge/guides")["guides"]
        return rows

    def guide(self, field: str, code: str = "") -> Guide:
        """Return the released guide of a field and code."""
        told = self._json("GET", "/knowledge/guide", {"field": field, "code": code})
        standing = told["standing"]
        return Guide(
            told["field"], told["code"], told["scope_code"], told["edition"], told["clients"], told["cases"],
            [one["state"]["number"] for one in standing["superseded"]], standing["new_cases"],
            [GuideLine(**{name: line[name] for name in _LINE}) for line in told["lines"]],
        )  # fmt: skip

    def facts(self, **narrowed: str) -> Iterator[Fact]:
        """Yield facts: by ``case``, ``kind``, ``state``, ``clause``, ``field``, ``words``."""
        yield from self._rows("/knowledge/facts", "facts", Fact, narrowed)

    def say(self, fact_id: int, verdict: str, **values: str) -> str:
        """Accept, reject, reopen or correct a fact; return the state it has then."""
        sent = {"verdict": verdict, "values": values}
        told = self._json("PUT", f"/knowledge/facts/{fact_id}/verdict", sent=sent)
        return str(told["fact"]["state"])

    def subscriptions(self) -> list[dict[str, Any]]:
        """Return the person's subscriptions, each with its news."""
        rows: list[dict[str, Any]] = self._json("GET", "/knowledge/subscriptions")["subscriptions"]
        return rows

    def subscribe(self, **wanted: str | bool) -> list[dict[str, Any]]:
        """Subscribe to ``field_code``, ``professional_code``, ``clause``, ``words``, ``standard``; return all."""
        rows: list[dict[str, Any]] = self._json("POST", "/knowledge/subscriptions", sent=wanted)["subscriptions"]
        return rows

    def unsubscribe(self, subscription_id: int) -> None:
        """Remove a subscription."""
        self._json("DELETE", f"/knowledge/subscriptions/{subscription_id}")

    def briefing(self, organisation_id: int, *, field: str = "", code: str = "") -> dict[str, Any]:
        """Return the briefing pack for an audit of an organisation."""
        return self._json("GET", f"/organisations/{organisation_id}/briefing", {"field": field, "code": code})

    def similar(self, number: str) -> list[dict[str, Any]]:
        """Return cases like a case, with the reasons and the differing points."""
        rows: list[dict[str, Any]] = self.told(number, "similar")["cases"]
        return rows


_LINE = tuple(one.name for one in dataclasses.fields(GuideLine))
