"""The client and its workspace: what it can do, which folders there are, and what changes there."""

from __future__ import annotations

import os

from lsprotocol import types

from asllint.lsp import uris
from asllint.lsp.connection import end_with
from asllint.lsp.questions import Features
from asllint.lsp.session import folders_of
from asllint.lsp.worker import DOCUMENT, WORKSPACE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.lsp.server import Server

SETTINGS_FILES = ("asllint.toml", "pyproject.toml")

_WATCHED = (
    *(f"**/{name}" for name in SETTINGS_FILES),
    "**/*.{asl,json,jsonc,yaml,yml,tf,tofu,template}",
)

features = Features()


@features.handler(types.INITIALIZE)
def initialize(ls: Server, params: types.InitializeParams) -> None:
    """Take exact documents, and learn what the client can do."""
    ls.protocol.be_exact()
    document = params.capabilities.text_document
    ls.diagnostics.pulls = document is not None and document.diagnostic is not None
    options = params.initialization_options
    given = options if isinstance(options, dict) else {}
    ls.diagnostics.whole_workspace = bool(given.get("workspace"))
    ls.session.trusted = given.get("trusted") is True
    ls.shows_lenses = given.get("lenses") is not False
    ls.shows_hints = given.get("hints") is not False
    folders = [folder.uri for folder in params.workspace_folders or []]
    ls.session.use_folders(
        folders_of(ls.documents.use_roots(folders or [ls.documents.root_uri or ""]))
    )
    if params.process_id is not None:
        end_with(params.process_id)


@features.handler(types.INITIALIZED)
async def initialized(ls: Server, _: types.InitializedParams) -> None:
    """Look for templates in the workspace, and ask to be told when files change."""
    watched = ls.client_capabilities.workspace and (
        ls.client_capabilities.workspace.did_change_watched_files
    )
    if watched and watched.dynamic_registration:
        options = types.DidChangeWatchedFilesRegistrationOptions(
            [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
        )
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        ls.client_register_capability(
            types.RegistrationParams([types.Registration("asllint-files", method, options)])
        )
    if ls.session.folders:
        await ls.work(DOCUMENT, ls.session.index)
        ls.diagnostics.everything_soon()


@features.handler(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
async def files_changed(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Settings are read anew; a file that came or went may be one that a template refers to."""
    names = {os.path.basename(uris.path_of(change.uri) or "") for change in params.changes}
    if names & set(SETTINGS_FILES):
        ls.complained.clear()
        await ls.work(WORKSPACE, ls.session.reload)
    await ls.work(WORKSPACE, ls.session.forget)
    await ls.work(DOCUMENT, ls.session.index)
    ls.diagnostics.everything_soon()


@features.handler(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
async def configuration_changed(ls: Server, params: types.DidChangeConfigurationParams) -> None:
    """The editor's own settings."""
    given = params.settings.get("asllint", {}) if isinstance(params.settings, dict) else {}
    given = given if isinstance(given, dict) else {}
    ls.diagnostics.use_workspace(bool(given.get("workspace")))
    workspace = ls.client_capabilities.workspace
    wanted = given.get("lenses", ls.shows_lenses) is not False
    if wanted != ls.shows_lenses:
        ls.shows_lenses = wanted
        if workspace and workspace.code_lens and workspace.code_lens.refresh_support:
            ls.workspace_code_lens_refresh(None)
    wanted = given.get("hints", ls.shows_hints) is not False
    if wanted != ls.shows_hints:
        ls.shows_hints = wanted
        if workspace and workspace.inlay_hint and workspace.inlay_hint.refresh_support:
            ls.workspace_inlay_hint_refresh(None)


@features.handler(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
async def folders_changed(ls: Server, _: types.DidChangeWorkspaceFoldersParams) -> None:
    """Look for templates in the folders that there are now."""
    paths = ls.documents.use_roots(folder.uri for folder in ls.documents.folders.values())
    await ls.work(WORKSPACE, ls.session.use_folders, folders_of(paths))
    await ls.work(DOCUMENT, ls.session.index)
    ls.diagnostics.everything_soon()
