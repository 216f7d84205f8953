"""`asllint/graph`: the pictures of a document's state machines, for editors that show them.

The parameters are `textDocument`, `collapsed` (the places of states that are drawn closed) and
`styled` (each picture as a file of its own). The answer is `{style, machines}`; a machine
has `title`, `range`, `svg` and `states`, a state `place` (the `data-pointer` of its box),
`name` and `range`: those of its name and of all of it.
"""

from __future__ import annotations

from lsprotocol import types

from asllint.lsp.questions import Features
from asllint.lsp.worker import DOCUMENT
from asllint.source.text import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from asllint.graph.model import Picture
    from asllint.lsp.questions import Snapshot
    from asllint.lsp.server import Server

features = Features()


class GraphParams:
    """What is asked for."""

    def __init__(self, given: Any) -> None:
        document = getattr(given, "textDocument", None)
        self.text_document = types.TextDocumentIdentifier(str(getattr(document, "uri", "")))
        collapsed = getattr(given, "collapsed", None)
        self.collapsed = [str(one) for one in collapsed] if isinstance(collapsed, list) else []
        self.is_styled = getattr(given, "styled", None) is True


@features.handler("asllint/graph")
async def graph(ls: Server, params: Any) -> dict[str, Any]:
    """The pictures of a document, with what is found in it now."""
    asked = GraphParams(params)
    document = ls.documents.document(asked.text_document.uri)
    if document is not None:  # the long part of it lets others pass
        await ls.work(DOCUMENT, ls.diagnostics.lint, document)
    return await ls.ask(asked.text_document, drawn, asked, {"style": "", "machines": []})


def drawn(snapshot: Snapshot, asked: GraphParams) -> dict[str, Any]:
    """The pictures of a document."""
    from asllint.graph.drawing import pictures
    from asllint.graph.svg import STYLE

    analysis = snapshot.analysis
    report = snapshot.session.lint(analysis.file.path)
    closed: dict[int, list[str]] = {}
    for place in asked.collapsed:
        number, _, pointer = place.partition(":")
        closed.setdefault(int(number) if number.isdecimal() else -1, []).append(pointer)
    found = pictures(analysis, report.diagnostics, [])
    machines = [
        _machine(snapshot, picture, number, closed.get(number, []), asked)
        for number, picture in enumerate(found)
    ]
    return {"style": STYLE, "machines": machines}


def _machine(
    snapshot: Snapshot, picture: Picture, number: int, closed: list[str], asked: GraphParams
) -> dict[str, Any]:
    from asllint.graph.svg import svg

    prefix = f"{number}:"
    for chart in picture.chart.walk():
        for box in chart.boxes:
            # What was drawn closed by itself, in a large machine, is opened like this.
            box.collapsed = bool(box.inner) and box.collapsed != (box.pointer in closed)
    return {
        "title": picture.name,
        "range": _range(snapshot, picture.extent),
        "svg": svg(
            picture,
            prefix=prefix,
            styled=asked.is_styled,
            with_toggles=not asked.is_styled,
        ),
        "states": list(_states(snapshot, picture, prefix)),
    }


def _states(snapshot: Snapshot, picture: Picture, prefix: str) -> Iterator[dict[str, Any]]:
    for chart in picture.chart.walk():
        for box in chart.boxes:
            if box.pointer:
                yield {
                    "place": prefix + box.pointer,
                    "name": _range(snapshot, box.span),
                    "range": _range(snapshot, box.extent),
                }


def _range(snapshot: Snapshot, extent: tuple[int, int]) -> types.Range:
    return snapshot.positions.range(Span(*extent))
