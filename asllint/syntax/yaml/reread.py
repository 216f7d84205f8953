"""Read YAML again after an edit: only the fields of the innermost block mapping that it touches.

YAML is dear to read, so that this matters from some dozen states on. As in JSON, all other nodes
just move, and the old tree is used up (`reread`).
"""

from __future__ import annotations

import re
from bisect import bisect_right

from asllint.source.text import Span, line_start
from asllint.syntax.node import Mapping, Node, Sequence
from asllint.syntax.reread import Reread, after, move, nodes
from asllint.syntax.yaml.tree import parse_yaml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence as AnySequence

    from asllint.source.text import Shift
    from asllint.syntax.reread import Way

_ANCHOR = re.compile(r"&(?<![^\s,\[{]&)[^\s&]")

_ODD = re.compile(r"^(?:---|\.\.\.|[ \t-]*[?:](?!\S))", re.MULTILINE)
"""The end of a document, or the begin of one; a key or a value on a line of its own."""

_MAX_DEPTH = 50
"""Nobody knows in a part of a text how deep it nests in the whole."""


def reread_yaml(
    root: Node, comments: AnySequence[Span], old: str, text: str, shift: Shift
) -> Reread | None:
    """Make the tree of an older text the tree of `text`; None, and nothing done, where that fails.

    `root` is the only thing that `parse_yaml` has returned for the text `old`, without a problem,
    beside `comments`; `shift` says where the two texts differ. In a block mapping the fields are
    lines of their own: those that the edit touches are read with the indentation that they have. If
    they give fields at the same column up to the line of the next field, the rest is as it was. The
    outermost mapping is never changed in this way.
    """
    if any("<<" in each or _ANCHOR.search(each) for each in (old, text)):
        return None  # what stands here may stand elsewhere, too
    path, ends = _around(root, old, shift)
    while len(path) > 1:
        node, _ = path[-1]
        if isinstance(node, Mapping) and node.complete and old[node.start] not in "{[":
            read = _fields(path, comments, ends[-1], old, text, shift)
            if read is not None:
                return read
        path.pop()  # the edit has left the mapping, and is in one around it
        ends.pop()
    return None


def _around(root: Node, old: str, shift: Shift) -> tuple[Way, list[int]]:
    """The mappings and sequences around the edit, outermost first, and where the lines of each end.

    With each, which of its values the edit is in or behind.
    """
    path: Way = []
    ends: list[int] = []
    node: Node | None = root
    end = len(old)
    while isinstance(node, Mapping | Sequence) and len(path) < _MAX_DEPTH:
        if isinstance(node, Mapping):
            starts = [pair.key.start for pair in node.pairs]
        else:
            starts = [item.start for item in node.items]
        index = bisect_right(starts, shift.start) - 1
        if index < 0 or shift.start < node.start or shift.end > end - (end < len(old)):
            break
        path.append((node, index))
        ends.append(end)
        if index + 1 < len(starts):
            end = line_start(old, starts[index + 1])
            if not _begins_there(node, old[end : starts[index + 1]], old):
                break  # what follows begins on a line above, with a dash, a tag or a "?"
        node = node.pairs[index].value if isinstance(node, Mapping) else node.items[index]
    return path, ends


def _begins_there(node: Mapping | Sequence, lead: str, text: str) -> bool:
    """Does a field or an item begin on the line of which `lead` comes before it?"""
    if isinstance(node, Mapping):
        return not lead.strip(" ")
    column = node.start - line_start(text, node.start)  # dashes stand below each other
    return lead.startswith(" " * column + "-")


def _fields(
    path: Way, comments: AnySequence[Span], end: int, old: str, text: str, shift: Shift
) -> Reread | None:
    """Read the fields of the last mapping of a way that the edit touches; they end at `end`."""
    node, low = path[-1]
    assert isinstance(node, Mapping)
    pairs = node.pairs
    high = low + 1
    while high < len(pairs) and line_start(old, pairs[high].key.start) <= shift.end:
        high += 1
    if high < len(pairs):
        end = line_start(old, pairs[high].key.start)
    start = pairs[low].key.start
    line = line_start(old, start)
    lines = text[start : end + shift.delta]
    if shift.end > end or start == line or len(lines) > len(text) // 2:
        return None
    if old[line:start].strip(" -"):
        return None  # a tag
    if _ODD.search(old[line:end]) or _ODD.search(old[line:start] + lines):
        return None
    part = parse_yaml(" " * (start - line) + lines)
    if part.problems or len(part.roots) != 1 or not isinstance(part.roots[0], Mapping):
        return None
    read = part.roots[0]
    first = line + read.start
    names = {pair.key.value for pair in (*pairs[:low], *read.pairs, *pairs[high:])}
    if (
        first - line_start(text, first) != start - line
        or text[first] in "{["
        or len(names) < low + len(read.pairs) + len(pairs) - high
    ):
        return None  # at another column, no block any more, or a key that stands twice
    was = node.end
    move([read], line)
    move(nodes(pairs[high:]), shift.delta)
    if low == 0:
        node.start = read.start
    node.end = node.end + shift.delta if high < len(pairs) else read.end
    node.change(low, high, read.pairs)
    for outer, index in path[:-1]:
        move(after(outer, index), shift.delta)
        outer.end = node.end if outer.end == was else outer.end + shift.delta
    told = [
        *(each for each in comments if each.end <= line),
        *(Span(each.start + line, each.end + line) for each in part.comments),
        *(Span(e.start + shift.delta, e.end + shift.delta) for e in comments if e.start >= end),
    ]
    return Reread([each for each, _ in path], comments=told)
