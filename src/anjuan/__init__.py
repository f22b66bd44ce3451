"""Anjuan 案卷: the case files of certification bodies, kept complete, true and findable."""

from __future__ import annotations

__version__ = "0.1.0"
