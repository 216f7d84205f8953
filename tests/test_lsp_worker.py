"""One thread, and what is urgent first."""

from __future__ import annotations

import threading

import pytest

from asllint.lsp.worker import DOCUMENT, QUESTION, WORKSPACE, Worker
from tests.cost import PATIENCE


def test_what_is_more_urgent_runs_where_work_breathes_in_the_same_thread() -> None:
    worker, begun, go_on = Worker(), threading.Event(), threading.Event()
    done: list[tuple[str, str]] = []

    def note(name: str) -> None:
        done.append((name, threading.current_thread().name))

    def long(name: str) -> None:
        begun.set()
        assert go_on.wait(PATIENCE)
        worker.breathe()
        note(name)

    futures = [worker.submit(WORKSPACE, lambda: long("workspace"))]
    assert begun.wait(PATIENCE)
    for level, name in [
        (WORKSPACE, "another workspace"), (DOCUMENT, "document"), (QUESTION, "question"),
        (QUESTION, "another question"),
    ]:  # fmt: skip
        futures.append(worker.submit(level, lambda name=name: note(name)))  # type: ignore[misc]
    go_on.set()
    for future in futures:
        future.result(20)
    assert [name for name, _ in done] == [
        "question", "another question", "document", "workspace", "another workspace",
    ]  # fmt: skip
    assert {thread for _, thread in done} == {"asllint"}


def test_a_document_lets_questions_pass_and_no_other_document() -> None:
    worker, begun, go_on = Worker(), threading.Event(), threading.Event()
    done: list[str] = []

    def document() -> None:
        begun.set()
        assert go_on.wait(PATIENCE)
        worker.breathe()
        done.append("document")

    def question() -> None:
        worker.breathe()  # nothing is more urgent
        done.append("question")

    futures = [worker.submit(DOCUMENT, document)]
    assert begun.wait(PATIENCE)
    futures += [worker.submit(DOCUMENT, lambda: done.append("another document"))]
    futures += [worker.submit(QUESTION, question), worker.submit(QUESTION, question)]
    go_on.set()
    for future in futures:
        future.result(20)
    assert done == ["question", "question", "document", "another document"]


def test_what_comes_of_it_and_what_goes_wrong() -> None:
    worker = Worker()
    assert worker.submit(QUESTION, lambda: 1).result(20) == 1
    failed = worker.submit(QUESTION, lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        failed.result(20)
    assert worker.submit(WORKSPACE, lambda: 2).result(20) == 2


def test_what_was_cancelled_in_time_is_not_done() -> None:
    worker, begun, go_on = Worker(), threading.Event(), threading.Event()
    done: list[str] = []

    def first() -> None:
        begun.set()
        assert go_on.wait(PATIENCE)

    running = worker.submit(QUESTION, first)
    assert begun.wait(PATIENCE)
    cancelled = worker.submit(QUESTION, lambda: done.append("cancelled"))
    last = worker.submit(QUESTION, lambda: done.append("last"))
    assert cancelled.cancel()
    go_on.set()
    running.result(20)
    last.result(20)
    assert done == ["last"]
