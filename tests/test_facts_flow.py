"""The graph of a machine: what a transition to an unknown name means, and what is then known."""

from __future__ import annotations

import pytest

from asllint import analyze
from asllint.facts.flow import FlowGraph, arrows


def graph(text: str) -> FlowGraph:
    analysis = analyze(text, "x.asl.yaml")
    return analysis.fact(FlowGraph, analysis.definitions[0].machine)


def following(name: str, *states: str, start: str = "Begin") -> FlowGraph:
    """A machine whose first state leads to `name`; the others end it."""
    ends = "".join(f"\n  {state}: {{Type: Succeed}}" for state in states)
    return graph(f"StartAt: {start}\nStates:\n  {start}: {{Type: Pass, Next: {name}}}{ends}\n")


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("ship order", "ShipOrder"),
        ("Ship-Order", "ShipOrder"),
        ("ShipOder", "ShipOrder"),
        ("ShipOrdre", "ShipOrder"),
        ("StepA1", "StepsA1"),
    ],
)
def test_a_slip_of_the_finger_is_followed(name: str, state: str) -> None:
    flow = following(name, state, "Other")
    assert [one.name for one in flow.by_distance()] == ["Begin", state]
    assert not flow.open


@pytest.mark.parametrize(
    ("name", "state"),
    [("Step2", "Step1"), ("StepB", "StepA"), ("Step B", "Step A"), ("ShipOdre", "ShipOrder")],
)
def test_a_guess_is_told_and_not_followed(name: str, state: str) -> None:
    flow = following(name, state, "Other")
    (begin, *_) = flow.machine.states
    assert flow.meant(begin.transitions[0]) == state
    assert [one.name for one in flow.by_distance()] == ["Begin"]
    assert flow.open


def test_no_state_means_itself() -> None:
    flow = following("begin", "Other")
    (begin, *_) = flow.machine.states
    assert flow.meant(begin.transitions[0]) is None
    assert flow.open


def test_another_state_that_is_as_near_as_the_own_is_no_sure_thing() -> None:
    flow = following("Beginn", "Beginns", "Other")
    (begin, *_) = flow.machine.states
    assert flow.meant(begin.transitions[0]) == "Beginns"
    assert flow.open


def test_the_start_of_a_machine_may_mean_any_state() -> None:
    flow = graph("StartAt: shiporder\nStates: {ShipOrder: {Type: Succeed}, Other: {Type: Succeed}}")
    assert flow.start is not None
    assert flow.start.name == "ShipOrder"


def test_a_loop_that_only_a_typo_closes_is_not_stuck() -> None:
    text = "StartAt: Ask\nStates: {{Ask: {{Type: Pass, Next: Be}}, Be: {{Type: Pass, Next: {}}}}}"
    assert graph(text.format("ask")).stuck == []
    assert [state.name for state in graph(text.format("Ask")).stuck] == ["Ask", "Be"]


def test_the_middle_of_a_long_way_is_left_out() -> None:
    states = following("A", *"ABCDEFGHIJ").machine.states
    assert arrows(states[:1]) == '"Begin"'
    assert arrows(states[:9]) == " → ".join(f'"{name}"' for name in ["Begin", *"ABCDEFGH"])
    assert arrows(states[:10]) == '"Begin" → "A" → "B" → "C" → "D" → … 3 more … → "H" → "I"'
