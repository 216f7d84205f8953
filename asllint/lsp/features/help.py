"""Help while writing: what is under the cursor, and what can stand there."""

from __future__ import annotations

from functools import partial

from lsprotocol import types

from asllint.ide.actions import page_summary
from asllint.ide.completion import complete
from asllint.ide.hover import hover as describe
from asllint.ide.signatures import signature
from asllint.lsp import convert, uris
from asllint.lsp.questions import Features

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.ide.completion.items import Completion
    from asllint.lsp.convert import Positions
    from asllint.lsp.questions import Snapshot

features = Features()


@features.question(types.TEXT_DOCUMENT_HOVER, None)
def hover(snapshot: Snapshot, params: types.HoverParams) -> types.Hover | None:
    """What is under the cursor, and the pages of the rules that have found something there."""
    offset = snapshot.positions.offset(params.position)
    found = describe(snapshot.analysis, offset)
    texts = [found.markdown] if found is not None else []
    texts += _pages(snapshot, offset)
    if not texts:
        return None
    content = _markdown("\n\n---\n\n".join(dict.fromkeys(texts)))
    return types.Hover(content, snapshot.positions.range(found.span) if found else None)


def _pages(snapshot: Snapshot, offset: int) -> Iterator[str]:
    """The summaries of the pages of rules that have something on show at an offset."""
    server, file = snapshot.server, snapshot.analysis.file
    for one in server.diagnostics.shown.get(uris.key_of(snapshot.uri), ()):
        if one.span.start <= offset <= one.span.end and one.file.text == file.text:
            rule = snapshot.session.rule(file.path, one.rule)
            if rule is not None:
                yield page_summary(rule, convert.page_of(rule, server.documents.spelling))


_KINDS = {
    "state": types.CompletionItemKind.Reference, "field": types.CompletionItemKind.Field,
    "value": types.CompletionItemKind.EnumMember, "error": types.CompletionItemKind.Event,
    "function": types.CompletionItemKind.Function, "variable": types.CompletionItemKind.Variable,
    "member": types.CompletionItemKind.Property, "snippet": types.CompletionItemKind.Snippet,
    "file": types.CompletionItemKind.File,
}  # fmt: skip


@features.question(
    types.TEXT_DOCUMENT_COMPLETION,
    types.CompletionList(is_incomplete=False, items=[]),
    types.CompletionOptions(trigger_characters=['"', "'", "$", ".", ":", " ", "{", "[", "#", "/"]),
)
def completion(snapshot: Snapshot, params: types.CompletionParams) -> types.CompletionList:
    """What can stand here."""
    offset = snapshot.positions.offset(params.position)
    path = snapshot.analysis.file.path
    session = snapshot.session
    files, good = partial(session.candidates, path), session.known(path).good
    found = complete(snapshot.analysis, offset, files, good)
    items = [_item(one, snapshot.positions) for one in found]
    return types.CompletionList(is_incomplete=False, items=items)


def _item(one: Completion, positions: Positions) -> types.CompletionItem:
    """A proposal in the protocol's form."""
    plain, snippet = types.InsertTextFormat.PlainText, types.InsertTextFormat.Snippet
    return types.CompletionItem(
        label=one.label,
        kind=_KINDS.get(one.kind),
        detail=one.detail or None,
        documentation=_markdown(one.documentation) if one.documentation else None,
        text_edit=types.TextEdit(positions.range(one.span), one.insert),
        insert_text_format=snippet if one.snippet else plain,
        insert_text_mode=types.InsertTextMode.AdjustIndentation,
        sort_text=one.sort or None,
        filter_text=one.filter or None,
        additional_text_edits=positions.edits(one.edits) or None,
    )


def _markdown(text: str) -> types.MarkupContent:
    return types.MarkupContent(types.MarkupKind.Markdown, text)


@features.question(
    types.TEXT_DOCUMENT_SIGNATURE_HELP,
    None,
    types.SignatureHelpOptions(trigger_characters=["(", ","]),
)
def signature_help(
    snapshot: Snapshot, params: types.SignatureHelpParams
) -> types.SignatureHelp | None:
    """How the function around the cursor is called, and which argument is being typed."""
    found = signature(snapshot.analysis, snapshot.positions.offset(params.position))
    if found is None:
        return None
    one = types.SignatureInformation(
        found.label,
        _markdown(found.documentation),
        [types.ParameterInformation(found.label[start:end]) for start, end in found.parameters],
        found.active,
    )
    return types.SignatureHelp([one], 0, found.active)
