"""What can be typed in a string that is evaluated: names, functions, paths."""

from __future__ import annotations

from asllint.data.jsonata.steps import field_of
from asllint.data.jsonata.values import items_of
from asllint.data.words import words
from asllint.facts.dataflow.flow import Passage
from asllint.facts.expressions import members_of
from asllint.ide.completion.items import (
    FUNCTION,
    MEMBER,
    SNIPPET,
    VARIABLE,
    Offer,
)
from asllint.ide.completion.snippets import (
    expression,
)
from asllint.ide.hover import (
    certainty,
    context_markdown,
    intrinsic_markdown,
    jsonata_markdown,
    states_markdown,
    variable_markdown,
)
from asllint.ide.template import Stop, Text
from asllint.ide.where import (
    Where,
    in_quotes,
    scopes_around,
    word_around,
)
from asllint.language.grammar import (
    ERROR_OUTPUT,
    JSONATA,
    PATH_OR_INTRINSIC,
    RESULT,
    TEMPLATE,
    VARIABLES,
    Field,
    ObjectKind,
)
from asllint.tables import context, intrinsics, jsonata_functions
from asllint.tables.descriptions import STATES_MEMBERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.data.shape import Shape
    from asllint.ide.completion.cursor import Cursor


def expressions(cursor: Cursor, where: Where, owner: ObjectKind, field: Field) -> Iterator[Offer]:
    """What can be typed in a string that is evaluated."""
    text, jsonata = cursor.text.text, where.language == JSONATA
    if jsonata and field.value == VARIABLES and where.kind is not None:
        return  # the variables stand in an object
    if jsonata and "{%" not in text[: cursor.at]:
        if text.strip(" {%}") == "":
            yield Offer("{% … %}", SNIPPET, expression(), detail="JSONata expression", rank=6)
        return
    start, _ = word_around(text, cursor.at)
    if in_quotes(text, start, jsonata=jsonata):
        return
    word = text[start : cursor.at]
    if jsonata:
        yield from _jsonata(cursor, where, owner, field, word)
    else:
        yield from _jsonpath(cursor, where, field, word)


def _jsonata(
    cursor: Cursor, where: Where, owner: ObjectKind, field: Field, word: str
) -> Iterator[Offer]:
    """The next part of a name in JSONata."""
    root, dot, rest = word.partition(".")
    members = _states_members(owner, field)
    if root == "$states" and dot:
        parent = rest.rpartition(".")[0]
        member, *names = parent.split(".")
        if not parent:
            for name in members:
                yield _member(name, name, states_markdown(name))
        elif member == "context":
            yield from _context(".".join(names), "$states.context")
        elif member in members and where.state is not None:
            passage = cursor.seen.analysis.ask(Passage, where.state)
            held = passage.input if member == "input" else passage.stage(_STAGES[member])
            yield from _fields_below(held, names, jsonata=True)
    elif dot and root[:1] == "$":
        yield from _fields_below(_variable(cursor, where, root), rest.split(".")[:-1], jsonata=True)
    elif not dot and (not word or word[0] == "$"):
        for name in members:
            yield _member(f"$states.{name}", f"$states.{name}", states_markdown(name), rank=3)
        yield from _variables(cursor, where)
        called = _is_called(cursor)
        for function in jsonata_functions.FUNCTIONS.values():
            name = f"${function.name}"
            stop = [Stop()] if function.parameters else []
            value = name if called else Text(f"{name}(", *stop, ")")
            say = jsonata_markdown(function)
            yield Offer(name, FUNCTION, value, detail=function.usage, say=say, word=True, rank=6)


_STAGES = {"result": RESULT, "errorOutput": ERROR_OUTPUT}
"""The data that a member of `$states` holds, as the grammar names them."""


def _states_members(owner: ObjectKind, field: Field) -> list[str]:
    """The members of `$states` that exist at a place, in their usual order."""
    known = members_of(owner.name, field.name)
    return [name for name in STATES_MEMBERS if name in known]


def _member(label: str, value: str, say: str | None, *, rank: int = 4) -> Offer:
    return Offer(label, MEMBER, value, say=say, rank=rank, word=True)


def _context(parent: str, root: str) -> Iterator[Offer]:
    """The members of the context object below a dotted name."""
    for name in context.members_of(parent):
        dotted = f"{parent}.{name}" if parent else name
        yield _member(name, name, context_markdown(dotted, root))


def _variables(cursor: Cursor, where: Where) -> Iterator[Offer]:
    """The variables that can be read at a place, the certain ones first."""
    scopes, state = scopes_around(where, cursor.seen.analysis), where.state
    known: dict[str, None] = {}
    for scope in scopes:
        known.update((one.name, None) for one in scope.assignments)
    for name in known:
        certain = None if state is None else certainty(name, scopes[0], state)
        rank = {"not assigned yet": 7, "assigned on some ways only": 5}.get(certain or "", 4)
        say = variable_markdown(name, scopes, state)
        detail = certain or "variable"
        label = f"${name}"
        yield Offer(label, VARIABLE, label, detail=detail, say=say, rank=rank, word=True)


def _jsonpath(cursor: Cursor, where: Where, field: Field, word: str) -> Iterator[Offer]:
    """The next part of a path, or of the call of an intrinsic function."""
    if field.name == "ResultPath":
        return
    root, dot, rest = word.partition(".")
    if dot and root == "$$":
        yield from _context(rest.rpartition(".")[0], "$$")
    elif dot and root[:1] == "$":
        read = _read(cursor, where, field) if root == "$" else _variable(cursor, where, root)
        yield from _fields_below(read, rest.split(".")[:-1])
    elif not dot and word in ("", "$", "$$"):
        yield _member("$", "$", "The data of the state, as a whole.", rank=3)
        for name in context.members_of(""):
            yield _member(f"$$.{name}", f"$$.{name}", context_markdown(name, "$$"), rank=5)
    if not dot and (not word or word[0] == "$"):
        yield from _variables(cursor, where)
    if field.value in (TEMPLATE, VARIABLES, PATH_OR_INTRINSIC) and word[:1] != "$":
        called = _is_called(cursor)
        for function in intrinsics.FUNCTIONS.values():
            value = function.name if called else _call(function)
            yield Offer(
                function.name, FUNCTION, value, detail=function.signature, word=True,
                say=intrinsic_markdown(function), rank=6,
            )  # fmt: skip


def _is_called(cursor: Cursor) -> bool:
    """Does a bracket follow the word at the cursor already?"""
    _, end = word_around(cursor.text.text, cursor.at)
    return cursor.text.text[end:].lstrip().startswith("(")


def _call(function: intrinsics.IntrinsicFunction) -> Text:
    """The call of an intrinsic function, its arguments to be typed."""
    parts: list[str | Stop] = [f"{function.name}("]
    for index, (name, kind) in enumerate(function.parameters[: function.minimum or 1]):
        quote = "'" if kind == intrinsics.STRING and name in ("template", "algorithm") else ""
        parts += [", " if index else "", quote, Stop(name), quote]
    return Text(*(part for part in parts if part != ""), ")")


def _read(cursor: Cursor, where: Where, field: Field) -> Shape | None:
    """What `$` stands for in a field of JSONPath; None where nobody knows."""
    if where.state is None or not field.reads:
        return None
    return cursor.seen.analysis.ask(Passage, where.state).stage(field.reads)


def _variable(cursor: Cursor, where: Where, root: str) -> Shape | None:
    """What the variable `$name` holds when the state is entered; None where nobody knows."""
    if where.state is None:
        return None
    return cursor.seen.analysis.ask(Passage, where.state).variables.get(root[1:])


def _fields_below(
    shape: Shape | None, names: list[str], *, jsonata: bool = False
) -> Iterator[Offer]:
    """The fields that a value is known to have, or to have sometimes, below some names.

    In JSONata a name behind a list means the field of each of its items.
    """
    for name in names:
        shape = None if shape is None else _field(shape, name, jsonata=jsonata)
    if shape is not None and jsonata and shape.array is not None:
        shape = items_of(shape).element
    known = None if shape is None else shape.object
    if known is None:
        return
    for name in known.names:
        if name.isidentifier():
            yield _member(name, name, f"`{words(known.get(name).present, 60)}`")


def _field(shape: Shape, name: str, *, jsonata: bool) -> Shape | None:
    if jsonata:
        return field_of(shape, name)
    return None if shape.object is None else shape.object.get(name)
