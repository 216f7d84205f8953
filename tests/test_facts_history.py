"""What an execution adds to its history, against a simulation that writes every event."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asllint import analyze
from asllint.facts.history import (
    EXECUTION,
    History,
    Tally,
    Visit,
    turn,
    turns,
)
from asllint.facts.limits import MAX_EVENTS
from asllint.language.machine import StateMachine

FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:pay"
JOB = "arn:aws:states:::batch:submitJob.sync"
TOKEN = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
ACTIVITY = "arn:aws:states:eu-west-1:123456789012:activity:pay"
CALL = "arn:aws:states:::dynamodb:putItem"

Machine = dict[str, Any]


def read(definition: Machine, kind: str = "STANDARD") -> tuple[Any, StateMachine]:
    analysis = analyze(json.dumps(definition), "x.asl.json", workflow_type=kind)
    return analysis.ask, analysis.definitions[0].machine


def history(definition: Machine) -> History:
    ask, machine = read(definition)
    return ask(History, machine)  # type: ignore[no-any-return]


def visit(state: Machine, name: str = "A") -> Visit:
    """The visit of the one state of a machine."""
    ask, machine = read({"StartAt": name, "States": {name: state}})
    return ask(Visit, machine.states[0])  # type: ignore[no-any-return]


def one(state: Machine) -> Machine:
    return {"StartAt": "I", "States": {"I": state}}


PASS = {"Type": "Pass", "End": True}


# --- one state ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "events"),
    [
        (PASS, 2),
        ({"Type": "Wait", "Seconds": 1, "End": True}, 2),
        ({"Type": "Choice", "Choices": [], "Default": "A"}, 2),
        ({"Type": "Succeed"}, 2),
        ({"Type": "Fail"}, 1),
        ({"Type": "Task", "Resource": FUNCTION, "End": True}, 5),
        ({"Type": "Task", "Resource": CALL, "End": True}, 5),
        ({"Type": "Task", "Resource": ACTIVITY, "End": True}, 5),
        ({"Type": "Task", "Resource": "${Function}", "End": True}, 5),
        ({"Type": "Task", "Resource": JOB, "End": True}, 6),
        ({"Type": "Task", "Resource": JOB + ":2", "End": True}, 6),
        ({"Type": "Task", "Resource": TOKEN, "End": True}, 6),
        ({"Type": "Parallel", "Branches": [one(PASS), one({"Type": "Fail"})], "End": True}, 7),
        ({"Type": "Parallel", "Branches": [], "End": True}, 4),
        ({"Type": "Map", "End": True}, 4),
        ({"Type": "Strange", "End": True}, 0),
    ],
)
def test_the_events_of_one_visit(state: Machine, events: int) -> None:
    found = visit(state)
    assert found.least == found.most == Tally(events, 1 + 2 * (events == 7))


def map_over(items: list[Any], inner: Machine, **more: Any) -> Machine:
    """A Map over constants: the array is given by the state before it."""
    return {
        "StartAt": "Load",
        "States": {
            "Load": {"Type": "Pass", "Result": items, "Next": "Each"},
            "Each": {"Type": "Map", "ItemProcessor": inner, "End": True, **more},
        },
    }


def each(definition: Machine) -> Visit:
    ask, machine = read(definition)
    return ask(Visit, machine.by_name["Each"])  # type: ignore[no-any-return]


def test_an_inline_map_whose_items_are_known() -> None:
    found = each(map_over([1, 2, 3], one(PASS)))
    assert found.items == (3, 3)
    assert found.least == found.most == Tally(4 + 3 * (2 + 2), 1 + 3)
    assert found.growing == []


def test_an_inline_map_of_no_item() -> None:
    assert each(map_over([], one(PASS))).most == Tally(4, 1)


def test_an_inline_map_whose_items_nobody_knows() -> None:
    found = visit({"Type": "Map", "ItemProcessor": one(PASS), "End": True})
    assert found.items == (0, None)
    assert found.least == found.most == Tally(4, 1)
    assert [(growth.state.name, growth.each) for growth in found.growing] == [("A", Tally(4, 1))]
    assert repr(found.growing[0]) == "Growth('A', Tally(4, 1))"


def test_maps_in_a_map() -> None:
    inner = one({"Type": "Map", "ItemProcessor": one(PASS), "End": True})
    found = each(map_over([[1], [2]], inner))
    assert found.items == (2, 2)
    assert found.growing == []
    assert found.most == Tally(4 + 2 * (2 + 4 + 4), 1 + 2 * 2)
    unknown = visit({"Type": "Map", "ItemProcessor": inner, "End": True})
    assert [growth.state.name for growth in unknown.growing] == ["A", "I"]


def test_a_distributed_map_has_its_items_elsewhere() -> None:
    inner = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, **one(PASS)}
    found = each(map_over([1, 2], inner))
    assert found.least == found.most == Tally(6, 1)
    assert (found.items, found.growing) == ((0, 0), [])


@pytest.mark.parametrize(
    ("state", "retried"),
    [
        ({"Type": "Task", "Resource": FUNCTION}, Tally(5 + 2 * 3, 3)),
        ({"Type": "Task", "Resource": JOB}, Tally(6 + 2 * 4, 3)),
        ({"Type": "Parallel", "Branches": [one(PASS)]}, Tally(4 + 2 + 2 * (1 + 2), 2 + 2 * 2)),
        ({"Type": "Map", "ItemProcessor": one(PASS)}, Tally(4 + 2, 3)),
        (
            {"Type": "Map", "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, **one(PASS)
            }},
            Tally(6 + 2 * 3, 3),
        ),
    ],
)  # fmt: skip
def test_further_attempts(state: Machine, retried: Tally) -> None:
    more = {"Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 2}], "End": True}
    assert visit({**state, **more}).retried == retried


def test_all_retriers_together() -> None:
    retriers = [{"ErrorEquals": ["A"], "MaxAttempts": 1}, {"ErrorEquals": ["B"]}]
    task = {"Type": "Task", "Resource": CALL, "Retry": retriers, "End": True}
    assert visit(task).retried == Tally(5 + 4 * 3, 5)
    assert visit(task).most == Tally(5, 1)


# --- ways through a machine -----------------------------------------------------------------------


def test_the_shortest_and_the_longest_way() -> None:
    found = history(
        {
            "StartAt": "Which",
            "States": {
                "Which": {
                    "Type": "Choice",
                    "Choices": [{"Variable": "$.x", "IsPresent": True, "Next": "Long"}],
                    "Default": "Short",
                },
                "Short": PASS,
                "Long": {"Type": "Task", "Resource": CALL, "Next": "Short"},
            },
        }
    )
    assert found.shortest is not None
    assert found.longest is not None
    assert [state.name for state in found.shortest.nodes] == ["Which", "Short"]
    assert [state.name for state in found.longest.nodes] == ["Which", "Long", "Short"]
    assert (found.least, found.most, found.retried) == (Tally(4, 2), Tally(9, 3), Tally(9, 3))
    assert found.is_exact
    assert not found.is_open


CAUGHT = {
    "StartAt": "Pay",
    "States": {
        "Pay": {
            "Type": "Task",
            "Resource": CALL,
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "No"}],
            "Next": "Tell",
        },
        "Tell": {"Type": "Task", "Resource": CALL, "End": True},
        "No": {"Type": "Fail"},
    },
}


def test_the_shortest_way_goes_well() -> None:
    found = history(CAUGHT)
    assert (found.least, found.most) == (Tally(10, 2), Tally(10, 2))


def test_where_none_goes_well_the_shortest_fails() -> None:
    assert history(one({"Type": "Fail"})).least == Tally(1, 1)


def test_a_machine_that_never_ends_has_no_way() -> None:
    loop = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}}
    found = history(loop)
    assert (found.shortest, found.longest, found.least) == (None, None, Tally())


def test_a_machine_without_a_start_has_no_way() -> None:
    found = history({"StartAt": "Nowhere", "States": {"A": PASS}})
    assert (found.shortest, found.longest, found.is_open) == (None, None, False)


def test_a_state_that_leads_nowhere_ends_its_way() -> None:
    found = history({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "${Next}"}}})
    assert (found.most, found.is_open) == (Tally(2, 1), True)


def test_maps_off_the_longest_way_do_not_grow_it() -> None:
    states: dict[str, Any] = {
        "Which": {"Type": "Choice", "Choices": [], "Default": "Each"},
        "Each": {"Type": "Map", "ItemProcessor": one(PASS), "End": True},
    }
    found = history({"StartAt": "Which", "States": states})
    assert [growth.state.name for growth in found.growing] == ["Each"]
    states["Which"]["Choices"] = [{"Variable": "$.x", "IsNull": True, "Next": "Pay"}]
    states["Pay"] = {"Type": "Task", "Resource": CALL, "End": True}
    assert history({"StartAt": "Which", "States": states}).growing == []


def test_a_turn_of_a_loop() -> None:
    states = {
        "Wait": {"Type": "Wait", "Seconds": 60, "Next": "Get"},
        "Get": {"Type": "Task", "Resource": CALL, "Next": "Done?"},
        "Done?": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.x", "StringEquals": "DONE", "Next": "End"}],
            "Default": "Wait",
        },
        "End": {"Type": "Succeed"},
    }
    ask, machine = read({"StartAt": "Wait", "States": states})
    loop = machine.states[:3]
    assert turn(loop, ask) == Tally(9, 3)
    assert turns(loop, ask) == 2777 == (MAX_EVENTS - EXECUTION) // 9
    assert turns([], ask) == 0


def test_a_tally_is_a_value() -> None:
    assert Tally(2, 1) + Tally(3, 1) == Tally(5, 2)
    assert Tally(2, 1) * 3 == Tally(6, 3)
    assert hash(Tally(1, 2)) == hash(Tally(1, 2))
    assert Tally(1, 2) != Tally(1, 3) != "x"
    assert repr(Tally(1, 2)) == "Tally(1, 2)"


# --- the simulation -------------------------------------------------------------------------------
# It writes the events that AWS writes, one by one, for every way that does not meet a state twice.


def begin(resource: str) -> list[str]:
    waits = resource.endswith((".sync", ".waitForTaskToken"))
    return ["Scheduled", "Started", *(["Submitted"] if waits else [])]


def runs(state: Machine, items: int, attempts: int) -> list[list[str]]:
    """The events between entering and leaving a state, each way on which it goes well at last."""
    kind = state["Type"]
    if kind == "Task":
        one = begin(state["Resource"])
        return [[*([*one, "Failed"] * attempts), *one, "Succeeded"]]
    if kind in ("Parallel", "Map"):
        many = state.get("Branches") or [state["ItemProcessor"]] * items
        around = ["IterationStarted", "IterationSucceeded"] if kind == "Map" else []
        turns_ = [[[*around, *way] for way in ways(machine, items)] for machine in many]
        once = [[event for part in parts for event in part] for parts in product(*turns_)]
        longest = max(once, key=len, default=[])
        again = ["Started", *longest] * attempts
        return [[*again, "Started", *way, "Succeeded"] for way in once]
    return [[]]


def ways(machine: Machine, items: int) -> list[list[str]]:
    """The events of each way through a machine, all attempts that a state allows used up."""
    found = []
    pending: list[tuple[str, list[str], list[str]]] = [(machine["StartAt"], [], [])]
    while pending:
        name, met, events = pending.pop()
        state = machine["States"][name]
        attempts = sum(retrier["MaxAttempts"] for retrier in state.get("Retry", []))
        left = [] if state["Type"] == "Fail" else ["Exited"]
        for run in runs(state, items, attempts):
            so_far = [*events, "Entered", *run, *left]
            if state.get("End") or state["Type"] in ("Succeed", "Fail"):
                found.append(so_far)
            following = [to for to in targets(state) if to not in (*met, name)]
            pending += [(to, [*met, name], so_far) for to in following]
    return found


def targets(state: Machine) -> list[str]:
    names = [state[field] for field in ("Next", "Default") if field in state]
    return [*names, *(one["Next"] for one in (*state.get("Choices", []), *state.get("Catch", [])))]


SIMPLE = st.sampled_from(["Pass", "Wait", "Choice", "Task", "Succeed", "Fail"])
NESTED = st.sampled_from(["Pass", "Choice", "Task", "Parallel", "Map"])


@st.composite
def drawn(draw: st.DrawFn, depth: int = 1, retries: int = 1) -> Machine:
    names = [f"S{number}" for number in range(draw(st.integers(1, 4 if depth else 2)))]
    states = {name: draw(a_state(names, name, depth, retries)) for name in names}
    return {"StartAt": "S0", "States": states}


@st.composite
def a_state(draw: st.DrawFn, names: list[str], name: str, depth: int, retries: int) -> Machine:
    last = name == names[-1]
    kind = draw(st.sampled_from(["Succeed", "Pass"]) if last else NESTED if depth else SIMPLE)
    state: Machine = {"Type": kind}
    to = st.sampled_from([*names[names.index(name) + 1 :] * 3, *names])
    if kind in ("Succeed", "Fail"):
        return state
    if kind == "Choice":
        rule = {"Variable": "$.x", "IsNull": True, "Next": draw(to)}
        return {**state, "Choices": [rule], "Default": draw(to)}
    state |= {"End": True} if last or draw(st.booleans()) else {"Next": draw(to)}
    if kind == "Wait":
        state["Seconds"] = 1
    if kind == "Task":
        state["Resource"] = draw(st.sampled_from([FUNCTION, JOB, TOKEN, CALL]))
    if kind == "Parallel":
        machines = draw(st.lists(drawn(depth - 1, retries), min_size=1, max_size=2))
        state["Branches"] = machines
    if kind == "Map":
        state |= {"ItemProcessor": draw(drawn(depth - 1, retries))}
        state |= {"ItemsPath": "$$.Execution.Input.items"}
    if kind in ("Task", "Parallel", "Map"):
        if draw(st.booleans()):
            state["Catch"] = [{"ErrorEquals": ["States.ALL"], "Next": draw(to)}]
        attempts = draw(st.integers(0, retries))
        if attempts:
            state["Retry"] = [{"ErrorEquals": ["States.ALL"], "MaxAttempts": attempts}]
    return state


def told(definition: Machine, items: int) -> tuple[History, list[int]] | None:
    """The fact, and the events of all ways; None where a machine never ends, or is not reached."""
    ask, machine = read(definition)
    machine.assume(({"items": list(range(items))},))
    found = ask(History, machine)
    if found.growing or any(ask(History, one).longest is None for one in machine.walk()):
        return None
    return found, [len(way) for way in ways(definition, items)]


@given(drawn(retries=0), st.integers(0, 2))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_the_ways_are_those_of_the_simulation(definition: Machine, items: int) -> None:
    both = told(definition, items)
    if both is not None:
        found, all_ways = both
        assert found.most.events == max(all_ways)
        assert found.least.events >= min(all_ways)


@given(drawn(retries=2), st.integers(0, 2))
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_all_attempts_are_those_of_the_simulation(definition: Machine, items: int) -> None:
    both = told(definition, items)
    if both is not None:
        found, all_ways = both
        assert found.retried.events == max(all_ways)


def test_the_simulation_writes_what_aws_wrote() -> None:
    definition = {
        "StartAt": "A",
        "States": {"A": {"Type": "Task", "Resource": TOKEN, "Next": "B"}, "B": PASS},
    }
    (way,) = ways(definition, 0)
    assert way == [
        "Entered", "Scheduled", "Started", "Submitted", "Succeeded", "Exited", "Entered", "Exited",
    ]  # fmt: skip
