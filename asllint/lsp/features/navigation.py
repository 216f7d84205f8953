"""From a name to its places: definitions, references, highlights, renaming."""

from __future__ import annotations

from contextlib import contextmanager

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from asllint.ide import navigation
from asllint.ide.navigation import RenameError
from asllint.lsp.questions import Features

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.lsp.questions import Snapshot

_START = types.Position(0, 0)

features = Features()


@features.question(types.TEXT_DOCUMENT_DEFINITION, [])
def definition(snapshot: Snapshot, params: types.DefinitionParams) -> list[types.Location]:
    """Where a state or a variable is defined; from a template's path, the file."""
    offset = snapshot.positions.offset(params.position)
    spans, to_range = snapshot.best(lambda known, at: navigation.definition(known, at(offset)))
    if spans:
        return [types.Location(snapshot.uri, to_range(span)) for span in spans]
    return [
        types.Location(snapshot.server.documents.spelling(path), types.Range(_START, _START))
        for path in navigation.referred_file(snapshot.analysis, offset)
    ]


@features.question(types.TEXT_DOCUMENT_REFERENCES, [])
def references(snapshot: Snapshot, params: types.ReferenceParams) -> list[types.Location]:
    """Every place of a state or a variable."""
    offset = snapshot.positions.offset(params.position)
    declared = params.context.include_declaration
    found, to_range = snapshot.best(
        lambda known, at: [
            location
            for location in navigation.locations(known, at(offset))
            if declared or not location.defines
        ]
    )
    return [types.Location(snapshot.uri, to_range(location.span)) for location in found]


@features.question(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, [])
def highlight(
    snapshot: Snapshot, params: types.DocumentHighlightParams
) -> list[types.DocumentHighlight]:
    """Every place of the name under the cursor, in this document."""
    offset = snapshot.positions.offset(params.position)
    found, to_range = snapshot.best(lambda known, at: navigation.locations(known, at(offset)))
    write, read = types.DocumentHighlightKind.Write, types.DocumentHighlightKind.Read
    return [
        types.DocumentHighlight(to_range(location.span), write if location.defines else read)
        for location in found
    ]


@features.question(types.TEXT_DOCUMENT_PREPARE_RENAME, None)
def prepare_rename(
    snapshot: Snapshot, params: types.PrepareRenameParams
) -> types.PrepareRenamePlaceholder | None:
    """The name that can be changed, or why not."""
    offset = snapshot.positions.offset(params.position)
    with _refusal():
        span, name = navigation.prepare_rename(snapshot.analysis, offset)
    return types.PrepareRenamePlaceholder(snapshot.positions.range(span), name)


@features.question(types.TEXT_DOCUMENT_RENAME, None, types.RenameOptions(prepare_provider=True))
def rename(snapshot: Snapshot, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """A new name in all places at once."""
    offset = snapshot.positions.offset(params.position)
    with _refusal():
        return snapshot.edit(navigation.rename(snapshot.analysis, offset, params.new_name))


@contextmanager
def _refusal() -> Iterator[None]:
    """Tell the client why something can not be renamed."""
    try:
        yield
    except RenameError as error:
        raise JsonRpcInvalidParams(message=str(error)) from None
