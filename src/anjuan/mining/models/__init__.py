"""Tables of the mining room, by noun."""

from __future__ import annotations

from anjuan.mining.models.facts import FactReview, FactState, MinedCase, MinedDocument, MinedFact
from anjuan.mining.models.firsts import First, FirstState
from anjuan.mining.models.guides import EditionState, Guide, GuideEdit, GuideEdition, Harmless
from anjuan.mining.models.pushing import CaseFeature, Digest, DigestState, Feature, Subscription
from anjuan.mining.models.works import TrainingResult, Work, WorkEdition, WorkSort

__all__ = [
    "CaseFeature",
    "Digest",
    "DigestState",
    "EditionState",
    "FactReview",
    "FactState",
    "Feature",
    "First",
    "FirstState",
    "Guide",
    "GuideEdit",
    "GuideEdition",
    "Harmless",
    "MinedCase",
    "MinedDocument",
    "MinedFact",
    "Subscription",
    "TrainingResult",
    "Work",
    "WorkEdition",
    "WorkSort",
]
