"""What fits a place: fields, states, values, parameters."""

from __future__ import annotations

from asllint.facts.flow import FlowGraph
from asllint.ide import calls
from asllint.ide.completion.dynamodb import names_in_expression, names_to_explain
from asllint.ide.completion.expressions import ONE_OF_THEM, expressions, tested_texts
from asllint.ide.completion.items import (
    ERROR,
    FIELD,
    SNIPPET,
    STATE,
    VALUE,
    Offer,
)
from asllint.ide.completion.snippets import (
    item,
    resources,
    state_snippets,
    value_for,
)
from asllint.ide.hover import (
    arrivals,
    error_markdown,
    field_markdown,
    state_markdown,
    type_markdown,
    type_of_field,
    value_markdown,
)
from asllint.ide.template import Stop, Text
from asllint.ide.where import (
    UNTYPED,
    Where,
    is_evaluated,
    resolve,
)
from asllint.language.grammar import (
    ARRAY,
    BOOLEAN,
    DISTRIBUTED_ONLY,
    KINDS,
    NAME,
    NULLABLE_PATH,
    NULLABLE_REFERENCE_PATH,
    OBJECT,
    OPERATORS,
    RESOURCE,
    STATES,
    TEMPLATE,
    VARIABLES,
    Field,
    ObjectKind,
)
from asllint.syntax.node import string_of
from asllint.tables import services
from asllint.tables.descriptions import ERRORS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.ide.completion.cursor import Cursor
    from asllint.ide.template import Fillable, Key


def offers(cursor: Cursor) -> Iterator[Offer]:
    """Everything that fits a place."""
    where = resolve(cursor.frames, cursor.definition)
    if cursor.is_key:
        yield from _keys(cursor, where)
        return
    field, owner = where.field, where.owner
    if where.kind is not None:
        owner, field = where.kind, where.kind.fields.get(cursor.key or "")
    if field is None or owner is None or not where.knows(field):
        return
    if where.kind is not None:
        yield from _values(cursor, where, owner, field)
    elif where.called is not None and field.name in ("Parameters", "Arguments"):
        yield from _arguments(cursor, where)
        yield from names_in_expression(cursor, where)
    elif not where.inside and field.value == ARRAY:
        yield from _items(cursor, where, field)
    if is_evaluated(where, cursor.key, field):
        yield from expressions(cursor, where, owner, field)


# --- keys -----------------------------------------------------------------------------------------


def _keys(cursor: Cursor, where: Where) -> Iterator[Offer]:
    """What can stand where a key belongs."""
    if where.kind is not None:
        yield from _fields(cursor, where, where.kind)
    elif where.states and not cursor.bare:
        yield from _missing_states(cursor, where)
        for one in state_snippets(where.language):
            key = Text(Stop(one.name))
            say = type_markdown(one.type)
            yield Offer(one.label, SNIPPET, dict(one.body), key=key, detail=one.detail, say=say)
    elif where.field is not None and where.field.value == ARRAY and not where.inside:
        yield from _items(cursor, where, where.field, dash=True)
    elif where.called is not None:
        yield from _parameters(cursor, where)


def _parameters(cursor: Cursor, where: Where) -> Iterator[Offer]:
    """The parameters of a call, and the members of these, that are not there yet."""
    yield from names_to_explain(cursor, where)
    present = {name.removesuffix(".$") for name in cursor.frames[-1].fields}
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


def _arguments(cursor: Cursor, where: Where) -> Iterator[Offer]:
    """The values that a parameter of a call can have."""
    wanted = calls.value_type(where, cursor.key)
    if wanted is None:
        return
    for value in wanted.enum:
        yield Offer(value, VALUE, value, detail=wanted.name)
    if wanted.kind == services.BOOLEAN:
        yield Offer("true", VALUE, True)
        yield Offer("false", VALUE, False)
    elif wanted.kind in (services.STRUCTURE, services.LIST, services.MAP) and not cursor.quote:
        brackets = "[ … ]" if wanted.kind == services.LIST else "{ … }"
        detail = wanted.name or calls.text_of_type(wanted)
        yield Offer(brackets, SNIPPET, calls.value_for(wanted), detail=detail, rank=4)


def _missing_states(cursor: Cursor, where: Where) -> Iterator[Offer]:
    """The states that are named and not there."""
    machine = where.machine
    if machine is None:
        return
    start = () if machine.start_at is None else (machine.start_at,)
    transitions = (*start, *(one for state in machine.states for one in state.transitions))
    names = dict.fromkeys(string_of(one.target_name) for one in transitions)
    for name in names:
        if name and name not in cursor.frames[-1].fields:
            body: dict[Key, Fillable] = {"Type": Text(Stop(choices=tuple(STATES)))}
            detail = "a state that is named and not there"
            yield Offer(name, STATE, body, key=name, detail=detail, rank=3)


def _fields(cursor: Cursor, where: Where, kind: ObjectKind) -> Iterator[Offer]:
    """The fields that an object does not have yet."""
    present = cursor.frames[-1].fields.keys()
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
        value = value_for(kind, field, where.language)
        detail = type_of_field(kind, field, where.language).split(" · ")[0].replace("`", "")
        yield Offer(
            name, FIELD, value, key=name, rank=rank, required=field.required,
            detail=f"{detail} · required" if field.required else detail,
            say=field_markdown(kind, field, where.language),
        )  # fmt: skip


_COMMON = frozenset.intersection(*(frozenset(STATES[name].fields) for name in ("Task", "Wait")))
"""The fields to begin a state with whose type is not known yet."""


# --- values ---------------------------------------------------------------------------------------


def _values(cursor: Cursor, where: Where, owner: ObjectKind, field: Field) -> Iterator[Offer]:
    """The values of a field."""
    if field.name == "Type":
        for name in STATES:
            yield Offer(name, VALUE, name, detail="state type", say=type_markdown(name))
    for name in field.values or field.known:
        yield Offer(name, VALUE, name, say=value_markdown(field, name))
    for text in tested_texts(cursor, where, owner, field):
        yield Offer(text, VALUE, text, detail=ONE_OF_THEM, rank=2)
    if field.value == NAME:
        yield from _states(cursor, where)
    elif field.value == BOOLEAN:
        yield Offer("true", VALUE, True)
        yield Offer("false", VALUE, False)
    elif field.value == RESOURCE:
        yield from _resources(cursor, owner)
    elif field.value in (NULLABLE_PATH, NULLABLE_REFERENCE_PATH):
        yield Offer("null", VALUE, None, rank=6)
    elif field.value in (OBJECT, ARRAY, TEMPLATE, VARIABLES) and not cursor.quote:
        brackets = "[ … ]" if field.value == ARRAY else "{ … }"
        value = value_for(owner, field, where.language)
        yield Offer(brackets, SNIPPET, value, detail=field.name, rank=4)


def _resources(cursor: Cursor, owner: ObjectKind) -> Iterator[Offer]:
    """What can be called: those that are called often first, then all."""
    typed = cursor.text.text[: cursor.at]
    often = () if ":aws-sdk:" in typed else resources(owner)
    for arn in often:
        yield Offer(arn, VALUE, arn, detail="service integration")
    if owner.name in ("Task", "State"):
        for arn, detail, rank in calls.resources(typed):
            if arn not in often:
                yield Offer(arn, VALUE, arn, detail=detail, rank=rank)


def _states(cursor: Cursor, where: Where) -> Iterator[Offer]:
    """The states of the same machine, the one at the cursor last."""
    machine = where.machine
    if machine is None:
        return
    flow = cursor.seen.analysis.fact(FlowGraph, machine)
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


def _items(cursor: Cursor, where: Where, field: Field, *, dash: bool = False) -> Iterator[Offer]:
    """What can stand in an array."""
    if field.name == "ErrorEquals":
        yield from _errors(where, dash=dash)
    elif field.of in KINDS and not cursor.quote:
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
