"""When diagnostics are computed, and what the client has been told.

They are pushed, or pulled by clients that can; what has become stale on the way is dropped.
"""

from __future__ import annotations

import asyncio
import gc
import time

from lsprotocol import types

from asllint.lsp import convert, uris
from asllint.lsp.convert import Positions
from asllint.lsp.session import SupersededError
from asllint.lsp.worker import DOCUMENT, WORKSPACE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.engine.linting import Diagnostic
    from asllint.lsp.documents import ExactDocument
    from asllint.lsp.server import Server
    from asllint.workspace.run import Report

DEBOUNCE = 0.03
"""Seconds of silence after a change before its diagnostics are computed."""

IDLE = 5.0
"""Seconds without a change before garbage is collected."""

MAX_DIAGNOSTICS = 1_000
"""More for one file are not shown: nobody reads them, and they take longer than the analysis."""


class Found:
    """What came of linting one document: for the client, for hovers, and for other documents."""

    __slots__ = ("diagnostics", "items", "others", "settings")

    def __init__(
        self,
        diagnostics: list[Diagnostic],
        items: list[types.Diagnostic],
        others: list[str],
        settings: dict[str, list[types.Diagnostic]],
    ) -> None:
        self.diagnostics = diagnostics
        self.items = items
        self.others = others
        """The paths of open documents whose diagnostics this text changes."""
        self.settings = settings
        """The diagnostics of settings files, by their URIs."""


class Diagnostics:
    """The diagnostics of one client's files.

    All methods belong to the loop that reads messages, but for `lint` and `item`.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.pulls = False
        """Does the client ask for diagnostics itself?"""
        self.whole_workspace = False
        """Does it want those of files that are not open, too?"""
        self.shown: dict[str, list[Diagnostic]] = {}
        """The diagnostics of each open document, by its key, as they were last computed."""
        self._pending: dict[str, asyncio.Task[None]] = {}
        """What is going to be computed, by the document's key."""
        self._told: dict[str, str] = {}
        """The URIs of files that are not open and have diagnostics on show, by identity."""
        self._told_settings: set[str] = set()
        """The URIs of settings files that have diagnostics on show."""
        self._sweep: asyncio.TimerHandle | None = None
        """The next garbage collection: nobody wants to wait for one while typing."""
        self._took = 0.0
        """How long the last diagnostics took, in seconds."""
        self._background: asyncio.Task[None] | None = None
        """The work on the whole workspace, if there is any."""

    # --- documents that come, change and go -----------------------------------------------------

    def opened(self, document: ExactDocument) -> None:
        """A document counts from now on, not what is on the disk."""
        told = self._told.pop(document.identity, None)
        if told is not None and (self.pulls or told != document.uri):
            self._clear(told)  # it is pulled, or has another name, and would be told twice
        self._soon(document)

    def changed(self, document: ExactDocument) -> None:
        """Wait a moment for the next key; the longer the work takes, the longer."""
        self._soon(document, DEBOUNCE + min(self._took, 0.5))

    def closed(self, document: ExactDocument, *, elsewhere: bool) -> None:
        """The diagnostics of a document go with it; is its file still open by another name?"""
        self._forget(document)
        self.shown.pop(document.key, None)
        if self.whole_workspace and uris.path_of(document.uri) is not None and not elsewhere:
            self._told[document.identity] = document.uri
            self._background = asyncio.ensure_future(self._diagnose_workspace())
        elif not self.pulls:
            self._clear(document.uri)

    def everything_soon(self) -> None:
        """Compute all diagnostics once more: settings, rules or files have changed."""
        if self.pulls:
            self.server.workspace_diagnostic_refresh(None)
        for document in self.server.documents.opened():
            self._soon(document)
        if self.whole_workspace:
            self._background = asyncio.ensure_future(self._diagnose_workspace())

    def use_workspace(self, wanted: bool) -> None:
        """Begin to show the diagnostics of files that are not open, or stop it."""
        if wanted == self.whole_workspace:
            return
        self.whole_workspace = wanted
        if not wanted:
            for uri in self._told.values():
                self._clear(uri)
            self._told = {}
        self.everything_soon()

    # --- one document ---------------------------------------------------------------------------

    def _soon(self, document: ExactDocument, delay: float = 0.0) -> None:
        """Compute the diagnostics of a document after a while, unless it changes before that."""
        self._forget(document)
        self._pending[document.key] = asyncio.ensure_future(self._diagnose(document, delay))
        if self._sweep is not None:
            self._sweep.cancel()
        self._sweep = asyncio.get_running_loop().call_later(IDLE, gc.collect)

    def _forget(self, document: ExactDocument) -> None:
        """Do not compute the diagnostics of a document that were wanted."""
        waiting = self._pending.pop(document.key, None)
        if waiting is not None:
            waiting.cancel()

    async def _diagnose(self, document: ExactDocument, delay: float) -> None:
        await asyncio.sleep(delay)
        documents = self.server.documents
        if documents.document(document.uri) is not document:
            return
        version, text = document.version, document.text
        before = time.perf_counter()
        found = await self.server.work(DOCUMENT, self.lint, document, text)
        if found is None:
            return  # it has changed meanwhile, and a newer version is on its way
        self._took = time.perf_counter() - before
        current = documents.document(document.uri)
        if current is not document or current.version != version:
            return  # a newer version is on its way
        self._pending.pop(document.key, None)
        for each in documents.same(document.identity):
            if each.text == text:
                self._show(each, found)
        if self.pulls and found.others:
            self.server.workspace_diagnostic_refresh(None)
        self._tell_of_settings(found.settings)
        self.server.complain()

    def _tell_of_settings(self, found: dict[str, list[types.Diagnostic]]) -> None:
        """Push what is wrong with files that settings name, in the settings: nobody pulls that."""
        for uri, items in found.items():
            self._publish(uri, items, None)
        for uri in self._told_settings - found.keys():
            self._clear(uri)
        self._told_settings = set(found)

    def _lint_settings(self) -> dict[str, list[types.Diagnostic]]:
        """The settings files that have diagnostics, by their URIs; belongs to the worker."""
        found = {}
        for report in self.server.session.of_settings():
            uri = self.server.documents.spelling(report.file.path)
            found[uri] = self._items(uri, report)
        return found

    def _show(self, document: ExactDocument, found: Found) -> None:
        """Keep the diagnostics of a document, and push them to a client that does not pull."""
        self.shown[document.key] = found.diagnostics
        if self.pulls:
            return
        self._publish(document.uri, found.items, document.version)
        for other in found.others:
            for each in self.server.documents.same(uris.identity(other)):
                self._soon(each)

    async def pull(self, document: ExactDocument) -> list[types.Diagnostic]:
        """The diagnostics of a document, for a client that asks."""
        found = await self.server.work(DOCUMENT, self.lint, document)
        assert found is not None
        self.shown[document.key] = found.diagnostics
        self._tell_of_settings(found.settings)
        self.server.complain()
        return found.items

    def lint(self, document: ExactDocument, text: str | None = None) -> Found | None:
        """The diagnostics of a document's current text; belongs to the worker.

        None, and no work for it, when that is not `text` any more.
        """
        session = self.server.session
        path = document.path
        while text is None or session.is_current(path, text):
            try:
                others = session.changed(path)
                report = session.lint(path)
                items = self._items(document.uri, report)
                return Found(report.diagnostics, items, others, self._lint_settings())
            except SupersededError:
                continue
        return None

    def _items(self, uri: str, report: Report) -> list[types.Diagnostic]:
        """The diagnostics of one file in the protocol's form; belongs to the worker."""
        positions = Positions(report.file, self.server.encoding)
        return [self.item(one, positions, uri) for one in report.diagnostics[:MAX_DIAGNOSTICS]]

    def item(self, one: Diagnostic, positions: Positions, uri: str) -> types.Diagnostic:
        """A diagnostic in the protocol's form; belongs to the worker."""
        rule = self.server.session.rule(positions.file.path, one.rule)
        return convert.diagnostic(one, rule, positions, uri, self.server.documents.spelling)

    def _publish(self, uri: str, items: list[types.Diagnostic], version: int | None) -> None:
        self.server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, items, version)
        )

    def _clear(self, uri: str) -> None:
        self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    # --- all files ------------------------------------------------------------------------------

    async def _diagnose_workspace(self) -> None:
        """Push the diagnostics of all files that are not open."""
        documents = self.server.documents
        found = await self.server.work(WORKSPACE, self._lint_workspace)
        if not self.whole_workspace:
            return  # it was switched off meanwhile
        told = {}
        for identity, uri, items in found:
            if not documents.same(identity):
                told[identity] = uri
                self._publish(uri, items, None)
        for identity, uri in self._told.items():
            if told.get(identity) != uri and not documents.same(identity):
                self._clear(uri)
        self._told = told
        self.server.complain()

    def _lint_workspace(self) -> list[tuple[str, str, list[types.Diagnostic]]]:
        """The files of the workspace that have diagnostics: their identities, URIs, and these."""
        found = []
        for report in self.server.session.workspace():
            if report.diagnostics:
                path = report.file.path
                uri = self.server.documents.spelling(path)
                found.append((uris.identity(path), uri, self._items(uri, report)))
        return found
