"""What stands where: each state is entered with something, and left with something.

A definition here is a row of states: one without a `Next` leads to the one below it, the last one
ends. What comes and goes is in the words of `asllint data`; what is told are the data's own rules.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from asllint import analyze, lint, load_rulebook
from asllint.data.shape import of
from asllint.data.words import words
from asllint.facts.dataflow.budget import MAX_TURNS, BudgetError, Left
from asllint.facts.dataflow.flow import DataFlow, Passage
from asllint.facts.dataflow.solver import MAX_ITERATIONS, MAX_WAYS
from asllint.facts.shapes import Shapes
from asllint.language import grammar

States = dict[str, dict[str, Any]]

LAMBDA = "arn:aws:lambda:eu-west-1:123456789012:function:pay"
CALL = {"Type": "Task", "Resource": LAMBDA}
NEVER_NEXT = ("Choice", "Succeed", "Fail")
LAST: States = {"Z": {"Type": "Succeed"}}
NOT_GIVEN = object()
TOLD_BY = (
    "impossible-path", "sometimes-missing-path", "unknown-answer-field", "undefined-result",
    "sometimes-undefined-result", "data-type", "result-path-target", "impossible-test",
    "singleton-list",
)  # fmt: skip
RULES = [rule for rule in load_rulebook().select() if rule.id in TOLD_BY]


def machine(states: States, **more: object) -> dict[str, Any]:
    """A row of states as a machine."""
    names = [*states, None]
    row = {}
    for (name, state), following in zip(states.items(), names[1:], strict=True):
        row[name] = dict(state)
        if not state.keys() & {"Next", "End"} and state["Type"] not in NEVER_NEXT:
            row[name] |= {"End": True} if following is None else {"Next": following}
    return {"StartAt": names[0], "States": row, **more}


def passed(value: object, **fields: object) -> dict[str, Any]:
    """A Pass state that makes a value."""
    return {"Type": "Pass", "Result": value, **fields}


def made(**template: object) -> dict[str, Any]:
    return {"Type": "Pass", "Parameters": template}


def choice(*rules: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"Type": "Choice", "Choices": [*rules], **more}


class Seen:
    """What is known of a definition."""

    def __init__(self, states: States, given: object = NOT_GIVEN, **more: object) -> None:
        self.analysis = analyze(json.dumps(machine(states, **more)), "machine.asl.json")
        self.machine = self.analysis.definitions[0].machine
        if given is not NOT_GIVEN:
            self.machine.given = (given,)
        self.passages = {
            state.name: self.analysis.ask(Passage, state)
            for inner in self.machine.walk()
            for state in inner.states
        }

    def come(self, *names: str) -> Any:
        """What each of these is entered with."""
        found = [words(self.passages[name].input) for name in names]
        return found if len(names) > 1 else found[0]

    def left(self, *names: str) -> Any:
        """What each of these is left with."""
        found = [words(self.passages[name].output) for name in names]
        return found if len(names) > 1 else found[0]

    def held(self, name: str) -> dict[str, str]:
        """The variables when a state is entered."""
        return {one: words(shape) for one, shape in self.passages[name].variables.items()}

    @property
    def told(self) -> list[str]:
        """What the rules say: severity, rule, place, message."""
        return [
            f"{one.severity.name.lower()} {one.rule} {one.pointer.removeprefix('/States')}: "
            f"{one.message}"
            for one in lint(self.analysis, RULES)
        ]


# --- from field to field --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ({}, "{order: {id: 7}, n: 1}"),
        ({"InputPath": "$.order"}, "{id: 7}"),
        ({"InputPath": "$"}, "{order: {id: 7}, n: 1}"),
        ({"InputPath": None}, "{}"),
        ({"OutputPath": "$.order"}, "{id: 7}"),
        ({"OutputPath": None}, "{}"),
        ({"Parameters": {"a.$": "$.order.id", "b": 2}}, "{a: 7, b: 2}"),
        ({"InputPath": "$.order", "Parameters": {"a.$": "$.id"}}, "{a: 7}"),
        ({"InputPath": "$.n", "ResultPath": "$.got"}, "{order: {id: 7}, n: 1, got: 1}"),
        ({"Result": 5}, "5"),
        ({"Result": {"a.$": "$.n"}}, '{"a.$": "$.n"}'),
        ({"Result": 5, "Parameters": {"a": 1}}, "5"),
        ({"Result": 5, "ResultPath": "$"}, "5"),
        ({"Result": 5, "ResultPath": None}, "{order: {id: 7}, n: 1}"),
        ({"Result": 5, "ResultPath": "$.n"}, "{order: {id: 7}, n: 5}"),
        ({"Result": 5, "ResultPath": "$.order.x.y"}, "{order: {id: 7, x: {y: 5}}, n: 1}"),
        ({"Result": 5, "InputPath": None, "ResultPath": "$.r"}, "{order: {id: 7}, n: 1, r: 5}"),
        ({"Result": 5, "ResultPath": "$.order.x", "OutputPath": "$.order"}, "{id: 7, x: 5}"),
    ],
)  # fmt: skip
def test_a_pass_state(fields: dict[str, object], left: str) -> None:
    seen = Seen({"A": passed({"order": {"id": 7}, "n": 1}), "B": {"Type": "Pass", **fields}})
    assert seen.come("B") == "{order: {id: 7}, n: 1}"
    assert seen.left("B") == left
    assert seen.told == []


PUBLISH = {
    "Type": "Task",
    "Resource": "arn:aws:states:::sns:publish",
    "Parameters": {"Message": "m", "TopicArn": "t"},
}


def test_the_result_of_a_task_goes_through_its_fields_in_order() -> None:
    seen = Seen({
        "A": passed({"n": 1}),
        "B": {**PUBLISH, "ResultSelector": {"id.$": "$.MessageId"}, "ResultPath": "$.sent",
              "OutputPath": "$.sent"},
        "C": {**PUBLISH, "ResultSelector": {"x": 1}, "ResultPath": "$.n"},
        "D": {**PUBLISH, "ResultPath": None},
        "E": {**CALL, "ResultPath": "$.r"},
        "F": CALL,
        "Z": {"Type": "Succeed", "OutputPath": "$.a"},
    })  # fmt: skip
    assert seen.left("B") == "{id: string}"
    assert seen.left("C") == "{id: string, n: {x: 1}}"
    assert seen.left("D") == seen.left("C")
    assert seen.left("E") == "{id: string, n: {x: 1}, r: anything}"
    assert seen.left("F", "Z") == ["anything", "anything"]
    assert seen.told == []


def test_the_stages_between_the_fields() -> None:
    fields = {
        "InputPath": "$.a", "ResultSelector": {"id.$": "$.MessageId"}, "ResultPath": "$.r",
        "OutputPath": "$.r",
    }  # fmt: skip
    seen = Seen({"A": passed({"a": {"b": 1}}), "B": {**PUBLISH, **fields}, **LAST})
    stages = (
        grammar.RAW_INPUT, grammar.EFFECTIVE_INPUT, grammar.ARGUMENTS, grammar.SELECTED_RESULT,
        grammar.COMBINED, grammar.OUTPUT,
    )  # fmt: skip
    shapes = [seen.passages["B"].stage(name) for name in stages]
    assert [None if shape is None else words(shape) for shape in shapes] == [
        "{a: {b: 1}}",
        "{b: 1}",
        '{Message: "m", TopicArn: "t"}',
        "{id: string}",
        "{a: {b: 1}, r: {id: string}}",
        "{id: string}",
    ]
    assert seen.passages["B"].stage(grammar.ERROR_OUTPUT) is None


GONE = '"$.b" is not there: "A" replaced its input by what it makes, which has "a"'


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ({"Type": "Pass", "InputPath": "$.b"}, f"error impossible-path /B/InputPath: {GONE}"),
        ({"Type": "Pass", "OutputPath": "$.b"},
         'error impossible-path /B/OutputPath: "$.b" is not there: what is handed on has only "a"'),
        ({"Type": "Pass", "Parameters": {"x": [{"y.$": "$.b.c"}]}},
         f"error impossible-path /B/Parameters/x[0]/y.$: {GONE}"),
        ({"Type": "Pass", "Parameters": {"y.$": "$.a.b"}},
         'error impossible-path /B/Parameters/y.$: "b" is not there: "$.a" is a text'),
        ({"Type": "Pass", "Parameters": {"y.$": "$.a", "z.$": "States.Format('{}', $.b)"}},
         f"error impossible-path /B/Parameters/z.$: {GONE}"),
        ({"Type": "Pass", "Result": 1, "ResultPath": "$.a.b"},
         'error result-path-target /B/ResultPath: "b" can not be written into a text'),
        ({**CALL, "ResultPath": "$.a.b"},
         'error result-path-target /B/ResultPath: "b" can not be written into a text'),
        ({"Type": "Wait", "SecondsPath": "$.b"}, f"error impossible-path /B/SecondsPath: {GONE}"),
        ({"Type": "Wait", "TimestampPath": "$.a"},
         'error data-type /B/TimestampPath: "$.a" is "text", and the state fails without a '
         'timestamp such as "2026-05-31T09:00:00Z"'),
        ({"Type": "Succeed", "InputPath": "$.b"}, f"error impossible-path /B/InputPath: {GONE}"),
        ({"Type": "Fail", "ErrorPath": "$.b"}, f"error impossible-path /B/ErrorPath: {GONE}"),
        ({"Type": "Fail", "CausePath": "$.b"}, f"error impossible-path /B/CausePath: {GONE}"),
        ({**CALL, "TimeoutSecondsPath": "$.b"},
         f"error impossible-path /B/TimeoutSecondsPath: {GONE}"),
        ({**CALL, "HeartbeatSecondsPath": "$.b"},
         f"error impossible-path /B/HeartbeatSecondsPath: {GONE}"),
        ({"Type": "Choice", "Choices": [{"Variable": "$.b", "IsNull": True, "Next": "Z"}]},
         f"error impossible-path /B/Choices[0]/Variable: {GONE}"),
        ({**PUBLISH, "ResultSelector": {"x.$": "$.messageId"}},
         'warning unknown-answer-field /B/ResultSelector/x.$: sns:publish answers no "messageId"; '
         'did you mean "MessageId"?'),
        ({**PUBLISH, "ResultSelector": {"x.$": "$.Message"}},
         'warning unknown-answer-field /B/ResultSelector/x.$: sns:publish answers no "Message": it '
         'answers "MessageId", "SequenceNumber", "SdkHttpMetadata" and "SdkResponseMetadata"'),
        ({"Type": "Pass", "Assign": {"v.$": "$.b"}},
         'error impossible-path /B/Assign/v.$: "$.b" is not there: the result has only "a"'),
    ],
)  # fmt: skip
def test_a_path_to_what_is_not_there_fails_the_state(state: dict[str, Any], told: str) -> None:
    seen = Seen({"A": passed({"a": "text"}), "B": state, **LAST})
    assert seen.told == [told]
    assert [turn.failed for _, turn in seen.passages["B"].passed or ()] == [True]
    assert seen.left("B") == "never"


# --- each type of state ---------------------------------------------------------------------------


def test_a_wait_keeps_its_input() -> None:
    seen = Seen({
        "A": passed({"a": {"s": 3}, "t": "2026-05-31T09:00:00Z"}),
        "B": {"Type": "Wait", "SecondsPath": "$.a.s"},
        "C": {"Type": "Wait", "TimestampPath": "$.t", "OutputPath": "$.a"},
        "D": {"Type": "Wait", "Seconds": 1, "InputPath": "$.s", "Assign": {"v.$": "$"}},
        **LAST,
    })  # fmt: skip
    assert seen.left("B") == '{a: {s: 3}, t: "2026-05-31T09:00:00Z"}'
    assert seen.left("C", "D") == ["{s: 3}", "3"]
    assert seen.held("Z") == {"v": "3"}
    assert seen.told == []


def test_succeed_and_fail() -> None:
    seen = Seen({
        "A": passed({"kind": 1, "a": {"b": 2}}, Next="Pick"),
        "Pick": choice({"Variable": "$.kind", "NumericGreaterThan": 5, "Next": "Bad"},
                       Default="Good"),
        "Good": {"Type": "Succeed", "InputPath": "$.a", "OutputPath": "$.b"},
        "Bad": {"Type": "Fail", "Error": "E"},
    })  # fmt: skip
    assert seen.left("Good") == "2"
    assert seen.come("Bad") == "never"
    assert seen.left("Bad") == "never"


def test_a_choice_leaves_by_what_its_rules_allow() -> None:
    seen = Seen({
        "A": {"Type": "Pass", "Parameters": {"kind.$": "$$.Execution.Input.kind", "n": 1}},
        "B": choice(
            {"Variable": "$.kind", "StringEquals": "x", "Next": "X"},
            {"Variable": "$.kind", "IsNumeric": True, "Next": "N"},
            {"Variable": "$.n", "NumericEquals": 2, "Next": "Never"},
            Default="Other",
        ),
        "X": {"Type": "Succeed"},
        "N": {"Type": "Succeed"},
        "Never": {"Type": "Succeed"},
        "Other": {"Type": "Succeed"},
    })  # fmt: skip
    assert seen.come("X", "N") == ['{kind: "x", n: 1}', "{kind: number, n: 1}"]
    assert seen.come("Other") == "{kind: boolean | string | array | object | null, n: 1}"
    assert seen.come("Never") == "never"
    assert not seen.passages["Never"].reachable
    assert seen.told == []


def test_what_a_test_says_is_absent_is_not_there() -> None:
    reads = {"Type": "Pass", "Parameters": {"x.$": "$.id"}}
    seen = Seen({
        "T": {**CALL, "ResultPath": "$.t"},
        "A": choice({"Variable": "$.id", "IsPresent": True, "Next": "Has"}, Default="Lacks"),
        "Has": {**reads, "Next": "Z"},
        "Lacks": {**reads, "Next": "Z"},
        **LAST,
    })  # fmt: skip
    assert seen.come("Has") == "{t: anything, id: anything, *: anything}"
    assert seen.told == [
        'error impossible-path /Lacks/Parameters/x.$: "$.id" is not there: "A" leads here where it '
        "is absent"
    ]
    fixes = [one.fix for one in lint(seen.analysis, RULES)]
    assert fixes == [None]


def test_a_choice_fails_surely_only_where_no_rule_before_it_can_hold() -> None:
    def rules(*rules: dict[str, Any], **more: object) -> Seen:
        return Seen({
            "A": passed({"a": 1}),
            "T": {**CALL, "ResultPath": "$.t"},
            "B": choice(*rules, **more),
            "X": {"Type": "Succeed"},
            "Y": {"Type": "Succeed"},
        })  # fmt: skip

    text = {"Variable": "$.t", "IsString": True, "Next": "X"}
    missing = {"Variable": "$.b", "IsString": True, "Next": "Y"}
    seen = rules(text, missing, Default="Y")
    assert seen.told == [f"warning sometimes-missing-path /B/Choices[1]/Variable: {GONE}"]
    assert seen.come("X", "Y") == ["{a: 1, t: string}", "never"]
    assert rules(missing, text).told == [f"error impossible-path /B/Choices[0]/Variable: {GONE}"]

    seen = rules({**text, "Assign": {"v.$": "$.b"}}, Default="Y")
    assert seen.told == [f"warning sometimes-missing-path /B/Choices[0]/Assign/v.$: {GONE}"]
    assert seen.come("X", "Y") == ["never", "{a: 1, t: boolean | number | array | object | null}"]
    seen = rules(text, Default="Y", Assign={"v.$": "$.b"})
    assert seen.told == [f"warning sometimes-missing-path /B/Assign/v.$: {GONE}"]
    seen = rules(text, Default="Y", OutputPath="$.b")
    assert seen.told == [f"error impossible-path /B/OutputPath: {GONE}"]


def test_a_choice_in_jsonata() -> None:
    def rules(*rules: dict[str, Any], **more: object) -> Seen:
        return Seen({
            "A": {"Type": "Pass", "Output": {"a": 1, "k": "{% $states.context.Execution.Input %}"}},
            "B": choice(*rules, **more),
            "X": {"Type": "Succeed"},
            "Y": {"Type": "Succeed"},
        }, QueryLanguage="JSONata")  # fmt: skip

    text = {"Condition": "{% $states.input.k = 'x' %}", "Next": "X"}
    gone = (
        '"$states.input.b" yields nothing: "A" hands on its "Output" alone, which has "a" and "k"'
    )
    one = {"Output": "{% $states.input.k %}", "Assign": {"v": "{% $states.input.a %}"}}
    seen = rules({**text, **one}, Default="Y", Output={"n": "{% $states.input.a %}"})
    assert seen.come("X", "Y") == ['"x"', "{n: 1}"]
    assert (seen.held("X"), seen.held("Y")) == ({"v": "1"}, {})

    seen = rules(text, {"Condition": "{% $states.input.b %}", "Next": "X"}, Default="Y")
    assert seen.told == [f"warning sometimes-undefined-result /B/Choices[1]/Condition: {gone}"]
    assert seen.come("X", "Y") == ['{a: 1, k: "x"}', "never"]
    seen = rules({**text, "Output": "{% $states.input.b %}"}, Default="Y")
    assert seen.told == [f"warning sometimes-undefined-result /B/Choices[0]/Output: {gone}"]
    assert seen.come("X", "Y") == ["never", "{a: 1, k: anything}"]
    seen = rules({"Condition": True, "Next": "X", "Output": "{% $states.input.b %}"}, Default="Y")
    assert seen.told == [f"error undefined-result /B/Choices[0]/Output: {gone}"]
    seen = rules({"Condition": False, "Next": "X"}, Default="Y")
    assert seen.come("X", "Y") == ["never", "{a: 1, k: anything}"]


# --- variables ------------------------------------------------------------------------------------


def test_assign_reads_what_was_there_before_it() -> None:
    seen = Seen({
        "A": passed({"a": 1}, Assign={"v": 1}),
        "B": {"Type": "Pass", "Parameters": {"w": 7, "v.$": "$v"},
              "Assign": {"v.$": "$.w", "u.$": "$v", "o.$": "$"}},
        "C": {"Type": "Pass", "Assign": {"v": 2, "u.$": "$v"}, "Parameters": {"v.$": "$v"}},
        **LAST,
    })  # fmt: skip
    assert seen.held("A") == {}
    assert seen.held("B") == {"v": "1"}
    assert seen.left("B", "C") == ["{w: 7, v: 1}", "{v: 7}"]
    assert seen.held("C") == {"v": "7", "u": "1", "o": "{w: 7, v: 1}"}
    assert seen.held("Z") == {"v": "2", "u": "7", "o": "{w: 7, v: 1}"}


def test_a_variable_may_be_set_on_one_way_only() -> None:
    seen = Seen({
        "A": {**CALL, "Catch": [{"ErrorEquals": ["E"], "Next": "Z", "Assign": {"v": 1}}]},
        **LAST,
    })  # fmt: skip
    assert seen.held("Z") == {"v": "1 | nothing"}


def each(states: States, mode: str = "INLINE", **fields: object) -> dict[str, Any]:
    """A Map state."""
    config: dict[str, object] = {"Mode": mode}
    if mode == "DISTRIBUTED":
        config["ExecutionType"] = "STANDARD"
    return {"Type": "Map", "ItemProcessor": machine(states, ProcessorConfig=config), **fields}


def test_machines_inside_see_the_variables_and_keep_their_own() -> None:
    inner = {"Type": "Pass", "Parameters": {"x.$": "$v"}}
    seen = Seen({
        "A": passed([1], Assign={"v": 5}),
        "M": each({"I": {**inner, "Assign": {"own": 1}}, "I2": {"Type": "Pass"}}),
        "P": {"Type": "Parallel", "Branches": [machine({"B": inner}), machine({"B2": inner})]},
        "D": each({"J": inner}, "DISTRIBUTED"),
        **LAST,
    })  # fmt: skip
    assert (seen.held("I"), seen.held("I2")) == ({"v": "5"}, {"v": "5", "own": "1"})
    assert seen.left("M", "P") == ["[{x: 5}]", "[{x: 5}, {x: 5}]"]
    assert seen.held("J") == {}
    assert seen.left("D") == "[{x: anything}, {x: anything}]"
    assert seen.held("Z") == {"v": "5"}


# --- errors that are caught -----------------------------------------------------------------------


def caught(*errors: str, **fields: object) -> dict[str, Any]:
    """A Task between {a: 1} and X, with a catcher that leads to H."""
    catcher = {"ErrorEquals": list(errors or ["States.ALL"]), "Next": "H", **fields}
    return {**CALL, "ResultPath": "$.r", "Catch": [catcher], "Next": "X"}


OUTPUT = "Error: string | null, Cause?: string | null"


@pytest.mark.parametrize(
    ("task", "come"),
    [
        (caught(), f"{{{OUTPUT}}}"),
        (caught(ResultPath="$"), f"{{{OUTPUT}}}"),
        (caught(ResultPath="$.e"), f"{{a: 1, e: {{{OUTPUT}}}}}"),
        (caught(ResultPath=None), "{a: 1}"),
        (caught("E1", "E2"), '{Error: "E1" | "E2", Cause?: string | null}'),
        (caught("E1", "States.TaskFailed"), f"{{{OUTPUT}}}"),
        (caught("${E}"), f"{{{OUTPUT}}}"),
        ({**caught(), "OutputPath": "$"}, f"{{{OUTPUT}}}"),
        ({**caught(), "OutputPath": "$.r"}, f"{{{OUTPUT}}}"),  # it does not apply: recorded
        ({**caught(), "OutputPath": None}, f"{{{OUTPUT}}}"),
        ({**caught(), "ResultSelector": {"x": 1}, "ResultPath": None}, f"{{{OUTPUT}}}"),
    ],
)  # fmt: skip
def test_what_a_catcher_hands_on(task: dict[str, Any], come: str) -> None:
    seen = Seen({
        "A": passed({"a": 1}),
        "T": task,
        "H": {"Type": "Succeed"},
        "X": {"Type": "Succeed"},
    })  # fmt: skip
    assert seen.come("H") == come
    assert "Error" not in seen.left("T")
    assert seen.told == []


def test_the_variables_of_a_catcher() -> None:
    seen = Seen({
        "A": passed({"a": 1}, Assign={"v": 1}),
        "T": {**caught("E", Assign={"e.$": "$.Error", "v": 2}), "Assign": {"r": 3}},
        "H": {"Type": "Succeed"},
        "X": {"Type": "Succeed"},
    })  # fmt: skip
    assert seen.held("H") == {"v": "2", "e": '"E"'}
    assert seen.held("X") == {"v": "1", "r": "3"}


def test_what_fails_in_a_catcher_is_no_error() -> None:
    gone = '"$.nope" is not there: the error output has only "Error" and "Cause"'
    seen = Seen({
        "A": passed({"a": 1}),
        "T": caught(Assign={"v.$": "$.nope"}),
        "H": {"Type": "Succeed"},
        "X": {"Type": "Succeed"},
    })  # fmt: skip
    assert seen.told == [f"warning sometimes-missing-path /T/Catch[0]/Assign/v.$: {gone}"]
    seen = Seen({
        "A": passed({"a": 1}),
        "T": {**caught(Assign={"v.$": "$.nope"}), "InputPath": "$.b"},
        "H": {"Type": "Succeed"},
        "X": {"Type": "Succeed"},
    })  # fmt: skip
    assert seen.told == [
        f"warning sometimes-missing-path /T/Catch[0]/Assign/v.$: {gone}",
        f"error impossible-path /T/InputPath: {GONE}",
    ]
    seen = Seen({
        "A": passed({"a": 1}),
        "T": caught(ResultPath="$.a.e"),
        "H": {"Type": "Succeed"},
        "X": {"Type": "Succeed"},
    })  # fmt: skip
    assert seen.told == [
        'warning result-path-target /T/Catch[0]/ResultPath: "e" can not be written into a number'
    ]


def test_a_path_that_is_lost_when_an_error_is_caught() -> None:
    reads = {"Type": "Pass", "Parameters": {"x.$": "$.a"}}
    lost = (
        '"$.a" is not there when "T" has caught an error: its catcher keeps only "Error" and '
        '"Cause"'
    )
    states = {"A": passed({"a": 1}), "T": caught(), "X": {**reads, "Next": "H"}, "H": reads}
    seen = Seen(states)
    assert seen.told == [f"error impossible-path /H/Parameters/x.$: {lost}"]
    assert seen.come("H") == f"{{{OUTPUT.replace(': ', '?: ', 1)}, x?: 1}}"
    states = {**states, "T": {**caught(), "Next": "H"}, "X": {"Type": "Succeed"}}
    assert Seen(states).told == [f"warning sometimes-missing-path /H/Parameters/x.$: {lost}"]
    states = {**states, "T": {**caught(ResultPath="$.e"), "Next": "H"}}
    assert Seen(states).told == []


# --- machines in states ---------------------------------------------------------------------------


def test_a_parallel_answers_with_what_each_branch_ends_with() -> None:
    branches = [
        machine({"B": {"Type": "Pass", "Parameters": {"x.$": "$.q"}}}),
        machine({"B2": CALL}),
    ]
    seen = Seen({
        "A": passed({"a": 1}),
        "P": {"Type": "Parallel", "Branches": branches, "InputPath": "$", "ResultPath": "$.p",
              "Parameters": {"q.$": "$.a"}, "ResultSelector": {"first.$": "$[0]", "all.$": "$"}},
        **LAST,
    })  # fmt: skip
    assert seen.come("B", "B2") == ["{q: 1}", "{q: 1}"]
    assert seen.left("P") == "{a: 1, p: {first: {x: 1}, all: [{x: 1}, anything]}}"
    assert seen.told == []


def test_a_parallel_with_a_branch_that_surely_fails_hands_nothing_on() -> None:
    branches = [machine({"B": {"Type": "Pass"}}), machine({"F": {"Type": "Fail"}})]
    seen = Seen({"A": passed({"a": 1}), "P": {"Type": "Parallel", "Branches": branches}, **LAST})
    assert seen.left("P") == "never"
    assert seen.come("Z") == "anything"
    assert seen.told == []


def test_known_items_are_followed_one_by_one() -> None:
    select = {
        "i.$": "$$.Map.Item.Index",
        "v.$": "$$.Map.Item.Value",
        "k.$": "$.k",
        "n.$": "$$.State.Name",
    }
    inner: States = {"I": {"Type": "Pass"}}
    seen = Seen({
        "A": passed({"l": [1, "a"], "k": 5}),
        "M": each(inner, ItemsPath="$.l", ResultPath="$.plain"),
        "S": each({"J": {"Type": "Pass", "Parameters": {"v.$": "$.v", "i.$": "$$.Map.Item.Index"}}},
                  ItemsPath="$.l", ItemSelector=select, ResultSelector={"r.$": "$"}),
        **LAST,
    })  # fmt: skip
    assert seen.come("I") == '1 | "a"'
    assert seen.left("M") == '{l: [1, "a"], k: 5, plain: [1, "a"]}'
    assert seen.come("J") == '{i: 0 | 1, v: 1 | "a", k: 5, n: "S"}'
    assert seen.left("S") == '{r: [{v: 1, i: 0}, {v: "a", i: 1}]}'
    assert seen.told == []


def test_unknown_items_are_followed_as_one() -> None:
    seen = Seen({
        "A": {**CALL, "ResultSelector": {"l.$": "$.l", "k": 5}},
        "M": each({"I": {"Type": "Pass"}}, ItemsPath="$.l",
                  ItemSelector={"i.$": "$$.Map.Item.Index", "k.$": "$.k"}),
        **LAST,
    })  # fmt: skip
    assert seen.left("M") == "{i: number, k: 5}[]"


def test_more_known_items_than_are_followed_one_by_one() -> None:
    def answered(items: list[int]) -> Any:
        return Seen({"A": passed(items), "M": each({"I": {"Type": "Pass"}}), **LAST}).come("Z")

    assert answered(list(range(MAX_ITERATIONS))).startswith("[0, 1, 2, 3, ")
    assert answered(list(range(MAX_ITERATIONS + 1))) == "number[41]"
    assert answered([1, 2] * 21) == "(1 | 2)[42]"
    assert answered([]) == "[]"


def test_items_that_are_no_array() -> None:
    seen = Seen(
        {"A": passed({"k": 5}), "M": each({"I": {"Type": "Pass"}}, ItemsPath="$.k"), **LAST}
    )
    assert seen.told == [
        "error data-type /M/ItemsPath: the items are a number, and an inline Map takes an array"
    ]
    assert seen.come("I", "Z") == ["never", "anything"]
    seen = Seen({"A": passed({"k": 5}), "M": each({"I": {"Type": "Pass"}}), **LAST})
    assert seen.told == [
        "error data-type /M: the items are an object, and an inline Map takes an array"
    ]
    seen = Seen({"A": passed({"k": 5}), "M": each({"I": {"Type": "Pass"}}, "DISTRIBUTED"), **LAST})
    assert seen.told == []
    assert seen.left("I", "M") == ["anything", "array"]


def test_an_iteration_that_surely_fails() -> None:
    reads: States = {"I": {"Type": "Pass", "Parameters": {"x.$": "$.a"}}}
    gone = '"$.a" is not there: the input has only "b"'
    at = "/M/ItemProcessor/States/I/Parameters/x.$"
    seen = Seen({"A": passed([{"a": 1}, {"b": 1}]), "M": each(reads), **LAST})
    assert seen.told == [f"warning sometimes-missing-path {at}: {gone}"]
    assert seen.left("I", "M") == ["{x: 1}", "[{x: 1}, anything]"]
    seen = Seen({"A": passed([{"b": 1}, {"b": 2}]), "M": each(reads), **LAST})
    assert seen.told == [f"error impossible-path {at}: {gone}"]
    assert Seen({"A": passed([]), "M": each(reads), **LAST}).told == []


READER = {
    "Resource": "arn:aws:states:::s3:getObject",
    "Parameters": {"Bucket.$": "$.bucket", "Key": "k"},
}


def test_distributed_maps() -> None:
    inner: States = {"I": {"Type": "Pass"}}

    def left(value: object, **fields: object) -> Any:
        seen = Seen({"A": passed(value), "M": each(inner, "DISTRIBUTED", **fields), **LAST})
        assert seen.told == []
        return seen.left("I", "M")

    items = [{"b": 1}, {"b": 2}]
    assert left(items) == ["{b: 1 | 2}", "[{b: 1}, {b: 2}]"]
    batch = "{Items: {b: 1 | 2}[1..]}"
    assert left(items, ItemBatcher={"MaxItemsPerBatch": 2}) == [batch, f"{batch}[]"]
    batcher = {"MaxItemsPerBatch": 2, "BatchInput": {"first.$": "$[0].b"}}
    assert left(items, ItemBatcher=batcher)[0] == "{Items: {b: 1 | 2}[1..], BatchInput: {first: 1}}"
    assert left(items, ItemBatcher=batcher, ItemSelector={"x.$": "$$.Map.Item.Index"})[0] == (
        "{Items: {x: number}[1..], BatchInput: {first: 1}}"
    )
    assert left({"bucket": "b"}, ItemReader=READER) == ["anything", "array"]
    assert left({"bucket": "b"}, ItemReader=READER, ItemsPath="$.nope") == ["anything", "array"]
    assert left(items, ToleratedFailurePercentage=10) == ["{b: 1 | 2}", "array"]
    assert left(items, ToleratedFailureCount=1)[1] == "array"
    writer = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b"}}
    details = "{Bucket: string, Key: string}"
    exported = f"{{MapRunArn: string, ResultWriterDetails: {details}}}"
    assert left(items, ResultWriter=writer)[1] == exported
    compact = {"OutputType": "JSON", "Transformation": "COMPACT"}
    assert left(items, ResultWriter={"WriterConfig": compact})[1] == "[{b: 1}, {b: 2}]"
    csv = {"InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a", "b"]}
    row = "{a: string, b: string}"
    assert left({"bucket": "b"}, ItemReader={**READER, "ReaderConfig": csv}) == [row, f"{row}[]"]
    assert left(items, ResultWriter={"WriterConfig": {}})[1] == "anything"


def test_what_a_reader_is_given() -> None:
    seen = Seen({
        "A": passed({"a": 1}),
        "M": each({"I": {"Type": "Pass"}}, "DISTRIBUTED", ItemReader=READER),
        **LAST,
    })  # fmt: skip
    assert seen.told == [
        'error impossible-path /M/ItemReader/Parameters/Bucket.$: "$.bucket" is not there: "A" '
        'replaced its input by what it makes, which has "a"'
    ]


# --- JSONata --------------------------------------------------------------------------------------

IN_JSONATA = {"QueryLanguage": "JSONata"}


def test_jsonata_states() -> None:
    caught_by = {
        "Output": "{% $states.errorOutput.Error %}",
        "Assign": {"e": "{% $states.input %}"},
    }
    seen = Seen({
        "A": {"Type": "Pass", "Output": {"a": 1, "n": None},
              "Assign": {"v": "{% $states.input %}"}},
        "B": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish",
              "Arguments": {"Message": "m", "TopicArn": "t"},
              "Output": {"id": "{% $states.result.MessageId %}", "in": "{% $states.input.a %}"},
              "Assign": {"v": "{% $states.result.MessageId %}", "a": "{% $v %}"},
              "Catch": [{"ErrorEquals": ["E"], "Next": "H", **caught_by}]},
        "C": {**CALL, "Arguments": "{% $states.input.in %}"},
        "W": {"Type": "Wait", "Seconds": 1, "Next": "Z"},
        "H": {"Type": "Pass"},
        "Z": {"Type": "Succeed", "Output": [1, "{% $v %}"]},
    }, **IN_JSONATA)  # fmt: skip
    assert seen.come("B") == "{a: 1, n: null}"
    assert seen.held("B") == {"v": "anything"}
    assert seen.come("C") == "{id: string, in: 1}"
    assert seen.held("C") == {"v": "string", "a": "anything"}
    assert seen.passages["C"].stage(grammar.ARGUMENTS) == of(1)
    assert seen.come("H") == '"E"'
    assert seen.held("H") == {"v": "anything", "e": "{a: 1, n: null}"}
    assert seen.left("C", "W", "Z") == ["anything", "anything", "[1, anything]"]
    assert seen.told == []


def test_a_map_and_a_parallel_in_jsonata() -> None:
    select = {"n": "{% $states.context.Map.Item.Value + 1 %}", "l": "{% $states.input.l[0] %}"}
    tens = machine({"I": {"Type": "Pass", "Output": "{% $states.input.n * 10 %}"}})
    branches = [machine({"B": {"Type": "Pass"}}), machine({"B2": {"Type": "Succeed", "Output": 5}})]
    seen = Seen({
        "A": {"Type": "Pass", "Output": {"l": [1, 2]}},
        "M": {"Type": "Map", "Items": "{% $states.input.l %}", "ItemSelector": select,
              "ItemProcessor": tens, "Output": {"l": "{% $states.result %}"}},
        "P": {"Type": "Parallel", "Branches": branches, "Arguments": "{% $states.input.l %}"},
        "N": {"Type": "Map", "ItemProcessor": machine({"J": {"Type": "Pass"}})},
        **LAST,
    }, **IN_JSONATA)  # fmt: skip
    assert seen.come("I") == "{n: 2 | 3, l: 1}"
    assert seen.left("M") == "{l: [20, 30]}"
    assert seen.left("P") == "[[20, 30], 5]"
    assert seen.left("N") == "[[20, 30], 5]"
    assert seen.told == []


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ({"Type": "Pass", "Output": "{% $states.input.b %}"}, "/B/Output"),
        ({"Type": "Pass", "Output": {"x": ["{% $states.input.b %}"]}}, "/B/Output/x[0]"),
        ({"Type": "Pass", "Assign": {"v": "{% $states.input.b %}"}}, "/B/Assign/v"),
        ({"Type": "Wait", "Seconds": "{% $states.input.b %}"}, "/B/Seconds"),
        ({"Type": "Wait", "Timestamp": "{% $states.input.b %}"}, "/B/Timestamp"),
        ({"Type": "Succeed", "Output": "{% $states.input.b %}"}, "/B/Output"),
        ({"Type": "Fail", "Error": "{% $states.input.b %}"}, "/B/Error"),
        ({"Type": "Fail", "Cause": "{% $states.input.b %}"}, "/B/Cause"),
        ({**CALL, "Arguments": {"x": "{% $states.input.b %}"}}, "/B/Arguments/x"),
        ({**CALL, "TimeoutSeconds": "{% $states.input.b %}"}, "/B/TimeoutSeconds"),
        ({**CALL, "HeartbeatSeconds": "{% $states.input.b %}"}, "/B/HeartbeatSeconds"),
        (each({"I": {"Type": "Pass"}}, Items="{% $states.input.b %}"), "/B/Items"),
        (each({"I": {"Type": "Pass"}}, Items=[1], MaxConcurrency="{% $states.input.b %}"),
         "/B/MaxConcurrency"),
    ],
)  # fmt: skip
def test_an_expression_that_yields_nothing_fails_the_state(
    state: dict[str, Any], told: str
) -> None:
    seen = Seen({"A": {"Type": "Pass", "Output": {"a": 1}}, "B": state, **LAST}, **IN_JSONATA)
    gone = '"$states.input.b" yields nothing: "A" hands on its "Output" alone, which has "a"'
    assert seen.told == [f"error undefined-result {told}: {gone}"]
    assert seen.left("B") == "never"


@pytest.mark.parametrize(
    "text", ["05-12-2030T21:29:29Z", "2030-12-05 21:29:29Z", "2030-12-05T21:29:29", "soon"]
)
def test_a_timestamp_that_a_wait_does_not_take(text: str) -> None:
    wait = {"Type": "Wait", "Timestamp": "{% $states.input.at %}"}
    seen = Seen({"A": {"Type": "Pass", "Output": {"at": text}}, "B": wait, **LAST}, **IN_JSONATA)
    assert seen.told == [
        f'error data-type /B/Timestamp: it is "{text}", and the state fails without a timestamp '
        'such as "2026-05-31T09:00:00Z"'
    ]
    assert seen.left("B") == "never"
    good = {"Type": "Pass", "Output": {"at": "2030-12-05T21:29:29Z"}}
    assert Seen({"A": good, "B": wait, **LAST}, **IN_JSONATA).told == []


# --- the context object ---------------------------------------------------------------------------


def test_the_context_object() -> None:
    template = {
        "i.$": "$$.Execution.Input.id", "n.$": "$$.State.Name", "t.$": "$$.State.EnteredTime",
        "r.$": "$$.State.RetryCount", "m.$": "$$.StateMachine.Name",
    }  # fmt: skip
    states: States = {"A": {"Type": "Pass", "Parameters": template}, **LAST}
    assert Seen(states).left("A") == '{i: anything, n: "A", t: string, r: 0, m: string}'
    assert Seen(states, given={"id": 7}).left("A") == '{i: 7, n: "A", t: string, r: 0, m: string}'
    assert Seen(states, given={}).told == [
        'error impossible-path /A/Parameters/i.$: "$$.Execution.Input.id" is not there: '
        '"$$.Execution.Input" has no fields'
    ]


def test_the_input_of_a_child_execution_is_its_item() -> None:
    inner = {"Type": "Pass", "Parameters": {"x.$": "$$.Execution.Input"}}
    seen = Seen({"A": passed([1]), "M": each({"I": inner}, "DISTRIBUTED"), **LAST}, given={"id": 7})
    assert seen.left("I") == "{x: 1}"
    seen = Seen({"A": passed([1]), "M": each({"I": inner}), **LAST}, given={"id": 7})
    assert seen.left("I") == "{x: {id: 7}}"


# --- ways -----------------------------------------------------------------------------------------

COUNT: States = {
    "A": passed({"n": 0}),
    "B": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, 1)"}},
}


def test_a_loop_that_counts() -> None:
    def loop(most: int, **more: Any) -> Seen:
        goes_on = {"Variable": "$.n", "NumericLessThan": most, "Next": "B"}
        return Seen({**COUNT, "C": choice(goes_on, Default="Z"), **LAST}, **more)

    seen = loop(3)
    assert seen.come("B", "C", "Z") == ["{n: 0 | 1 | 2}", "{n: 1 | 2 | 3}", "{n: 3}"]
    seen = loop(50)
    assert seen.come("B", "C", "Z") == ["{n: number}"] * 3
    seen = loop(3, given={})
    assert [words(way.data) for way, _ in seen.passages["B"].passed or ()] == [
        "{n: 0}", "{n: 1}", "{n: 2}",
    ]  # fmt: skip
    assert seen.come("Z") == "{n: 3}"
    assert loop(50, given={}).come("Z") == "{n: 50}"
    assert loop(MAX_TURNS, given={}).come("Z") == "{n: number}"


def test_what_grows_in_a_loop_comes_to_an_end() -> None:
    again = choice(
        {"Variable": "$$.Execution.Input.go", "IsPresent": True, "Next": "B"}, Default="Z"
    )
    seen = Seen({
        "A": passed({"l": 1}),
        "B": {"Type": "Pass", "Parameters": {"l.$": "States.Array($.l, $.l)"}},
        "C": again,
        **LAST,
    })  # fmt: skip
    assert seen.come("A") == "anything"
    assert seen.passages["Z"].input.contains({"l": [1, 1]})
    assert seen.passages["Z"].input.contains({"l": [[[[[1] * 2] * 2] * 2] * 2] * 2})
    assert not seen.passages["Z"].input.contains({"m": 1})


def fan(most: int, read: str) -> Seen:
    """So many ways into one state, each with a field of its own."""
    rules = [{"Variable": "$.k", "NumericEquals": n, "Next": f"P{n}"} for n in range(most)]
    ways = {f"P{n}": passed({f"k{n}": n, "all": 1}, Next="Z") for n in range(most)}
    last = {"Type": "Pass", "Parameters": {"x.$": read}}
    return Seen({"A": {**CALL, "ResultPath": "$"}, "C": choice(*rules), **ways, "Z": last})


def test_ways_with_other_fields_are_kept_apart() -> None:
    seen = fan(3, "$.k1")
    assert [words(way.data) for way, _ in seen.passages["Z"].passed or ()] == [
        "{k0: 0, all: 1}", "{k1: 1, all: 1}", "{k2: 2, all: 1}",
    ]  # fmt: skip
    assert seen.told == [
        'warning sometimes-missing-path /Z/Parameters/x.$: "$.k1" is not there when it comes from '
        '"P0": "P0" replaced its input by what it makes, which has "k0" and "all"'
    ]
    assert fan(3, "$.all").told == []
    assert fan(3, "$.none").told[0].startswith("error impossible-path /Z/Parameters/x.$: ")


def test_more_ways_than_are_kept_apart_are_joined() -> None:
    seen = fan(MAX_WAYS + 2, "$.all")
    ways = [words(way.data) for way, _ in seen.passages["Z"].passed or ()]
    assert ways == [
        *(f"{{k{n}: {n}, all: 1}}" for n in range(MAX_WAYS - 1)),
        "{k5?: 5, all: 1, k6?: 6, k7?: 7}",
    ]


def test_what_follows_a_state_that_surely_fails_may_get_anything() -> None:
    seen = Seen({
        "A": passed({"a": 1}),
        "B": {"Type": "Pass", "InputPath": "$.b"},
        "C": {"Type": "Pass", "Parameters": {"x.$": "$.c"}, "ResultPath": "$.r"},
        **LAST,
    })  # fmt: skip
    assert seen.told == [f"error impossible-path /B/InputPath: {GONE}"]
    assert seen.come("C", "Z") == ["anything", "{r: {x: anything}, *: anything}"]


def test_a_definition_whose_ways_nobody_sees() -> None:
    seen = Seen({"A": passed({"a": 1}, Next="${Where}"), "B": {"Type": "Pass", "InputPath": "$.b"}})
    assert seen.come("A", "B") == ["anything", "anything"]
    assert seen.left("A", "B") == ["anything", "anything"]
    assert seen.told == []
    assert seen.passages["B"].passed is None
    assert seen.passages["B"].reachable
    assert seen.passages["B"].stage(grammar.RAW_INPUT) is None


def test_a_state_that_nothing_leads_to() -> None:
    seen = Seen({
        "A": passed({"a": 1}, Next="Z"),
        "B": {"Type": "Pass", "InputPath": "$.b"},
        **LAST,
    })  # fmt: skip
    assert (seen.come("B"), seen.passages["B"].reachable) == ("never", False)
    assert seen.told == []


@pytest.mark.parametrize(
    ("first", "left"),
    [
        (passed({"a": "${A}"}), "{a: anything}"),
        (passed({"${k}": 1}), "object"),
        ({"Type": "Pass", "Parameters": {"a.$": "$.", "b": 2}}, "{a: anything, b: 2}"),
        ({"Type": "Pass", "Parameters": {"a.$": "States.Format("}}, "{a: anything}"),
        ({"Type": "Pass", "Result": 1, "ResultPath": "$."}, "anything"),
        ({"Type": "Pass", "InputPath": "$.a["}, "anything"),
        ({"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"a": "{% $x. %}"}},
         "{a: anything}"),
        ({"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% ${A} %}"}, "anything"),
    ],
)  # fmt: skip
def test_placeholders_and_texts_half_typed(first: dict[str, Any], left: str) -> None:
    seen = Seen({"A": first, "B": {"Type": "Pass", "InputPath": "$.a.x"}, **LAST})
    assert seen.left("A") == left
    assert seen.told == []


def test_a_definition_in_which_nothing_can_be_known() -> None:
    seen = Seen({"A": CALL, "B": CALL, **LAST})
    assert not seen.analysis.ask(DataFlow, seen.machine).is_known
    assert Seen({"A": CALL, "B": {"Type": "Pass", "ResultPath": "$.a"}}).left("B") == (
        "{a: anything, *: anything}"
    )


def test_a_definition_that_takes_more_turns_than_it_is_worth() -> None:
    select = {"l.$": "$.l", "p.$": "States.Array($.p, $$.Map.Item.Index)"}

    def nested(levels: int) -> Seen:
        states: States = {"I": {"Type": "Pass"}}
        for level in range(levels):
            states = {f"M{level}": each(states, ItemsPath="$.l", ItemSelector=select)}
        return Seen({"A": passed({"l": list(range(MAX_ITERATIONS)), "p": 0}), **states, **LAST})

    seen = nested(1)
    assert seen.analysis.ask(DataFlow, seen.machine).is_known
    seen = nested(3)
    assert seen.come("I", "M2", "Z") == ["anything", "anything", "anything"]
    assert not seen.analysis.ask(DataFlow, seen.machine).is_known


# --- what must not cost more than it says ---------------------------------------------------------


def test_a_list_in_a_list_in_a_list_is_looked_at_once_a_level() -> None:
    nested: list[Any] = []
    for _ in range(60):
        nested = [nested]
    condition = {"Condition": "{% $states.input.x or true %}", "Next": "Yes"}
    seen = Seen(
        {
            "A": {"Type": "Pass", "Output": {"x": nested}, "Next": "C"},
            "C": {"Type": "Choice", "Choices": [condition], "Default": "No"},
            "Yes": {"Type": "Succeed"},
            "No": {"Type": "Succeed"},
        },
        QueryLanguage="JSONata",
    )
    assert seen.passages["Yes"].reachable
    assert not seen.passages["No"].reachable


def test_a_number_of_many_digits_is_a_number() -> None:
    seen = Seen({
        "A": {"Type": "Pass", "Result": {"s": 10**400}, "Next": "W"},
        "W": {"Type": "Wait", "SecondsPath": "$.s", "Next": "I"},
        "I": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.s, 1)"}},
    })  # fmt: skip
    assert seen.left("A", "W", "I") == ["{s: number}", "{s: number}", "{n: number}"]
    assert seen.told == []


@pytest.mark.parametrize(("states", "is_known"), [(120, True), (131, False)])
def test_a_long_list_is_handed_on_for_so_long(states: int, is_known: bool) -> None:
    row: States = {f"S{number}": {"Type": "Pass"} for number in range(states)}
    seen = Seen({"A": passed([0] * 10_000), **row, **LAST})
    assert seen.analysis.ask(DataFlow, seen.machine).is_known == is_known


def test_all_evaluations_together_take_so_much_work() -> None:
    total = "{% $sum($states.input.l.($ + 1)) %}"
    row: States = {
        f"S{number}": {"Type": "Pass", "Output": {"l": "{% $states.input.l %}", "n": total}}
        for number in range(6)
    }
    first = {"Type": "Pass", "Output": {"l": [0] * 2_000}}
    seen = Seen({"A": first, **row}, QueryLanguage="JSONata")
    held = [seen.passages[name].output.object for name in row]
    assert [words(each.get("n")) for each in held if each is not None] == [
        "2000",
        "2000",
        "2000",
        "2000",
        "anything",
        "anything",
    ]


def test_aliases_of_aliases_in_a_jsonata_value_are_made_once() -> None:
    levels = "\n".join(f"      a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))
    text = (
        "QueryLanguage: JSONata\nStartAt: A\nStates:\n  A:\n    Type: Pass\n    End: true\n"
        f"    Output:\n      a0: &a0 ['{{% 1 %}}']\n{levels}\n"
    )
    analysis = analyze(text, "machine.asl.yaml")
    (state,) = analysis.definitions[0].machine.states
    assert analysis.ask(Passage, state).reachable


# --- what own rules asked before ------------------------------------------------------------------


def test_the_fields_of_an_input_in_the_old_words() -> None:
    seen = Seen({
        "A": {"Type": "Pass", "Result": {"order": {"id": 1}, "n": 2}, "Next": "B"},
        "B": {"Type": "Task", "Resource": LAMBDA, "Next": "C"},
        "C": {"Type": "Succeed"},
    })  # fmt: skip
    shapes = seen.analysis.ask(Shapes, seen.machine)
    states = seen.machine.by_name
    assert [shapes.knows(states[name]) for name in ("A", "B", "C")] == [False, True, False]
    assert shapes.missing(states["B"], ("order", "id")) is None
    assert shapes.missing(states["B"], ("order", "sku")) == 1
    assert shapes.missing(states["B"], ("gone",)) == 0
    assert shapes.missing(states["B"], ("n", "deeper")) is None
    assert shapes.missing(states["C"], ("gone",)) is None


# --- misspelt fields in tests ---------------------------------------------------------------------

MADE = {"Type": "Pass", "Output": {"metadata": {"x": "{% $states.context.State.Name %}"}}}


@pytest.mark.parametrize(
    ("test", "said"),
    [
        (
            "$states.input.metadat.x = 'a'",
            '"$states.input.metadat" yields nothing, so this is never true; did you mean '
            '"metadata"?',
        ),
        (
            "'a' in $states.input.metadata.X",
            '"$states.input.metadata.X" yields nothing, so this is never true; did you mean "x"?',
        ),
        (
            "$states.input.other = 1 or 'a' = $states.input.metadat.x",
            '"$states.input.metadat" yields nothing, so this is never true; did you mean '
            '"metadata"?',
        ),
        ("$states.input.metadat.x != 'a'", None),  # true, whatever is meant
        ("$states.input.metadata.xx = 'a'", None),  # too short to be told from another one
        ("$states.input.retry = true", None),  # nothing is like it: it may be set one day
        ("$states.context.Execution.Nam = 'a'", None),  # other rules know the context
        ("$exists($states.input.metadat)", None),
    ],
)
def test_a_misspelt_field_in_a_test_of_jsonata(test: str, said: str | None) -> None:
    choice = {
        "Type": "Choice",
        "Choices": [{"Condition": f"{{% {test} %}}", "Next": "Z"}],
        "Default": "Z",
    }
    seen = Seen({"A": MADE, "B": choice, **LAST}, **IN_JSONATA)
    place = "warning impossible-test /B/Choices[0]/Condition: "
    assert [one for one in seen.told if "impossible-test" in one] == (
        [] if said is None else [place + said]
    )


def test_a_field_of_what_is_not_known_is_no_misspelt_one() -> None:
    rule = {"Condition": "{% $states.input.metadat.x = 'a' %}", "Next": "Z"}
    choice = {"Type": "Choice", "Choices": [rule], "Default": "Z"}
    for output in ("{% $states.input %}", "{% $merge([$states.input, {'metadata': 1}]) %}"):
        made = {"Type": "Pass", "Output": output}
        assert Seen({"A": made, "B": choice, **LAST}, **IN_JSONATA).told == []


@pytest.mark.parametrize(
    ("reader", "at"),
    [
        ({"Arguments": {"Bucket": "{% $states.input.bukket %}"}}, "Arguments/Bucket"),
        ({"ReaderConfig": {"MaxItems": "{% $states.input.bukket %}"}}, "ReaderConfig/MaxItems"),
    ],
)
def test_what_a_reader_is_given_in_jsonata(reader: dict[str, object], at: str) -> None:
    made = {"Type": "Pass", "Output": {"bucket": "b"}}
    reader = {"Resource": "arn:aws:states:::s3:listObjectsV2", **reader}
    each_ = each({"I": {"Type": "Pass"}}, "DISTRIBUTED", ItemReader=reader)
    seen = Seen({"A": made, "M": each_, **LAST}, **IN_JSONATA)
    assert [one for one in seen.told if "undefined-result" in one] == [
        f'error undefined-result /M/ItemReader/{at}: "$states.input.bukket" yields nothing; did '
        'you mean "bucket"?'
    ]


# --- a Choice whose rules cover everything --------------------------------------------------------


def falls_through(before: dict[str, Any], *tests: dict[str, Any], **more: object) -> bool:
    """Is a Choice behind a state told that a Default is missing?"""
    rules = [{**test, "Next": "Z"} for test in tests]
    seen = Seen({"A": before, "B": {"Type": "Choice", "Choices": rules}, **LAST}, **more)
    (rule,) = (one for one in load_rulebook().select() if one.id == "choice-without-default")
    found = lint(seen.analysis, [rule])
    assert seen.passages["B"].is_covered is (not found)
    return bool(found)


def test_a_choice_that_covers_what_is_known_needs_no_default() -> None:
    def when(**test: object) -> dict[str, Any]:
        return {"Variable": "$.n", **test}

    small, great = when(NumericLessThan=3), when(NumericEquals=5)
    assert not falls_through(passed({"n": 5}), small, great)
    assert falls_through(passed({"n": 4}), small, great)
    assert not falls_through(passed({"n": 1}), small)
    assert falls_through({"Type": "Pass"}, small, great)
    counted = {"Type": "Pass", "Output": {"some": "{% $count($states.input.x) > 0 %}"}}
    some = {"Condition": "{% $states.input.some = true %}"}
    none = {"Condition": "{% $states.input.some = false %}"}
    assert not falls_through(counted, some, none, **IN_JSONATA)
    assert falls_through(counted, some, **IN_JSONATA)


def test_a_service_may_learn_new_values() -> None:
    call = {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:athena:getQueryExecution",
        "Parameters": {"QueryExecutionId": "q"},
    }
    state = "$.QueryExecution.Status.State"
    every = ("QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED")
    assert falls_through(call, *({"Variable": state, "StringEquals": one} for one in every))


# --- how much work a definition is worth ----------------------------------------------------------


def test_what_a_definition_is_worth_grows_with_its_states() -> None:
    """Turns, fields, values and characters, steps of evaluation."""
    assert Left(0, given=False).now == (2_000, 200_000, 1_000_000, 40_000)
    assert Left(10, given=False).now == (2_600, 200_000, 1_020_000, 43_000)
    assert Left(10, given=True).now == (52_600, 200_000, 1_020_000, 43_000)


def test_what_is_taken_over_is_charged_as_if_it_were_worked_out_again() -> None:
    left = Left(0, given=False)
    before = left.now
    left.take_turn()
    left.evaluation.left -= 7
    spent = left.since(before)
    assert spent == (1, 0, 0, 7)
    left.charge(spent)
    assert left.since(before) == (2, 0, 0, 14)
    left.charge((1_998, 0, 0, 39_979))
    assert (left.now[0], left.now[3]) == (0, 7)
    assert left.affords((0, 0, 0, 7))
    assert not left.affords((0, 0, 0, 8))
    left.evaluation.left -= 8
    assert left.since(before) is None  # not everything could be worked out
    with pytest.raises(BudgetError):
        left.take_turn()
