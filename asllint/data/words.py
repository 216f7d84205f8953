"""A shape in words, for people: `{id: 7, items: {sku: string}[], note?: string}`.

`anything` is any value, `nothing` the lack of one, `never` what does not come to be. `name?` is a
field that may be absent, `*` stands for all other fields. `string[]` are any number of texts,
`[1, 2]` is a list that is known to its end, and `string[1..]`, `string[..9]`, `string[2..9]` say
how long one is. An ellipsis stands for what there is no room for.
"""

from __future__ import annotations

import json
from typing import Final

from asllint.data.shape import ANYTHING, EVERY, LIST, OPEN, Array, Object, Shape
from asllint.source.terminal import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    Part: TypeAlias = str | Array | Object
    """One alternative of a union; scalars are words already."""

WIDTH: Final = 100

_SHORT = 6
"""So deep one line goes at the most."""
_LONGEST = 40
"""So many characters of a text are shown in one line."""
_MORE = "…"


def words(shape: Shape, width: int = WIDTH) -> str:
    """A shape in one line of so many characters at the most (from 8 on).

    What lies deep is left out first, then the last fields. That takes time by the width alone, but
    for sorting the literals of a union.
    """
    for levels in range(_SHORT, 0, -1):
        text = _taken(_union(_parts(shape, _LONGEST), levels, _LONGEST), width)
        if text is not None:
            return text
    parts = _parts(shape, _LONGEST)
    if len(parts) == 1 and isinstance(parts[0], Object):
        return _first_fields(parts[0], width)
    return _begun(_union(parts, 1, _LONGEST), width)[: width - 1] + _MORE


def lines_of(shape: Shape, indent: int = 0, head: str = "", tail: str = "") -> Iterator[str]:
    """All of a shape, in as many lines as that takes; `head` and `tail` stand around it."""
    yield from _lines(_parts(shape), indent, head, tail)


# --- one line -------------------------------------------------------------------------------------


def _begun(pieces: Iterator[str], width: int) -> str:
    """Some pieces as one text, or so many of them that it is longer than the width."""
    text = ""
    for piece in pieces:
        text += piece
        if len(text) > width:
            break
    return text


def _taken(pieces: Iterator[str], width: int) -> str | None:
    """Some pieces as one text; None where that is longer than the width."""
    text = _begun(pieces, width)
    return text if len(text) <= width else None


def _parts(shape: Shape, longest: int | None = None) -> list[Part]:
    """The alternatives of a shape, of which no text is longer than `longest`."""
    if shape.anything:
        return ["anything", "nothing"] if shape.nothing else ["anything"]
    found: list[Part] = []
    if shape.booleans:
        found.append("boolean" if len(shape.booleans) > 1 else json.dumps(*shape.booleans))
    for kind, literals in (("number", shape.numbers), ("string", shape.texts)):
        if literals is EVERY:
            found.append(kind)
        else:
            found += [_literal(value, longest) for value in sorted(literals)]
    found += [part for part in (shape.array, shape.object) if part is not None]
    found += ["null"] * shape.null + ["nothing"] * shape.nothing
    return found or ["never"]


def _literal(value: object, longest: int | None) -> str:
    """A number or a text as JSON has it, cut inside of its quotes where it is too long."""
    if isinstance(value, str) and longest is not None and len(value) > longest:
        value = value[: longest - 1] + _MORE
    shown = json.dumps(value, ensure_ascii=False)
    return printable(shown)


def _name(name: str, longest: int | None) -> str:
    """The name of a field: in quotes where it is not plain."""
    return name if name.isidentifier() and len(name) <= _LONGEST else _literal(name, longest)


def _union(parts: Sequence[Part], levels: int, longest: int | None) -> Iterator[str]:
    for index, part in enumerate(parts):
        if index:
            yield " | "
        if isinstance(part, str):
            yield part
        elif isinstance(part, Array):
            yield from _array(part, levels, longest)
        else:
            yield from _object(part, levels, longest)


def _array(array: Array, levels: int, longest: int | None) -> Iterator[str]:
    if array == LIST.array:
        yield "array"
        return
    if levels == 0 and (array.items or not array.rest.is_never):
        yield f"[{_MORE}]"
        return
    listed = array.items or array.rest.is_never
    yield "[" if listed else ""
    for index, item in enumerate(array.items):
        yield ", " if index else ""
        yield from _union(_parts(item, longest), levels - 1, longest)
        yield "" if index < array.least else "?"
    if not array.rest.is_never:
        yield ", ..." if listed else ""
        parts = _parts(array.rest, longest)
        yield "(" if len(parts) > 1 else ""
        yield from _union(parts, levels - 1, longest)
        yield (")" if len(parts) > 1 else "") + _length(array)
    yield "]" if listed else ""


def _length(array: Array) -> str:
    """How many items follow the leading ones: `[]`, `[3]`, `[1..]`, `[..9]`."""
    lead = len(array.items)
    least = max(array.least - lead, 0)
    most = None if array.most is None else array.most - lead
    if least == most:
        return f"[{least}]"
    if least == 0 and most is None:
        return "[]"
    return f"[{least or ''}..{'' if most is None else most}]"


def _object(shape: Object, levels: int, longest: int | None) -> Iterator[str]:
    if shape == OPEN.object:
        yield "object"
        return
    if levels == 0 and (shape.fields or not shape.is_closed):
        yield f"{{{_MORE}}}"
        return
    yield "{"
    for index, (name, field) in enumerate(_fields(shape)):
        yield ", " if index else ""
        yield _head(name, field, longest)
        yield from _union(_parts(_inner(field), longest), levels - 1, longest)
    yield "}"


def _fields(shape: Object) -> Iterator[tuple[str | None, Shape]]:
    """The fields of an object by name, and by None what all others are."""
    yield from shape.fields.items()
    if not shape.is_closed:
        yield None, shape.rest


def _head(name: str | None, field: Shape, longest: int | None) -> str:
    if name is None:
        return "*: "
    return f"{_name(name, longest)}{'?' if field.nothing and field.has_value else ''}: "


def _inner(field: Shape) -> Shape:
    """What a field holds; that it may be absent is said by its name."""
    if field.anything:
        return ANYTHING
    return field.present if field.has_value else field


def _first_fields(shape: Object, width: int) -> str:
    """As many fields as there is room for, without what is in them."""
    end = f", {_MORE}}}"
    text = "{"
    for name, field in _fields(shape):
        inside = _union(_parts(_inner(field), _LONGEST), 0, _LONGEST)
        start = text + (", " if len(text) > 1 else "") + _head(name, field, _LONGEST)
        more = _taken(inside, width - len(start) - len(end))
        if more is None:
            break
        text = start + more
    return text + end if len(text) > 1 else f"{{{_MORE}}}"


# --- in full --------------------------------------------------------------------------------------


def _lines(parts: Sequence[Part], indent: int, head: str, tail: str) -> Iterator[str]:
    room = WIDTH - indent - len(head) - len(tail)
    text = _taken(_union(parts, room, None), room)
    if text is not None:
        yield " " * indent + head + text + tail
    elif len(parts) > 1:
        for index, part in enumerate(parts):
            end = tail if index == len(parts) - 1 else ""
            yield from _lines([part], indent, "| " if index else head, end)
    elif isinstance(parts[0], str):
        yield " " * indent + head + parts[0] + tail
    elif isinstance(parts[0], Array):
        yield from _array_lines(parts[0], indent, head, tail)
    else:
        yield " " * indent + head + "{"
        for name, field in _fields(parts[0]):
            inner = _parts(_inner(field))
            yield from _lines(inner, indent + 2, _head(name, field, None), ",")
        yield " " * indent + "}" + tail


def _array_lines(array: Array, indent: int, head: str, tail: str) -> Iterator[str]:
    rest = _parts(array.rest)
    opening, closing = ("(", ")") if len(rest) > 1 else ("", "")
    closing += _length(array)
    if not array.items:
        yield from _lines(rest, indent, head + opening, closing + tail)
        return
    yield " " * indent + head + "["
    for index, item in enumerate(array.items):
        end = "," if index < array.least else "?,"
        yield from _lines(_parts(item), indent + 2, "", end)
    if not array.rest.is_never:
        yield from _lines(rest, indent + 2, f"...{opening}", f"{closing},")
    yield " " * indent + "]" + tail
