"""Tables of the mining room, by noun."""

from __future__ import annotations

from anjuan.mining.models.facts import FactReview, FactState, MinedCase, MinedDocument, MinedFact
from anjuan.mining.models.firsts import First, FirstState
from anjuan.mining.models.guides import EditionState, Guide, GuideEdit, GuideEdition, Harmless
from anjuan.mining.models.works import TrainingResult, Work, WorkEdition, WorkSort

__all__ = [
    "EditionState",
    "FactReview",
    "FactState",
    "First",
    "FirstState",
    "Guide",
    "GuideEdit",
    "GuideEdition",
    "Harmless",
    "MinedCase",
    "MinedDocument",
    "MinedFact",
    "TrainingResult",
    "Work",
    "WorkEdition",
    "WorkSort",
]
