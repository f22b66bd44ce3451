"""Tables of the mining room, by noun."""

from __future__ import annotations

from anjuan.mining.models.facts import FactReview, FactState, MinedCase, MinedDocument, MinedFact
from anjuan.mining.models.guides import EditionState, Guide, GuideEdit, GuideEdition, Harmless
from anjuan.mining.models.pushing import CaseFeature, Digest, DigestState, Feature, Subscription

__all__ = [
    "CaseFeature",
    "Digest",
    "DigestState",
    "EditionState",
    "FactReview",
    "FactState",
    "Feature",
    "Guide",
    "GuideEdit",
    "GuideEdition",
    "Harmless",
    "MinedCase",
    "MinedDocument",
    "MinedFact",
    "Subscription",
]
