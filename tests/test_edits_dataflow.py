"""While somebody types: what stands at each state, and what is told of it, is as new.

What an edit leaves as it was is taken over from the solution before it, and nobody may see that.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint import Analysis, analyze, lint, load_rulebook
from asllint.facts.dataflow.flow import DataFlow, Passage
from asllint.facts.dataflow.way import Way
from tests.cost import often
from tests.test_edits import comparable, warm

__all__ = ["warm"]

RULES = [rule for rule in load_rulebook().rules.values() if DataFlow in rule.facts]

NAMES = ("A", "B", "C", "D")
PATHS = ("$", "$.a", "$.b", "$.b.c", "$.items", "$.items[0]", "$.Payload.a", "$.Item", "$v", "$$")
TARGETS = ("$", "$.a", "$.b", "$.b.c", "$.items", None)
VALUES = (1, "x", None, {"c": 2}, {"a": 1, "b": {"c": 3}}, {"items": [1, {"a": 2}]}, [1, 2])
EXPRESSIONS = (
    "$states.input", "$states.input.a", "$states.input.b.c + 1", "$v", "{'b': $states.input}",
    "$merge([$states.input, {'a': 'y'}])", "$states.input.items", "[1, 2]", "$states.input.a = 1",
)  # fmt: skip

Fields = dict[str, Any]


def inside(name: str) -> st.SearchStrategy[Fields]:
    """A machine of one or two states, for a branch or an iteration."""
    first, last = f"{name}1", f"{name}2"
    body = st.one_of(passing(), tasks(), computing())
    return st.builds(
        lambda one, other: {
            "StartAt": first,
            "States": {first: {**one, "Next": last}, last: {**other, "End": True}},
        },
        body,
        body,
    )


def passing() -> st.SearchStrategy[Fields]:
    """A Pass state in JSONPath."""
    made = st.one_of(
        st.builds(lambda value: {"Result": value}, st.sampled_from(VALUES)),
        st.builds(lambda path: {"Parameters": {"a.$": path, "b": 1}}, st.sampled_from(PATHS)),
        st.builds(lambda path: {"Assign": {"v.$": path}}, st.sampled_from(PATHS)),
        st.builds(lambda path: {"OutputPath": path}, st.sampled_from(PATHS)),
    )
    return st.builds(
        lambda made, target: {"Type": "Pass", **made, "ResultPath": target},
        made,
        st.sampled_from(TARGETS),
    )


def tasks() -> st.SearchStrategy[Fields]:
    """A Task whose answer is known, or not."""
    return st.builds(
        lambda call, target: {
            "Type": "Task",
            "Resource": f"arn:aws:states:::{call}",
            "Parameters": {"FunctionName": "f", "TableName": "t", "Key": {"id": {"S.$": "$.a"}}},
            **({} if target == "$" else {"ResultPath": target}),
        },
        st.sampled_from(["lambda:invoke", "dynamodb:getItem"]),
        st.sampled_from(TARGETS),
    )


def computing() -> st.SearchStrategy[Fields]:
    """A Pass state in JSONata."""
    return st.builds(
        lambda output, assign: {
            "Type": "Pass",
            "QueryLanguage": "JSONata",
            "Output": f"{{% {output} %}}",
            **({} if assign is None else {"Assign": {"v": f"{{% {assign} %}}"}}),
        },
        st.sampled_from(EXPRESSIONS),
        st.sampled_from([None, *EXPRESSIONS]),
    )


@st.composite
def states(draw: st.DrawFn, name: str) -> Fields:
    """A state of the outermost machine, that leads to any others, itself included."""
    targets = st.sampled_from(NAMES)
    kind = draw(st.sampled_from(["pass", "pass", "task", "compute", "choice", "map", "parallel"]))
    if kind == "choice":
        test = draw(
            st.sampled_from([("IsPresent", True), ("NumericEquals", 1), ("IsString", True)])
        )
        rule = {"Variable": draw(st.sampled_from(PATHS)), test[0]: test[1], "Next": draw(targets)}
        return {"Type": "Choice", "Choices": [rule], "Default": draw(targets)}
    if kind == "map":
        fields: Fields = {
            "Type": "Map",
            "ItemsPath": draw(st.sampled_from(PATHS)),
            "ItemProcessor": draw(inside(name)),
            "ResultPath": draw(st.sampled_from(TARGETS)),
        }
    elif kind == "parallel":
        fields = {"Type": "Parallel", "Branches": [draw(inside(name)), draw(inside(name + "x"))]}
    else:
        body = {"pass": passing, "task": tasks, "compute": computing}[kind]
        fields = draw(body())
    if kind in ("map", "parallel", "task") and draw(st.booleans()):
        kept: st.SearchStrategy[Fields] = st.sampled_from([{}, {"ResultPath": "$.error"}])
        fields["Catch"] = [{"ErrorEquals": ["States.ALL"], "Next": draw(targets), **draw(kept)}]
    end = draw(st.sampled_from([False, False, True]))
    return {**fields, **({"End": True} if end else {"Next": draw(targets)})}


def written(machine: dict[str, Fields]) -> str:
    """A definition with some states; the first one begins."""
    ends = {"Type": "Succeed"}
    return json.dumps({"StartAt": NAMES[0], "States": {**machine, "End": ends}}, indent=1)


def known(analysis: Analysis) -> list[object]:
    """All that is known of the data at each state, with the ways that they came."""
    return [
        (
            machine.title,
            state.name,
            passage.reachable,
            passage.input,
            passage.output,
            passage.variables,
            [came(way) for way, _ in passage.passed or ()],
        )
        for machine in analysis.machines()
        for state in machine.states
        for passage in [analysis.ask(Passage, state)]
    ]


def came(way: Way) -> list[object]:
    """A way back to where its machine begins."""
    found: list[object] = []
    here: Way | None = way
    while here is not None and len(found) < 100:
        by = here.by
        assert here.state is here.machine.by_name[here.name]
        found.append((here.name, here.data, here.variables, None if by is None else by.number))
        here = here.before
    return found


def told(analysis: Analysis) -> list[object]:
    return [comparable(one) for one in lint(analysis, RULES)]


def assert_is_as_new(text: str, before: Analysis) -> Analysis:
    """The analysis after an edit says what a new one says."""
    after, new = analyze(text, "x.asl.json", before=before), analyze(text, "x.asl.json")
    assert told(after) == told(new), text
    assert known(after) == known(new), text
    return after


@pytest.mark.usefixtures("warm")
@settings(max_examples=often(20, 1_500), deadline=None)
@given(st.data())
def test_edits_of_states_that_hand_on_data(data: st.DataObject) -> None:
    machine = {name: data.draw(states(name)) for name in NAMES}
    analysis = analyze(written(machine), "x.asl.json")
    known(analysis)
    for _ in range(4):
        name = data.draw(st.sampled_from(NAMES))
        machine[name] = data.draw(
            st.one_of(
                states(name),
                st.just({**machine[name], "Comment": "x"}),
                st.builds(lambda to, name=name: turned(machine[name], to), st.sampled_from(NAMES)),
            )
        )
        analysis = assert_is_as_new(written(machine), analysis)


def turned(state: Fields, target: str) -> Fields:
    """A state that leads elsewhere."""
    if "Next" in state:
        return {**state, "Next": target}
    return {**state, "Default": target} if "Default" in state else state


@pytest.mark.usefixtures("warm")
@settings(max_examples=often(10, 1_000), deadline=None)
@given(st.data())
def test_letters_that_are_typed_into_data_flow(data: st.DataObject) -> None:
    text = written({name: data.draw(states(name)) for name in NAMES})
    analysis = analyze(text, "x.asl.json")
    known(analysis)
    for _ in range(4):
        at = data.draw(st.integers(0, len(text) - 1))
        end = at + data.draw(st.integers(0, 2))
        text = text[:at] + data.draw(st.sampled_from(["", "x", "$", ".", '"', "1"])) + text[end:]
        analysis = assert_is_as_new(text, analysis)


def choosing(status: str) -> str:
    """A Choice that has a rule for "A", and data that come from another state."""
    rule = {"Variable": "$.s", "StringEquals": "A", "Next": "End"}
    states: dict[str, Any] = {
        "Load": {"Type": "Pass", "Result": {"s": status}, "Next": "Which"},
        "Which": {"Type": "Choice", "Choices": [rule]},
        "End": {"Type": "Succeed"},
    }
    return json.dumps({"StartAt": "Load", "States": states}, indent=2)


def test_a_silent_state_is_looked_at_again_when_its_data_are_others() -> None:
    """What a rule asks of the state itself can rest on states that have changed."""
    rules = load_rulebook().select()
    analysis = None
    told = []
    for status in ("A", "B", "A", "C"):
        analysis = analyze(choosing(status), "x.asl.json", before=analysis)
        told.append([one.rule for one in lint(analysis, rules)])
    assert told[0] == told[2] == []
    assert "choice-without-default" in told[1]
    assert "choice-without-default" in told[3]
