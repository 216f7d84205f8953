"""Read JSON again after an edit: only what stands around it.

Somebody who types into a large definition changes one state; all others keep their nodes, which
just move. That is the one exception from "nodes do not change", and so the old tree is used up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from asllint.source.finding import Edit, Fix, Related
from asllint.source.text import Span
from asllint.syntax.json import MAX_PROBLEMS, read_json
from asllint.syntax.node import Mapping, Node, Pair, Problem, Scalar, Sequence, Tagged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence as AnySequence
    from typing import TypeAlias

    from asllint.source.text import Shift

    Way: TypeAlias = list[tuple[Mapping | Sequence, int]]

_SMALL = 10_000
"""Up to this many characters are read again without a look at how many there are in all."""

_HARMLESS = ("syntax-error", "missing-comma", "trailing-comma", "duplicate-key")
"""The kinds of problems that are the same, whatever stands around the object that they are in."""

_LEFT, _RIGHT = '{"<":0', '">":0}'
"""What stands in for the fields before and after those that are read again."""


class Reread:
    """What an edit has changed in a tree."""

    __slots__ = ("around", "comments", "problems")

    def __init__(
        self,
        around: list[Mapping | Sequence],
        problems: list[Problem] | None = None,
        comments: AnySequence[Span] = (),
    ) -> None:
        self.around = around
        """The objects and arrays around the edit, outermost first. All others say what they said,
        and so does every value in the last one that was there before."""
        self.problems = problems or []
        """All that makes the new text hard to read."""
        self.comments = comments
        """Where the comments of the new text stand."""


def reread_json(
    root: Node, text: str, shift: Shift, problems: Iterable[Problem] = ()
) -> Reread | None:
    """Make the tree of an older text the tree of `text`; None, and nothing done, where that fails.

    `root` and `problems` are what `read_json` has returned for the older text, `shift` says where
    the two texts differ. Everything outside of the brackets around the edit is as it was, if all
    problems stood inside of them; if their content is read to the closing bracket and no further,
    so is the whole. Of an object that is too large for that just the fields around the edit are
    read. The outermost object is never changed in this way: what it holds decides whether the file
    is a definition.
    """
    problems = list(problems)
    if len(problems) >= MAX_PROBLEMS or not _are_harmless(problems):
        return None
    path = _around(root, shift)
    for depth in range(len(path) - 1, 0, -1):
        old, _ = path[depth]
        start, end = old.start, old.end + shift.delta
        if end - start > max(len(text) // 2, _SMALL):
            return _fields(path[: depth + 1], text, shift, problems)
        if not _all_within(problems, old.start + 1, old.end - 1):
            continue  # one at a bracket is about what stands beside it
        new, found = read_json(text[start:end], depth=depth)
        if found and text.count('"', start, end) % 2:
            return None  # what a quote opens goes on behind the bracket, perhaps
        if type(new) is type(old) and new.end == end - start and _are_harmless(found):
            move([new], start)
            _replace(path[:depth], new, shift.delta)
            around = [*(node for node, _ in path[:depth]), new]
            return Reread(around, [_moved(problem, start) for problem in found])
    return None


def _are_harmless(problems: Iterable[Problem]) -> bool:
    return all(problem.kind in _HARMLESS for problem in problems)


def _all_within(problems: Iterable[Problem], start: int, end: int) -> bool:
    return all(start <= one.span.start and one.span.end <= end for one in problems)


# --- an object, or some of its fields ------------------------------------------------------------


def _replace(path: Way, new: Mapping | Sequence, delta: int) -> None:
    """Put a node to the end of a way from outside to inside, and move all that follows."""
    parent, index = path[-1]
    if isinstance(parent, Mapping):
        parent.pairs[index].value = new
    else:
        parent.items[index] = new
    _move_behind(path, delta)


def _move_behind(path: Way, delta: int) -> None:
    """Move all that follows a way, and the ends of what is around it."""
    for node, index in path:
        move(after(node, index), delta)
        node.end += delta


def _fields(path: Way, text: str, shift: Shift, problems: Iterable[Problem]) -> Reread | None:
    """Read only those fields of the last object of a way that the edit has touched."""
    node, _ = path[-1]
    if not isinstance(node, Mapping) or not node.complete:
        return None
    pairs = node.pairs
    low = bisect_left(pairs, shift.start, key=lambda pair: pair.value.end)
    high = bisect_right(pairs, shift.end, key=lambda pair: pair.key.start)
    start = pairs[low - 1].value.end if low else node.start + 1
    end = pairs[high].key.start if high < len(pairs) else node.end - 1
    if not _all_within(problems, start, end):
        return None
    left, right = _LEFT if low else "{", _RIGHT if high < len(pairs) else "}"
    read, found = read_json(left + text[start : end + shift.delta] + right, depth=len(path) - 1)
    if found or not isinstance(read, Mapping):
        return None
    new = read.pairs[bool(low) : len(read.pairs) - (high < len(pairs))]
    kept = pairs[:low] + pairs[high:]
    names = {pair.key.value for pair in (*kept, *new)}
    if len(names) < len(kept) + len(new):
        return None  # a key that stands twice
    move(nodes(new), start - len(left))
    move(nodes(pairs[high:]), shift.delta)
    node.change(low, high, new)
    node.end += shift.delta
    _move_behind(path[:-1], shift.delta)
    return Reread([each for each, _ in path])


# --- places --------------------------------------------------------------------------------------


def _around(root: Node, shift: Shift) -> Way:
    """The objects and arrays whose brackets stand around the change, outermost first.

    With each, which of its values the change is in or behind.
    """
    path: Way = []
    node: Node | None = root
    while isinstance(node, Mapping | Sequence) and (
        node.start < shift.start and shift.end < node.end
    ):
        children = [pair.value for pair in node.pairs] if isinstance(node, Mapping) else node.items
        index = bisect_right(children, shift.start, key=lambda child: child.start) - 1
        path.append((node, index))
        node = children[index] if index >= 0 else None
    return path


def after(node: Mapping | Sequence, index: int) -> list[Node]:
    """The nodes that follow the value with an index in an object or array."""
    if isinstance(node, Sequence):
        return node.items[index + 1 :]
    return nodes(node.pairs[index + 1 :])


def nodes(pairs: list[Pair]) -> list[Node]:
    """The keys and the values of some pairs."""
    return [each for pair in pairs for each in (pair.key, pair.value)]


def move(pending: list[Node], delta: int) -> None:
    """Move nodes, and all that is in them, by so many characters."""
    if not delta:
        return
    while pending:
        node = pending.pop()
        node.start += delta
        node.end += delta
        if type(node) is Scalar:
            continue
        if isinstance(node, Mapping):
            for pair in node.pairs:
                key = pair.key
                key.start += delta
                key.end += delta
                pending.append(pair.value)
        elif isinstance(node, Sequence):
            pending += node.items
        elif isinstance(node, Tagged):
            pending.append(node.node)


def _moved(problem: Problem, delta: int) -> Problem:
    """A problem of a part of a text, as one of the whole."""

    def moved(span: Span) -> Span:
        return Span(span.start + delta, span.end + delta)

    fix = problem.fix
    if fix is not None:
        edits = [Edit(moved(edit.span), edit.replacement) for edit in fix.edits]
        fix = Fix(fix.title, edits, safe=fix.safe)
    related = [Related(moved(each.span), each.message) for each in problem.related]
    return Problem(problem.kind, moved(problem.span), problem.message, related=related, fix=fix)
