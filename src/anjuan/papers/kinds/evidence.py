"""What speaks for a kind: the title, the form number, phrases of the body, the model, corrections, file names."""

from __future__ import annotations

import dataclasses
import itertools
import re
from pathlib import PurePosixPath

from anjuan.kit.text.folding import squeeze
from anjuan.papers.facts import Guess, Paper, Reason
from anjuan.papers.kinds.catalogue import Catalogue
from anjuan.papers.kinds.formnumbers import mapped_kind
from anjuan.papers.kinds.model import NONE, READ_CHARS, Model
from anjuan.papers.kinds.titles import TitleHit, find_title
from anjuan.papers.kinds.wording import named_kind
from anjuan.reading.pages import Page, Role

#: How far each witness is believed at the most (0 to 1). File names come from anywhere and are believed least.
_MOST = {"form": 0.9, "model": 0.82, "phrases": 0.5, "file": 0.35, "folder": 0.2, "sheet": 0.3}
#: Sum of the weights of phrases at which they are believed half of the most.
_HALF = 2.5
_LEADING = re.compile(r"^[\d\s._\-()（）、]+|[\d\s._\-()（）]+$")
_UNREAD = frozenset({Role.HIDDEN, Role.COMMENT})
_SECOND_PAGE = 0.85


@dataclasses.dataclass(frozen=True, slots=True)
class Witness:
    """What one source says: which kinds it speaks for, how much, and why.

    Attributes:
        name: ``title``, ``form``, ``phrases``, ``model``, ``corrected``, ``file``, ``folder`` or ``sheet``.
        guesses: Kinds with how surely this source alone would name them, the surest first.
        reason: For the surest of them.
        hint: Whether it may support but never contradict.

    """

    name: str
    guesses: tuple[Guess, ...]
    reason: Reason
    hint: bool = False

    def of(self, kind: str) -> float:
        """Return how surely it names a kind; 0 when it does not."""
        return next((guess.confidence for guess in self.guesses if guess.kind == kind), 0.0)


def text_of(paper: Paper) -> str:
    """Return the text of a paper's beginning, as the model and corrections take it."""
    parts: list[str] = []
    length = 0
    for page in paper.pages:
        for line in page.lines:
            if line.role in _UNREAD:
                continue
            parts.append(line.text)
            length += len(line.text)
            if length > 3 * READ_CHARS:
                return "\n".join(parts)
    return "\n".join(parts)


def title_of(paper: Paper, catalogue: Catalogue) -> tuple[TitleHit, int] | None:
    """Return the title of a paper and the page (from 1) it stands on; a cover may leave it to the second page."""
    first = find_title(paper.pages[0], catalogue=catalogue)
    if first and first.kind:
        return first, 1
    if len(paper.pages) > 1:
        second = find_title(paper.pages[1], catalogue=catalogue)
        if second and second.kind and _sparse(paper.pages[0]):
            return dataclasses.replace(second, confidence=second.confidence * _SECOND_PAGE), 2
    return (first, 1) if first else None


def _sparse(page: Page) -> bool:
    return len(squeeze(page.text)) < 80  # noqa: PLR2004  a cover carries a few lines


def title_witness(hit: TitleHit, page: int, catalogue: Catalogue) -> Witness:
    """Return what a title says of the kind."""
    name = catalogue.name(hit.kind)
    slip = f"（按{hit.slips}处识读误差校正）" if hit.slips else ""
    reason = Reason("title", f"题名“{hit.text}”表明是{name}{slip}。", page, hit.box)
    return Witness("title", (Guess(hit.kind, hit.confidence), *hit.others), reason)


def form_witness(number: str, page: int, catalogue: Catalogue) -> Witness:
    """Return what a form number that the body mapped says of the kind."""
    kind = mapped_kind(number, catalogue)
    text = f"表单编号“{number}”在本机构的对照表中是{catalogue.name(kind)}。"
    return Witness("form", (Guess(kind, _MOST["form"]),), Reason("form-number", text, page))


def phrase_witness(squeezed: str, catalogue: Catalogue) -> Witness | None:
    """Return what labels and wordings of the body say of the kind, or None when there are none."""
    sums: dict[str, float] = {}
    words: dict[str, list[str]] = {}
    by_pair = catalogue.phrases_by_pair
    pairs = {one + two for one, two in itertools.pairwise(squeezed)} & by_pair.keys()
    for phrase, owners in itertools.chain.from_iterable(by_pair[pair] for pair in sorted(pairs)):
        if phrase in squeezed:
            for kind, weight in owners:
                sums[kind] = sums.get(kind, 0.0) + weight
                words.setdefault(kind, []).append(phrase)
    if not sums:
        return None
    ranked = sorted(sums.items(), key=lambda item: -item[1])[:5]
    top = ranked[0][1]
    guesses = tuple(
        Guess(kind, _MOST["phrases"] * value / (value + _HALF) * (value / top) ** 2) for kind, value in ranked
    )
    shown = "、".join(words[ranked[0][0]][:5])
    return Witness("phrases", guesses, Reason("phrases", f"正文出现“{shown}”，常见于{catalogue.name(ranked[0][0])}。"))


def model_witness(text: str, model: Model, catalogue: Catalogue) -> Witness | None:
    """Return what the learned model says of the kind, or None when it knows none."""
    guesses = tuple(
        Guess(guess.kind, _MOST["model"] * guess.confidence) for guess in model.guesses(text) if guess.kind != NONE
    )
    if not guesses:
        return None
    best = guesses[0]
    share = best.confidence / _MOST["model"]
    return Witness("model", guesses, Reason("model", f"行文像{catalogue.name(best.kind)}（模型把握 {share:.0%}）。"))


def correction_witness(text: str, model: Model, catalogue: Catalogue) -> Witness | None:
    """Return the kind that a person gave a paper much like this one, or None."""
    known = model.remembered(text)
    if known is None:
        return None
    return Witness("corrected", (known,), Reason("corrected", f"与人工更正为{catalogue.name(known.kind)}的文件相似。"))


def file_witnesses(paper: Paper, catalogue: Catalogue) -> list[Witness]:
    """Return what the names of file, folder and sheet hint at; they never contradict what the page says."""
    stem = _LEADING.sub("", PurePosixPath(paper.filename.replace("\\", "/")).stem)
    folder = _LEADING.sub("", PurePosixPath(paper.folder.replace("\\", "/")).name)
    found = []
    sources = (("file", stem, "文件名"), ("folder", folder, "文件夹名"), ("sheet", paper.pages[0].label, "工作表名"))
    for name, text, words in sources:
        named = named_kind(text, catalogue) if text else None
        if named and named.kind:
            reason = Reason(f"{name}-name", f"{words}“{text}”提示是{catalogue.name(named.kind)}。")
            found.append(Witness(name, (Guess(named.kind, _MOST[name] * named.confidence),), reason, hint=True))
    return found
