"""Documents that are opened, changed and closed, and their diagnostics."""

from __future__ import annotations

from lsprotocol import types

from asllint.lsp.questions import Features
from asllint.lsp.worker import WORKSPACE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.lsp.server import Server

features = Features()


@features.handler(types.TEXT_DOCUMENT_DID_OPEN)
def did_open(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    """An open document counts, not what is on the disk."""
    document = ls.documents.document(params.text_document.uri)
    assert document is not None
    ls.session.open(document.path, document.text)
    ls.diagnostics.opened(document)


@features.handler(types.TEXT_DOCUMENT_DID_CHANGE)
def did_change(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    """The text is another one."""
    document = ls.documents.document(params.text_document.uri)
    if document is not None:
        ls.session.open(document.path, document.text)
        ls.diagnostics.changed(document)


@features.handler(types.TEXT_DOCUMENT_DID_CLOSE)
def did_close(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    """What is on the disk counts again, or another document of the same file."""
    document = ls.documents.take_closed(params.text_document.uri)
    if document is None:
        return
    others = ls.documents.same(document.identity)
    if others:
        ls.session.open(others[-1].path, others[-1].text)
    else:
        ls.session.close(document.path)
    ls.worker.submit(WORKSPACE, ls.session.tidy)
    ls.diagnostics.closed(document, elsewhere=bool(others))


@features.handler(
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
    items = [] if document is None else await ls.diagnostics.pull(document)
    return types.RelatedFullDocumentDiagnosticReport(items=items)
