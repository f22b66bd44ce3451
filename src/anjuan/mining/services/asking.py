"""Asking a language model: names taken out, cost held, every sentence checked, the call recorded without its words."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Max, Sum

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import CaseField
from anjuan.compiling.identities.known import IdentityBook
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import AnjuanError, RefusedError, UsageError
from anjuan.mining.assisting.answers import sentences_in
from anjuan.mining.assisting.masking import Mask
from anjuan.mining.assisting.protocol import LanguageModel, ModelSettings, Reply
from anjuan.mining.models import ModelCall
from anjuan.mining.rules.support import Reason, Sentence, Verdict, checked, speaks_to_model
from anjuan.mining.rules.tables import prompts, support
from anjuan.mining.selectors.guides import need_reader
from anjuan.mining.selectors.identities import identity_book
from anjuan.mining.selectors.passages import Passage, passages_for
from anjuan.search.engine import SearchEngine

_LONGEST_QUESTION = 300
_THOUSAND = Decimal(1000)


class ModelOffError(RefusedError):
    """No language model is set up."""

    code = "MINE-074"
    http_status = 409


class ModelCostError(RefusedError):
    """What may be spent on the language model today is spent."""

    code = "MINE-075"
    http_status = 429


class QuestionError(UsageError):
    """A question is empty or far too long."""

    code = "MINE-076"


@dataclasses.dataclass(frozen=True, slots=True)
class Supported:
    """A sentence with the passages that say it."""

    text: str
    passages: tuple[Passage, ...]


@dataclasses.dataclass(frozen=True)
class Answer:
    """What came of asking.

    Attributes:
        sentences: Those whose citations bear them out; none when nothing is supported.
        dropped: Reason → how many sentences were dropped for it.
        passages: How many passages were sent.
        left_out: How many were not sent, because they speak to the model or still told somebody.

    """

    sentences: tuple[Supported, ...]
    dropped: dict[str, int]
    passages: int
    left_out: int


def archive_ask(
    *, deed: Deed, viewer: Viewer, question: str, engine: SearchEngine, model: LanguageModel, settings: ModelSettings
) -> Answer:
    """Return what the pages that a person may read say to a question: sentences with citations, or none.

    Raises:
        KnowledgeMayNotError: The person may not read what was compiled.
        ModelOffError: No language model is set up.
        QuestionError: The question is empty or too long.
        ModelCostError: What may be spent today is spent.
        ModelUnreachableError: The model cannot be reached or is too slow.
        ModelAnswerError: Its answer has not the form asked for.

    """
    need_reader(viewer)
    if not question.strip() or len(question) > _LONGEST_QUESTION:
        raise QuestionError(
            f"A question has 1 to {_LONGEST_QUESTION} characters; this one has {len(question.strip())}.",
            remedy="Ask in one or two sentences.",
        )
    passages = passages_for(viewer, engine, question)
    return assisted(deed=deed, purpose="ask", question=question, passages=passages, model=model, settings=settings)


def assisted(
    *,
    deed: Deed,
    purpose: str,
    question: str,
    passages: Sequence[Passage],
    model: LanguageModel,
    settings: ModelSettings,
) -> Answer:
    """Return the sentences of a model that the passages bear out; nothing of them is kept or published.

    Args:
        deed: Who asks and when.
        purpose: ``ask``, ``smooth``, ``merge`` or ``propose``: which prompt.
        question: What is asked.
        passages: What it may answer from.
        model: The model.
        settings: What it may cost.

    Raises:
        ModelOffError: No language model is set up.
        ModelCostError: What may be spent today is spent.
        ModelUnreachableError: The model cannot be reached or is too slow.
        ModelAnswerError: Its answer has not the form asked for.

    """
    if not settings.is_on:
        raise ModelOffError("No language model is set up.", remedy="Set language.url and language.model.")
    mask = Mask(_books({one.case_id for one in passages}))
    sent = _sendable(passages, mask)
    if not sent:
        return Answer((), {}, 0, len(passages))
    table = prompts().latest
    asked = mask.masked(question)
    if mask.leaks(asked):
        raise QuestionError(
            "The question names somebody in a way that cannot be hidden.", remedy="Ask without the name."
        )
    message = json.dumps(
        {"问题": asked, "材料": [{"编号": one.number, "文字": text} for one, text in sent]}, ensure_ascii=False
    )
    call = _begun(deed, purpose, f"{table.id}/{table.edition}", message, settings)
    begins = time.monotonic()
    try:
        reply = model.complete(table.prompts[purpose], message)
        _answered(call, reply, settings, begins)
        verdicts = [_judged(one, sent, mask) for one in sentences_in(reply.text)]
    except AnjuanError as error:
        ModelCall.objects.filter(pk=call.pk).update(fault=error.code, milliseconds=_since(begins))
        raise
    return _told(deed, call, verdicts, sent, len(passages) - len(sent))


def _books(cases: Iterable[int]) -> list[IdentityBook]:
    return [identity_book(cases, everybody=False), _everybody(CaseField.objects.aggregate(last=Max("id"))["last"] or 0)]


@functools.lru_cache(maxsize=1)
def _everybody(last: int) -> IdentityBook:
    """Return the identities of the whole archive; built again when a field was written since."""
    del last
    return identity_book((), everybody=True)


def _sendable(passages: Sequence[Passage], mask: Mask) -> list[tuple[Passage, str]]:
    table = support().latest
    told = [(one, mask.masked(one.text)) for one in passages if not speaks_to_model(one.text, table)]
    return [(one, text) for one, text in told if text.strip() and not mask.leaks(text)]


def _judged(sentence: Sentence, sent: Sequence[tuple[Passage, str]], mask: Mask) -> Verdict:
    text, names = mask.unmasked(sentence.text)
    places = {one.number: one.text for one, _ in sent}
    return checked(Sentence(text, sentence.citations), places, support().latest, names=names)


@durable_transaction()
def _begun(deed: Deed, purpose: str, prompt: str, message: str, settings: ModelSettings) -> ModelCall:
    """Record a call before it is made, at the most it can cost: two at once cannot spend the same money."""
    day = deed.now.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    spent = ModelCall.objects.filter(at__gte=day).aggregate(cost=Sum("cost"))["cost"] or Decimal(0)
    most = _cost(settings, len(message) + len(prompts().latest.prompts[purpose]), settings.answer_tokens)
    if most and spent + most > settings.daily_cost:
        raise ModelCostError(
            f"{spent} of {settings.daily_cost} are spent today, and this may cost {most}.",
            remedy="Ask again tomorrow, or raise language.daily_cost.",
        )
    return ModelCall.objects.create(
        at=deed.now, by=deed.actor, purpose=purpose, prompt=prompt, model=settings.model[:100],
        sent_sha256=hashlib.sha256(message.encode()).hexdigest(), sent_chars=len(message), cost=most,
    )  # fmt: skip


def _answered(call: ModelCall, reply: Reply, settings: ModelSettings, begins: float) -> None:
    tokens_in, tokens_out = reply.tokens_in or call.sent_chars, reply.tokens_out or len(reply.text)
    ModelCall.objects.filter(pk=call.pk).update(
        answer_sha256=hashlib.sha256(reply.text.encode("utf-8", "surrogatepass")).hexdigest(),
        answer_chars=len(reply.text), tokens=min(tokens_in + tokens_out, 2**31 - 1), milliseconds=_since(begins),
        cost=min(_cost(settings, tokens_in, tokens_out), Decimal(99999)),
    )  # fmt: skip


def _cost(settings: ModelSettings, tokens_in: int, tokens_out: int) -> Decimal:
    cost = (tokens_in * settings.price_in + tokens_out * settings.price_out) / _THOUSAND
    return cost.quantize(Decimal("0.000001"))


def _since(begins: float) -> int:
    return int((time.monotonic() - begins) * 1000)


@durable_transaction()
def _told(
    deed: Deed, call: ModelCall, verdicts: Sequence[Verdict], sent: Sequence[tuple[Passage, str]], left_out: int
) -> Answer:
    known = {one.number: one for one, _ in sent}
    kept = tuple(
        Supported(one.sentence.text, tuple(known[number] for number in dict.fromkeys(one.sentence.citations)))
        for one in verdicts
        if one.is_kept
    )
    dropped = Counter(str(one.reason) for one in verdicts if one.reason is not None)
    ModelCall.objects.filter(pk=call.pk).update(kept_count=len(kept), dropped=dict(dropped))
    journal_write(
        deed=deed, action="model.call", subject=f"model-call:{call.pk}", label=call.purpose,
        detail={"passages": len(sent), "kept": len(kept), "dropped": dropped.total(), "sent": call.sent_sha256},
    )  # fmt: skip
    return Answer(kept, dict(dropped), len(sent), left_out)


def reasons() -> tuple[str, ...]:
    """Return every reason for which a sentence can be dropped."""
    return tuple(str(reason) for reason in Reason)
