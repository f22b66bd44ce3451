"""Tables of the mining room, by noun."""

from __future__ import annotations

from anjuan.mining.models.facts import FactReview, FactState, MinedCase, MinedDocument, MinedFact
from anjuan.mining.models.firsts import First, FirstState
from anjuan.mining.models.guides import EditionState, Guide, GuideEdit, GuideEdition, Harmless
from anjuan.mining.models.pushing import CaseFeature, Digest, DigestState, Feature, Subscription
from anjuan.mining.models.trends import CaseEdge, CaseTally, GraphEdge, GraphNode, ModelCall, TallyChunk, TrendMark
from anjuan.mining.models.works import TrainingResult, Work, WorkEdition, WorkSort

__all__ = [
    "CaseEdge",
    "CaseFeature",
    "CaseTally",
    "Digest",
    "DigestState",
    "EditionState",
    "FactReview",
    "FactState",
    "Feature",
    "First",
    "FirstState",
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
    "Subscription",
    "TallyChunk",
    "TrainingResult",
    "TrendMark",
    "Work",
    "WorkEdition",
    "WorkSort",
]
