"""What is undone when a step fails: told by the structure of a machine, never by its names."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from asllint import analyze, lint, load_rulebook
from asllint.facts.fact import Ask
from asllint.facts.transaction import MOST, Transaction
from asllint.language.machine import StateMachine

RULES = [rule for rule in load_rulebook().rules.values() if rule.category == "transactions"]

ORDER = """
    Reserve: Charge
    Charge: Ship, Release
    Ship: end, Refund
    Refund: Release
    Release: Failed
    Failed: fail
"""
"""Nothing to undo at first, then one thing, then two."""
OWN = """
    Reserve: Charge, Release
    Charge: Ship, Refund
    Ship: end, Recall
    Recall: Refund
    Refund: Release
    Release: Failed
    Failed: fail
"""
"""Each step undoes itself, too."""


def definition(outline: str) -> dict[str, Any]:
    """A machine of an outline: each line has a state, where it leads, and where its catcher does.

    `end` ends the machine, `fail` and `succeed` are states of those types, `a | b` is a Choice, and
    what stands before a colon as `Name(sns:publish)` calls that.
    """
    states: dict[str, Any] = {}
    for line in filter(None, map(str.strip, outline.splitlines())):
        head, onward = line.split(": ")
        name, _, call = head.rstrip(")").partition("(")
        target, _, caught = onward.partition(", ")
        states[name] = _state(target, call)
        if caught:
            states[name]["Catch"] = [
                {"ErrorEquals": ["States.ALL"], "Next": each} for each in caught.split(" & ")
            ]
    return {"StartAt": next(iter(states)), "States": states}


def _state(target: str, call: str) -> dict[str, Any]:
    if target in ("fail", "succeed"):
        return {"Type": target.capitalize()}
    if " | " in target:
        first, *others = target.split(" | ")
        rules = [{"Variable": "$.to", "StringEquals": each, "Next": each} for each in others]
        return {"Type": "Choice", "Choices": rules, "Default": first}
    onward = {"End": True} if target == "end" else {"Next": target}
    if call in ("Pass", "Wait"):
        return {"Type": call, **({"Seconds": 1} if call == "Wait" else {}), **onward}
    return {"Type": "Task", "Resource": f"arn:aws:states:::{call or 'lambda:invoke'}", **onward}


def transaction(outline: str) -> Transaction:
    analysis = analyze(json.dumps(definition(outline)), "x.asl.json")
    return analysis.fact(Transaction, analysis.definitions[0].machine)


def undone(found: Transaction) -> dict[str, list[str]]:
    """The names of what is undone after an error of each step."""
    return {
        step.name: [state.name for state in rollback.undoing]
        for step, rollback in found.rollbacks.items()
    }


def reported(outline: str) -> list[tuple[str, str]]:
    """Rule and underlined text of each finding of the category."""
    text = json.dumps(definition(outline))
    found = lint(analyze(text, "x.asl.json"), RULES)
    return [(one.rule, text[one.span.start : one.span.end]) for one in found]


# --- what a transaction is -----------------------------------------------------------------------


def test_what_is_undone_grows() -> None:
    found = transaction(ORDER)
    assert found.found
    assert [step.name for step in found.steps] == ["Reserve", "Charge", "Ship"]
    assert undone(found) == {"Charge": ["Release"], "Ship": ["Refund", "Release"]}


def test_a_step_may_undo_itself() -> None:
    found = transaction(OWN)
    assert found.found
    assert undone(found) == {
        "Reserve": ["Release"],
        "Charge": ["Refund", "Release"],
        "Ship": ["Recall", "Refund", "Release"],
    }


@pytest.mark.parametrize(
    "outline",
    [
        # the same each time
        "A: B, U\nB: C, U\nC: end, U\nU: F\nF: fail",
        # of each step something else
        "A: B, U\nB: end, V\nU: F\nV: F\nF: fail",
        # it grows from nothing
        "A: B, F\nB: end, U\nU: F\nF: fail",
        # it becomes less
        "A: B, V\nB: end, U\nV: U\nU: F\nF: fail",
        # it grows by what notifies somebody
        "A: B, U\nB: end, N\nN(sns:publish): U\nU: F\nF: fail",
        "A: B, U\nB: end, N\nN(aws-sdk:sesv2:sendEmail): U\nU: F\nF: fail",
        # it grows by what does nothing
        "A: B, U\nB: end, N\nN(Pass): U\nU: F\nF: fail",
        # what grows is on the way of success
        "A: B, U\nB: V, V\nV: end\nU: F\nF: fail",
        # neither comes before the other
        "A: B | C\nB: end, U\nC: end, V\nV: U\nU: F\nF: fail",
        "A: B, U\nB: C, V\nC: A | D\nD(Pass): end\nV: U\nU: F\nF: fail",
        # the error is got over
        "A: B, U\nB: C, V\nC: end\nV: U\nU: C",
    ],
)
def test_what_is_none(outline: str) -> None:
    assert not transaction(outline).found
    assert reported(outline) == []


def test_of_several_catchers_the_largest_counts() -> None:
    found = transaction("A: B, U\nB: end, F & V & U\nV: U\nU: F\nF: fail")
    assert undone(found) == {"A": ["U"], "B": ["V", "U"]}


def test_an_error_of_the_undoing_itself_undoes_nothing() -> None:
    found = transaction("A: B, U\nB: end, V\nV: U, W\nU: F\nW: F\nF: fail")
    assert undone(found) == {"A": ["U"], "B": ["V", "U"]}


def test_a_call_of_a_notifying_service_is_no_step() -> None:
    found = transaction(ORDER.replace("Reserve:", "Tell(sqs:sendMessage): Reserve\nReserve:"))
    assert [step.name for step in found.steps] == ["Reserve", "Charge", "Ship"]


def test_a_typo_is_followed() -> None:
    found = transaction(OWN.replace("Charge, Release", "Charge, Relase"))
    assert undone(found)["Reserve"] == ["Release"]


@pytest.mark.parametrize(
    "change", [("end, Recall", "${Next}, Recall"), ("Refund: Release", "Refund: Nowhere")]
)
def test_what_can_lead_anywhere_is_none(change: tuple[str, str]) -> None:
    assert not transaction(OWN.replace(*change)).found


def test_whose_errors_a_state_around_it_catches_is_none() -> None:
    inner = definition(OWN)
    around = {"Type": "Parallel", "Branches": [inner], "End": True}
    whole: dict[str, Any] = {"StartAt": "P", "States": {"P": around, "F": {"Type": "Fail"}}}

    def of_branch() -> Transaction:
        analysis = analyze(json.dumps(whole), "x.asl.json")
        (parallel, _) = analysis.definitions[0].machine.states
        return analysis.fact(Transaction, parallel.machines[0])

    assert of_branch().found
    around["Catch"] = [{"ErrorEquals": ["States.ALL"], "Next": "F"}]
    assert not of_branch().found


@pytest.mark.parametrize(("more", "found"), [(0, True), (1, False)])
def test_of_a_huge_machine_nothing_is_said(more: int, found: bool) -> None:
    names = [f"P{i}" for i in range(MOST - 7 + more)]
    passes = "".join(
        f"{name}(Pass): {after}\n" for name, after in zip(names, [*names[1:], "Ship"], strict=True)
    )
    outline = OWN.replace("Charge: Ship", f"Charge: {names[0]}") + passes
    assert transaction(outline).found is found


def test_a_machine_without_catchers_asks_for_nothing() -> None:
    analysis = analyze(json.dumps(definition("A: B\nB: end")), "x.asl.json")
    ask = Ask()
    assert not ask(Transaction, analysis.definitions[0].machine).found
    assert ask.made == {Transaction: 1}


# --- names mean nothing --------------------------------------------------------------------------

HALF = OWN.replace("Recall: Refund", "Recall: Failed")
OUTLINES = [ORDER, OWN, HALF]


def renamed(machine: dict[str, Any]) -> str:
    """The same with all states called A, B, C …"""
    names = {name: chr(ord("A") + at) for at, name in enumerate(machine["States"])}
    return re.sub(r'"(\w+)"', lambda m: f'"{names.get(m[1], m[1])}"', json.dumps(machine))


def findings(text: str) -> list[tuple[str, str, str]]:
    """Rule, severity and pointer of each finding, names of states as their numbers."""
    analysis = analyze(text, "x.asl.json")
    machine: StateMachine = analysis.definitions[0].machine
    found = []
    for one in lint(analysis, RULES):
        at = [state.node.span.start > one.span.start for state in machine.states].count(False)
        found.append((one.rule, one.severity.name, f"state {at}"))
    return found


@pytest.mark.parametrize("outline", OUTLINES)
def test_states_may_be_called_anything(outline: str) -> None:
    machine = definition(outline)
    assert findings(renamed(machine)) == findings(json.dumps(machine))


# --- half a rollback -----------------------------------------------------------------------------


@pytest.mark.parametrize("outline", [ORDER, OWN])
def test_whole_rollbacks_are_right(outline: str) -> None:
    assert reported(outline) == []


def test_half_a_rollback() -> None:
    assert reported(HALF) == [("half-rollback", '"Recall"')]
