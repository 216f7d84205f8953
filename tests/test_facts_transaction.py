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
    Refund!: Release, Release
    Release!: Failed
    Failed: fail
"""
"""Nothing to undo at first, then one thing, then two."""
OWN = """
    Reserve: Charge, Release
    Charge: Ship, Refund
    Ship: end, Recall
    Recall!: Refund, Refund
    Refund!: Release, Release
    Release!: Failed
    Failed: fail
"""
"""Each step undoes itself, too."""


def definition(outline: str) -> dict[str, Any]:
    """A machine of an outline: each line has a state, where it leads, and where its catcher does.

    `end` ends the machine, `fail` and `succeed` are states of those types, `a | b` is a Choice,
    `Name(sns:publish)` calls that, `Name!` is tried again, and `Undo[Broken]` catches that error.
    """
    states: dict[str, Any] = {}
    for line in filter(None, map(str.strip, outline.splitlines())):
        head, onward = line.split(": ")
        name, _, call = head.rstrip("!").rstrip(")").partition("(")
        target, _, caught = onward.partition(", ")
        states[name] = _state(target, call)
        if head.endswith("!"):
            states[name]["Retry"] = [{"ErrorEquals": ["States.ALL"]}]
        if caught:
            states[name]["Catch"] = [_catcher(each) for each in caught.split(" & ")]
    return {"StartAt": next(iter(states)), "States": states}


def _catcher(written: str) -> dict[str, Any]:
    target, _, errors = written.rstrip("]").partition("[")
    return {"ErrorEquals": errors.split("+") if errors else ["States.ALL"], "Next": target}


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
    "change", [("end, Recall", "${Next}, Recall"), ("Refund!: Release", "Refund!: Nowhere")]
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

HALF = OWN.replace("Recall!: Refund, Refund", "Recall!: Failed")
UNCAUGHT = OWN.replace("Charge: Ship, Refund", "Charge: Pack, Refund\nPack: Ship")
LAST = OWN.replace("Ship: end, Recall", "Ship: Tell, Recall\nTell: end")
NAMED = OWN.replace("Ship, Refund", "Ship, Refund[Declined]")
ONCE = OWN.replace("!", "").replace(
    ", Refund\n    Refund: Release, Release", "\n    Refund: Release"
)
GREEN = OWN.replace("Failed: fail", "Failed: succeed")
UNFINISHED = OWN.replace("Refund!: Release, Release", "Refund!: Release")
OUTLINES = [UNFINISHED, ORDER, OWN, HALF, UNCAUGHT, LAST, NAMED, ONCE, GREEN]


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


def test_nothing_is_undone_although_more_was_done() -> None:
    outline = OWN.replace("Ship: end, Recall", "Ship: Confirm, Recall\nConfirm: end, Failed")
    assert reported(outline) == [("half-rollback", '"Failed"')]


def test_rollbacks_that_begin_alike_are_told_once() -> None:
    outline = HALF.replace("Ship: end, Recall", "Ship: Sign, Recall\nSign: end, Recall")
    assert reported(outline) == [("half-rollback", '"Recall"')]


def test_what_belongs_to_one_step_alone_is_not_left_out_by_others() -> None:
    record = OWN.replace("Reserve:", "Check: Reserve, Record\nReserve:") + "Record!: Failed"
    assert reported(record) == []


def test_what_goes_on_in_another_way_leaves_nothing_out() -> None:
    later = "Ship: Bill, Recall\nBill: end, Later\nLater!: Done\nDone: succeed"
    assert reported(OWN.replace("Ship: end, Recall", later)) == []


def test_a_step_on_another_way_is_not_earlier() -> None:
    start = "Which: Reserve | Gift\nGift: Wrap, Release\nWrap: end, Failed\n"
    assert reported(start + OWN) == [("half-rollback", '"Failed"')]
    assert reported(start.replace("Gift: Wrap, Release", "Gift: Wrap") + OWN) == []


# --- steps without a catcher ---------------------------------------------------------------------


def test_a_step_between_caught_ones() -> None:
    assert reported(UNCAUGHT) == [("uncaught-step", '"Pack"')]


def test_the_last_steps_are_told_once() -> None:
    assert reported(LAST) == [("uncaught-last-step", '"Tell"')]
    assert reported(LAST.replace("Tell: end", "Tell: End\nEnd: end")) == [
        ("uncaught-last-step", '"Tell"')
    ]


@pytest.mark.parametrize("outline", [UNCAUGHT, LAST])
@pytest.mark.parametrize("call", ["(sns:publish)", "(aws-sdk:cloudwatch:putMetricData)", "(Pass)"])
def test_what_notifies_or_does_nothing_needs_none(outline: str, call: str) -> None:
    assert reported(outline.replace("Pack:", f"Pack{call}:").replace("Tell:", f"Tell{call}:")) == []


def test_whose_error_is_got_over_needs_none() -> None:
    assert reported(UNCAUGHT.replace("Pack: Ship", "Pack: Ship, Ship")) == []


def test_a_step_before_all_others_needs_none() -> None:
    assert reported(OWN.replace("Reserve:", "Look: Reserve\nReserve:")) == []


@pytest.mark.parametrize("outline", [UNCAUGHT, LAST])
def test_what_a_branch_has_caught_already_needs_none(outline: str) -> None:
    machine = definition(outline)
    name = "Pack" if outline is UNCAUGHT else "Tell"
    step = machine["States"][name]
    del step["Resource"]
    branch = definition("X: end, Y\nY(Pass): end")
    step.update(Type="Parallel", Branches=[branch])
    assert lint(analyze(json.dumps(machine), "x.asl.json"), RULES) == []
    branch["States"]["Y"] = {"Type": "Fail"}
    (found,) = lint(analyze(json.dumps(machine), "x.asl.json"), RULES)
    assert found.message.startswith(f'nothing is undone when "{name}" fails')


# --- named errors --------------------------------------------------------------------------------


def test_named_errors_only() -> None:
    assert reported(NAMED) == [("partly-caught-step", '["Declined"]')]


@pytest.mark.parametrize("names", ["States.ALL", "States.TaskFailed", "Declined+States.TaskFailed"])
def test_every_error_is_caught(names: str) -> None:
    assert reported(NAMED.replace("Declined", names)) == []


def test_another_catcher_has_the_rest() -> None:
    assert reported(NAMED.replace("[Declined]", "[Declined] & Release")) == []


def test_a_step_that_gets_over_one_error_has_others() -> None:
    outline = UNCAUGHT.replace("Pack: Ship", "Pack: Ship, Ship[Missing]")
    assert reported(outline) == [("partly-caught-step", '["Missing"]')]
    first = OWN.replace("Reserve:", "Look: Reserve, Reserve[Missing]\nReserve:")
    assert reported(first) == []


def test_names_that_nobody_can_see() -> None:
    assert reported(NAMED.replace("Declined", "${Errors}")) == []


# --- what undoes ---------------------------------------------------------------------------------


def test_it_is_tried_once() -> None:
    assert reported(ONCE) == [("unguarded-undoing", '"Release"')]


def test_nobody_goes_on_after_the_last_attempt() -> None:
    (found,) = lint(analyze(json.dumps(definition(UNFINISHED)), "x.asl.json"), RULES)
    assert found.rule == "unfinished-rollback"
    assert found.message == (
        'when "Refund" fails after all attempts, nobody goes on to "Release": catch its errors'
    )


def test_several_are_told_once() -> None:
    outline = OWN.replace(", Refund\n    Refund!: Release, Release", "\n    Refund!: Release")
    assert reported(outline) == [("unfinished-rollback", '"Refund"')]


def test_a_catcher_guards_too() -> None:
    assert reported(OWN.replace("Release!: Failed", "Release: Failed, Failed")) == []


def test_tasks_within_may_be_guarded() -> None:
    machine = definition(ONCE)
    for name in ("Recall", "Refund", "Release"):
        state = machine["States"][name]
        del state["Resource"]
        state.update(Type="Parallel", Branches=[definition("X!: end")])
    assert lint(analyze(json.dumps(machine), "x.asl.json"), RULES) == []


# --- the end -------------------------------------------------------------------------------------


def test_a_rollback_that_ends_in_success() -> None:
    assert reported(GREEN) == [("successful-rollback", '"Failed"')]


def test_one_way_that_fails_is_enough() -> None:
    outline = (
        GREEN.replace("Release!: Failed", "Release!: Which\nWhich: Failed | Bad") + "Bad: fail"
    )
    assert reported(outline) == []


def test_of_a_branch_the_machine_around_may_look_at_the_result() -> None:
    around = {"Type": "Parallel", "Branches": [definition(GREEN)], "End": True}
    whole = {"StartAt": "P", "States": {"P": around}}
    assert lint(analyze(json.dumps(whole), "x.asl.json"), RULES) == []
