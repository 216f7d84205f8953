"""What a state can become: more or other fields, a state around it, variables in front of it."""

from __future__ import annotations

import re

from asllint.facts.expressions.sites import Sites
from asllint.language.grammar import JSONATA, MAX_STATE_NAME
from asllint.syntax.edits import add_fields, delete, set_value
from asllint.syntax.node import Hole, Mapping, Scalar, plain, string_of
from asllint.syntax.walk import walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.engine.analysis import Analysis
    from asllint.facts.expressions.site import Site
    from asllint.language.machine import State, StateMachine
    from asllint.source.finding import Intention

    Refactoring = tuple[str, list[Intention]]
    """A title, and what shall be."""

_ANSWERS = ("Task", "Map", "Parallel")
_STAYS_OUTSIDE = ("Type", "Comment", "Next", "End", "Catch", "QueryLanguage")
"""The fields of a state that belong to the one around it, once there is one."""
_NOT_BEFORE = ("$$", "$states.context", "$states.result", "$states.errorOutput")
"""What another state before this one would read differently."""


def refactorings(state: State, analysis: Analysis) -> Iterator[Refactoring]:
    """What can be done with a state, by title; some of it can perhaps not be written in its place.

    None of it is a repair: each changes what the machine does, as its title says.
    """
    node = state.node
    if not isinstance(node, Mapping) or not node.complete or not node.pairs or state.open:
        return
    yield from _keep_input(state)
    yield from _default(state)
    yield from _wrapped(state)
    yield from _variables(state, analysis)


# --- fields ---------------------------------------------------------------------------------------


def _keep_input(state: State) -> Iterator[Refactoring]:
    """The result beside the input instead of in its place."""
    works = state.type in _ANSWERS or {"Parameters", "Result"} & state.fields.keys()
    name = variable_of(state.name)
    if not name or not works or state.type not in (*_ANSWERS, "Pass"):
        return
    if state.query_language == JSONATA:
        if state.type in _ANSWERS and "Output" not in state.fields:
            output = f"{{% $merge([$states.input, {{'{name}': $states.result}}]) %}}"
            title = f'keep the input, and write the result to "{name}"'
            yield title, [add_fields(state.node, {"Output": output})]
    elif "ResultPath" not in state.fields:
        title = f'keep the input, and write the result to "$.{name}"'
        yield title, [add_fields(state.node, {"ResultPath": f"$.{name}"})]


def _default(state: State) -> Iterator[Refactoring]:
    """Where a Choice leads when none of its rules holds."""
    if state.type != "Choice" or "Default" in state.fields:
        return
    fails = [other.name for other in state.machine.states if other.type == "Fail"]
    names = fails or [other.name for other in state.machine.states if other is not state]
    if names:
        yield f'add "Default" to "{state.name}"', [add_fields(state.node, {"Default": names[0]})]


# --- a state around it ----------------------------------------------------------------------------


def _wrapped(state: State) -> Iterator[Refactoring]:
    """The state as the only one of a branch, or as what is done with each item."""
    if state.type not in _ANSWERS or not (state.ends or "Next" in state.fields):
        return
    node = state.node
    pairs = node.pairs if isinstance(node, Mapping) else []
    moved = [pair for pair in pairs if pair.key.value not in _STAYS_OUTSIDE]
    if any(isinstance(one, Hole) for pair in moved for one in walk(pair.value)):
        return  # what a template puts there can not be written anew
    if any(str(pair.key.value).startswith("Fn::") for pair in moved):
        return
    # What comes anew stands beside a field that stays.
    behind = not pairs or pairs[-1] not in moved
    if not behind and pairs[0] in moved:
        return
    kind = state.field("Type")
    inner: dict[str, object] = {"Type": state.type}
    if string_of(state.field("QueryLanguage")) is not None:
        inner["QueryLanguage"] = string_of(state.field("QueryLanguage"))
    inner |= {str(pair.key.value): plain(pair.value) for pair in moved}
    inner["End"] = True
    name = _free_name(f"{state.name} (inner)", state)
    machine: dict[str, object] = {"StartAt": name, "States": {name: inner}}
    for title, around, fields in (
        (f'wrap "{state.name}" in a Parallel', "Parallel", {"Branches": [machine]}),
        (
            f'wrap "{state.name}" in a Map', "Map",
            {"ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, **machine}},
        ),
    ):  # fmt: skip
        steps = [set_value(kind, around), add_fields(state.node, dict(fields), first=not behind)]
        if moved:
            steps.insert(1, delete(state.node, *moved))
        yield title, steps


def _free_name(wanted: str, state: State) -> str:
    """A name that no state of the definition has."""
    names = {one.name for machine in state.outermost.walk() for one in machine.states}
    number, base = 2, wanted[:MAX_STATE_NAME]
    name = base
    while name in names:
        end = f" {number}"
        name, number = base[: MAX_STATE_NAME - len(end)] + end, number + 1
    return name


# --- variables ------------------------------------------------------------------------------------


def _variables(state: State, analysis: Analysis) -> Iterator[Refactoring]:
    """What a Task is given, worked out by a Pass state before it and kept in variables."""
    sites = _arguments(state, analysis)
    states = state.machine.node.get("States")
    if not sites or not isinstance(states, Mapping) or "InputPath" in state.fields:
        return
    jsonata = state.query_language == JSONATA
    taken = _assigned(state.outermost)
    assigned: dict[str, object] = {}
    steps: list[Intention] = []
    for site in sites:
        base = name = variable_of(str(site.key.value).removesuffix(".$")) or "value"
        number = 2
        while name in taken:
            name, number = f"{base}{number}", number + 1
        taken.add(name)
        assigned[name if jsonata else f"{name}.$"] = site.text
        steps.append(set_value(site.scalar, f"{{% ${name} %}}" if jsonata else f"${name}"))
    before = _free_name(f"Prepare {state.name}", state)
    body: dict[str, object] = {"Type": "Pass"}
    if string_of(state.field("QueryLanguage")) is not None:
        body["QueryLanguage"] = string_of(state.field("QueryLanguage"))
    body |= {"Assign": assigned, "Next": state.name}
    steps += [set_value(node, before) for node in _leading_to(state)]
    title = f'extract the arguments of "{state.name}" into variables'
    yield title, [*steps, add_fields(states, {before: body})]


def _arguments(state: State, analysis: Analysis) -> list[Site]:
    """The computed arguments of a Task; none where one can not be worked out before it."""
    if state.type != "Task":
        return []
    found = [
        site
        for site in analysis.ask(Sites, state)
        if site.field.name in ("Parameters", "Arguments")
        and site.part.kind.name == "Task"
        and not site.constant
    ]
    if any(text in site.text for site in found for text in _NOT_BEFORE):
        return []
    return [site for site in found if not (site.path is not None and site.path.variable)]


def _assigned(machine: StateMachine) -> set[str]:
    """The names of all variables of a definition."""
    found: set[str] = set()
    for inner in machine.walk():
        for state in inner.states:
            rules = [one.node for one in state.choices]
            for node in (state.node, *rules, *(one.node for one in state.catchers)):
                assign = node.get("Assign") if isinstance(node, Mapping) else None
                if isinstance(assign, Mapping):
                    found |= {name.removesuffix(".$") for name in assign.fields}
    return found


def _leading_to(state: State) -> Iterator[Scalar]:
    """The names of the state where something leads to it."""
    start = state.machine.start_at
    transitions = [] if start is None else [start]
    for other in state.machine.states:
        transitions += other.transitions
    for transition in transitions:
        node = transition.target_name
        if transition.target is state and isinstance(node, Scalar):
            yield node


def variable_of(name: str) -> str:
    """A name as variables and fields are called: `getOrder` of `Get order`; perhaps empty."""
    words = re.findall(r"[A-Za-z0-9]+", name)
    joined = "".join(word[:1].upper() + word[1:] for word in words)
    joined = re.sub(r"^[0-9]+", "", joined)
    return (joined[:1].lower() + joined[1:])[:80]
