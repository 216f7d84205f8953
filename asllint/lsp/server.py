"""The features of the server, each a translation: a request, a question to the session, an answer.

All analysis happens in one worker thread, so that the loop that reads messages never waits: what
somebody waits for comes first, what has become stale in the meantime is dropped. Diagnostics are
pushed, or pulled by clients that can. Documents are told apart by their keys (`lsp/documents.py`),
and go by the client's own URIs outside of here.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
import time
from functools import partial
from typing import Any, TextIO

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from asllint import __version__
from asllint.engine.reading import may_be_ours
from asllint.ide import actions, hints, navigation, outline, tokens
from asllint.ide.completion import complete
from asllint.ide.hover import hover as describe
from asllint.ide.navigation import RenameError
from asllint.lsp import convert, uris
from asllint.lsp.connection import REFUSALS, Protocol, end_with, standard_input
from asllint.lsp.convert import Positions
from asllint.lsp.documents import ExactDocument, ExactWorkspace
from asllint.lsp.session import Session, SupersededError, folders_of
from asllint.lsp.worker import DOCUMENT, QUESTION, WORKSPACE, Worker
from asllint.source.finding import Edit
from asllint.source.text import Shift, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from asllint.engine.analysis import Analysis
    from asllint.engine.linting import Diagnostic
    from asllint.workspace.run import Report

    T = TypeVar("T")

log = logging.getLogger("asllint")

DEBOUNCE = 0.03
"""Seconds of silence after a change before its diagnostics are computed."""

IDLE = 5.0
"""Seconds without a change before garbage is collected."""

MAX_DIAGNOSTICS = 1_000
"""More for one file are not shown: nobody reads them, and they take longer than the analysis."""

FIX_ALL = "source.fixAll.asllint"
"""The kind of the action that repairs a document at once; editors can run it on saving."""

SETTINGS_FILES = ("asllint.toml", "pyproject.toml")


class Found:
    """What came of linting one document: for the client, for hovers, and for other documents."""

    __slots__ = ("diagnostics", "items", "others")

    def __init__(
        self, diagnostics: list[Diagnostic], items: list[types.Diagnostic], others: list[str]
    ) -> None:
        self.diagnostics = diagnostics
        self.items = items
        self.others = others
        """The paths of open documents whose diagnostics this text changes."""


class Server(LanguageServer):
    """One client, its open documents, and the one worker that looks at them."""

    def __init__(self) -> None:
        super().__init__(
            "asllint",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            protocol_cls=Protocol,
        )
        self.worker = Worker()
        self.session = Session(self.worker.breathe)
        self.pending: dict[str, asyncio.Task[None]] = {}
        """What is going to be computed, by the document's key."""
        self.shown: dict[str, list[Diagnostic]] = {}
        """The diagnostics of each open document, by its key, as they were last computed."""
        self.told: dict[str, str] = {}
        """The URIs of files that are not open and have diagnostics on show, by identity."""
        self.complained: set[str] = set()
        self.sweep: asyncio.TimerHandle | None = None
        """The next garbage collection: nobody wants to wait for one while typing."""
        self.took = 0.0
        """How long the last diagnostics took, in seconds."""
        self.background: asyncio.Task[None] | None = None
        """The work on the whole workspace, if there is any."""
        self.pulls = False
        self.whole_workspace = False

    async def work(self, level: int, call: Callable[..., T], *arguments: object) -> T:
        """Call something in the worker thread; `level` says how urgent it is."""
        return await asyncio.wrap_future(self.worker.submit(level, partial(call, *arguments)))

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

    def positions(self, analysis: Analysis) -> Positions:
        """How to tell places in a file."""
        return Positions(analysis.file, self.encoding)

    @property
    def encoding(self) -> str:
        """The units of columns that were agreed on with the client."""
        kind = self.workspace.position_encoding
        return kind.value if isinstance(kind, types.PositionEncodingKind) else str(kind or "utf-16")

    # --- diagnostics ----------------------------------------------------------------------------

    def soon(self, document: ExactDocument, delay: float = 0.0) -> None:
        """Compute the diagnostics of a document after a while, unless it changes before that."""
        self.forget(document)
        self.pending[document.key] = asyncio.ensure_future(self._diagnose(document, delay))
        if self.sweep is not None:
            self.sweep.cancel()
        self.sweep = asyncio.get_running_loop().call_later(IDLE, gc.collect)

    def forget(self, document: ExactDocument) -> None:
        """Do not compute the diagnostics of a document that were wanted."""
        waiting = self.pending.pop(document.key, None)
        if waiting is not None:
            waiting.cancel()

    async def _diagnose(self, document: ExactDocument, delay: float) -> None:
        await asyncio.sleep(delay)
        if self.documents.document(document.uri) is not document:
            return
        version, source = document.version, document.source
        before = time.perf_counter()
        found = await self.work(DOCUMENT, self._lint, document, source)
        if found is None:
            return  # it has changed meanwhile, and a newer version is on its way
        self.took = time.perf_counter() - before
        current = self.documents.document(document.uri)
        if current is not document or current.version != version:
            return  # a newer version is on its way
        self.pending.pop(document.key, None)
        for each in self.documents.same(document.identity):
            if each.source == source:
                self._show(each, found)
        if self.pulls and found.others:
            self.workspace_diagnostic_refresh(None)
        self.complain()

    def _show(self, document: ExactDocument, found: Found) -> None:
        """Keep the diagnostics of a document, and push them to a client that does not pull."""
        self.shown[document.key] = found.diagnostics
        if self.pulls:
            return
        self.publish(document.uri, found.items, document.version)
        for other in found.others:
            for each in self.documents.same(uris.identity(other)):
                self.soon(each)

    def _lint(self, document: ExactDocument, text: str | None = None) -> Found | None:
        """The diagnostics of a document's current text; belongs to the worker.

        None, and no work for it, when that is not `text` any more.
        """
        path = document.path
        while text is None or self.session.is_current(path, text):
            try:
                others = self.session.changed(path)
                report = self.session.lint(path)
                return Found(report.diagnostics, self._items(document.uri, report), others)
            except SupersededError:
                continue
        return None

    def publish(self, uri: str, items: list[types.Diagnostic], version: int | None) -> None:
        """Push the diagnostics of one file."""
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, items, version))

    def _items(self, uri: str, report: Report) -> list[types.Diagnostic]:
        """The diagnostics of one file in the protocol's form; belongs to the worker."""
        return [
            self.item(one, Positions(report.file, self.encoding), uri)
            for one in report.diagnostics[:MAX_DIAGNOSTICS]
        ]

    def item(self, one: Diagnostic, positions: Positions, uri: str) -> types.Diagnostic:
        """A diagnostic in the protocol's form; belongs to the worker."""
        rule = self.session.rule(positions.file.path, one.rule)
        return convert.diagnostic(one, rule, positions, uri, self.documents.spelling)

    def everything_soon(self) -> None:
        """Compute all diagnostics once more: settings, rules or files have changed."""
        if self.pulls:
            self.workspace_diagnostic_refresh(None)
        for document in self.documents.opened():
            self.soon(document)
        if self.whole_workspace:
            self.background = asyncio.ensure_future(self._workspace_diagnostics())

    async def _workspace_diagnostics(self) -> None:
        """Push the diagnostics of all files that are not open."""
        found = await self.work(WORKSPACE, self._lint_workspace)
        if not self.whole_workspace:
            return  # it was switched off meanwhile
        told = {}
        for identity, uri, items in found:
            if not self.documents.same(identity):
                told[identity] = uri
                self.publish(uri, items, None)
        for identity, uri in self.told.items():
            if told.get(identity) != uri and not self.documents.same(identity):
                self._clear(uri)
        self.told = told
        self.complain()

    def _lint_workspace(self) -> list[tuple[str, str, list[types.Diagnostic]]]:
        """The files of the workspace that have diagnostics: their identities, URIs, and these."""
        found = []
        for report in self.session.workspace():
            if report.diagnostics:
                path = report.file.path
                uri = self.documents.spelling(path)
                found.append((uris.identity(path), uri, self._items(uri, report)))
        return found

    def _clear(self, uri: str) -> None:
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

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


server = Server()


# --- life ----------------------------------------------------------------------------------------


@server.feature(types.INITIALIZE)
def initialize(ls: Server, params: types.InitializeParams) -> None:
    """Take exact documents, and learn what the client can do."""
    old = ls.workspace
    ls.protocol._workspace = ExactWorkspace(
        old.root_uri, old._sync_kind, params.workspace_folders or [], old.position_encoding
    )
    document = params.capabilities.text_document
    ls.pulls = document is not None and document.diagnostic is not None
    options = params.initialization_options
    given = options if isinstance(options, dict) else {}
    ls.whole_workspace = bool(given.get("workspace"))
    ls.session.trusted = given.get("trusted") is True
    folders = [folder.uri for folder in params.workspace_folders or []] or [old.root_uri or ""]
    ls.session.use_folders(folders_of(ls.documents.use_roots(folders)))
    if params.process_id is not None:
        end_with(params.process_id)


@server.feature(types.INITIALIZED)
async def initialized(ls: Server, _: types.InitializedParams) -> None:
    """Look for templates in the workspace, and ask to be told when files change."""
    watched = ls.client_capabilities.workspace and (
        ls.client_capabilities.workspace.did_change_watched_files
    )
    if watched and watched.dynamic_registration:
        patterns = (
            *(f"**/{name}" for name in SETTINGS_FILES),
            "**/*.{asl,json,jsonc,yaml,yml,tf,tofu,template}",
        )
        options = types.DidChangeWatchedFilesRegistrationOptions(
            [types.FileSystemWatcher(pattern) for pattern in patterns]
        )
        ls.client_register_capability(
            types.RegistrationParams(
                [
                    types.Registration(
                        "asllint-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options
                    )
                ]
            )
        )
    if ls.session.folders:
        await ls.work(DOCUMENT, ls.session.index)
        ls.everything_soon()


@server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
async def files_changed(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Settings are read anew; a file that came or went may be one that a template refers to."""
    names = {os.path.basename(uris.path_of(change.uri) or "") for change in params.changes}
    if names & set(SETTINGS_FILES):
        ls.complained.clear()
        await ls.work(WORKSPACE, ls.session.reload)
    await ls.work(WORKSPACE, ls.session.forget)
    await ls.work(DOCUMENT, ls.session.index)
    ls.everything_soon()


@server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
async def configuration_changed(ls: Server, params: types.DidChangeConfigurationParams) -> None:
    """The editor's own settings."""
    given = params.settings.get("asllint", {}) if isinstance(params.settings, dict) else {}
    wanted = isinstance(given, dict) and bool(given.get("workspace"))
    if wanted != ls.whole_workspace:
        ls.whole_workspace = wanted
        if not wanted:
            for uri in ls.told.values():
                ls._clear(uri)
            ls.told = {}
        ls.everything_soon()


@server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
async def folders_changed(ls: Server, _: types.DidChangeWorkspaceFoldersParams) -> None:
    """Look for templates in the folders that there are now."""
    paths = ls.documents.use_roots(folder.uri for folder in ls.documents.folders.values())
    await ls.work(WORKSPACE, ls.session.use_folders, folders_of(paths))
    await ls.work(DOCUMENT, ls.session.index)
    ls.everything_soon()


# --- documents -----------------------------------------------------------------------------------


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def did_open(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    """An open document counts, not what is on the disk."""
    document = ls.documents.document(params.text_document.uri)
    assert document is not None
    told = ls.told.pop(document.identity, None)
    if told is not None and (ls.pulls or told != document.uri):
        ls._clear(told)  # it is pulled from now on, or has another name, and would be told twice
    ls.session.open(document.path, document.source)
    ls.soon(document)


@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def did_change(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    """Wait a moment for the next key; the longer the work takes, the longer."""
    document = ls.documents.document(params.text_document.uri)
    if document is not None:
        ls.session.open(document.path, document.source)
        ls.soon(document, DEBOUNCE + min(ls.took, 0.5))


@server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
def did_close(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    """The diagnostics of a closed document go with it."""
    document = ls.documents.take_closed(params.text_document.uri)
    if document is None:
        return
    ls.forget(document)
    ls.shown.pop(document.key, None)
    others = ls.documents.same(document.identity)
    if others:
        ls.session.open(others[-1].path, others[-1].source)
    else:
        ls.session.close(document.path)
    ls.worker.submit(WORKSPACE, ls.session.tidy)
    if ls.whole_workspace and uris.path_of(document.uri) is not None and not others:
        ls.told[document.identity] = document.uri
        ls.background = asyncio.ensure_future(ls._workspace_diagnostics())
    elif not ls.pulls:
        ls._clear(document.uri)


@server.feature(
    types.TEXT_DOCUMENT_DIAGNOSTIC,
    types.DiagnosticOptions(
        inter_file_dependencies=True, workspace_diagnostics=False, identifier="asllint"
    ),
)
async def pull(
    ls: Server, params: types.DocumentDiagnosticParams
) -> types.RelatedFullDocumentDiagnosticReport:
    """The diagnostics of one document."""
    document = ls.documents.document(params.text_document.uri)
    if document is None:
        return types.RelatedFullDocumentDiagnosticReport(items=[])
    found = await ls.work(DOCUMENT, ls._lint, document)
    assert found is not None
    ls.shown[document.key] = found.diagnostics
    ls.complain()
    return types.RelatedFullDocumentDiagnosticReport(items=found.items)


# --- navigation ----------------------------------------------------------------------------------


async def ask(
    ls: Server, uri: str, question: Callable[[Analysis, Positions], T], otherwise: T
) -> T:
    """Ask something of the current analysis of a document, in the worker."""
    path = ls.path(uri)
    if path is None:
        return otherwise

    def answer() -> T:
        text, _ = ls.session.read(path)
        if not may_be_ours(path, text) and not ls.session.is_used(path):
            return otherwise
        analysis = ls.session.known(path).analysis
        return question(analysis, ls.positions(analysis))

    try:
        return await ls.work(QUESTION, answer)
    except OSError:
        return otherwise  # it is neither open nor on the disk
    except SupersededError:
        return await ask(ls, uri, question, otherwise)


async def ask_good(
    ls: Server,
    uri: str,
    position: types.Position,
    question: Callable[[Analysis, int], list[T]],
    convert_one: Callable[[T, Callable[[Span], types.Range]], Any],
) -> list[Any]:
    """Ask for places; in a half-typed text, ask the last one that could be read as well."""

    def answer(analysis: Analysis, positions: Positions) -> list[Any]:
        offset = positions.offset(position)
        found = question(analysis, offset)
        move: Callable[[Span], Span] = lambda span: span  # noqa: E731
        if not found:
            good = ls.session.known(analysis.file.path).good
            if good is not analysis:
                shift = Shift(good.file.text, analysis.file.text)
                found, move = question(good, shift.back(offset)), shift.forth
        return [convert_one(one, lambda span: positions.range(move(span))) for one in found]

    return await ask(ls, uri, answer, [])


@server.feature(types.TEXT_DOCUMENT_DEFINITION)
async def definition(ls: Server, params: types.DefinitionParams) -> list[types.Location]:
    """Where a state or a variable is defined; from a template's path, the file."""
    uri = ls.uri(params.text_document)
    found = await ask_good(
        ls, uri, params.position, navigation.definition,
        lambda span, to_range: types.Location(uri, to_range(span)),
    )  # fmt: skip
    if found:
        return found

    def files(analysis: Analysis, positions: Positions) -> list[types.Location]:
        paths = navigation.referred_file(analysis, positions.offset(params.position))
        start = types.Position(0, 0)
        return [
            types.Location(ls.documents.spelling(path), types.Range(start, start)) for path in paths
        ]

    return await ask(ls, uri, files, [])


@server.feature(types.TEXT_DOCUMENT_REFERENCES)
async def references(ls: Server, params: types.ReferenceParams) -> list[types.Location]:
    """Every place of a state or a variable."""
    uri, declared = ls.uri(params.text_document), params.context.include_declaration

    def question(analysis: Analysis, offset: int) -> list[navigation.Location]:
        return [
            place
            for place in navigation.locations(analysis, offset)
            if declared or not place.defines
        ]

    return await ask_good(
        ls, uri, params.position, question,
        lambda place, to_range: types.Location(uri, to_range(place.span)),
    )  # fmt: skip


@server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
async def highlight(
    ls: Server, params: types.DocumentHighlightParams
) -> list[types.DocumentHighlight]:
    """Every place of the name under the cursor, in this document."""
    return await ask_good(
        ls, params.text_document.uri, params.position, navigation.locations,
        lambda place, to_range: types.DocumentHighlight(
            to_range(place.span),
            types.DocumentHighlightKind.Write
            if place.defines
            else types.DocumentHighlightKind.Read,
        ),
    )  # fmt: skip


@server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
async def prepare_rename(
    ls: Server, params: types.PrepareRenameParams
) -> types.PrepareRenamePlaceholder | None:
    """The name that can be changed, or why not."""

    def question(analysis: Analysis, positions: Positions) -> types.PrepareRenamePlaceholder | None:
        span, name = navigation.prepare_rename(analysis, positions.offset(params.position))
        return types.PrepareRenamePlaceholder(positions.range(span), name)

    try:
        return await ask(ls, params.text_document.uri, question, None)
    except RenameError as error:
        raise JsonRpcInvalidParams(message=str(error)) from None


@server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
async def rename(ls: Server, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """A new name in all places at once."""
    uri = ls.uri(params.text_document)

    def question(analysis: Analysis, positions: Positions) -> types.WorkspaceEdit:
        offset = positions.offset(params.position)
        edits = navigation.rename(analysis, offset, params.new_name)
        return workspace_edit(uri, edits, positions)

    try:
        return await ask(ls, uri, question, None)
    except RenameError as error:
        raise JsonRpcInvalidParams(message=str(error)) from None


def workspace_edit(uri: str, edits: list[Edit], positions: Positions) -> types.WorkspaceEdit:
    """Edits of one document."""
    return types.WorkspaceEdit(
        changes={uri: [types.TextEdit(positions.range(one.span), one.replacement) for one in edits]}
    )


# --- the shape of a document ---------------------------------------------------------------------


@server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
async def document_symbols(
    ls: Server, params: types.DocumentSymbolParams
) -> list[types.DocumentSymbol]:
    """Machines, their states, and the machines in these."""

    def question(analysis: Analysis, positions: Positions) -> list[types.DocumentSymbol]:
        good = ls.session.known(analysis.file.path).good
        entries = outline.outline(analysis)
        if not entries and good is not analysis:
            shift = Shift(good.file.text, analysis.file.text)
            return [
                _symbol(entry, lambda span: positions.range(shift.forth(span)))
                for entry in outline.outline(good)
            ]
        return [_symbol(entry, positions.range) for entry in entries]

    return await ask(ls, params.text_document.uri, question, [])


def _symbol(
    entry: outline.OutlineItem, to_range: Callable[[Span], types.Range]
) -> types.DocumentSymbol:
    machine = entry.kind == outline.MACHINE
    return types.DocumentSymbol(
        name=entry.name or "(no name)",
        kind=types.SymbolKind.Class if machine else types.SymbolKind.Function,
        range=to_range(entry.span),
        selection_range=to_range(entry.name_span),
        detail=entry.detail,
        children=[_symbol(child, to_range) for child in entry.children],
    )


@server.feature(types.WORKSPACE_SYMBOL)
async def workspace_symbols(
    ls: Server, params: types.WorkspaceSymbolParams
) -> list[types.SymbolInformation]:
    """The states of all definitions of the workspace whose names hold the letters in order."""

    def search() -> list[types.SymbolInformation]:
        encoding = ls.encoding
        found: list[types.SymbolInformation] = []
        for analysis in ls.session.analyses():
            positions = Positions(analysis.file, encoding)
            uri = ls.documents.spelling(analysis.file.path)
            for entry, container in outline.flat(outline.outline(analysis)):
                if outline.matches(params.query, entry.name):
                    location = types.Location(uri, positions.range(entry.name_span))
                    kind = types.SymbolKind.Function
                    found.append(
                        types.SymbolInformation(
                            location, entry.name, kind, container_name=container
                        )
                    )
        return found[:500]

    return await ls.work(DOCUMENT, search)


@server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
async def folding(ls: Server, params: types.FoldingRangeParams) -> list[types.FoldingRange]:
    """Objects and arrays over several lines."""

    def question(analysis: Analysis, positions: Positions) -> list[types.FoldingRange]:
        ranges = map(positions.range, outline.folds(analysis))
        lines = {
            each.start.line: each.end.line for each in ranges if each.end.line > each.start.line
        }
        return [types.FoldingRange(start, end) for start, end in sorted(lines.items())]

    return await ask(ls, params.text_document.uri, question, [])


@server.feature(types.TEXT_DOCUMENT_SELECTION_RANGE)
async def selection(ls: Server, params: types.SelectionRangeParams) -> list[types.SelectionRange]:
    """What a growing selection takes, from the string to the file."""

    def question(analysis: Analysis, positions: Positions) -> list[types.SelectionRange]:
        found = []
        for position in params.positions:
            chain: types.SelectionRange | None = None
            for span in reversed(outline.selections(analysis, positions.offset(position))):
                chain = types.SelectionRange(positions.range(span), chain)
            found.append(chain or types.SelectionRange(types.Range(position, position)))
        return found

    return await ask(ls, params.text_document.uri, question, [])


@server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
async def inlay_hints(ls: Server, params: types.InlayHintParams) -> list[types.InlayHint]:
    """How each state is entered."""

    def question(analysis: Analysis, positions: Positions) -> list[types.InlayHint]:
        wanted = positions.span(params.range)
        return [
            types.InlayHint(positions.position(hint.offset), hint.text, padding_left=True)
            for hint in hints.hints(analysis)
            if wanted.start <= hint.offset <= wanted.end
        ]

    return await ask(ls, params.text_document.uri, question, [])


@server.feature(
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL,
    types.SemanticTokensLegend(token_types=list(tokens.TYPES), token_modifiers=[]),
)
async def semantic_tokens(ls: Server, params: types.SemanticTokensParams) -> types.SemanticTokens:
    """The words of the expressions inside of strings."""

    def question(analysis: Analysis, positions: Positions) -> types.SemanticTokens:
        data: list[int] = []
        line = column = 0
        for token in tokens.tokens(analysis):
            start, end = positions.position(token.span.start), positions.position(token.span.end)
            if start.line != end.line or (start.line, start.character) < (line, column):
                continue
            first = start.character - (column if start.line == line else 0)
            length = end.character - start.character
            data += (start.line - line, first, length, tokens.TYPES.index(token.type), 0)
            line, column = start.line, start.character
        return types.SemanticTokens(data)

    return await ask(ls, params.text_document.uri, question, types.SemanticTokens([]))


# --- help ----------------------------------------------------------------------------------------


@server.feature(types.TEXT_DOCUMENT_HOVER)
async def hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    """What is under the cursor, and the pages of the rules that have found something there."""
    uri = ls.uri(params.text_document)

    def question(analysis: Analysis, positions: Positions) -> types.Hover | None:
        offset = positions.offset(params.position)
        found = describe(analysis, offset)
        texts = [found.markdown] if found is not None else []
        for one in ls.shown.get(uris.key_of(uri), ()):
            if one.span.start <= offset <= one.span.end and one.file.text == analysis.file.text:
                rule = ls.session.rule(analysis.file.path, one.rule)
                if rule is not None:
                    texts.append(
                        actions.page_summary(rule, convert.page_of(rule, ls.documents.spelling))
                    )
        if not texts:
            return None
        content = types.MarkupContent(
            types.MarkupKind.Markdown, "\n\n---\n\n".join(dict.fromkeys(texts))
        )
        return types.Hover(content, positions.range(found.span) if found is not None else None)

    return await ask(ls, uri, question, None)


_KINDS = {
    "state": types.CompletionItemKind.Reference, "field": types.CompletionItemKind.Field,
    "value": types.CompletionItemKind.EnumMember, "error": types.CompletionItemKind.Event,
    "function": types.CompletionItemKind.Function, "variable": types.CompletionItemKind.Variable,
    "member": types.CompletionItemKind.Property, "snippet": types.CompletionItemKind.Snippet,
}  # fmt: skip


@server.feature(
    types.TEXT_DOCUMENT_COMPLETION,
    types.CompletionOptions(trigger_characters=['"', "$", ".", ":", " ", "{"]),
)
async def completion(ls: Server, params: types.CompletionParams) -> types.CompletionList:
    """What can stand here."""
    uri = ls.uri(params.text_document)

    def question(analysis: Analysis, positions: Positions) -> types.CompletionList:
        offset = positions.offset(params.position)
        items = [
            types.CompletionItem(
                label=one.label,
                kind=_KINDS.get(one.kind),
                detail=one.detail or None,
                documentation=types.MarkupContent(types.MarkupKind.Markdown, one.documentation)
                if one.documentation
                else None,
                text_edit=types.TextEdit(positions.range(one.span), one.insert),
                insert_text_format=types.InsertTextFormat.Snippet
                if one.snippet
                else types.InsertTextFormat.PlainText,
                insert_text_mode=types.InsertTextMode.AdjustIndentation,
                sort_text=one.sort or None,
                filter_text=one.filter or None,
                additional_text_edits=[
                    types.TextEdit(positions.range(edit.span), edit.replacement)
                    for edit in one.edits
                ]
                or None,
            )
            for one in complete(analysis, offset)
        ]
        return types.CompletionList(is_incomplete=False, items=items)

    return await ask(ls, uri, question, types.CompletionList(False, []))


@server.feature(
    types.TEXT_DOCUMENT_CODE_ACTION,
    types.CodeActionOptions(
        [types.CodeActionKind.QuickFix, types.CodeActionKind.RefactorRewrite, FIX_ALL]
    ),
)
async def code_actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Repairs of what is on show, and what else can be done at this place.

    All at once only where a client asks for that by its name, as it does when a file is saved.
    """
    uri = ls.uri(params.text_document)
    only = params.context.only
    if only and any(f"{FIX_ALL}.".startswith(f"{kind}.") for kind in only):
        return await ask(ls, uri, lambda *known: fix_all(ls, uri, *known), [])

    document = ls.documents.document(uri)
    if document is not None:  # the long part of it lets others pass
        await ls.work(DOCUMENT, ls._lint, document)

    def question(analysis: Analysis, positions: Positions) -> list[types.CodeAction]:
        wanted = positions.span(params.range)
        report = ls.session.lint(analysis.file.path)
        shown = [
            one
            for one in report.diagnostics
            if one.span.start <= wanted.end and wanted.start <= one.span.end
        ]
        found = []
        for action in actions.actions(analysis, wanted, shown):
            about = None
            if action.diagnostic is not None:
                about = [ls.item(action.diagnostic, positions, uri)]
            fixes = action.kind == actions.FIX
            kind = types.CodeActionKind.QuickFix if fixes else types.CodeActionKind.RefactorRewrite
            found.append(
                types.CodeAction(
                    action.title,
                    kind,
                    diagnostics=about,
                    is_preferred=action.preferred or None,
                    edit=workspace_edit(uri, list(action.edits), positions),
                )
            )
        return found

    return await ask(ls, uri, question, [])


def fix_all(
    ls: Server, uri: str, analysis: Analysis, positions: Positions
) -> list[types.CodeAction]:
    """All safe fixes of a document as one action; belongs to the worker."""
    old = analysis.file.text
    new = ls.session.repaired(analysis.file.path)
    if new is None:
        return []
    shift = Shift(old, new)
    edit = Edit(Span(shift.start, shift.end), new[shift.start : shift.end + shift.delta])
    action = types.CodeAction("repair all that has a safe fix", FIX_ALL)
    action.edit = workspace_edit(uri, [edit], positions)
    return [action]


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
    logging.basicConfig(level=logging.WARNING, handlers=[Log()])
    gc.collect()
    gc.freeze()
    gc.disable()  # analyses are taken apart when they are replaced, and the rest when it is quiet
    server.start_io(standard_input(sys.stdin.buffer))
