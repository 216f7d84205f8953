"""The cursor in a path of JSONPath, be it an argument of an intrinsic function.

What stands before the cursor is read as far as it is complete; what follows it is not looked at.
"""

from __future__ import annotations

from asllint.data.bindings import Bindings
from asllint.data.paths import look
from asllint.data.shape import ANYTHING, Shape
from asllint.expressions.path import Path, read_path
from asllint.ide.spots import Spot
from asllint.ide.where import word_end

_SEVERAL = ("wildcard", "slice", "filter", "descendant")


def spot_in_path(text: str, at: int, bindings: Bindings) -> tuple[Spot | None, bool]:
    """Where the name of a field is typed at an offset of a string; and is a path there at all?"""
    index = 0
    while index < at:
        if text[index] == "'":
            index = _closed(text, index, at)
        elif text[index] == "$":
            found, index = _scan(text, index, _root_end(text, index), at)
            if found is not None:
                return found.spot(text, at, bindings), True
            if index >= at:
                return None, True
        else:
            index += 1
    return None, False


class _Found:
    """A path that the cursor is in: it is complete up to `stop`, and a name begins at `start`."""

    def __init__(self, begin: int, stop: int, start: int, quote: str = "") -> None:
        self.begin = begin
        self.stop = stop
        self.start = start
        self.quote = quote
        self.inner: _Found | None = None
        """The path in a filter, from its `@` on."""

    def spot(self, text: str, at: int, bindings: Bindings) -> Spot | None:
        """What the path holds, and where the name is."""
        path, mistakes = read_path(text, self.begin, self.stop)
        if any(mistake.kind != "unknown-context-member" for mistake in mistakes):
            return None
        held = look(path, bindings)
        inner = self.inner
        if inner is not None:
            item = ANYTHING if held.array is None else held.array.element
            rest, _ = read_path("$" + text[inner.begin + 1 : inner.stop])
            held = look(rest, Bindings(item, ANYTHING, {}))
        elif any(one.kind in _SEVERAL for one in path.segments):
            held = held if held.array is None else held.array.element
        one = inner or self
        end = word_end(text, at)
        if one.quote:
            closing = text.find(one.quote, at)
            end = closing if closing >= 0 and "]" not in text[at:closing] else end
        spot = Spot(held, one.start, end, one.quote)
        if not one.quote and text[one.stop : one.start] == ".":
            spot.dot = one.stop
        if path.root == "$" and inner is None and _is_plain(path):
            spot.names = path.names
        return spot


def _is_plain(path: Path) -> bool:
    return all(segment.kind == "name" for segment in path.segments)


def _root_end(text: str, start: int) -> int:
    """Where `$`, `$$`, `$name` or `@` ends."""
    if text.startswith("$$", start):
        return start + 2
    return word_end(text, start + 1)


def _closed(text: str, start: int, at: int) -> int:
    """Behind a string in quotes; the cursor's place where it does not end before that."""
    index = start + 1
    while index < at:
        if text[index] == "\\":
            index += 1
        elif text[index] == text[start]:
            return index + 1
        index += 1
    return at


def _scan(text: str, begin: int, pos: int, at: int) -> tuple[_Found | None, int]:
    """Along the steps of a path, from behind its root; with where it ends before the cursor."""
    while pos < at:
        if text[pos] == ".":
            start = end = pos + 1
            while end < at and text[end] not in ".[]()', \t":
                end += 1
            if end == at:
                return _Found(begin, pos, start), at
            if end == start:
                return None, end + 1  # two dots
            pos = end
        elif text[pos] == "[":
            found, pos = _bracket(text, begin, pos, at)
            if found is not None or pos >= at:
                return found, pos
        else:
            break
    return None, pos + (pos == begin)


def _bracket(text: str, begin: int, pos: int, at: int) -> tuple[_Found | None, int]:
    """A step in brackets: behind it, or what is typed in it."""
    inner = pos + 1
    while inner < at and text[inner] == " ":
        inner += 1
    if inner < at and text[inner] in "'\"":
        end = _closed(text, inner, at)
        if end == at and text[at - 1] != text[inner]:
            return _Found(begin, pos, inner + 1, text[inner]), at
        if end == at and inner + 1 == at:
            return _Found(begin, pos, at, text[inner]), at
        closing = text.find("]", end, at)
        return None, at if closing < 0 else closing + 1
    depth, index = 0, pos
    while index < at:
        if text[index] == "'":
            index = _closed(text, index, at)
            continue
        depth += (text[index] == "[") - (text[index] == "]")
        index += 1
        if depth == 0:
            return None, index
    return (_filter(text, begin, pos, inner, at) if text.startswith("?", inner) else None), at


def _filter(text: str, begin: int, pos: int, inner: int, at: int) -> _Found | None:
    """A filter that is not closed: the path that is typed in it begins with `@`."""
    index = inner
    while index < at:
        if text[index] == "'":
            index = _closed(text, index, at)
        elif text[index] == "@":
            found, index = _scan(text, index, index + 1, at)
            if found is not None:
                whole = _Found(begin, pos, found.start)
                whole.inner = found
                return whole
        else:
            index += 1
    return None


def texts_at(text: str, bindings: Bindings) -> list[str]:
    """The texts that can stand at a path, where these are known to be some few."""
    path, mistakes = read_path(text)
    return [] if mistakes else enumerated(look(path, bindings))


def enumerated(shape: Shape) -> list[str]:
    """The texts that a value can be, in their order; none where it may be any."""
    return [] if shape.anything or shape.texts is None else sorted(shape.texts)
