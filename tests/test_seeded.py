"""Seeding faults: what the plain text of a definition shows, which faults count, what is told."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.seeded.kinds import KINDS, changed, misspelling, pointer
from tests.seeded.model import ABSENT, ERROR, LAMBDA, SERVICE, THERE, UNKNOWN, Model, look
from tests.seeded.trial import Judge, Published, cases, chosen, published

INVOKE = "arn:aws:states:::lambda:invoke"
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:f"


def machine(language: str = "JSONPath", /, **states: dict[str, Any]) -> dict[str, Any]:
    """A definition whose states follow each other, as far as they do not say where they lead."""
    names = [*states]
    for name, after in pairwise(names):
        if states[name]["Type"] not in ("Choice", "Succeed"):
            states[name].setdefault("Next", after)
    return {"QueryLanguage": language, "StartAt": names[0], "States": states}


def task(resource: str = INVOKE, **fields: object) -> dict[str, Any]:
    return {"Type": "Task", "Resource": resource, **fields}


def reads(*paths: str) -> dict[str, Any]:
    return {"Type": "Pass", "Parameters": {f"p{at}.$": path for at, path in enumerate(paths)}}


def seeds(kind: str, definition: dict[str, Any]) -> list[str]:
    """Each fault of a kind that counts: how sure, where, what."""
    found = cases(Published("x", Model(definition)), kind)
    return [f"{one.certainty} {one.where.removeprefix('x/States')}: {one.change}" for one in found]


def statuses(definition: dict[str, Any], state: str) -> list[str]:
    """For each reading of a state, whether what it reads is there."""
    model = Model(definition)
    return [
        f"{'.'.join(one.names)} {' '.join(sorted(how for how, _ in model.found(one, one.names)))}"
        for one in model.readings
        if one.state[-1] == state
    ]


# --- what the text shows ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "names", "expected"),
    [
        (LAMBDA, ("Payload",), THERE),
        (LAMBDA, ("Payload", "x"), UNKNOWN),
        (LAMBDA, ("x",), ABSENT),
        (SERVICE, ("item",), ABSENT),
        (SERVICE, ("Item",), UNKNOWN),
        (ERROR, ("Error",), THERE),
        ({"a": {"b": None}}, ("a", "b"), THERE),
        ({"a": {"b": None}}, ("a", "c"), ABSENT),
        (None, ("a",), UNKNOWN),
    ],
)
def test_content(content: Any, names: tuple[str, ...], expected: str) -> None:
    assert look(content, names) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ([task()], ["a.x absent", "Payload there"]),
        ([task(ResultPath="$.a")], ["a.x absent", "Payload unknown"]),
        ([task(ResultPath=None)], ["a.x unknown", "Payload unknown"]),
        ([task(OutputPath="$.Payload")], ["a.x unknown", "Payload unknown"]),
        ([task(ResultSelector={"a": {"x.$": "$.Payload"}})], ["a.x there", "Payload absent"]),
        ([task(FUNCTION)], ["a.x unknown", "Payload unknown"]),
        ([task(f"{INVOKE}.waitForTaskToken")], ["a.x unknown", "Payload unknown"]),
        ([task("arn:aws:states:::aws-sdk:s3:listBuckets")], ["a.x absent", "Payload unknown"]),
        ([task("arn:aws:states:::glue:startJobRun.sync")], ["a.x unknown", "Payload unknown"]),
        ([{"Type": "Parallel", "Branches": []}], ["a.x absent", "Payload absent"]),
        ([{"Type": "Map", "ResultPath": "$.a.x"}], ["a.x there", "Payload unknown"]),
        ([{"Type": "Pass", "Result": {"a": {"x": 1}}}], ["a.x there", "Payload absent"]),
        ([{"Type": "Pass", "Result": {"${K}": 1}}], ["a.x unknown", "Payload unknown"]),
        ([reads("$.b"), {"Type": "Wait", "Seconds": 1}], ["a.x absent", "Payload absent"]),
        ([task(), {"Type": "Pass"}], ["a.x absent", "Payload there"]),
        ([task(), {"Type": "Pass", "InputPath": "$.b"}], ["a.x unknown", "Payload unknown"]),
        ([task(), {"Type": "Pass", "ResultPath": "$.a"}], ["a.x unknown", "Payload there"]),
        ([task(), {"Type": "Pass", "OutputPath": None}], ["a.x absent", "Payload absent"]),
    ],
)
def test_what_comes_after_a_state(before: list[dict[str, Any]], expected: list[str]) -> None:
    states = {f"S{at}": state for at, state in enumerate(before)}
    assert statuses(machine(**states, End=reads("$.a.x", "$.Payload")), "End") == expected


def test_all_ways_into_a_state_are_looked_at() -> None:
    caught = [{"ErrorEquals": ["States.ALL"], "Next": "End"}]
    first = {"Type": "Pass", "Result": {"a": 1}}
    both = machine(A=first, B=task(Catch=caught), End=reads("$.a", "$.Cause", "$.Payload"))
    assert statuses(both, "End") == ["a absent", "Cause absent there", "Payload absent there"]
    kept = [{**caught[0], "ResultPath": "$.why"}]
    both = machine(A=first, B=task(Catch=kept), End=reads("$.a", "$.why.Cause", "$.why.Cuase"))
    assert statuses(both, "End") == [
        "a absent there", "why.Cause absent there", "why.Cuase absent",
    ]  # fmt: skip


def test_a_loop_comes_to_an_end() -> None:
    rules = [{"Variable": "$.n", "IsPresent": True, "Next": "A"}]
    loop = machine(
        A={"Type": "Wait", "Seconds": 1}, B={"Type": "Choice", "Choices": rules, "Default": "C"},
        C=reads("$.n"),
    )  # fmt: skip
    assert statuses(loop, "C") == ["n unknown"]


def test_machines_in_states() -> None:
    inner = {"StartAt": "I", "States": {"I": {**reads("$.k", "$.o"), "End": True}}}
    start = {"Type": "Pass", "Result": {"o": 1}}
    over: dict[str, Any] = {"Type": "Map", "ItemProcessor": inner, "ItemSelector": {"k.$": "$.o"}}
    assert statuses(machine(A=start, B=over), "I") == ["k there", "o absent"]
    over = {"Type": "Map", "Iterator": inner}
    assert statuses(machine(A=start, B=over), "I") == ["k unknown", "o unknown"]
    both: dict[str, Any] = {"Type": "Parallel", "Branches": [inner]}
    assert statuses(machine(A=start, B=both), "I") == ["k absent", "o there"]
    both = {"Type": "Parallel", "Branches": [inner], "Parameters": {"k": 1}}
    assert statuses(machine(A=start, B=both), "I") == ["k there", "o absent"]


def test_readings_of_jsonpath() -> None:
    state = {
        "Type": "Task", "Resource": FUNCTION, "InputPath": "$.in", "TimeoutSecondsPath": "$.t",
        "Parameters": {"a.$": "States.Format('$.no {}', $.yes.x, $$.no)", "Path": "$.no",
                       "b": [{"c.$": "$.list[0].no"}, "$.no"], "d.$": "$$.no", "e.$": "$var.no"},
        "ResultSelector": {"r.$": "$.res"}, "OutputPath": "$.r", "Comment": "$.no",
    }  # fmt: skip
    model = Model(machine(A=state))
    assert [(one.root, one.before, one.names) for one in model.readings] == [
        ("input", (), ("in",)),
        ("input", ("in",), ("t",)),
        ("input", ("in",), ("yes", "x")),
        ("input", ("in",), ("list",)),
        ("answer", (), ("res",)),
        ("result", (), ("r",)),
    ]


def test_readings_of_jsonata() -> None:
    state = task(
        Arguments={"a": "{% $states.input.x.y & '$states.input.no' %}", "b": "$states.input.no"},
        Output="{% $states.result.Payload %}",
        Catch=[{"Output": "{% $states.errorOutput.Error %}", "Next": "A"}],
    )
    model = Model(machine("JSONata", A=state))
    assert [(one.root, one.names) for one in model.readings] == [
        ("input", ("x", "y")), ("answer", ("Payload",)), ("error", ("Error",)),
    ]  # fmt: skip


# --- the kinds ----------------------------------------------------------------------------------


def test_payload_left_out() -> None:
    after = reads("$.Payload.x", "$.Payload", "$.Payload.StatusCode")
    assert seeds("payload-left-out", machine(A=task(), B=after)) == [
        "sure /B/Parameters/p0.$: Payload.x is x",
        "open /B/Parameters/p2.$: Payload.StatusCode is StatusCode",
    ]
    selected = task(ResultSelector={"x.$": "$.Payload.x"})
    assert seeds("payload-left-out", machine(A=selected)) == [
        "sure /A/ResultSelector/x.$: Payload.x is x"
    ]
    kept = machine(A=task(ResultPath="$.r"), B=reads("$.r.Payload.x"))
    assert seeds("payload-left-out", kept) == ["sure /B/Parameters/p0.$: r.Payload.x is r.x"]
    whole = machine(A=task(OutputPath="$.Payload"), B=reads("$.x"))
    assert seeds("payload-left-out", whole) == ['sure /A/OutputPath: "$.Payload" is "$"']
    # What a function answers by itself has no Payload that anybody knows of.
    assert seeds("payload-left-out", machine(A=task(FUNCTION), B=after)) == []


def test_capital_made_small() -> None:
    named = machine(
        A={"Type": "Pass", "Result": {"orderId": 1, "n": 1}}, B=reads("$.orderId", "$.n")
    )
    assert seeds("capital-made-small", named) == ["sure /B/Parameters/p0.$: orderId is orderid"]
    # The input may hold the other name: what is read is another thing, and nobody knows which.
    kept = machine(A=task(ResultPath="$.Order"), B=reads("$.Order.Payload", "$.Other"))
    assert seeds("capital-made-small", kept) == [
        "open /B/Parameters/p0.$: Order.Payload is order.Payload",
        "sure /B/Parameters/p0.$: Order.Payload is Order.payload",
    ]


def test_result_path_removed() -> None:
    start = {"Type": "Pass", "Result": {"id": 1}}
    kept = machine(A=start, B=task(ResultPath="$.r"), C=reads("$.id"))
    assert seeds("result-path-removed", kept) == ["sure /B/ResultPath: removed ($.r)"]
    kept = machine(A=start, B=task(ResultPath=None), C=reads("$.id"))
    assert seeds("result-path-removed", kept) == ["sure /B/ResultPath: removed"]
    unknown = machine(A=start, B=task(FUNCTION, ResultPath="$.r"), C=reads("$.id"))
    assert seeds("result-path-removed", unknown) == ["open /B/ResultPath: removed ($.r)"]
    unread = machine(A=start, B=task(ResultPath="$.r"), C={"Type": "Succeed"})
    assert seeds("result-path-removed", unread) == []
    new = machine(A=start, B=task(ResultPath="$.r"), C=task(), D=reads("$.id"))
    assert seeds("result-path-removed", new) == []


def test_a_name_that_a_choice_asks_for_may_be_missing() -> None:
    rules = [{"Variable": "$.id", "IsPresent": True, "Next": "D"},
             {"Variable": "$.id.x", "IsNull": True, "Next": "D"}]  # fmt: skip
    choice = {"Type": "Choice", "Choices": rules}
    start = {"Type": "Pass", "Result": {"id": 1}}
    asked = machine(A=start, B=task(ResultPath="$.r"), C=choice, D={"Type": "Succeed"})
    assert seeds("result-path-removed", asked) == []


def test_catch_result_path_removed() -> None:
    catcher = {"ErrorEquals": ["States.ALL"], "ResultPath": "$.why", "Next": "C"}
    done = {"Type": "Succeed"}
    caught = machine(A=task(Catch=[catcher]), B=done, C=reads("$.why.Cause"))
    assert seeds("catch-result-path-removed", caught) == [
        "sure /A/Catch[0]/ResultPath: removed ($.why)"
    ]
    caught = machine(A=task(Catch=[{**catcher, "ResultPath": "$"}]), B=done, C=reads("$.Cause"))
    assert seeds("catch-result-path-removed", caught) == []


def test_misspelt() -> None:
    named = machine(A={"Type": "Pass", "Result": {"order": {"id": 1}}}, B=reads("$.order.id"))
    (one,) = seeds("misspelt", named)
    assert one.startswith("sure /B/Parameters/p0.$: order.id is ")
    assert seeds("misspelt", machine(A=task(FUNCTION), B=reads("$.order.id"))) == []


def test_kinds_of_jsonata() -> None:
    call = task(Output={"a": "{% $states.result.Payload.x %}", "b": {"c": 1}})
    after = {"Type": "Pass", "Output": "{% $states.input.a & $states.input.b.c %}"}
    definition = machine("JSONata", A=call, B=after)
    assert seeds("payload-left-out-jsonata", definition) == ["sure /A/Output/a: Payload.x is x"]
    assert seeds("output-field-dropped", definition) == [
        "sure /A/Output/a: removed ({% $states.result.Payload.x %})",
        "sure /A/Output/b: removed", "sure /A/Output/b/c: removed",
    ]  # fmt: skip
    (one,) = seeds("misspelt-jsonata", definition)
    assert one.startswith("sure /A/Output/a: Payload.x is ")
    assert seeds("payload-left-out", definition) == seeds("misspelt", definition) == []
    whole = task(Output="{% $states.result.Payload %}")
    after = {"Type": "Pass", "Output": "{% $states.input.a %}"}
    assert seeds("payload-left-out-jsonata", machine("JSONata", A=whole, B=after)) == [
        "sure /A/Output: Payload is left out"
    ]


def test_a_misspelling_is_another_name_and_always_the_same() -> None:
    made = {misspelling("Item", str(number)) for number in range(60)}
    assert made == {"Iem", "Itm", "Ite", "tIem", "Ietm", "Itme"}
    assert misspelling("Item", "1") == misspelling("Item", "1")
    assert {misspelling("aab", str(number)) for number in range(60)} == {"ab", "aa", "aba"}


def test_a_change_shares_all_else_and_alters_nothing() -> None:
    value: dict[str, Any] = {"a": [{"b": 1}, {"c": 2}], "d": {}}
    new = changed(value, ("a", 1, "c"), 3)
    assert (new, value["a"][1]) == ({"a": [{"b": 1}, {"c": 3}], "d": {}}, {"c": 2})
    assert new["d"] is value["d"]
    assert pointer(("States", "A", "Catch", 0, "Next")) == "/States/A/Catch[0]/Next"


# --- choosing and asking ------------------------------------------------------------------------


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Six definitions with a name that can be misspelt, one of them twice, and a template."""
    for number in range(6):
        named = machine(
            A={"Type": "Pass", "Result": {f"name{number}": 1}}, B=reads(f"$.name{number}")
        )
        named["States"]["B"]["End"] = True
        (tmp_path / f"{number}.asl.json").write_text(json.dumps(named))
    (tmp_path / "again.asl.json").write_text(json.dumps(named, indent=3))
    return tmp_path


def test_a_definition_counts_once(corpus: Path) -> None:
    assert [one.name for one in published(corpus)] == [f"{number}.asl.json" for number in range(6)]


def test_definitions_in_templates(tmp_path: Path) -> None:
    inner = json.dumps(machine(A=reads("$.a")))
    resource = {"Type": "AWS::StepFunctions::StateMachine"}
    text = {**resource, "Properties": {"DefinitionString": inner}}
    plain = {**resource, "Properties": {"Definition": machine(B=reads("$.b"))}}
    template = {"Resources": {"One": text, "Two": plain}}
    (tmp_path / "t.json").write_text(json.dumps(template))
    found = {one.name: [*one.model.definition["States"]] for one in published(tmp_path)}
    assert found == {"t.json": ["B"], "t.json#1": ["A"]}


def test_what_is_set_aside_is_never_among_the_others(corpus: Path) -> None:
    definitions = published(corpus)

    def files(seed: str, *, held_out: bool) -> set[str]:
        found = chosen(definitions, "misspelt", seed, held_out=held_out)
        return {case.where.partition("/")[0] for case in found}

    first, others = files("1", held_out=True), files("1", held_out=False)
    assert (len(first), len(others), first & others) == (3, 3, set())
    assert files("1", held_out=True) == first
    assert any(files(seed, held_out=True) != first for seed in "23456")


def test_a_fault_is_told_by_what_is_new() -> None:
    definition = machine(A=task(), B=reads("$.Payload.x"))
    definition["States"]["B"]["End"] = True
    definition["States"]["A"]["Parameters"] = {"FunctionName": "f"}
    one = next(iter(cases(Published("x", Model(definition)), "misspelt")))
    typo = one.text.replace('"End"', '"Ende"')
    assert "unknown-field at /States/B/Ende" in Judge().tells(one._replace(text=typo))
    assert Judge().tells(one._replace(text=typo, before=typo)) == []


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.seeded", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)


def test_the_script(corpus: Path) -> None:
    lines = run(str(corpus), "--kind", "misspelt", "--show", "9").stdout.splitlines()
    assert lines[0] == "| kind | definitions | sure | told | % | open | told |"
    assert lines[2].startswith("| misspelt | 3 | 3 | ")
    assert lines[3].startswith("| all | 6 | 3 | ")
    one = run(str(corpus), "--limit", "1").stdout.splitlines()
    assert [line.split(" | ")[0] for line in one[2:]] == [*(f"| {kind}" for kind in KINDS), "| all"]
    assert one[-1].startswith("| all | 6 | ")


def test_without_published_definitions_it_is_skipped(tmp_path: Path) -> None:
    folder = tmp_path / "none"
    assert run(str(folder)).stdout == (
        f'skipped: there is no folder "{folder}" with published definitions\n'
    )
