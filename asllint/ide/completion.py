"""What can be typed at a place: what the language has for it, the most likely first.

`place.py` tells the place and writes there what is offered here.
"""

from __future__ import annotations

from asllint.facts.expressions import members_of
from asllint.facts.flow import FlowGraph
from asllint.facts.shapes import Shapes
from asllint.hosts.states import is_named_so
from asllint.ide import calls
from asllint.ide.hover import (
    arrivals,
    certainty,
    context_markdown,
    error_markdown,
    field_markdown,
    intrinsic_markdown,
    jsonata_markdown,
    state_markdown,
    states_markdown,
    type_markdown,
    type_of_field,
    value_markdown,
    variable_markdown,
)
from asllint.ide.place import (
    ERROR,
    FIELD,
    FUNCTION,
    MEMBER,
    SNIPPET,
    STATE,
    VALUE,
    VARIABLE,
    Completion,
    Cursor,
    Offer,
    find_place,
)
from asllint.ide.snippets import (
    Insert,
    Stop,
    Text,
    Writer,
    definition,
    expression,
    item,
    resources,
    shape,
    state_snippets,
)
from asllint.ide.view import View, view
from asllint.ide.where import (
    UNTYPED,
    Frame,
    Where,
    in_quotes,
    is_evaluated,
    resolve,
    scopes_around,
    word_around,
)
from asllint.language.grammar import (
    ARRAY,
    BOOLEAN,
    DISTRIBUTED_ONLY,
    JSONATA,
    KINDS,
    NAME,
    NULLABLE_PATH,
    NULLABLE_REFERENCE_PATH,
    OBJECT,
    OPERATORS,
    PATH_OR_INTRINSIC,
    RESOURCE,
    STATES,
    TEMPLATE,
    VARIABLES,
    Field,
    ObjectKind,
)
from asllint.source.text import YAML, SourceFile, Span
from asllint.syntax.node import string_of
from asllint.tables import context, intrinsics, jsonata_functions, services
from asllint.tables.descriptions import ERRORS, STATES_MEMBERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.engine.analysis import Analysis
    from asllint.ide.snippets import Key, Value


def complete(analysis: Analysis, offset: int) -> list[Completion]:
    """What can be typed at an offset of the file, the most likely first."""
    seen = view(analysis, offset)
    if not seen.analysis.file.text.strip() and is_named_so(seen.analysis.file.path):
        return _from_nothing(seen)
    place = find_place(seen)
    if place is None:
        return []
    found = []
    for number, offer in enumerate(_offers(place)):
        completion = place.written(offer, number)
        if completion is not None and _is_on_line(completion.span, offset, analysis.file):
            found.append(completion)
    return sorted(found, key=lambda one: one.sort)


def _is_on_line(span: Span, offset: int, file: SourceFile) -> bool:
    """Does a span hold the cursor, and stand on one line, as editors want it?"""
    return span.start <= offset <= span.end and "\n" not in file.text[span.start : span.end]


# --- what fits ------------------------------------------------------------------------------------


def _from_nothing(seen: View) -> list[Completion]:
    """A whole definition, for an empty file."""
    place = Cursor(seen, [Frame()], is_key=False)
    writer = Writer(seen.analysis.file.notation)
    writer.value(definition()) if writer.notation != YAML else writer.block(definition(), "")
    insert = Insert(writer.pieces)
    completion = Completion("state machine", SNIPPET, place.span, insert.snippet.lstrip("\n"))
    completion.snippet, completion.filter, completion.sort = True, completion.label, "0"
    completion.detail = "a definition with one state"
    return [completion]


def _offers(place: Cursor) -> Iterator[Offer]:
    """Everything that fits a place."""
    where = resolve(place.frames, place.definition)
    if place.is_key:
        yield from _keys(place, where)
        return
    field, owner = where.field, where.owner
    if where.kind is not None:
        owner, field = where.kind, where.kind.fields.get(place.key or "")
    if field is None or owner is None or not where.knows(field):
        return
    if where.kind is not None:
        yield from _values(place, where, owner, field)
    elif where.called is not None and field.name in ("Parameters", "Arguments"):
        yield from _arguments(place, where)
    elif not where.inside and field.value == ARRAY:
        yield from _items(place, where, field)
    if is_evaluated(where, place.key, field):
        yield from _expressions(place, where, owner, field)


# --- keys -----------------------------------------------------------------------------------------


def _keys(place: Cursor, where: Where) -> Iterator[Offer]:
    """What can stand where a key belongs."""
    if where.kind is not None:
        yield from _fields(place, where, where.kind)
    elif where.states and not place.bare:
        yield from _missing_states(place, where)
        for one in state_snippets(where.language):
            key = Text(Stop(one.name))
            say = type_markdown(one.type)
            yield Offer(one.label, SNIPPET, dict(one.body), key=key, detail=one.detail, say=say)
    elif where.field is not None and where.field.value == ARRAY and not where.inside:
        yield from _items(place, where, where.field, dash=True)
    elif where.called is not None:
        yield from _parameters(place, where)


def _parameters(place: Cursor, where: Where) -> Iterator[Offer]:
    """The parameters of a call, and the members of these, that are not there yet."""
    present = {name.removesuffix(".$") for name in place.frames[-1].fields}
    call = calls.call_at(where)
    needed = () if where.inside or call is None or call.action is None else call.action.required
    for member in calls.members_at(where):
        if member.name in present:
            continue
        required = calls.is_needed(member, needed)
        kind = calls.text_of_type(member.type)
        yield Offer(
            member.name, FIELD, calls.value_for(member.type), key=member.name,
            rank=1 if required else 5, required=required,
            detail=f"{kind} · required" if required else kind,
            say=calls.parameter_markdown(where, member.name),
        )  # fmt: skip


def _arguments(place: Cursor, where: Where) -> Iterator[Offer]:
    """The values that a parameter of a call can have."""
    wanted = calls.value_type(where, place.key)
    if wanted is None:
        return
    for value in wanted.enum:
        yield Offer(value, VALUE, value, detail=wanted.name)
    if wanted.kind == services.BOOLEAN:
        yield Offer("true", VALUE, True)
        yield Offer("false", VALUE, False)
    elif wanted.kind in (services.STRUCTURE, services.LIST, services.MAP) and not place.quote:
        brackets = "[ … ]" if wanted.kind == services.LIST else "{ … }"
        detail = wanted.name or calls.text_of_type(wanted)
        yield Offer(brackets, SNIPPET, calls.value_for(wanted), detail=detail, rank=4)


def _missing_states(place: Cursor, where: Where) -> Iterator[Offer]:
    """The states that are named and not there."""
    machine = where.machine
    if machine is None:
        return
    start = () if machine.start_at is None else (machine.start_at,)
    transitions = (*start, *(one for state in machine.states for one in state.transitions))
    names = dict.fromkeys(string_of(one.target_name) for one in transitions)
    for name in names:
        if name and name not in place.frames[-1].fields:
            body: dict[Key, Value] = {"Type": Text(Stop(choices=tuple(STATES)))}
            detail = "a state that is named and not there"
            yield Offer(name, STATE, body, key=name, detail=detail, rank=3)


def _fields(place: Cursor, where: Where, kind: ObjectKind) -> Iterator[Offer]:
    """The fields that an object does not have yet."""
    present = place.frames[-1].fields.keys()
    excluded = {name for group in kind.groups if present & set(group.fields)
                for name in group.fields if not group.needs or group.needs in present}  # fmt: skip
    needed = {name for group in kind.groups if group.required for name in group.fields}
    for field in kind.fields.values():
        name = field.name
        if name in present or name in excluded or field.instead or not where.knows(field):
            continue
        if kind is UNTYPED and name not in _COMMON:
            continue
        if name in OPERATORS and "Variable" not in present:
            continue
        rank = 1 if field.required else 2 if name in needed and name not in OPERATORS else 5
        rank = 3 if name in OPERATORS else rank
        rank = 7 if name in DISTRIBUTED_ONLY else rank
        value = shape(kind, field, where.language)
        detail = type_of_field(kind, field, where.language).split(" · ")[0].replace("`", "")
        yield Offer(
            name, FIELD, value, key=name, rank=rank, required=field.required,
            detail=f"{detail} · required" if field.required else detail,
            say=field_markdown(kind, field, where.language),
        )  # fmt: skip


_COMMON = frozenset.intersection(*(frozenset(STATES[name].fields) for name in ("Task", "Wait")))
"""The fields to begin a state with whose type is not known yet."""


# --- values ---------------------------------------------------------------------------------------


def _values(place: Cursor, where: Where, owner: ObjectKind, field: Field) -> Iterator[Offer]:
    """The values of a field."""
    if field.name == "Type":
        for name in STATES:
            yield Offer(name, VALUE, name, detail="state type", say=type_markdown(name))
    for name in field.values or field.known:
        yield Offer(name, VALUE, name, say=value_markdown(field, name))
    if field.value == NAME:
        yield from _states(place, where)
    elif field.value == BOOLEAN:
        yield Offer("true", VALUE, True)
        yield Offer("false", VALUE, False)
    elif field.value == RESOURCE:
        yield from _resources(place, owner)
    elif field.value in (NULLABLE_PATH, NULLABLE_REFERENCE_PATH):
        yield Offer("null", VALUE, None, rank=6)
    elif field.value in (OBJECT, ARRAY, TEMPLATE, VARIABLES) and not place.quote:
        brackets = "[ … ]" if field.value == ARRAY else "{ … }"
        value = shape(owner, field, where.language)
        yield Offer(brackets, SNIPPET, value, detail=field.name, rank=4)


def _resources(place: Cursor, owner: ObjectKind) -> Iterator[Offer]:
    """What can be called: those that are called often first, then all."""
    typed = place.text.text[: place.at]
    often = () if ":aws-sdk:" in typed else resources(owner)
    for arn in often:
        yield Offer(arn, VALUE, arn, detail="service integration")
    if owner.name in ("Task", "State"):
        for arn, detail, rank in calls.resources(typed):
            if arn not in often:
                yield Offer(arn, VALUE, arn, detail=detail, rank=rank)


def _states(place: Cursor, where: Where) -> Iterator[Offer]:
    """The states of the same machine, the one at the cursor last."""
    machine = where.machine
    if machine is None:
        return
    flow = place.seen.analysis.fact(FlowGraph, machine)
    arriving = arrivals(machine, flow)
    for state in machine.states:
        say = state_markdown(state, flow, arriving)
        detail = f"{state.type or 'unknown'} state"
        yield Offer(
            state.name,
            STATE,
            state.name,
            detail=detail,
            say=say,
            rank=6 if state is where.state else 5,
        )


def _items(place: Cursor, where: Where, field: Field, *, dash: bool = False) -> Iterator[Offer]:
    """What can stand in an array."""
    if field.name == "ErrorEquals":
        yield from _errors(where, dash=dash)
    elif field.of in KINDS and not place.quote:
        label = KINDS[field.of].title.partition(" ")[2]
        yield Offer(label, SNIPPET, item(field, where.language), detail="{ … }", dash=dash)


def _errors(where: Where, *, dash: bool) -> Iterator[Offer]:
    """Error names: those of the definition, those of the resource, those that are reserved."""
    state = where.state
    called = "" if state is None else str(string_of(state.field("Resource")) or "")
    own: dict[str, None] = {}
    machines = () if where.definition is None else where.definition.machine.walk()
    for machine in machines:
        for other in machine.states:
            names = [other.field("Error")] if other.type == "Fail" else []
            for handler in (*other.retriers, *other.catchers):
                names += handler.error_names
            own.update((name, None) for name in map(string_of, names) if name)
    for name in own:
        if name not in ERRORS and name.strip() and "{%" not in name:
            yield Offer(name, ERROR, name, detail="of this definition", rank=6, dash=dash)
    known = {name: (detail, rank) for name, detail, rank in calls.errors_at(where)}
    for name, (detail, rank) in known.items():
        say = calls.service_error_markdown(where, name)
        if name not in ERRORS:
            yield Offer(name, ERROR, name, detail=detail, say=say, rank=rank, dash=dash)
    for name in ERRORS:
        is_lambda = not name.startswith("States.")
        rank = 5 if not is_lambda else 4 if "lambda" in called else 8
        yield Offer(name, ERROR, name, say=error_markdown(name), rank=rank, dash=dash)


# --- expressions ----------------------------------------------------------------------------------


def _expressions(place: Cursor, where: Where, owner: ObjectKind, field: Field) -> Iterator[Offer]:
    """What can be typed in a string that is evaluated."""
    text, jsonata = place.text.text, where.language == JSONATA
    if jsonata and field.value == VARIABLES and where.kind is not None:
        return  # the variables stand in an object
    if jsonata and "{%" not in text[: place.at]:
        if text.strip(" {%}") == "":
            yield Offer("{% … %}", SNIPPET, expression(), detail="JSONata expression", rank=6)
        return
    start, _ = word_around(text, place.at)
    if in_quotes(text, start, jsonata=jsonata):
        return
    word = text[start : place.at]
    if jsonata:
        yield from _jsonata(place, where, owner, field, word)
    else:
        yield from _jsonpath(place, where, field, word)


def _jsonata(
    place: Cursor, where: Where, owner: ObjectKind, field: Field, word: str
) -> Iterator[Offer]:
    """The next part of a name in JSONata."""
    root, dot, rest = word.partition(".")
    members = _states_members(owner, field)
    if root == "$states" and dot:
        parent = rest.rpartition(".")[0]
        if not parent:
            for name in members:
                yield _member(name, name, states_markdown(name))
        elif parent == "context" or parent.startswith("context."):
            yield from _context(parent.removeprefix("context").removeprefix("."), "$states.context")
    elif not dot and (not word or word[0] == "$"):
        for name in members:
            yield _member(f"$states.{name}", f"$states.{name}", states_markdown(name), rank=3)
        yield from _variables(place, where)
        called = _is_called(place)
        for function in jsonata_functions.FUNCTIONS.values():
            name = f"${function.name}"
            stop = [Stop()] if function.parameters else []
            value = name if called else Text(f"{name}(", *stop, ")")
            say = jsonata_markdown(function)
            yield Offer(name, FUNCTION, value, detail=function.usage, say=say, word=True, rank=6)


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


def _variables(place: Cursor, where: Where) -> Iterator[Offer]:
    """The variables that can be read at a place, the certain ones first."""
    scopes, state = scopes_around(where, place.seen.analysis), where.state
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


def _jsonpath(place: Cursor, where: Where, field: Field, word: str) -> Iterator[Offer]:
    """The next part of a path, or of the call of an intrinsic function."""
    if field.name == "ResultPath":
        return
    root, dot, rest = word.partition(".")
    if dot and root == "$$":
        yield from _context(rest.rpartition(".")[0], "$$")
    elif dot and root == "$":
        yield from _known_fields(place, where, field, rest)
    elif not dot and word in ("", "$", "$$"):
        yield _member("$", "$", "The data of the state, as a whole.", rank=3)
        for name in context.members_of(""):
            yield _member(f"$$.{name}", f"$$.{name}", context_markdown(name, "$$"), rank=5)
    if not dot and (not word or word[0] == "$"):
        yield from _variables(place, where)
    if field.value in (TEMPLATE, VARIABLES, PATH_OR_INTRINSIC) and word[:1] != "$":
        called = _is_called(place)
        for function in intrinsics.FUNCTIONS.values():
            value = function.name if called else _call(function)
            yield Offer(
                function.name, FUNCTION, value, detail=function.signature, word=True,
                say=intrinsic_markdown(function), rank=6,
            )  # fmt: skip


def _is_called(place: Cursor) -> bool:
    """Does a bracket follow the word at the cursor already?"""
    _, end = word_around(place.text.text, place.at)
    return place.text.text[end:].lstrip().startswith("(")


def _call(function: intrinsics.IntrinsicFunction) -> Text:
    """The call of an intrinsic function, its arguments to be typed."""
    parts: list[str | Stop] = [f"{function.name}("]
    for index, (name, kind) in enumerate(function.parameters[: function.minimum or 1]):
        quote = "'" if kind == intrinsics.STRING and name in ("template", "algorithm") else ""
        parts += [", " if index else "", quote, Stop(name), quote]
    return Text(*(part for part in parts if part != ""), ")")


_NOT_INPUT = ("ResultSelector", "Assign", "OutputPath")
"""Fields in which `$` is something else than the state's input."""


def _known_fields(place: Cursor, where: Where, field: Field, rest: str) -> Iterator[Offer]:
    """The fields that the state's input is known to have."""
    if where.machine is None or where.state is None or field.name in _NOT_INPUT:
        return
    shapes = place.seen.analysis.fact(Shapes, where.machine)
    known = shapes.inputs.get(where.state)
    for name in rest.split(".")[:-1]:
        known = None if known is None or known.fields is None else known.fields.get(name)
    for name in () if known is None or known.fields is None else known.fields:
        if name.isidentifier():
            yield _member(name, name, "A field that the input is known to have.")
