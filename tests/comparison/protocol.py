"""A language server as a process, spoken to in plain JSON: what it says is compared as it is."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from typing import IO, Any

from tests.comparison.version import PATIENCE, Version

END = {"ended": True}


class EndedError(Exception):
    """The server has gone, or says nothing any more."""


class Server:
    """A running server, asked from one thread."""

    def __init__(self, version: Version, folder: str) -> None:
        self.log = (version.own / "server.log").open("ab")
        self.process = subprocess.Popen(
            [*version.command, "lsp"], env=version.environment, cwd=version.inputs,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log,
        )  # fmt: skip
        self.messages: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        assert self.process.stdout is not None
        self.reader = threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self.reader.start()
        self.number = 0
        self.answers: dict[int, object] = {}
        self.pushed: dict[str, tuple[int | None, object]] = {}
        """The last diagnostics of each document with their version."""
        self.said: list[object] = []
        """What it has shown, logged or asked for of its own accord."""
        self.capabilities: dict[str, Any] = self._initialize(folder)

    def _initialize(self, folder: str) -> dict[str, Any]:
        changes = {"didChangeWatchedFiles": {"dynamicRegistration": True}}
        found = self.ask(
            "initialize",
            processId=None,
            rootUri=folder,
            workspaceFolders=[{"uri": folder, "name": "inputs"}],
            initializationOptions={"trusted": True},
            capabilities={
                "general": {"positionEncodings": ["utf-16"]},
                "textDocument": {"publishDiagnostics": {"relatedInformation": True}},
                "workspace": changes,
            },
        )
        self.tell("initialized")
        result = found.get("result") if isinstance(found, dict) else None
        if not isinstance(result, dict):
            raise EndedError(json.dumps(found))
        capabilities: dict[str, Any] = result["capabilities"]
        return capabilities

    def tell(self, method: str, **params: object) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def ask(self, method: str, **params: object) -> object:
        """Send a request, and wait for its answer: an object with `result` or `error`."""
        self.number += 1
        number = self.number
        self._send({"id": number, "method": method, "params": params})
        while number not in self.answers:
            self._receive()
        return self.answers.pop(number)

    def diagnostics(self, uri: str, version: int) -> object:
        """Wait for what the server says of this version of a document."""
        while self.pushed.get(uri, (-1, None))[0] not in (version, None):
            self._receive()
        return self.pushed.pop(uri)[1]

    def close(self) -> None:
        """Let it leave by itself; it is ended where it does not."""
        try:
            self.ask("shutdown")
            self.tell("exit")
            self.process.wait(10)
        except (EndedError, subprocess.TimeoutExpired):
            pass
        finally:
            self.process.kill()
            self.process.wait()
            self.reader.join()
            for stream in (self.process.stdin, self.process.stdout, self.log):
                assert stream is not None
                stream.close()

    def _send(self, message: dict[str, object]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
            self.process.stdin.flush()
        except OSError:
            raise EndedError("the server has ended") from None

    def _receive(self) -> None:
        try:
            message = self.messages.get(timeout=PATIENCE)
        except queue.Empty:
            raise EndedError("the server says nothing") from None
        if message is END:
            raise EndedError("the server has ended")
        method, params = message.get("method"), message.get("params", {})
        if method is None:
            shown = {key: message[key] for key in ("result", "error") if key in message}
            self.answers[message["id"]] = shown
        elif method == "textDocument/publishDiagnostics":
            self.pushed[params["uri"]] = (params.get("version"), params["diagnostics"])
        else:
            self.said.append({"method": method, "params": params})
            if "id" in message:
                self._send({"id": message["id"], "result": None})

    def _read(self, stream: IO[bytes]) -> None:
        while header := stream.readline():
            if header.lower().startswith(b"content-length:"):
                length = int(header.partition(b":")[2])
                while stream.readline().strip():
                    pass
                self.messages.put(json.loads(stream.read(length)))
        self.messages.put(END)
