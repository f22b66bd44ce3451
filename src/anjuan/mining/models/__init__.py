"""Tables of the mining room, by noun."""

from __future__ import annotations

from anjuan.mining.models.facts import FactReview, FactState, MinedCase, MinedDocument, MinedFact
from anjuan.mining.models.guides import EditionState, Guide, GuideEdit, GuideEdition, Harmless
from anjuan.mining.models.trends import CaseEdge, CaseTally, GraphEdge, GraphNode, ModelCall, TallyChunk, TrendMark

__all__ = [
    "CaseEdge",
    "CaseTally",
    "EditionState",
    "FactReview",
    "FactState",
    "GraphEdge",
    "GraphNode",
    "Guide",
    "GuideEdit",
    "GuideEdition",
    "Harmless",
    "MinedCase",
    "MinedDocument",
    "MinedFact",
    "ModelCall",
    "TallyChunk",
    "TrendMark",
]
