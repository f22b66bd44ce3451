"""Answers kept for as long as the index stays as it is."""

from __future__ import annotations

import collections
import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Remembered(Generic[V]):
    """The answers asked for last. Safe to use from several threads.

    Args:
        most: How many are kept.

    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._state: Hashable = None
        self._answers: collections.OrderedDict[Hashable, V] = collections.OrderedDict()
        self._lock = threading.Lock()

    def get(self, state: Hashable, question: Hashable, work: Callable[[], V]) -> V:
        """Return the answer to a question, worked out at most once while the state is the same.

        Args:
            state: What the answer depends on beside the question; another one forgets all answers.
            question: What is asked.
            work: Works the answer out.

        """
        with self._lock:
            if state != self._state:
                self._answers.clear()
                self._state = state
            if question in self._answers:
                self._answers.move_to_end(question)
                return self._answers[question]
        answer = work()
        with self._lock:
            if state == self._state:
                self._answers[question] = answer
                while len(self._answers) > self._most:
                    self._answers.popitem(last=False)
        return answer

    def forget(self) -> None:
        """Forget all answers."""
        with self._lock:
            self._answers.clear()
