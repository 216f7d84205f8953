"""What is known: made once, kept over edits, and made again exactly when it has to be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from threading import Thread
from typing import Any

import pytest

from asllint import Analysis, analyze, lint, load_rulebook
from asllint.authoring import pages
from asllint.facts.dataflow.contract import needed_paths
from asllint.facts.dataflow.executions import (
    called_output,
    execution_of,
    places_of_calls,
    refused_by,
)
from asllint.facts.dataflow.flow import Passage
from asllint.facts.dataflow.handlers import functions_called
from asllint.facts.dataflow.origins import entries
from asllint.facts.dataflow.outside import relevant
from asllint.facts.duration import Duration
from asllint.facts.fact import FACTS, Ask, CircleError, Memo, fact, subject_of
from asllint.facts.flow import FlowGraph
from asllint.facts.history import History
from asllint.facts.integrations import Task
from asllint.facts.shapes import Shapes
from asllint.hosts.definition import Definition
from asllint.hosts.use import Use
from asllint.ide.where import Visible
from asllint.language.machine import State, StateMachine
from asllint.language.versions import EYES
from asllint.rule import INFO, Finding, Findings, Rule, rule
from asllint.source.finding import Edit, Fix, Severity
from asllint.source.text import Fragment, SourceFile, Span
from asllint.syntax.node import Node, Pair
from tests.conftest import ROOT

RULES = list(load_rulebook().rules.values())
KEPT = (State, StateMachine, Definition)
"""What stays over edits, and with it what is known of it."""


@cache
def texts() -> list[tuple[str, str]]:
    """Every example of a definition, with the path of its file."""
    found = {}
    for page in sorted([*(ROOT / "rules").rglob("*.md"), *(ROOT / "tests/cases").glob("*.md")]):
        for example in pages.examples(page.read_text()):
            found[example.body] = example.path
    return list(found.items())


def looked_at(text: str, path: str, before: Analysis | None = None) -> Analysis:
    """An analysis over which all rules have run, and so all facts are made that they want."""
    analysis = analyze(text, path, before=before)
    lint(analysis, RULES)
    return analysis


def memos(analysis: Analysis) -> Iterator[tuple[Any, Memo]]:
    """Everything that is known of what stays, with what it is about."""
    for definition in analysis.definitions:
        subjects: list[Any] = [definition, *definition.machine.walk()]
        subjects += [state for machine in definition.machine.walk() for state in machine.states]
        for subject in subjects:
            yield from ((subject, memo) for memo in subject.facts.values() if type(memo) is Memo)
    for inner in analysis.embedded:
        yield from memos(inner)


# --- what a fact may hold ------------------------------------------------------------------------

MOVES = (Span, SourceFile, Fragment, Analysis, Edit, Fix, Finding)
"""What is only true of one version of a file."""


def held(value: Any) -> Iterator[Any]:
    """All that hangs on a value, as far as nodes, states, machines and definitions."""
    pending, seen = [value], set()
    while pending:
        one = pending.pop()
        if id(one) in seen or isinstance(one, (Node, Pair, Ask, Use, *KEPT)):
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, dict):
            pending += [*one, *one.values()]
        elif isinstance(one, (list, tuple, set, frozenset)):
            pending += one
        else:
            slots = [name for kind in type(one).__mro__ for name in getattr(kind, "__slots__", ())]
            pending += [getattr(one, name) for name in slots if hasattr(one, name)]
            pending += vars(one).values() if hasattr(one, "__dict__") else ()


def test_what_outlives_an_edit_holds_no_places_and_no_files() -> None:
    met = set()
    for text, path in texts():
        analysis = looked_at(text, path)
        for machine in analysis.machines():
            analysis.fact(Visible, machine)  # editors alone ask for it, and for the next one
            analysis.fact(entries, machine)
            analysis.fact(History, machine)  # `asllint cost`
            analysis.fact(Duration, machine)
            analysis.fact(relevant, machine)  # where settings declare something
            for state in machine.states:
                analysis.fact(Passage, state)  # so do they, and `asllint data`
                analysis.fact(called_output, state)  # a Task that waits for another machine
            analysis.fact(Shapes, machine)  # own rules
        for definition in analysis.definitions:
            for kind in (execution_of, places_of_calls, refused_by):
                analysis.fact(kind, definition)  # other files do
            analysis.fact(needed_paths, definition.machine)  # `asllint data --format schema`
            analysis.fact(functions_called, definition.machine)  # … and `--types`
        for _, memo in memos(analysis):
            met.add(memo.kind)
            for one in held(memo.value):
                assert not isinstance(one, MOVES), f"{memo.kind.__name__} holds {one!r}"
    ours = [kind for kind in FACTS if kind.__module__.startswith("asllint.")]
    own = {kind for kind in ours if subject_of(kind) in KEPT}
    assert {kind.__name__ for kind in own - met} == set()


def test_a_fact_that_holds_a_place_is_told() -> None:
    """The test above can fail."""
    machine = analyze(TEXT, "x.asl.json").definitions[0].machine
    places = {state.name: state.key.span for state in machine.states}
    assert any(isinstance(one, MOVES) for one in held([places]))


def test_what_is_kept_says_what_a_new_one_says() -> None:
    """An edit in the first state moves all others: what is known of these holds no old offset."""
    kept = 0
    for text, path in texts():
        after = longer(text, path)
        if after is None:
            continue
        now, fresh = looked_at(after, path, looked_at(text, path)), looked_at(after, path)
        known = {(where(each), memo.kind): memo for each, memo in memos(fresh)}
        for subject, memo in memos(now):
            other = known.get((where(subject), memo.kind))
            if other is not None and now.ask.made.get(memo.kind, 0) < fresh.ask.made[memo.kind]:
                kept += 1
                assert shown(memo.value) == shown(other.value), memo.kind
    assert kept > 3_000


def longer(text: str, path: str) -> str | None:
    """The text with a longer name of a type in the first state, so that only this one is new."""
    analysis = analyze(text, path)
    if len(analysis.definitions) != 1 or not path.endswith(".asl.json"):
        return None
    for state in analysis.definitions[0].machine.states[:1]:
        node = state.field("Type")
        if node is not None and text[node.start] == '"':
            return f"{text[: node.end - 1]} and more{text[node.end - 1 :]}"
    return None


def where(subject: Any) -> tuple[object, ...]:
    if isinstance(subject, Definition):
        return ()
    outer = subject.parent if isinstance(subject, StateMachine) else subject.machine
    own = subject.field if isinstance(subject, StateMachine) else subject.name
    return (*where(outer), own) if outer is not None else (own,)


def shown(value: Any) -> list[str]:
    """What a value holds, nodes without their places, and numbers as they are."""
    return sorted(repr(one) for one in held(value) if isinstance(one, (str, int, float, Severity)))


# --- what is made again --------------------------------------------------------------------------

TEXT = """{
  "StartAt": "Read",
  "States": {
    "Read": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "read", "Payload": { "id.$": "$.id" } },
      "Assign": { "order.$": "$.Payload" },
      "Next": "Both"
    },
    "Both": {
      "Type": "Parallel",
      "Branches": [
        {
          "StartAt": "Pack",
          "States": {
            "Pack": { "Type": "Wait", "Seconds": 1, "Next": "Send" },
            "Send": { "Type": "Succeed" }
          }
        },
        {
          "StartAt": "Bill",
          "States": {
            "Bill": { "Type": "Pass", "Parameters": { "of.$": "$order.id" }, "End": true }
          }
        }
      ],
      "Next": "Done"
    },
    "Done": { "Type": "Succeed" }
  }
}"""

WHOLE = (
    "Arguments", "Conformance", "Expressions", "Integrations", "Layout", "OwnFlow", "Texts",
    "Variables", "assigned_in", "starters_of", "texts_around_states", "_machines",
)  # fmt: skip
"""What puts together what is known of each state, and what is about one version of the file."""
OF_MACHINE = (
    "DataFlow", "FlowGraph", "Transaction", "Verdicts", "backoffs", "deviations_of_machine",
    "loops_of", "parts_of_machine", "unchanging_loops",
)  # fmt: skip
OF_STATE = ("Sites", "deviations_of", "parts_of")


@pytest.mark.parametrize(
    ("old", "new", "made"),
    [
        # A value: its state, and the machine that it is in.
        ('"id.$": "$.id"', '"id.$": "$.no"', {"machine": 1, "state": 1, "task": 1, "read": 1}),
        # In a branch: also the state around it.
        ('"Seconds": 1', '"Seconds": 2', {"machine": 2, "state": 2}),
        # In a state with branches: they are new with it. What comes round again lacks something.
        ('"Next": "Done"', '"Next": "Read"', {"machine": 3, "state": 4, "read": 1, "_read_in": 1}),
        # A name: all states beside it, which are read again. Nobody enters a branch without start.
        ('"Pack": {', '"Bind": {', {"machine": 2, "state": 3, "Plan": 1, "names": 1}),
        # Another variable: all expressions are held against it.
        ('"order.$"', '"other.$"', {"machine": 1, "state": 1, "task": 1, "read": 2}),
        # Where the machine begins: everything.
        (
            '"StartAt": "Read"',
            '"StartAt": "Both"',
            {"machine": 3, "state": 6, "task": 1, "read": 2, "outermost": 3, "Plan": 5},
        ),
    ],
)
def test_what_an_edit_makes_again(old: str, new: str, made: dict[str, int]) -> None:
    before = looked_at(TEXT, "x.asl.json")
    now = looked_at(TEXT.replace(old, new, 1), "x.asl.json", before)
    expected = dict.fromkeys(WHOLE, 1)
    expected |= dict.fromkeys(OF_MACHINE, made.get("machine", 0))
    expected |= dict.fromkeys(OF_STATE, made.get("state", 0))
    expected |= dict.fromkeys(("Task", "ServiceTask", "StateArguments"), made.get("task", 0))
    expected["Plan"] = made.get("Plan", made.get("state", 0))
    expected["StateNames"] = made.get("names", 0)  # only for who leads to a name that is not there
    expected["_read_in"] = made.get("_read_in", 0)
    expected["texts_of"] = made.get("outermost", 1)
    expected["Understood"] = made.get("read", 0)  # only for states with something to evaluate
    assert counted(now) == {kind: count for kind, count in expected.items() if count}


def test_an_edit_beside_a_definition_makes_nothing_again() -> None:
    template = "Resources:\n  Role: {Type: 'AWS::IAM::Role', Properties: {Path: /a/}}\n"
    template += "  Machine:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n"
    template += "      Definition:\n        StartAt: A\n        States: {A: {Type: Succeed}}\n"
    before = looked_at(template, "template.yaml")
    now = looked_at(template.replace("/a/", "/longer/"), "template.yaml", before)
    assert now.definitions[0].file is now.file
    assert counted(now) == {"Placeholders": 1, "_machines": 1, "starters_of": 1}


def test_nothing_is_made_twice() -> None:
    analysis = looked_at(TEXT, "x.asl.json")
    made = counted(analysis)
    lint(analysis, RULES)
    assert counted(analysis) == made
    assert made["Sites"] == 6
    assert made["FlowGraph"] == 3


def counted(analysis: Analysis) -> dict[str, int]:
    """How many facts of each kind an analysis had to make."""
    return {
        getattr(kind, "__name__", ""): count
        for kind, count in analysis.ask.made.items()
        if not getattr(kind, "__module__", "").startswith(("tests", "asllint.rules"))
    }


# --- a fact may ask about anything ---------------------------------------------------------------


@fact(about=State)
def seconds(state: State, ask: Ask) -> int:
    """How long a state waits."""
    value = getattr(state.field("Seconds"), "value", None)
    return value if isinstance(value, int) else 0


@fact(about=StateMachine)
def waits(machine: StateMachine, ask: Ask) -> int:
    """How long the states of a machine wait together, the longest branches included."""
    own = sum(ask(seconds, state) for state in machine.states)
    return own + sum(ask(longest, state) for state in machine.states)


@fact(about=State)
def longest(state: State, ask: Ask) -> int:
    """How long the longest of its branches waits."""
    return max((ask(waits, branch) for branch in state.machines), default=0)


@fact(about=State)
def following_waits(state: State, ask: Ask) -> list[int]:
    """How long those wait that follow a state."""
    return [ask(seconds, one.target) for one in state.transitions if one.target is not None]


def asked(text: str, kind: Any, state: str, before: Analysis | None = None) -> tuple[Any, Analysis]:
    analysis = analyze(text, "x.asl.json", before=before)
    return analysis.fact(kind, named(analysis, state)), analysis


def named(analysis: Analysis, name: str) -> State:
    return next(one for each in analysis.machines() for one in each.states if one.name == name)


def test_a_fact_across_branches_follows_an_edit_in_one_of_them() -> None:
    value, analysis = asked(TEXT, longest, "Both")
    assert value == 1
    value, now = asked(TEXT.replace('"Seconds": 1', '"Seconds": 9'), longest, "Both", analysis)
    assert value == 9
    # Those of "Both" and of the new "Pack" in it, and nothing about the other branch.
    assert now.ask.made == {longest: 2, waits: 1, seconds: 1}


def test_what_rests_on_an_equal_answer_is_not_made_again() -> None:
    kept = TEXT.replace('"Seconds": 1,', '"Seconds": 1, "Comment": "",')
    text = kept.replace('"Next": "Both"', '"Next": "Done"')
    value, analysis = asked(text, following_waits, "Pack")
    assert value == [0]
    # "Send" is another state now, and waits as long as before; the machine is another one, too.
    other = text.replace(
        '"Send": { "Type": "Succeed" }', '"Send": { "Type": "Succeed", "Comment": "" }'
    )
    value, now = asked(other, following_waits, "Pack", analysis)
    assert value == [0]
    assert now.ask.made == {following_waits: 1, seconds: 1}


def test_a_fact_about_a_state_sees_where_its_transitions_lead_now() -> None:
    value, analysis = asked(TEXT, following_waits, "Pack")
    assert value == [0]
    other = TEXT.replace(
        '"Send": { "Type": "Succeed" }', '"Send": { "Type": "Wait", "Seconds": 7 }'
    )
    assert asked(other, following_waits, "Pack", analysis)[0] == [7]


def test_a_fact_that_asks_for_itself_is_told() -> None:
    @fact(about=StateMachine)
    def circle(machine: StateMachine, ask: Ask) -> object:
        return ask(circle, machine)

    machine = analyze(TEXT, "x.asl.json").definitions[0].machine
    with pytest.raises(CircleError, match="circle rests on itself"):
        Ask()(circle, machine)
    assert circle not in machine.facts
    FACTS.remove(circle)


def test_a_fact_that_crashes_is_not_remembered() -> None:
    tries = []

    @fact(about=StateMachine)
    def shaky(machine: StateMachine, ask: Ask) -> int:
        tries.append(machine)
        return 1 // (len(tries) - 1)

    machine, ask = analyze(TEXT, "x.asl.json").definitions[0].machine, Ask()
    with pytest.raises(ZeroDivisionError):
        ask(shaky, machine)
    assert ask(shaky, machine) == 1
    assert EYES.looked is None
    FACTS.remove(shaky)


def test_what_is_asked_in_vain_is_told() -> None:
    def undeclared(machine: StateMachine, ask: Ask) -> None: ...

    machine = analyze(TEXT, "x.asl.json").definitions[0].machine
    with pytest.raises(TypeError, match=r"^undeclared is no fact: declare it with @fact\(about=…"):
        Ask()(undeclared, machine)
    with pytest.raises(TypeError, match=r"^waits is about a StateMachine, not State"):
        Ask()(waits, machine.states[0])  # type: ignore[arg-type]


def test_threads_do_not_look_over_each_others_shoulders() -> None:
    seen: list[object] = []

    @fact(about=StateMachine)
    def apart(machine: StateMachine, ask: Ask) -> int:
        other = Thread(target=lambda: seen.append((EYES.looked, len(machine.states))))
        other.start()
        other.join()
        return len(seen)

    machine = analyze(TEXT, "x.asl.json").definitions[0].machine
    assert Ask()(apart, machine) == 1
    assert seen == [(None, 3)]
    assert machine.facts[apart].rests_on == {}
    FACTS.remove(apart)


# --- rules look again where what they asked for has changed --------------------------------------

VISITED: list[str] = []


@rule(severity=INFO)
def alone(state: State) -> Findings:
    """Looks at nothing but the state."""
    VISITED.append(state.name)
    if state.name == "Send":
        yield Finding(state.key.span, "found")


@rule(severity=INFO)
def onward(state: State) -> Findings:
    """Looks at the states that follow."""
    VISITED.append(state.name)
    if any(one.target is not None and one.target.name == "none" for one in state.transitions):
        yield Finding(state.key.span, "found")


@rule(severity=INFO)
def of_graph(state: State, flow: FlowGraph) -> Findings:
    """Wants the graph of the machine."""
    VISITED.append(state.name)
    if state not in flow.successors:
        yield Finding(state.key.span, "found")


@rule(severity=INFO)
def only_then(state: State, ask: Ask) -> Findings:
    """Wants the graph only where it finds something."""
    VISITED.append(state.name)
    if state.name == "Send":
        yield Finding(state.key.span, f"found {ask(FlowGraph, state.machine).start}")


@rule(severity=INFO)
def of_states(task: Task, own: Task) -> Findings:
    """Wants a fact about the visited state."""
    VISITED.append(task.state.name)
    if task is not own:
        yield Finding(task.span(), "found")


@pytest.mark.parametrize(
    ("one", "again"),
    [
        # The state itself and the one around it, and where it had found something.
        (alone, ["Both", "Pack", "Send"]),
        (only_then, ["Both", "Pack", "Send"]),
        # All states of the machines that it has looked into.
        (onward, ["Read", "Both", "Done", "Pack", "Send"]),
        (of_graph, ["Read", "Both", "Done", "Pack", "Send"]),
        (of_states, []),
    ],
    ids=lambda one: one.id if isinstance(one, Rule) else "",
)
def test_where_a_rule_looks_again(one: Rule, again: list[str]) -> None:
    before = analyze(TEXT, "x.asl.json")
    found = [each.message for each in lint(before, [one])]
    VISITED.clear()
    after = TEXT.replace('"Seconds": 1', '"Seconds": 2')
    now = analyze(after, "x.asl.json", before=before)
    assert [each.message for each in lint(now, [one])] == found
    assert again == VISITED


def test_a_rule_that_has_not_run_for_a_while_catches_up() -> None:
    analysis = analyze(TEXT, "x.asl.json")
    lint(analysis, [alone])
    for old, new in (('"Seconds": 1', '"Seconds": 2'), ('"id.$": "$.id"', '"id.$": "$.x"')):
        text = analysis.file.text.replace(old, new)
        analysis = analyze(text, "x.asl.json", before=analysis)
    VISITED.clear()
    lint(analysis, [alone])
    assert VISITED == ["Read", "Both", "Pack", "Send"]
