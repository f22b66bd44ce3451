"""The options as people see them: value, where it came from, what it may be; and writing the few of the wizard."""

from __future__ import annotations

import dataclasses
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pydantic
from pydantic.fields import FieldInfo

from anjuan.config.options import FILE_NAME, OptionError, Options, _from_file, load_options
from anjuan.kit.errors import UsageError

#: Values that are never shown.
_SECRET = frozenset({"oidc.client_secret", "reading.passwords"})
_BOUNDS = {"ge": "≥ {}", "gt": "> {}", "le": "≤ {}", "lt": "< {}", "pattern": "{}"}


class OptionWriteError(UsageError):
    """The file of options cannot be written."""

    code = "CONF-015"


@dataclasses.dataclass(frozen=True, slots=True)
class OptionRow:
    """One option.

    Attributes:
        table: Its table in the file.
        key: Its name there.
        meaning: What it means, in English.
        value: The value in force, as it is written in the file; empty for a secret.
        default: The value when nothing is written.
        bounds: What it may be, such as ``≥ 1, ≤ 64``; empty when anything.
        source: ``default``, ``file`` or ``environment``.
        variable: The environment variable that goes before the file.
        is_secret: Whether its value is hidden.
        is_set: Whether a hidden value is there.
        waits: Whether the file says something else by now, which counts from the next start on.

    """

    table: str
    key: str
    meaning: str
    value: str
    default: str
    bounds: str
    source: str
    variable: str
    is_secret: bool
    is_set: bool
    waits: bool


def options_shown(
    running: Options, home: Path, environment: Mapping[str, str] = os.environ
) -> tuple[tuple[str, tuple[OptionRow, ...]], ...]:
    """Return every table with its options as they are in force.

    Args:
        running: The options with which this process was started.
        home: The data home, whose file is read again to see what waits for a start.
        environment: The environment.

    """
    try:
        kept, written = _from_file(home / FILE_NAME), load_options(home, environment)
    except OptionError:  # a file that is broken now: what runs is shown as it runs
        kept, written = {}, running
    return tuple(
        (
            table,
            tuple(
                _row((table, key), info, getattr(running, table), (kept, getattr(written, table), environment))
                for key, info in type(getattr(running, table)).model_fields.items()
            ),
        )
        for table in Options.model_fields
    )


def _row(
    name: tuple[str, str],
    info: FieldInfo,
    running: pydantic.BaseModel,
    now: tuple[Mapping[str, Any], pydantic.BaseModel, Mapping[str, str]],
) -> OptionRow:
    (table, key), (kept, written, environment) = name, now
    variable = f"ANJUAN_{table}_{key}".upper()
    value = getattr(running, key)
    is_secret = f"{table}.{key}" in _SECRET
    in_file = key in kept.get(table, {})
    return OptionRow(
        table=table, key=key, meaning=info.description or "", value="" if is_secret else toml_value(value),
        default=toml_value(info.default), bounds=_bounds(info),
        source="environment" if variable in environment else "file" if in_file else "default", variable=variable,
        is_secret=is_secret, is_set=bool(value), waits=getattr(written, key) != value,
    )  # fmt: skip


def _bounds(info: FieldInfo) -> str:
    told = []
    for bound in info.metadata:
        for name, form in _BOUNDS.items():
            limit = getattr(bound, name, None)
            if limit is not None:
                told.append(form.format(limit))
    choices = [re.fullmatch(r"\^\(([^()]+)\)\$", text) for text in told]
    return ", ".join(match[1].replace("|", " / ") if match else text for text, match in zip(told, choices, strict=True))


def toml_value(value: object) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml_value(item) for item in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    # A text of JSON is a text of TOML too.
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def options_write(home: Path, values: Mapping[str, object]) -> None:
    """Write options into the file of a data home; all else in it stays as it stands, comments too.

    Args:
        home: The data home.
        values: Values by ``table.key``.

    Raises:
        OptionError: A value is wrong; the file is left as it was.
        OptionWriteError: The file cannot be written.

    """
    path = home / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for name, value in values.items():
            table, _dot, key = name.partition(".")
            text = _with_line(text, table, key, toml_value(value))
        fresh = path.with_suffix(".new")
        fresh.write_text(text, encoding="utf-8")
        _checked(fresh)
        fresh.replace(path)
    except OSError as error:
        raise OptionWriteError(
            f"{path} cannot be written: {error.strerror}.", remedy="Give this program the right to write there."
        ) from error


def _checked(path: Path) -> None:
    try:
        Options.model_validate(_from_file(path))
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        path.unlink()
        raise OptionError(
            f"The option {'.'.join(map(str, first['loc']))} cannot be {first.get('input')!r}: {first['msg']}.",
            remedy="Correct it and send it again.",
        ) from error


def _with_line(text: str, table: str, key: str, value: str) -> str:
    lines = text.splitlines()
    heads = [n for n, line in enumerate(lines) if re.match(r"\s*\[", line)]
    start = next((n for n in heads if re.fullmatch(rf"\s*\[\s*{table}\s*\]\s*(#.*)?", lines[n])), None)
    line = f"{key} = {value}"
    if start is None:
        return "\n".join([*lines, *([""] if lines else []), f"[{table}]", line, ""])
    end = next((n for n in heads if n > start), len(lines))
    same = [n for n in range(start + 1, end) if re.match(rf"\s*{key}\s*=", lines[n])]
    if same:
        lines[same[0]] = line
    else:
        lines.insert(start + 1, line)
    return "\n".join([*lines, ""])
