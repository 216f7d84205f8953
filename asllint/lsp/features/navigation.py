"""From a name to its places: definitions, references, highlights, renaming."""

from __future__ import annotations

from contextlib import contextmanager

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from asllint.ide import navigation
from asllint.ide.links import links
from asllint.ide.navigation import RenameError
from asllint.ide.substitutions import SubstitutionError, places, renamed, substitution_at
from asllint.lsp.convert import Positions
from asllint.lsp.questions import Features

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.ide.substitutions import End, Substitution
    from asllint.lsp.questions import Snapshot
    from asllint.source.text import SourceFile

_START = types.Position(0, 0)

features = Features()


@features.question(types.TEXT_DOCUMENT_DEFINITION, [])
def definition(snapshot: Snapshot, params: types.DefinitionParams) -> list[types.Location]:
    """Where a state or a variable is defined; from a template's path, the file."""
    offset = snapshot.positions.offset(params.position)
    spans, to_range = snapshot.best(lambda known, at: navigation.definition(known, at(offset)))
    if spans:
        return [types.Location(snapshot.uri, to_range(span)) for span in spans]
    substituted = _substituted(snapshot, offset)
    if substituted:
        ends = [place for place in substituted if place.defines]
        return [_location(snapshot, place) for place in ends or substituted]
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
    if not found:
        return [
            _location(snapshot, place)
            for place in _substituted(snapshot, offset)
            if declared or not place.defines
        ]
    return [types.Location(snapshot.uri, to_range(location.span)) for location in found]


def _substituted(snapshot: Snapshot, offset: int) -> list[End]:
    """The places of a name that a template substitutes, in all files."""
    found = substitution_at(snapshot.analysis, offset)
    return [] if found is None else places(found, snapshot.session.analysis_of)


def _location(snapshot: Snapshot, place: End) -> types.Location:
    """A place in any file."""
    uri, positions = _of_file(snapshot, place.file)
    return types.Location(uri, positions.range(place.span))


def _of_file(snapshot: Snapshot, file: SourceFile) -> tuple[str, Positions]:
    """How the client calls a file, and the positions in it."""
    if file.path == snapshot.analysis.file.path:
        return snapshot.uri, snapshot.positions
    spelling = snapshot.server.documents.spelling(file.path)
    return spelling, Positions(file, snapshot.server.encoding)


@features.question(types.TEXT_DOCUMENT_DOCUMENT_LINK, [], types.DocumentLinkOptions())
def document_links(snapshot: Snapshot, _: types.DocumentLinkParams) -> list[types.DocumentLink]:
    """The files of definitions that a template names."""
    spelling = snapshot.server.documents.spelling
    return [
        types.DocumentLink(snapshot.positions.range(one.span), spelling(one.path))
        for one in links(snapshot.analysis)
    ]


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
    found = substitution_at(snapshot.analysis, offset)
    if found is not None and found.given:
        return types.PrepareRenamePlaceholder(snapshot.positions.range(found.span), found.name)
    with _refusal():
        span, name = navigation.prepare_rename(snapshot.analysis, offset)
    return types.PrepareRenamePlaceholder(snapshot.positions.range(span), name)


@features.question(types.TEXT_DOCUMENT_RENAME, None, types.RenameOptions(prepare_provider=True))
def rename(snapshot: Snapshot, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """A new name in all places at once."""
    offset = snapshot.positions.offset(params.position)
    found = substitution_at(snapshot.analysis, offset)
    with _refusal():
        if found is not None:
            return _renamed(snapshot, found, params.new_name)
        return snapshot.edit(navigation.rename(snapshot.analysis, offset, params.new_name))


def _renamed(snapshot: Snapshot, found: Substitution, name: str) -> types.WorkspaceEdit:
    """A new name for what templates substitute, in all files."""
    changes = {}
    for file, edits in renamed(found, name, snapshot.session.analysis_of):
        uri, positions = _of_file(snapshot, file)
        changes[uri] = positions.edits(edits)
    return types.WorkspaceEdit(changes=changes)


@contextmanager
def _refusal() -> Iterator[None]:
    """Tell the client why something can not be renamed."""
    try:
        yield
    except (RenameError, SubstitutionError) as error:
        raise JsonRpcInvalidParams(message=str(error)) from None
