"""A client for tests: the installed server as a process, over standard input and output."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from tests.cost import PATIENCE


def _function(method: Callable[[Any], None]) -> Callable[[Any], None]:
    """A function that does what a bound method does; pygls writes attributes to it."""

    def call(params: Any) -> None:
        method(params)

    return call


class Editor(LanguageClient):
    """What an editor keeps: open texts, and what the server has said of them."""

    def __init__(self) -> None:
        super().__init__("asllint-tests", "1")
        self.diagnostics: dict[str, list[types.Diagnostic]] = {}
        self.versions: dict[str, int | None] = {}
        self.messages: list[str] = []
        self.news = asyncio.Event()
        self.refreshed = 0
        self.lenses_refreshed = 0
        self.hints_refreshed = 0
        self.watching: list[str] = []

        for method, handler in (
            (types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, self._published),
            (types.WINDOW_SHOW_MESSAGE, self._shown),
            (types.CLIENT_REGISTER_CAPABILITY, self._registered),
            (types.WORKSPACE_DIAGNOSTIC_REFRESH, self._refresh),
            (types.WORKSPACE_CODE_LENS_REFRESH, self._refresh_lenses),
            (types.WORKSPACE_INLAY_HINT_REFRESH, self._refresh_hints),
        ):
            self.feature(method)(_function(handler))

    def _published(self, params: types.PublishDiagnosticsParams) -> None:
        self.diagnostics[params.uri] = list(params.diagnostics)
        self.versions[params.uri] = params.version
        self.news.set()

    def _shown(self, params: types.ShowMessageParams) -> None:
        self.messages.append(params.message)
        self.news.set()

    def _registered(self, params: types.RegistrationParams) -> None:
        self.watching = [one.method for one in params.registrations]
        self.news.set()

    def _refresh(self, params: None) -> None:
        self.refreshed += 1
        self.news.set()

    def _refresh_lenses(self, params: None) -> None:
        self.lenses_refreshed += 1
        self.news.set()

    def _refresh_hints(self, params: None) -> None:
        self.hints_refreshed += 1
        self.news.set()

    def open(self, uri: str, text: str, language: str = "json", version: int = 1) -> str:
        """Open a document."""
        self.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, version, text))
        )
        return uri

    def change(self, uri: str, version: int, *edits: tuple[types.Range | None, str]) -> None:
        """Change a document: ranges and their new texts, or None for the whole document."""
        changes: list[types.TextDocumentContentChangeEvent] = [
            types.TextDocumentContentChangeWholeDocument(text)
            if range_ is None
            else types.TextDocumentContentChangePartial(range_, text)
            for range_, text in edits
        ]
        self.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version, uri), changes
            )
        )

    async def until(self, condition: Any, seconds: float = PATIENCE) -> None:
        """Wait until the server's messages make something true."""
        async with asyncio.timeout(seconds):
            while not condition():
                self.news.clear()
                await self.news.wait()

    async def told(self, uri: str, version: int | None = None) -> list[types.Diagnostic]:
        """The diagnostics of a document, once the server has said them (of this version)."""

        def known() -> bool:
            return uri in self.diagnostics and (
                version is None or self.versions.get(uri) == version
            )

        await self.until(known)
        return self.diagnostics[uri]


@asynccontextmanager
async def editor(
    folder: Path | None = None,
    *,
    folders: list[Path] | None = None,
    uris: list[str] | None = None,
    encoding: str = "utf-16",
    pull: bool = False,
    options: object = None,
    command: tuple[str, ...] = (sys.executable, "-m", "asllint", "lsp"),
) -> AsyncIterator[Editor]:
    """A client with a running server; at the end the server must leave by itself."""
    client = Editor()
    await client.start_io(*command)
    every = folders or ([folder] if folder is not None else [])
    roots = [types.WorkspaceFolder(one.as_uri(), one.name) for one in every]
    roots += [types.WorkspaceFolder(one, one) for one in uris or ()]
    capabilities = types.ClientCapabilities(
        general=types.GeneralClientCapabilities(
            position_encodings=[types.PositionEncodingKind(encoding)]
        ),
        text_document=types.TextDocumentClientCapabilities(
            diagnostic=types.DiagnosticClientCapabilities() if pull else None
        ),
        workspace=types.WorkspaceClientCapabilities(
            code_lens=types.CodeLensWorkspaceClientCapabilities(refresh_support=True),
            inlay_hint=types.InlayHintWorkspaceClientCapabilities(refresh_support=True),
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
                dynamic_registration=True
            ),
        ),
    )
    await client.initialize_async(
        types.InitializeParams(
            capabilities=capabilities,
            workspace_folders=roots,
            initialization_options=options,
        )
    )
    client.initialized(types.InitializedParams())
    try:
        yield client
    finally:
        async with asyncio.timeout(PATIENCE):
            await client.shutdown_async(None)
            client.exit(None)
            await client.stop()  # type: ignore[no-untyped-call]
