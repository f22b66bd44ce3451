"""A body's own titles, form numbers and kinds, merged into the catalogue."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from anjuan.kit.rulefiles import read_yaml
from anjuan.kit.text.folding import squeeze
from anjuan.papers.kinds.catalogue import Catalogue, Kind, TitleRule
from anjuan.papers.kinds.errors import MappingError

#: Codes that a body may give to kinds of its own.
OWN_CODE = re.compile(r"^[A-Z][A-Z0-9.\-]{1,9}$")
#: How sure a title is that the body itself mapped to a kind.
_OWN_WEIGHT = 0.98


@dataclasses.dataclass(frozen=True, slots=True)
class Mapped:
    """One row of a body's own mapping.

    Attributes:
        kind: A code of the catalogue, or a new one of the body's own (then ``zh`` is needed).
        title: A title of the body's form; may be empty.
        form_no: The number of the body's form, with or without its edition; ``*`` stands for any signs; may be empty.
        zh: The Chinese name of a new kind, or what the body calls a kind of the table.
        en: The English name of a new kind.
        stage: ``1`` or ``2`` where the form belongs to one stage of an audit; may be empty.

    """

    kind: str
    title: str = ""
    form_no: str = ""
    zh: str = ""
    en: str = ""
    stage: str = ""


def number_key(number: str) -> str:
    """Return what a form number is compared by: its letters and digits, and ``*`` for any signs."""
    return "*".join(squeeze(part) for part in number.split("*"))


def extended(base: Catalogue, rows: Iterable[Mapped]) -> Catalogue:
    """Return the catalogue with a body's own titles, form numbers and kinds merged in.

    A mapped title beats every pattern of the tables; a mapped form number is evidence of its own.

    Raises:
        MappingError: A row names no kind, a new kind without a name, or neither title nor form number.

    """
    known = dict(base.kinds)
    rules: list[TitleRule] = []
    printed: list[tuple[str, str]] = []
    numbers = dict(base.form_numbers)
    stages = dict(base.stages)
    for row in rows:
        known[row.kind] = _kind(row, known)
        title, number = squeeze(row.title), number_key(row.form_no)
        stages |= {key: row.stage for key in (title, number) if key and row.stage}
        if not title and not number and not row.zh:
            raise MappingError(
                f"The row for {row.kind} has neither a title nor a form number.",
                why="Nothing on a page could be compared with it.",
                remedy="Write the title or the number of the form into the row, or remove the row.",
            )
        if title:
            rules.append(TitleRule(row.kind, re.compile(rf"^{re.escape(title)}"), _OWN_WEIGHT))
            printed.append((title, row.kind))
        if number:
            numbers[number] = row.kind
    own = {title for title, _ in printed}
    return dataclasses.replace(
        base,
        kinds=known,
        rules=(*rules, *base.rules),
        titles=(*printed, *(pair for pair in base.titles if pair[0] not in own)),
        form_numbers=numbers,
        stages=stages,
    )


def _kind(row: Mapped, known: Mapping[str, Kind]) -> Kind:
    if row.kind in known:
        before = known[row.kind]
        return dataclasses.replace(before, zh=row.zh or before.zh, en=row.en or before.en)
    if not OWN_CODE.match(row.kind) or not row.zh:
        raise MappingError(
            f"The mapping names the kind {row.kind!r}, which the table of kinds does not have.",
            why="Papers would be filed under a code that nobody can read.",
            remedy="Use a code of the table, or give the new code (a capital letter, then letters or digits) a name.",
        )
    return Kind(row.kind, row.zh, row.en or row.zh, row.kind[0])


_HEADINGS = {
    "kind": ("kind", "code", "代码", "种类", "文件代码", "种类代码", "类别代码"),
    "title": ("title", "题名", "名称", "文件名称", "表单名称", "标题", "表格名称"),
    "form_no": ("formno", "number", "表单编号", "表格编号", "编号", "表号", "记录编号", "文件编号"),
    "zh": ("zh", "种类名称", "中文名称"),
    "en": ("en", "英文名称"),
}


def rows_from_table(cells: Sequence[Sequence[object]]) -> tuple[Mapped, ...]:
    """Return a body's mapping from the rows of a sheet whose first row holds headings, Chinese or English.

    Raises:
        MappingError: No heading names the kind.

    """
    heading = [squeeze(str(cell or "")) for cell in cells[0]] if cells else []
    places = {field: heading.index(name) for field, names in _HEADINGS.items() for name in names if name in heading}
    if "kind" not in places:
        raise MappingError(
            f"The first row ({', '.join(heading) or 'empty'}) has no heading for the kind.",
            why="The other columns cannot be mapped to anything.",
            remedy="Head the column of codes (A01, B01 …) with 代码 or kind.",
        )
    rows = []
    for row in cells[1:]:
        values = {field: _cell(row, place) for field, place in places.items()}
        if values["kind"]:
            rows.append(Mapped(**values))
    return tuple(rows)


def _cell(row: Sequence[object], place: int) -> str:
    value = row[place] if place < len(row) else None
    return "" if value is None else str(value).strip()


def rows_from_yaml(path: Path) -> tuple[Mapped, ...]:
    """Return a body's mapping from a YAML file: a list of rows, or codes with lists of titles.

    Raises:
        MappingError: The file holds neither.
        RuleFileError: The file is no YAML.

    """
    return rows_from_mapping(read_yaml(path))


def rows_from_mapping(content: object) -> tuple[Mapped, ...]:
    """Return a body's mapping from plain values: rows as dictionaries, or codes with titles and form numbers.

    Raises:
        MappingError: The content is neither.

    """
    try:
        if isinstance(content, Mapping):
            return tuple(_plain(str(code), item) for code, items in content.items() for item in _listed(items))
        if isinstance(content, Sequence) and not isinstance(content, str):
            return tuple(Mapped(**{str(key): str(value) for key, value in dict(row).items()}) for row in content)
    except (TypeError, ValueError) as error:
        raise MappingError(
            f"A row of the mapping cannot be read: {error}.",
            remedy="Write each row with kind, title, form_no, zh, en and nothing else.",
        ) from error
    raise MappingError(
        f"The mapping is a {type(content).__name__}.",
        remedy="Write a list of rows, or codes with lists of titles.",
    )


def _listed(items: object) -> Sequence[object]:
    return items if isinstance(items, (list, tuple)) else (items,)


def _plain(code: str, item: object) -> Mapped:
    text = str(item).strip()
    return Mapped(code, form_no=text) if text.isascii() and any(sign.isdigit() for sign in text) else Mapped(code, text)
