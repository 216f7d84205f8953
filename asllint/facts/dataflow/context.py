"""The context object as a shape: `$$` in JSONPath, `$states.context` in JSONata.

Source: developer guide, "Accessing execution data from the Context object" (`tables.context`). It
is never closed: whether a member exists is for `unknown-context-member` to say.
"""

from __future__ import annotations

from asllint.data.shape import MAYBE, NOTHING, NUMBER, TEXT, Object, Shape, object_of, of
from asllint.language.machine import State

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.data.outside import Outside

_ARN = "arn:aws:states:us-east-1:123456789012"
"""Where an execution runs that is only tried, where somebody wants to know."""


def of_execution(start: Shape) -> Shape:
    """The context object of an execution that is started with some input."""
    execution = {
        "Id": TEXT, "Input": start, "Name": TEXT, "RoleArn": TEXT, "StartTime": TEXT,
        "RedriveCount": NUMBER.or_nothing,  # not in an Express workflow (recorded)
    }  # fmt: skip
    machine = object_of({"Id": TEXT, "Name": TEXT}, MAYBE)
    return object_of({"Execution": object_of(execution, MAYBE), "StateMachine": machine}, MAYBE)


def in_state(context: Shape, state: State) -> Shape:
    """The context object as one state sees it."""
    # Recorded: a Pass state sees no retry count, a Task does.
    retries = of(0) if not state.retriers and state.type not in ("Task", "Map") else NUMBER
    fields = {"EnteredTime": TEXT, "Name": of(state.name), "RetryCount": retries.or_nothing}
    return _having(context, State=object_of(fields, MAYBE))


def with_item(context: Shape, item: Shape, index: int | None) -> Shape:
    """The context object in an iteration of a Map, with its item (`index` None: any of them)."""
    fields = {"Index": NUMBER if index is None else of(index), "Value": item}
    return _having(context, Map=object_of({"Item": object_of(fields, MAYBE)}, MAYBE))


def _having(context: Shape, **fields: Shape) -> Shape:
    held = context.object
    assert held is not None, "the context is an object"
    return Shape(object=Object({**held.fields, **fields}, held.rest))


def of_trial(start: Shape, machine: str, around: Outside) -> Shape:
    """The context object of an execution that is tried, with the time and the ids that it has."""
    context = of_execution(start)
    name = around.uuid
    held = {"Name": name, "StartTime": around.time}
    if name.is_known:
        held["Id"] = of(f"{_ARN}:execution:{machine}:{name.value}")
        held["RoleArn"] = of(f"{_ARN.replace('states:us-east-1', 'iam:')}:role/{machine}")
        own = object_of({"Id": of(f"{_ARN}:stateMachine:{machine}"), "Name": of(machine)}, MAYBE)
        context = _having(context, StateMachine=own)
    execution = context.object.get("Execution") if context.object is not None else context
    return _having(context, Execution=_having(execution, **held))


def in_attempt(context: Shape, state: State, around: Outside, attempt: int) -> Shape:
    """The context object as a state sees it that is tried for the so many-th time, from 0 on."""
    counts = state.type in ("Task", "Map", "Parallel")
    fields = {
        "EnteredTime": around.time, "Name": of(state.name),
        "RetryCount": of(attempt) if counts else NOTHING,
    }  # fmt: skip
    context = _having(context, State=object_of(fields, MAYBE))
    token = around.uuid if state.type == "Task" else TEXT
    return _having(context, Task=object_of({"Token": token}, MAYBE)) if token.is_known else context
