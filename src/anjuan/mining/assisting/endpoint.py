"""A language model behind an OpenAI-compatible address."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from typing import IO, Any

from anjuan.mining.assisting.protocol import ModelAnswerError, ModelSettings, ModelUnreachableError, Reply

_PIECE_BYTES = 8192


class _NoWayRound(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: the key and the words go to the address that was set and nowhere else."""

    def redirect_request(self, *_args: object, **_named: object) -> None:
        """Return None: the redirection becomes the answer."""


class ChatEndpoint:
    """Asks ``/chat/completions`` of one address."""

    def __init__(self, settings: ModelSettings, key: str) -> None:
        """Take where the model is and the key that opens it; an empty key sends none."""
        self._settings, self._key = settings, key
        # No proxy of the environment: what is sent leaves by the way that was set up, or not at all.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoWayRound())

    def complete(self, instruction: str, message: str) -> Reply:
        """Return the answer.

        Raises:
            ModelUnreachableError: It cannot be reached, is too slow, or refuses.
            ModelAnswerError: Its answer is broken or too long.

        """
        body = {
            "model": self._settings.model, "temperature": 0, "stream": False,
            "max_tokens": self._settings.answer_tokens,
            "messages": [{"role": "system", "content": instruction}, {"role": "user", "content": message}],
        }  # fmt: skip
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        address = f"{self._settings.url.rstrip('/')}/chat/completions"
        request = urllib.request.Request(address, json.dumps(body).encode(), headers, method="POST")  # noqa: S310  the scheme was checked with the options
        return _reply(self._fetched(request))

    def _fetched(self, request: urllib.request.Request) -> bytes:
        ends = time.monotonic() + self._settings.seconds
        try:
            with self._opener.open(request, timeout=self._settings.seconds) as answer:
                return self._read(answer, ends)
        except urllib.error.HTTPError as error:
            error.close()
            raise ModelUnreachableError(
                f"The language model answered with status {error.code}.",
                remedy="Look at its address, its name and its key in the options.",
            ) from error
        except (OSError, http.client.HTTPException) as error:
            raise ModelUnreachableError(
                f"The language model cannot be reached: {type(error).__name__}.",
                remedy="Look at its address in the options, and whether it runs.",
            ) from error

    def _read(self, answer: IO[bytes], ends: float) -> bytes:
        most, found = self._settings.answer_kb * 1024, b""
        while piece := answer.read1(_PIECE_BYTES):  # type: ignore[attr-defined]
            found += piece
            if len(found) > most:
                raise ModelAnswerError(
                    f"The language model's answer is longer than {self._settings.answer_kb} KiB.",
                    remedy="Ask again, or raise language.answer_kb.",
                )
            if time.monotonic() > ends:
                raise ModelUnreachableError(
                    f"The language model took longer than {self._settings.seconds:g} seconds.",
                    remedy="Ask again later, or raise language.seconds.",
                )
        return found


def _reply(content: bytes) -> Reply:
    try:
        told: Any = json.loads(content)
        text = told["choices"][0]["message"]["content"]
        usage = told.get("usage") or {}
        tokens = [max(0, int(usage.get(name) or 0)) for name in ("prompt_tokens", "completion_tokens")]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise ModelAnswerError(
            "The language model's answer has not the form of a chat completion.",
            remedy="Check that the address is that of an OpenAI-compatible service.",
        ) from error
    if not isinstance(text, str):
        raise ModelAnswerError("The language model answered with no text.", remedy="Ask again.")
    return Reply(text, *tokens)
