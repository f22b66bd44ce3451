"""Labels and values inside one run of text: ``联系人：王某  电话：138…``, ``名　称   某公司``, ``签名____``."""

from __future__ import annotations

import dataclasses
import re

from anjuan.papers.forms import labels, ticks
from anjuan.papers.forms.labels import Vocabulary
from anjuan.papers.forms.rows import GAP

_COLON = re.compile(r"[：:﹕](?!//)")
_HARD_BREAK = re.compile(
    rf"[\n{GAP}。；;！？，,]|[ \u3000\xa0]{{2,}}|\u3000|[_＿]{{2,}}|[{ticks.TICKED_SIGNS}{ticks.OPEN_SIGNS}]"
)
_SEGMENT = re.compile(rf"(?:(?![\n{GAP}]| {{2}}|\u3000|[_＿]{{2}}).)+")
_TOKEN = re.compile(r"[^\s\u3000\xa0]+")
_LATIN_VALUE = re.compile(r"[0-9A-Za-z¥￥]")
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SPACED_HAN = re.compile(r"[\u3400-\u9fff]{1,2}")
_OPENING = "（("
#: A spaced label has at most this many pieces.
_MOST_PIECES = 5
_UNDERSCORES = re.compile(r"[_＿]{2,}|…{2,}|\.{4,}")
_TRAILING = " \t\n\u3000\xa0_＿；;，,、"
#: What a form prints at a place to say what belongs there.
_HINT = re.compile(
    r"[(（]\s*(?:加?盖?公章|签字|签名|签章|盖章|加盖公章|章|印|签字[/、或]?盖章|签名[/、或]?盖章)\s*[)）]"
)
_HOLLOW = re.compile(r"[\s\u3000_＿()（）.．…·:：-]+")
#: Words that begin a sentence, not a label.
_SENTENCE_START = re.compile(
    r"(?:查[^询看验证核]|经[^营办济理]|抽查|询问|请|由|为|据|根据|按|如|若|即|但|并|且|不得|应|已|未|该|其|在|于|从|与)"
)
#: A label that is not in the table and stands before a colon in running text is at most this long.
_UNKNOWN_LABEL = 16


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value as half-open character spans of the text."""

    label: tuple[int, int]
    value: tuple[int, int]
    colon: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Split:
    """A text taken apart: what stands before the first label, and the pairs."""

    lead: tuple[int, int]
    pairs: tuple[Pair, ...]


def split(text: str, words: Vocabulary, *, loose: bool = False) -> Split:
    """Return the labels and values of a text.

    Args:
        text: One or more lines; segments that stand apart are parted by ``GAP`` or by two blanks.
        words: The table of label words.
        loose: Whether labels without a colon count (in lines outside tables).

    """
    found = _with_colon(text, words)
    found += _without_colon(text, words, found, loose=loose)
    found.sort()
    pairs = []
    for index, (start, end, value_start, colon) in enumerate(found):
        stop = found[index + 1][0] if index + 1 < len(found) else len(text)
        stop = _within_bracket(text, start, value_start, stop)
        pairs.append(Pair((start, end), (value_start, stop), colon))
    first = found[0][0] if found else len(text)
    return Split((0, first), tuple(pairs))


def clean(text: str, words: Vocabulary) -> str:
    """Return a value without the line it was written on; empty when only units or pieces of a date are left."""
    value = _UNDERSCORES.sub(" ", _HINT.sub(" ", text.replace(GAP, "  "))).strip(_TRAILING)
    value = re.sub(r"[ \u3000\xa0]*\n[ \u3000\xa0]*", "\n", value)
    rest = _HOLLOW.sub("", value)
    if rest in words.units or (not rest and value.strip("/-—－ ") != "" and len(value) > 1):
        return ""
    return value if rest or value.strip() in {"-", "--", "—"} else ""


def _within_bracket(text: str, label: int, value: int, stop: int) -> int:
    """Return where a value ends whose label stands in brackets, or which the bracket of the next label ends."""
    if label and text[label - 1] in _OPENING:
        ends = [at for at in (text.find("）", value, stop), text.find(")", value, stop)) if at >= 0]
        return min(ends, default=stop)
    return stop - 1 if stop < len(text) and text[stop - 1] in _OPENING and stop > value else stop


_Found = tuple[int, int, int, bool]


def _with_colon(text: str, words: Vocabulary) -> list[_Found]:
    found: list[_Found] = []
    bound = 0
    for colon in _COLON.finditer(text):
        at = colon.start()
        if _is_number(text, at):
            continue
        chosen = _spaced(text, bound, at, words)
        if chosen < 0:
            start, fresh = _chunk_start(text, bound, at)
            chosen = _choose(text, start, at, words, fresh=fresh)
        if chosen >= 0:
            found.append((chosen, at, colon.end(), True))
            bound = colon.end()
    return found


def _spaced(text: str, bound: int, at: int, words: Vocabulary) -> int:
    """Return where a known label begins whose characters stand apart, such as ``名　称``; -1 when there is none."""
    tokens = [(token.start(), token[0]) for token in _TOKEN.finditer(text, bound, at)][-_MOST_PIECES:]
    while len(tokens) > 1:
        if all(_SPACED_HAN.fullmatch(piece) for _, piece in tokens) and words.is_known(text[tokens[0][0] : at]):
            return tokens[0][0]
        tokens = tokens[1:]
    return -1


def _is_number(text: str, at: int) -> bool:
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def _chunk_start(text: str, bound: int, at: int) -> tuple[int, bool]:
    """Return where the words before a colon begin, and whether they stand free of a value before them."""
    start, fresh = bound, bound == 0
    for gap in _HARD_BREAK.finditer(text, bound, at):
        if gap[0][0] in "，,；;。" and _in_brackets(text, bound, gap.start()):
            continue
        if text[gap.end() : at].strip():
            start, fresh = gap.end(), gap[0][0] not in ticks.TICKED_SIGNS + ticks.OPEN_SIGNS
    return start, fresh


def _in_brackets(text: str, bound: int, at: int) -> bool:
    piece = text[bound:at]
    return max(piece.rfind("（"), piece.rfind("(")) > max(piece.rfind("）"), piece.rfind(")"))


def _choose(text: str, start: int, at: int, words: Vocabulary, *, fresh: bool) -> int:
    """Return where the label that ends at a colon begins; -1 when no label stands there."""
    tokens = [(token.start(), token[0]) for token in _TOKEN.finditer(text, start, at)]
    if not tokens or (start and text[start - 1] in ticks.OPEN_SIGNS + ticks.TICKED_SIGNS):
        return -1
    opened = _opened(text, start, at)
    if opened >= 0:
        return opened if words.is_known(text[opened:at]) else -1
    if tokens[-1][1].endswith(("）", ")")) and len(tokens) > 1:
        tokens = _with_bracket(text, tokens, at)
    for begin, _ in tokens:
        if words.is_known(text[begin:at]):
            return begin
    whole = labels.printed(text[tokens[0][0] : at])
    if (
        fresh
        and len(_BRACKETED.sub("", whole)) <= _UNKNOWN_LABEL
        and words.label_score(whole) > labels.LONG
        and not _SENTENCE_START.match(whole)
    ):
        return tokens[0][0]
    return _after_value(text, tokens, at, words, fresh=fresh)


def _opened(text: str, start: int, at: int) -> int:
    """Return where the words begin that follow a bracket still open at the colon; -1 when none is."""
    opening = max(text.rfind("（", start, at), text.rfind("(", start, at))
    return opening + 1 if opening > max(text.rfind("）", start, at), text.rfind(")", start, at)) else -1


def _with_bracket(text: str, tokens: list[tuple[int, str]], at: int) -> list[tuple[int, str]]:
    """Return the tokens without those that begin inside the bracket that closes the label."""
    opening = max(text.rfind("（", 0, at), text.rfind("(", 0, at))
    outside = [token for token in tokens if token[0] <= opening]
    return outside or tokens[:1]


def _after_value(text: str, tokens: list[tuple[int, str]], at: int, words: Vocabulary, *, fresh: bool) -> int:
    begin, last = tokens[-1][0], text[tokens[-1][0] : at]
    if len(tokens) > 1 and words.label_score(last) >= labels.SHORT:
        return begin
    known = words.longest_known_end(last)
    if known == 0 or (known > 0 and not fresh):
        return begin + known
    return -1


def _without_colon(text: str, words: Vocabulary, found: list[_Found], *, loose: bool) -> list[_Found]:
    """Return labels that stand apart from their values by a gap alone."""
    extra: list[_Found] = []
    taken = [(start, value) for start, _, value, _ in found]
    for line in re.finditer(r"[^\n]+", text):
        segments = [
            (piece.start(), piece.end())
            for piece in _SEGMENT.finditer(text, line.start(), line.end())
            if piece[0].strip()
        ]
        free = [span for span in segments if not any(start < span[1] and span[0] < value for start, value in taken)]
        extra += _in_segments(text, free, words, line.end(), loose=loose)
    return extra


def _in_segments(
    text: str, segments: list[tuple[int, int]], words: Vocabulary, line_end: int, *, loose: bool
) -> list[_Found]:
    found: list[_Found] = []
    index = 0
    while index < len(segments):
        start, end, used = _joined(text, segments, index, words)
        index += used
        following = text[slice(*segments[index])] if index < len(segments) else ""
        marked = loose or used > 1 or _filled_line(text, end)
        paired = loose and not len(segments) % 2 and index % 2
        if marked and text[end:line_end].strip() and _is_label(text[start:end], following, words, paired=bool(paired)):
            if not found or found[-1][2] < start:
                found.append((start, end, end, False))
        elif loose:
            found += _glued(text, start, end, words)
    return found


def _is_label(segment: str, following: str, words: Vocabulary, *, paired: bool) -> bool:
    """Say whether a segment is a label: a known one, or one that looks so before something that does not."""
    if words.is_known(segment):
        return True
    if paired and words.label_score(segment) >= labels.SHORT and words.label_score(following) <= labels.NEVER:
        return True
    return bool(following) and words.label_score(segment) >= labels.SURE > labels.SHORT >= words.label_score(following)


def _filled_line(text: str, end: int) -> bool:
    return text[end : end + 2].strip(" ")[:1] in {"_", "＿"}


def _joined(text: str, segments: list[tuple[int, int]], index: int, words: Vocabulary) -> tuple[int, int, int]:
    """Return a segment, put together with the next ones where their characters are one spaced label."""
    start, end = segments[index]
    for count in range(min(4, len(segments) - index), 1, -1):
        pieces = segments[index : index + count]
        if all(_SPACED_HAN.fullmatch(text[a:b].strip()) for a, b in pieces):
            last = pieces[-1][1]
            if words.is_known(text[start:last]):
                return start, last, count
    return start, end, 1


def _glued(text: str, start: int, end: int, words: Vocabulary) -> list[_Found]:
    """Return a known label that begins a segment and is followed by its value with one blank or none."""
    begin = start + len(text[start:end]) - len(text[start:end].lstrip())
    tokens = [(token.start(), token.end()) for token in _TOKEN.finditer(text, begin, end)]
    if not _HAN.search(text, begin, tokens[0][1] if tokens else begin):
        return []
    for count in range(len(tokens) - 1, 0, -1):
        stop = tokens[count - 1][1]
        if words.is_known(text[begin:stop]) and words.label_score(text[tokens[count][0] : end]) < labels.SURE:
            return [(begin, stop, stop, False)]
    stop = begin + words.longest_known_start(text[begin:end])
    if stop - begin > 3 and stop < end and _LATIN_VALUE.match(text, stop):  # noqa: PLR2004  short words begin sentences
        return [(begin, stop, stop, False)]
    return []
