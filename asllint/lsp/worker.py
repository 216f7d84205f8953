"""The one thread that looks at texts: the most urgent work first, and none in the middle of other.

Long work breathes where nothing is half-done (between two rules, before a file is read), and what
is more urgent runs there, in the same thread. So a hover is answered while a large document is
being analysed, and still no two pieces of work ever meet. What breathes has to expect that a
question has brought a newer analysis of a text into being: see `Session.lint`.
"""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future
from queue import SimpleQueue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    T = TypeVar("T")

QUESTION, DOCUMENT, WORKSPACE = range(3)
"""How urgent work is: somebody waits for it; it is about one document; it is about all files."""


class Worker:
    """One thread, and the work that waits for it."""

    def __init__(self) -> None:
        self._waiting: list[deque[tuple[Future[Any], Callable[[], Any]]]] = [
            deque() for _ in (QUESTION, DOCUMENT, WORKSPACE)
        ]
        self._ticks: SimpleQueue[None] = SimpleQueue()
        """One for each piece of work that was handed in, by which the thread wakes up."""
        self._thread: threading.Thread | None = None
        self._level = WORKSPACE + 1
        """The urgency of what runs; belongs to the thread."""

    def submit(self, level: int, call: Callable[[], T]) -> Future[T]:
        """Let the thread do something; work of one level is done in the order of its coming.

        The thread ends with the process, whatever it is doing then.
        """
        future: Future[T] = Future()
        self._waiting[level].append((future, call))
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="asllint", daemon=True)
            self._thread.start()
        self._ticks.put(None)
        return future

    def breathe(self) -> None:
        """Do all that is more urgent than what is running; belongs to the thread."""
        while self._next(self._level):
            pass

    def _serve(self) -> None:
        while True:
            self._ticks.get()
            self._next(WORKSPACE + 1)

    def _next(self, below: int) -> bool:
        """Do the most urgent work, if its level is below this one; was there any?"""
        for level in range(below):
            if self._waiting[level]:  # only this thread takes from it
                self._do(level, *self._waiting[level].popleft())
                return True
        return False

    def _do(self, level: int, future: Future[Any], call: Callable[[], Any]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        before, self._level = self._level, level
        try:
            future.set_result(call())
        except BaseException as error:
            future.set_exception(error)
        finally:
            self._level = before
