"""What can be typed in a string that is evaluated: names, functions, paths."""

from __future__ import annotations

from asllint.data.bindings import Bindings
from asllint.data.shape import ANYTHING
from asllint.data.words import words
from asllint.expressions.path import Path
from asllint.facts.dataflow.flow import Passage
from asllint.facts.expressions import members_of
from asllint.ide.completion.items import (
    FUNCTION,
    MEMBER,
    SNIPPET,
    VALUE,
    VARIABLE,
    Offer,
)
from asllint.ide.completion.paths import enumerated, spot_in_path, texts_at
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
from asllint.ide.jsonata import Typing, compared, spot_in_jsonata
from asllint.ide.origins import answer_origin, origin_of
from asllint.ide.readable import readable, same_state
from asllint.ide.shapes import names_in_input, shape_block
from asllint.ide.spots import Spot, in_jsonata
from asllint.ide.spots import in_path as in_path_notation
from asllint.ide.template import Stop, Text
from asllint.ide.where import (
    Where,
    in_quotes,
    scopes_around,
    word_around,
    word_end,
)
from asllint.language.grammar import (
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
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from asllint.data.shape import Shape
    from asllint.ide.completion.cursor import Cursor

    _Write: TypeAlias = Callable[[Spot, str, str], tuple[int, str] | None]

MAX_TRACED = 20
"""Of so many fields it is said where they come from."""
MAX_DETAIL = 40
"""So many characters a shape takes beside a name."""
ONE_OF_THEM = "one of the values there"
_TESTS = ("StringEquals", "StringMatches")


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
    word = text[start : cursor.at]
    if jsonata:
        yield from _jsonata(cursor, where, owner, field, word)
    elif not in_quotes(text, start, jsonata=False) or text[:1] == "$":
        yield from _jsonpath(cursor, where, owner, field, word)


def _jsonata(
    cursor: Cursor, where: Where, owner: ObjectKind, field: Field, word: str
) -> Iterator[Offer]:
    """The next part of a name in JSONata, or a text that something is compared with."""
    text = cursor.text.text
    begin = text.rfind("{%", 0, cursor.at) + 2
    bindings = _bindings(cursor, where, owner, field)
    typing = Typing(text, cursor.at, begin, bindings)
    if not typing.is_known or typing.quote in ("'", '"'):
        yield from _compared(cursor, typing)
        return
    spot, members = spot_in_jsonata(typing), _states_members(owner, field)
    root, dot, rest = word.partition(".")
    told = list(_of_states(rest, members)) if root == "$states" and dot else []
    yield from told
    if spot is not None and not told:
        yield from _fields(cursor, where, spot, in_jsonata, field)
    begins = not typing.quote and (not word or (word[0] == "$" and not dot))
    if begins and (word or spot is not None):
        for name in members:
            yield _member(f"$states.{name}", f"$states.{name}", states_markdown(name), rank=3)
        for name, held in typing.variables.items():
            yield _local(name, held)
        yield from _variables(cursor, where)
        yield from _functions(cursor)


def _of_states(below: str, members: list[str]) -> Iterator[Offer]:
    """What is behind `$states.`, as far as that does not depend on the data."""
    member, dot, rest = below.partition(".")
    if not dot:
        for name in members:
            yield _member(name, name, states_markdown(name))
    elif member == "context":
        yield from _context(rest.rpartition(".")[0], "$states.context")


def _functions(cursor: Cursor) -> Iterator[Offer]:
    """The functions of JSONata."""
    called = _is_called(cursor)
    for function in jsonata_functions.FUNCTIONS.values():
        name = f"${function.name}"
        stop = [Stop()] if function.parameters else []
        value = name if called else Text(f"{name}(", *stop, ")")
        say = jsonata_markdown(function)
        yield Offer(name, FUNCTION, value, detail=function.usage, say=say, word=True, rank=6)


def _bindings(cursor: Cursor, where: Where, owner: ObjectKind, field: Field) -> Bindings:
    """What can be read where the cursor is."""
    state, seen = where.state, cursor.seen
    if state is None:
        return Bindings(ANYTHING, ANYTHING, {})
    if seen.good is not None and seen.analysis.ask(Passage, state).passed is None:
        twin = same_state(state, seen.good)
        if twin is not None:
            return readable(twin, owner.name, field, seen.good)
    return readable(state, owner.name, field, seen.analysis)


def _local(name: str, held: Shape) -> Offer:
    """A variable that the expression itself binds."""
    detail = _short(held) or "variable of this expression"
    return Offer(f"${name}", VARIABLE, f"${name}", detail=detail, rank=3, word=True)


def _compared(cursor: Cursor, typing: Typing) -> Iterator[Offer]:
    """The texts that what stands before a comparison can be."""
    held = compared(typing)
    for text in [] if held is None else enumerated(held):
        if typing.quote in text or "\\" in text:
            continue
        closing = cursor.text.text.find(typing.quote, cursor.at)
        end = closing if closing >= 0 else word_end(cursor.text.text, cursor.at)
        value = text if closing >= 0 else text + typing.quote
        offer = Offer(text, VALUE, value, detail=ONE_OF_THEM, word=True, rank=3)
        offer.place = (typing.quoted, end)
        yield offer


def tested_texts(cursor: Cursor, where: Where, owner: ObjectKind, field: Field) -> list[str]:
    """The texts that the `Variable` beside a comparison can be, where these are some few."""
    path = cursor.frames[-1].fields.get("Variable")
    reads = owner.fields.get("Variable")
    if field.name not in _TESTS or path is None or reads is None or path[:1] != "$":
        return []
    return texts_at(path, _bindings(cursor, where, owner, reads))


def _fields(
    cursor: Cursor, where: Where, spot: Spot, write: _Write, field: Field
) -> Iterator[Offer]:
    """The fields that a value is known to have, or to have sometimes."""
    text, state = cursor.text.text, where.state
    budget = MAX_TRACED
    for name, held in spot.fields.items():
        found = write(spot, name, text)
        if found is None or not held.has_value:
            continue
        start, written = found
        origin = ""
        if state is not None and spot.names is not None and budget > 0:
            origin = origin_of(state, (*spot.names, name), cursor.seen.analysis)
            budget -= 1
        elif state is not None and field.reads == RESULT:
            origin = answer_origin(state, cursor.seen.analysis)
        say = "\n\n".join(filter(None, (shape_block(held, name), origin)))
        offer = Offer(name, MEMBER, written, detail=_short(held), say=say, rank=4, word=True)
        offer.place, offer.typed = (start, spot.end), text[start : spot.start]
        yield offer


def _short(held: Shape) -> str:
    """A shape in a few words; empty where nothing is known."""
    if held.anything or not held.has_value:
        return ""
    return words(held.present, MAX_DETAIL) + (" (not always there)" if held.nothing else "")


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
    held = {} if state is None else cursor.seen.analysis.ask(Passage, state).variables
    for name in known:
        certain = None if state is None else certainty(name, scopes[0], state)
        rank = {"not assigned yet": 7, "assigned on some ways only": 5}.get(certain or "", 4)
        block = shape_block(held[name], f"${name}") if name in held else ""
        say = "\n\n".join(filter(None, (variable_markdown(name, scopes, state), block)))
        detail = certain or "variable"
        label = f"${name}"
        yield Offer(label, VARIABLE, label, detail=detail, say=say, rank=rank, word=True)


def _jsonpath(
    cursor: Cursor, where: Where, owner: ObjectKind, field: Field, word: str
) -> Iterator[Offer]:
    """The next part of a path, or of the call of an intrinsic function."""
    root, dot, rest = word.partition(".")
    told = list(_context(rest.rpartition(".")[0], "$$")) if dot and root == "$$" else []
    yield from told
    bindings = _bindings(cursor, where, owner, field)
    spot, in_path = spot_in_path(cursor.text.text, cursor.at, bindings)
    if spot is not None and not told:
        if not _reads_input(where, field):
            spot.names = None
        yield from _fields(cursor, where, spot, in_path_notation, field)
    if field.name == "ResultPath" or (in_path and word[:1] != "$"):
        return
    if not dot and word in ("", "$", "$$"):
        yield _member("$", "$", "The data of the state, as a whole.", rank=3)
        for name in context.members_of(""):
            yield _member(f"$$.{name}", f"$$.{name}", context_markdown(name, "$$"), rank=5)
    if not dot and (not word or word[0] == "$"):
        yield from _variables(cursor, where)
    if field.value in (TEMPLATE, VARIABLES, PATH_OR_INTRINSIC) and word[:1] != "$":
        yield from _intrinsics(cursor)


def _intrinsics(cursor: Cursor) -> Iterator[Offer]:
    """The intrinsic functions."""
    called = _is_called(cursor)
    for function in intrinsics.FUNCTIONS.values():
        value = function.name if called else _call(function)
        yield Offer(
            function.name, FUNCTION, value, detail=function.signature, word=True,
            say=intrinsic_markdown(function), rank=6,
        )  # fmt: skip


def _reads_input(where: Where, field: Field) -> bool:
    """Is `$` the raw input, as far as it is read?"""
    if field.name == "ResultPath" or where.state is None:
        return field.name == "ResultPath"
    path = Path("$", (), 0, 1)
    return names_in_input(path, field.reads, where.state) is not None


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
