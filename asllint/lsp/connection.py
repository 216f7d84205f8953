"""The connection with the client, where pygls does less than the protocol asks for.

Headers in any letter case, an answer to requests whose parameters do not fit, and an end when the
client's process is gone. Parts of pygls that are private are used by `Protocol` and nowhere else, a
test sees to that; pyproject.toml says of which versions they are known.
"""

from __future__ import annotations

import os
import select
import threading
import time
from functools import lru_cache
from typing import Any, BinaryIO, cast

from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInvalidParams,
    JsonRpcMethodNotFound,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import LanguageServerProtocol, default_converter

from asllint.lsp.documents import ExactWorkspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pygls.workspace import Workspace

REFUSALS = (JsonRpcInvalidParams, JsonRpcMethodNotFound, JsonRpcServerNotInitialized)
"""Of these the client is told, and nobody else needs to be."""

LOOK = 2.0
"""Seconds between two looks for the client's process, on systems that do not tell of its end."""


class Protocol(LanguageServerProtocol):
    """The protocol, which forgets what has been done, and answers what it can not read.

    There is no public way to any of what is done here.
    """

    def _handle_notification(self, method: str, params: Any) -> None:
        """Pygls keeps what came of every notification; with one for each key that is a leak."""
        super()._handle_notification(method, params)
        for key in [key for key, future in self._request_futures.items() if future.done()]:
            del self._request_futures[key]

    @property
    def workspace(self) -> Workspace:
        """The open documents and folders, which there are from `initialize` on."""
        if self._workspace is None:
            raise JsonRpcServerNotInitialized('"initialize" comes first')
        return self._workspace

    def be_exact(self) -> None:
        """Let exact documents take the place of those that pygls makes, before any is open.

        pygls makes its workspace itself, and asks nobody of which class.
        """
        made = self.workspace
        self._workspace = ExactWorkspace(
            made.root_uri,
            types.TextDocumentSyncKind.Incremental,
            list(made.folders.values()),
            made.position_encoding,
        )

    def structure_message(self, data: dict[str, Any]) -> Any:
        """A message as an object; a request that is none is answered, which pygls does not do.

        What answers is private: pygls answers only what its own handlers give or raise.
        The first one is read with patience: without it there is no server.
        """
        number, method = data.get("id"), data.get("method")
        if not isinstance(number, str | int) or not isinstance(method, str):
            return super().structure_message(data)
        if "jsonrpc" not in data:  # a part of a message, which come by here as well
            return data
        kind = self.get_message_type(method)
        try:
            if kind is None or method == types.INITIALIZE:
                return super().structure_message(data)
            return _strict().structure(data, kind)
        except Exception as error:
            refusal = _refusal(data, error) if kind else JsonRpcMethodNotFound.of(method)
            self._send_response(number, error=refusal.to_response_error())
            raise refusal from None


def _refusal(data: dict[str, Any], error: BaseException) -> JsonRpcException:
    """The answer to a request that could not be read: the innermost of the converter's errors."""
    inner: BaseException = error.__cause__ or error
    while isinstance(inner, BaseExceptionGroup):
        inner = inner.exceptions[0]
    reason = f"there is no {inner}" if isinstance(inner, KeyError) else " ".join(str(inner).split())
    if not isinstance(data.get("params", {}), dict):
        reason = "they are no object"
    return JsonRpcInvalidParams(f"the parameters of {data['method']} do not fit: {reason}")


@lru_cache
def _strict() -> Any:
    """The converter of pygls, but that nothing is taken for a text or a number that is none."""
    converter: Any = default_converter()  # type: ignore[no-untyped-call]
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(int, _number)
    converter.register_structure_hook(bool, _flag)
    return converter


def _text(value: object, _: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _number(value: object, _: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise TypeError(f"{value!r} is no whole number")
    return int(value)


def _flag(value: object, _: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


class Input:
    """Standard input, with headers as pygls expects them.

    RFC 9110 (5.1) and the base protocol: names of fields do not depend on letter case, and blanks
    around values do not count.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def readline(self) -> bytes:
        """The next line of a header."""
        line = self.stream.readline()
        name, colon, value = line.partition(b":")
        if colon and name.strip().lower() == b"content-length":
            return b"Content-Length: " + value.strip() + b"\r\n"
        return line

    def read(self, size: int) -> bytes:
        """So many bytes of a message; fewer when the input ends."""
        return self.stream.read(size)


def standard_input(stream: BinaryIO) -> BinaryIO:
    """`stream` as pygls reads it."""
    return cast("BinaryIO", Input(stream))


def end_with(process: int) -> None:
    """End this process as soon as another one has ended, whoever else holds its pipes.

    A process that can not be seen now (the client is in another container, on another machine) is
    not waited for: there is the end of the input.
    """
    if process > 0:
        threading.Thread(target=_end_with, args=(process,), daemon=True).start()


def _end_with(process: int) -> None:
    wait = _wait_on_windows if os.name == "nt" else _wait
    if wait(process):
        os._exit(1)  # the end that the protocol asks for after no "shutdown"; nothing is unsaved


def _wait(process: int) -> bool:
    """Wait for the end of a process; was there one?"""
    try:
        if hasattr(os, "pidfd_open"):
            return _wait_on_linux(process)
        os.kill(process, 0)
    except PermissionError:
        pass  # it runs, as somebody else
    except OSError:
        return False
    while True:
        time.sleep(LOOK)
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            continue


def _wait_on_linux(process: int) -> bool:
    """The same by a descriptor, which also tells of an end that nobody has asked for yet."""
    descriptor = os.pidfd_open(process)
    select.select([descriptor], [], [])
    return True


def _wait_on_windows(process: int) -> bool:
    """The same on Windows, where `os.kill` would end the process."""
    import ctypes

    synchronize, infinite = 0x0010_0000, 0xFFFF_FFFF
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]
    handle = kernel.OpenProcess(synchronize, False, process)
    return bool(handle) and kernel.WaitForSingleObject(handle, infinite) == 0
