"""Ticked boxes: which words a row of boxes offers, and which of them are chosen."""

from __future__ import annotations

import dataclasses
import re

TICKED_SIGNS = "☑☒■●√✓✔✗✘◉⊙▣⊠"
OPEN_SIGNS = "☐□○◻▢◯〇❑❒⬜"
_SIGN = re.compile(f"[{TICKED_SIGNS}{OPEN_SIGNS}]")
_BRACKETED = re.compile(r"[\[【(（]\s*[√✓✔VvxX×■●]\s*[\])】）]")
_EMPTY_BRACKETS = re.compile(r"[\[【]\s*[\]】]|[(（]\s*[)）](?=\s*[\u3400-\u9fffA-Z])")
_BESIDE_BOX = re.compile(r"[☐□]\s?[√✓✔]|[√✓✔]\s?[☐□]")
#: Characters that the recogniser makes of a box; taken for one only in a row of boxes.
_BOX_LIKE = re.compile(
    r"(?:^|(?<=[\s、，,;；)）]))[口囗回]\s?(?=[\u3400-\u9fffA-Z])|(?<=[\u3400-\u9fff])[口囗](?=[不否无有未其])"
)
_TICK_LIKE = re.compile(r"(?:^|(?<=\s))[VvJ](?=\s?[\u3400-\u9fff])")
_EDGES = " \t\n\u3000_＿、，,;；。.:："
#: At most this many characters may stand before the first box.
_LEAD = 30
#: A choice without a box is at most this long.
_WORD = 16
_SPLIT = re.compile(r"\s+")


@dataclasses.dataclass(frozen=True, slots=True)
class Ticks:
    """The words offered, and the words chosen, in the order of the page.

    Attributes:
        choices: All words offered.
        ticked: The words chosen.
        guessed: Whether a tick was inferred: the recogniser leaves filled boxes out, and one word had no box.

    """

    choices: tuple[str, ...]
    ticked: tuple[str, ...]
    guessed: bool = False

    @property
    def value(self) -> str:
        """The chosen words, joined."""
        return "、".join(self.ticked)


def normalise(text: str, *, recognised: bool = False) -> str:
    """Return the text with every kind of box written as ☑ or ☐ or left as the sign it is.

    Args:
        text: The value as printed.
        recognised: Whether the text was recognised from a picture: then characters that look like boxes count
            where a row of boxes makes it certain.

    """
    if _BRACKETED.search(text):
        text = _EMPTY_BRACKETS.sub("☐", _BRACKETED.sub("☑", text))
    text = _BESIDE_BOX.sub("☑", text)
    if recognised and len(_SIGN.findall(text)) + len(_BOX_LIKE.findall(text)) > 1:
        text = _BOX_LIKE.sub(lambda found: "☑" if found[0][0] == "回" else "☐", text)
        text = _TICK_LIKE.sub("☑", text)
    return text


def has_boxes(text: str) -> bool:
    """Say whether a text has a sign of a box or a tick."""
    return bool(_SIGN.search(text))


def read(text: str, *, recognised: bool = False) -> Ticks | None:
    """Return the choices of a text, or None when it is no row of boxes."""
    text = normalise(text.strip(), recognised=recognised)
    signs = list(_SIGN.finditer(text))
    if not signs or not _certain(text, [sign[0] for sign in signs]) or _is_prose(text[: signs[0].start()]):
        return None
    if not any(sign[0] in OPEN_SIGNS for sign in signs) and all(sign[0] in "√✓✔" for sign in signs):
        return _bare_ticks(text)
    words = _words_after(text, signs) if _box_first(text, signs) else _words_before(text, signs)
    pairs = [(word.strip(_EDGES), sign[0] in TICKED_SIGNS) for word, sign in zip(words, signs, strict=True)]
    choices = tuple(word for word, _ in pairs if word)
    if not choices:
        return None
    ticked = tuple(word for word, chosen in pairs if word and chosen)
    bare = text[: signs[0].start()].strip(_EDGES)
    if recognised and not ticked and _box_first(text, signs) and 0 < len(bare) <= _WORD:
        return Ticks((bare, *choices), (bare,), guessed=True)
    return Ticks(choices, ticked)


def _is_prose(before: str) -> bool:
    """Say whether the words before the first box are sentences, not the first choice or a few words of lead."""
    return len(before) > _LEAD or any(sign in before for sign in "。；\n")


def _certain(text: str, signs: list[str]) -> bool:
    """Say whether signs are boxes: a round bullet or a circle alone is none."""
    if len(text) - len(signs) == 0:
        return False
    if all(sign in "●○〇◯" for sign in signs):
        return len(set(signs) & set("○〇◯")) > 0 and len(signs) > 1
    return True


def _box_first(text: str, signs: list[re.Match[str]]) -> bool:
    if signs[0].start() == 0:
        return True
    return signs[-1].end() != len(text)


def _words_after(text: str, signs: list[re.Match[str]]) -> list[str]:
    ends = [sign.start() for sign in signs[1:]] + [len(text)]
    return [text[sign.end() : end] for sign, end in zip(signs, ends, strict=True)]


def _words_before(text: str, signs: list[re.Match[str]]) -> list[str]:
    starts = [0] + [sign.end() for sign in signs[:-1]]
    return [text[start : sign.start()] for sign, start in zip(signs, starts, strict=True)]


def _bare_ticks(text: str) -> Ticks | None:
    """Return the choices of words of which some carry a tick and none a box, as in ``是√ 否``."""
    words = [word for word in _SPLIT.split(text) if word]
    chosen = [word.strip("√✓✔") for word in words if word.strip("√✓✔") != word]
    if len(words) < 2 and not (words and chosen and chosen[0]):  # noqa: PLR2004  one word offers no choice
        return None
    if not any(chosen):
        return None
    return Ticks(
        tuple(word.strip("√✓✔") for word in words if word.strip("√✓✔")), tuple(word for word in chosen if word)
    )
