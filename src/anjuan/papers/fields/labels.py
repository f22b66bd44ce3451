"""Which field a label means, in a paper of a kind, with room for slips of recognition."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from anjuan.kit.text.folding import squeeze
from anjuan.papers.fields.tables import LabelRow, LabelTable
from anjuan.papers.rules.tables import paper_labels

#: How sure a label is that differs from a known one in a sign or two.
NEARLY = 0.85
_SHORTEST = 4
_LONG = 8
#: How sure a label is of which only one part is known, such as 组员/联络员.
_ONE_PART = 0.9
_PART = 2
_JOINED = re.compile(r"[/／、\\|｜]|(?<=.)[及和或与](?=.)")
_SHARED_ENDING = re.compile(r"(?:日期|时间|地址|场所|编号|人数|人日|电话|代码)$")
_BRACKETS = re.compile(r"[（(\[【][^（()）\]】]*[)）\]】]")
_NUMBERING = re.compile(r"^\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）.、．]\s*)+")
_BESIDE_CHINESE = re.compile(r"^[a-z][a-z0-9]*(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])[a-z][a-z0-9]*$")
_TAIL = re.compile(r"(?:签字|签名|盖章|公章|签章)+$")


@dataclasses.dataclass(frozen=True, slots=True)
class Meaning:
    """What a label means.

    Attributes:
        field: The field; empty for a label that is known and says nothing to be kept.
        rank: 1 for a label that means the field outright, 2 for one that counts where no other does.
        sure: 0 to 1.
        role: The role of the people named, where the label says it.
        also: A field that the same value states besides (``审核总人日`` of a review: computed, and of the audit).
        otherwise: The field that is meant when the value is none of the first one (``审核时间``: dates or days).

    """

    field: str
    rank: int = 1
    sure: float = 1.0
    role: str = ""
    otherwise: str = ""
    also: str = ""


class Labels:
    """The labels of one table as they read in papers of one kind."""

    def __init__(self, table: LabelTable, kind: str, own: Iterable[LabelRow] = ()) -> None:
        """Index the rows that hold for the kind: the body's own first, then those of the table, special ones first."""
        rows = [
            row
            for among in (own, table.rows)
            for row in sorted((row for row in among if _holds(row, kind)), key=lambda row: -_special(row, kind))
        ]
        self._exact: dict[str, Meaning] = {}
        for row in rows:
            for label in row.labels:
                self._exact.setdefault(squeeze(label), _meaning(row, 1.0))
        self._like = [(re.compile(like), _meaning(row, 0.97)) for row in rows for like in row.like]
        self._by_length: dict[int, list[str]] = {}
        for label in self._exact:
            self._by_length.setdefault(len(label), []).append(label)
        self._asked: dict[tuple[str, bool], tuple[Meaning, ...]] = {}

    def meanings(self, label: str, *, recognised: bool = False) -> tuple[Meaning, ...]:
        """Return what a label means: nothing when no row knows it, several for ``联系人/电话``.

        Args:
            label: As printed.
            recognised: Whether it was read from a picture: then a sign or two may be wrong.

        """
        key = (label, recognised)
        if key not in self._asked:
            self._asked[key] = self._all(label, recognised=recognised)
        return self._asked[key]

    def _all(self, label: str, *, recognised: bool) -> tuple[Meaning, ...]:
        parts = [self._part(part, label) for part in _JOINED.split(label) if len(part) >= _PART]
        parts = parts if len(parts) > 1 else []
        known = list(dict.fromkeys(part for part in parts if part and part.field))
        if known and len(known) == len(parts):
            return tuple(known)
        whole = self._find(label, recognised=recognised)
        return (whole,) if whole else tuple(dataclasses.replace(part, sure=_ONE_PART) for part in known[:1])

    def _part(self, part: str, label: str) -> Meaning | None:
        """Return what a part of a label means: by itself, or with the ending that all parts share (内审/管评日期)."""
        shared = _SHARED_ENDING.search(label)
        return self.exactly(part) or (self.exactly(part + shared[0]) if shared else None)

    def exactly(self, label: str) -> Meaning | None:
        """Return what a text means that is a label of the table word for word."""
        return self._exact.get(squeeze(label))

    def _find(self, label: str, *, recognised: bool) -> Meaning | None:
        plain = _NUMBERING.sub("", label)
        forms = dict.fromkeys(squeeze(text) for text in (plain, label, _BRACKETS.sub("", plain)))
        forms.update(dict.fromkeys(_TAIL.sub("", form) for form in tuple(forms) if _signed_alike(form)))
        known = self._among(list(forms)[:1]) or self._among(forms) or self._among(_one_language(forms))
        return known or (self._near(next(iter(forms))) if recognised else None)

    def _among(self, forms: Iterable[str]) -> Meaning | None:
        """Return what the first form means that is a label, or that reads like one."""
        forms = tuple(forms)
        exact = next((self._exact[form] for form in forms if form in self._exact), None)
        return exact or next(
            (meaning for form in forms for like, meaning in self._like if like.fullmatch(form)),
            None,
        )

    def _near(self, form: str) -> Meaning | None:
        if len(form) < _SHORTEST:
            return None
        allowed = 2 if len(form) >= _LONG else 1
        near = [
            (distance, known)
            for length in range(len(form) - allowed, len(form) + allowed + 1)
            for known in self._by_length.get(length, ())
            if len(known) >= _SHORTEST and (distance := OSA.distance(form, known, score_cutoff=allowed)) <= allowed
        ]
        if not near:
            return None
        best = min(distance for distance, _ in near)
        meanings = {self._exact[known] for distance, known in near if distance == best}
        if len({meaning.field for meaning in meanings}) > 1:
            return None
        return dataclasses.replace(meanings.pop(), sure=NEARLY)


def _meaning(row: LabelRow, sure: float) -> Meaning:
    return Meaning(row.field, row.rank, sure, row.role, row.otherwise, row.also)


def _one_language(forms: Iterable[str]) -> list[str]:
    """Return the Chinese of labels printed in two languages (``信用代码 USCC``, ``Scope 认证范围``)."""
    halves = (_BESIDE_CHINESE.sub("", form) for form in forms)
    return [half for half in halves if len(half) >= _PART]


def _signed_alike(form: str) -> bool:
    # 评定人员签字 names the reviewer; 法定代表人签字 is signed by whoever may.
    return bool(_TAIL.search(form)) and not form.startswith(("法定代表人", "法人", "管理者代表"))


def _holds(row: LabelRow, kind: str) -> bool:
    return not row.kinds or any(kind.startswith(prefix) for prefix in row.kinds)


def _special(row: LabelRow, kind: str) -> int:
    return max((len(prefix) for prefix in row.kinds if kind.startswith(prefix)), default=0)


@functools.lru_cache(maxsize=1024)
def labels_of(kind: str, own: tuple[LabelRow, ...] = ()) -> Labels:
    """Return the labels of the newest table, and a body's own before them, as they read in papers of a kind."""
    return Labels(paper_labels().latest, kind, own)
