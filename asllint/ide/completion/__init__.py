"""What can be typed at a place: what the language has for it, the most likely first."""

from __future__ import annotations

from asllint.hosts.states import is_named_so
from asllint.ide.completion.cursor import Cursor
from asllint.ide.completion.in_lines import Lines
from asllint.ide.completion.in_nodes import at_nodes
from asllint.ide.completion.in_template import in_placeholder, in_template
from asllint.ide.completion.items import SNIPPET, Completion
from asllint.ide.completion.offers import offers
from asllint.ide.completion.snippets import definition
from asllint.ide.completion.writing import written
from asllint.ide.template import Insert, Writer
from asllint.ide.view import remembered, view
from asllint.ide.where import Frame
from asllint.source.text import YAML
from asllint.syntax.node import Mapping, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.engine.analysis import Analysis
    from asllint.ide.completion.in_template import Files
    from asllint.ide.view import View
    from asllint.source.text import SourceFile, Span
    from asllint.syntax.node import Node


def complete(
    analysis: Analysis, offset: int, files: Files | None = None, good: Analysis | None = None
) -> list[Completion]:
    """What can be typed at an offset of the file, the most likely first.

    `files` tells what is in a folder that a path begins with: names, and which are folders. `good`
    is the analysis of the last text that could be read: it knows the data while somebody types.
    """
    seen = view(analysis, offset)
    seen.good = None if good is None else remembered(analysis, seen, good)
    substituted = in_placeholder(seen)
    if substituted is not None:
        return substituted
    if not seen.analysis.file.text.strip() and is_named_so(seen.analysis.file.path):
        return _from_nothing(seen)
    cursor = find_cursor(seen)
    found = []
    for number, offer in enumerate([] if cursor is None else offers(cursor)):
        assert cursor is not None, "it has offers"
        completion = written(cursor, offer, number)
        if completion is not None and _is_on_line(completion.span, offset, analysis.file):
            found.append(completion)
    if cursor is None and seen.analysis is analysis:
        found = in_template(seen, files)
    return sorted(found, key=lambda one: one.sort)


def _is_on_line(span: Span, offset: int, file: SourceFile) -> bool:
    """Does a span hold the cursor, and stand on one line, as editors want it?"""
    return span.start <= offset <= span.end and "\n" not in file.text[span.start : span.end]


def _from_nothing(seen: View) -> list[Completion]:
    """A whole definition, for an empty file."""
    cursor = Cursor(seen, [Frame()], is_key=False)
    writer = Writer(seen.analysis.file.notation)
    writer.value(definition()) if writer.notation != YAML else writer.block(definition(), "")
    insert = Insert(writer.pieces)
    completion = Completion("state machine", SNIPPET, cursor.span, insert.snippet.lstrip("\n"))
    completion.snippet, completion.filter, completion.sort = True, completion.label, "0"
    completion.detail = "a definition with one state"
    return [completion]


def find_cursor(seen: View) -> Cursor | None:
    """The place of the cursor; None outside of every definition, and where nothing can be typed."""
    steps = seen.path()
    while steps and not _is_inside(steps[-1].node, seen):
        steps.pop()
    notation = seen.analysis.file.notation
    last = steps[-1].node if steps else None
    if notation == YAML:
        around = [one.node for one in steps if isinstance(one.node, Mapping | Sequence)]
        text = seen.analysis.file.text
        if not around or text[around[-1].start : around[-1].start + 1] not in ("{", "["):
            if isinstance(last, Scalar) and not steps[-1].at_key and _is_block_text(last, text):
                return at_nodes(seen, steps)
            return Lines(seen).find()
    return at_nodes(seen, steps) if steps else None


def _is_block_text(node: Scalar, text: str) -> bool:
    """Does a scalar of YAML go over several lines that belong together for sure?"""
    source = text[node.start : node.end]
    return source[:1] in ("|", ">", '"', "'") and "\n" in source


def _is_inside(node: Node, seen: View) -> bool:
    """Is the cursor in a node, not just at its edge?"""
    text, offset = seen.analysis.file.text, seen.offset
    if not isinstance(node, Mapping | Sequence):
        return True
    opener = text[node.start : node.start + 1]
    if opener not in ("{", "["):
        return True
    closed = node.end - node.start > 1 and text[node.end - 1] == ("}" if opener == "{" else "]")
    return node.start < offset and (offset < node.end or not closed)
