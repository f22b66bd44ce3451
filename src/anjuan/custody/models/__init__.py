"""Tables of the custody room, by noun."""

from __future__ import annotations

from anjuan.custody.models.codes import CodeGrant, CodeSeries
from anjuan.custody.models.destruction import AppraisalItem, AppraisalList, DestructionRecord, Opinion, Supervision
from anjuan.custody.models.loans import Loan
from anjuan.custody.models.parcels import Parcel, ParcelItem
from anjuan.custody.models.retention import Hold, Retention
from anjuan.custody.models.seals import Seal
from anjuan.custody.models.sharing import Share, ShareOpening

__all__ = [
    "AppraisalItem",
    "AppraisalList",
    "CodeGrant",
    "CodeSeries",
    "DestructionRecord",
    "Hold",
    "Loan",
    "Opinion",
    "Parcel",
    "ParcelItem",
    "Retention",
    "Seal",
    "Share",
    "ShareOpening",
    "Supervision",
]
