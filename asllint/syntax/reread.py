"""Read JSON again after an edit: only the object or array around it.

Somebody who types into a large definition changes one state; all others keep their nodes, which
just move. That is the one exception from "nodes do not change", and so the old tree is used up.
"""

from __future__ import annotations

from bisect import bisect_right

from asllint.syntax.json import read_json
from asllint.syntax.node import Mapping, Node, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.text import Shift

_SMALL = 10_000
"""Up to this many characters are read again without a look at how many there are in all."""


def reread(root: Node, text: str, shift: Shift) -> bool:
    """Make the tree of an older text the tree of `text`; False, and nothing done, where that fails.

    `root` is what `read_json` has returned without any problem for the older text, `shift` says
    where the two texts differ. Then everything outside of the brackets around the change is as it
    was; if what is inside of them is correct, so is the whole. The outermost object is never read
    in this way: what it holds decides whether the file is a definition.
    """
    path = _around(root, shift)
    for depth in range(len(path) - 1, 0, -1):
        old, _ = path[depth]
        start, end = old.start, old.end + shift.delta
        if end - start > max(len(text) // 2, _SMALL):
            return False
        new, problems = read_json(text[start:end], depth=depth)
        if not problems and type(new) is type(old) and new.end == end - start:
            _move([new], start)
            _replace(path[:depth], new, shift.delta)
            return True
    return False


def _replace(path: list[tuple[Mapping | Sequence, int]], new: Node, delta: int) -> None:
    """Put a node to the end of a way from outside to inside, and move all that follows."""
    parent, index = path[-1]
    if isinstance(parent, Mapping):
        parent.pairs[index].value = new
    else:
        parent.items[index] = new
    for node, index in path:
        _move(_after(node, index), delta)
        node.end += delta


def _around(root: Node, shift: Shift) -> list[tuple[Mapping | Sequence, int]]:
    """The objects and arrays whose brackets stand around the change, outermost first.

    With each, which of its values the change is in or behind.
    """
    path: list[tuple[Mapping | Sequence, int]] = []
    node: Node | None = root
    while isinstance(node, Mapping | Sequence) and (
        node.start < shift.start and shift.end < node.end
    ):
        children = [pair.value for pair in node.pairs] if isinstance(node, Mapping) else node.items
        index = bisect_right(children, shift.start, key=lambda child: child.start) - 1
        path.append((node, index))
        node = children[index] if index >= 0 else None
    return path


def _after(node: Mapping | Sequence, index: int) -> list[Node]:
    """The nodes that follow the value with an index in an object or array."""
    if isinstance(node, Sequence):
        return node.items[index + 1 :]
    return [each for pair in node.pairs[index + 1 :] for each in (pair.key, pair.value)]


def _move(pending: list[Node], delta: int) -> None:
    """Move nodes, and all that is in them, by so many characters."""
    if not delta:
        return
    while pending:
        node = pending.pop()
        node.start += delta
        node.end += delta
        if isinstance(node, Mapping):
            for pair in node.pairs:
                key = pair.key
                key.start += delta
                key.end += delta
                pending.append(pair.value)
        elif isinstance(node, Sequence):
            pending += node.items
