"""What holds of every message, whatever it asks: headers, parameters that do not fit, the end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.cost import PATIENCE

SERVER = [sys.executable, "-m", "asllint", "lsp"]
Answers = dict[object, dict[str, object]]


def message(*, header: bytes = b"Content-Length: %d\r\n\r\n", **fields: object) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **fields}).encode()
    return header % len(body) + body


def initialize(process: int | None = None) -> bytes:
    nothing: dict[str, object] = {"processId": process, "rootUri": None, "capabilities": {}}
    return message(id=1, method="initialize", params=nothing)


INITIALIZE = initialize()
LEAVE = message(id=99, method="shutdown") + message(method="exit")
HERE = {"line": 0, "character": 0}
NOTHING = {"textDocument": {"uri": "file:///x"}}


def served(*messages: bytes) -> tuple[Answers, int]:
    """What the server answers to raw messages, by their ids, and its exit status at their end."""
    done = subprocess.run(
        SERVER, input=b"".join(messages), capture_output=True, timeout=PATIENCE, check=False
    )
    answers, rest = [], done.stdout
    while rest:
        head, _, rest = rest.partition(b"\r\n\r\n")
        length = int(head.partition(b":")[2].split(b"\r\n")[0])
        answers.append(json.loads(rest[:length]))
        rest = rest[length:]
    return {answer["id"]: answer for answer in answers if "id" in answer}, done.returncode


def refusal(answer: dict[str, object]) -> tuple[object, object]:
    """The code and the message of an error."""
    error = answer["error"]
    assert isinstance(error, dict)
    return error["code"], error["message"]


def test_a_malformed_message_is_survived_and_nothing_else_is_printed() -> None:
    broken = b"Content-Length: 5\r\n\r\n{nope"
    answers, status = served(INITIALIZE, broken, LEAVE)
    assert set(answers) == {1, 99}
    assert status == 0


HEADERS = [
    b"content-length: %d\r\n\r\n",
    b"CONTENT-LENGTH:%d\r\n\r\n",
    b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-Length:  %d \r\n\r\n",
    b"Content-Length: %d\r\ncontent-type: application/vscode-jsonrpc\r\n\r\n",
]


def test_headers_in_any_letter_case() -> None:
    asked = [
        message(header=header, id=number, method="textDocument/nothing")
        for number, header in enumerate(HEADERS, 2)
    ]
    answers, _ = served(INITIALIZE, *asked, LEAVE)
    for number in range(2, len(HEADERS) + 2):
        assert refusal(answers[number]) == (-32601, "Method Not Found: textDocument/nothing")


UNFIT = [
    ("hover", {"position": HERE}, "there is no 'textDocument'"),
    ("hover", {"textDocument": {}, "position": HERE}, "there is no 'uri'"),
    ("hover", {"textDocument": {"uri": 5}, "position": HERE}, "5 is no text"),
    ("hover", {"textDocument": {"uri": None}, "position": HERE}, "None is no text"),
    (
        "definition",
        {"textDocument": {"uri": "file:///x"}, "position": {"line": "0", "character": 0}},
        "'0' is no whole number",
    ),
    (
        "completion",
        {"textDocument": {"uri": "file:///x"}, "position": {"line": -1, "character": 0}},
        "Position.line should be in range [0:2147483647], but was -1.",
    ),
    ("rename", {**NOTHING, "position": HERE}, "there is no 'newName'"),
    ("references", [], "they are no object"),
    ("codeAction", None, "they are no object"),
    ("documentSymbol", "file:///x", "they are no object"),
]  # fmt: skip
"""Methods of text documents with parameters that do not fit, and what is said of them."""


def test_a_request_whose_parameters_do_not_fit_is_refused() -> None:
    asked = [
        message(id=number, method=f"textDocument/{method}", params=params)
        for number, (method, params, _) in enumerate(UNFIT, 2)
    ]
    answers, status = served(INITIALIZE, *asked, LEAVE)
    for number, (method, _, reason) in enumerate(UNFIT, 2):
        said = f"the parameters of textDocument/{method} do not fit: {reason}"
        assert refusal(answers[number]) == (-32602, said)
    assert status == 0


def test_a_request_without_parameters_and_one_that_nobody_knows() -> None:
    answers, _ = served(
        message(id=0, method="textDocument/hover", params={**NOTHING, "position": HERE}),
        INITIALIZE,
        message(id=2, method="textDocument/hover"),
        message(id="three", method="textDocument/nothing", params={}),
        message(id=4, method="textDocument/nothing"),
        LEAVE,
    )  # fmt: skip
    assert refusal(answers[0]) == (-32002, '"initialize" comes first')
    assert refusal(answers[2]) == (
        -32602, "the parameters of textDocument/hover do not fit: there is no 'params'",
    )  # fmt: skip
    unknown = (-32601, "Method Not Found: textDocument/nothing")
    assert refusal(answers["three"]) == refusal(answers[4]) == unknown


def test_an_odd_client_is_not_turned_away() -> None:
    """What does not fit in the first message is overlooked as far as it can be."""
    odd = {"processId": None, "rootUri": None, "clientInfo": {"name": "x", "version": 9}}
    asked = message(id=1, method="initialize", params={**odd, "capabilities": {"workspace": {}}})
    answers, _ = served(asked, LEAVE)
    assert "result" in answers[1]


# --- the end -------------------------------------------------------------------------------------


@contextmanager
def server(*messages: bytes) -> Iterator[subprocess.Popen[bytes]]:
    """A running server that has been sent something, whose input stays open."""
    started = subprocess.Popen(
        SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert started.stdin is not None
    assert started.stdout is not None
    try:
        started.stdin.write(b"".join(messages))
        started.stdin.flush()
        assert started.stdout.readline().startswith(b"Content-Length")
        yield started
    finally:
        started.kill()
        started.wait()
        started.stdin.close()
        started.stdout.close()


def test_the_end_of_the_input_is_the_end() -> None:
    answers, status = served(INITIALIZE)
    assert set(answers) == {1}
    assert status == 0


def test_the_end_of_the_input_is_the_end_of_the_work_too() -> None:
    chain = {f"S{at}": {"Type": "Pass", "Next": f"S{at + 1}"} for at in range(20_000)}
    text = json.dumps({"StartAt": "S0", "States": chain})
    item = {"uri": "file:///x/a.asl.json", "languageId": "json", "version": 1, "text": text}
    opened = message(method="textDocument/didOpen", params={"textDocument": item})
    with server(INITIALIZE, opened) as running:
        assert running.stdin is not None
        running.stdin.close()
        assert running.wait(PATIENCE) == 0


@pytest.mark.parametrize("waited_for", [True, False])
def test_the_end_of_the_clients_process_is_the_end(*, waited_for: bool) -> None:
    """Also when nobody has asked how it ended, and when somebody else holds the pipes."""
    client = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        with server(initialize(client.pid)) as running:
            assert running.poll() is None
            client.kill()
            if waited_for:
                client.wait()
            assert running.wait(PATIENCE) == 1
    finally:
        client.communicate()


def test_a_client_in_another_container_is_served() -> None:
    """Its process can not be seen from here, and is not waited for."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    answers, status = served(initialize(gone.pid), LEAVE)
    assert set(answers) == {1, 99}
    assert status == 0
    answers, status = served(initialize(os.getpid()), LEAVE)
    assert (set(answers), status) == ({1, 99}, 0)
