"""Names of organisations in running text: where each begins, where it ends, and whose it is."""

from __future__ import annotations

import dataclasses
import re

from anjuan.papers.fields.prose.passages import Passages
from anjuan.papers.fields.prose.table import Parties


@dataclasses.dataclass(frozen=True, slots=True)
class Mention:
    """A name of an organisation in the text.

    Attributes:
        start: Where it begins in the text of the passages.
        end: Where it ends, exclusive.
        name: The name.
        whole: Whether its first sign is certain: it begins a sentence, or stands behind words that no name contains.

    """

    start: int
    end: int
    name: str
    whole: bool


def mentions(passages: Passages, parties: Parties) -> tuple[Mention, ...]:
    """Return the names of organisations in the order they stand; what cannot be one is left out."""
    found = []
    last = 0
    for match in parties.ends_expression.finditer(passages.text):
        mention = _mention(passages.text, last, match, parties)
        if mention:
            found.append(mention)
            last = mention.end
    return tuple(_agreed(found))


def _mention(text: str, last: int, match: re.Match[str], parties: Parties) -> Mention | None:
    run = _run_before(text, max(last, match.start() - parties.longest), match.start())
    start = run + _lead(text[run : match.start()], parties)
    name = text[start : match.end()]
    if match.start() - start < parties.shortest or parties.never_expression.search(name):
        return None
    whole = start > run or run == 0 or not ("\u4e00" <= text[run - 1] <= "\u9fff")
    return Mention(start, match.end(), name, whole)


def _run_before(text: str, first: int, end: int) -> int:
    """Return where the unbroken run of signs begins that a name may be written with."""
    depth = 0
    start = end
    while start > first:
        sign = text[start - 1]
        if sign == ")":
            depth += 1
        elif sign == "(":
            if not depth:
                break
            depth -= 1
        elif not ("\u4e00" <= sign <= "\u9fff" or (sign.isascii() and sign.isalnum()) or sign in "·&-"):
            break
        start -= 1
    return start + (text.find(")", start, end) - start + 1 if depth else 0)


def _lead(run: str, parties: Parties) -> int:
    """Return the length of the words before the name in a run of signs: prepositions, verbs, parties."""
    cut = 0
    for match in parties.cuts_expression.finditer(run):
        if match.end() <= len(run):
            cut = match.end()
    while (lead := parties.leads_expression.match(run, cut)) and lead.end() > cut:
        cut = lead.end()
    return cut


def _agreed(found: list[Mention]) -> list[Mention]:
    """Return the mentions, those with words too many cut to a name that the page has elsewhere."""
    names = {mention.name for mention in found if mention.whole}
    agreed = []
    for mention in found:
        shorter = [name for name in names if name != mention.name and mention.name.endswith(name)]
        if shorter and not mention.name.startswith(tuple(shorter)):
            name = min(shorter, key=len)
            agreed.append(Mention(mention.end - len(name), mention.end, name, whole=True))
        else:
            agreed.append(mention)
    return agreed
