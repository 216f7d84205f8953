"""The cursor among nodes: in JSON, in HCL and in brackets of YAML.

Their readers go on after every mistake, so that the nodes tell the place.
"""

from __future__ import annotations

from asllint.ide.completion.cursor import Cursor, is_closed, next_char
from asllint.ide.where import frame_of
from asllint.source.text import HCL, Fragment, Span
from asllint.syntax.node import Hole, Mapping, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.ide.view import View
    from asllint.ide.where import Frame
    from asllint.syntax.node import Node
    from asllint.syntax.walk import Step


def at_nodes(seen: View, steps: list[Step]) -> Cursor | None:
    """The place that the nodes tell."""
    frames = [frame_of(step) for step in steps if isinstance(step.node, Mapping | Sequence)]
    last = steps[-1]
    node = last.node
    if not isinstance(node, Scalar | Hole) or node.start == node.end:
        inner = [step for step in steps if isinstance(step.node, Mapping | Sequence)]
        return _in_gap(seen, inner[-1].node, frames)
    offset, source = seen.offset, seen.analysis.file.text[node.start : node.end]
    cursor = Cursor(seen, frames, is_key=last.at_key)
    cursor.scalar(node)
    if cursor.quote in ('"', "'"):
        if offset == node.start or (cursor.closed and offset == node.end):
            return None
    elif cursor.quote and "\n" not in source:
        return None
    if last.at_key:
        frames[-1].fields.pop(str(node.value) if isinstance(node, Scalar) else node.text, None)
        cursor.bare = next_char(seen, cursor.span.end) in (":", "=")
    elif last.pair is not None:
        cursor.key = str(last.pair.key.value)
    cursor.comma_after = not (cursor.quote and cursor.closed and not last.at_key) and (
        not cursor.bare and _lacks_comma(seen, cursor.span.end)
    )
    return cursor


def _lacks_comma(seen: View, at: int) -> bool:
    """Does another pair or item follow where a comma should?"""
    return seen.analysis.file.notation != HCL and next_char(seen, at) in ('"', "{", "[")


def _in_gap(seen: View, node: Node, frames: list[Frame]) -> Cursor | None:
    """A place between values, or where one is missing."""
    text, offset = seen.analysis.file.text, seen.offset
    open_string = _unclosed_before(seen, node)
    if open_string is not None:
        return _in_open_string(seen, node, frames, *open_string)
    before = len(text[node.start : offset].rstrip()) + node.start
    char = text[before - 1 : before]
    newline = "\n" in text[before:offset]
    in_array = isinstance(node, Sequence)
    hcl = seen.analysis.file.notation == HCL
    follows_key = char in (":", "=") and before - 1 > node.start
    cursor = Cursor(seen, frames, is_key=not in_array and not follows_key)
    cursor.comma_after = _lacks_comma(seen, offset)
    if follows_key and isinstance(node, Mapping):
        keys = [pair.key for pair in node.pairs if pair.key.end < before]
        if not keys:
            return None
        cursor.key = str(keys[-1].value)
    elif char not in ("{", "[", ",") or before - 1 < node.start:
        if hcl and newline:
            return cursor
        if hcl or (before == offset and char not in ("}", "]", '"')):
            return None
        cursor.comma_before = before
    return cursor


def _unclosed_before(seen: View, node: Node) -> tuple[Scalar, str | None] | None:
    """A string in an object or array that was not closed, before the cursor on its line."""
    text, offset = seen.analysis.file.text, seen.offset
    pairs: list[tuple[Node, str | None]] = []
    if isinstance(node, Mapping):
        pairs = [(pair.value, str(pair.key.value)) for pair in node.pairs]
    elif isinstance(node, Sequence):
        pairs = [(one, None) for one in node.items]
    for one, key in reversed(pairs):
        if one.end <= offset and isinstance(one, Scalar):
            source = text[one.start : one.end]
            gap = text[one.end : offset]
            if source[:1] == '"' and not is_closed(source, '"') and not gap.strip(" \t,"):
                return one, key
        if one.end <= offset:
            return None
    return None


def _in_open_string(
    seen: View, node: Node, frames: list[Frame], scalar: Scalar, key: str | None
) -> Cursor:
    """In a string that is not closed, behind a blank or a comma."""
    cursor = Cursor(seen, frames, is_key=False)
    cursor.key, cursor.quote = key, '"'
    cursor.span = Span(scalar.start, seen.offset)
    cursor.text = Fragment.of(seen.analysis.file)[scalar.start + 1 : seen.offset]
    cursor.locate()
    return cursor
