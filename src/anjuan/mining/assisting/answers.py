"""What a language model wrote, as sentences with citations; anything else in it is nothing."""

from __future__ import annotations

import json
import re

from anjuan.mining.assisting.protocol import ModelAnswerError
from anjuan.mining.rules.support import Sentence

#: More sentences than these are not looked at.
MOST_SENTENCES = 40
_FENCE = re.compile(r"^\s*```(?:json)?\s*|\s*```\s*$")


def sentences_in(text: str) -> list[Sentence]:
    """Return the sentences of an answer.

    Raises:
        ModelAnswerError: It has not the form asked for.

    """
    try:
        told = json.loads(_FENCE.sub("", text))
        rows = told["sentences"]
        found = [Sentence(str(row["text"]), tuple(_number(one) for one in row["sources"])) for row in rows]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelAnswerError(
            "The language model did not answer in the form asked for.",
            why="Sentences without their citations cannot be checked.",
            remedy="Ask again, or use another model.",
        ) from error
    return found[:MOST_SENTENCES]


def _number(value: object) -> int:
    """Return the number of a passage; a text such as ``"2"`` counts, a truth value does not."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError
    return int(value)
