"""The kind of a paper, with how sure that is and what spoke for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from anjuan.kit.text.folding import squeeze
from anjuan.papers.facts import DOUBTFUL, Guess, Paper, Reason, Verdict
from anjuan.papers.kinds.catalogue import Catalogue
from anjuan.papers.kinds.evidence import (
    Witness,
    correction_witness,
    file_witnesses,
    form_witness,
    model_witness,
    phrase_witness,
    text_of,
    title_of,
    title_witness,
)
from anjuan.papers.kinds.formnumbers import form_number, mapped_kind, mapped_number
from anjuan.papers.kinds.model import READ_CHARS, Model
from anjuan.papers.kinds.titles import TitleHit
from anjuan.papers.kinds.wording import stage_of

#: Less than this is no answer: the kind stays empty, the guesses stand among the others.
_ANSWER = 0.3
#: How much a rival takes from the confidence of the kind chosen.
_RIVALRY = 0.4
#: The same where the title names the kind: bodies word their forms in ways that no model has seen.
_RIVALRY_OF_TITLED = 0.2
#: From here a title leaves it open whether it means its second kind; so sure is then what the body decides.
_OPEN, _BY_BODY = 0.3, 0.85
#: A title this sure goes before what the body alone suggests; that is believed so much less.
_CLEAR, _AGAINST_CLEAR = 0.75, 0.85
#: What a file name alone may reach: enough to propose, never enough to file without a person.
_HINT_ALONE = DOUBTFUL - 0.2
#: The confidence of the second kind of a sheet that serves two.
_BOTH = 0.9
#: A line that names a kind less surely than this is a word in passing, not the title.
_PRINTED = 0.5
_MOST_OTHERS = 3
_STAGE_LABEL = re.compile(r"(?:审核)?阶段[:：\s]{0,4}(?P<stage>第?[一二12]阶段)")
_TICKED = re.compile(r"[☑■√✓✔☒◼][\s\]】)）]{0,2}(?P<words>[^\s☑■√✓✔☒◼□☐]{2,12})")
_STAGE_CHARS = 800


def classify(paper: Paper, *, catalogue: Catalogue, model: Model) -> Verdict:
    """Return the kind of a paper; an empty kind when nothing says enough.

    The title goes first, then form numbers the body mapped, papers that people corrected, the model and the phrases
    of the body. Names of file and folder support, and alone they only ever make a doubtful proposal.

    Args:
        paper: The pages of one paper.
        catalogue: Kinds and titles, with the body's own mapping merged in.
        model: The learned model, with corrections merged in.

    """
    text = text_of(paper)
    titled = title_of(paper, catalogue)
    witnesses = _witnesses(paper, text, titled, catalogue, model)
    hit, page = titled or (None, 1)
    own = _own_number(paper, hit, catalogue)
    ranked = _ranked(witnesses)
    both = _both(hit, text) if hit and ranked and hit.kind == ranked[0].kind else ()
    kind, confidence = _chosen(ranked, witnesses)
    if both and both[0] != kind:
        kind, both = both[0], ()
    twin = tuple(Guess(other, min(_BOTH, confidence)) for other in both[1:]) if kind else ()
    taken = {kind, *(guess.kind for guess in twin)}
    return Verdict(
        kind=kind,
        confidence=confidence if kind else 0.0,
        stage=_own_stage(kind, hit, own, catalogue) or _stage(kind, hit, text, catalogue),
        title=hit.text if hit and (not hit.kind or hit.confidence >= _PRINTED) else "",
        form_no=hit.form_no if hit and hit.form_no else own,
        reasons=_reasons(kind, witnesses, twin, hit, page, catalogue) if kind else (),
        others=twin + tuple(guess for guess in ranked if guess.kind not in taken)[:_MOST_OTHERS],
    )


def _witnesses(
    paper: Paper, text: str, titled: tuple[TitleHit, int] | None, catalogue: Catalogue, model: Model
) -> list[Witness]:
    found: list[Witness | None] = []
    if titled:
        hit, page = titled
        found.append(title_witness(hit, page, catalogue) if hit.kind else None)
    own = _own_number(paper, titled[0] if titled else None, catalogue)
    found.append(form_witness(own, titled[1] if titled else 1, catalogue) if own else None)
    squeezed = squeeze(text[: 2 * READ_CHARS])
    if squeezed:
        found.append(correction_witness(text, model, catalogue))
        found.append(model_witness(text, model, catalogue))
        found.append(phrase_witness(squeezed, catalogue))
    return [witness for witness in found if witness] + file_witnesses(paper, catalogue)


def _own_number(paper: Paper, hit: TitleHit | None, catalogue: Catalogue) -> str:
    """Return the form number of a paper that the body's own mapping knows; empty when it has none."""
    if not catalogue.form_numbers:
        return ""
    if hit and hit.form_no and mapped_kind(hit.form_no, catalogue):
        return hit.form_no
    printed = form_number(paper.pages[0], catalogue)
    return printed.text if printed and printed.kind else ""


def _own_stage(kind: str, hit: TitleHit | None, number: str, catalogue: Catalogue) -> str:
    """Return the stage that the body's own mapping gives the form; empty when it gives none."""
    if not catalogue.stages or not kind:
        return ""
    by_number = catalogue.stages.get(mapped_number(number, catalogue), "") if number else ""
    return by_number or (catalogue.stages.get(squeeze(hit.text), "") if hit and hit.kind == kind else "")


def _ranked(witnesses: Sequence[Witness]) -> tuple[Guess, ...]:
    """Return every kind that is spoken for, with the joint strength of all that speak for it."""
    kinds = dict.fromkeys(guess.kind for witness in witnesses for guess in witness.guesses)
    title = next((witness for witness in witnesses if witness.name == "title"), None)
    clear = title.guesses[0].confidence if title and title.guesses[0].confidence >= _CLEAR else 0.0
    joint = []
    for kind in kinds:
        doubt = 1.0
        for witness in witnesses:
            doubt *= 1.0 - witness.of(kind)
        sure = 1.0 - doubt
        certified = any(witness.of(kind) for witness in witnesses if witness.name in {"title", "form", "corrected"})
        if clear and not certified:
            sure = min(sure, clear * _AGAINST_CLEAR)
        joint.append(Guess(kind, round(sure, 4)))
    return tuple(sorted(joint, key=lambda guess: -guess.confidence))


def _chosen(ranked: Sequence[Guess], witnesses: Sequence[Witness]) -> tuple[str, float]:
    speaking = [witness for witness in witnesses if not witness.hint]
    if not ranked:
        return "", 0.0
    kind = ranked[0].kind
    if not any(witness.of(kind) for witness in speaking):
        return (kind, min(_HINT_ALONE, ranked[0].confidence)) if not speaking else ("", 0.0)
    title = next((witness for witness in speaking if witness.name == "title"), None)
    if title and title.guesses[0].kind != kind and title.of(kind) >= _OPEN:
        # The title leaves it open between the two: what the body says decides, and the title is no contradiction.
        others, most = [witness for witness in speaking if witness is not title], _BY_BODY
    else:
        others, most = speaking, 0.99
    rivalry = _RIVALRY if not title or title.guesses[0].kind != kind else _RIVALRY_OF_TITLED
    rival = max((guess.confidence for guess in _ranked(others) if guess.kind != kind), default=0.0)
    confidence = round(min(most, ranked[0].confidence * (1.0 - rivalry * rival)), 4)
    return (kind, confidence) if confidence >= _ANSWER else ("", 0.0)


def _both(hit: TitleHit, text: str) -> tuple[str, ...]:
    """Return the kinds one sheet serves: both, or the one that is ticked or alone spoken of when the title is open."""
    if not hit.both:
        return ()
    pair = (hit.kind, *hit.both)
    marks = ("首次", "末次")
    if any(mark[0] in hit.text for mark in marks):
        ticked = [match["words"] for match in _TICKED.finditer(text[:_STAGE_CHARS])]
        named = [any(mark in words for words in ticked) for mark in marks]
    else:
        named = [mark in squeeze(text) for mark in marks]
    return (pair[named.index(True)],) if sum(named) == 1 else pair


def _stage(kind: str, hit: TitleHit | None, text: str, catalogue: Catalogue) -> str:
    known = catalogue.kinds.get(kind)
    if known is None or known.stage == "none":
        return ""
    if known.stage:
        return known.stage
    if hit and hit.stage:
        return hit.stage
    if known.family not in "CD":
        return ""
    head = text[:_STAGE_CHARS]
    said = {stage_of(squeeze(match["stage"])) for match in _STAGE_LABEL.finditer(head)}
    said |= {stage_of(squeeze(match["words"])) for match in _TICKED.finditer(head)}
    said.discard("")
    return said.pop() if len(said) == 1 else ""


def _reasons(
    kind: str,
    witnesses: Sequence[Witness],
    twin: Sequence[Guess],
    hit: TitleHit | None,
    page: int,
    catalogue: Catalogue,
) -> tuple[Reason, ...]:
    spoke = sorted((witness for witness in witnesses if witness.of(kind)), key=lambda item: -item.of(kind))
    reasons = [witness.reason for witness in spoke if witness.guesses[0].kind == kind]
    if twin:
        names = "、".join(catalogue.name(code) for code in (kind, *(guess.kind for guess in twin)))
        reasons.insert(1, Reason("both", f"一张表兼作{names}。", page, hit.box if hit else None))
    against = [witness for witness in witnesses if not witness.hint and witness.guesses[0].kind != kind]
    strong = [witness for witness in against if witness.guesses[0].confidence > 0.5]  # noqa: PLR2004  more than half
    return (
        *reasons,
        *(Reason("against", f"不一致：{item.reason.text}", item.reason.page, item.reason.box) for item in strong),
    )
