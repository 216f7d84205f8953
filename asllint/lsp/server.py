"""The server: one client, its documents, and the one worker that looks at them.

All analysis happens in that thread, so that the loop that reads messages never waits: what somebody
waits for comes first. What the server can do stands in `features/`. Documents are told apart by
their keys (`documents.py`), and go by the client's own URIs outside of here.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
from functools import partial
from typing import TextIO

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from asllint import __version__
from asllint.hosts.look import Look
from asllint.lsp import uris
from asllint.lsp.connection import REFUSALS, Protocol, standard_input
from asllint.lsp.diagnostics import Diagnostics
from asllint.lsp.documents import ExactWorkspace
from asllint.lsp.features import (
    actions,
    diagnostics,
    graph,
    help,  # noqa: A004 - of the server, not of Python
    navigation,
    shape,
    workspace,
)
from asllint.lsp.questions import Snapshot
from asllint.lsp.session import Session, SupersededError
from asllint.lsp.worker import QUESTION, Worker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    P = TypeVar("P")
    T = TypeVar("T")

log = logging.getLogger("asllint")

FEATURES = (workspace, diagnostics, navigation, shape, help, actions, graph)
"""The modules whose features the server has."""


class Server(LanguageServer):
    """One client, its open documents, and the one worker that looks at them."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__(
            "asllint",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            protocol_cls=Protocol,
        )
        self.worker = Worker()
        self.session = Session(self.worker.breathe)
        self.diagnostics = Diagnostics(self)
        self.complained: set[str] = set()
        """What has been said of the settings."""
        self.shows_lenses = True
        """Does the user want to see above each state which data pass it?"""
        self.shows_hints = True
        """Does the user want to see behind each state how it is entered?"""
        for module in FEATURES:
            module.features.add_to(self)

    async def work(self, level: int, call: Callable[..., T], *arguments: object) -> T:
        """Call something in the worker thread; `level` says how urgent it is."""
        return await asyncio.wrap_future(self.worker.submit(level, partial(call, *arguments)))

    async def ask(
        self,
        document: types.TextDocumentIdentifier,
        question: Callable[[Snapshot, P], T],
        params: P,
        otherwise: T,
    ) -> T:
        """The answer to a question about a document, as it is now.

        `otherwise` is the answer where there is no such document, or one that is none of ours.
        """
        path, uri = self.path(document.uri), self.uri(document)
        if path is None:
            return otherwise

        def answer() -> T:
            text, _ = self.session.read(path)
            if not Look(path, text).may_be_ours() and not self.session.is_used(path):
                return otherwise
            return question(Snapshot(self, uri, self.session.known(path).analysis), params)

        while True:
            try:
                return await self.work(QUESTION, answer)
            except OSError:
                return otherwise  # it is neither open nor on the disk
            except SupersededError:
                continue

    @property
    def documents(self) -> ExactWorkspace:
        """The open documents."""
        workspace = self.workspace
        assert isinstance(workspace, ExactWorkspace)
        return workspace

    def path(self, uri: str) -> str | None:
        """The path of a document; None for one that is neither open nor a file."""
        document = self.documents.document(uri)
        return uris.path_of(uri) if document is None else document.path

    def uri(self, given: types.TextDocumentIdentifier) -> str:
        """How the client calls a document: as it opened it, or else as it has just done."""
        document = self.documents.document(given.uri)
        return given.uri if document is None else document.uri

    @property
    def encoding(self) -> str:
        """The units of columns that were agreed on with the client."""
        kind = self.workspace.position_encoding
        return kind.value if isinstance(kind, types.PositionEncodingKind) else str(kind or "utf-16")

    def complain(self) -> None:
        """Show what is wrong with the settings, each once."""
        for text in self.session.complaints:
            if text not in self.complained:
                self.complained.add(text)
                self.window_show_message(
                    types.ShowMessageParams(types.MessageType.Warning, f"asllint: {text}")
                )

    def report_server_error(self, error: Exception, source: object) -> None:
        """Nothing takes the server down; what went wrong is logged on standard error."""
        if not isinstance(error, REFUSALS):
            log.error("%s: %s", type(error).__name__, error)


class Log(logging.StreamHandler[TextIO]):
    """Errors on standard error (the other one is the client's), as many as a pipe holds.

    A client that never reads them would stop the server at the moment when the pipe is full.
    """

    room = 40_000
    """So many characters are written at the most: less than a pipe takes on any system."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, unless it is a refusal, of which the client has been told."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, REFUSALS):
            return
        self.room -= len(self.format(record)) + 1
        if self.room > 0:
            super().emit(record)


def main() -> None:
    """Serve one client over standard input and output, until it leaves."""
    server = Server()
    logging.basicConfig(level=logging.WARNING, handlers=[Log()])
    gc.collect()
    gc.freeze()
    gc.disable()  # analyses are taken apart when they are replaced, and the rest when it is quiet
    server.start_io(standard_input(sys.stdin.buffer))
