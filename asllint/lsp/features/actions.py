"""Code actions: repairs of what is on show, and what else can be done at a place."""

from __future__ import annotations

from lsprotocol import types

from asllint.ide import actions
from asllint.lsp.questions import Features
from asllint.lsp.worker import DOCUMENT
from asllint.source.finding import Edit
from asllint.source.text import Shift, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.lsp.questions import Snapshot
    from asllint.lsp.server import Server

FIX_ALL = "source.fixAll.asllint"
"""The kind of the action that repairs a document at once; editors can run it on saving."""

features = Features()


@features.handler(
    types.TEXT_DOCUMENT_CODE_ACTION,
    types.CodeActionOptions(
        [types.CodeActionKind.QuickFix, types.CodeActionKind.RefactorRewrite, FIX_ALL]
    ),
)
async def code_actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """What can be done at a place.

    All at once only where a client asks for that by its name, as it does when a file is saved.
    """
    only = params.context.only
    if only and any(f"{FIX_ALL}.".startswith(f"{kind}.") for kind in only):
        return await ls.ask(params.text_document, fix_all, params, [])
    document = ls.documents.document(params.text_document.uri)
    if document is not None:  # the long part of it lets others pass
        await ls.work(DOCUMENT, ls.diagnostics.lint, document)
    return await ls.ask(params.text_document, possible, params, [])


def fix_all(snapshot: Snapshot, _: types.CodeActionParams) -> list[types.CodeAction]:
    """All safe fixes of a document as one action."""
    old = snapshot.analysis.file.text
    new = snapshot.session.repaired(snapshot.analysis.file.path)
    if new is None:
        return []
    shift = Shift(old, new)
    edit = Edit(Span(shift.start, shift.end), new[shift.start : shift.end + shift.delta])
    action = types.CodeAction("repair all that has a safe fix", FIX_ALL)
    action.edit = snapshot.edit([edit])
    return [action]


def possible(snapshot: Snapshot, params: types.CodeActionParams) -> list[types.CodeAction]:
    """The actions at a place, repairs of what is on show there among them."""
    wanted = snapshot.positions.span(params.range)
    report = snapshot.session.lint(snapshot.analysis.file.path)
    shown = [
        one
        for one in report.diagnostics
        if one.span.start <= wanted.end and wanted.start <= one.span.end
    ]
    return [_action(one, snapshot) for one in actions.actions(snapshot.analysis, wanted, shown)]


def _action(one: actions.CodeAction, snapshot: Snapshot) -> types.CodeAction:
    """An action in the protocol's form."""
    about = None
    if one.diagnostic is not None:
        item = snapshot.server.diagnostics.item
        about = [item(one.diagnostic, snapshot.positions, snapshot.uri)]
    fix, rewrite = types.CodeActionKind.QuickFix, types.CodeActionKind.RefactorRewrite
    return types.CodeAction(
        one.title,
        fix if one.kind == actions.FIX else rewrite,
        diagnostics=about,
        is_preferred=one.preferred or None,
        edit=snapshot.edit(one.edits),
    )
