"""What the mining room expects of a language model."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Protocol

from anjuan.kit.errors import AnjuanError, ExitCode


class ModelUnreachableError(AnjuanError):
    """The language model cannot be reached, is too slow, or refuses."""

    code = "MINE-072"
    http_status = 502
    exit_code = ExitCode.MISSING_PART


class ModelAnswerError(AnjuanError):
    """What the language model answered is no answer: not the form asked for, or far too long."""

    code = "MINE-073"
    http_status = 502


@dataclasses.dataclass(frozen=True, slots=True)
class ModelSettings:
    """Where the language model is and what it may cost.

    Attributes:
        url: Base address, to which ``/chat/completions`` is added; empty when there is none.
        model: Name of the model there.
        seconds: Longest wait for a whole answer.
        answer_kb: Longest answer, in KiB.
        answer_tokens: Most tokens that the model is asked for.
        price_in: Price of 1,000 tokens sent, in the body's own currency.
        price_out: Price of 1,000 tokens answered.
        daily_cost: Most that may be spent in one day; 0 for no limit while both prices are 0.

    """

    url: str = ""
    model: str = ""
    seconds: float = 60.0
    answer_kb: int = 64
    answer_tokens: int = 1024
    price_in: Decimal = Decimal(0)
    price_out: Decimal = Decimal(0)
    daily_cost: Decimal = Decimal(0)

    @property
    def is_on(self) -> bool:
        """Whether there is a model."""
        return bool(self.url and self.model)


@dataclasses.dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered.

    Attributes:
        text: Its words.
        tokens_in: Tokens that it counted for what was sent; 0 when it does not say.
        tokens_out: Tokens of its answer; 0 when it does not say.

    """

    text: str
    tokens_in: int = 0
    tokens_out: int = 0


class LanguageModel(Protocol):
    """Answers one message."""

    def complete(self, instruction: str, message: str) -> Reply:
        """Return the answer.

        Args:
            instruction: What the model is told to do.
            message: What it is to do it with.

        Raises:
            ModelUnreachableError: It cannot be reached, is too slow, or refuses.
            ModelAnswerError: Its answer is broken or too long.

        """
