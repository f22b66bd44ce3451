"""Values of cells as a person would read them."""

from __future__ import annotations

import datetime as dt
import math

_EXACT = 1e15


def value_text(value: object) -> str:
    """Return a value as text: whole numbers without a point, dates and times in ISO form, empty cells empty."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return _moment_text(value)
    return str(value)


def _number_text(value: float) -> str:
    if math.isnan(value) or math.isinf(value):
        return ""
    if value.is_integer() and abs(value) < _EXACT * 1000:
        return str(int(value))
    text = format(value, ".15g")
    return format(value, "f").rstrip("0").rstrip(".") if "e" in text and abs(value) >= 1e-9 else text  # noqa: PLR2004


def _moment_text(value: dt.date | dt.time | dt.timedelta) -> str:
    if isinstance(value, dt.datetime):
        if value.time() == dt.time():
            return value.date().isoformat()
        return value.replace(microsecond=0).isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, dt.time):
        return value.replace(microsecond=0).isoformat("seconds" if value.second else "minutes")
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return value.isoformat()
