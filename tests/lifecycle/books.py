"""Rules and days of the life cycle tests."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from anjuan.lifecycle.rules import tables
from anjuan.lifecycle.rules.rulebook import Book

OLD, NEW = dt.date(2025, 6, 1), dt.date(2026, 6, 1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def old(field: str = "QMS") -> Book:
    """The rules of the former generation."""
    return tables.book_on(field, OLD)


def new(field: str = "QMS") -> Book:
    """The rules of the generation in force from 2026."""
    return tables.book_on(field, NEW)


def half(text: str) -> Fraction:
    return Fraction(text)
