"""The shape of a document: symbols, folds, selections, what stands between the lines, tokens."""

from __future__ import annotations

from lsprotocol import types

from asllint.ide import hints, lenses, outline, tokens
from asllint.lsp.convert import Positions
from asllint.lsp.questions import Features
from asllint.lsp.worker import DOCUMENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from asllint.lsp.questions import Snapshot
    from asllint.lsp.server import Server
    from asllint.source.text import Span

MAX_SYMBOLS = 500
"""More of a workspace are not listed: who looks for one types another letter."""

features = Features()


@features.question(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, [])
def document_symbols(
    snapshot: Snapshot, _: types.DocumentSymbolParams
) -> list[types.DocumentSymbol]:
    """Machines, their states, and the machines in these."""
    entries, to_range = snapshot.best(lambda known, _: outline.outline(known))
    return [_symbol(entry, to_range) for entry in entries]


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


@features.handler(types.WORKSPACE_SYMBOL)
async def workspace_symbols(
    ls: Server, params: types.WorkspaceSymbolParams
) -> list[types.SymbolInformation]:
    """The states of all definitions of the workspace whose names hold the letters in order."""
    return await ls.work(DOCUMENT, lambda: [*_matching(ls, params.query)][:MAX_SYMBOLS])


def _matching(server: Server, query: str) -> Iterator[types.SymbolInformation]:
    encoding = server.encoding
    for analysis in server.session.analyses():
        positions = Positions(analysis.file, encoding)
        uri = server.documents.spelling(analysis.file.path)
        for entry, container in outline.flat(outline.outline(analysis)):
            if outline.matches(query, entry.name):
                yield types.SymbolInformation(
                    types.Location(uri, positions.range(entry.name_span)),
                    entry.name,
                    types.SymbolKind.Function,
                    container_name=container,
                )


@features.question(types.TEXT_DOCUMENT_FOLDING_RANGE, [])
def folding(snapshot: Snapshot, _: types.FoldingRangeParams) -> list[types.FoldingRange]:
    """Objects and arrays over several lines."""
    ranges = map(snapshot.positions.range, outline.folds(snapshot.analysis))
    lines = {each.start.line: each.end.line for each in ranges if each.end.line > each.start.line}
    return [types.FoldingRange(start, end) for start, end in sorted(lines.items())]


@features.question(types.TEXT_DOCUMENT_SELECTION_RANGE, [])
def selection(snapshot: Snapshot, params: types.SelectionRangeParams) -> list[types.SelectionRange]:
    """What a growing selection takes, from the string to the file."""
    positions = snapshot.positions
    found = []
    for position in params.positions:
        chain: types.SelectionRange | None = None
        for span in reversed(outline.selections(snapshot.analysis, positions.offset(position))):
            chain = types.SelectionRange(positions.range(span), chain)
        found.append(chain or types.SelectionRange(types.Range(position, position)))
    return found


@features.question(types.TEXT_DOCUMENT_INLAY_HINT, [])
def inlay_hints(snapshot: Snapshot, params: types.InlayHintParams) -> list[types.InlayHint]:
    """How each state is entered."""
    if not snapshot.server.shows_hints:
        return []
    wanted = snapshot.positions.span(params.range)
    return [
        types.InlayHint(snapshot.positions.position(hint.offset), hint.text, padding_left=True)
        for hint in hints.hints(snapshot.analysis)
        if wanted.start <= hint.offset <= wanted.end
    ]


@features.question(types.TEXT_DOCUMENT_CODE_LENS, [], types.CodeLensOptions())
def code_lenses(snapshot: Snapshot, _: types.CodeLensParams) -> list[types.CodeLens]:
    """What comes into each state and goes out of it.

    There is nothing to click on: editors show a command without an identifier as a plain text.
    """
    if not snapshot.server.shows_lenses:
        return []
    found, to_range = snapshot.best(lambda known, _: lenses.lenses(known))
    return [
        types.CodeLens(to_range(lens.span), types.Command(title=lens.text, command=""))
        for lens in found
    ]


@features.question(
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL,
    types.SemanticTokens([]),
    types.SemanticTokensLegend(token_types=list(tokens.TYPES), token_modifiers=[]),
)
def semantic_tokens(snapshot: Snapshot, _: types.SemanticTokensParams) -> types.SemanticTokens:
    """The words of the expressions inside of strings."""
    positions = snapshot.positions
    data: list[int] = []
    line = column = 0
    for token in tokens.tokens(snapshot.analysis):
        start, end = positions.position(token.span.start), positions.position(token.span.end)
        if start.line != end.line or (start.line, start.character) < (line, column):
            continue
        first = start.character - (column if start.line == line else 0)
        length = end.character - start.character
        data += (start.line - line, first, length, tokens.TYPES.index(token.type), 0)
        line, column = start.line, start.character
    return types.SemanticTokens(data)
